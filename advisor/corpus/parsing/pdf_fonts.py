"""What a font of a PDF says about the words set in it: how wide they are, and whether bold."""

from __future__ import annotations

import re
from typing import Any

from pypdf.errors import PyPdfError
from pypdf.generic._font import Font  # no public name in pypdf 7; the tests of columns hold it

from advisor.corpus.parsing.pdf_state import dictionary, number

_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_FORCE_BOLD = 1 << 18  # PDF 32000-1, table 123
_USUAL = 0.5  # of the size: a lower-case letter of most fonts
_SEVERAL = 400  # fonts kept; a document of the public service has less than 50


class Widths:
    """The widths of letters by font, kept so that each font is read once a document."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, Font | None, dict[str, float]]] = {}

    def of(self, text: str, font: Any) -> float:
        """How wide a text is, in ems; letters that the font does not measure count half an em."""
        read, widths = self._of_font(font)
        usual = _USUAL
        if read is not None:  # a file need not list the letters that are as wide as most
            usual = number([read.character_widths.get("default")], 1000 * _USUAL) / 1000
        return sum(widths.get(letter, usual) for letter in text)

    def begins_with_space(self, font: Any, raw: bytes) -> bool:
        """Whether the first code that a text operator shows is a space."""
        read, _ = self._of_font(font)
        if read is None or not raw:
            return False
        if isinstance(read.encoding, dict):
            first = read.encoding.get(raw[0], chr(raw[0]))
        else:
            first = raw[:2].decode(read.encoding, "replace")[:1]
        return not str(read.character_map.get(first, first)).strip()

    def _of_font(self, font: Any) -> tuple[Font | None, dict[str, float]]:
        if font is None:
            return None, {}
        kept = self._known.get(id(font))
        if kept is None or kept[0] is not font:
            if len(self._known) > _SEVERAL:
                self._known.clear()
            read = _font(font)
            kept = self._known[id(font)] = (font, read, _measured(read) if read else {})
        return kept[1:]


def is_bold(font: Any) -> bool:
    """Whether a font says so in its name, its weight or its flags."""
    font = dictionary(font)
    descendants = font.get("/DescendantFonts")
    inner = font
    if isinstance(descendants, list) and descendants:  # a composite font is described inside
        inner = dictionary(descendants[0])
    described = dictionary(inner.get("/FontDescriptor"))
    return (
        bool(_BOLD.search(str(font.get("/BaseFont", ""))))
        or number([described.get("/FontWeight")], 400) >= 600
        or bool(int(number([described.get("/Flags")], 0)) & _FORCE_BOLD)
    )


def _font(font: Any) -> Font | None:
    try:
        return Font.from_font_resource(font)
    except (PyPdfError, AttributeError, KeyError, TypeError, ValueError, IndexError):
        return None  # pypdf reads its words or leaves them out; only the widths are guessed


def _measured(read: Font) -> dict[str, float]:
    found: dict[str, float] = {}
    for raw, width in read.character_widths.items():
        if isinstance(read.encoding, dict) and len(raw) == 1:
            raw = read.encoding.get(ord(raw), raw)
        shown = read.character_map.get(raw, raw)
        if isinstance(shown, str) and len(shown) == 1:
            found[shown] = float(width) / 1000
    return found
