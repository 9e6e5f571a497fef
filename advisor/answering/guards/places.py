"""Firms, named sites, and titles that one person in the world holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from advisor.answering.guards.reading import END, Word
from advisor.answering.guards.vocabulary import Particular, Vocabulary

_FIRM_WORDS = 3
_SHORT = 4
_PAIR = 2
_ARTICLES = frozenset(["the", "la", "l", "le"])
_DEFINITE = _ARTICLES | {"our", "notre", "du", "au", "s"}
_OURS = frozenset(["our", "notre"])
_ANY = frozenset(["my", "a", "mon", "ma", "un", "une"])
_LINKS = frozenset(["of", "for", "de", "du", "des", "d", "aux", "à"])
_AT = frozenset(["at", "in", "à", "en"])
_NEAR_TOWN = frozenset(
    ["at", "in", "near", "from", "outside", "a", "en", "pres", "vers", "de", "d"]
)
_CALLED = frozenset(["is", "was", "called", "named", "est", "s", "appelle", "nomme"])
_ABOARD = (("aboard",), ("on", "board"), ("off",), ("a", "bord", "de"), ("a", "bord", "du"))
_NUMERAL = re.compile(r"\d{1,4}[A-Z]?|[IVX]{1,4}|[A-HJ-Z]")
PATTERNS = (_NUMERAL,)


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
        if vocabulary.has("numbered_site", word) and _numbered(words, i + 1):
            yield Particular("site", word.start, words[i + 1].end)
        if not vocabulary.has("site", word):
            continue
        for j in (i - 1, i - 2, i + 2, i + 1, i + 3):
            if 0 <= j < len(words) and _place(words, j, i, vocabulary):
                yield Particular("site", words[min(i, j)].start, words[max(i, j)].end)
                break


def vessels(words: Sequence[Word], vocabulary: Vocabulary) -> Iterator[Particular]:
    """Ships by name: "aboard the Sable Dawn", « le navire s'appelle le Vent d'Est »."""
    for i, word in enumerate(words):
        before = tuple(one.text for one in words[max(0, i - 2) : i + 1])
        aboard = any(before[-len(said) :] == said for said in _ABOARD)
        if not aboard and not vocabulary.has("vessel", word):
            continue
        at = i + 1
        while at < len(words) and at - i < _SHORT and words[at].text in _CALLED | _ARTICLES:
            at += 1
        name = words[at : at + 2]
        capital = len(name) == _PAIR and all(one.written[:1].isupper() for one in name)
        if capital and any(one.capital and not vocabulary.known(one) for one in name):
            yield Particular("site", name[0].start, name[1].end)


def towns(words: Sequence[Word], vocabulary: Vocabulary) -> Iterator[Particular]:
    """A town by itself says little: it counts beside an act, as what may be a name does.

    Several capitals ("at Gannet Point") may name a site, a ship or a firm.
    """
    for i, word in enumerate(words[1:], 1):
        before = words[i - 1]
        if len(word.text) < _SHORT or before.text not in _NEAR_TOWN:
            continue
        listed = vocabulary.has("places", word) or word.text.endswith("ville")
        named = word.capital and before.written != "a" and not vocabulary.has("months", word)
        if (listed or named) and not vocabulary.known(word):
            after = words[i + 1] if i + 1 < len(words) else word
            several = not listed and after.capital and not vocabulary.known(after)
            kind, last = ("site", after) if several and after is not word else ("town", word)
            yield Particular(kind, word.start, last.end, sure=False)


def titles(words: Sequence[Word], vocabulary: Vocabulary) -> Iterator[Particular]:
    """ "the director of the Moncton office", "our CFO": a role alone ("my director") is none."""
    for i, word in enumerate(words):
        before = words[i - 1] if i else None
        definite = before is not None and before.text in _DEFINITE
        if not vocabulary.has("title_of", word) or not (
            definite or vocabulary.has("qualified", before)
        ):
            continue
        end = _whole_title(words, i, vocabulary)
        of = _of(words, end, vocabulary)
        if of is not None:
            yield Particular("title", word.start, of.end)
        elif vocabulary.has("head_of_all", word) and before is not None and before.text in _OURS:
            yield Particular("title", word.start, word.end)
        elif vocabulary.has("sole", word) or end > i + 2:
            yield Particular("title", word.start, words[end - 1].end, sure=False)


def _whole_title(words: Sequence[Word], i: int, vocabulary: Vocabulary) -> int:
    """The word after a title of several words: "consul general", « chef de mission »."""
    end = i + 1
    while end < len(words):
        if vocabulary.has("qualified", words[end]):
            end += 1
        elif words[end].text in _LINKS and any(
            vocabulary.has("post", after) for after in words[end + 1 : end + 2]
        ):
            end += 2
        else:
            break
    return end


def _numbered(words: Sequence[Word], i: int) -> bool:
    """Whether a number or a letter stands at `i`, as in "Building 38" and "Pier C"."""
    return i < len(words) and _NUMERAL.fullmatch(words[i].written) is not None


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
            not between and words[i].written[:1].isupper()
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
    town = words[at + 1] if placed else None
    if town is None or not (town.capital or vocabulary.has("places", town)):
        return None
    return town if vocabulary.has("places", town) or not vocabulary.known(town) else None
