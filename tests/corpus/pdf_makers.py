"""Real PDFs for tests: printed by Chromium, written by LibreOffice, or put together by hand."""

from __future__ import annotations

import difflib
import html
import re
import shutil
import subprocess
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.corpus.parsing.blocks import Block, Kind

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_INLINE = re.compile(r"\*{1,2}|\s*\(?<https?://[^>]*>\)?|[¹²³⁰⁴-⁹]")
_NAMES = {"h1": 1, "h2": 2, "h3": 3}


def print_page(browser: Browser, body: str, style: str = "", **options: Any) -> bytes:
    """A PDF as Chromium prints it; `options` as of `page.pdf`."""
    page = browser.new_page()
    head = f"<title>{options.pop('title', '')}</title><style>{style}</style>"
    lang = options.pop("lang", "en-CA")
    page.set_content(f"<!doctype html><html lang={lang}><head>{head}</head><body>{body}</body>")
    printed = page.pdf(
        prefer_css_page_size=True,
        print_background=True,
        tagged=options.pop("outline", False),
        outline=options.pop("outlined", False),
        **options,
    )
    page.close()
    return printed


def write_document(source: str, ending: str, folder: Path) -> bytes:
    """A PDF as LibreOffice Writer makes it of a document (`ending`: `html`, `fodt`)."""
    office = shutil.which("soffice")
    assert office is not None
    document = folder / f"document.{ending}"
    document.write_text(source, encoding="utf-8")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    kind = "pdf:writer_pdf_Export" if ending == "fodt" else "pdf:writer_web_pdf_Export"
    command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(folder)]
    subprocess.run([*command, str(document)], check=True, capture_output=True, timeout=180)
    return (folder / "document.pdf").read_bytes()


def hand_made(
    *contents: bytes,
    extra: Sequence[bytes] = (),
    catalog: bytes = b"",
    resources: bytes = b"",
    filters: bytes = b"",
) -> bytes:
    """A PDF with one page for each content stream (PDF 32000-1, annex H, in short).

    Objects: 1 the catalogue, 2 the page tree, 3 Helvetica (/F1), 4 Helvetica-Bold (/F2), then
    `extra` from 5 on, then two a page.
    """
    first = 5 + len(extra)
    kids = b" ".join(b"%d 0 R" % (first + 2 * i) for i in range(len(contents)))
    fonts = b"/Font << /F1 3 0 R /F2 4 0 R >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(contents), kids),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        *extra,
    ]
    for number, content in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << %s %s >> >>" % (first + 2 * number + 1, fonts, resources)
        )
        objects.append(stream(content, filters))
    return assembled(objects)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """An object that holds a stream."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def assembled(objects: Iterable[bytes]) -> bytes:
    """A file of numbered objects, the first of them the catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(places) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def packed(content: bytes) -> bytes:
    """Packed as `/FlateDecode` unpacks it."""
    return zlib.compress(content, 9)


