"""The numbers that Word prints before paragraphs, computed as Word computes them.

A paragraph names an instance of a list (`w:num`) and a level; instances of one list
(`w:abstractNum`) count together, unless an instance starts anew (ECMA-376, part 1, 17.9).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lxml import etree

from advisor.corpus.parsing.word_styles import Styles, value, w

_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LONGEST_LABEL = 60
_MOST = 3_999


@dataclass(frozen=True)
class Numbered:
    """What stands before a paragraph of a list. `label`: as printed, empty for a bullet.

    `level` counts from 0; `list_id` names the list; `legal`: one of its levels is written with
    the numbers of those above it (`4.2`).
    """

    label: str
    level: int
    list_id: str
    legal: bool


@dataclass(frozen=True)
class _Level:
    start: int
    format: str
    text: str
    restarts_after: int | None
    decimal_above: bool
    style_id: str
    anew: int | None = None


@dataclass(frozen=True)
class _List:
    id: str
    levels: Mapping[int, _Level]

    @property
    def legal(self) -> bool:
        return any(len(_PLACE.findall(level.text)) > 1 for level in self.levels.values())


class Numbering:
    """The lists of one document and how far each has counted; `root` is `w:numbering`, or None."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._instances = _by_id(root, "num", "numId")
        self._abstracts = _by_id(root, "abstractNum", "abstractNumId")
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._met: set[tuple[str, int]] = set()

    def list_of(self, paragraph: etree._Element) -> str:
        """The id of the list that a paragraph belongs to, without counting it; empty if none."""
        place = self._place(paragraph)
        return "" if place is None else place[1].id

    def count(self, paragraph: etree._Element) -> Numbered | None:
        """The number of a paragraph, which then is counted; None outside lists.

        To be asked once for each paragraph, in the order of reading.
        """
        place = self._place(paragraph)
        if place is None:
            return None
        instance, of, at = place
        level = of.levels.get(at)
        if level is None:
            return Numbered(label="", level=at, list_id=of.id, legal=of.legal)
        counts = self._counts.setdefault(of.id, {})
        if level.anew is not None and (instance, at) not in self._met:
            counts[at] = level.anew
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        self._met.add((instance, at))
        for deeper in [one for one in counts if one > at and _restarts(of.levels, one, at)]:
            del counts[deeper]
        return Numbered(
            label=_label(of.levels, at, counts), level=at, list_id=of.id, legal=of.legal
        )

    def _place(self, paragraph: etree._Element) -> tuple[str, _List, int] | None:
        """The instance, the list and the level of a paragraph, by itself or through its style."""
        style_id = self._styles.id_of(paragraph)
        instance, at, by_style = "", "", ""
        for holder in (paragraph, *self._styles.chain(style_id)):
            numbered = holder.find(f"{w('pPr')}/{w('numPr')}")
            if numbered is None:
                continue
            at = at or value(numbered.find(w("ilvl")))
            instance = value(numbered.find(w("numId")))
            if instance:
                by_style = holder.get(w("styleId"), "")
                break
        of = self._list(instance) if instance not in ("", "0") else None
        if of is None:
            return None
        if by_style:
            linked = {level.style_id: number for number, level in of.levels.items()}
            chain = [style.get(w("styleId"), "") for style in self._styles.chain(style_id)]
            found = next((linked[one] for one in chain if one in linked), None)
            if found is not None:
                return instance, of, found
        return instance, of, min(_number(at, 0), 8)

    def _list(self, instance: str) -> _List | None:
        if instance not in self._lists:
            self._lists[instance] = self._read(instance)
        return self._lists[instance]

    def _read(self, instance: str) -> _List | None:
        own = self._instances.get(instance)
        abstract = self._abstract(own)
        if own is None or abstract is None:
            return None
        levels = {
            _number(element.get(w("ilvl"), ""), 0): _level(element)
            for element in abstract.iterfind(w("lvl"))
        }
        for override in own.iterfind(w("lvlOverride")):
            at = _number(override.get(w("ilvl"), ""), 0)
            element, anew = override.find(w("lvl")), override.find(w("startOverride"))
            if element is not None:
                levels[at] = _level(element)
            if anew is not None and at in levels:
                start = _number(value(anew), 1)
                levels[at] = replace(levels[at], start=start, anew=start)
        return _List(abstract.get(w("abstractNumId"), ""), levels)

    def _abstract(self, instance: etree._Element | None) -> etree._Element | None:
        """The list of an instance; through the style that defines it, where it says so."""
        for _ in range(4):
            if instance is None:
                return None
            abstract = self._abstracts.get(value(instance.find(w("abstractNumId"))))
            linked = "" if abstract is None else value(abstract.find(w("numStyleLink")))
            style = self._styles.style(linked) if linked else None
            if style is None:
                return abstract
            path = "/".join(map(w, ("pPr", "numPr", "numId")))
            instance = self._instances.get(value(style.find(path)))
        return None


def _by_id(root: etree._Element | None, tag: str, key: str) -> dict[str, etree._Element]:
    found = [] if root is None else root.iterfind(w(tag))
    return {element.get(w(key), ""): element for element in found}


def _level(element: etree._Element) -> _Level:
    restart = element.find(w("lvlRestart"))
    legal = element.find(w("isLgl"))
    return _Level(
        start=_number(value(element.find(w("start"))), 0),
        format=value(element.find(w("numFmt"))) or "decimal",
        text=value(element.find(w("lvlText")))[:_LONGEST_LABEL],
        restarts_after=None if restart is None else _number(value(restart), 0),
        decimal_above=legal is not None and value(legal) not in ("0", "false"),
        style_id=value(element.find(w("pStyle"))),
    )


def _restarts(levels: Mapping[int, _Level], deeper: int, at: int) -> bool:
    """Whether level `deeper` counts from its start again after a paragraph of level `at`."""
    after = levels[deeper].restarts_after if deeper in levels else None
    return after is None or at < after


def _label(levels: Mapping[int, _Level], at: int, counts: Mapping[int, int]) -> str:
    own = levels[at]
    if own.format in ("bullet", "none"):
        return ""

    def place(match: re.Match[str]) -> str:
        above = int(match[1]) - 1
        level = levels.get(above)
        if level is None or above > at:
            return ""
        written = "decimal" if own.decimal_above else level.format
        return _written(counts.get(above, level.start), written)

    return " ".join(_PLACE.sub(place, own.text).split())


def _written(number: int, how: str) -> str:
    if how in ("none", "bullet"):
        return ""
    if how == "decimalZero":
        return f"{number:02}"
    if how in ("lowerLetter", "upperLetter") and 0 < number <= _MOST // 5:
        letters = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if how == "lowerLetter" else letters.upper()
    if how in ("lowerRoman", "upperRoman") and 0 < number <= _MOST:
        roman = ""
        for amount, letters in _ROMAN:
            while number >= amount:
                roman, number = roman + letters, number - amount
        return roman if how == "lowerRoman" else roman.upper()
    return str(number)


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else default
