"""One file, whatever its format, as its reader gives it: the work of the child process."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from advisor.corpus.parsing.blocks import Pages
from advisor.corpus.parsing.captures import PolicyTerm, read_policy_glossary
from advisor.corpus.parsing.document import Document
from advisor.corpus.parsing.justice_xml import read_justice
from advisor.corpus.parsing.recognising import Format, recognised
from advisor.errors import SourceUnreadable

MAX_BYTES = 50_000_000
"""The largest file that is opened; each reader has a smaller bound of its own."""

MAX_CHARACTERS = 2_000_000
"""Ten times the longest directive met, in one document."""

MAX_REPEATED = 5_000_000
"""Characters, each as often as a provision can repeat it: five times the most met."""

MAX_STEPS = 12
"""The deepest number met has five: `A.2.2.1.1`."""

_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
"""Soft hyphens, marks of direction, zero-width and tag characters."""

_STEPS = re.compile(r"[.(]")
_PARSING = "advisor.corpus.parsing"
_READERS = {
    Format.TBS: (f"{_PARSING}.tbs_xml", "read_tbs_xml"),
    Format.HTML: (f"{_PARSING}.html", "read_html"),
    Format.PDF: (f"{_PARSING}.pdf", "read_pdf"),
    Format.WORD: (f"{_PARSING}.word", "read_word"),
    Format.MARKDOWN: (f"{_PARSING}.markdown", "read_markdown"),
    Format.TEXT: (f"{_PARSING}.markdown", "read_text"),
    Format.CAPTURE: (f"{_PARSING}.captures", "read_capture"),
}
_HEAD = 65_536
_LINK = re.compile(rb"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_CANONICAL = re.compile(rb"""\brel=["']?canonical\b""", re.IGNORECASE)
_HREF = re.compile(rb"""\bhref=["']?([^"'\s>]+)""", re.IGNORECASE)
_MODIFIED = re.compile(rb"""\bdateModified["']?\s*:\s*["'](\d{4}-\d{2}-\d{2})["']""")


@dataclass(frozen=True)
class Extract:
    """What a file holds. Exactly one of `instrument` (acts and regulations), `pages` and `terms`.

    `checksum`: SHA-256 of the bytes that were read. `address`: the one that a page gives as its
    own.
    """

    format: Format
    checksum: str
    instrument: Document | None = None
    pages: Pages | None = None
    terms: tuple[PolicyTerm, ...] = ()
    address: str | None = None


def extract(path: Path) -> Extract:
    """Read one file. Raises SourceUnreadable: `unreadable`, `too_large`, the codes of
    `recognised`, and those of the format's reader.
    """
    content = _content(path)
    found = recognised(content, path)
    checksum = hashlib.sha256(content).hexdigest()
    if found is Format.JUSTICE:
        instrument = read_justice(path)
        pieces = tuple(
            replace(piece, text=_seen(piece.text), heading=_seen(piece.heading))
            for piece in instrument.pieces
        )
        return Extract(found, checksum, instrument=replace(instrument, pieces=pieces))
    if found is Format.GLOSSARY:
        return Extract(found, checksum, terms=read_policy_glossary(content, path))
    pages = _pages(found, content, path)
    if found is not Format.HTML:
        return Extract(found, checksum, pages=pages)
    if pages.version is None and (match := _MODIFIED.search(content)):
        # the template of canada.ca hands its date to a script, which writes it on the page
        pages = replace(pages, version=match[1].decode())
    return Extract(found, checksum, pages=pages, address=_address(content))


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():
            reason = "is not a file" if path.exists() else "is not there"
            raise SourceUnreadable(path, f"unreadable: {reason}")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SourceUnreadable(path, f"too_large: {size}")
        return path.read_bytes()
    except OSError as error:
        raise SourceUnreadable(path, f"unreadable: {error.strerror}") from error


def _pages(found: Format, content: bytes, path: Path) -> Pages:
    """The one place that knows which reader reads what; each is imported when first needed."""
    module, name = _READERS[found]
    read: Callable[[bytes, Path], Pages] = getattr(import_module(module), name)
    return _bounded(read(content, path), path)


def _seen(text: str) -> str:
    """The characters that a reader sees: an order to a machine may be written in the others."""
    return _UNSEEN.sub("", text)


def _bounded(pages: Pages, path: Path) -> Pages:
    """The pages, if what is made of them stays small: a provision repeats its children's words."""
    blocks = tuple(
        replace(block, text=text) for block in pages.blocks if (text := _seen(block.text).strip())
    )
    characters = sum(len(block.text) for block in blocks) + len(pages.title)
    steps = max((len(_STEPS.findall(block.number)) for block in blocks), default=0)
    if steps > MAX_STEPS:
        raise SourceUnreadable(path, f"too_deep: {MAX_STEPS}")
    if characters > MAX_CHARACTERS or characters * (steps + 1) > MAX_REPEATED:
        raise SourceUnreadable(path, f"too_large: {characters}")
    return replace(pages, title=_seen(pages.title), blocks=blocks)


def _address(content: bytes) -> str | None:
    for link in _LINK.findall(content[:_HEAD]):
        if _CANONICAL.search(link) and (match := _HREF.search(link)):
            return html.unescape(match[1].decode("utf-8", errors="replace"))
    return None
