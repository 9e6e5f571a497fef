"""What a page holds and does not show: text that no reader would know we quote."""

from __future__ import annotations

import re

from lxml import etree

_CLASSES = frozenset({"wb-inv", "wb-invisible", "sr-only", "visually-hidden", "hidden", "hide"})
_NOTHING = r"0*(?:\.0+)?(?:px|pt|em|rem|%|vh|vw)?\s*(?:!important\s*)?(?:;|$)"
_DECLARED = re.compile(
    r"(?<![-\w])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|content-visibility\s*:\s*hidden"
    rf"|(?:font-size|opacity|(?:max-)?(?:width|height)|zoom)\s*:\s*{_NOTHING}"
    r"|(?:text-indent|left|top|right|bottom|margin-left|margin-top)\s*:\s*-\d{3,}"
    r"|clip\s*:\s*rect|clip-path\s*:\s*(?:inset|circle)\s*\(|transform\s*:\s*scale\(\s*0\s*[,)]"
    r"|(?:color|-webkit-text-fill-color)\s*:\s*(?:white\b|transparent\b|#fff(?:f|fff|fffff)?\b"
    r"|#[\da-f]{3}0\b|#[\da-f]{6}00\b|rgba?\(\s*255\s*,?\s*255\s*,?\s*255|hsla?\([^)]{0,40}100%\s*[,)/]"
    r"|rgba\([^)]{0,40},\s*0(?:\.0+)?\s*\)))",
    re.IGNORECASE,
)
_WHITE = frozenset({"white", "#fff", "#ffffff"})
_CONDITIONAL = re.compile(r"@[a-z-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.IGNORECASE)
_NAMED = re.compile(r"(?:[a-z]\w*)?([.#][\w-]+)", re.IGNORECASE)
_MOST_STYLE = 100_000


class Hiding:
    """What one page hides: by an attribute, by its own style, or by a style sheet inside it.

    Style sheets that it links to are not fetched. Of those inside, plain rules for one class or
    one id count (`.x {display: none}`), rules under a condition (`@media print`) do not.
    """

    def __init__(self, root: etree._Element) -> None:
        self._names = _hidden_names(root)

    def hides(self, element: etree._Element) -> bool:
        """Whether an element is not seen; all that lies in it is then left out with it."""
        classes = element.get("class", "").split()
        return (
            element.get("hidden") is not None
            or element.get("aria-hidden", "").strip().lower() == "true"
            or not _CLASSES.isdisjoint(classes)
            or bool(_DECLARED.search(_plain(element.get("style", ""))))
            or element.get("color", "").strip().lower() in _WHITE
            or any(f".{name}" in self._names for name in classes)
            or f"#{element.get('id', '')}" in self._names
        )


def _hidden_names(root: etree._Element) -> frozenset[str]:
    """The classes and ids (`.x`, `#y`) that style sheets inside the page hide."""
    sheets = "\n".join(style.text or "" for style in root.iter("style"))[:_MOST_STYLE]
    rules = (rule.rpartition("{") for rule in _CONDITIONAL.sub("", _plain(sheets)).split("}"))
    names = [
        match[1]
        for selectors, _, declared in rules
        if _DECLARED.search(declared)
        for selector in selectors.split(",")
        if (match := _NAMED.fullmatch(selector.strip()))
    ]
    return frozenset(names)


def _plain(style: str) -> str:
    """A style without its comments."""
    first, *others = style.split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)
