"""What a page prints before the items of an ordered list: `1. `, `b. `, `iv. `."""

from __future__ import annotations

from lxml import etree

_STYLES = {"lower-alpha": "a", "lst-lwr-alph": "a", "lower-roman": "i", "lst-lwr-rmn": "i"}
_BARE = frozenset({"list-unstyled", "noBullet", "lst-none"})
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def start_of(element: etree._Element) -> int:
    """What an ordered list counts from."""
    start = element.get("start", "1")
    return int(start) if start.isdecimal() and len(start) < 4 else 1


def marker_of(element: etree._Element, count: int) -> str:
    """What a page prints before an item of an ordered list: `1. `, `b. `, `iv. `; else nothing."""
    classes = element.get("class", "").split()
    if element.tag != "ol" or not _BARE.isdisjoint(classes):
        return ""
    style = next((_STYLES[name] for name in classes if name in _STYLES), element.get("type", "1"))
    if style == "a" and count <= 26:
        return f"{chr(96 + count)}. "
    if style == "i" and count < 40:
        return f"{_roman(count)}. "
    return f"{count}. "


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        while number >= value:
            written, number = written + letters, number - value
    return written
