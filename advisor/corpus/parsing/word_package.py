"""The one way to open a Word file that somebody else wrote: weighed before it is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import docx
from docx.document import Document
from lxml import etree

from advisor.corpus.parsing.xml import parse_xml
from advisor.errors import SourceUnreadable

MAX_BYTES = 50_000_000
"""Packed. A departmental code with photographs on every page has a fifth of it."""

MAX_ENTRIES = 2_000
MAX_UNPACKED = 300_000_000
"""What the file says it holds, pictures included. Those are never unpacked."""

MAX_RATIO = 250
"""How many times its packed size a file may hold; text of a real one packs to a fifteenth."""

MAX_XML = 20_000_000
MAX_ELEMENTS = 300_000
"""Text unpacked, and elements in it: a code of 100 pages has 2 MB and 50,000."""

_SMALL = 1_000_000
_CHUNK = 65_536
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FAULTS = (
    *(KeyError, ValueError, AttributeError, TypeError, IndexError, AssertionError),
    *(etree.XMLSyntaxError, zipfile.BadZipFile, NotImplementedError),
)


def open_word(content: bytes, path: Path) -> Document:
    """A Word document (.docx); `path` only names the file in errors.

    Every part is unpacked in small pieces under the caps above and read by the hardened XML
    parser before python-docx sees it; pictures and embedded files are left empty. Raises
    SourceUnreadable; its reason opens with a code: `too_large`, `encrypted`, `old_word` (the
    binary format before 2007), `malformed_word`, `unsupported_word` (with macros, a template, or
    strict Open XML), or `declares_a_dtd`, `too_many_elements` or `too_deep` of one of its parts.
    """
    if len(content) > MAX_BYTES:
        raise SourceUnreadable(path, f"too_large: {len(content)}")
    if content.startswith(_OLE):
        raise SourceUnreadable(path, "encrypted" if _ENCRYPTED in content else "old_word")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = _unpacked(package, len(content), path)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise SourceUnreadable(path, f"malformed_word: {error}") from error
    _check_kind(parts, path)
    for name, part in parts.items():
        if part:
            _check_xml(name, part, path)
    try:
        return docx.Document(_packed(parts))
    except _FAULTS as error:
        raise SourceUnreadable(path, f"malformed_word: {error}") from error


def _unpacked(package: zipfile.ZipFile, size: int, path: Path) -> dict[str, bytes]:
    """The parts by name; those that are no XML empty."""
    entries = package.infolist()
    declared = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES:
        raise SourceUnreadable(path, f"too_large: {len(entries)}")
    if declared > MAX_UNPACKED or (declared > _SMALL and declared > MAX_RATIO * size):
        raise SourceUnreadable(path, f"too_large: {declared}")
    if any(entry.flag_bits & 1 for entry in entries):
        raise SourceUnreadable(path, "encrypted")
    parts: dict[str, bytes] = {}
    left = MAX_XML
    for entry in entries:
        part = b""
        if entry.filename.lower().endswith((".xml", ".rels")):
            part = _unpack(package, entry, left, path)
        left -= len(part)
        parts[entry.filename] = part
    return parts


def _unpack(package: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int, path: Path) -> bytes:
    """One part, piece by piece: what a file says about its size may be a lie."""
    pieces: list[bytes] = []
    with package.open(entry) as source:
        while piece := source.read(_CHUNK):
            left -= len(piece)
            if left < 0:
                raise SourceUnreadable(path, f"too_large: {MAX_XML}")
            pieces.append(piece)
    return b"".join(pieces)


def _check_kind(parts: dict[str, bytes], path: Path) -> None:
    kinds, relations = parts.get("[Content_Types].xml", b""), parts.get("_rels/.rels", b"")
    if b"macroEnabled.main+xml" in kinds or b"wordprocessingml.template.main+xml" in kinds:
        raise SourceUnreadable(path, "unsupported_word")
    if b"purl.oclc.org/ooxml" in relations:
        raise SourceUnreadable(path, "unsupported_word")
    elements = sum(part.count(b"<") for part in parts.values()) // 2
    if elements > MAX_ELEMENTS:
        raise SourceUnreadable(path, f"too_many_elements: {elements}")


def _check_xml(name: str, part: bytes, path: Path) -> None:
    try:
        parse_xml(part, path)
    except SourceUnreadable as error:
        if error.reason.startswith("malformed_xml"):
            raise SourceUnreadable(path, f"malformed_word: {name}") from error
        raise


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    packed.seek(0)
    return packed
