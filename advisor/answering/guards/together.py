"""Ideas that tell only beside one another: a wish and death, a weapon and a place.

Nobody can list all the ways of saying something; the ideas in it can be listed. A rule is a line of
names of pattern lists; it holds where each of them occurs, in any order, within one sentence and
some words of the first one. `!name` says that the list must not occur there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from advisor.answering.guards.patterns import Match, Patterns
from advisor.answering.guards.reading import END
from advisor.errors import CorpusError

_SPAN = 12


@dataclass(frozen=True)
class Rule:
    """The lists that must occur together, the rarest first, and those that must not."""

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]


def rules(lines: Sequence[str], patterns: Mapping[str, Patterns]) -> tuple[Rule, ...]:
    """Compile `lines`. Raises CorpusError for a list that is not among `patterns`."""
    made = []
    for line in lines:
        names = line.split()
        unknown = [name for name in names if name.lstrip("!") not in patterns]
        if unknown or names[0].startswith("!"):
            raise CorpusError("guard", f"the rule {line!r} names no list of patterns")
        unwanted = tuple(name[1:] for name in names if name.startswith("!"))
        made.append(Rule(tuple(name for name in names if not name.startswith("!")), unwanted))
    return tuple(made)


def together(
    words: Sequence[str], rules: Sequence[Rule], patterns: Mapping[str, Patterns]
) -> Iterator[Match]:
    """Where a rule holds in `words`: from the first to the last of what it found.

    Costs a look at every word for each list that the rules name, then a search for each find.
    """
    seen = _Seen(words, patterns)
    for rule in rules:
        for first in seen.matches(rule.wanted[0]):
            near = [seen.near(name, first) for name in rule.wanted[1:]]
            if None in near or any(seen.near(name, first) for name in rule.unwanted):
                continue
            found = [first, *(match for match in near if match is not None)]
            yield Match(min(m.start for m in found), max(m.end for m in found))


class _Seen:
    """What each list finds in a message, looked for once."""

    def __init__(self, words: Sequence[str], patterns: Mapping[str, Patterns]) -> None:
        self._words, self._patterns = words, patterns
        self._found: dict[str, list[Match]] = {}
        self._ends = [i for i, word in enumerate(words) if word == END]

    def matches(self, name: str) -> list[Match]:
        if name not in self._found:
            self._found[name] = list(self._patterns[name].all(self._words))
        return self._found[name]

    def near(self, name: str, first: Match) -> Match | None:
        """The match of `name` closest to `first`, beside it and in the same sentence."""
        found = self.matches(name)
        at = bisect_left(found, first.start, key=lambda match: match.start)
        after = bisect_left(found, first.end, key=lambda match: match.start)
        beside = [found[i] for i in (at - 1, at - 2, after) if 0 <= i < len(found)]
        beside = [m for m in beside if m.end <= first.start or m.start >= first.end]
        beside = [m for m in beside if abs(m.start - first.start) <= _SPAN]
        return next((m for m in beside if self._one_sentence(m, first)), None)

    def _one_sentence(self, one: Match, other: Match) -> bool:
        low, high = sorted((one.start, other.start))
        return bisect_left(self._ends, high) == bisect_right(self._ends, low)
