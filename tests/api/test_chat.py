"""POST /v1/chat, and what is kept of it, by the contract."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.api.asking import CRISIS, GATED, GIFT, ask, events

FIELDS = {
    "conversation_id", "answer_id", "language", "outcome", "topic", "topics", "confidence",
    "answer", "statements", "citations", "escalations", "clarify", "card", "review", "recorded",
    "composer", "notice",
}  # fmt: skip
CITATION = {
    "n", "source_id", "locator", "language", "title", "url", "quote", "passage", "text_kind",
    "version", "counterpart_url",
}  # fmt: skip
ESCALATION = {
    "contact_id", "name", "why", "how", "url", "phone", "deadline", "confidential", "independent",
}  # fmt: skip
ANEW = {"conversation_id", "answer_id", "answered_at"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_answer_has_every_field_of_the_contract(client: httpx.Client, language: str) -> None:
    reply = ask(client, GIFT[language])
    assert set(reply) >= FIELDS
    assert reply["language"] == language
    assert reply["outcome"] == "answered" and reply["recorded"] is True
    assert set(reply["answer"]) == {"short", "steps", "depends_on", "cautions", "markdown"}
    assert set(reply["card"]) == {"id", "status", "approved_by", "reviewed_on", "to_confirm"}
    assert reply["review"] == {"state": "none", "receipt": None}
    assert all(set(c) >= CITATION for c in reply["citations"]) and reply["citations"]
    assert all(set(e) >= ESCALATION for e in reply["escalations"]) and reply["escalations"]
    assert 0 <= reply["confidence"] <= 1


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_mark_has_a_citation_and_every_citation_a_provision(
    client: httpx.Client, language: str
) -> None:
    reply = ask(client, GIFT[language])
    numbers = [c["n"] for c in reply["citations"]]
    marks = {int(n) for n in re.findall(r"\[(\d+)\]", reply["answer"]["markdown"])}
    assert marks == set(numbers) == {n for s in reply["statements"] for n in s["citations"]}
    assert numbers == sorted(numbers)
    for citation in reply["citations"]:
        found = client.get(
            f"/v1/sources/{citation['source_id']}/provisions/{citation['locator']}",
            params={"language": language},
        ).json()
        assert citation["passage"] in [view["text"] for view in found["views"]]


@pytest.mark.parametrize("question", [GIFT["en"], GIFT["fr"], CRISIS["en"], GATED["fr"], "Hello"])
def test_events_end_with_the_very_answer_that_json_gives(
    client: httpx.Client, question: str
) -> None:
    told = events(client, question)
    names = [name for name, _ in told]
    whole = ask(client, question)
    done = told[-1][1]
    assert names[0] == "meta" and names[-3:] == ["citations", "escalations", "done"]
    assert {k: v for k, v in done.items() if k not in ANEW} == {
        k: v for k, v in whole.items() if k not in ANEW
    }
    assert [data for name, data in told if name == "delta"] == done["statements"]
    assert told[-3][1] == done["citations"] and told[-2][1] == done["escalations"]


def test_the_language_of_the_message_decides_before_that_of_the_headers(
    client: httpx.Client,
) -> None:
    headers = {"accept-language": "fr-CA,en;q=0.5"}
    english = client.post("/v1/chat", json={"message": GIFT["en"]}, headers=headers).json()
    asked_for = ask(client, GIFT["en"], language="fr")
    assert english["language"] == "en"
    assert asked_for["language"] == "fr"
    assert asked_for["notice"] != english["notice"]


def test_a_follow_up_continues_and_the_transcript_tells_it_all(client: httpx.Client) -> None:
    first = ask(client, GIFT["en"])
    second = ask(client, "And if it is worth $5?", conversation_id=first["conversation_id"])
    told = client.get(f"/v1/conversations/{first['conversation_id']}").json()
    assert second["conversation_id"] == first["conversation_id"] == told["conversation_id"]
    assert [turn["sequence"] for turn in told["turns"]] == [1, 2]
    assert told["turns"][0]["question"] == GIFT["en"]
    assert [turn["reply"] for turn in told["turns"]] == [first, second]
    assert second["topic"] == first["topic"]


def test_the_same_question_asked_again_is_no_follow_up_of_itself(client: httpx.Client) -> None:
    first = ask(client, GIFT["en"])
    follow = ask(client, "And a pen?", conversation_id=first["conversation_id"])
    again = ask(client, "And a pen?", conversation_id=first["conversation_id"])
    assert again["answer"] == follow["answer"]


def test_an_erased_conversation_is_gone(client: httpx.Client) -> None:
    reply = ask(client, GIFT["en"])
    address = f"/v1/conversations/{reply['conversation_id']}"
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
    assert client.delete(address).status_code == 404
    assert client.get(f"/v1/answers/{reply['answer_id']}/verify").status_code == 404
    more = {"message": "And now?", "conversation_id": reply["conversation_id"]}
    assert client.post("/v1/chat", json=more).status_code == 404


@pytest.mark.parametrize("question", [*GIFT.values(), "How many days do I have to complain?"])
def test_a_recorded_answer_verifies_again(client: httpx.Client, question: str) -> None:
    reply = ask(client, question)
    verified = client.get(f"/v1/answers/{reply['answer_id']}/verify").json()
    assert verified["verified"] is True
    assert verified["generation"] == reply["generation"]
    told = [(s["text"], s["verdict"]) for s in verified["statements"]]
    assert told == [(s["text"], "supported") for s in reply["statements"]]


@pytest.mark.parametrize("question", [*GATED.values(), *CRISIS.values()])
def test_what_may_not_be_kept_leaves_an_empty_turn_and_a_usable_conversation(
    client: httpx.Client, question: str
) -> None:
    reply = ask(client, question)
    assert reply["recorded"] is False and reply["answer_id"] is None
    assert reply["answer"]["short"] and reply["escalations"]
    follow = ask(client, GIFT["en"], conversation_id=reply["conversation_id"])
    turns = client.get(f"/v1/conversations/{reply['conversation_id']}").json()["turns"]
    assert turns[0]["question"] is None and turns[0]["reply"] is None
    assert turns[0]["asked_at"].endswith("T00:00:00+00:00")
    assert turns[1]["reply"] == follow


def test_the_organisation_adds_its_contacts(client: httpx.Client) -> None:
    known = client.get("/v1/organisations").json()
    reply = ask(client, GIFT["en"], organisation=known[0]["id"], profile="manager")
    assert reply["assumed"] == {"organisation": known[0]["id"], "profile": "manager"}
