"""The one way to open XML that somebody else wrote: no network, no entities, bounded."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from advisor.errors import SourceUnreadable

MAX_BYTES = 20_000_000
"""The largest official text met is 1.5 MB; ten times that is still an instrument, more is not."""

MAX_DEPTH = 100
"""The deepest official text met nests 16 elements."""


def read_xml(path: Path) -> etree._Element:
    """The root element of an XML file, without comments and processing instructions.

    Raises SourceUnreadable; its reason opens with a code: `unreadable`, `empty`, `too_large`,
    `malformed_xml`, `declares_a_dtd` (entities may multiply or reach for files) or `too_deep`.
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


def _deeper_than(root: etree._Element, limit: int) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            return True
    return False
