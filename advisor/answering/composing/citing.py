"""Choosing the words of a provision that a sentence relies on."""

from __future__ import annotations

from functools import lru_cache

from advisor.domain.answers import Basis, Citation, Part, Statement
from advisor.domain.sources import Passage, View
from advisor.domain.values import Language
from advisor.text import content_words, sentence_spans

_SHORTEST_QUOTE = 25
_LONGEST_QUOTE = 420
_FEWEST_SHARED = 3
_HALF = 0.5


def overlap(sentence: str, text: str, language: Language) -> float:
    """The share of the sentence's content words that `text` contains, 0 to 1."""
    words = _content(sentence, language)
    return len(words & _content(text, language)) / len(words) if words else 0.0


def cite(passage: Passage, sentence: str) -> Citation:
    """A citation of `passage` for `sentence`: official text with its nearest sentence as the quote.

    A summary of ours is cited whole, without quote. A quote is one whole sentence of the passage,
    25 to 420 characters long; where no sentence is, the passage is cited without quote.
    """
    if passage.view is not View.OFFICIAL:
        return Citation(passage_id=passage.id)
    spans = [
        (start, end)
        for start, end in _spans(passage.text, passage.language)
        if _SHORTEST_QUOTE <= end - start <= _LONGEST_QUOTE
    ]
    if not spans:
        return Citation(passage_id=passage.id)
    start, end = max(
        spans, key=lambda span: overlap(sentence, passage.text[slice(*span)], passage.language)
    )
    return Citation(passage_id=passage.id, start=start, end=end)


def cite_sentence(passage: Passage, part: Part, wanted: str = "") -> Statement | None:
    """A statement that is one sentence of `passage`, word for word, and cites it.

    The sentence that shares most words with `wanted`, the first one where none does; None where
    no sentence is 25 characters long.
    """
    spans = [
        (start, end)
        for start, end in _spans(passage.text, passage.language)
        if end - start >= _SHORTEST_QUOTE
    ]
    if not spans:
        return None
    start, end = max(
        spans, key=lambda span: overlap(wanted, passage.text[slice(*span)], passage.language)
    )
    official = passage.view is View.OFFICIAL
    return Statement(
        part=part,
        text=passage.text[start:end],
        basis=Basis.OFFICIAL if official else Basis.DIGEST,
        citations=(
            Citation(passage_id=passage.id, start=start, end=end)
            if official
            else Citation(passage_id=passage.id),
        ),
    )


def speaks_of(passage: Passage, question: str, language: Language) -> bool:
    """Whether a passage is about the question: in force, in its language, with half its words.

    At least three content words must be shared: nearness of vectors alone says nothing of a subject
    that no text covers.
    """
    if passage.language is not language or not passage.in_force:
        return False
    asked = _content(question, language)
    shared = asked & _content(f"{passage.heading}. {passage.text}", language)
    return len(shared) >= _FEWEST_SHARED and len(shared) >= _HALF * len(asked)


@lru_cache(maxsize=4096)
def _content(text: str, language: Language) -> frozenset[str]:
    return content_words(text, language)


@lru_cache(maxsize=2048)
def _spans(text: str, language: Language) -> tuple[tuple[int, int], ...]:
    return sentence_spans(text, language)
