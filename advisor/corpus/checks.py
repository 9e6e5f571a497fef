"""Whether the corpus may be served: everything that `advisor corpus check` proves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from advisor.corpus.card_checks import card_problems, digest_problems, repeated_questions
from advisor.corpus.copying import copied_runs
from advisor.corpus.directory_checks import (
    contact_problems,
    organisation_problems,
    routing_problems,
)
from advisor.corpus.loading import Corpus
from advisor.corpus.problems import Problem
from advisor.corpus.texts import OfficialTexts
from advisor.domain.values import Language, Value

__all__ = ["Coverage", "Problem", "check", "coverage"]


class Coverage(Value):
    """What the corpus covers (api.md): cards, cards by topic, cards that can be asked in each
    language, cards still to be confirmed, organisations."""

    cards: int
    topics: Mapping[str, int]
    languages: Mapping[Language, int]
    to_confirm: int
    organisations: int


def check(corpus: Corpus, official: OfficialTexts | None = None) -> tuple[Problem, ...]:
    """Everything wrong with the corpus; empty when it may be served.

    With `official` texts, citations must also exist there, and no text of ours may share a run of
    15 words with them. That both languages are present and equally long is proved on loading.
    """
    return (
        *(
            problem
            for card in corpus.cards.values()
            for problem in card_problems(card, corpus, official)
        ),
        *repeated_questions(corpus),
        *digest_problems(corpus, official),
        *contact_problems(corpus),
        *routing_problems(corpus),
        *organisation_problems(corpus),
        *(copied_runs(corpus, official) if official is not None else ()),
    )


def coverage(corpus: Corpus) -> Coverage:
    """Counts for `advisor corpus coverage`; every topic of the vocabulary is named, even at 0."""
    by_topic = Counter(card.topic for card in corpus.cards.values())
    topics = [entry.id for entry in corpus.vocabulary.lists.get("topics", ())]
    return Coverage(
        cards=len(corpus.cards),
        topics={topic: by_topic[topic] for topic in [*topics, *(by_topic.keys() - set(topics))]},
        languages={
            language: sum(1 for card in corpus.cards.values() if card.questions.to(language))
            for language in Language
        },
        to_confirm=sum(card.to_confirm for card in corpus.cards.values()),
        organisations=len(corpus.organisations),
    )
