"""Documents made to exhaust whoever reads them; each is small on disk or says why it is not."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

MB = 1_000_000
BLOWN_UP = 120 * MB
"""What the packed ones unpack to."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
DTD = f'<!DOCTYPE doc [<!ENTITY a0 "ha">{LAUGHS}]>'


def write_all(folder: Path) -> tuple[Path, ...]:
    """Every bomb as a file of `folder`; the paths, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, made in BOMBS.items():
        path = folder / name
        path.write_bytes(made())
        written.append(path)
    return tuple(written)


def docx(body: str = "", *, opening: str = "", extra: int = 0, main: bytes | None = None) -> bytes:
    document = f'{opening}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", main if main is not None else document)
        for n in range(extra):
            archive.writestr(f"word/media/{n}.xml", "<a/>")
    return buffer.getvalue()


def pdf(content: bytes, *, filters: str = "", extra: str = "", kids: str = "3 0 R") -> bytes:
    """One page that shows `content`; `extra` goes into its resources."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count 1 >>".encode(),
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        f" /Resources << /Font << /F 5 0 R >> {extra} >> >>".encode(),
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filters.encode(), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >>"
        b" >> /Length 12 >>\nstream\n/X Do /X Do \nendstream",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, item in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return out + b"startxref\n%d\n%%%%EOF\n" % table


def tbs(inside: str, opening: str = "") -> bytes:
    return (
        f"<?xml version='1.0'?>{opening}<doc title='T' documentID='99001' language='en'>"
        f"<chapters>{inside}</chapters></doc>"
    ).encode()


def justice(inside: str, opening: str = "") -> bytes:
    return (
        f"<?xml version='1.0'?>{opening}<Statute xml:lang='en'><Identification><Chapter>"
        f"<ConsolidatedNumber>F-1</ConsolidatedNumber></Chapter></Identification><Body>{inside}"
        "</Body></Statute>"
    ).encode()


def page(inside: str, head: str = "") -> bytes:
    return f"<html lang='en'><head>{head}</head><body><main>{inside}</main></body></html>".encode()


def _clause(inside: str) -> str:
    return (
        f"<chapter anchor='1' title='T'><clauses><clause anchor='1.1'>{inside}</clause></clauses>"
        "</chapter>"
    )


def _zeros() -> bytes:
    return b"\0" * BLOWN_UP


def _packed_twice() -> bytes:
    return zlib.compress(zlib.compress(b" " * BLOWN_UP, 9), 9)


def _deep_numbers() -> str:
    words = "All who play must play fair. " * 2000
    numbers = [".".join(["1"] * n) for n in range(1, 200)]
    return "".join(f"<li id='cla{number}'>{words[:90]}</li>" for number in numbers) + words


