"""Runs of words that our texts share with official ones: our summaries are in our own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from advisor.corpus.loading import Corpus
from advisor.corpus.problems import Problem
from advisor.corpus.texts import OfficialTexts
from advisor.domain.sources import Passage
from advisor.domain.values import Language, Value

RUN = 15
"""Words in a row: corpus/README.md."""

_Words = tuple[str, ...]
_WORD = re.compile(r"\w+(?:['.,-]\w+)*")


class OurText(Value):
    """A text of ours and the item it belongs to (`kind`, `id`, `field` as in Problem)."""

    kind: str
    id: str
    field: str
    text: str


def counted_words(text: str) -> tuple[str, ...]:
    """The words as a person counts them, in small letters: `l'employé` and `ci-après` are one."""
    return tuple(_WORD.findall(text.lower().replace("’", "'")))


def copied_runs(corpus: Corpus, official: OfficialTexts) -> Iterator[Problem]:
    """Each text of ours that shares 15 words in a row with an official text of its language.

    Titles of sources, names of contacts and organisations, and the reviewed terms of art part a
    text: words before and after one do not add up.
    """
    for language in Language:
        outermost = [
            passage
            for text in official.stored
            if text.language is language
            for passage in official.passages(text.source_id, language)
            if not passage.ancestors
        ]
        ours = tuple(_our_texts(corpus, language))
        yield from _shared(ours, outermost, _allowed(corpus, language), language)


def _shared(
    ours: Sequence[OurText],
    official: Iterable[Passage],
    allowed: Sequence[_Words],
    language: Language,
) -> Iterator[Problem]:
    windows: dict[_Words, OurText] = {}
    for text in ours:
        for segment in _parted(counted_words(text.text), allowed):
            for window in _windows(segment):
                windows.setdefault(window, text)
    reported: set[tuple[str, str, str]] = set()
    for passage in official:
        for window in _windows(counted_words(passage.text)):
            copy = windows.get(window)
            if copy is not None and (copy.kind, copy.id, copy.field) not in reported:
                reported.add((copy.kind, copy.id, copy.field))
                yield Problem(
                    code="copied",
                    kind=copy.kind,
                    id=copy.id,
                    field=copy.field,
                    language=language,
                    detail=f"{passage.provision}: {' '.join(window)}",
                )


def _windows(tokens: Sequence[str]) -> Iterator[_Words]:
    return zip(*(tokens[start:] for start in range(RUN)), strict=False)


def _parted(tokens: _Words, allowed: Sequence[_Words]) -> list[_Words]:
    """The text without the allowed phrases, as the stretches between them."""
    by_first: dict[str, list[_Words]] = {}
    for phrase in allowed:
        by_first.setdefault(phrase[0], []).append(phrase)
    stretches: list[_Words] = []
    start = place = 0
    while place < len(tokens):
        fitting = [
            phrase
            for phrase in by_first.get(tokens[place], ())
            if tokens[place : place + len(phrase)] == phrase
        ]
        if fitting:
            stretches.append(tokens[start:place])
            place += max(map(len, fitting))
            start = place
        else:
            place += 1
    return [*stretches, tokens[start:]]


def _allowed(corpus: Corpus, language: Language) -> tuple[_Words, ...]:
    """Titles, names and terms of art of at least three words: a shorter one parts nothing.

    Of `Canada Labour Code, Part II`, what stands before the comma or bracket is a title too.
    """
    titles = [source.title.to(language) for source in corpus.sources.values()]
    phrases = (
        *titles,
        *(re.split(r"[,(:]", title, maxsplit=1)[0] for title in titles),
        *(contact.name.to(language) for contact in corpus.contacts.values()),
        *(organisation.name.to(language) for organisation in corpus.organisations.values()),
        *corpus.terms_of_art.to(language),
    )
    return tuple(found for phrase in phrases if len(found := counted_words(phrase)) >= 3)


def _our_texts(corpus: Corpus, language: Language) -> Iterator[OurText]:
    for passage in corpus.digests[language]:
        yield OurText(kind="digest", id=passage.provision, field="text", text=passage.text)
    for card in corpus.cards.values():
        for number, (part, text) in enumerate(card.texts(language), start=1):
            yield OurText(kind="card", id=card.id, field=f"{part} {number}", text=text)
    for contact in corpus.contacts.values():
        for field in ("role", "how"):
            text = getattr(contact, field).to(language)
            yield OurText(kind="contact", id=contact.id, field=field, text=text)
