"""Justice Laws XML (laws-lois.justice.gc.ca): acts and regulations, provision by provision."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from advisor.corpus.parsing.document import Document, Piece
from advisor.corpus.parsing.wording import UNITS, is_dead, label_of, note_of, tidy, words_of
from advisor.corpus.parsing.xml import read_xml
from advisor.domain.values import Language
from advisor.errors import SourceUnreadable

_LIMS = "{http://justice.gc.ca/lims}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ROOTS = ("Statute", "Regulation")
_NOT_OF_THIS_INSTRUMENT = ("RelatedProvs", "NifProvs")


def is_justice(root: etree._Element) -> bool:
    """Whether this root element opens an act or a regulation of Justice Laws."""
    return root.tag in _ROOTS


def read_justice(path: Path) -> Document:
    """The provisions in force of one file, in the order of the text, parents before children.

    Raises SourceUnreadable; its reason opens with a code: those of `read_xml`, `unknown_format`,
    `no_language`, `no_number` or `no_provisions`.
    """
    root = read_xml(path)
    if not is_justice(root):
        raise SourceUnreadable(path, f"unknown_format: {root.tag}")
    try:
        language = Language(root.get(_XML_LANG, ""))
    except ValueError as error:
        raise SourceUnreadable(path, "no_language") from error
    number = root.findtext("Identification/Chapter/ConsolidatedNumber") or root.findtext(
        "Identification/InstrumentNumber"
    )
    if not number:
        raise SourceUnreadable(path, "no_number")
    pieces = tuple(_Walk(language).pieces(root))
    if not pieces:
        raise SourceUnreadable(path, "no_provisions")
    return Document(
        number=number.strip().replace("/", "-"),
        language=language,
        version=root.get(f"{_LIMS}lastAmendedDate") or root.get(f"{_LIMS}pit-date"),
        current_to=root.get(f"{_LIMS}current-date"),
        pieces=pieces,
    )


@dataclass(frozen=True)
class _Place:
    """Where a walk stands: the enclosing provision, and the titles above it."""

    locator: str = ""
    ancestors: tuple[str, ...] = ()
    heading: str = ""
    heading_path: tuple[str, ...] = ()

    def inside(self, locator: str, heading: str) -> _Place:
        above = (*self.ancestors, self.locator) if self.locator else self.ancestors
        return replace(self, locator=locator, ancestors=above, heading=heading or self.heading)


class _Walk:
    """One pass over one file; it remembers locators, so that a number used twice stays apart."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._seen: Counter[str] = Counter()

    def pieces(self, root: etree._Element) -> Iterator[Piece]:
        for preamble in root.iterfind("Introduction/Preamble"):
            first = preamble.find("Provision")
            note = "" if first is None else note_of(first, self._language)
            yield from self._unit(preamble, "preamble", _Place(heading=note))
        body = root.find("Body")
        if body is not None:
            yield from self._body(body)
        for schedule in root.iterfind("Schedule"):
            if schedule.get("id") not in _NOT_OF_THIS_INSTRUMENT and not is_dead(schedule):
                yield from self._schedule(schedule)

    def _body(self, body: etree._Element) -> Iterator[Piece]:
        titles: list[tuple[int, str]] = []
        for element in body:
            if element.tag == "Heading":
                depth = int(element.get("level", "1"))
                titles = [title for title in titles if title[0] < depth]
                titles.append((depth, _title(element, self._language)))
            elif element.tag == "Section":
                path = tuple(title for _, title in titles)
                yield from self._section(element, _Place("", (), path[-1] if path else "", path))

    def _section(
        self, section: etree._Element, place: _Place, opening: str = ""
    ) -> Iterator[Piece]:
        """A section; one without a number is the preamble of its part (Canada Labour Code)."""
        number = _joined(label_of(section))
        numbered = any(character.isdigit() for character in number)
        level = "section" if numbered else "preamble"
        yield from self._unit(section, level, place, f"{opening}{number}" if numbered else "")

    def _schedule(self, schedule: etree._Element) -> Iterator[Piece]:
        form = schedule.find("ScheduleFormHeading")
        label = "" if form is None else label_of(form)
        title = "" if form is None else _title(form, self._language)
        _, _, number = label.partition(" ")
        locator = f"Sch.{number}" if number else "Sch"
        yield from self._unit(schedule, "schedule", _Place(heading=title), locator)
        inside = _Place(locator, (), title, (title,))
        for section in schedule.iterfind("BillPiece/Section"):
            yield from self._section(section, inside, f"{locator}:")

    def _unit(
        self, element: etree._Element, level: str, place: _Place, locator: str = ""
    ) -> Iterator[Piece]:
        """A provision and, after it, the provisions inside it; nothing for one without words."""
        text = words_of(element, self._language)
        if is_dead(element) or not text:
            return
        heading = note_of(element, self._language)
        if level == "definition":
            heading = _terms(element, self._language)[0] or heading
        here = place.inside(self._unique(locator or level), heading)
        yield Piece(
            locator=here.locator,
            level=level,
            heading=here.heading,
            heading_path=here.heading_path,
            ancestors=here.ancestors,
            text=text,
        )
        for child in element:
            if child.tag in UNITS:
                step = _step(child, self._language)
                yield from self._unit(child, UNITS[child.tag], here, f"{here.locator}{step}")

    def _unique(self, locator: str) -> str:
        self._seen[locator] += 1
        count = self._seen[locator]
        return locator if count == 1 else f"{locator}~{count}"


def _step(element: etree._Element, language: Language) -> str:
    """What a child adds to its parent's locator: `(1)`, `(a)`, `:wrongdoing`."""
    if element.tag == "Definition":
        own, other = _terms(element, language)
        english = own if language is Language.EN else other
        return f":{(english or own or '').lower()}"
    return "-".join(f"({part.strip('()')})" for part in _joined(label_of(element)).split("-"))


def _joined(label: str) -> str:
    """A run of numbers with one mark for both languages: `46 to 53`, `46 à 53` -> `46-53`."""
    return re.sub(r"\s+(?:to|and|à|et)\s+", "-", label)


def _title(element: etree._Element, language: Language) -> str:
    label, title = label_of(element), element.find("TitleText")
    words = "" if title is None else words_of(title, language)
    return " — ".join(part for part in (label, words) if part)


def _terms(definition: etree._Element, language: Language) -> tuple[str | None, str | None]:
    """The term defined, which opens the text, and its equivalent, which closes it."""
    english, french = "DefinedTermEn", "DefinedTermFr"
    own_tag, other_tag = (english, french) if language is Language.EN else (french, english)
    own = definition.find(f"Text/{own_tag}")
    holders = [text for text in definition.iter("Text") if text.find(other_tag) is not None]
    other = holders[-1].find(other_tag) if holders else None
    return _said(own), _said(other)


def _said(element: etree._Element | None) -> str | None:
    return None if element is None else tidy("".join(map(str, element.itertext()))) or None
