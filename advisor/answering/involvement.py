"""Who in the question may be part of the problem, since that changes the doors."""

from __future__ import annotations

import re
from functools import lru_cache

from advisor.domain.values import Language
from advisor.phrases import Phrases
from advisor.text import fold

_PEOPLE = ("deputy_head", "ministers_office", "senior_officer", "supervisor")


def involved(question: str, language: Language, phrases: Phrases) -> tuple[str, ...]:
    """Ids of `involved` named in `question`, by the cues of `cues.yaml` (`involved_<id>`).

    Being named is enough: that a supervisor is mentioned never proves anything, and one more door
    costs nothing.
    """
    text = fold(question)
    return tuple(
        who for who in _PEOPLE if _pattern(phrases.cues(f"involved_{who}", language)).search(text)
    )


@lru_cache(maxsize=32)
def _pattern(cues: tuple[str, ...]) -> re.Pattern[str]:
    if not cues:
        return re.compile(r"(?!)")
    words = "|".join(re.escape(fold(cue)) for cue in sorted(cues, key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b")
