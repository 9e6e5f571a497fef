"""The page over plain HTTP, without JavaScript, in both languages."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from advisor.domain.values import Language
from advisor.phrases import Phrases
from tests.api.asking import CRISIS, GATED, GIFT, ask
from tests.web.reading import foreign, parsed, sentences

LANGUAGES = ["en", "fr"]


def page(client: httpx.Client, language: str, message: str, **more: str) -> Any:
    """The page's tree after `message` was sent from the page in `language`."""
    response = client.post(f"/?language={language}", data={"message": message, **more})
    assert response.status_code == 200, response.text[:200]
    return parsed(response.text)


def said(tree: Any, path: str) -> str:
    """All the text under the first element that matches."""
    return " ".join(str(tree.xpath(path)[0].text_content()).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_empty_page_offers_a_question_examples_and_the_notice(
    client: httpx.Client, language: str
) -> None:
    tree = parsed(client.get("/", headers={"accept-language": f"{language}-CA"}).text)
    assert tree.get("lang") == language
    assert tree.xpath("//form//textarea[@name='message']")
    assert len(tree.xpath("//ul[@class='examples']//button")) == 3
    phrases = Phrases()
    assert said(tree, "//aside/p") == phrases.say("notice", Language(language)).strip()
    notice = phrases.fixed("notice", Language(language))
    assert all(" ".join(step.split()) in said(tree, "//aside") for step in notice.steps)
    assert not tree.xpath("//script") and foreign(tree) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_the_same_answer_as_the_api(client: httpx.Client, language: str) -> None:
    tree, reply = page(client, language, GIFT[language]), ask(client, GIFT[language])
    shown = [(text, marks) for _, text, marks in sentences(tree)]
    assert shown == [(s["text"], set(s["citations"])) for s in reply["statements"]]
    assert [c.get("data-contact") for c in tree.xpath("//li[@data-contact]")] == [
        e["contact_id"] for e in reply["escalations"]
    ]
    for citation in reply["citations"]:
        passage = tree.xpath(f"//details/p[@id='c{citation['n']}']")[0]
        assert passage.text == citation["passage"]
        assert citation["url"] in passage.getparent().xpath(".//a/@href")
    assert foreign(tree) == []


@pytest.mark.parametrize("question", [*GIFT.values(), *GATED.values(), *CRISIS.values(), "Hello"])
def test_every_sentence_says_what_it_rests_on(client: httpx.Client, question: str) -> None:
    tree, reply = page(client, "en", question), ask(client, question)
    told = {"data-cite": {"official", "digest"}, "data-card": {"card"},
            "data-catalogue": {"catalogue"}, "data-general": {"general"}}  # fmt: skip
    shown = list(sentences(tree))
    assert len(shown) == len(reply["statements"]) > 0
    order = ["short", "step", "depends_on", "caution"]
    in_order = sorted(reply["statements"], key=lambda s: order.index(s["part"]))
    for (basis, text, _), statement in zip(shown, in_order, strict=True):
        assert statement["basis"] in told[basis] and text == statement["text"]
    anchors = set(tree.xpath("//details/p/@id"))
    assert {a.removeprefix("#") for a in tree.xpath("//sup/a/@href")} == anchors


def test_a_question_in_the_other_language_is_answered_in_it(client: httpx.Client) -> None:
    tree = page(client, "en", GIFT["fr"])
    assert tree.get("lang") == "fr"
    assert said(tree, "//h1") == Phrases().say("page.answer", Language.FR)


def test_the_switch_answers_the_same_question_in_the_other_language(client: httpx.Client) -> None:
    first = page(client, "en", GIFT["en"])
    (switch,) = first.xpath("//header//form")
    fields = {i.get("name"): i.get("value") for i in switch.xpath(".//input")}
    other = parsed(client.post(switch.get("action"), data=fields).text)
    assert other.get("lang") == "fr"
    cards = [set(tree.xpath("//@data-card")) for tree in (first, other)]
    assert cards[0] == cards[1] and cards[0]
    assert GIFT["en"] in said(other, "//p[@class='asked']")
    assert client.get("/?language=fr").text.count('lang="fr"') >= 1


def test_a_follow_up_stays_in_its_conversation(client: httpx.Client) -> None:
    first = page(client, "en", GIFT["en"])
    (id,) = set(first.xpath("//form[@class='ask']//input[@name='conversation_id']/@value"))
    second = page(client, "en", "And if it is worth $5?", conversation_id=id)
    assert GIFT["en"] in said(second, "//section[@class='asked']")
    assert len(client.get(f"/v1/conversations/{id}").json()["turns"]) == 2


def test_who_asks_is_kept_from_question_to_question(client: httpx.Client) -> None:
    organisation = client.get("/v1/organisations").json()[0]
    tree = page(client, "en", GIFT["en"], organisation=organisation["id"], profile="manager")
    chosen = set(tree.xpath("//option[@selected]/@value"))
    assert chosen == {organisation["id"], "manager"}
    assert organisation["name"] in said(tree, "//article/p[@class='status'][last()]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_crisis_the_help_lines_come_before_everything_else(
    client: httpx.Client, language: str
) -> None:
    text = client.post(f"/?language={language}", data={"message": CRISIS[language]}).text
    tree = parsed(text)
    assert tree.xpath("//li[@data-contact][1]//a/@href")[0] == "tel:9-8-8"
    assert text.index("tel:9-8-8") < text.index("<ol><li data-catalogue")
    assert Phrases().say("page.not_recorded", Language(language)) in said(tree, "//article")


def test_the_title_never_holds_the_question(client: httpx.Client) -> None:
    for question in (GIFT["en"], CRISIS["en"], GATED["en"]):
        title = said(page(client, "en", question), "//title")
        assert title == "Answer – Ethics advisor"


PROBLEMS = {
    "message-empty": ({"message": " \r\n "}, 422),
    "message-too-long": ({"message": "word " * 900}, 422),
    "message-unreadable": ({"message": "a\0b"}, 422),
    "organisation-unknown": ({"message": "Can I?", "organisation": "x"}, 422),
    "profile-unknown": ({"message": "Can I?", "profile": "x"}, 422),
    "conversation-unknown": ({"message": "Can I?", "conversation_id": "x"}, 404),
    "language-unknown": ({"message": "Can I?", "answer_in": "x"}, 422),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", PROBLEMS)
def test_a_refusal_keeps_what_was_typed_and_names_people(
    client: httpx.Client, code: str, language: str
) -> None:
    fields, status = PROBLEMS[code]
    typed = fields["message"].replace("Can I?", GIFT[language])
    fields = fields | {"message": typed}
    response = client.post(f"/?language={language}", data=fields)
    tree = parsed(response.text.replace("\0", ""))
    phrases = Phrases()
    assert response.status_code == status
    assert tree.get("lang") == language
    shown = said(tree, "//section[@role='alert']")
    assert shown.startswith(phrases.say(f"problems.{code}.title", Language(language)))
    kept = tree.xpath("//textarea")[0].text or ""
    assert kept.split() == typed.replace("\0", "").split()
    assert tree.xpath("//li[@data-contact='crisis_988']//a/@href") == ["tel:9-8-8"]
    assert foreign(tree) == []


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nowhere", 404), ("PUT", "/", 405), ("POST", "/", 413)]
)
def test_a_person_who_went_astray_gets_a_page_and_a_program_a_problem(
    client: httpx.Client, method: str, path: str, status: int
) -> None:
    body = b"x" * 70_000 if status == 413 else b""
    headers = {"accept": "text/html,*/*;q=0.8", "accept-language": "fr"}
    seen = client.request(method, path, content=body, headers=headers)
    assert seen.status_code == status
    tree = parsed(seen.text)
    assert tree.get("lang") == "fr" and tree.xpath("//section[@role='alert']")
    plain = client.request(method, path, content=body)
    assert plain.headers["content-type"] == "application/problem+json"


def test_line_ends_of_a_browser_count_once(client: httpx.Client) -> None:
    question = GIFT["en"] + "\r\n" * 1990
    assert client.post("/", data={"message": question + "x"}).status_code == 200


def test_a_file_instead_of_text_is_a_problem(client: httpx.Client) -> None:
    sent = client.post(
        "/", files={"message": ("a.txt", b"zorblatt")}, headers={"accept": "text/html"}
    )
    assert sent.status_code == 422 and "zorblatt" not in sent.text


def test_no_payload_becomes_markup(client: httpx.Client, payloads: list[str]) -> None:
    """Every attack, answered and refused: no node, attribute or address that is not ours."""
    for number, payload in enumerate(payloads):
        fields = {"message": payload} | ({"profile": payload} if number % 2 else {})
        response = client.post("/", data=fields)
        assert response.status_code < 500
        tree = parsed(response.text.replace("\0", ""))
        assert foreign(tree) == [], payload
        echoed = (tree.xpath("//textarea")[0].text or "").strip() or said(
            tree, "//p[@class='asked']"
        )
        assert _letters(payload[:60]) in _letters(echoed), payload


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
