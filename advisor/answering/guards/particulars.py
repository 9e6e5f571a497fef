"""What would tell a reader who, where or which: names, firms, numbers, sites, titles, dates.

Tuned for recall: a wrong hit alone gates nothing (the disclosure rule also wants an act), a missed
one lets an accusation through.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from advisor.answering.guards.names import initials, names
from advisor.answering.guards.numbers import date, numbers
from advisor.answering.guards.places import firms, sites, titles, towns, vessels
from advisor.answering.guards.reading import Reading
from advisor.answering.guards.vocabulary import Particular, Vocabulary


def particulars(reading: Reading, vocabulary: Vocabulary) -> tuple[Particular, ...]:
    """Every particular of `reading`, in order, none inside another."""
    words = reading.words
    found = [
        *numbers(reading.text),
        *firms(words, vocabulary),
        *names(words, vocabulary),
        *initials(words, vocabulary),
        *sites(words, vocabulary),
        *vessels(words, vocabulary),
        *titles(words, vocabulary),
    ]
    dated = date(reading.text)
    if dated is not None and any(vocabulary.document(word) for word in words):
        found.append(dated)
    return _apart([*_apart(found), *_free(towns(words, vocabulary), found)])


def _free(towns: Iterable[Particular], found: Sequence[Particular]) -> list[Particular]:
    """The towns that are no part of what says more: "the Moncton office" is a site."""
    sure = [one for one in found if one.sure]
    return [t for t in towns if all(t.end <= one.start or one.end <= t.start for one in sure)]


def _apart(found: Sequence[Particular]) -> tuple[Particular, ...]:
    """Those that lie in no other one: the longer wins, then the surer, then the first."""
    kept: list[Particular] = []
    for one in sorted(found, key=lambda p: (-(p.end - p.start), not p.sure)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda p: p.start))
