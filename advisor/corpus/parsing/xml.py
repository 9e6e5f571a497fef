"""The one way to open XML and HTML that somebody else wrote: no network, no entities, bounded."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from advisor.errors import SourceUnreadable

MAX_BYTES = 20_000_000
"""The largest official text met is 1.5 MB; ten times that is still an instrument, more is not."""

MAX_PAGE_BYTES = 5_000_000
"""The largest official page met has 190 KB. The parser drops what stands after 10 MB of text."""

MAX_DEPTH = 100
"""The deepest official text met nests 16 elements, the deepest page 23."""

MAX_ELEMENTS = 100_000
"""The longest official text met has 14,000; a file of nothing but tags would take gigabytes."""

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 10
_SAMPLE = 100_000


def read_xml(path: Path) -> etree._Element:
    """The root element of an XML file, without comments and processing instructions.

    Raises SourceUnreadable; its reason opens with a code: `unreadable`, `empty`, `too_large`,
    `malformed_xml`, `declares_a_dtd` (entities may multiply or reach for files), `too_deep` or
    `too_many_elements`.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SourceUnreadable(path, f"too_large: {size}")
        content = path.read_bytes()
    except OSError as error:
        raise SourceUnreadable(path, f"unreadable: {error.strerror}") from error
    if not content.strip():
        raise SourceUnreadable(path, "empty")
    return parse_xml(content, path)


def parse_xml(content: bytes, path: Path) -> etree._Element:
    """As `read_xml`, for bytes already in hand; `path` names them in errors."""
    _bounded(content.count(b"<"), path)
    # bytes, not a file name: libxml2 would unpack a gzip bomb by itself
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise SourceUnreadable(path, f"malformed_xml: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise SourceUnreadable(path, "declares_a_dtd")
    if _deeper_than(root, MAX_DEPTH):
        raise SourceUnreadable(path, f"too_deep: {MAX_DEPTH}")
    return root


def parse_html(content: bytes, path: Path) -> etree._Element:
    """The root element of a page (`html`), without comments; `path` names it in errors.

    Bytes that are UTF-8 are read as UTF-8 whatever the page declares, others as Windows-1252, the
    way browsers do. Nothing is run, fetched or resolved. Raises SourceUnreadable: `empty`,
    `too_large`, `too_many_elements`, `too_deep` or `malformed_html`.
    """
    if len(content) > MAX_PAGE_BYTES:
        raise SourceUnreadable(path, f"too_large: {len(content)}")
    text = _decoded(content)
    if not text.strip():
        raise SourceUnreadable(path, "empty")
    if len(_CONTROLS.findall(text[:_SAMPLE])) > _MOST_CONTROLS:
        raise SourceUnreadable(path, "malformed_html: control characters")
    _bounded(text.count("<"), path)
    parser = lxml_html.HTMLParser(
        encoding="utf-8",
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = lxml_html.document_fromstring(_CONTROLS.sub("", text).encode(), parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise SourceUnreadable(path, f"malformed_html: {error}") from error
    if _deeper_than(root, MAX_DEPTH):
        raise SourceUnreadable(path, f"too_deep: {MAX_DEPTH}")
    return root


def _bounded(tags: int, path: Path) -> None:
    """Raise before the tree is built, which is what takes the memory."""
    if tags > 2 * MAX_ELEMENTS:
        raise SourceUnreadable(path, f"too_many_elements: {MAX_ELEMENTS}")


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _deeper_than(root: etree._Element, limit: int) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            return True
    return False
