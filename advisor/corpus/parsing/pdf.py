"""PDF, as a person would read its pages: headings, paragraphs, lists, tables, in order.

What is read: the words that can be seen (`pdf_ink`), column by column (`pdf_lines`), without
running heads, feet, page numbers, the lines of a table of contents and footnotes (`pdf_margins`).
Annotations, form fields, attachments, metadata and the words of tags are never read; the outline
and the title of the metadata count only where the same words stand on a page.
"""

from __future__ import annotations

import logging
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError
from pypdf.generic import Destination, DictionaryObject

from advisor.corpus.parsing.blocks import Block, Kind, Pages
from advisor.corpus.parsing.pdf_blocks import blocks_of
from advisor.corpus.parsing.pdf_columns import gutters, in_order
from advisor.corpus.parsing.pdf_fonts import Widths
from advisor.corpus.parsing.pdf_headings import Entry, Headings, body_size
from advisor.corpus.parsing.pdf_ink import Ink
from advisor.corpus.parsing.pdf_lines import Line, segments
from advisor.corpus.parsing.pdf_margins import without_heads, without_notes
from advisor.corpus.parsing.pdf_repair import cleaned
from advisor.corpus.parsing.pdf_state import dictionary, value
from advisor.domain.values import Language
from advisor.errors import SourceUnreadable
from advisor.text import fold, words

MAX_BYTES = 50_000_000
MAX_PAGES = 2_000
MAX_CHARACTERS = 5_000_000
MAX_RUNS = 20_000
"""Of one page; a page in the smallest print has a tenth."""

_SECONDS = 10.0
_CHARACTERS_A_SECOND = 4_000
"""Time is earned by text: a long document takes long, a bomb gives no words."""

_LIMITS: dict[str, Any] = {
    "zlib_maximum_output_length": 20_000_000,
    "zlib_maximum_recovery_input_length": 1_000_000,
    "lzw_maximum_output_length": 20_000_000,
    "run_length_maximum_output_length": 20_000_000,
    "array_based_stream_maximum_output_length": 20_000_000,
    "stream_decoding_work_maximum_length": 60_000_000,
    "stream_parsing_work_maximum_count": 400_000,
    "outline_maximum_entries": 5_000,
    "outline_maximum_depth": 20,
    "page_tree_maximum_entries": 10_000,
    "page_tree_maximum_depth": 50,
    "named_destinations_maximum_entries": 20_000,
    "xform_maximum_invocations_per_extraction": 1_000,
}
_LANGUAGE = re.compile(r"(en|fr)\b", re.IGNORECASE)
_TITLE = 200

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it would log pieces of what it reads


class _TooSlow(Exception):
    """The document takes more time than its words have earned."""


@dataclass
class _Clock:
    began: float = field(default_factory=time.monotonic)
    characters: int = 0
    ticks: int = 0

    def tick(self) -> None:
        self.ticks += 1
        if self.ticks % 256 == 0:
            self.check()

    def check(self) -> None:
        allowed = _SECONDS + self.characters / _CHARACTERS_A_SECOND
        if time.monotonic() - self.began > allowed:
            raise _TooSlow


@dataclass(frozen=True)
class _Read:
    """Pages as their lines, each with its height and whether it shows a picture."""

    lines: tuple[tuple[Line, ...], ...]
    heights: tuple[float, ...]
    pictured: frozenset[int]
    outline: tuple[Entry, ...]
    title: str
    language: Language | None

    def bodies(self) -> list[list[Line]]:
        """The pages without running heads and feet."""
        return without_heads(self.lines, self.heights)


def read_pdf(content: bytes, path: Path) -> Pages:
    """The text of a PDF as blocks, each with the page it starts on; `path` names it in errors.

    A page that is only a picture has no blocks: see `pages_without_text`.

    Raises SourceUnreadable; its reason opens with a code: `empty`, `too_large` (bytes, pages,
    letters, or what is packed in them), `too_slow`, `encrypted`, `malformed_pdf`, `no_text_layer`
    (no page has words that can be seen; the pages follow).
    """
    read = _read(content, path)
    bodies = read.bodies()
    if not any(bodies):
        raise SourceUnreadable(path, f"no_text_layer: {_ranges(range(1, len(bodies) + 1))}")
    starts = _column_starts(bodies)
    ordered = [line for lines in bodies if lines for line in in_order(lines, starts)]
    ordered = without_notes(ordered, body_size(ordered))
    blocks = blocks_of(ordered, Headings(ordered, read.outline))
    return Pages(title=_title(read.title, blocks), blocks=tuple(blocks), language=read.language)


def pages_without_text(content: bytes, path: Path = Path("document.pdf")) -> tuple[int, ...]:
    """The pages, from 1, that show a picture and no words beside heads and feet: scanned ones.

    Raises SourceUnreadable as `read_pdf` does, but for `no_text_layer`.
    """
    read = _read(content, path)
    empty = (page for page, lines in enumerate(read.bodies(), start=1) if not lines)
    return tuple(page for page in empty if page in read.pictured)


