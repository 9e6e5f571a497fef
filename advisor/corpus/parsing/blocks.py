"""A document as a reader sees it on the page, before its provisions are known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from advisor.domain.values import Language


class Kind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True)
class Block:
    """One heading, paragraph, list item or table row, in the order of reading.

    `text`: one line, white space tidied; of a row, its cells parted by ` | `. `number`: what the
    document prints before it or anchors it with, without closing stop (`4.2.13`, `A.2.6`, `A` for
    an appendix), empty if nothing. `depth`: of a heading 1 (outermost) to 6; of an item how deep
    its list lies, from 1; of a paragraph or a row how deep the item lies that holds it, else 0
    (also where the format does not tell). `page`: from 1, where pages are known.
    """

    kind: Kind
    text: str
    number: str = ""
    depth: int = 0
    page: int | None = None


@dataclass(frozen=True)
class Pages:
    """What a reader of one format gives. `language`: declared by the document; None if it is not.

    `number`, `version`: as in `Document`.
    """

    title: str
    blocks: tuple[Block, ...]
    language: Language | None = None
    number: str | None = None
    version: str | None = None
