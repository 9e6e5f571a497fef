"""The checks V1 to V11, each a reason for failing or None (trust.md, section 5)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from advisor.answering.quotes import SHORTEST, cut, false_marks, misquoted
from advisor.claims import altered, amounts, names_provision, read, unsupported
from advisor.domain.answers import Basis, Citation, Evidence, Part, Statement
from advisor.domain.cards import Card
from advisor.domain.sources import Passage, View, covers
from advisor.domain.values import Language
from advisor.text import content_words, normalise

LONGEST = 1_200
"""Characters a statement may have, unless it is nothing but its quote."""

Catalogue: TypeAlias = Collection[str]
"""SHA-256 checksums, in hexadecimal, of every piece of fixed text in the answer's language."""

_OVERLAP = 0.5
_SOFT_HYPHEN = "\u00ad"
_LETTERS = frozenset("œŒŸªº\u1d49\u02b3")  # beyond Latin-1; the last two raise letters: 60ᵉ, 1ᵉʳ
_MARKS = frozenset({"Nd", "Nl", "No", "So", "Sk"})
_HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_ADDRESS = re.compile(
    r"https?:|www\.|[^\s@]{1,64}@[^\s@]{1,64}|\b[a-z0-9-]{1,63}\.(?:ca|com|org|net|info|io)\b", re.I
)


@dataclass(frozen=True)
class Case:
    """One statement with all that it is judged by."""

    statement: Statement
    evidence: Evidence
    language: Language
    catalogue: Catalogue
    generation: str | None

    @cached_property
    def passages(self) -> tuple[Passage | None, ...]:
        """The cited passages as the evidence holds them; None for one that it does not."""
        return tuple(self.evidence.passage(one.passage_id) for one in self.statement.citations)

    @cached_property
    def cited(self) -> tuple[tuple[Citation, Passage], ...]:
        """Each citation with its passage, where the evidence holds it."""
        pairs = zip(self.statement.citations, self.passages, strict=True)
        return tuple((citation, passage) for citation, passage in pairs if passage)

    @cached_property
    def card(self) -> Card | None:
        """The served card that the statement names."""
        served = (ranked.card for ranked in self.evidence.cards)
        return next((card for card in served if card.id == self.statement.source), None)

    @cached_property
    def support(self) -> tuple[str, ...]:
        """The texts that carry the statement: quotes, digests, or the words of the card."""
        if self.statement.basis is Basis.CARD:
            return tuple(text for _, text in self.card.texts(self.language)) if self.card else ()
        return tuple(passage.text[one.start : one.end] for one, passage in self.cited)

    @cached_property
    def verbatim(self) -> bool:
        """Whether the statement is nothing but one of the texts that carry it."""
        said = _bare(self.statement.text)
        return any(said == _bare(text) for text in self.support)


_Check: TypeAlias = Callable[[Case], str | None]


def _bare(text: str) -> str:
    return normalise(text).strip(' ".;:,')


def _v1(case: Case) -> str | None:
    text = unicodedata.normalize("NFC", case.statement.text)
    if not text.strip():
        return "empty"
    if len(text) > LONGEST and not case.verbatim:
        return "too long"
    known = frozenset("".join(case.support)) if case.statement.basis is Basis.OFFICIAL else ()
    for character in frozenset(text) - frozenset(" \n\t"):
        kind = unicodedata.category(character)
        if kind in _HIDDEN and character != _SOFT_HYPHEN:
            return "hidden character"
        if not character.isascii() and character not in known and _strange(character, kind):
            return "foreign letter"
    return None


def _strange(character: str, kind: str) -> bool:
    """Whether a character is outside what English and French are written with."""
    if kind[0] == "L":
        return character > "\u00ff" and character not in _LETTERS
    return kind[0] == "M" or (kind in _MARKS and character > "\u00ff")


def _v2(case: Case) -> str | None:
    if case.generation is not None and case.evidence.generation != case.generation:
        return "other index generation"
    for passage in case.passages:
        if passage is None:
            return "not in the evidence"
        if not passage.in_force:
            return "not in force"
    return None


def _cited(case: Case) -> str | None:
    return None if case.statement.citations else "no citation"


def _v3(case: Case) -> str | None:
    for citation, passage in case.cited:
        if passage.view is not View.OFFICIAL:
            return "quote of a summary"
        if reason := misquoted(passage.text, citation.start, citation.end):
            return reason
    return false_marks(case.statement.text, case.support)


