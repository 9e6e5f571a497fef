"""Word documents (.docx) as a reader of the page meets them, all tracked changes accepted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.part import Part
from docx.oxml.ns import qn
from lxml import etree

from advisor.corpus.parsing.blocks import Block, Kind, Pages
from advisor.corpus.parsing.flow import printed, spaced
from advisor.corpus.parsing.word_numbering import Numbered, Numbering
from advisor.corpus.parsing.word_package import open_word
from advisor.corpus.parsing.word_styles import Styles, stated, value, w
from advisor.domain.values import Language
from advisor.errors import SourceUnreadable

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_GONE = frozenset({w("del"), w("moveFrom")})
_INSIDE = frozenset(
    w(name)
    for name in (
        *("r", "ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent"),
        *("fldSimple", "dir", "bdo", "ruby", "rubyBase"),
    )
)
_SHAPES = frozenset({w("drawing"), w("pict"), w("object")})
_AROUND = frozenset(w(name) for name in ("ins", "moveTo", "customXml", "sdtContent"))
_SPACES = frozenset(w(name) for name in ("tab", "ptab", "br", "cr"))
_BOX = w("txbxContent")
_WORD = r"(?i:section|article|clause|paragraphe?|chapitre|chapter|§)?\s*"
_NUMBER = r"((?:\d{1,3}|[A-Z]{1,2})(?:\.\d{1,3})*(?:\([0-9a-z]{1,4}\))*)"
_CLAUSE = re.compile(rf"{_WORD}{_NUMBER}[.):\s–—-]*")
_LONGEST_HEADING = 20
_NO_TITLE = re.compile(
    r"(?:word )?document\d*|microsoft word\b.*|untitled.*|sans titre.*|.*\.docx?"
)


def read_word(content: bytes, path: Path) -> Pages:
    """What a reader sees of a Word document; `path` only names the file in errors.

    Automatic numbers are computed (see `word_numbering`). A row of a table is a block, a cell
    that goes on from the row above is met once; text boxes are read once, after the paragraph
    they hang on. Left out: tables of contents, headers and footers, notes, comments, deleted and
    hidden text. `language` is the one most of the text is marked with. `version` is None: the day
    a file was last saved is not the day its text was adopted. Raises SourceUnreadable; its reason
    opens with a code: those of `open_word`, or `no_text`.
    """
    document = open_word(content, path)
    walk = _Walk(document)
    try:
        walk.read(document.element.body)
    except (KeyError, ValueError, AttributeError, TypeError) as error:
        raise SourceUnreadable(path, f"malformed_word: {error}") from error
    if not walk.blocks:
        raise SourceUnreadable(path, "no_text")
    marked = walk.languages.most_common(1)
    return Pages(
        title=walk.title or _core_title(document),
        blocks=tuple(walk.blocks),
        language=marked[0][0] if marked else None,
    )


class _Walk:
    """One walk over the body of a document; `blocks` holds what a reader would meet, in order."""

    def __init__(self, document: Document) -> None:
        self.blocks: list[Block] = []
        self.title = ""
        self.languages: Counter[Language] = Counter()
        self._styles = Styles(_part(document.part, RELATIONSHIP_TYPE.STYLES))
        self._numbering = Numbering(_part(document.part, RELATIONSHIP_TYPE.NUMBERING), self._styles)
        body: etree._Element = document.element.body
        self._of_headings = {
            self._numbering.list_of(paragraph)
            for paragraph in body.iter(w("p"))
            if self._styles.depth(paragraph)
        } - {""}
        self._unended = ""

    def read(self, holder: etree._Element) -> None:
        """Add what a body, a cell or a text box holds."""
        for child in _seen(holder):
            if child.tag == w("p"):
                self._paragraph(child)
            elif child.tag == w("tbl"):
                self._table(child)
            elif child.tag == w("sdt"):
                if not _lists_contents(child):
                    self.read(child)
            elif child.tag in _AROUND or child.tag.startswith(_MC):
                self.read(child)
        if self._unended:
            self.blocks.append(Block(Kind.TEXT, self._unended))
            self._unended = ""

    def _paragraph(self, paragraph: etree._Element) -> None:
        pieces: list[str] = []
        boxes: list[etree._Element] = []
        self._gather(paragraph, paragraph, pieces, boxes)
        text = spaced(self._unended + "".join(pieces))
        mark = paragraph.find(f"{w('pPr')}/{w('rPr')}")
        ended = mark is None or not any(mark.find(tag) is not None for tag in _GONE)
        self._unended = "" if ended else text + " " * bool(text)
        hidden = mark is not None and not text and stated([mark], "vanish")
        if ended and not hidden:
            numbered = self._numbering.count(paragraph)
            if text and not self._styles.lists_contents(paragraph):
                self._add(paragraph, text, numbered)
        for box in boxes:
            self.read(box)

    def _add(self, paragraph: etree._Element, text: str, numbered: Numbered | None) -> None:
        if self._styles.is_title(paragraph) and not self.title and not self.blocks:
            self.title = text
            return
        depth = self._styles.depth(paragraph)
        label = numbered.label if numbered else ""
        number = self._number(numbered, heading=bool(depth))
        if depth and _is_sentence(text, numbered=bool(number)):
            depth = 0
        if depth:
            if not number and label and printed(f"{label} {text}")[0].isalpha():
                text = f"{label} {text}"  # an appendix: its letter is read from its words
            if not number:
                number, text = printed(text)
            self.blocks.append(Block(Kind.HEADING, text, number=number, depth=depth))
        elif number:
            self.blocks.append(
                Block(Kind.ITEM, text, number=number, depth=max(1, number.count(".")))
            )
        elif numbered:
            told = f"{label} {text}" if label else text
            self.blocks.append(Block(Kind.ITEM, told, depth=numbered.level + 1))
        else:
            typed, rest = printed(text)
            if "." in typed:
                self.blocks.append(Block(Kind.TEXT, rest, number=typed))
            else:
                self.blocks.append(Block(Kind.TEXT, text))

    def _number(self, numbered: Numbered | None, *, heading: bool) -> str:
        """The number of a clause or a heading; empty for what only counts the items of a list.

        Outside headings a clause's number comes from the list that numbers the headings; where
        none does, from a list written as `4.2` is.
        """
        match = _CLAUSE.fullmatch(numbered.label) if numbered else None
        if match is None or numbered is None or match[1].isalpha():
            return ""
        of_clauses = numbered.list_id in self._of_headings if self._of_headings else numbered.legal
        return match[1] if heading or of_clauses else ""

    def _gather(
        self,
        element: etree._Element,
        paragraph: etree._Element,
        pieces: list[str],
        boxes: list[etree._Element],
    ) -> None:
        """The words inside an element of a paragraph, and the text boxes that hang on them."""
        for child in _seen(element):
            if child.tag == w("t"):
                pieces.append(child.text or "")
                language = self._styles.language(element, paragraph)
                if language is not None:
                    self.languages[language] += len(child.text or "")
            elif child.tag == _MATHS:
                pieces.append(child.text or "")
            elif child.tag in _SPACES:
                pieces.append(" ")
            elif child.tag == w("noBreakHyphen"):
                pieces.append("\u2011")
            elif child.tag in _SHAPES:
                boxes += _boxes(child)
            elif child.tag == w("r") and self._styles.hides(child, paragraph):
                continue
            elif child.tag in _INSIDE or child.tag.startswith((_MC, _MATHS[:-1])):
                self._gather(child, paragraph, pieces, boxes)

    def _table(self, table: etree._Element) -> None:
        rows = [
            list(_cells(row))
            for row in _all(table, w("tr"))
            if row.find(f"{w('trPr')}/{w('del')}") is None
            and row.find(f"{w('trPr')}/{w('hidden')}") is None
        ]
        cells = [cell for row in rows for cell in row]
        headed = any(self._styles.depth(one) for cell in cells for one in cell.iterfind(w("p")))
        if headed or all(len(row) < 2 for row in rows):  # it arranges a page
            for cell in cells:
                self.read(cell)
            return
        for row in rows:
            texts = [self._told(cell) for cell in row if not _goes_on(cell)]
            if any(texts):
                self.blocks.append(Block(Kind.ROW, " | ".join(texts)))

    def _told(self, cell: etree._Element) -> str:
        """All words of a cell on one line; the items of a list in it behind a bullet."""
        outer, self.blocks = self.blocks, []
        self.read(cell)
        inner, self.blocks = self.blocks, outer
        told = (
            f"• {block.text}"
            if block.kind is Kind.ITEM and not block.number and len(inner) > 1
            else f"{block.number} {block.text}".strip()
            for block in inner
        )
        return " ".join(told)


def _seen(element: etree._Element) -> Iterator[etree._Element]:
    """The children that are in the text: of alternatives the first, nothing deleted."""
    if element.tag == f"{_MC}AlternateContent":
        yield from list(element)[:1]
        return
    yield from (child for child in element if isinstance(child.tag, str) and child.tag not in _GONE)


def _all(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also inside what is inserted or controlled."""
    for child in _seen(element):
        if child.tag == tag:
            yield child
        elif child.tag in _AROUND or child.tag == w("sdt"):
            yield from _all(child, tag)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for cell in _all(row, w("tc")):
        if cell.find(f"{w('tcPr')}/{w('cellDel')}") is None:
            yield cell


