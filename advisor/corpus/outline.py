"""The outline of a source: its provisions as a tree, and both languages side by side."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from advisor.corpus.passages import word_count
from advisor.domain.sources import Passage, Source, View
from advisor.domain.values import Language, Value

_OPENING = 12
_STEP = re.compile(r"\(([^()]*)\)|:([^()]*)")
_NUMBERS = re.compile(r"\d+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class Provision(Value):
    """One provision of a source in one language, and the provisions in it.

    `heading` is its own: empty where it has none or only repeats the one above. `opening`: its
    first words, at most 12, and an ellipsis where more follow. `words`: how many, its children's
    included. `views`: how it can be shown, the official text first.
    """

    locator: str
    heading: str
    opening: str
    level: str
    words: int
    views: tuple[View, ...]
    children: tuple[Provision, ...] = ()


class Pair(Value):
    """A line of an outline: one provision in both languages. `depth`: 0 for the outermost."""

    locator: str
    depth: int
    en: Provision | None = None
    fr: Provision | None = None

    def to(self, language: Language) -> Provision | None:
        """The provision in `language`, where it has it."""
        return self.fr if language is Language.FR else self.en


def outline(passages: Iterable[Passage]) -> tuple[Provision, ...]:
    """The tree of the provisions in `passages`: of one source, in one language, any views.

    Siblings keep the order in which they come; of two views of a provision the official one
    counts. What an absent provision would hold stands under the nearest one above that is there.
    """
    views: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        views[passage.locator].append(passage)
    shown = {
        locator: sorted(found, key=lambda p: p.view is not View.OFFICIAL)
        for locator, found in views.items()
    }
    below: dict[str | None, list[str]] = defaultdict(list)
    for locator, (passage, *_) in shown.items():
        below[_parent(passage, shown)].append(locator)
    return tuple(_provision(locator, shown, below, "") for locator in below[None])


def side_by_side(english: Sequence[Provision], french: Sequence[Provision]) -> tuple[Pair, ...]:
    """Every provision of two outlines as one line, paired by locator, in the English order.

    What is in French only stands where French has it: behind the sibling that it follows there.
    """
    ours = {p.locator: p for _, p in _families(english)}
    theirs = {p.locator: p for _, p in _families(french)}
    below: dict[str | None, list[str]] = defaultdict(list)
    for parent, provision in _families(english):
        below[parent].append(provision.locator)
    before: dict[str | None, str] = {}
    for parent, provision in _families(french):
        siblings, locator = below[parent], provision.locator
        if locator not in ours:
            last = before.get(parent)
            siblings.insert(siblings.index(last) + 1 if last in siblings else 0, locator)
        before[parent] = locator
    return tuple(
        Pair(locator=locator, depth=depth, en=ours.get(locator), fr=theirs.get(locator))
        for depth, locator in _lines(below)
    )


def down_to(pairs: Sequence[Pair], lines: int) -> tuple[Pair, ...]:
    """The outline cut at the deepest level that leaves at most `lines`, never above the first."""
    at = Counter(pair.depth for pair in pairs)
    deepest = 0
    while deepest < max(at, default=0) and sum(at[d] for d in range(deepest + 2)) <= lines:
        deepest += 1
    return tuple(pair for pair in pairs if pair.depth <= deepest)


def in_reading_order(passages: Iterable[Passage], source: Source) -> tuple[Passage, ...]:
    """The `passages` of `source` as its text has them, as far as locators can tell.

    The preamble, then headings without a number in the order of the registry, sections by their
    value, appendices, schedules. In a policy 4.2.10 follows 4.2.9; in a statute 71.1 follows 71.02.
    """
    anchors = {anchor.id: place for place, anchor in enumerate(source.anchors)}
    return tuple(sorted(passages, key=lambda p: _order(p.locator, anchors, source.dotted)))


def dates(passages: Iterable[Passage]) -> dict[tuple[Language, View], str | None]:
    """Of which date each view of a source is in each language: the newest that `passages` state.

    None where none states one (the registry's date is that of the text we read, not of theirs);
    a view that is not there is left out.
    """
    found: dict[tuple[Language, View], str | None] = {}
    for passage in passages:
        key = (passage.language, passage.view)
        found[key] = max(passage.version or "", found.get(key) or "") or None
    return found


def _parent(passage: Passage, shown: Mapping[str, object]) -> str | None:
    return next((above for above in reversed(passage.ancestors) if above in shown), None)


def _provision(
    locator: str,
    shown: Mapping[str, Sequence[Passage]],
    below: Mapping[str | None, Sequence[str]],
    above: str,
) -> Provision:
    first = shown[locator][0]
    return Provision(
        locator=locator,
        heading="" if first.heading == above else first.heading,
        opening=_opening(first.text),
        level=first.level,
        words=word_count(first),
        views=tuple(dict.fromkeys(passage.view for passage in shown[locator])),
        children=tuple(
            _provision(child, shown, below, first.heading or above)
            for child in below.get(locator, ())
        ),
    )


def _opening(text: str) -> str:
    words = text.split()
    return " ".join(words[:_OPENING] + ["…"] * (len(words) > _OPENING))


def _families(
    tree: Sequence[Provision], parent: str | None = None
) -> Iterator[tuple[str | None, Provision]]:
    """(locator of the parent, provision) for each, parents first."""
    for provision in tree:
        yield parent, provision
        yield from _families(provision.children, provision.locator)


def _lines(
    below: Mapping[str | None, Sequence[str]], parent: str | None = None, depth: int = 0
) -> Iterator[tuple[int, str]]:
    for locator in below.get(parent, ()):
        yield depth, locator
        yield from _lines(below, locator, depth + 1)


def _order(locator: str, anchors: Mapping[str, int], dotted: bool) -> tuple[object, ...]:
    """What sorts a locator; only things of one kind ever meet at one place."""
    if locator == "preamble":
        return (0,)
    if locator in anchors:
        return (1, anchors[locator])
    head = re.split(r"[(:]", locator, maxsplit=1)[0]
    whole, *parts = _NUMBERS.findall(head) or [-1]
    value = tuple(int(part) if dotted else float(f".{part}") for part in parts)
    steps = tuple(_steps(locator[len(head) :]))
    if head[:1].isdigit():
        return (2, "", int(whole), value, steps)
    kind = 4 if head.startswith("Sch") else 3
    return (kind, _NUMBERS.sub("", head).rstrip("."), int(whole), value, steps)


def _steps(rest: str) -> Iterator[tuple[int, float, str]]:
    """What follows the section, step by step: numbers, letters, and Roman ones below letters."""
    letter_above = False
    for step, term in _STEP.findall(rest):
        number = _NUMBERS.match(step)
        roman = _roman(step) if letter_above and not number else None
        if term or not step:
            yield (1, 0, term)
        else:
            yield (0, float(number[0]) if number else roman or 0, step)
        letter_above = not number and roman is None and step.islower()


def _roman(step: str) -> float | None:
    """The value of a Roman number in small letters, `iii.1` after `iii`; None for anything else."""
    letters, _, after = step.partition(".")
    values = [_ROMAN.get(letter, 0) for letter in letters]
    if not values or 0 in values:
        return None
    pairs = zip(values, [*values[1:], 0], strict=True)
    whole = sum(-value if value < following else value for value, following in pairs)
    return whole + (float(f".{after}") if after.isdigit() else 0)
