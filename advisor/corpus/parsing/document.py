"""What every parser gives: one language of one document, provision by provision."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.domain.values import Language


@dataclass(frozen=True)
class Piece:
    """One provision of a document: where it stands, and its words with its children's.

    The locator of a definition ends in the English term in both languages (`2(1):wrongdoing`).
    Where the French text gives no English term, it ends in the French one; `pairing` then looks
    for the English definition that names it.
    """

    locator: str
    level: str
    heading: str
    heading_path: tuple[str, ...]
    ancestors: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Quarantined:
    """A part of a document that cannot be cited. `reason`: `no_anchor`; `words`: how many it has.

    `no_anchor`: an unnumbered heading that the registry declares no locator for.
    """

    heading: str
    reason: str
    words: int


@dataclass(frozen=True)
class Document:
    """One language of an instrument, a code, a guide or a report.

    `number`: the publisher's own, as file names and addresses write it (`P-31.9`, `SOR-2020-130`,
    `32592`); None where it has none. `version`: the day of the last amendment it holds;
    `current_to`: the day up to which it is current (ISO dates).
    """

    number: str | None
    language: Language
    version: str | None
    current_to: str | None
    pieces: tuple[Piece, ...]
    title: str = ""
    quarantined: tuple[Quarantined, ...] = ()
