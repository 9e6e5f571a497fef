"""What a file is: by its content first, by its name only where the content does not tell."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from pathlib import Path

from advisor.corpus.parsing.captures import is_capture, is_policy_glossary
from advisor.errors import SourceUnreadable


class Format(StrEnum):
    """The formats that are read, the one that tells most about its document first."""

    JUSTICE = "justice_xml"
    TBS = "tbs_xml"
    HTML = "html"
    WORD = "word"
    PDF = "pdf"
    MARKDOWN = "markdown"
    TEXT = "text"
    CAPTURE = "capture"
    GLOSSARY = "glossary"


_HEAD = 65_536
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_COMMENTS = re.compile(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\s+([\w:.-]+)", re.IGNORECASE)
_TAG = re.compile(r"<([A-Za-z][\w:.-]*)")
_ROOTS = {"Statute": Format.JUSTICE, "Regulation": Format.JUSTICE, "doc": Format.TBS}
_PAGES = {"html", "head", "body", "main", "title", "meta", "div", "section", "article"}
_PAGES |= {"h1", "h2", "h3", "p", "table", "ul", "ol"}
_ARCHIVES = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")
_OLE = b"\xd0\xcf\x11\xe0"
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ABOUT = {"readme", "lisezmoi", "license", "licence", "copying", "notice", "changelog"}
_ABOUT |= {"contributing", "authors"}
_DATA = {".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".log", ".lock"}
_DATA |= {".py", ".js", ".css", ".sh", ".sql"}
_TEXTS = {".md": Format.MARKDOWN, ".markdown": Format.MARKDOWN, ".txt": Format.TEXT}
_MARKED_UP = {".xml": Format.JUSTICE, ".html": Format.HTML, ".htm": Format.HTML}


def recognised(content: bytes, path: Path) -> Format:
    """The format of a file; `path` gives its name. Nothing is unpacked or parsed.

    Raises SourceUnreadable; its reason opens with a code: `empty`, `not_a_document` (a file about
    files, data, an archive) or `unsupported_format` (a document that is not read; detail: what it
    is). What merely claims to be XML or HTML by its name is left to the parser to refuse.
    """
    if not content.removeprefix(_BOM).strip():
        raise SourceUnreadable(path, "empty")
    if b"%PDF-" in content[:1024]:
        return Format.PDF
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content, path)
    if content.startswith(_OLE) and path.suffix.lower() in (".doc", ".docx"):
        return Format.WORD  # old, or locked: its reader says which
    if content.startswith(_ARCHIVES):
        raise SourceUnreadable(path, f"not_a_document: {path.name}")
    if is_capture(content):
        return Format.CAPTURE
    if is_policy_glossary(content):
        return Format.GLOSSARY
    return _written(_head(content), path)


def _zipped(content: bytes, path: Path) -> Format:
    """Word names its main part in the archive's directory, which stands at the end."""
    if b"word/document.xml" in content or path.suffix.lower() == ".docx":
        return Format.WORD
    raise SourceUnreadable(path, f"unsupported_format: {path.suffix or 'zip'}")


def _head(content: bytes) -> str:
    encoding = "utf-16" if content.startswith(_UTF16) else "utf-8-sig"
    return content[:_HEAD].decode(encoding, errors="replace").lstrip()


def _written(head: str, path: Path) -> Format:
    suffix = path.suffix.lower()
    if head.startswith("<") and (found := _marked_up(head)):
        return found
    if suffix in _MARKED_UP:
        return _MARKED_UP[suffix]
    if _NOT_TEXT.search(head):
        raise SourceUnreadable(path, f"unsupported_format: {suffix or path.name}")
    if suffix in _DATA or head.startswith(('{"', "[{")) or _is_about(path):
        raise SourceUnreadable(path, f"not_a_document: {path.name}")
    if suffix in _TEXTS:
        return _TEXTS[suffix]
    raise SourceUnreadable(path, f"unsupported_format: {suffix or path.name}")


def _marked_up(head: str) -> Format | None:
    bare = _COMMENTS.sub("", head)
    doctype = _DOCTYPE.search(bare)
    if doctype and doctype[1].lower() == "html":
        return Format.HTML
    for name in ([doctype[1]] if doctype else []) + _TAG.findall(bare)[:1]:
        if name in _ROOTS:
            return _ROOTS[name]
        if name.lower() in _PAGES:
            return Format.HTML
    return None


def _is_about(path: Path) -> bool:
    """Whether a name says that the file tells of the files beside it: `README.fr.md`."""
    stem = unicodedata.normalize("NFKC", path.name).casefold().split(".", 1)[0]
    return stem.split("-")[0].split("_")[0] in _ABOUT
