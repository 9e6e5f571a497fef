"""Patterns of words, written as data and matched in one pass.

A pattern is a line of elements separated by spaces:

    word        this word, accents and case aside          made up     both, in this order
    fals*       any word that begins so                    a|an|the    one of these
    my?         the word may be missing                    <person>    a word of the list `person`
    ...         up to five words, within one sentence      _           exactly one word
    ^           the beginning of a sentence, where a rule adds one

An apostrophe separates words, in patterns as in questions ("don't" is `don t`). Names, firms and
numbers that were recognised stand in the text as `@name`, `@firm`, `@number`, `@site`, `@title`.

No regular expression is involved: a question of n words costs n lookups by first word, and each
candidate looks at most a few words ahead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from advisor.answering.guards.reading import END
from advisor.errors import CorpusError
from advisor.text import fold

_GAP = 5
_SHORTEST = 2


@dataclass(frozen=True)
class Element:
    """One place of a pattern: the words and beginnings that fit there, `least` to `most` times."""

    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    least: int = 1
    most: int = 1
    anything: bool = False

    def fits(self, word: str) -> bool:
        """Whether `word` may stand here."""
        if self.anything:
            return word != END
        return word in self.words or (bool(self.prefixes) and word.startswith(self.prefixes))


@dataclass(frozen=True)
class Match:
    """Where a pattern was found: the first word, and the one after the last."""

    start: int
    end: int


@dataclass
class Patterns:
    """A list of patterns, indexed by the words that may open them."""

    by_word: dict[str, list[tuple[Element, ...]]] = field(default_factory=lambda: defaultdict(list))
    by_prefix: dict[str, list[tuple[Element, ...]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def extend(self, lines: Sequence[str], classes: Mapping[str, Sequence[str]]) -> None:
        """Compile `lines` and add them; `<name>` stands for the list `name` of `classes`.

        Raises CorpusError for an unknown list, an empty pattern or one that opens with a gap.
        """
        for line in lines:
            self._add(_compiled(line, classes), line)

    def find(self, words: Sequence[str]) -> Match | None:
        """The first match in `words`, if any."""
        return next(self.all(words), None)

    def all(self, words: Sequence[str]) -> Iterator[Match]:
        """The first match at each place of `words` where one begins."""
        for start in range(len(words)):
            for pattern in self._opening(words[start]):
                end = _match(pattern, 0, words, start)
                if end >= 0:
                    yield Match(start, end)
                    break

    def _opening(self, word: str) -> Iterator[tuple[Element, ...]]:
        yield from self.by_word.get(word, ())
        if self.by_prefix:
            for length in range(_SHORTEST, len(word) + 1):
                yield from self.by_prefix.get(word[:length], ())

    def _add(self, pattern: tuple[Element, ...], line: str) -> None:
        first = pattern[0] if pattern else Element()
        if not (first.words or first.prefixes):
            raise CorpusError("guard", f"the pattern {line!r} must open with a word")
        if first.least == 0:
            self._add(pattern[1:], line)
        for word in first.words:
            self.by_word[word].append(pattern)
        for prefix in first.prefixes:
            self.by_prefix[prefix].append(pattern)


def _compiled(line: str, classes: Mapping[str, Sequence[str]]) -> tuple[Element, ...]:
    return tuple(_element(piece, classes) for piece in line.replace("'", " ").split())


def _element(piece: str, classes: Mapping[str, Sequence[str]]) -> Element:
    if piece == "...":
        return Element(least=0, most=_GAP, anything=True)
    if piece == "_":
        return Element(anything=True)
    least = 0 if piece.endswith("?") else 1
    options: list[str] = []
    for option in piece.rstrip("?").split("|"):
        if option.startswith("<"):
            if option[1:-1] not in classes:
                raise CorpusError("guard", f"no list of words named {option}")
            options.extend(classes[option[1:-1]])
        else:
            options.append(option)
    folded = [fold(option) for option in options]
    return Element(
        words=frozenset(option for option in folded if not option.endswith("*")),
        prefixes=tuple(option[:-1] for option in folded if option.endswith("*")),
        least=least,
    )


def _match(pattern: tuple[Element, ...], at: int, words: Sequence[str], place: int) -> int:
    """The place after the match of `pattern[at:]` that begins at `place`; -1 when there is none."""
    if at == len(pattern):
        return place
    element = pattern[at]
    taken = 0
    while True:
        if taken >= element.least:
            end = _match(pattern, at + 1, words, place + taken)
            if end >= 0:
                return end
        if taken == element.most or place + taken >= len(words):
            return -1
        if not element.fits(words[place + taken]):
            return -1
        taken += 1