def _goes_on(cell: etree._Element) -> bool:
    merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    return merge is not None and value(merge) != "restart"


def _boxes(shape: etree._Element) -> list[etree._Element]:
    """The outermost text boxes of a shape, without those of its form for older programs."""
    hidden = any(
        one.get("hidden") in ("1", "true") or "visibility:hidden" in one.get("style", "")
        for one in shape.iter()
        if isinstance(one.tag, str)
    )
    return [
        box
        for box in ([] if hidden else shape.iter(_BOX))
        if not any(above.tag in (_BOX, f"{_MC}Fallback") for above in _up_to(box, shape))
    ]


def _up_to(element: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    for above in element.iterancestors():
        if above is top:
            return
        yield above


def _lists_contents(control: etree._Element) -> bool:
    gallery = control.find("/".join(map(w, ("sdtPr", "docPartObj", "docPartGallery"))))
    return value(gallery) in ("Table of Contents", "Table of Figures", "Bibliographies")


def _is_sentence(text: str, *, numbered: bool) -> bool:
    """Whether a paragraph set as a heading is a clause: its number would head nothing."""
    if numbered and text.endswith((".", ";")):
        return True
    return len(text.split()) > (_LONGEST_HEADING if numbered else 2 * _LONGEST_HEADING)


def _part(holder: Part | OpcPackage, relation: str) -> etree._Element | None:
    """The root of the part that stands in this relation, if there is one."""
    try:
        part = holder.part_related_by(relation)
    except KeyError:
        return None
    root: etree._Element | None = getattr(part, "element", None)
    return root


def _core_title(document: Document) -> str:
    """The title in the file's properties, unless a program put it there."""
    package = document.part.package
    properties = None if package is None else _part(package, RELATIONSHIP_TYPE.CORE_PROPERTIES)
    title = "" if properties is None else spaced(properties.findtext(qn("dc:title")) or "")
    return "" if _NO_TITLE.fullmatch(title.lower()) else title
