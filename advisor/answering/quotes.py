"""Quotes: found in a provision word for word, cut where its meaning allows, and not alone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from advisor.claims import is_exception, read
from advisor.domain.answers import Evidence
from advisor.domain.sources import Passage
from advisor.domain.values import Language
from advisor.text import normalise, normalise_with_offsets, sentence_spans

SHORTEST = 25
"""Characters a quote must have, normalised, unless it is the whole provision (trust.md, V3)."""

_QUOTED = re.compile(r'"([^"]*)"')
_SOFT_HYPHEN = "\u00ad"
_CLAUSE_END = re.compile(r"[;:.]\s")
_LAST_STEP = re.compile(r"(?<!\d)(\d{1,6})(?:\.(\d{1,6}))?\)?$")


@lru_cache(maxsize=512)
def _normalised(text: str) -> tuple[str, tuple[int, ...]]:
    letters, offsets = normalise_with_offsets(text)
    return letters, tuple(offsets)


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Where `quote` stands in the provision's `text`, as offsets, or None when it does not.

    It must be one contiguous, word-aligned piece of it, typography aside, of at least SHORTEST
    characters or the whole: no other letter, no ellipsis, no changed case.
    """
    wanted = normalise(quote)
    letters, offsets = _normalised(text)
    if not wanted or (len(wanted) < SHORTEST and wanted != letters):
        return None
    at = letters.find(wanted)
    while at >= 0:
        if _aligned(letters, at, at + len(wanted)):
            return offsets[at], offsets[at + len(wanted)]
        at = letters.find(wanted, at + 1)
    return None


def misquoted(text: str, start: int | None, end: int | None) -> str | None:
    """Why `text[start:end]` is no quote of a provision's `text` (V3, V4); None when it is one."""
    if start is None or end is None or not 0 <= start < end <= len(text):
        return "offsets"
    quote = normalise(text[start:end])
    if len(quote) < SHORTEST and quote != normalise(text):
        return "too short"
    return None if _aligned(text, start, end) else "inside a word"


def _aligned(text: str, start: int, end: int) -> bool:
    """Whether no word is cut at either end; a soft hyphen is inside a word."""
    before = text[:start][-8:].rstrip(_SOFT_HYPHEN)[-1:]
    behind = text[end : end + 8].lstrip(_SOFT_HYPHEN)[:1]
    if behind and unicodedata.combining(behind):
        return False
    first, last = text[start:end].strip(_SOFT_HYPHEN)[:1], text[start:end].strip(_SOFT_HYPHEN)[-1:]
    cut_before = before.isalnum() and first.isalnum()
    return not cut_before and not (behind.isalnum() and (last.isalnum() or last == "'"))


def cut(text: str, start: int, end: int, language: Language) -> str | None:
    """What a quote leaves out of its own sentence although it changes its meaning (V7).

    An exception before or behind it, or a force or negation that governs its beginning.
    """
    for first, last in sentence_spans(text, language):
        if last <= start or first >= end:
            continue
        if end < last and "exception" in read(text[end:last], language).scopes:
            return "exception behind"
        if start > first:
            lead = text[first:start]
            if "exception" in read(lead, language).scopes:
                return "exception before"
            if _governs(lead, language):
                return "lead-in"
    return None


def _governs(lead: str, language: Language) -> bool:
    """Whether the words before a quote order, allow or deny what it begins with."""
    clause = _CLAUSE_END.split(lead)[-1]
    opening = lead.split(":", 1)[0] if ":" in lead else ""  # "No person shall: (a) ...; (b) ..."
    return bool(read(clause, language).forces or read(opening, language).forces)


def false_marks(text: str, quotes: tuple[str, ...], longest: int | None = None) -> str | None:
    """Why the quotation marks or an ellipsis in a sentence are false; None when they are not.

    `quotes`: the texts that quotation marks may repeat; `longest`: characters between two marks.
    """
    said = normalise(text)
    originals = tuple(normalise(quote) for quote in quotes)
    for ellipsis in ("…", "...", "[…]"):
        if ellipsis in said and not any(ellipsis in original for original in originals):
            return "ellipsis"
    if said.count('"') % 2:
        return "unpaired quotation mark"
    for piece in (found.strip(" .,;:") for found in _QUOTED.findall(said)):
        if longest is not None and len(piece) >= longest:
            return "a summary is no quote"
        if not any(_contains(original, piece) for original in originals):
            return "words not in the quote"
    return None


def _contains(text: str, piece: str) -> bool:
    at = text.find(piece)
    while at >= 0:
        if _aligned(text, at, at + len(piece)):
            return True
        at = text.find(piece, at + 1)
    return False


def companions(passage: Passage, evidence: Evidence) -> tuple[Passage, ...]:
    """The exceptions to `passage` in the evidence, to be shown beside it as cautions.

    Its next sibling or one of its children, in the same view and language, that is headed
    "Exception" or opens with "Despite", "Malgré" or the like (trust.md, section 5).
    """
    near = {
        other.id: other
        for other in (*evidence.cited, *(ranked.passage for ranked in evidence.passages))
        if (other.source_id, other.language, other.view)
        == (passage.source_id, passage.language, passage.view)
        and other.id != passage.id
        and (_is_child(passage, other) or _is_next(passage, other))
    }
    return tuple(o for o in near.values() if is_exception(o.heading, o.text, o.language))


def _is_child(passage: Passage, other: Passage) -> bool:
    return bool(other.ancestors) and other.ancestors[-1] == passage.locator


def _is_next(passage: Passage, other: Passage) -> bool:
    """Whether `other` may directly follow: same parent, the next number or one squeezed between."""
    if passage.ancestors != other.ancestors:
        return False
    here, there = _LAST_STEP.search(passage.locator), _LAST_STEP.search(other.locator)
    if not (here and there) or here.string[: here.start()] != there.string[: there.start()]:
        return False
    mine = (int(here[1]), int(here[2] or 0))
    theirs = (int(there[1]), int(there[2] or 0))
    return theirs in ((mine[0] + 1, 0), (mine[0], mine[1] + 1))