def text_at(x: float, y: float, words: str, size: float = 12, font: str = "F1") -> bytes:
    """The operators that show words at a place."""
    shown = words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(")
    shown = shown.replace(b")", b"\\)")
    return b"BT /%s %g Tf %g %g Td (%s) Tj ET\n" % (font.encode(), size, x, y, shown)


Part = tuple[str, str]
"""A tag (`h1` to `h3`, `p`) and its words."""


def parts_of(report: str) -> list[Part]:
    """The headings and paragraphs of a report that was kept as plain text.

    A paragraph of at most twelve words that begins with a capital, does not end as a sentence
    does and stands before a longer one is taken for a heading.
    """
    texts = [" ".join(_INLINE.sub("", one).split()) for one in re.split(r"\n\s*\n", report)]
    texts = [one for one in texts if re.search(r"\w", one)]
    parts: list[Part] = []
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        short = len(text.split()) <= 12 and text[0].isupper() and text[-1].isalnum()
        heading = short and len(following.split()) > 20
        parts.append(("h2" if heading else "p", text))
    return [("h1", "A Report Printed Anew"), *parts]


def as_html(parts: Iterable[Part]) -> str:
    return "\n".join(f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in parts)


def words_of(texts: Iterable[str]) -> list[str]:
    return " ".join(texts).split()


def printed(block: Block) -> str:
    """The words of a block as the page has them, its number before them."""
    appendix = len(block.number) == 1 and block.number.isalpha()
    return block.text if appendix else f"{block.number} {block.text}".strip()


def share_in_order(expected: Sequence[str], found: Sequence[str]) -> float:
    """The share of the expected words that are found in their order."""
    matcher = difflib.SequenceMatcher(None, expected, found, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(expected)


def headings_found(parts: Iterable[Part], blocks: Iterable[Block]) -> tuple[float, list[str]]:
    """The share of the headings that come back whole and as headings, and those that do not."""
    expected = [text for tag, text in parts if tag in _NAMES]
    found = [printed(one) for one in blocks if one.kind is Kind.HEADING]
    missed = [one for one in expected if one not in found]
    return 1 - len(missed) / len(expected), missed


def running(head: str) -> dict[str, Any]:
    """Options of `print_page` for a running head and page numbers at the foot."""
    style = "font-size:8pt;margin-left:20mm"
    count = "Page <span class=pageNumber></span> of <span class=totalPages></span>"
    return {
        "display_header_footer": True,
        "header_template": f"<div style='{style}'>{head}</div>",
        "footer_template": f"<div style='{style}'>{count}</div>",
    }


def columns(parts: Sequence[Part], words_a_page: int = 430) -> str:
    """Pages of two columns, each with two footnotes at its foot; paragraphs run over pages.

    The words of the notes begin with `NOTE-`, so that a test can see that none was read as text.
    """
    pages: list[list[str]] = [[]]
    room, note = words_a_page, 0
    for tag, text in parts:
        rest = text.split()
        while rest:
            if room <= (40 if tag != "p" else 4):
                pages.append([])
                room = words_a_page
            taken, rest = rest[:room], rest[room:]
            room -= len(taken) + 12
            mark = ""
            if tag == "p" and len(taken) > 20 and note < 2 * len(pages):
                note += 1
                mark = f"<sup>{note}</sup>"
            inner = html.escape(" ".join(taken)) + mark
            pages[-1].append(f"<{tag}>{inner}</{tag}>")
    found, first = "", 1
    for page in pages:
        last = first + sum("<sup>" in one for one in page)
        notes = "".join(
            f"<p><sup>{n}</sup> NOTE-{n} is small print about the word above it, see there.</p>"
            for n in range(first, last)
        )
        first = last
        body = "".join(page)
        found += (
            f"<div class=page><div class=columns>{body}</div><div class=notes>{notes}</div></div>"
        )
    return found


def open_document(parts: Sequence[Part]) -> str:
    """A flat OpenDocument text: two columns, a running head, page numbers, true footnotes."""
    body, note = "", 0
    for tag, text in parts:
        inner = html.escape(text)
        if tag == "p" and len(text.split()) > 60:
            note += 1
            inner += (
                f'<text:note text:id="n{note}" text:note-class="footnote">'
                f"<text:note-citation>{note}</text:note-citation><text:note-body>"
                f'<text:p text:style-name="Footnote">NOTE-{note} is small print.</text:p>'
                "</text:note-body></text:note>"
            )
        level = {"h1": 1, "h2": 2, "h3": 3}.get(tag)
        body += (
            f'<text:h text:style-name="H{level}" text:outline-level="{level}">{inner}</text:h>'
            if level
            else f'<text:p text:style-name="Body">{inner}</text:p>'
        )
    return _FLAT.replace("@BODY@", body)


def _style(name: str, size: float, weight: str = "normal", after: str = "2mm") -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties'
        f' fo:margin-bottom="{after}" fo:margin-top="1mm"/><style:text-properties'
        f' fo:font-size="{size}pt" fo:font-weight="{weight}" style:font-name="Liberation Serif"/>'
        "</style:style>"
    )


_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns"
_FLAT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="{_NAMESPACE}:office:1.0" xmlns:style="{_NAMESPACE}:style:1.0"
 xmlns:text="{_NAMESPACE}:text:1.0" xmlns:fo="{_NAMESPACE}:xsl-fo-compatible:1.0"
 xmlns:svg="{_NAMESPACE}:svg-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="Liberation Serif"
 svg:font-family="'Liberation Serif'"/></office:font-face-decls>
<office:styles>{_style("Body", 10)}{_style("H1", 17, "bold")}{_style("H2", 12.5, "bold")}
{_style("H3", 10, "bold")}{_style("Footnote", 8, after="0mm")}{_style("Header", 9)}</office:styles>
<office:automatic-styles><style:page-layout style:name="L"><style:page-layout-properties
 fo:page-width="216mm" fo:page-height="279mm" fo:margin="18mm"><style:columns
 fo:column-count="2" fo:column-gap="8mm"/></style:page-layout-properties><style:header-style>
<style:header-footer-properties fo:min-height="8mm" fo:margin-bottom="4mm"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:min-height="8mm" fo:margin-top="4mm"/>
</style:footer-style></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L">
<style:header><text:p text:style-name="Header">Running head of the report</text:p></style:header>
<style:footer><text:p text:style-name="Header"><text:page-number/></text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>@BODY@</office:text></office:body></office:document>"""