def _v4(case: Case) -> str | None:
    """A quote beside a card or a fixed text: real where there is one."""
    for citation, passage in case.cited:
        if (citation.start, citation.end) == (None, None):
            continue
        if passage.view is not View.OFFICIAL:
            return "quote of a summary"
        if reason := misquoted(passage.text, citation.start, citation.end):
            return reason
    return None


def _v3_summary(case: Case) -> str | None:
    return false_marks(case.statement.text, case.support, longest=SHORTEST)


def _only_digests(case: Case) -> str | None:
    for citation, passage in case.cited:
        if passage.view is not View.DIGEST or (citation.start, citation.end) != (None, None):
            return "not a summary"
    return None


def _v5(case: Case) -> str | None:
    for _, passage in case.cited:
        if passage.language is not case.language and (
            passage.view is not View.OFFICIAL or case.evidence.passage(passage.counterpart_id)
        ):
            return "other language"
    return None


def _v6(case: Case) -> str | None:
    return _claimed(case, "V6")


def _v7(case: Case) -> str | None:
    if case.statement.basis is Basis.OFFICIAL:
        for one, passage in case.cited:
            if one.start is not None and one.end is not None:
                reason = cut(passage.text, one.start, one.end, passage.language)
                if reason:
                    return reason
    return _claimed(case, "V7")


def _v8(case: Case) -> str | None:
    if case.verbatim:
        return None
    mine = content_words(case.statement.text, case.language)
    theirs = frozenset[str]().union(*(content_words(text, case.language) for text in case.support))
    if len(mine & theirs) < _OVERLAP * len(mine) or not mine:
        return "overlap"
    return _claimed(case, "V8")


def _claimed(case: Case, check: str) -> str | None:
    """The first thing claimed beyond, or other than, the texts that carry the statement."""
    if case.verbatim:
        return None
    text, support = case.statement.text, case.support
    found = unsupported(text, support, case.language) + altered(text, support, case.language)
    return next((one.partition(": ")[2] for one in found if one.startswith(check)), None)


def _v9(case: Case) -> str | None:
    statement = case.statement
    if statement.part in (Part.SHORT, Part.STEP):
        return "in short or step"
    if statement.citations or names_provision(statement.text, case.language):
        return "provision"
    if amounts(statement.text, case.language):
        return "number"
    return "obligation" if read(statement.text, case.language).forces else None


def _v10(case: Case) -> str | None:
    checksum = hashlib.sha256(case.statement.text.encode("utf-8", "surrogatepass")).hexdigest()
    return None if checksum in case.catalogue else "not fixed text"


def _v11(case: Case) -> str | None:
    carried = " ".join(case.support).lower()
    for match in _ADDRESS.finditer(case.statement.text):
        if match.group().lower() not in carried:
            return "address"
    return None


def _served(case: Case) -> str | None:
    """Why a statement is not the served card's, word for word, with citations of that card."""
    if case.card is None:
        return "card not served"
    said = (case.statement.part.value, case.statement.text)
    if not case.statement.tailored and said not in case.card.texts(case.language):
        return "other words than the card"
    for _, passage in case.cited:
        if not any(within(cited, passage.provision) for cited in case.card.citations):
            return "not cited by the card"
    return None


def within(cited: str, provision: str) -> bool:
    """Whether `provision` (`source#locator`) is the cited one or one of its children.

    Without the registry at hand, points count as steps only below a locator that has one: `4.2`
    contains `4.2.13`, but 19 does not contain 19.1.
    """
    source, _, locator = cited.partition("#")
    other, _, place = provision.partition("#")
    return source == other and covers(locator, place, dotted="." in locator)


_CONTENT: tuple[tuple[str, _Check], ...] = (("V11", _v11), ("V6", _v6), ("V7", _v7), ("V8", _v8))
CHECKS: dict[str, tuple[tuple[str, _Check], ...]] = {
    "official": (
        ("V2", _cited), ("V2", _v2), ("V1", _v1), ("V3", _v3), ("V5", _v5), *_CONTENT,
    ),
    "digest": (
        ("V2", _cited), ("V2", _v2), ("V1", _v1), ("V3", _only_digests), ("V3", _v3_summary),
        ("V5", _v5), *_CONTENT,
    ),
    "card": (("V2", _v2), ("V4", _v4), ("V7", _served), ("V1", _v1), ("V11", _v11)),
    "tailored": (
        ("V7", _served), ("V2", _cited), ("V2", _v2), ("V1", _v1), ("V3", _v3_summary), *_CONTENT,
    ),
    "catalogue": (("V2", _v2), ("V4", _v4), ("V10", _v10)),
    "general": (("V1", _v1), ("V9", _v9), ("V11", _v11)),
}  # fmt: skip
