"""Reading a page without the code that wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import html

OURS = frozenset(
    """
    html head meta title link body a header div p main h1 h2 h3 section article ol ul li
    form label textarea input select option button sup details summary strong span
    blockquote dl dt dd aside footer nav
    """.split()  # noqa: SIM905  (a page of names reads better so)
)
ATTRIBUTES = frozenset(
    """
    lang charset name content rel href class id tabindex method action type value for rows
    maxlength required autocomplete aria-describedby aria-labelledby aria-label aria-invalid
    role hreflang selected data-card data-cite data-catalogue data-general data-contact
    """.split()  # noqa: SIM905  (a page of names reads better so)
)
ADDRESSES = ("/", "#", "https:", "tel:", "data:,")  # the last is the empty icon


def parsed(page: str) -> Any:
    """The page as a tree."""
    return html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))


def foreign(tree: Any) -> list[str]:
    """Every element, attribute and address that no template of ours writes."""
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag not in OURS:
            found.append(f"element {element.tag}")
            continue
        for name, value in element.attrib.items():
            if name not in ATTRIBUTES:
                found.append(f"{element.tag} {name}")
            if name in ("href", "action") and not value.startswith(ADDRESSES):
                found.append(f"{element.tag} {name}={value}")
    return found


def sentences(tree: Any) -> Iterator[tuple[str, str, set[int]]]:
    """Each sentence of advice shown: what it rests on (an attribute), its text, its marks."""
    places = "//div[@class='short']/p | //article/ol/li | //article/section[@class='depends_on' or"
    for element in tree.xpath(f"{places} @class='caution']/ul/li"):
        bases = [name for name in element.attrib if name.startswith("data-")]
        marks = {int(a.text.strip("[]")) for a in element.xpath("./sup/a")}
        yield (bases[0] if len(bases) == 1 else "none", element.text, marks)
