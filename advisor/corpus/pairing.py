"""English and French views of one source, side by side by locator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from advisor.domain.sources import Passage
from advisor.domain.values import Value


class Pairing(Value):
    """What the two languages of one source share: how many locators, and which stand alone.

    A locator stands alone mostly because one language drafts a list where the other drafts a
    sentence; the nearest shared ancestor is then the counterpart.
    """

    source_id: str
    paired: int
    only_en: tuple[str, ...] = ()
    only_fr: tuple[str, ...] = ()

    @property
    def rate(self) -> float:
        """The share of locators that both languages have, 0 to 1."""
        total = self.paired + len(self.only_en) + len(self.only_fr)
        return self.paired / total if total else 1.0


def paired(source_id: str, english: Iterable[Passage], french: Iterable[Passage]) -> Pairing:
    """How the two languages of a source match, locator by locator (label and occurrence)."""
    ours = {passage.locator: None for passage in english}
    theirs = {passage.locator: None for passage in french}
    return Pairing(
        source_id=source_id,
        paired=len(ours.keys() & theirs.keys()),
        only_en=tuple(locator for locator in ours if locator not in theirs),
        only_fr=tuple(locator for locator in theirs if locator not in ours),
    )


def realigned(english: Sequence[Passage], french: Sequence[Passage]) -> tuple[Passage, ...]:
    """`french` with the locators of its unpaired definitions set right by the English text.

    A French definition that gives no English term, or writes it otherwise, takes the locator of
    the unpaired English definition of the same provision that closes with `(French term)`.
    What stands in one language only keeps its own.
    """
    ours = {passage.locator for passage in english}
    theirs = {passage.locator for passage in french}
    lonely = [p for p in english if p.level == "definition" and p.locator not in theirs]
    renamed = {
        passage.locator: match.locator
        for passage in french
        if passage.level == "definition" and passage.locator not in ours
        for match in lonely
        if match.ancestors == passage.ancestors and _names(match, passage.heading)
    }
    return tuple(_renamed(passage, renamed) for passage in french) if renamed else tuple(french)


def _names(definition: Passage, term: str) -> bool:
    return definition.text.rstrip(".; ").casefold().endswith(f"({term.casefold()})")


def _renamed(passage: Passage, renamed: dict[str, str]) -> Passage:
    for old, new in renamed.items():
        if passage.locator == old or old in passage.ancestors:
            return passage.model_copy(
                update={
                    "locator": new + passage.locator[len(old) :],
                    "ancestors": tuple(
                        new + above[len(old) :] if above.startswith(old) else above
                        for above in passage.ancestors
                    ),
                }
            )
    return passage
