from __future__ import annotations

from typing import Any

import pytest

from advisor.answering.deciding import Decider, Fit, features, order
from advisor.corpus.loading import load_corpus
from advisor.domain.answers import (
    Evidence,
    Exchange,
    Guarded,
    Outcome,
    RankedCard,
    RankedSubject,
    Turn,
)
from advisor.domain.cards import Card, Risk, Subject
from advisor.domain.profiles import Profile
from advisor.domain.values import Bilingual, Language, Questions
from advisor.packaged import packaged
from advisor.phrases import Phrases

CARDS = load_corpus(packaged("corpus")).cards
FIT = Fit(coefficients=(1, 2, 0, 0, 0, 0, 0, 0), intercept=-4.0, floor=0.5)
QUESTION = "May I keep a gift from a supplier?"


def card(**changes: Any) -> Card:
    first = next(iter(CARDS.values()))
    return first.model_copy(update={"id": "a.one", "topic": "gifts_hospitality", **changes})


def ranked(one: Card, score: float, words: float = 0.6) -> RankedCard:
    return RankedCard(card=one, score=score, standing=score - 2 * words, words=words)


def decide(
    *cards: RankedCard, turn: Turn | None = None, officers: frozenset[str] = frozenset()
) -> Any:
    decider = Decider(Phrases(), FIT, officers)
    evidence = Evidence(cards=cards)
    return decider.decide(
        turn or Turn(question=QUESTION), Guarded(question=QUESTION), QUESTION, evidence
    )


def test_a_card_that_fits_is_answered_with_its_topic_and_risk() -> None:
    decision = decide(ranked(card(risk=Risk.HIGH), 6.0))
    assert decision.outcome is Outcome.ANSWERED
    assert (decision.card_id, decision.topic, decision.risk) == (
        "a.one",
        "gifts_hospitality",
        Risk.HIGH,
    )
    assert 0 <= decision.confidence <= 1


def test_a_card_far_from_the_question_is_not_shown() -> None:
    decision = decide(ranked(card(), 1.5, words=0.0))
    assert decision.outcome is Outcome.DECLINED
    assert decision.card_id is None
    assert decision.declined == "not_known"


def test_a_crisis_told_in_words_the_guard_does_not_know_is_still_one() -> None:
    decision = decide(ranked(card(crisis="self"), 3.8))
    assert (decision.outcome, decision.crisis) == (Outcome.CRISIS, "self")
    assert decide(ranked(card(crisis="self"), 1.0)).outcome is Outcome.CRISIS


def test_a_subject_outside_is_named_and_declined() -> None:
    pay = Subject(
        id="pay",
        name=Bilingual(en="Pay", fr="Paye"),
        questions=Questions(en=("my pay is wrong",), fr=("ma paye est fausse",)),
        contacts=("hr",),
    )
    decider = Decider(Phrases(), FIT)
    evidence = Evidence(cards=(ranked(card(), 3.0),), outside=RankedSubject(subject=pay, score=5.0))
    decision = decider.decide(Turn(question="pay"), Guarded(question="pay"), "pay", evidence)
    assert decision.outcome is Outcome.DECLINED
    assert (decision.subject_id, decision.declined) == ("pay", "out_of_scope")


def test_nothing_found_is_declined() -> None:
    assert decide().outcome is Outcome.DECLINED


def test_two_situations_with_different_acts_that_fit_equally_are_asked_about_once() -> None:
    near = (
        ranked(card(), 4.2),
        ranked(card(id="b.two", topic="procurement", risk=Risk.HOLD), 4.15),
    )
    decision = decide(*near)
    assert decision.outcome is Outcome.CLARIFY
    assert len(decision.clarify.options) == 2
    asked_before = Turn(question=QUESTION, history=(Exchange(question="x", clarified=True),))
    assert decide(*near, turn=asked_before).outcome is Outcome.ANSWERED


def test_situations_that_may_fit_are_asked_about_before_anything_is_advised() -> None:
    maybe = (ranked(card(), 3.7), ranked(card(id="b.two", topic="procurement"), 3.0))
    decision = decide(*maybe)
    assert decision.outcome is Outcome.CLARIFY
    assert decision.card_id is None
    assert len(decision.clarify.options) == 2
    asked_before = Turn(question=QUESTION, history=(Exchange(question="x", clarified=True),))
    assert decide(*maybe, turn=asked_before).outcome is Outcome.DECLINED


def test_two_situations_with_the_same_acts_need_no_question() -> None:
    decision = decide(ranked(card(), 4.2), ranked(card(id="a.three"), 4.15))
    assert decision.outcome is Outcome.ANSWERED


@pytest.mark.parametrize(
    ("officers", "organisation", "expected"),
    [
        (frozenset(), "cra", Outcome.ANSWERED),
        (frozenset({"cra"}), "cra", Outcome.HELD),
        (frozenset({"cra"}), "cbsa", Outcome.ANSWERED),
        (frozenset({"*"}), None, Outcome.HELD),
    ],
)
def test_advice_is_held_only_where_an_officer_is_there_to_answer(
    officers: frozenset[str], organisation: str | None, expected: Outcome
) -> None:
    turn = Turn(question=QUESTION, profile=Profile(organisation=organisation))
    decision = decide(ranked(card(risk=Risk.HOLD), 6.0), turn=turn, officers=officers)
    assert decision.outcome is expected


def test_what_may_not_be_kept_is_never_held() -> None:
    decider = Decider(Phrases(), FIT, frozenset({"*"}))
    guarded = Guarded(question=QUESTION, opening="gate", recorded=False)
    evidence = Evidence(cards=(ranked(card(risk=Risk.HOLD), 6.0),))
    decision = decider.decide(Turn(question=QUESTION), guarded, QUESTION, evidence)
    assert decision.outcome is Outcome.ANSWERED


def test_a_card_for_another_kind_of_asker_gives_way_to_its_equal() -> None:
    mine = ranked(card(id="b.mine", applies_to=("contractor",)), 5.0)
    other = ranked(card(id="a.other", applies_to=("employee",)), 5.1)
    first = order((other, mine), Profile(who="contractor"))[0]
    assert first.card.id == "b.mine"


def test_shared_words_raise_the_probability() -> None:
    one, two = (
        FIT.probability(
            features(
                (RankedCard(card=card(), score=4, standing=3, words=w),),
                None,
                QUESTION,
                Language.EN,
            )
        )
        for w in (0.1, 0.9)
    )
    assert two > one


@pytest.mark.parametrize(
    ("question", "language", "who"),
    [
        ("my boss asked me to sign a false form", Language.EN, "supervisor"),
        ("Ma gestionnaire veut que je signe", Language.FR, "supervisor"),
        ("a staffer from the minister's office called me", Language.EN, "ministers_office"),
        ("le cabinet du ministre m'a téléphoné", Language.FR, "ministers_office"),
        ("the deputy minister is behind it", Language.EN, "deputy_head"),
    ],
)
def test_who_may_be_part_of_the_problem_is_noticed(
    question: str, language: Language, who: str
) -> None:
    decider = Decider(Phrases(), FIT)
    turn = Turn(question=question, profile=Profile(language=language))
    decision = decider.decide(turn, Guarded(question=question), question, Evidence())
    assert who in decision.involved
