"""Small provisions, cards and statements for the tests of the verifier."""

from __future__ import annotations

from hashlib import sha256

from advisor.answering.quotes import locate
from advisor.answering.verification import verify
from advisor.domain.answers import (
    Basis,
    Citation,
    Evidence,
    Judged,
    Part,
    RankedCard,
    Statement,
)
from advisor.domain.cards import Card, Risk
from advisor.domain.sources import Passage, View
from advisor.domain.values import Bilingual, BilingualList, Language, Questions

EN, FR = Language.EN, Language.FR
RULE = (
    "The complaint must be filed not later than 60 days after the day on which the complainant "
    "knew that the reprisal was taken. The Commissioner may extend the period, unless the "
    "complaint was filed in bad faith."
)
REGLE = (
    "La plainte doit être déposée dans les soixante jours suivant la date où le plaignant a eu "
    "connaissance des représailles."
)
DIGEST = "A complaint must reach the Commissioner within 60 days, unless the Commissioner agrees."
FIXED = "This is not a disclosure."
CATALOGUE = frozenset({sha256(FIXED.encode()).hexdigest()})


def passage(
    locator: str = "19.1(2)",
    *,
    text: str = RULE,
    view: View = View.OFFICIAL,
    language: Language = EN,
    in_force: bool = True,
    heading: str = "Time for making complaint",
    ancestors: tuple[str, ...] = ("19.1",),
) -> Passage:
    return Passage(
        source_id="psdpa",
        locator=locator,
        language=language,
        view=view,
        heading=heading,
        ancestors=ancestors,
        text=text,
        in_force=in_force,
    )


def card() -> Card:
    both = Bilingual(en="Complain within 60 days.", fr="Portez plainte dans les 60 jours.")
    return Card(
        id="reprisal.late",
        topic="reprisal",
        risk=Risk.HIGH,
        applies_to=("employee",),
        questions=Questions(en=("How long?",), fr=("Combien?",)),
        short=both,
        steps=BilingualList(en=("Write the dates down.",), fr=("Notez les dates.",)),
        citations=("psdpa#19.1", "psdpa#19"),
        contacts=(),
    )


def evidence(*passages: Passage, cards: tuple[Card, ...] = ()) -> Evidence:
    return Evidence(
        cited=passages,
        cards=tuple(RankedCard(card=one, score=0.9) for one in cards),
        generation="g1",
    )


def quoting(text: str, source: Passage, part: str, *, place: Part = Part.STEP) -> Statement:
    span = locate(part, source.text)
    assert span is not None
    citation = Citation(passage_id=source.id, start=span[0], end=span[1])
    return Statement(part=place, text=text, basis=Basis.OFFICIAL, citations=(citation,))


def judged(statement: Statement, held: Evidence, language: Language = EN) -> Judged:
    return verify(statement, held, language, CATALOGUE, generation="g1")


FIRST = RULE.split(". ")[0] + "."
SECOND = RULE.split(". ")[1]
