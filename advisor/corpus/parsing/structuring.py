"""From blocks to provisions: printed numbers and declared anchors become locators, nothing else.

A heading without a number gets its locator from the registry's anchors, never from its place. One
that no anchor names stays a line of the provision it lies in; where it lies in none, it is set
apart with its words, and the report says so (architecture.md, section 1, idea 2).

What has no locator goes where the page puts it: a list item ends the items as deep as itself, a
paragraph those it does not lie in, and a heading stands before what it is the heading of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from advisor.corpus.locators import ancestors
from advisor.corpus.parsing.blocks import Block, Kind
from advisor.corpus.parsing.document import Piece, Quarantined
from advisor.domain.sources import Anchor
from advisor.domain.values import Language
from advisor.text import fold, words

_LOCATOR = re.compile(r"(?:[A-Z]{1,2}\d{0,3}|\d{1,3})(?:\.\d{1,3})*(?:\([0-9a-z]{1,4}\))*")
_APPENDIX = re.compile(r"[A-Z]{1,2}")


@dataclass
class _Open:
    """A provision being read: its lines so far, and the children met in between.

    `depth`: of its heading; 0 if it has none. `item`: how deep its list lies; 0 if in none.
    """

    locator: str
    heading: str
    depth: int
    item: int
    level: str
    above: tuple[_Open, ...] = ()
    parts: list[str | _Open] = field(default_factory=list)

    def lines(self) -> list[str]:
        found: list[str] = []
        for part in self.parts:
            found += [part] if isinstance(part, str) else part.labelled()
        return found

    def labelled(self) -> list[str]:
        """The lines as they stand inside the parent: printed number and heading first."""
        label = self.locator if _LOCATOR.fullmatch(self.locator) else ""
        opening = " ".join(piece for piece in (label, self.heading) if piece)
        own = self.lines()
        if not self.heading and own:
            return [f"{label} {own[0]}".strip(), *own[1:]]
        return [line for line in (opening, *own) if line]


class _Structure:
    def __init__(self, anchors: Mapping[str, str]) -> None:
        self._anchors = anchors
        self.found: dict[str, _Open] = {}
        self._path: list[_Open] = []
        self._waiting: list[Block] = []
        self.apart: list[tuple[str, int]] = []

    def take(self, block: Block) -> None:
        locator = self._locator(block)
        if locator:
            self._open(block, locator)
        elif block.kind is Kind.HEADING and self._outside(block):
            self.close()
            self._path.clear()
            self.apart.append((_line(block), 0))
        elif block.kind is Kind.HEADING:
            self._waiting.append(block)
        else:
            self._add(block)

    def close(self) -> None:
        """No more blocks: headings of nothing stay lines of where they stand."""
        if self._path:
            self._path[-1].parts += [_line(one) for one in self._waiting]
        self._waiting.clear()

    def _add(self, block: Block) -> None:
        """Words without a locator: to the innermost provision they lie in, or set apart."""
        deepest = block.depth - 1 if block.kind is Kind.ITEM else block.depth
        while self._path and self._path[-1].item > deepest:
            self._path.pop()
        if self._waiting:
            self._leave_for(self._waiting[0])
        lines = [_line(one) for one in (*self._waiting, block)]
        self._waiting.clear()
        if self._path:
            self._path[-1].parts += lines
        else:
            heading, count = self.apart.pop() if self.apart else ("", 0)
            self.apart.append((heading, count + len(" ".join(lines).split())))

    def _leave_for(self, heading: Block) -> None:
        """Leave numbered paragraphs, which a heading ends, and parts no wider than its own."""
        while self._path and not self._path[-1].item:
            if 0 < self._path[-1].depth < heading.depth:
                return
            self._path.pop()

    def _locator(self, block: Block) -> str:
        """The number of a block or the anchor of its heading; empty if it has neither.

        A number met again stays text: it is a reference or an example, not a second provision.
        """
        number = block.number.rstrip(".")
        if number and _LOCATOR.fullmatch(number) and number not in self.found:
            return number
        if block.kind is Kind.HEADING:
            anchor = self._anchors.get(spelled(block.text), "")
            return "" if anchor in self.found else anchor
        return ""

    def _outside(self, block: Block) -> bool:
        """Whether an unlocated heading leaves the provision being read."""
        heads = [one.depth for one in self._path if one.depth]
        return not heads or block.depth <= heads[0]

    def _open(self, block: Block, locator: str) -> None:
        numbered = bool(block.number) and block.number.rstrip(".") == locator
        above = self._above(block, locator, numbered)
        heading = block.text if block.kind is Kind.HEADING else ""
        one = _Open(
            locator=locator,
            heading=heading,
            depth=block.depth if block.kind is Kind.HEADING else 0,
            item=block.depth if block.kind is not Kind.HEADING else 0,
            level=_level(block, locator, numbered),
            above=above,
        )
        if not heading:
            one.parts.append(block.text)
        if above:
            above[-1].parts += [*(_line(waiting) for waiting in self._waiting), one]
            self._waiting.clear()
        self.close()
        self.found[locator] = one
        self._path = [*above, one]

    def _above(self, block: Block, locator: str, numbered: bool) -> tuple[_Open, ...]:
        """What holds a new provision: by its number, or else the open headings over it."""
        if numbered:
            for wider in reversed(ancestors(locator, dotted=True)):
                if wider in self.found:
                    return (*self.found[wider].above, self.found[wider])
        heads = [one for one in self._path if one.depth]
        if block.kind is Kind.HEADING:
            heads = [one for one in heads if one.depth < block.depth]
        if numbered:  # a number lies in no other number, except `A1` in appendix A
            heads = [one for one in heads if _may_hold(one.locator, locator)]
        return tuple(heads)


def structured(
    blocks: Iterable[Block], anchors: Sequence[Anchor], language: Language
) -> tuple[tuple[Piece, ...], tuple[Quarantined, ...]]:
    """The provisions of a document in the order of its text, parents before children; the rest.

    A provision without words of its own or its children's is left out.
    """
    structure = _Structure({spelled(a.heading.to(language)): a.id for a in anchors})
    for block in blocks:
        structure.take(block)
    structure.close()
    pieces = tuple(
        Piece(
            locator=one.locator,
            level=one.level,
            heading=one.heading,
            heading_path=tuple(wider.heading for wider in one.above if wider.heading),
            ancestors=tuple(wider.locator for wider in one.above),
            text=text,
        )
        for one in structure.found.values()
        if (text := "\n".join(one.lines()))
    )
    apart = tuple(
        Quarantined(heading=heading, reason="no_anchor", words=count)
        for heading, count in structure.apart
        if count
    )
    return pieces, apart


def spelled(heading: str) -> str:
    """A heading as anchors are compared: no case, accents, punctuation or printed number."""
    return " ".join(fold(word) for word in words(re.sub(r"^\d[\d.]*[.)]?\s+", "", heading)))


def _line(block: Block) -> str:
    """A block that opens no provision, with the number it prints."""
    return f"{block.number} {block.text}" if block.number else block.text


def _may_hold(wider: str, locator: str) -> bool:
    lettered = _APPENDIX.fullmatch(wider) is not None and locator.startswith(wider)
    return lettered or not _LOCATOR.fullmatch(wider)


def _level(block: Block, locator: str, numbered: bool) -> str:
    if not numbered:
        return "part"
    if _APPENDIX.fullmatch(locator):
        return "appendix"
    return "section" if block.kind is Kind.HEADING else "clause"
