"""Markdown and plain text, block by block."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from lxml import etree
from markdown_it import MarkdownIt

from advisor.corpus.parsing.blocks import Block, Kind, Pages
from advisor.corpus.parsing.flow import Flow, printed, spaced
from advisor.corpus.parsing.hiding import Hiding
from advisor.corpus.parsing.xml import parse_html
from advisor.domain.values import Language
from advisor.errors import SourceUnreadable

MAX_BYTES = 2_000_000
"""The longest plain text met has 78 kB."""

_FRONT = re.compile(r"\A---[ \t]*\n(.{0,5000}?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.M)
_FIELD = re.compile(r"^(title|lang|language|version)[ \t]*:[ \t]*(.+)$", re.MULTILINE)
_NOTE = re.compile(r"^\[\^[\w-]+\]:.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]+\S)))*", re.MULTILINE)
_NOTE_MARK = re.compile(r"\[\^[\w-]+\]")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]+)(?<=[^\s*])\1(?![\w*])")
_LINK = re.compile(r"\s?\(<https?://[^<>\s]*>\)")
_BULLET = re.compile(r"[•·▪◦‣●○■□–*-]\s+(?=\S)")
_NUMBERED = re.compile(r"(?:\d{1,3}|[A-Z]{1,2})(?:\.\d{1,3})+\.?\s+\S")
_TAG = re.compile(r"</?[a-z][^<>\n]{0,200}>", re.IGNORECASE)
_CELLS = " | "
_ADDRESS = re.compile(r"://|www\.|\S@\S")
_LONGEST_HEADING = 12


def read_markdown(content: bytes, path: Path) -> Pages:
    """What a reader sees of a Markdown file (CommonMark with tables).

    Front matter may give `title`, `lang` and `version`; else the only heading of the first level
    is the title. Of raw HTML nothing but the words that a page would show is kept; notes at the
    foot and their marks are left out. `path` only names the file in errors. Raises
    SourceUnreadable; its reason opens with a code: `too_large`, `not_text`, `no_text`, or those
    of `parse_html`.
    """
    text = _decoded(content, path)
    front = _FRONT.match(text)
    fields = dict(_FIELD.findall(front[1])) if front else {}
    body = _NOTE_MARK.sub("", _NOTE.sub("", text[front.end() :] if front else text))
    page = MarkdownIt("commonmark").enable("table").render(body)
    root = parse_html(f"<main>{page}</main>".encode(), path)
    walk = _Walk(Hiding(root), one_title=len(root.findall(".//h1")) == 1)
    walk.read(root)
    walk.end()
    if not walk.blocks:
        raise SourceUnreadable(path, "no_text")
    given = _said(fields, "title")
    blocks = walk.blocks
    if given and walk.title and given != walk.title:  # the heading says something else
        blocks = [Block(Kind.HEADING, walk.title, depth=1), *blocks]
    return Pages(
        title=given or walk.title,
        blocks=tuple(blocks),
        language=_language(_said(fields, "lang") or _said(fields, "language")),
        version=_said(fields, "version") or None,
    )


def read_text(content: bytes, path: Path) -> Pages:
    """The paragraphs of a plain text, parted by blank lines; pages by form feeds, if it has any.

    A short line that stands alone and has no final stop is a heading of depth 2, whether it is
    one or not (a name, a signature): it becomes a provision only where an anchor declares it. One
    met three times heads pages: the first stays. Lines with tabs are rows. Left out: lines
    without a letter, tags, asterisks of emphasis, addresses behind a link (`(<https://…>)`).
    Raises SourceUnreadable as `read_markdown` does.
    """
    pages = _decoded(content, path).split("\f")
    blocks = tuple(
        block
        for number, page in enumerate(pages, start=1)
        for block in _page(page, number if len(pages) > 1 else None)
    )
    if not blocks:
        raise SourceUnreadable(path, "no_text")
    return Pages(title="", blocks=_without_running_heads(blocks))


class _Walk(Flow):
    """A rendered Markdown file. `one_title`: its only heading of the first level is its title."""

    def __init__(self, hiding: Hiding, *, one_title: bool) -> None:
        super().__init__(printed_inline=True)
        self.title = ""
        self._hiding = hiding
        self._one_title = one_title

    def opens(self, element: etree._Element) -> bool:
        if element.tag != "h1" or not self._one_title or self.blocks:
            return False
        self.end()
        self.title = self.words_of(element)
        return True

    def leaves_out(self, element: etree._Element) -> bool:
        return self._hiding.hides(element)


def _decoded(content: bytes, path: Path) -> str:
    """UTF-8, or UTF-16 where the file is marked so; else Windows-1252, as older files are."""
    if len(content) > MAX_BYTES:
        raise SourceUnreadable(path, f"too_large: {len(content)}")
    try:
        marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = content.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise SourceUnreadable(path, "not_text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _said(fields: dict[str, str], name: str) -> str:
    return spaced(fields.get(name, "").strip().strip("\"'"))


def _language(tag: str) -> Language | None:
    short = tag.lower()[:2]
    return Language(short) if short in tuple(Language) else None


def _page(text: str, page: int | None) -> Iterator[Block]:
    paragraphs = [lines for part in re.split(r"\n\s*\n", text) if (lines := _lines(part))]
    for paragraph, following in pairwise([*paragraphs, []]):
        if _heads(paragraph, following):
            number, words = printed(paragraph[0])
            yield Block(Kind.HEADING, words, number=number, depth=2, page=page)
            continue
        for unit in _units(paragraph):
            yield _block(unit, page)


def _lines(part: str) -> list[str]:
    """The lines of a paragraph; of a row of a table, its cells parted by ` | `."""
    found: list[str] = []
    for line in part.split("\n"):
        plain = _TAG.sub("", _LINK.sub("", _EMPHASIS.sub(r"\2", line)))
        cells = [spaced(cell) for cell in plain.strip().split("\t")]
        if any(character.isalpha() for character in plain):
            found.append(_CELLS.join(cell for cell in cells if cell))
    return found


def _without_running_heads(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    times = Counter(block.text for block in blocks if block.kind is Kind.HEADING)
    met: set[str] = set()
    kept: list[Block] = []
    for block in blocks:
        again = block.kind is Kind.HEADING and block.text in met and times[block.text] > 2
        kept += [] if again else [block]
        met.add(block.text)
    return tuple(kept)


def _heads(paragraph: list[str], following: list[str]) -> bool:
    """Whether a paragraph is a heading. Numbered lines one after the other are a list."""
    line = paragraph[0]
    if len(paragraph) > 1 or len(line.split()) > _LONGEST_HEADING:
        return False
    if _ADDRESS.search(line) or _CELLS in line:
        return False
    number, words = printed(line)
    following_number = printed(following[0])[0] if following else ""
    if number and following_number.count(".") == number.count(".") and following_number:
        return False
    opens = words[:1].isupper() or words[:1].isdigit()
    return opens and words[-1].isalnum() | (words[-1] in ')»”’"')


def _units(lines: list[str]) -> list[str]:
    """The lines of a paragraph joined, except that a bullet or a printed number opens anew."""
    units: list[list[str]] = []
    for line in lines:
        opens = _BULLET.match(line) or _NUMBERED.match(line) or _CELLS in line
        if units and not opens and _CELLS not in units[-1][-1]:
            units[-1].append(line)
        else:
            units.append([line])
    return [" ".join(unit) for unit in units]


def _block(unit: str, page: int | None) -> Block:
    if _CELLS in unit:
        return Block(Kind.ROW, unit, page=page)
    if match := _BULLET.match(unit):
        return Block(Kind.ITEM, unit[match.end() :], depth=1, page=page)
    number, words = printed(unit)
    if "." in number:
        return Block(Kind.TEXT, words, number=number, page=page)
    return Block(Kind.TEXT, unit, page=page)
