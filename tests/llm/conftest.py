"""Evidence made by hand from the real corpus, and a model that listens on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from advisor.answering.verification import Draft
from advisor.corpus.loading import Corpus, load_corpus
from advisor.domain.answers import (
    Decision,
    Evidence,
    Outcome,
    RankedCard,
    RankedPassage,
    Statement,
    Turn,
)
from advisor.domain.cards import Risk
from advisor.domain.profiles import Profile
from advisor.domain.sources import Passage, View
from advisor.domain.values import Language
from advisor.llm.chat_model import ChatModel, chat_model
from advisor.llm.composer import LlmComposer
from advisor.packaged import packaged
from advisor.phrases import Phrases
from tests.fakes.openai_server import Behaviour, OpenAIServer

ANSWERED = Decision(outcome=Outcome.ANSWERED, risk=Risk.HIGH)
PROVISIONS = ("coi_directive#4.2.13", "psdpa#19.1")
QUESTIONS = {
    Language.EN: "A supplier sent me a gift basket. Can I keep it?",
    Language.FR: "Un fournisseur m'a envoyé un panier-cadeau. Puis-je le garder?",
}
OFFICIAL = {
    Language.EN: (
        "A player must refuse any prize that may influence their judgment during a game, unless "
        "the referee agrees in writing. The prize may be kept by the club."
    ),
    Language.FR: (
        "La personne qui joue doit refuser tout prix qui peut influencer son jugement pendant une "
        "partie, sauf si l'arbitre y consent par écrit. Le club peut garder le prix."
    ),
}

Connect = Callable[..., tuple[ChatModel, OpenAIServer]]


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return load_corpus(packaged("corpus"))


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    return Phrases()


@pytest.fixture(params=list(Language), ids=str)
def language(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Starts a server with these behaviours and gives a model that asks it."""
    with ExitStack() as servers:

        def started(
            *behaviours: Behaviour, timeout: float = 10.0
        ) -> tuple[ChatModel, OpenAIServer]:
            server = servers.enter_context(OpenAIServer(*behaviours))
            return chat_model("openai:stub", server.base_url, "key", timeout), server

        yield started


def turn(language: Language, question: str | None = None) -> Turn:
    return Turn(
        question=QUESTIONS[language] if question is None else question,
        profile=Profile(language=language),
    )


def official(language: Language, text: str | None = None) -> Passage:
    return Passage(
        source_id="fair_play_act",
        locator="7",
        language=language,
        view=View.OFFICIAL,
        heading="Prizes",
        text=OFFICIAL[language] if text is None else text,
    )


def digests(corpus: Corpus, language: Language) -> tuple[Passage, ...]:
    found = tuple(corpus.digest(provision, language) for provision in PROVISIONS)
    assert all(found)
    return tuple(one for one in found if one)


def evidence(*passages: Passage) -> Evidence:
    return Evidence(passages=tuple(RankedPassage(passage=one, score=0.8) for one in passages))


def card_evidence(corpus: Corpus, card_id: str) -> tuple[Evidence, Decision]:
    card = corpus.cards[card_id]
    views = (corpus.digest(p, language) for p in card.citations for language in Language)
    found = Evidence(
        cards=(RankedCard(card=card, score=0.9),), cited=tuple(one for one in views if one)
    )
    decision = Decision(outcome=Outcome.ANSWERED, risk=card.risk, card_id=card.id)
    return found, decision


def judged(statements: tuple[Statement, ...], found: Evidence, language: Language) -> Draft:
    return Draft.judged(statements, found, language, frozenset())


def composed(
    model: ChatModel,
    phrases: Phrases,
    found: Evidence,
    language: Language,
    decision: Decision = ANSWERED,
    *,
    tailor: bool = False,
) -> tuple[Statement, ...]:
    composer = LlmComposer(model, phrases, tailor=tailor)
    return tuple(composer.compose(turn(language), found, decision))
