"""The raw text as the guard reads it: cleaned, folded and cut into words that know their place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from advisor.text import fold

# Letters of other alphabets that look like Latin ones; whoever writes "Ignоrе" with them hides.
_LOOKALIKES = str.maketrans(
    dict(zip("аеорсухіјѕԁһӏкмтвн", "aeopcyxijsdhlkmtbh", strict=True))
    | dict(zip("АЕОРСУХІЈЅКМТВН", "AEOPCYXIJSKMTBH", strict=True))
    | dict(zip("αοερνικτυχ", "aoepviktux", strict=True))
    | dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True))
)
_QUOTES = str.maketrans(dict.fromkeys("‘’‚‛′ʼ`´＇", "'"))
_SPACES = frozenset("\t\n\r")
_TAG_FIRST, _TAG_LAST = 0xE0020, 0xE007E
_WORD = re.compile("(?:[^\\W_]|[\u0300-\u036f])+|[.!?…;\n]")
PATTERNS = (_WORD,)
_ENDS = frozenset(".!?…;\n")
_ABBREVIATED = frozenset(["m", "mr", "mrs", "ms", "dr", "st", "ste"])
_FIRMS = frozenset(["inc", "ltd", "ltee", "corp", "co"])
_TITLES = frozenset(["mr", "mrs", "ms", "dr"])
_GOES_ON = frozenset(",:)")
_INITIALS = 2
END = "."


@dataclass(frozen=True)
class Word:
    """One word: folded for comparing, as written, where it stands, and what leads up to it."""

    text: str
    written: str
    start: int
    end: int
    lead: str = ""

    @property
    def capital(self) -> bool:
        """Whether it opens with a capital and goes on in small letters, as names do."""
        return self.written[:1].isupper() and not (len(self.written) > 1 and self.written.isupper())


@dataclass(frozen=True)
class Reading:
    """A question without invisible characters, and the way back to the raw text.

    `offsets[i]` is the place in the raw text of the i-th character of `text`; one entry more marks
    the end. `hidden` is what was spelled in invisible tag characters; `spelled` says which words
    stand for several ("dont": "don t").
    """

    text: str
    offsets: tuple[int, ...]
    hidden: str
    spelled: Mapping[str, str]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Words in order; each end of a sentence is a word of its own, `END`."""
        return tuple(self._words())

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of `text` stands in the raw text."""
        return self.offsets[start], self.offsets[end - 1] + 1 if end > start else self.offsets[end]

    def _words(self) -> list[Word]:
        found: list[Word] = []
        for match in _WORD.finditer(self.text):
            written, start, end = match.group(), match.start(), match.end()
            lead = self.text[found[-1].end if found else 0 : start]
            if written in _ENDS:
                if not self._goes_on(found, written, end):
                    found.append(Word(END, written, start, end, lead))
                continue
            folded = fold(written.translate(_LOOKALIKES))
            first, *more = self.spelled.get(folded, folded).split()
            found.append(Word(first, written, start, end, lead))
            found.extend(Word(word, "", end, end) for word in more)
        return found

    def _goes_on(self, before: list[Word], stop: str, end: int) -> bool:
        """Whether the sentence goes on: the point stands in a number, or after "M." or "Dr."."""
        if stop != "." or self.text[end : end + 1] == "\n":
            return False
        inside = self.text[end : end + 1].isalnum()
        following = self.text[end : end + 2].strip()
        numbered = bool(before) and before[-1].text in ("no", "n") and following.isdigit()
        last = before[-1].text if before else ""
        titled = last in _ABBREVIATED and (following.isupper() or last in _TITLES)
        firm = last in _FIRMS and following.islower()
        return inside or numbered or titled or firm or self._abridged(before, end)

    def _abridged(self, before: list[Word], end: int) -> bool:
        """Whether the point follows an initial and a name, a comma or a small letter goes on."""
        letters = [word.written for word in before[-2:] if len(word.written) == 1]
        if not letters or letters[-1] != before[-1].written or not letters[-1].isupper():
            return False
        following = self.text[end : end + 2].strip()
        several = len(letters) == _INITIALS and before[-1].lead == "."
        return following[:1] in _GOES_ON or following.islower() or (several and bool(following))


def read(raw: str, spelled: Mapping[str, str]) -> Reading:
    """Clean `raw`: compatibility forms folded (NFKC), zero-width, tag and control characters gone.

    Raises nothing; lone surrogates are dropped.
    """
    if raw.isascii() and raw.isprintable():
        return Reading(raw, tuple(range(len(raw) + 1)), "", spelled)
    letters: list[str] = []
    offsets: list[int] = []
    hidden: list[str] = []
    for place, character in enumerate(raw):
        if _TAG_FIRST <= ord(character) <= _TAG_LAST:
            hidden.append(chr(ord(character) - 0xE0000))
            continue
        shown = _shown(character)
        letters.append(shown)
        offsets.extend([place] * len(shown))
    return Reading("".join(letters), (*offsets, len(raw)), "".join(hidden), spelled)


def _shown(character: str) -> str:
    """What a reader sees of one character: nothing, a plain space, or its compatibility form."""
    if character in _SPACES:
        return character
    category = unicodedata.category(character)
    if category in ("Cf", "Cc", "Cs", "Co", "Cn"):
        return ""
    if category[0] == "Z":
        return "\n" if category != "Zs" else " "
    if character < "\u00ff":
        return character.translate(_QUOTES)
    return unicodedata.normalize("NFKC", character).translate(_QUOTES)
