"""Names of people, capitalised or not: by lists of given names, titles, and what stands around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.answering.guards.reading import END, Word
from advisor.answering.guards.vocabulary import Particular, Vocabulary

_MANY_CAPITALS = 0.6
_LONGEST = 4
_CLITICS = frozenset(["m", "me", "nous", "se", "s", "n", "ne", "lui"])
_FROM = frozenset(["from", "in", "at", "de", "des", "aux", "du"])
_WHERE = frozenset(["in", "at", "near", "à", "a", "en", "près", "vers", "around", "st", "saint"])
_IS = frozenset(["is", "was", "est"])
_WEAK = _IS | {"has", "etait", "a", "ont", "aurait", "peut", "veut"}
_MINE = frozenset(
    {("my", "name", "is"), ("je", "m", "appelle"), ("mon", "nom", "est"), ("je", "me", "nomme")}
)
# endings of names that no word of the two languages has
_ENDINGS = ("winder", "preet", "jeet", "ullah", "enko", "ovich", "ovska", "deep")
_ENOUGH = 6  # letters, for an ending to tell
_JOINED = frozenset({"-", "'", "’", " ", ". ", " -", "- "})
_PARTICLES = frozenset({"von", "ibn", "bin", "abu", "el"})
_COLON = frozenset(":=")
_ITS = frozenset({("c", "est"), ("it", "s"), ("it", "was"), ("that", "s"), ("c", "etait")})
_DOTS = frozenset({".", ". ", "-", ".-"})
_QUOTED = frozenset('"“”«»:(')


def names(words: Sequence[Word], vocabulary: Vocabulary) -> Iterator[Particular]:
    """Every name in `words`; a capital alone tells only that there may be one."""
    yield from _titled(words, vocabulary)
    reader = _Names(words, vocabulary)
    at = 0
    while at < len(words):
        how = reader.at(at)
        end = _end(words, at, vocabulary) if how else at + 1
        if how:
            kind = "self" if tuple(w.text for w in words[max(0, at - 3) : at]) in _MINE else "name"
            yield Particular(kind, words[at].start, words[end - 1].end, sure=how != "capital")
        at = end


def _titled(words: Sequence[Word], vocabulary: Vocabulary) -> Iterator[Particular]:
    """Mr, Mme, Dr and the like, with what follows."""
    for i, word in enumerate(words[:-1]):
        after = words[i + 1]
        sure = vocabulary.has("title", word) and not vocabulary.has("small", after)
        if vocabulary.has("title_doubtful", word) and word.written[:1].isupper():
            sure = after.capital and not vocabulary.known(after)
        if sure and after.text != END and not after.text.isdigit():
            end = _end(words, i + 1, vocabulary)
            yield Particular("name", word.start, words[end - 1].end)


def initials(words: Sequence[Word], vocabulary: Vocabulary) -> Iterator[Particular]:
    """Initials, alone or with what follows: "R.K.D.", "T.J. Abernathy", « initiales M. B. »."""
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and _initial(words[end]) and (end == at or words[end].lead in _DOTS):
            end += 1
        told = at > 0 and vocabulary.has("initials", words[at - 1])
        after = words[end] if end < len(words) else None
        named = after is not None and after.lead == ". " and after.capital
        if end - at > 1 or (end > at and (told or (named and not vocabulary.known(words[end])))):
            last = words[end] if named else words[end - 1]
            yield Particular("name", words[at].start, last.end)
        at = max(end, at + 1)


def _initial(word: Word) -> bool:
    return len(word.written) == 1 and word.written.isalpha() and word.written.isupper()


def _end(words: Sequence[Word], i: int, vocabulary: Vocabulary) -> int:
    """The word after a name that begins at `i`: capitals and surnames belong to it."""
    end = i + 1
    while end < len(words) and end - i < _LONGEST:
        word = words[end]
        listed = vocabulary.has("surnames", word) or vocabulary.has("given", word)
        if word.text == END or word.lead not in _JOINED or not (listed or vocabulary.capital(word)):
            break
        end += 1
    return end


class _Names:
    """Says of each place whether a name begins there, and what tells."""

    def __init__(self, words: Sequence[Word], vocabulary: Vocabulary) -> None:
        self._words = words
        self._vocabulary = vocabulary
        self._capitals_tell = _capitals_tell(words)

    def at(self, i: int) -> str | None:
        """What tells of a name at `i`: `given`, `context`, `capital`; None when nothing does."""
        word = self._words[i]
        if word.text == END or word.text.isdigit() or len(word.text) < 2:
            return None
        opens = i == 0 or self._words[i - 1].text == END or bool(_QUOTED & set(word.lead))
        proper = self._proper(word, opens)
        if self._given(i, opens):
            return "given"
        if self._introduced(i, proper) or self._after_role(i, proper):
            return "context"
        if self._before_surname(i):
            return "capital"
        if not proper or self._is_place(i):
            return None
        if self._paired(i):
            return "context"
        if not opens:
            return "capital"
        does = self._acts(i + 1) and self._words[i + 1].text not in _WEAK
        return "context" if does or self._from_unit(i + 1) else None

    def _is_place(self, i: int) -> bool:
        """Whether the capital at `i` is that of a place: listed, or after "in" or « à »."""
        before = self._word(i - 1)
        if before is None or before.written == "a":  # the English article
            return self._has("places", i)
        return self._has("places", i) or before.text in _WHERE

    def _word(self, i: int) -> Word | None:
        return self._words[i] if 0 <= i < len(self._words) else None

    def _has(self, name: str, i: int) -> bool:
        return self._vocabulary.has(name, self._word(i))

    def _proper(self, word: Word, opens: bool) -> bool:
        """Whether `word` has a capital that neither its place nor a list explains."""
        capital = word.capital and self._capitals_tell and not self._vocabulary.known(word)
        return capital and not (opens and self._vocabulary.has("opener", word))

    def _given(self, i: int, opens: bool) -> bool:
        """Whether a given name stands at `i`; one that is a word too needs something that tells."""
        word, after = self._words[i], self._word(i + 1)
        if i and self._words[i - 1].text in ("st", "saint"):
            return False
        dated = self._has("months", i) and self._beside_number(i)
        known = self._vocabulary.known(word) and not self._vocabulary.has("surnames", after)
        if self._has("places", i) or dated or known:
            return False
        if not self._has("doubtful", i):
            participle = word.written.endswith("ié") and not word.capital  # « marié » is not Marie
            ends = len(word.text) >= _ENOUGH and word.text.endswith(_ENDINGS)
            return (self._has("given", i) and not participle) or ends
        surname = self._has("surnames", i + 1) and not self._has("doubtful", i + 1)
        told = self._has("role", i - 1) and self._acts(i + 1)
        return surname or told or (word.capital and self._capitals_tell and not opens)

    def _beside_number(self, i: int) -> bool:
        near = self._words[max(0, i - 1) : i + 2]
        return any(word.text.isdigit() or word.text == "1er" for word in near)

    def _introduced(self, i: int, proper: bool) -> bool:
        """Whether "named", "her name is" or "a company called" comes right before."""
        apart = bool(self._words[i].lead.strip(" :=«\"“'"))
        told = _COLON & set(self._words[i].lead)
        if proper and told and not self._vocabulary.has("opener", self._words[i]):
            return True
        if i == 0 or apart or self._has("small", i) or self._has("role", i):
            return False
        before = self._words[i - 1].text
        earlier = self._words[i - 2].text if i > 1 else ""
        if proper and (earlier, before) in _ITS and not self._is_place(i):
            return True
        if self._has("named", i - 1) or (before in _IS | {"s"} and earlier in ("name", "nom")):
            return True
        return self._has("called", i - 1) and (proper or earlier in ("s", "m", "l"))

    def _after_role(self, i: int, proper: bool) -> bool:
        """Whether a role comes before: "my boss Xo", or in small letters "my boss xo keeps"."""
        word = self._words[i]
        if not self._has("role", i - 1) or self._words[i - 1].text == word.text:
            return False
        return proper or (self._vocabulary.unknown(word) and self._acts(i + 1))

    def _before_surname(self, i: int) -> bool:
        """Whether a word that no list knows comes before a surname, as unusual first names do."""
        word, after = self._words[i], self._word(i + 1)
        if after is None or after.lead not in _JOINED:
            return False
        particle = after.text in _PARTICLES or (
            after.text == "van" and self._has("particle", i + 2)
        )
        if not particle and len(after.text) < _ENOUGH:
            return False
        known = self._vocabulary.known(word) or not self._vocabulary.unknown(word)
        known = known or self._has("perceived", i)
        return not known and (particle or self._vocabulary.has("surnames", after))

    def _paired(self, i: int) -> bool:
        """Whether two capitals stand in a row: a name, of a person or of a firm."""
        after = self._word(i + 1)
        capital = after is not None and after.capital and after.lead in _JOINED
        return capital and after is not None and not self._vocabulary.known(after)

    def _acts(self, i: int) -> bool:
        """Whether a finite verb stands at `i`, a French pronoun before it or not."""
        word = self._word(i)
        if word is not None and word.text in _CLITICS:
            i, word = i + 1, self._word(i + 1)
        if word is None or word.written == "à" or word.lead.strip():
            return False
        if word.written == "a":  # an English article, or « a » before a participle
            after = self._word(i + 1)
            return after is not None and (
                after.written.endswith("é") or self._has("participle", i + 1)
            )
        told = word.text.endswith("ait") and not self._vocabulary.has("modal", word)
        return told or self._vocabulary.has("verb", word)

    def _from_unit(self, i: int) -> bool:
        """Whether "from procurement" or « des achats » stands at `i`."""
        link = self._word(i)
        if link is None or link.text not in _FROM:
            return False
        after = self._word(i + 1)
        article = link.text == "from" and after is not None and after.text in ("the", "our", "my")
        return self._vocabulary.has("units", after) or article


def _capitals_tell(words: Sequence[Word]) -> bool:
    """Whether capitals mean something: not in a text written in them throughout."""
    shown = [word for word in words if word.text != END and not word.text.isdigit()]
    capital = sum(word.written[:1].isupper() for word in shown)
    return bool(shown) and capital <= max(3, _MANY_CAPITALS * len(shown))
