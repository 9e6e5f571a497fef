from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from advisor.answering.engine import Advisor
from advisor.answering.events import Answered, EvidenceFound, StatementVerified
from advisor.answering.presenting import present
from advisor.domain.answers import (
    Answer,
    Basis,
    Decision,
    Evidence,
    Guarded,
    Outcome,
    Part,
    Statement,
    Turn,
)
from advisor.domain.profiles import Profile
from advisor.domain.values import Language
from advisor.errors import ModelUnavailable
from evals.property import violations

ASKED = {
    Language.EN: "A supplier sent me a gift basket. Can I keep it?",
    Language.FR: "Un fournisseur m'a envoyé un panier-cadeau. Puis-je le garder?",
}
NAMED = "I saw Dale Whitcombe put the same hotel bill through twice last month"


def turn(question: str, language: Language = Language.EN) -> Turn:
    return Turn(question=question, profile=Profile(language=language))


def answer(advisor: Advisor, question: str, language: Language = Language.EN) -> Answer:
    return advisor.last(turn(question, language)).answer


class Scripted:
    """A composer that says what it was told to say."""

    name = "scripted"

    def __init__(self, *statements: Statement, offline: bool = True) -> None:
        self.statements = statements
        self.offline = offline
        self.asked = 0

    def compose(self, turn: Turn, evidence: Evidence, decision: Decision) -> Iterator[Statement]:
        self.asked += 1
        yield from self.statements


class Failing(Scripted):
    def compose(self, turn: Turn, evidence: Evidence, decision: Decision) -> Iterator[Statement]:
        raise ModelUnavailable("down")
        yield


@pytest.mark.parametrize("language", list(Language))
def test_a_known_situation_is_answered_from_its_card_with_proof(
    advisor: Advisor, language: Language
) -> None:
    answered = advisor.last(turn(ASKED[language], language))
    found = answered.answer
    assert found.decision.outcome is Outcome.ANSWERED
    assert found.card_id == "gifts.supplier-gift-basket"
    assert found.provenance.composer == "curated"
    assert found.statements[0].part is Part.SHORT
    assert found.statements[0].citations[0].n == 1
    assert found.escalations
    assert violations(answered, advisor) == ()


def test_events_come_in_order_and_the_deltas_are_the_answer(advisor: Advisor) -> None:
    events = list(advisor.answer(turn(ASKED[Language.EN])))
    assert isinstance(events[0], EvidenceFound)
    assert isinstance(events[-1], Answered)
    deltas = tuple(e.statement for e in events if isinstance(e, StatementVerified))
    assert deltas == events[-1].answer.statements
    assert len(events) == len(deltas) + 2


@pytest.mark.parametrize("language", list(Language))
def test_distress_gets_help_lines_and_no_ethics(advisor: Advisor, language: Language) -> None:
    question = {"en": "I want to kill myself", "fr": "je veux mourir, j'en peux plus"}[language]
    found = answer(advisor, question, language)
    assert found.decision.outcome is Outcome.CRISIS
    assert found.escalations[0].contact_id == "crisis_988"
    assert "9-8-8" in found.statements[0].text
    assert not found.recorded
    assert found.card_id is None


def test_a_crisis_that_only_the_cards_recognise_gets_help_lines_and_is_not_kept(
    advisor: Advisor,
) -> None:
    class Unaware:
        def guard(self, turn: Turn) -> Guarded:
            return Guarded(question=turn.question)

    card = advisor.serving.generation().corpus.cards["wellness.suicidal-thoughts"]
    found = answer(replace(advisor, guard=Unaware()), card.questions.en[0])
    assert found.decision.outcome is Outcome.CRISIS
    assert found.escalations[0].contact_id == "crisis_988"
    assert not found.recorded


def test_a_named_accusation_is_answered_in_memory_only(advisor: Advisor) -> None:
    found = answer(advisor, NAMED)
    assert not found.recorded
    assert found.opening == "gate"
    assert found.decision.outcome is Outcome.ANSWERED
    assert found.statements[0].basis is Basis.CATALOGUE
    assert {"psic", "senior_officer_disclosure"} <= {e.contact_id for e in found.escalations}
    assert "Whitcombe" not in found.model_dump_json(exclude={"turn"})


def test_a_gated_message_never_reaches_a_model(advisor: Advisor) -> None:
    model = Scripted(offline=False)
    answer(replace(advisor, composers=(model, *advisor.composers)), NAMED)
    assert model.asked == 0


def test_what_nobody_wrote_about_is_declined_with_somebody_to_ask(advisor: Advisor) -> None:
    found = answer(advisor, "What's the weather in Gatineau tomorrow?")
    assert found.decision.outcome is Outcome.DECLINED
    assert found.card_id is None
    assert found.escalations
    assert all(s.basis is Basis.CATALOGUE for s in found.statements)


def test_an_unproved_draft_gives_way_to_the_next_composer(advisor: Advisor) -> None:
    invented = Statement(
        part=Part.SHORT, text="Gifts under $75 are always fine.", basis=Basis.GENERAL
    )
    bold = replace(advisor, composers=(Scripted(invented), *advisor.composers))
    found = answer(bold, ASKED[Language.EN])
    assert found.provenance.composer == "curated"
    assert (
        "$75" not in present(found, bold.serving.generation().corpus, bold.phrases).answer.markdown
    )


def test_a_composer_that_fails_is_passed_over(advisor: Advisor) -> None:
    found = answer(replace(advisor, composers=(Failing(), *advisor.composers)), ASKED[Language.EN])
    assert found.provenance.composer == "curated"


def test_where_no_draft_stands_the_answer_says_so(advisor: Advisor) -> None:
    invented = Statement(part=Part.SHORT, text="Yes, you must always accept.", basis=Basis.GENERAL)
    found = answer(replace(advisor, composers=(Scripted(invented),)), ASKED[Language.EN])
    assert found.decision.outcome is Outcome.DECLINED
    assert found.provenance.composer is None
    assert found.statements[0].basis is Basis.CATALOGUE


def test_the_same_question_gets_the_same_answer(advisor: Advisor) -> None:
    one, two = (answer(advisor, ASKED[Language.FR], Language.FR) for _ in range(2))
    same = {"id", "answered_at"}
    assert one.model_dump(exclude=same) == two.model_dump(exclude=same)


def test_a_recorded_answer_can_be_judged_again(advisor: Advisor) -> None:
    found = answer(advisor, ASKED[Language.EN])
    assert all(j.check is None for j in advisor.judge(found.statements, Language.EN))
    changed = found.statements[0].model_copy(update={"text": "Keep it."})
    assert advisor.judge([changed], Language.EN)[0].check is not None


def test_a_greeting_is_greeted(advisor: Advisor) -> None:
    found = answer(advisor, "bonjour", Language.FR)
    assert found.opening == "greeting"
    assert found.decision.outcome is Outcome.ANSWERED
