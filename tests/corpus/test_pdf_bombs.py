"""Small PDF files that would take hours or gigabytes to read, or never end (trust.md, row 24)."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.corpus.pdf_makers import assembled, hand_made, packed, stream, text_at

FLATE = b"/Filter /FlateDecode"
PAGE = text_at(72, 700, "Words.") + text_at(72, 686, "More words.")
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F %d 0 R >> >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


def zeros(megabytes: int) -> bytes:
    """Path operators that unpack to so many megabytes."""
    squeeze = zlib.compressobj(9)
    block = b"0 0 m " * 170_000
    return b"".join(squeeze.compress(block) for _ in range(megabytes)) + squeeze.flush()


def six_times() -> bytes:
    content = zeros(200)
    for _ in range(5):
        content = packed(content)
    return hand_made(content, filters=b"/Filter [" + b"/FlateDecode " * 6 + b"]")


def deep_tree() -> bytes:
    node = b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>"
    leaf = b"<< /Type /Page /MediaBox [0 0 9 9] >>"
    return assembled([CATALOG, *[node % (3 + n) for n in range(20_000)], leaf])


def round_tree() -> bytes:
    node = b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>"
    return assembled([CATALOG, node % 3, node % 2])


def round_outline() -> bytes:
    loop = [
        b"<< /Type /Outlines /First 6 0 R /Last 6 0 R >>",
        b"<< /Title (One) /Parent 5 0 R /Next 7 0 R /First 7 0 R >>",
        b"<< /Title (Two) /Parent 5 0 R /Next 6 0 R /First 6 0 R >>",
    ]
    return hand_made(PAGE, extra=loop, catalog=b"/Outlines 5 0 R")


def doubling_outline() -> bytes:
    """18 entries of which each opens and precedes the next: 2 to the 18th to walk."""
    entry = b"<< /Title (x) /Next %d 0 R /First %d 0 R >>"
    entries = [entry % (7 + n, 7 + n) for n in range(18)]
    last = b"<< /Title (last) >>"
    outline = [b"<< /Type /Outlines /First 6 0 R >>", *entries, last]
    return hand_made(PAGE, extra=outline, catalog=b"/Outlines 5 0 R")


def forms_in_forms() -> bytes:
    tenfold = [stream(b"/F Do " * 10, FORM % (6 + n)) for n in range(12)] + [stream(b"")]
    return hand_made(b"/F Do", extra=tenfold, resources=b"/XObject << /F 5 0 R >>")


def one_page_often() -> bytes:
    """2,000 pages that share one stream of 300,000 operators."""
    busy = stream(packed(b"q 1 0 0 1 0 0 cm Q\n" * 40_000), FLATE)
    page = b"<< /Type /Page /Parent 2 0 R /Contents 3 0 R /Resources << /Font << /F 4 0 R >> >> >>"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(2_000))
    tree = b"<< /Type /Pages /Count 2000 /MediaBox [0 0 99 99] /Kids [%s] >>" % kids
    return assembled([CATALOG, tree, busy, font, *[page] * 2_000])


def crowded() -> bytes:
    """A page of 30,000 words on top of each other."""
    words = b"".join(text_at(72 + n % 400, 700 - n % 600, "w") for n in range(30_000))
    return hand_made(packed(words), filters=FLATE)


def scattered() -> bytes:
    """A page of 19,000 words, each on a line of its own."""
    words = b"".join(text_at(n * 7 % 500, 780 - n * 0.04, "small words", 4) for n in range(19_000))
    return hand_made(packed(words), filters=FLATE)


def patched() -> bytes:
    """A page of 10,000 words between 10,000 rectangles."""
    part = b"0.9 g 0 0 9 9 re f 0 g " + text_at(72, 600, "word")
    return hand_made(packed(part * 10_000), filters=FLATE)


def endless_font() -> bytes:
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Wide /Encoding /Identity-H /DescendantFonts"
        b" [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Wide /W [0 %d 500] >>] >>" % 10**9
    )
    show = b"BT /F9 12 Tf 72 700 Td <00410042> Tj ET"
    return hand_made(show, extra=[font], resources=b"/Font << /F9 5 0 R >>")


def endless_letters() -> bytes:
    """A font whose map of letters stretches over all of Unicode, many times over."""
    ranges = b"100 beginbfrange\n" + b"<0000> <FFFF> <0000>\n" * 100 + b"endbfrange\n"
    letters = stream(packed(ranges * 2_000), FLATE)
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Wide /Encoding /Identity-H /ToUnicode 6 0 R"
        b" /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Wide >>] >>"
    )
    show = b"BT /F9 12 Tf 72 700 Td <00410042> Tj ET"
    return hand_made(show, extra=[font, letters], resources=b"/Font << /F9 5 0 R >>")


def looping_table() -> bytes:
    whole = hand_made(PAGE)
    table = int(whole.rsplit(b"startxref\n", 1)[1].split()[0])
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % table)


BOMBS: dict[str, Callable[[], bytes]] = {
    "a stream of 600 MB": lambda: hand_made(zeros(600), filters=FLATE),
    "a stream packed six times": six_times,
    "a stream of 15 MB": lambda: hand_made(zeros(15), filters=FLATE),
    "a stream of 2 MB of operators": lambda: hand_made(zeros(2), filters=FLATE),
    "brackets without end": lambda: hand_made(b"[" * 1_000_000),
    "a deep page tree": deep_tree,
    "a page tree that goes round": round_tree,
    "an outline that goes round": round_outline,
    "an outline that doubles": doubling_outline,
    "forms in forms": forms_in_forms,
    "one busy page 2,000 times": one_page_often,
    "30,000 words on each other": crowded,
    "19,000 words on lines of their own": scattered,
    "10,000 rectangles": patched,
    "a font of a billion widths": endless_font,
    "a font of endless letters": endless_letters,
    "a table that points to itself": looping_table,
}

RUN = """
import json, re, sys, time
from pathlib import Path
from advisor.corpus.parsing.pdf import read_pdf
from advisor.errors import SourceUnreadable

def most():  # not ru_maxrss: it begins at what the parent of this process had
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024

content = Path(sys.argv[1]).read_bytes()
before, began = most(), time.monotonic()
try:
    end = f"read: {len(read_pdf(content, Path('bomb.pdf')).blocks)} blocks"
except SourceUnreadable as error:
    end = error.reason[:80]
print(json.dumps([end, time.monotonic() - began, most() - before]))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_or_read_in_20_seconds_and_100_megabytes(
    bomb: str, tmp_path: Path
) -> None:
    file = tmp_path / "bomb.pdf"
    file.write_bytes(BOMBS[bomb]())
    command = [sys.executable, "-c", RUN, str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr[-500:]
    end, seconds, megabytes = json.loads(ran.stdout)
    size = file.stat().st_size / 1e6
    print(f"\n{bomb} ({size:.2f} MB): {end}; {seconds:.1f} s, {megabytes:.0f} MB more")
    assert seconds <= 20
    assert megabytes <= 100
