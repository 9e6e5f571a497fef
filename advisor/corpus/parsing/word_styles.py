"""What the styles of a Word document say of a paragraph or a run, its own formatting first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from docx.oxml.ns import qn
from lxml import etree

from advisor.domain.values import Language


@cache
def w(name: str) -> str:
    """A name of WordprocessingML, as lxml writes it."""
    return qn(f"w:{name}")


_HEADING = re.compile(r"(?:heading|titre|rubrique)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(
    r"(?:toc|tm)\s*(?:\d|heading)|contents heading|en-tête de table des matières"
    r"|table of (?:figures|authorities)|table des (?:illustrations|matières)|index \d",
    re.IGNORECASE,
)
_TITLES = frozenset({"title", "titre"})
_OFF = frozenset({"0", "false", "off", "none"})
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_WHITE = "FFFFFF"
_DARK = "808080"
_PAPER = frozenset({"background1", "light1"})
_NO_FILL = "/".join(
    "{http://schemas.microsoft.com/office/word/2010/wordml}" + name
    for name in ("textFill", "noFill")
)
_NEAR = 24
"""Of 255: how close a letter's colour comes to what is behind it, on every channel, unseen."""

_TINY = 4
"""Half-points. The smallest print of a real document is eight times as high."""

_BASED_ON = w("basedOn")
_LONGEST_CHAIN = 12
"""How many styles may build on each other; Word itself stops there."""


class Styles:
    """The styles of one document; `root` is `w:styles`, or None where it has none."""

    def __init__(self, root: etree._Element | None) -> None:
        styles = [] if root is None else list(root.iterfind(w("style")))
        self._styles = {style.get(w("styleId"), ""): style for style in styles}
        self._defaults = None if root is None else root.find("/".join(map(w, _DEFAULTS)))
        self._chains: dict[str, tuple[etree._Element, ...]] = {}
        self._normal = next(
            (
                style.get(w("styleId"), "")
                for style in styles
                if style.get(w("type")) == "paragraph" and style.get(w("default")) == "1"
            ),
            "",
        )

    def style(self, style_id: str) -> etree._Element | None:
        """The style of this id."""
        return self._styles.get(style_id)

    def id_of(self, paragraph: etree._Element) -> str:
        """The id of a paragraph's style."""
        return value(paragraph.find(f"{w('pPr')}/{w('pStyle')}")) or self._normal

    def chain(self, style_id: str) -> tuple[etree._Element, ...]:
        """A style and those it is based on, the nearest first."""
        if style_id not in self._chains:
            chain: list[etree._Element] = []
            style = self._styles.get(style_id)
            while style is not None and len(chain) < _LONGEST_CHAIN:
                chain.append(style)
                style = self._styles.get(value(style.find(_BASED_ON)))
            self._chains[style_id] = tuple(chain)
        return self._chains[style_id]

    def depth(self, paragraph: etree._Element) -> int:
        """How deep a heading lies, from 1; 0 for a paragraph that is none."""
        style_id = self.id_of(paragraph)
        for holder in (paragraph, *self.chain(style_id)):
            level = value(holder.find(f"{w('pPr')}/{w('outlineLvl')}"))
            if level.isdecimal():
                return min(int(level) + 1, 6) if int(level) < 9 else 0
            if match := _HEADING.fullmatch(_name(holder)):
                return min(int(match[1]), 6)
        return 0

    def is_title(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph is set as the title of the document."""
        return any(_name(style) in _TITLES for style in self.chain(self.id_of(paragraph))[:1])

    def lists_contents(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph is a line of a table of contents or an index."""
        style_id = self.id_of(paragraph)
        return any(_CONTENTS.match(_name(style)) for style in self.chain(style_id))

    def hides(self, run: etree._Element, paragraph: etree._Element) -> bool:
        """Whether a reader of the page would not see this run.

        Set as hidden, in the colour of what is behind it, or too small to be read. White letters
        count as seen only where the run, the paragraph or the cell itself is shaded.
        """
        holders = [*self._holders(run, paragraph)]
        if stated(holders, "vanish") or stated(holders, "specVanish"):
            return True
        size = value(_first(holders, "sz"))
        if size.isdecimal() and int(size) <= _TINY:
            return True
        if any(holder.find(_NO_FILL) is not None for holder in holders):
            return True
        element = _first(holders, "color")
        colour = value(element)
        if element is not None and not _HEX.fullmatch(colour):
            colour = _WHITE if element.get(w("themeColor")) in _PAPER else ""
        return bool(_HEX.fullmatch(colour)) and _close(colour, self._behind(holders, paragraph))

    def language(self, run: etree._Element, paragraph: etree._Element) -> Language | None:
        """The language that a run is marked with."""
        tag = value(_first(self._holders(run, paragraph), "lang")).lower()[:2]
        return Language(tag) if tag in tuple(Language) else None

    def _holders(self, run: etree._Element, paragraph: etree._Element) -> Iterator[etree._Element]:
        """The `w:rPr` that a run takes its looks from, its own first."""
        own = run.find(w("rPr"))
        style_id = "" if own is None else value(own.find(w("rStyle")))
        if own is not None:
            yield own
        for style in (*self.chain(style_id), *self.chain(self.id_of(paragraph))):
            looks = style.find(w("rPr"))
            if looks is not None:
                yield looks
        if self._defaults is not None:
            yield self._defaults

    def _behind(self, holders: Iterable[etree._Element], paragraph: etree._Element) -> str:
        """The colour behind a run; white where nothing is shaded."""
        if value(_first(holders, "highlight")) not in ("", "none", "white"):
            return _DARK
        cell = next(paragraph.iterancestors(w("tc")), None)
        shaded = [
            _first(holders, "shd"),
            paragraph.find(f"{w('pPr')}/{w('shd')}"),
            None if cell is None else cell.find(f"{w('tcPr')}/{w('shd')}"),
        ]
        fills = (one.get(w("fill"), "") for one in shaded if one is not None)
        return next((fill for fill in fills if _HEX.fullmatch(fill)), _WHITE)


_DEFAULTS = ("docDefaults", "rPrDefault", "rPr")


def value(element: etree._Element | None) -> str:
    """The `w:val` of an element; empty if there is neither."""
    return "" if element is None else element.get(w("val"), "")


def stated(holders: Iterable[etree._Element], name: str) -> bool:
    """Whether the first of these that says anything about `name` says yes."""
    element = _first(holders, name)
    return element is not None and value(element).lower() not in _OFF


def _first(holders: Iterable[etree._Element], name: str) -> etree._Element | None:
    found = (holder.find(w(name)) for holder in holders)
    return next((element for element in found if element is not None), None)


def _name(style: etree._Element) -> str:
    return value(style.find(w("name"))).strip().lower()


def _close(one: str, other: str) -> bool:
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (0, 2, 4))
    return all(abs(ours - theirs) < _NEAR for ours, theirs in pairs)
