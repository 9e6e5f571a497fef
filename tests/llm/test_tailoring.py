"""A card fitted to the question by a model: nothing is lost, and nothing false is added."""

from __future__ import annotations

import json

import pytest

from advisor.answering.composing.curated import CuratedComposer
from advisor.corpus.loading import Corpus
from advisor.domain.answers import Basis
from advisor.domain.cards import Risk
from advisor.domain.values import Language
from advisor.errors import DraftMalformed
from advisor.phrases import Phrases
from tests.fakes.openai_behaviours import (
    first_sentence,
    good_draft,
    nothing_to_say,
    says,
)
from tests.fakes.openai_server import Asked, Said
from tests.llm.conftest import (
    Connect,
    card_evidence,
    composed,
    judged,
    turn,
)

pytestmark = pytest.mark.network

LOW_CARD = "gifts.supplier-gift-basket"
HIGH_CARD = "gifts.tickets-and-entertainment"


def test_a_card_is_left_alone_unless_tailoring_is_asked_for(
    connect: Connect, phrases: Phrases, corpus: Corpus, language: Language
) -> None:
    model, server = connect(good_draft)
    found, decision = card_evidence(corpus, LOW_CARD)
    assert composed(model, phrases, found, language, decision) == ()
    assert server.requests == []


@pytest.mark.parametrize("risk", [Risk.HIGH, Risk.HOLD])
def test_a_card_or_decision_of_high_risk_stays_curated(
    connect: Connect, phrases: Phrases, corpus: Corpus, language: Language, risk: Risk
) -> None:
    model, server = connect(good_draft)
    found, decision = card_evidence(corpus, HIGH_CARD)
    cautious = decision.model_copy(update={"risk": risk})
    bold = decision.model_copy(update={"risk": Risk.LOW})  # the card itself still says high
    for one in (cautious, bold):
        assert composed(model, phrases, found, language, one, tailor=True) == ()
    assert server.requests == []


def test_a_fitted_card_rests_on_the_card_and_loses_no_sentence(
    connect: Connect, phrases: Phrases, corpus: Corpus, language: Language
) -> None:
    card = corpus.cards[LOW_CARD]
    short = card.short.to(language)
    shorter = first_sentence(short)

    def fits(asked: Asked) -> Said:
        return Said(json.dumps({"statements": [{"token": "C1", "text": shorter}]}))

    model, _ = connect(fits)
    found, decision = card_evidence(corpus, LOW_CARD)
    made = composed(model, phrases, found, language, decision, tailor=True)
    assert (made[0].text, made[0].tailored, made[0].source) == (shorter, True, LOW_CARD)
    assert made[0].citations
    assert [(s.part.value, s.text) for s in made[1:]] == list(card.texts(language)[1:])
    assert not any(s.tailored for s in made[1:])
    assert all(s.basis is Basis.CARD for s in made)


def test_a_deadline_added_to_a_card_is_dropped_by_the_verifier(
    connect: Connect, phrases: Phrases, corpus: Corpus, language: Language
) -> None:
    added = {Language.EN: "within 30 days", Language.FR: "dans les 30 jours"}[language]
    false = f"{corpus.cards[LOW_CARD].short.to(language).rstrip('.')} {added}."
    model, _ = connect(says(json.dumps({"statements": [{"token": "C1", "text": false}]})))
    found, decision = card_evidence(corpus, LOW_CARD)
    standing = judged(
        composed(model, phrases, found, language, decision, tailor=True), found, language
    )
    assert [(one.statement.text, one.check) for one in standing.dropped] == [(false, "V6")]
    assert not standing.stands


def test_a_card_that_a_model_strays_from_keeps_its_own_words(
    connect: Connect, phrases: Phrases, corpus: Corpus, language: Language
) -> None:
    stray = {
        Language.EN: "Your deputy head has already approved everything you asked about.",
        Language.FR: "Votre administratrice générale a déjà approuvé tout ce que vous demandiez.",
    }[language]
    model, _ = connect(says(json.dumps({"statements": [{"token": "C1", "text": stray}]})))
    found, decision = card_evidence(corpus, LOW_CARD)
    made = composed(model, phrases, found, language, decision, tailor=True)
    assert made == tuple(CuratedComposer().compose(turn(language), found, decision))


def test_cautions_of_a_card_are_not_shown_to_be_reworded(
    connect: Connect, phrases: Phrases, corpus: Corpus, language: Language
) -> None:
    model, server = connect(nothing_to_say)
    found, decision = card_evidence(corpus, LOW_CARD)
    made = composed(model, phrases, found, language, decision, tailor=True)
    assert made == tuple(CuratedComposer().compose(turn(language), found, decision))
    cautions = corpus.cards[LOW_CARD].cautions.to(language)
    assert cautions
    assert not set(cautions) & {one.text for one in server.requests[0].material}


def test_a_sentence_fitted_twice_is_malformed(
    connect: Connect, phrases: Phrases, corpus: Corpus
) -> None:
    twice = [{"token": "C1", "text": "One."}, {"token": "C1", "text": "Two."}]
    model, _ = connect(says(json.dumps({"statements": twice})))
    found, decision = card_evidence(corpus, LOW_CARD)
    with pytest.raises(DraftMalformed):
        composed(model, phrases, found, Language.EN, decision, tailor=True)
