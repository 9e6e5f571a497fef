"""Looking words up in the lists, and what a particular is."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.answering.guards.lists import Lists
from advisor.answering.guards.reading import Word

_COMMON = ("small", "verb", "role", "site", "units", "firm_word", "document")
_OPENERS = ("sentence_openers", "role", "small")


@dataclass(frozen=True)
class Particular:
    """`kind`: name, self (the asker's own), firm, number, site, town, title, date, contact.

    `start` and `end` are offsets into the read text.

    `sure` is false where only a capital letter tells: it counts beside an act, and is not masked.
    """

    kind: str
    start: int
    end: int
    sure: bool = True


class Vocabulary:
    """The lists of words, asked about one word at a time."""

    def __init__(self, lists: Lists) -> None:
        words = dict(lists.words)
        words["given"] = words["given"] - words["doubtful"] - words["small"]
        words["common"] = frozenset().union(*(words[name] for name in _COMMON))
        words["known"] = words["known"] | words["in_titles"]
        words["opener"] = frozenset().union(*(words[name] for name in _OPENERS))
        self._words = words

    def has(self, name: str, word: Word | None) -> bool:
        """Whether `word` is in the list `name`; no word is in none."""
        return word is not None and word.text in self._words[name]

    def capital(self, word: Word) -> bool:
        """Whether `word` has a capital that the lists do not explain."""
        return word.written[:1].isupper() and not self.known(word)

    def known(self, word: Word) -> bool:
        """Whether a capital is no sign of a name here: a list says so, or it is "SINs" or "CVs"."""
        plural = word.written[-1:] == "s" and len(word.written) > 2 and word.written[:-1].isupper()
        stem = word.text.removesuffix("s")
        return plural or bool({word.text, stem} & self._words["known"])

    def document(self, word: Word) -> bool:
        """Whether `word` is a document, one or several."""
        return bool({word.text, word.text.rstrip("s")} & self._words["document"])

    def unknown(self, word: Word) -> bool:
        """Whether no list knows the word: between a role and a verb it is then a name."""
        usual = ("ly", "ment", "ing", "ed", "é", "ée", "és", "ées", "s")
        known = word.text in self._words["common"] or word.written.endswith(usual)
        return len(word.text) > 2 and not known
