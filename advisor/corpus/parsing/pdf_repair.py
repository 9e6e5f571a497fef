"""Words as they were before a printer set them: no ligatures, no hyphens of the line's end."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from advisor.text import fold

_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_SPACES: dict[int, str] = dict.fromkeys(
    map(ord, "\u00a0\u2002\u2003\u2009\u202f\t\n\r\x0b\x0c"), " "
)
_BULLETS: dict[int, str] = dict.fromkeys(
    map(ord, "\u2023\u25aa\u25ab\u25cf\u25e6\u25a0\u25a1\u2219\uf0b7\uf0a7"), "•"
)
_TABLE = {**str.maketrans(_LIGATURES), **_SPACES, **_BULLETS}
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
BULLET = "\u2022"
SOFT_HYPHEN = "\u00ad"
_TYPESET = ("\u2010", SOFT_HYPHEN)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_BEFORE = re.compile(r"(?<![-'’])\b([^\W_]+)-$")
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*$")
_AFTER = re.compile(r"[^\W_]+")
_KEPT = frozenset(
    [
        "all",
        "anti",
        "arrière",
        "au",
        "avant",
        "bien",
        "ceux",
        "celui",
        "celle",
        "ci",
        "co",
        "contre",
        "cross",
        "demi",
        "ex",
        "extra",
        "grand",
        "inter",
        "là",
        "mi",
        "mid",
        "moi",
        "multi",
        "neo",
        "nord",
        "non",
        "nous",
        "off",
        "on",
        "para",
        "peut",
        "post",
        "pre",
        "pro",
        "quasi",
        "sans",
        "self",
        "semi",
        "sous",
        "soi",
        "sub",
        "sud",
        "sur",
        "tout",
        "toute",
        "ultra",
        "un",
        "vice",
        "vis",
        "vous",
        "well",
    ]
)
"""First parts of compounds, English and French, that keep their hyphen where nothing else tells."""


def cleaned(text: str) -> str:
    """Letters instead of ligatures, plain spaces and bullets, nothing that leaves no ink.

    A soft hyphen at the very end stays: it says that the word goes on.
    """
    text = text.translate(_TABLE)
    soft = text.rstrip().endswith(SOFT_HYPHEN)
    if not text.isascii():
        text = "".join(one for one in text if unicodedata.category(one) not in _UNSEEN)
    return unicodedata.normalize("NFC", text) + (SOFT_HYPHEN if soft else "")


class Joiner:
    """Rejoins the lines of one document; knows how it writes words inside its lines."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._words: Counter[str] = Counter()
        self._compounds: Counter[str] = Counter()
        for line in lines:
            inner = line[: line.rfind(" ") + 1] if line.endswith(("-", *_TYPESET)) else line
            self._words.update(fold(word) for word in _WORD.findall(inner))
            self._compounds.update(fold(word) for word in _COMPOUND.findall(inner))
        self._hyphenates = any(self._is_broken(*pair) for pair in pairwise(lines))

    def joined(self, before: str, after: str) -> str:
        """Two lines of one paragraph as one text."""
        if before.endswith(_TYPESET) and before[-2:-1].isalpha():
            return before[:-1] + after if after[:1].islower() else before[:-1] + "-" + after
        if _ADDRESS.search(before) and before[-1:] in "/-_.=?&%#":
            return before + after
        first, second = _BEFORE.search(before), _AFTER.match(after)
        if not first or not second:
            gap = "" if before[-2:-1].strip() and before[-1] in "/-" else " "
            return before.rstrip(SOFT_HYPHEN) + gap + after
        if self._keeps(first[1], second[0]):
            return before + after
        return before[:-1] + after

    def _is_broken(self, before: str, after: str) -> bool:
        """Whether a line ends inside a word that the document also writes whole."""
        first, second = _BEFORE.search(before), _AFTER.match(after)
        return bool(first and second and self._words[fold(first[1] + second[0])])

    def _keeps(self, first: str, second: str) -> bool:
        """Whether the hyphen between two halves of a word is part of it.

        Yes before a capital or a figure; else as the document writes the word elsewhere; else by
        what the first half is; else if both halves are words of the document, one of them where
        it breaks no word at the end of a line that it writes whole elsewhere.
        """
        if not second[0].islower() or not first[-1].isalpha() or first[-1].isupper():
            return True
        left, right = fold(first), fold(second)
        with_hyphen, without = self._compounds[f"{left}-{right}"], self._words[left + right]
        if with_hyphen or without:
            return with_hyphen > without
        if left in _KEPT:
            return True
        halves = [len(half) > 2 and self._words[half] > 0 for half in (left, right)]
        return all(halves) if self._hyphenates else any(halves)
