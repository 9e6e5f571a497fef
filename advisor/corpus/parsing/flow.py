"""Marked-up content as blocks: what HTML and Treasury Board XML have in common.

The reader of a format says what opens a provision and what is no content; the rest (paragraphs,
lists, tables, definitions, headings) is read here once, so that a document published in both
forms gives the same words.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator

from lxml import etree

from advisor.corpus.parsing.blocks import Block, Kind
from advisor.corpus.parsing.markers import marker_of, start_of
from advisor.corpus.parsing.wording import tidy


def names(listed: str) -> frozenset[str]:
    """The names written in `listed`, parted by white space."""
    return frozenset(listed.split())


_INLINE = names(
    """
    a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark q s samp small
    span strike strong sub sup time tt u var wbr
    """
)
_EMPHASIS = names("b em i strong u")
_NEVER = names(
    """
    applet audio base button canvas datalist del embed frame frameset head iframe img input link
    map meta nav noscript object option script select style svg template textarea title video
    """
)
_HEADINGS = {f"h{depth}": depth for depth in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "menu"})
_STRAY = re.compile(r" (?=[,)](?: |$|[.,;]))|(?<=\() ")  # left by indentation inside a sentence
_LEADING = re.compile(
    r"((?:\d{1,3}|[A-Z]{1,2})(?:\.\d{1,3})+)\.?\s+(?=[\"'(«“]?[A-ZÀ-Ý])|(\d{1,3})[.)]\s+(?=\S)"
)
_APPENDIX = re.compile(r"(?:Appendix|Annexe?|Appendice)\s+([A-Z]{1,2})\b", re.IGNORECASE)
_DEEPEST = 6
_PARTS = 2


class Flow(ABC):
    """One walk over content; `blocks` holds what a reader would meet, in order.

    Of a paragraph or a row, `depth` is how deep the list item lies that holds it, 0 outside lists:
    so a paragraph after a list is not taken for a part of its last item. A subclass answers
    `opens` and `leaves_out`.
    """

    def __init__(self, *, printed_inline: bool = False) -> None:
        """`printed_inline`: numbers stand in the words (`1.1 Respecting …`), not in markup."""
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._kind = Kind.TEXT
        self._number = ""
        self._marker = ""
        self._lists = 0
        self._heading_depth = 0
        self._printed_inline = printed_inline

    @abstractmethod
    def opens(self, element: etree._Element) -> bool:
        """Whether this element was read whole by the subclass."""

    @abstractmethod
    def leaves_out(self, element: etree._Element) -> bool:
        """Whether this element is no content of the document."""

    def read(self, element: etree._Element) -> None:
        """Add an element, without what follows it."""
        tag = _tag(element)
        if tag in _NEVER or self.leaves_out(element):
            return
        if self.opens(element):
            return
        if tag in _EMPHASIS and not len(element) and not element.text:
            self._words.append(" ")  # it held the space between two words, and lost it
        elif tag in _INLINE:
            self.inside(element)
        elif tag == "br":
            self._words.append(" ")
        elif tag in _HEADINGS:
            self.heading(self.words_of(element), _HEADINGS[tag])
        elif tag in _LISTS:
            self._list(element)
        elif tag == "dl":
            self._definitions(element)
        elif tag == "table" and not _lays_out(element):
            self._table(element)
        elif tag == "p" and _is_title(element):
            self.heading(self.words_of(element), _DEEPEST)
        else:
            self.end()
            self.inside(element)
            self.end()

    def inside(self, element: etree._Element) -> None:
        """Add the words and elements inside an element."""
        self._words.append(element.text or "")
        for child in element:
            if _runs_on(child):
                self._words.append(" ")
            self.read(child)
            self._words.append(child.tail or "")

    def heading(self, text: str, depth: int, number: str = "") -> None:
        """Add a heading, at least one step inside the part it stands in.

        Without `number`, the one it prints is taken: `2.1 Scope`, `Appendix A: Examples`. A single
        figure (`4. Requirements`) numbers the parts of a document; further in, it counts something
        of its own and stays in the words.
        """
        self.end()
        if not number:
            found, rest = printed(text)
            if not found.isdecimal() or depth <= _PARTS:
                number, text = found, rest
        if not number and self._number:
            number, self._number = self._number, ""
        depth = min(max(depth, self._heading_depth + 1), _DEEPEST)
        if text:
            self.blocks.append(Block(Kind.HEADING, text, number, depth))

    def part(self, element: etree._Element, depth: int) -> None:
        """Add what an element holds as a part whose own heading lies at `depth`."""
        outer, self._heading_depth = self._heading_depth, min(depth, _DEEPEST - 1)
        self.inside(element)
        self.end()
        self._heading_depth = outer

    def item(self, element: etree._Element, number: str = "", marker: str = "") -> None:
        """Add a list item or a numbered clause, one step deeper than what holds it."""
        self.end()
        self._lists += 1
        self._kind, self._number = Kind.ITEM, number or self._number
        self._marker = marker
        self.inside(element)
        self.end()
        self._lists -= 1
        self._kind, self._number, self._marker = Kind.TEXT, "", ""

    def end(self) -> None:
        """Close the paragraph being read."""
        text = spaced("".join(self._words))
        self._words.clear()
        if not text:
            return
        number = self._number
        if self._printed_inline and not number and (match := _LEADING.match(text)) and match[1]:
            number, text = match[1], text[match.end() :]
        self.blocks.append(Block(self._kind, self._marker + text, number, self._lists))
        self._kind, self._number, self._marker = Kind.TEXT, "", ""

    def words_of(self, element: etree._Element) -> str:
        """All words of an element on one line; the items of a list in it behind ` • `."""
        return spaced("".join(self._pieces(element)))

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        tag = _tag(element)
        if tag in _NEVER or self.leaves_out(element):
            return
        gap = "" if tag in _INLINE else " "
        yield " • " if tag == "li" else gap
        yield element.text or ""
        for child in element:
            yield " " if _runs_on(child) else ""
            yield from self._pieces(child)
            yield child.tail or ""
        yield gap

    def _list(self, element: etree._Element) -> None:
        self.end()
        for count, child in enumerate(_items(element), start=start_of(element)):
            if _tag(child) == "li" and not self.leaves_out(child):
                if not self.opens(child):
                    self.item(child, marker=marker_of(element, count))
            elif _tag(child) != "li":
                self.read(child)
        self.end()

    def _definitions(self, element: etree._Element) -> None:
        """Each term as an item, what it means as the paragraphs of that item."""
        self.end()
        self._lists += 1
        for child in element:
            if _tag(child) == "dt" and not self.leaves_out(child):
                self._kind = Kind.ITEM
                self.inside(child)
                self.end()
            elif _tag(child) == "div":
                self._lists -= 1
                self._definitions(child)
                self._lists += 1
            else:
                self.read(child)
        self._lists -= 1
        self._kind = Kind.TEXT

    def _table(self, element: etree._Element) -> None:
        self.end()
        for part in element.iter("caption", "tr"):
            if any(self.leaves_out(above) for above in _up_to(part, element)):
                continue
            if _tag(part) == "caption":
                self._words.append(self.words_of(part))
                self.end()
                continue
            cells = [self.words_of(cell) for cell in part if _tag(cell) in ("td", "th")]
            text = " | ".join(cell.removeprefix("• ") for cell in cells)
            if any(cells):
                number, self._number = self._number, ""
                self.blocks.append(Block(Kind.ROW, text, number, self._lists))


def printed(heading: str) -> tuple[str, str]:
    """The number that a heading prints, without closing stop, and the rest of it.

    `4. Requirements`, `2.1 Authorities`, `A.2 Limits`; of `Appendix A: Examples` the letter, and
    the heading stays whole. A bare figure (`10 principles`) is no number.
    """
    if match := _LEADING.match(heading):
        return match[1] or match[2], heading[match.end() :]
    if match := _APPENDIX.match(heading):
        return match[1].upper(), heading
    return "", heading


def spaced(text: str) -> str:
    """One line with single spaces, none left before a comma or inside brackets."""
    return _STRAY.sub("", tidy(" ".join(text.split())))


def _tag(element: etree._Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _items(element: etree._Element) -> list[etree._Element]:
    return [child for child in element if _tag(child)]


def _up_to(element: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    one: etree._Element | None = element
    while one is not None and one is not top:
        yield one
        one = one.getparent()


def _runs_on(child: etree._Element) -> bool:
    """Whether a name would run into the name before it, the space between them lost."""
    before = child.getprevious()
    if before is None or before.tail or _tag(child) not in _INLINE or not _tag(before):
        return False
    last, first = "".join(map(str, before.itertext()))[-1:], "".join(map(str, child.itertext()))
    return last.islower() and first[:1].isupper()


def _lays_out(table: etree._Element) -> bool:
    """Whether a table arranges a page and is not data."""
    return table.get("role") in ("presentation", "none") or any(
        one is not table for one in table.iter("table", *_HEADINGS)
    )


def _is_title(paragraph: etree._Element) -> bool:
    """Whether a paragraph of a header is its title: nothing in it but bold words."""
    parent = paragraph.getparent()
    return (
        parent is not None
        and _tag(parent) == "header"
        and not (paragraph.text or "").strip()
        and len(paragraph) > 0
        and all(_tag(one) in ("strong", "b") and not (one.tail or "").strip() for one in paragraph)
    )
