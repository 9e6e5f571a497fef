"""The word lists of both languages, and regular expressions made from them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from advisor.domain.values import Language
from advisor.text import fold, normalise

_ALL: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "lists.yaml").read_text("utf-8"))


def lists(language: Language) -> dict[str, Any]:
    """The lists of one language, as `lists.yaml` holds them."""
    found: dict[str, Any] = _ALL[language]
    return found


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Text as the lists are written: normalised, lower case, no accents."""
    return fold(normalise(text))


def any_of(phrases: Iterable[str]) -> str:
    """A group matching any of these phrases, the longest first."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(re.escape(phrase) for phrase in ordered) + ")"


def whole_words(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of these phrases, not within a longer word; one ending in an apostrophe is a prefix."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    ends = (re.escape(phrase) + ("" if phrase.endswith("'") else r"\b") for phrase in ordered)
    return re.compile(r"\b(?:" + "|".join(ends) + ")")
