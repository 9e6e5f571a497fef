"""Firms, named sites, and titles that one person in the world holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.answering.guards.reading import END, Word
from advisor.answering.guards.vocabulary import Particular, Vocabulary

_FIRM_WORDS = 3
_SHORT = 4
_ARTICLES = frozenset(["the", "la", "l", "le"])
_DEFINITE = _ARTICLES | {"our", "notre"}
_ANY = frozenset(["my", "a", "mon", "ma", "un", "une"])
_LINKS = frozenset(["of", "for", "de", "du", "des", "d", "aux", "à"])
_AT = frozenset(["at", "in", "à"])


def firms(words: Sequence[Word], vocabulary: Vocabulary) -> Iterator[Particular]:
    """Firms by what ends their name ("Inc.", "Consulting") or by a list of well-known ones."""
    for i, word in enumerate(words):
        if i and vocabulary.has("firm_suffix", word) and _suffixed(words, i):
            yield Particular("firm", words[_firm_start(words, i, vocabulary)].start, word.end)
        elif vocabulary.has("firm_noun", word) and word.written[:1].isupper():
            first = words[_firm_start(words, i, vocabulary)]
            after = words[i + 1] if i + 1 < len(words) else None
            if vocabulary.capital(first):
                yield Particular("firm", first.start, word.end)
            elif after is not None and after.capital and not vocabulary.known(after):
                yield Particular("firm", word.start, after.end)
        elif vocabulary.has("firm_only", word) or (
            vocabulary.has("firm", word) and vocabulary.capital(word)
        ):
            yield Particular("firm", word.start, word.end)


def sites(words: Sequence[Word], vocabulary: Vocabulary) -> Iterator[Particular]:
    """A kind of site beside a place: "the Dorval warehouse", « le bureau de Rimouski »."""
    for i, word in enumerate(words):
        if not vocabulary.has("site", word):
            continue
        for j in (i - 1, i - 2, i + 2, i + 1, i + 3):
            if 0 <= j < len(words) and _place(words, j, i, vocabulary):
                yield Particular("site", words[min(i, j)].start, words[max(i, j)].end)
                break


def titles(words: Sequence[Word], vocabulary: Vocabulary) -> Iterator[Particular]:
    """ "the director of the Moncton office", "our CFO": a role alone ("my director") is none."""
    for i, word in enumerate(words):
        before = words[i - 1] if i else None
        definite = before is not None and before.text in _DEFINITE
        if not vocabulary.has("title_of", word) or not (
            definite or vocabulary.has("qualified", before)
        ):
            continue
        end = i + 1
        while end < len(words) and vocabulary.has("qualified", words[end]):
            end += 1
        of = _of(words, end, vocabulary)
        if of is not None:
            yield Particular("title", word.start, of.end)
        elif vocabulary.has("sole", word):
            yield Particular("title", word.start, word.end, sure=False)


def _suffixed(words: Sequence[Word], i: int) -> bool:
    """Whether "Inc." or "Corporation" ends a firm's name: a long one wants a capital before."""
    before = words[i - 1]
    return before.text != END and (len(words[i].text) <= _SHORT or before.capital)


def _firm_start(words: Sequence[Word], i: int, vocabulary: Vocabulary) -> int:
    """Where the name of a firm that ends at `i` begins: some capitals back, or one word."""
    start = i
    while start > 0 and i - start < _FIRM_WORDS:
        before = words[start - 1]
        if not before.written[:1].isupper() or vocabulary.has("sentence_openers", before):
            break
        start -= 1
    if start == i and not vocabulary.has("small", words[i - 1]):
        start = i - 1
    return start


def _place(words: Sequence[Word], j: int, i: int, vocabulary: Vocabulary) -> bool:
    """Whether the word at `j` says where the site at `i` is."""
    word, between = words[j], words[min(i, j) + 1 : max(i, j)]
    if any(other.text == END or other.text in _ANY for other in between):
        return False
    if vocabulary.has("places", word):
        return True
    if j > i:  # « la pisciculture de Pointe-Noire », "CCGS Brant Point"
        linked = [other.text for other in between] in (["de"], ["d"]) or (
            not between and words[i].written.isupper()
        )
        return linked and word.capital and not vocabulary.known(word)
    opens = j == 0 or words[j - 1].text == END
    return not opens and word.capital and not vocabulary.known(word)


def _of(words: Sequence[Word], i: int, vocabulary: Vocabulary) -> Word | None:
    """What somebody is the head of, when it is more than "the team" or "my branch"."""
    at, last = i, len(words) - 1
    while at < last and words[at].written.lower() in _LINKS:
        at += 1
        while at < last and words[at].text in _ARTICLES:
            at += 1
        of = words[at]
        if of.text == END or len(of.text) < 3 or vocabulary.has("offices", of):
            return None
        if not vocabulary.has("generic", of):
            return of
        at += 1
    placed = at == i and at < last and words[at].written.lower() in _AT
    return words[at + 1] if placed and vocabulary.has("places", words[at + 1]) else None