def _read(content: bytes, path: Path) -> _Read:
    if not content.strip():
        raise SourceUnreadable(path, "empty")
    if len(content) > MAX_BYTES:
        raise SourceUnreadable(path, f"too_large: {len(content)}")
    with _refusals(path), apply_configuration(**_LIMITS):
        try:
            reader = PdfReader(BytesIO(content))
        except (DependencyError, NotImplementedError) as error:  # a cipher that pypdf cannot read
            raise SourceUnreadable(path, "encrypted") from error
        if reader.is_encrypted:
            raise SourceUnreadable(path, "encrypted")
        return _pages(reader, path)


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """Say in our words what went wrong inside pypdf."""
    try:
        yield
    except SourceUnreadable:
        raise
    except LimitReachedError as error:
        raise SourceUnreadable(path, f"too_large: {error}") from error
    except MemoryError as error:
        raise SourceUnreadable(path, "too_large: memory") from error
    except _TooSlow as error:
        raise SourceUnreadable(path, "too_slow") from error
    except Exception as error:  # a broken file breaks pypdf in any way: KeyError, TypeError, …
        raise SourceUnreadable(path, f"malformed_pdf: {type(error).__name__}") from error


def _pages(reader: PdfReader, path: Path) -> _Read:
    if len(reader.pages) > MAX_PAGES:
        raise SourceUnreadable(path, f"too_large: {len(reader.pages)} pages")
    clock, widths, off = _Clock(), Widths(), _layers_off(reader)
    lines: list[tuple[Line, ...]] = []
    heights: list[float] = []
    pictured = set()
    for number, page in enumerate(reader.pages, start=1):
        clock.check()
        ink = Ink(page, off, clock.tick, widths)
        runs = ink.runs()
        clock.characters += sum(len(run.text) for run in runs)
        if clock.characters > MAX_CHARACTERS or len(runs) > MAX_RUNS:
            raise SourceUnreadable(path, f"too_large: page {number}")
        lines.append(tuple(segments(runs, number)))
        heights.append(ink.size[1])
        if ink.pictures:
            pictured.add(number)
    return _Read(
        lines=tuple(lines),
        heights=tuple(heights),
        pictured=frozenset(pictured),
        outline=tuple(_entries(reader, reader.outline)),
        title=_metadata_title(reader),
        language=_language(reader),
    )


def _layers_off(reader: PdfReader) -> frozenset[int]:
    """The numbers of the layers that are not shown when the document is opened."""
    layers = dictionary(reader.root_object.get("/OCProperties"))
    default = dictionary(layers.get("/D"))
    off = list(value(default.get("/OFF")) or [])
    if default.get("/BaseState") == "/OFF":
        shown = {getattr(one, "idnum", None) for one in value(default.get("/ON")) or []}
        off = [one for one in value(layers.get("/OCGs")) or [] if one.idnum not in shown]
    return frozenset(one.idnum for one in off if hasattr(one, "idnum"))


def _entries(reader: PdfReader, outline: Sequence[Any], depth: int = 1) -> Iterator[Entry]:
    for one in outline:
        if isinstance(one, list):
            yield from _entries(reader, one, depth + 1)
        elif isinstance(one, Destination):
            page = reader.get_destination_page_number(one)
            place = None if page is None else page + 1
            yield Entry(cleaned(str(one.title or "")), depth, place)


def _metadata_title(reader: PdfReader) -> str:
    info = dictionary(reader.trailer.get("/Info"))
    return " ".join(cleaned(str(value(info.get("/Title")) or "")[: 2 * _TITLE]).split())


def _language(reader: PdfReader) -> Language | None:
    """What the document declares (`/Lang` of its catalogue: `en-CA`, `fr`)."""
    root: DictionaryObject = reader.root_object
    match = _LANGUAGE.match(str(value(root.get("/Lang")) or ""))
    return Language(match[1].lower()) if match else None


def _title(declared: str, blocks: Sequence[Block]) -> str:
    """The title of the metadata if it stands on the first pages, else the outermost heading.

    What only the metadata says nobody has seen: it is often a file's old name.
    """
    early = [block for block in blocks if (block.page or 0) <= 2]
    shown = " ".join(_spelled(block.text) for block in early)
    if declared and len(declared) <= _TITLE and f" {_spelled(declared)} " in f" {shown} ":
        return declared
    heads = [block for block in early if block.kind is Kind.HEADING]
    return min(heads, key=lambda one: one.depth).text if heads else ""


def _spelled(text: str) -> str:
    return " ".join(fold(word) for word in words(text))


def _column_starts(pages: Sequence[Sequence[Line]]) -> list[float]:
    """Where right columns start on two pages or more, for pages that have only a few such lines."""
    count: Counter[float] = Counter()
    for lines in pages:
        count.update(set(gutters(lines)))
    return [start for start, pages_with in count.most_common(3) if pages_with >= 2]


def _ranges(pages: Sequence[int] | range) -> str:
    """Page numbers in short: `1-3, 7`."""
    found: list[list[int]] = []
    for page in pages:
        if found and page == found[-1][1] + 1:
            found[-1][1] = page
        else:
            found.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in found)