BOMBS: dict[str, Callable[[], bytes]] = {
    "xml-billion-laughs.xml": lambda: tbs(_clause("&a9;"), DTD),
    "xml-billion-laughs-act.xml": lambda: justice("<Section><Text>&a9;</Text></Section>", DTD),
    "xml-quadratic.xml": lambda: tbs(
        _clause("&a;" * 100_000), f'<!DOCTYPE doc [<!ENTITY a "{"ha" * 100_000}">]>'
    ),
    "xml-reads-a-file.xml": lambda: tbs(
        _clause("&a;"), '<!DOCTYPE doc [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    ),
    "xml-reads-the-net.xml": lambda: tbs(
        _clause("words"), '<!DOCTYPE doc SYSTEM "http://127.0.0.1:9/a.dtd">'
    ),
    "xml-parameter-entity.xml": lambda: tbs(
        _clause("&b;"), '<!DOCTYPE doc [<!ENTITY % a SYSTEM "file:///dev/zero"> %a;]>'
    ),
    "xml-deep.xml": lambda: tbs("<chapter>" * 200_000 + "</chapter>" * 200_000),
    "xml-deep-act.xml": lambda: justice("<Section>" * 50_000 + "</Section>" * 50_000),
    "xml-many-elements.xml": lambda: justice("<Section/>" * 900_000),
    "xml-many-attributes.xml": lambda: tbs(
        "<chapter " + " ".join(f"a{n}=''" for n in range(300_000)) + "/>"
    ),
    "xml-huge.xml": lambda: justice(f"<Section><Text>{'fair ' * 10_000_000}</Text></Section>"),
    "xml-one-long-name.xml": lambda: tbs(f"<{'a' * 12_000_000}/>"),
    "html-deep.html": lambda: page("<div>" * 300_000),
    "html-deep-inline.html": lambda: page("<b><i>" * 150_000 + "x"),
    "html-deep-lists.html": lambda: page("<ul><li>" * 60_000 + "x"),
    "html-many-elements.html": lambda: page("<p>x" * 240_000),
    "html-huge.html": lambda: page("fair " * 9_000_000),
    "html-long.html": lambda: page(f"<h2>1. Play</h2><p>{'fair ' * 700_000}"),
    "html-open-links.html": lambda: page("x", "<link rel=canonical " * 95_000),
    "html-deep-numbers.html": lambda: page(f"<ul>{_deep_numbers()}</ul>"),
    "html-style.html": lambda: page("x", f"<style>{'a{b:c},' * 200_000}</style>"),
    "gzip-as-xml.xml": lambda: gzip.compress(_zeros()),
    "gzip-as-html.html": lambda: gzip.compress(_zeros()),
    "gzip-of-gzip.xml.gz": lambda: gzip.compress(gzip.compress(_zeros())),
    "docx-zip-bomb.docx": lambda: docx(main=_zeros()),
    "docx-of-spaces.docx": lambda: docx(
        f"<w:p><w:r><w:t>{' ' * (BLOWN_UP // 4)}</w:t></w:r></w:p>"
    ),
    "docx-many-parts.docx": lambda: docx("<w:p/>", extra=30_000),
    "docx-billion-laughs.docx": lambda: docx(
        "<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", opening=DTD.replace("doc ", "w:document ")
    ),
    "docx-deep.docx": lambda: docx("<w:sdt><w:sdtContent>" * 40_000),
    "docx-many-paragraphs.docx": lambda: docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 800_000),
    "docx-nested-tables.docx": lambda: docx("<w:tbl><w:tr><w:tc>" * 30_000),
    "docx-cut-off.docx": lambda: docx("<w:p/>" * 1000)[:-40],
    "pdf-flate-bomb.pdf": lambda: pdf(
        zlib.compress(b" " * BLOWN_UP, 9), filters="/Filter /FlateDecode"
    ),
    "pdf-flate-twice.pdf": lambda: pdf(
        _packed_twice(), filters="/Filter [/FlateDecode /FlateDecode]"
    ),
    "pdf-many-words.pdf": lambda: pdf(
        zlib.compress(b"BT /F 9 Tf (a) Tj ET " * 4_000_000, 9), filters="/Filter /FlateDecode"
    ),
    "pdf-page-tree-of-itself.pdf": lambda: pdf(b"BT ET", kids="2 0 R 2 0 R"),
    "pdf-form-in-itself.pdf": lambda: pdf(b"/X Do", extra="/XObject << /X 6 0 R >>"),
    "pdf-million-pages.pdf": lambda: pdf(b"BT ET", kids="3 0 R " * 1_000_000),
    "pdf-deep-arrays.pdf": lambda: pdf(b"[" * 3_000_000),
    "pdf-cut-off.pdf": lambda: pdf(b"BT ET")[:300],
    "markdown-brackets.md": lambda: b"# T\n\n" + b"[" * 1_900_000,
    "markdown-quotes.md": lambda: b"# T\n\n" + b">" * 1_900_000 + b" x",
    "markdown-lists.md": lambda: b"# T\n\n" + b"".join(b" " * n + b"- a\n" for n in range(1900)),
    "markdown-stars.md": lambda: b"# T\n\n" + b"**a *b " * 60_000,
    "text-one-line.txt": lambda: b"a" * 45_000_000,
    "text-numbers.txt": lambda: b"\n".join(b".".join([b"1"] * n) + b" Aa" for n in range(1, 1300)),
    "capture-one-cell.csv": lambda: (
        b'New column 0,New column 1\n1. T,"' + b"1.1\n" * 30_000 + b'"\n'
    ),
    "file-over-the-bound.pdf": lambda: b"%PDF-1.7\n" + b"\0" * 60 * MB,
}
