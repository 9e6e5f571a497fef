"""The same words at the same places: what was added, removed or exchanged between shared words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from advisor.claims.force import EDGE, Gap, Reading
from advisor.claims.lists import lists, plain
from advisor.domain.values import Language
from advisor.text import stem

_FORBIDDING = frozenset({"must_not", "not", "should_not"})
_NEAR = 4  # content words after a marker in which its subject must be found again
_CONTEXT = 40  # words compared on either side to tell two equal places apart


class Places:
    """Where everything stands in the texts relied on: an index over their readings."""

    def __init__(self, readings: Sequence[Reading], language: Language) -> None:
        self.readings = readings
        self.language = language
        self.words = frozenset[str]().union(*(reading.content for reading in readings))
        self.scopes = frozenset[str]().union(*(reading.scopes for reading in readings))
        self.gaps: dict[tuple[str, str], list[tuple[Reading, int]]] = defaultdict(list)
        self.between: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.marked: dict[str, set[str]] = defaultdict(set)
        self.governors: dict[str, set[str | None]] = defaultdict(set)
        for reading in readings:
            for place, gap in enumerate(reading.gaps):
                self.gaps[gap.before, gap.after].append((reading, place))
                self.marked[gap.after] |= gap.scope
                if place:
                    self.between[reading.gaps[place - 1].before, gap.after].add(gap.before)
            for word, force in reading.governed:
                self.governors[word].add(force)

    def like(self, mine: Reading, place: int) -> list[Gap]:
        """The gaps between the same two words, those whose surroundings are most alike."""
        gap = mine.gaps[place]
        found = self.gaps.get((gap.before, gap.after), [])
        different = {reading.gaps[at] for reading, at in found}
        if len(different) < 2:
            return [reading.gaps[at] for reading, at in found[:1]]
        scores = [_alike(mine, place, reading, at) for reading, at in found]
        best = max(scores)
        return [
            reading.gaps[at]
            for (reading, at), score in zip(found, scores, strict=True)
            if score == best
        ]


def _alike(mine: Reading, place: int, other: Reading, at: int) -> int:
    """How many words in a row agree on both sides of two gaps."""
    ahead = zip(mine.gaps[place : place + _CONTEXT], other.gaps[at : at + _CONTEXT], strict=False)
    behind = zip(
        mine.gaps[max(0, place - _CONTEXT) : place][::-1],
        other.gaps[max(0, at - _CONTEXT) : at][::-1],
        strict=False,
    )
    return _agreeing(ahead) + _agreeing(behind)


def _agreeing(pairs: Iterator[tuple[Gap, Gap]]) -> int:
    count = 0
    for one, other in pairs:
        if (one.before, one.after) != (other.before, other.after):
            break
        count += 1
    return count


def changed_places(mine: Reading, theirs: Places) -> Iterator[str]:
    """Reasons: markers that differ between shared neighbours, and words at another's place."""
    for place, gap in enumerate(mine.gaps):
        if gap.before == gap.after == EDGE and not (gap.force or gap.scope):
            continue
        same = theirs.like(mine, place)
        if same:
            yield from _between(gap, same)
        else:
            yield from _governed(mine, place, theirs)
            yield from _quantified(gap, theirs)
            yield from _dropped_qualifier(gap, theirs)
            swapped = (gap.after, gap.before)
            if EDGE not in swapped and gap.before != gap.after and swapped in theirs.gaps:
                yield f"V8: {gap.after} {gap.before} exchanged"
        if place:
            yield from _replaced(mine, place, theirs)


def _between(gap: Gap, same: Sequence[Gap]) -> Iterator[str]:
    """Reasons why none of the gaps between the same two words says the same."""
    if not any((gap.force, gap.denials) == (other.force, other.denials) for other in same):
        yield f"V7: {' '.join(gap.force) or 'not'}"
    exact = frozenset({"exception", "condition", "only", "some", "most", "least"})
    if not any(gap.scope & exact == other.scope & exact for other in same):
        yield f"V7: {' '.join(sorted(gap.scope & exact)) or 'scope'}"
    if "all" in gap.scope and not any("all" in other.scope for other in same):
        yield "V7: all"


def _governed(mine: Reading, place: int, theirs: Places) -> Iterator[str]:
    """A force that governs none of the same words there, or a word freed of its prohibition."""
    gap, force = mine.gaps[place], mine.governed[place][1]
    if gap.force:
        ahead: list[tuple[str, str | None]] = []
        for word, governor in mine.governed[place : place + _NEAR]:
            if word == EDGE:
                break
            ahead.append((word, governor))
        if not any(own and own in theirs.governors.get(word, ()) for word, own in ahead):
            yield f"V7: {' '.join(gap.force)}"
    elif gap.after != EDGE and force is None:
        there = theirs.governors.get(gap.after)
        if there and there <= _FORBIDDING:
            yield "V7: not"


def _quantified(gap: Gap, theirs: Places) -> Iterator[str]:
    """A known word that is "every", "only" or "some" here and never there."""
    if gap.after in theirs.words:
        for mark in ("all", "only", "some"):
            if mark in gap.scope and mark not in theirs.marked[gap.after]:
                yield f"V7: {mark}"


def _replaced(mine: Reading, place: int, theirs: Places) -> Iterator[str]:
    """A word between the neighbours of another: a figure exchanged, or two known words."""
    before, word, after = (
        mine.gaps[place - 1].before,
        mine.gaps[place].before,
        mine.gaps[place].after,
    )
    there = theirs.between.get((before, after))
    if word == EDGE or not there or word in there:
        return
    figures = _figures(theirs.language)
    if _is_figure(word, figures) and any(_is_figure(other, figures) for other in there):
        yield f"V6: {word} for {min(there)}"
    elif word in theirs.words and before != EDGE and after != EDGE:
        yield f"V8: {word} for {min(there)}"


def _dropped_qualifier(gap: Gap, theirs: Places) -> Iterator[str]:
    qualifiers = _qualifiers(theirs.language) & theirs.between.get((gap.before, gap.after), set())
    if qualifiers:
        yield f"V7: {min(qualifiers)} dropped"


def _is_figure(word: str, figures: frozenset[str]) -> bool:
    return word in figures or any(character.isdigit() for character in word)


@lru_cache(maxsize=2)
def _figures(language: Language) -> frozenset[str]:
    """Number words, units of time and months, as stems."""
    its = lists(language)
    units = (word for words in its["time"].values() for word in words)
    named = [*its["numbers"]["units"], *its["numbers"]["scales"], *units, *its["months"]]
    return frozenset(stem(word, language) for word in named)


@lru_cache(maxsize=2)
def _qualifiers(language: Language) -> frozenset[str]:
    return frozenset(stem(plain(word), language) for word in lists(language)["qualifiers"])
