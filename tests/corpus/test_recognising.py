"""What a file is: its content tells before its name does."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from advisor.corpus.parsing.recognising import Format, recognised
from advisor.errors import SourceUnreadable


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "<a/>")
    return buffer.getvalue()


JUSTICE = b'<?xml version="1.0"?><?a b?><!-- <html> --><Statute xml:lang="en"/>'
TBS = b'\xef\xbb\xbf<?xml version="1.0" encoding="ISO-8859-1"?>\n<doc title="x"><chapters/></doc>'
PAGE = b"<!DOCTYPE html><!--[if lt IE 9]><html><![endif]--><html lang='fr'></html>"
CAPTURE = b'\xef\xbb\xbfNew column 0,New column 1\n1. Scope,"1.1\nText"\n'
GLOSSARY = b"source_id,source_en,source_fr,term_en,term_fr,def_en,def_fr,date_modified\n"


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (JUSTICE, "a.xml", Format.JUSTICE),
        (JUSTICE, "a.txt", Format.JUSTICE),
        (b"<Regulation/>", "whatever", Format.JUSTICE),
        (TBS, "a.xml", Format.TBS),
        (TBS, "a.html", Format.TBS),
        (b'<!DOCTYPE doc [<!ENTITY a "b">]><doc/>', "a.xml", Format.TBS),
        (PAGE, "a.html", Format.HTML),
        (PAGE, "a.xml", Format.HTML),
        (PAGE.decode().encode("utf-16"), "a.html", Format.HTML),
        (b"<main><h1>Code</h1></main>", "a", Format.HTML),
        (b"Just words in a page", "a.htm", Format.HTML),
        (b"\n%PDF-1.7\n", "a.txt", Format.PDF),
        (zipped("[Content_Types].xml", "word/document.xml"), "a.docx", Format.WORD),
        (zipped("[Content_Types].xml", "word/document.xml"), "a.zip", Format.WORD),
        (zipped("broken"), "a.docx", Format.WORD),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "old.doc", Format.WORD),
        (CAPTURE, "32627-x.en.csv", Format.CAPTURE),
        (GLOSSARY, "policy_glossary.csv", Format.GLOSSARY),
        (b"# Code\n\nBe fair.", "code.md", Format.MARKDOWN),
        (b"Be fair.", "code.txt", Format.TEXT),
        (b"<Statute", "a.xml", Format.JUSTICE),
        (b"\x00\xff\xfe", "a.xml", Format.JUSTICE),
    ],
)
def test_the_content_tells_before_the_name(content: bytes, name: str, expected: Format) -> None:
    assert recognised(content, Path(name)) is expected


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"# Read me", "README.md", "not_a_document"),
        (b"Lisez-moi", "LISEZMOI.fr.txt", "not_a_document"),
        (b"MIT", "LICENSE", "not_a_document"),
        (b"Terms", "Licence-ouverte.txt", "not_a_document"),
        (b'{"payload": 1}\n{"payload": 2}\n', "attacks.jsonl", "not_a_document"),
        (b'{"payload": 1}\n', "attacks.txt", "not_a_document"),
        (gzip.compress(b"words"), "pairs.jsonl.gz", "not_a_document"),
        (gzip.compress(PAGE), "page.html", "not_a_document"),
        (zipped("xl/workbook.xml"), "budget.xlsx", "unsupported_format"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "scan.png", "unsupported_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "old.xls", "unsupported_format"),
        (b"a,b\n1,2\n", "table.csv", "unsupported_format"),
        (b"some words", "code.rtf", "unsupported_format"),
        (b"\xef\xbb\xbf \n", "a.txt", "empty"),
        (b"", "a.pdf", "empty"),
    ],
)
def test_what_is_no_document_is_refused_with_a_code(content: bytes, name: str, reason: str) -> None:
    with pytest.raises(SourceUnreadable) as refusal:
        recognised(content, Path(name))
    assert refusal.value.reason.partition(":")[0] == reason


def test_every_official_document_is_recognised(official_data: Path) -> None:
    files = [path for path in sorted(official_data.rglob("*")) if path.is_file()]
    formats: dict[str, set[str]] = {}
    for path in files:
        try:
            found: str = recognised(path.read_bytes(), path)
        except SourceUnreadable as error:
            found = error.reason.partition(":")[0]
        formats.setdefault(found, set()).add(path.name)
    assert len(formats["tbs_xml"]) == 16 and len(formats["capture"]) == 26
    assert len(formats["html"]) == 9 and len(formats["text"]) == 2
    assert formats["glossary"] == {"policy_glossary.csv"}
    assert formats["not_a_document"] == {
        "README.md", "LICENSE.md", "attack-payloads.jsonl", "pairs.jsonl.gz", "titles.jsonl.gz"
    }  # fmt: skip
