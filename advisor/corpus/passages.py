"""Which passages to index, and which one holds a quote."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from advisor.domain.sources import Passage
from advisor.text import normalise

MIN_WORDS = 40
MAX_WORDS = 350
_NO_WORDS = re.compile(r"\[[^\[\]]*\]\.?")


def index_units(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """The passages worth a vector: the smallest units of at least 40 words, at most about 350.

    Each passage without children is found through the nearest of itself and its ancestors that
    has 40 words; where none has, through the outermost. A unit of more than 350 words gives way
    to its children, each on the same terms; one without children stays whole. What consists of
    an editor's bracket (`[Amendments]`) is left out. Input: any mix of sources, languages and
    views; output: some of it, in the same order.
    """
    everything = list(passages)
    families: dict[tuple[str, str, str], list[Passage]] = defaultdict(list)
    for passage in everything:
        families[(passage.source_id, passage.language, passage.view)].append(passage)
    chosen = {unit.id for family in families.values() for unit in _units(family)}
    return tuple(passage for passage in everything if passage.id in chosen)


def smallest_holding(quote: str, passages: Sequence[Passage]) -> Passage | None:
    """The innermost passage whose text holds `quote` (compared normalised); None if none does."""
    wanted = normalise(quote)
    holding = [passage for passage in passages if wanted in normalise(passage.text)]
    return min(holding, key=lambda p: (len(p.text), -len(p.ancestors)), default=None)


def word_count(passage: Passage) -> int:
    """The number of words, by spaces."""
    return len(passage.text.split())


def _units(family: list[Passage]) -> list[Passage]:
    by_locator = {passage.locator: passage for passage in family}
    children: dict[str, list[Passage]] = defaultdict(list)
    for passage in family:
        if passage.ancestors:
            children[passage.ancestors[-1]].append(passage)
    leaves = [passage for passage in family if passage.locator not in children]
    found: list[Passage] = []
    for leaf in leaves:
        line = [by_locator[above] for above in leaf.ancestors if above in by_locator] + [leaf]
        long_enough = [passage for passage in line if word_count(passage) >= MIN_WORDS]
        found += _within_cap(long_enough[-1] if long_enough else line[0], children)
    return [unit for unit in found if not _NO_WORDS.fullmatch(unit.text)]


def _within_cap(unit: Passage, children: dict[str, list[Passage]]) -> list[Passage]:
    below = children.get(unit.locator, [])
    if word_count(unit) <= MAX_WORDS or not below:
        return [unit]
    return [part for child in below for part in _within_cap(child, children)]
