"""What the advisor knows, over HTTP, in both languages."""

from __future__ import annotations

import httpx
import pytest

from advisor.bootstrap import read_corpus
from advisor.config import Settings
from tests.api.asking import GIFT

LISTS = ("topics", "sources", "contacts", "organisations", "profiles")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_names_the_same_things_in_both_languages(client: httpx.Client, name: str) -> None:
    en = client.get(f"/v1/{name}", params={"language": "en"}).json()
    fr = client.get(f"/v1/{name}", headers={"accept-language": "fr-CA"}).json()
    key = "contact_id" if name == "contacts" else "id"
    assert [one[key] for one in en] == [one[key] for one in fr]
    assert en != fr


def test_the_lists_are_those_of_the_corpus(
    client: httpx.Client, service_settings: Settings
) -> None:
    corpus = read_corpus(service_settings)
    topics = {t["id"]: t["cards"] for t in client.get("/v1/topics").json()}
    assert set(topics) == corpus.vocabulary.ids("topics")
    assert sum(topics.values()) == len(corpus.cards)
    assert {s["id"] for s in client.get("/v1/sources").json()} == set(corpus.sources)
    assert {c["contact_id"] for c in client.get("/v1/contacts").json()} == set(corpus.contacts)
    known = {o["id"] for o in client.get("/v1/organisations").json()}
    assert known == set(corpus.organisations)


def test_a_source_lists_its_provisions_in_order_and_each_can_be_read(client: httpx.Client) -> None:
    found = client.get("/v1/sources/coi_directive").json()
    provisions = found["provisions"]
    assert provisions.index("4.2.9") < provisions.index("4.2.13")
    views = client.get(f"/v1/sources/coi_directive/provisions/{provisions[0]}").json()["views"]
    assert {view["language"] for view in views} == {"en", "fr"}
    assert all(view["text"] and view["locator"] == provisions[0] for view in views)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_search_ranks_cards_and_passages(client: httpx.Client, language: str) -> None:
    query = {"q": GIFT[language], "language": language, "limit": 4}
    found = client.get("/v1/search", params=query).json()
    assert found["cards"][0]["topic"] == "gifts_hospitality"
    scores = [card["score"] for card in found["cards"]]
    assert len(scores) == 4 and scores == sorted(scores, reverse=True)
    assert 1 <= len(found["passages"]) <= 4
    assert {p["language"] for p in found["passages"]} == {language}


def test_health_readiness_and_metrics_say_what_serves(client: httpx.Client) -> None:
    assert set(client.get("/healthz").json()) == {"status", "version", "commit"}
    ready = client.get("/readyz").json()
    assert ready["ready"] and ready["index"] and ready["model"] and ready["database"]
    assert ready["generation"]
    assert "advisor_problems_total" in client.get("/metrics").text
