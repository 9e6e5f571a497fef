"""What a question can be about: the cards, and the subjects outside them, by one kind of id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor.corpus.loading import Corpus
from advisor.domain.values import Language

_OUTSIDE = "outside:"

Texts = Mapping[str, Mapping[Language, Sequence[str]]]
"""Texts of each situation, by id and language."""


def outside_id(subject: str) -> str:
    """The id among situations of the subject `subject`."""
    return f"{_OUTSIDE}{subject}"


def wordings(corpus: Corpus) -> Texts:
    """What is searched: the ways of asking; of a card its short answer too."""
    cards = {
        card.id: {lang: (*card.questions.to(lang), card.short.to(lang)) for lang in Language}
        for card in corpus.cards.values()
    }
    return {**cards, **_outside(corpus)}


def vocabulary(corpus: Corpus) -> Texts:
    """What words are shared with: the ways of asking; of a card its whole answer too."""
    cards = {
        card.id: {
            lang: (*card.questions.to(lang), *(text for _, text in card.texts(lang)))
            for lang in Language
        }
        for card in corpus.cards.values()
    }
    return {**cards, **_outside(corpus)}


def _outside(corpus: Corpus) -> Texts:
    return {
        outside_id(subject.id): {lang: subject.questions.to(lang) for lang in Language}
        for subject in corpus.outside.values()
    }
