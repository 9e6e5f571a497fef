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
_SURROUNDED = 2  # words around a figure that must agree before another figure is a change
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
        self._figures = _figures(language)
        self._behind: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        self._ahead: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for number, reading in enumerate(readings):
            for place, gap in enumerate(reading.gaps):
                if place and (kind := self.figure(gap.before)):
                    self._behind[reading.gaps[place - 1].before, kind].append((number, place - 1))
                    self._ahead[gap.after, kind].append((number, place - 1))
                self.gaps[gap.before, gap.after].append((reading, place))
                self.marked[gap.after] |= gap.scope
                if place:
                    self.between[reading.gaps[place - 1].before, gap.after].add(gap.before)
            for word, force in reading.governed:
                self.governors[word].add(force)

    def plainly(self, one: str, other: str) -> bool:
        """Whether two words are neighbours somewhere with no force between: no passive voice."""
        found = self.gaps.get((one, other), ()) if EDGE not in (one, other) else ()
        return one != other and any(not reading.gaps[at].force for reading, at in found)

    def figure(self, word: str) -> str | None:
        """What a word counts: `number`, `unit` of time, `month`, or None when it is no figure."""
        if any(character.isdigit() for character in word):
            return "number"
        return self._figures.get(word)

    def figures_near(self, before: str, after: str, kind: str) -> list[tuple[Reading, int]]:
        """The places of figures of one kind that stand behind or before one of these words."""
        places = dict.fromkeys((*self._behind[before, kind], *self._ahead[after, kind]))
        return [(self.readings[number], at) for number, at in places]

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
    """How many words in a row agree on both sides of a gap, or of a word standing there."""
    behind = _agreeing(
        mine.words[max(0, place - _CONTEXT) : place][::-1],
        other.words[max(0, at - _CONTEXT) : at][::-1],
    )
    ahead = _agreeing(mine.words[place + 1 : place + _CONTEXT], other.words[at + 1 : at + _CONTEXT])
    return behind + ahead


def _agreeing(some: Sequence[str], others: Sequence[str]) -> int:
    count = 0
    for one, other in zip(some, others, strict=False):
        if one != other:
            break
        count += 1
    return count


def changed_places(mine: Reading, theirs: Places, *, ordered: bool) -> Iterator[str]:
    """Reasons: markers that differ between shared neighbours, and words at another's place.

    `ordered`: the sentence repeats one of the texts so closely that the order of words counts.
    """
    for place, gap in enumerate(mine.gaps):
        if gap.before == gap.after == EDGE and not (gap.force or gap.scope):
            continue
        same = theirs.like(mine, place)
        if same:
            yield from _differing(gap, same)
        else:
            yield from _governed(mine, place, theirs)
            yield from _quantified(gap, theirs)
            yield from _dropped_qualifier(gap, theirs)
            if ordered and theirs.plainly(gap.after, gap.before):
                yield f"V8: {gap.after} {gap.before} exchanged"
        if place:
            yield from _exchanged(mine, place - 1, theirs)


def _differing(gap: Gap, same: Sequence[Gap]) -> Iterator[str]:
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


def _exchanged(mine: Reading, place: int, theirs: Places) -> Iterator[str]:
    """A figure where the texts have another in the same surroundings, or a known word likewise."""
    word = mine.words[place]
    if word == EDGE:
        return
    if kind := theirs.figure(word):
        yield from _other_figure(mine, place, theirs, kind)
        return
    before, after = mine.gaps[place].before, mine.words[place + 1]
    if word not in theirs.words and (before, after) in theirs.gaps:
        # a new word between two neighbours: "no later than" made "a little later than"
        same = [reading.gaps[at] for reading, at in theirs.gaps[before, after]]
        yield from _differing(_joined(mine.gaps[place], mine.gaps[place + 1]), same)
    there = theirs.between.get((before, after))
    if there and word not in there and word in theirs.words and EDGE not in (before, after):
        yield f"V8: {word} for {min(there)}"


def _joined(one: Gap, other: Gap) -> Gap:
    return Gap(
        before=one.before,
        after=other.after,
        force=tuple(sorted({*one.force, *other.force})),
        denials=one.denials + other.denials,
        scope=one.scope | other.scope,
    )


def _other_figure(mine: Reading, place: int, theirs: Places, kind: str) -> Iterator[str]:
    word = mine.words[place]
    scores = [
        (_alike(mine, place, reading, at), reading.words[at])
        for reading, at in theirs.figures_near(mine.gaps[place].before, mine.words[place + 1], kind)
    ]
    best = max((score for score, _ in scores), default=0)
    found = {figure for score, figure in scores if score == best}
    if best >= _SURROUNDED and word not in found:
        yield f"V6: {word} for {min(found)}"


def _dropped_qualifier(gap: Gap, theirs: Places) -> Iterator[str]:
    qualifiers = _qualifiers(theirs.language) & theirs.between.get((gap.before, gap.after), set())
    if qualifiers:
        yield f"V7: {min(qualifiers)} dropped"


@lru_cache(maxsize=2)
def _figures(language: Language) -> dict[str, str]:
    """Units of time and months, as stems, with what they are."""
    its = lists(language)
    units = (word for words in its["time"].values() for word in words)
    return {stem(word, language): "unit" for word in units} | {
        stem(word, language): "month" for word in its["months"]
    }


@lru_cache(maxsize=2)
def _qualifiers(language: Language) -> frozenset[str]:
    return frozenset(stem(plain(word), language) for word in lists(language)["qualifiers"])
