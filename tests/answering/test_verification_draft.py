"""A draft judged whole, its marks, and the exceptions that come along (trust.md, section 5)."""

from __future__ import annotations

import pytest

from advisor.answering.quotes import companions
from advisor.answering.verification import Draft, numbered
from advisor.domain.answers import Basis, Citation, Evidence, Part, RankedPassage, Statement
from tests.answering.statements import (
    CATALOGUE,
    EN,
    FIRST,
    FR,
    REGLE,
    card,
    evidence,
    passage,
    quoting,
)


def test_a_draft_stands_when_only_small_things_were_dropped() -> None:
    held = passage()
    draft = Draft.judged(
        [
            quoting(FIRST, held, FIRST, place=Part.SHORT),
            Statement(part=Part.STEP, text="Take heart.", basis=Basis.GENERAL),
        ],
        evidence(held),
        EN,
        CATALOGUE,
    )
    assert draft.stands
    assert [one.check for one in draft.dropped] == ["V9"]
    assert [one.text for one in draft.kept] == [FIRST]


@pytest.mark.parametrize(
    "lost",
    [
        "You must wait.",
        "You must not wait.",
        "Wait for three weeks.",
        "Wait, unless you cannot.",
    ],
)
def test_a_draft_falls_with_a_duty_a_deadline_or_an_exception(lost: str) -> None:
    held = passage()
    kept = quoting(FIRST, held, FIRST, place=Part.SHORT)
    dropped = Statement(part=Part.STEP, text=lost, basis=Basis.GENERAL)
    assert not Draft.judged([kept, dropped], evidence(held), EN, CATALOGUE).stands


def test_a_draft_without_its_short_falls() -> None:
    held = passage()
    step = quoting(FIRST, held, FIRST)
    assert not Draft.judged([step], evidence(held), EN, CATALOGUE).stands
    lost = Statement(part=Part.SHORT, text="Take heart.", basis=Basis.GENERAL)
    assert not Draft.judged([lost, step], evidence(held), EN, CATALOGUE).stands
    assert not Draft().stands


def test_marks_follow_first_appearance_and_one_quote_has_one_mark() -> None:
    one, two = Citation(passage_id="a#1@en/digest"), Citation(passage_id="a#2@en/digest")
    statements = [
        Statement(part=Part.STEP, text="x", basis=Basis.DIGEST, citations=(two,)),
        Statement(part=Part.STEP, text="y", basis=Basis.DIGEST, citations=(one, two)),
    ]
    marks = [[mark.n for mark in said.citations] for said in numbered(statements)]
    assert marks == [[1], [2, 1]]


def test_marks_keep_the_order_of_the_card() -> None:
    first, second = passage("19.1(2)"), passage("19", ancestors=())
    served = evidence(first, second, cards=(card(),))
    shown = [
        Statement(
            part=part,
            text=text,
            basis=Basis.CARD,
            source="reprisal.late",
            citations=(Citation(passage_id=cited.id),),
        )
        for part, text, cited in (
            (Part.SHORT, "Complain within 60 days.", second),
            (Part.STEP, "Write the dates down.", first),
        )
    ]
    draft = Draft.judged(shown, served, EN, CATALOGUE)
    assert [one.passage_id for one in draft.citations] == [first.id, second.id]
    assert [[mark.n for mark in said.citations] for said in draft.kept] == [[2], [1]]


def test_an_exception_next_door_comes_along() -> None:
    rule = passage("19.1(2)")
    headed = passage("19.1(3)", heading="Exception — RCMP", text="This does not apply to members.")
    opening = passage("19.1(2)(a)", text="Despite that, it may wait.", ancestors=("19.1(2)",))
    squeezed = passage("19.1(2.1)", text="Notwithstanding subsection (2), it may wait.")
    far = passage("19.1(5)", heading="Exception", text="Other.")
    plain = passage("19.1(1)", text="A public servant may complain.")
    held = Evidence(
        cited=(rule, headed, far),
        passages=tuple(RankedPassage(passage=one, score=1) for one in (opening, squeezed, plain)),
    )
    found = {one.locator for one in companions(rule, held)}
    assert found == {"19.1(3)", "19.1(2)(a)", "19.1(2.1)"}


def test_a_french_exception_comes_along_in_french_only() -> None:
    rule = passage("7", language=FR, text=REGLE, ancestors=())
    following = passage("8", language=FR, text="Malgré l'article 7, rien.", ancestors=())
    english = passage("8", text="Despite section 7, nothing.", ancestors=())
    assert companions(rule, evidence(rule, following, english)) == (following,)
