"""The words of a Justice Laws element, as a reader of the instrument would read them."""

from __future__ import annotations

import re

from lxml import etree

from advisor.domain.values import Language

UNITS = {
    "Section": "section",
    "Subsection": "subsection",
    "Definition": "definition",
    "Paragraph": "paragraph",
    "Subparagraph": "subparagraph",
    "Clause": "clause",
    "Subclause": "subclause",
}
"""The elements that are provisions, and the level each one is."""

_BESIDE = frozenset(
    {
        "MarginalNote",  # a title, not a rule
        "HistoricalNote",
        "Footnote",
        "FootnoteRef",
        "ScheduleFormHeading",
        "AmendedText",  # the words of another instrument
        "RelatedOrNotInForce",
        "Repealed",
    }
)
_BLOCKS = frozenset(UNITS) | {
    "Label",
    "Text",
    "Provision",
    "Oath",
    "ContinuedSectionSubsection",
    "ContinuedDefinition",
    "ContinuedParagraph",
    "ContinuedSubparagraph",
    "FormulaGroup",
    "Formula",
    "FormulaConnector",
    "FormulaDefinition",
    "FormulaTerm",
    "BillPiece",
    "Group",
}
_LINES = frozenset({"row", "Item", "BilingualItemEn", "BilingualItemFr", "GroupHeading", "Caption"})
_ITEM_OF = {"BilingualItemEn": Language.EN, "BilingualItemFr": Language.FR}
_STRAY = re.compile(r" (?=[.,](?: |$))")  # left where a mark of a footnote stood
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def words_of(element: etree._Element, language: Language) -> str:
    """The element's own words and its children's with their labels, without its own label.

    One line, except that the items of lists and the rows of tables stand on lines of their own
    (cells are parted by ` | `). Notes about history, repealed pieces and pieces not in force are
    left out; of a list in both languages only `language` is kept.
    """
    parts: list[str] = [element.text or ""]
    for child in element:
        own_label = child.tag == "Label" and child is element.find("Label")
        parts += [] if own_label else _gather(child, language)
        parts.append(child.tail or "")
    return tidy("".join(parts))


def label_of(element: etree._Element) -> str:
    """The number as printed, without a mark of a footnote: `19.1`, `(2)`, `a)`; empty if none."""
    label = element.find("Label")
    return "" if label is None else tidy("".join(_gather(label, Language.EN)))


def note_of(element: etree._Element, language: Language) -> str:
    """The marginal note, which is the natural title of a provision; empty if there is none."""
    note = element.find("MarginalNote")
    return "" if note is None else words_of(note, language)


def is_dead(element: etree._Element) -> bool:
    """Whether the element is a repealed piece, or one that the file marks as not in force.

    A Text that holds a Repealed element has no live words beside it: in the files met, what is
    left is the defined term, or a second number (`and (3) [Repealed ...]`).
    """
    return (
        element.find("Text/Repealed") is not None
        or element.find("Repealed") is not None
        or element.get("in-force") == "no"
    )


def tidy(text: str) -> str:
    """Single spaces, no invisible characters, no blank lines."""
    lines = (
        _STRAY.sub("", " ".join(line.split())) for line in _INVISIBLE.sub("", text).split("\v")
    )
    return "\n".join(line for line in lines if line)


def _gather(element: etree._Element, language: Language) -> list[str]:
    tag = str(element.tag)
    if tag in _BESIDE or is_dead(element) or _ITEM_OF.get(tag, language) is not language:
        return []
    if tag == "Leader":
        return [" .... "]
    inner = [element.text or ""]
    for child in element:
        inner += _gather(child, language)
        inner.append(child.tail or "")
    return _set(tag, inner, element)


def _set(tag: str, inner: list[str], element: etree._Element) -> list[str]:
    """`inner` with what parts this element from its neighbours; `\\v` stands for a new line."""
    if tag in _LINES or element.get("list-item") == "yes":
        return ["\v", *inner, "\v"]
    if tag == "entry" and element.getnext() is not None:
        return [re.sub(r"\s*\v\s*", " ", "".join(inner)).strip(), " | "]
    if tag == "entry":
        return [re.sub(r"\s*\v\s*", " ", "".join(inner)).strip()]
    parent = element.getparent()
    if tag == "Sup" and parent is not None and parent.tag == "FormulaText":
        return ["^", *inner]
    if tag in _BLOCKS:
        return [" ", *inner, " "]
    return inner
