"""Treasury Board instruments as XML (`doc/chapters/clauses`), block by block."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from advisor.corpus.parsing.blocks import Pages
from advisor.corpus.parsing.flow import Flow, printed, spaced
from advisor.corpus.parsing.xml import MAX_BYTES, parse_xml
from advisor.domain.values import Language
from advisor.errors import SourceUnreadable

_PARTS = frozenset({"chapter", "appendix"})
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_TWICE_ENCODED = re.compile("[\u00c2\u00c3][\u0080-\u00bf]|\u00e2[\u0080-\u009f][\u0080-\u00bf]")
_APPENDIX = re.compile(r"(?:Appendix |Annexe )?([A-Z]{1,2}(?:\.\d{1,3})*)")
_FOOTNOTE = re.compile(r"#(?:ftn|fn|footnote)", re.IGNORECASE)


def is_tbs(root: etree._Element) -> bool:
    """Whether this root element opens an instrument of the Treasury Board."""
    return root.tag == "doc" and root.find("chapters") is not None


def read_tbs_xml(content: bytes, path: Path) -> Pages:
    """What a reader of the published page meets; `path` only names the file in errors.

    `number` is `documentID`, `language` as declared (whether the words are in it is the caller's
    to check: see `speaking`). `version` is None: the files tell the day an instrument took effect,
    never the day it was last amended. Notes at the foot and the marks that point to them are left
    out. Raises SourceUnreadable; its reason opens with a code: `too_large`, `empty`,
    `malformed_xml`, `declares_a_dtd`, `too_deep`, `too_many_elements`, `unknown_format` or
    `no_text`.
    """
    root = parse_xml(_as_utf8(content, path), path)
    if not is_tbs(root):
        raise SourceUnreadable(path, f"unknown_format: {root.tag}")
    if (root.text or "").startswith("\n"):
        _unindent(root, 0)
    walk = _Walk(clauses=next(root.iter("clause"), None) is not None)
    for part in root:
        walk.read(part)
        walk.end()
    if not walk.blocks:
        raise SourceUnreadable(path, "no_text")
    declared = root.get("language", "").lower()[:2]
    return Pages(
        title=spaced(root.get("title", "")),
        blocks=tuple(walk.blocks),
        language=Language(declared) if declared in tuple(Language) else None,
        number=root.get("documentID") or None,
    )


class _Walk(Flow):
    """An instrument with numbered clauses prints the anchor of every part and clause.

    One without (a guideline, the Values and Ethics Code) prints its titles and paragraphs as they
    stand in the file: there an anchor is only an address. "2.1 Social Media Activities" under
    anchor 3.1 is number 2.1 to whoever reads the page, and the Code's rule 3.3 stands in its
    fifth chapter, not in the third.
    """

    def __init__(self, *, clauses: bool) -> None:
        super().__init__(printed_inline=not clauses)
        self._clauses = clauses

    def opens(self, element: etree._Element) -> bool:
        if element.tag in _PARTS or (element.tag == "section" and element.get("title")):
            self._part(element)
        elif element.tag == "clause":
            self.item(element, element.get("anchor", "").rstrip("."))
        else:
            return False
        return True

    def leaves_out(self, element: etree._Element) -> bool:
        if element.tag == "sup":
            return len(element) > 0 and all(_points_to_a_note(one) for one in element)
        return element.tag == "footnotes" or _points_to_a_note(element)

    def _part(self, element: etree._Element) -> None:
        depth = 2 + sum(1 for _ in element.iterancestors("chapter", "appendix", "section"))
        named = element.find("title")
        inside = "" if named is None else "".join(map(str, named.itertext()))
        title = spaced(element.get("title", "") or inside)
        self.heading(*self._numbered(element, title, depth))
        self.part(element, depth)

    def _numbered(self, element: etree._Element, title: str, depth: int) -> tuple[str, int, str]:
        """The heading, its depth and the number that the published page prints before it."""
        anchor = element.get("anchor", "").rstrip(".")
        lettered = _APPENDIX.fullmatch(anchor)
        number, rest = printed(title)
        if self._clauses and anchor == number:
            return rest or title, depth, anchor
        if lettered and (self._clauses or element.tag == "appendix"):
            return title, depth, lettered[1]
        return title, depth, anchor if self._clauses else ""


def _as_utf8(content: bytes, path: Path) -> bytes:
    """The same XML without declaration. Some files declare ISO-8859-1 and are UTF-8.

    Others were encoded twice over: `Â` and `Ã` before a character that no French or English text
    puts there, `â` before one that no text has, are what is left of one UTF-8 sequence.
    """
    if len(content) > MAX_BYTES:
        raise SourceUnreadable(path, f"too_large: {len(content)}")
    if not content.strip():
        raise SourceUnreadable(path, "empty")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content  # the declaration may be true
    mended = _TWICE_ENCODED.sub(_once_encoded, text)
    return _DECLARATION.sub("", mended, count=1).encode()


def _once_encoded(match: re.Match[str]) -> str:
    try:
        return match[0].encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def _points_to_a_note(element: etree._Element) -> bool:
    return element.tag == "a" and bool(_FOOTNOTE.match(element.get("href", "")))


def _unindent(element: etree._Element, depth: int) -> None:
    """Take out the line breaks and indentation that somebody's printer added around elements.

    What is left is the white space of the text itself: "on January 1, 2021." keeps no gap before
    its full stop, "(a)" none after its bracket.
    """
    inner, outer = "\n" + "  " * (depth + 1), "\n" + "  " * depth
    if len(element):
        element.text = (element.text or "").removeprefix(inner).removesuffix(inner)
    for child in element:
        _unindent(child, depth + 1)
        end = outer if child.getnext() is None else inner
        child.tail = (child.tail or "").removeprefix(inner).removesuffix(end)
