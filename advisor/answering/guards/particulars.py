"""What would tell a reader who, where or which: names, firms, numbers, sites, titles, dates.

Tuned for recall: a wrong hit alone gates nothing (the disclosure rule also wants an act), a missed
one lets an accusation through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from advisor.answering.guards.lists import Lists
from advisor.answering.guards.reading import END, Reading, Word

_MANY_CAPITALS = 0.6
_LONGEST_NAME = 4
_DOCUMENT = (
    r"invoice|file|case|contract|purchase order|p\.?o\.?|order|requisition|tender|rfp|solicitation|"
    r"claim|cheque|check|receipt|lot|batch|plate|licen[cs]e plate|permit|serial|asset|inventory|"
    r"account|acct|badge|visa|application|grant|project|warrant|ticket|competition|process|position|"
    r"work order|docket|complaint|grievance|certificate|certificat|officer|agente?|log|logbook|registre|"
    r"facture|dossier|cas|contrat|commande|bon de commande|appel d'offres|r[ée]clamation|ch[èe]que|"
    r"re[çc]u|plaque|permis|s[ée]rie|inventaire|compte|demande|subvention|projet|mandat|billet|"
    r"concours|processus|poste|marché|plainte|grief"
)
# "invoice 4471", "file no. 22-334", « facture n° 88-12 »
_NUMBERED = re.compile(
    rf"\b(?:{_DOCUMENT})s?\s{{0,2}}(?:(?P<marked>number|num[ée]ro|num|no\.?|n°|nº|n\.|#|id)\s{{0,2}})?"
    r"(?:is\s|was\s|est\s|:\s?|#\s?)?(?P<number>(?:(?-i:[A-Z]{1,6})[ -]?|[A-Z]{1,3}(?=[\d-])){0,2}\d[A-Z0-9/-]{0,20})",
    re.IGNORECASE,
)
# "W8486-22-1234", "2026-ABC-4471": letters and digits that only one thing in the world carries
_CODE = re.compile(
    r"(?<![\w/.$-])(?=[A-Z0-9/-]{0,12}\d{3})[A-Z]{0,8}\d{0,8}(?:[-/][A-Z0-9]{1,10}){1,5}(?![\w/-])"
    r"|(?<![\w/.$-])[A-Z]{2,4}\d{4,12}(?![\w/-])",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"^(?:SOR|DORS|SI|TR|RSC|LRC|SC|LC|GC|COVID|EX|AS|PM|EC|CR|IT|FI|CS|PE|BI|T|C|S)[-/ ]?\d"
    r"|^(?:19|20)\d\d(?:[-/]\d{1,4}){0,2}$|^\d{1,2}[-/]\d{1,2}[-/]\d{2,4}$|^24/7$"
    r"|^\d{3}-\d{3}-\d{4}$",
    re.IGNORECASE,
)
_MONTH = (
    r"jan(?:uary|vier)?|feb(?:ruary)?|f[ée]vr?(?:ier)?|mar(?:ch|s)?|apr(?:il)?|avr(?:il)?|may|mai|june?|"
    r"juin|july?|juil(?:let)?|aug(?:ust)?|ao[uû]t|sept?(?:ember|embre)?|oct(?:ober|obre)?|"
    r"nov(?:ember|embre)?|dec(?:ember)?|d[ée]c(?:embre)?"
)
_DATE = re.compile(
    rf"\b(?:(?:{_MONTH})\.?\s{{1,2}}\d{{1,2}}(?:st|nd|rd|th)?\b|\d{{1,2}}(?:er|st|nd|rd|th)?\s{{1,2}}(?:of\s)?"
    rf"(?:{_MONTH})\b|(?:19|20)\d\d-\d\d?-\d\d?\b|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b)",
    re.IGNORECASE,
)
PATTERNS = (_NUMBERED, _CODE, _LEGAL, _DATE)


@dataclass(frozen=True)
class Particular:
    """`kind`: name, firm, number, site, title or date; offsets into the read text.

    `sure` is false for what only a capital letter tells: it counts beside an act, and is not masked.
    """

    kind: str
    start: int
    end: int
    sure: bool = True


_COMMON = ("small", "verb", "role", "site", "units", "firm_word", "document")
_CLITICS = frozenset("m me nous se s n ne lui".split())
_PARTICIPLES = frozenset("pris dit mis fait vu recu eu fini offert vendu menti vole signe".split())
_WEAK = frozenset("is was has est etait a ont".split())
_FROM = frozenset(["from", "in", "at", "de", "des", "aux", "du"])
_LINKS = frozenset(["of", "for", "de", "du", "des", "d", "aux", "à"])
_DEFINITE = frozenset(["the", "our", "le", "la", "l", "notre"])
_QUALIFIED = frozenset(
    ["general", "generale", "regional", "regionale", "deputy", "assistant", "associate", "adjoint", "adjointe", "executif"]
)
_HYPHENS = frozenset({"-", "'", "’", " ", ". ", " -", "- "})
_QUOTED = frozenset("\"“”«»:(")


class Recogniser:
    """Finds particulars by lists, capitals and context."""

    def __init__(self, lists: Lists) -> None:
        words = dict(lists.words)
        words["given"] = words["given"] - words["doubtful"] - words["small"]
        words["common"] = frozenset().union(*(words[name] for name in _COMMON))
        self._words = words

    def find(self, reading: Reading) -> tuple[Particular, ...]:
        """Every particular of `reading`, in order, none inside another."""
        words = reading.words
        found = [
            *self._numbers(reading.text),
            *self._firms(words),
            *self._titled(words),
            *self._names(words),
            *self._sites(words),
            *self._titles(words),
        ]
        dated = _DATE.search(reading.text)
        if dated and any(self._document(word) for word in words):
            found.append(Particular("date", *dated.span()))
        return _apart(found)

    def _is(self, name: str, word: Word | None) -> bool:
        return word is not None and word.text in self._words[name]

    def _document(self, word: Word) -> bool:
        return {word.text, word.text.rstrip("s")} & self._words["document"] != set()

    def _numbers(self, text: str) -> Iterator[Particular]:
        for match in _NUMBERED.finditer(text):
            number = match["number"]
            digits = sum(c.isdigit() for c in number)
            year = re.fullmatch(r"(?:19|20)\d\d", number)
            if digits >= (2 if match["marked"] else 3) and not (year and not match["marked"]):
                yield Particular("number", match.start("number"), match.end("number"))
        for match in _CODE.finditer(text):
            if not _LEGAL.match(match.group()) and sum(c.isdigit() for c in match.group()) >= 3:
                yield Particular("number", *match.span())

    def _titled(self, words: Sequence[Word]) -> Iterator[Particular]:
        """Mr, Mme, Dr and the like, with what follows."""
        for i, word in enumerate(words[:-1]):
            after = words[i + 1]
            sure = self._is("title", word) and not self._is("small", after)
            if self._is("title_doubtful", word) and word.written[:1].isupper():
                sure = after.capital and not self._is("known", after)
            if sure and after.text != END and not after.text.isdigit():
                end = self._name_end(words, i + 1)
                yield Particular("name", word.start, words[end - 1].end)

    def _names(self, words: Sequence[Word]) -> Iterator[Particular]:
        capitals_tell = _capitals_tell(words)
        i = 0
        while i < len(words):
            how = self._name_at(words, i, capitals_tell)
            if how is None:
                i += 1
                continue
            end = self._name_end(words, i)
            yield Particular("name", words[i].start, words[end - 1].end, sure=how != "capital")
            i = end

    def _name_at(self, words: Sequence[Word], i: int, capitals_tell: bool) -> str | None:
        """What tells that a name begins at `i`: `given`, `context` or `capital`; None when nothing."""
        word, after = words[i], words[i + 1] if i + 1 < len(words) else None
        if word.text == END or word.text.isdigit() or len(word.text) < 2:
            return None
        opens = i == 0 or words[i - 1].text == END or bool(_QUOTED & set(word.lead))
        proper = word.capital and capitals_tell and not self._known(word)
        proper = proper and not (opens and self._usual_opener(word))
        if self._given(words, i, opens, capitals_tell):
            return "given"
        after_role = i > 0 and self._is("role", words[i - 1]) and words[i - 1].text != word.text
        unknown = self._unknown(word) and self._acts(words, i + 1)
        if self._introduced(words, i, proper) or (after_role and (proper or unknown)):
            return "context"
        if not proper:
            return None
        if after is not None and after.capital and after.lead in _HYPHENS and not self._known(after):
            return "context"  # two capitals in a row: a name, of a person or of a firm
        if not opens:
            return "capital"
        does = self._acts(words, i + 1) and words[i + 1].text not in _WEAK
        return "context" if does or self._from_unit(words, i + 1) else None

    def _given(self, words: Sequence[Word], i: int, opens: bool, capitals_tell: bool) -> bool:
        """Whether a given name stands at `i`; one that is also a word needs something that tells."""
        word, after = words[i], words[i + 1] if i + 1 < len(words) else None
        if self._is("places", word) or (self._is("months", word) and _beside_number(words, i)):
            return False
        if self._known(word) and not self._is("surnames", after):
            return False
        if self._is("given", word):
            return True
        if not self._is("doubtful", word):
            return False
        surname = self._is("surnames", after) and not self._is("doubtful", after)
        told = i > 0 and self._is("role", words[i - 1]) and self._acts(words, i + 1)
        return surname or told or (word.capital and capitals_tell and not opens)

    def _introduced(self, words: Sequence[Word], i: int, proper: bool) -> bool:
        """Whether "named", "her name is" or "a company called" comes right before."""
        if i == 0 or self._is("small", words[i]) or self._is("role", words[i]):
            return False
        before, earlier = words[i - 1].text, words[i - 2].text if i > 1 else ""
        if before in self._words["named"] or (before in ("is", "est", "was") and earlier in ("name", "nom")):
            return True
        return before in self._words["called"] and (proper or earlier in ("s", "m", "l"))

    def _usual_opener(self, word: Word) -> bool:
        return any(self._is(name, word) for name in ("sentence_openers", "role", "small"))

    def _known(self, word: Word) -> bool:
        """Whether a capital is no sign of a name here: a list says so, or it is "SINs" or "CVs"."""
        stem = word.text.removesuffix("s")
        plural = len(word.written) > 2 and word.written[:-1].isupper() and word.written[-1] == "s"
        return plural or word.text in self._words["known"] or stem in self._words["known"]

    def _unknown(self, word: Word) -> bool:
        """Whether no list knows the word: between a role and a verb it is then a name."""
        usual = ("ly", "ment", "ing", "ed", "é", "ée", "és", "ées", "s")
        known = word.text in self._words["common"] or word.written.endswith(usual)
        return len(word.text) > 2 and not known

    def _acts(self, words: Sequence[Word], i: int) -> bool:
        """Whether a finite verb stands at `i`, a French pronoun before it or not."""
        if i < len(words) and words[i].text in _CLITICS:
            i += 1
        if i >= len(words) or words[i].written == "à" or words[i].lead.strip():
            return False
        if words[i].written == "a":  # an English article, or « a » before a participle
            after = words[i + 1] if i + 1 < len(words) else None
            return after is not None and (after.written.endswith("é") or after.text in _PARTICIPLES)
        return words[i].text in self._words["verb"]

    def _from_unit(self, words: Sequence[Word], i: int) -> bool:
        """"... from procurement", « ... des achats »."""
        if i + 1 >= len(words) or words[i].text not in _FROM:
            return False
        unit = words[i + 1]
        return self._is("units", unit) or (words[i].text == "from" and unit.text in _DEFINITE)

    def _name_end(self, words: Sequence[Word], i: int) -> int:
        """The word after a name that begins at `i`: capitals and surnames belong to it."""
        end = i + 1
        while end < len(words) and end - i < _LONGEST_NAME:
            word = words[end]
            capital = word.written[:1].isupper() and not self._known(word)
            surname = self._is("surnames", word) or self._is("given", word)
            if word.text == END or word.lead not in _HYPHENS or not (capital or surname):
                break
            end += 1
        return end

    def _firms(self, words: Sequence[Word]) -> Iterator[Particular]:
        for i, word in enumerate(words):
            if self._is("firm_suffix", word) and i and self._suffixed(words, i):
                start = self._firm_start(words, i)
                yield Particular("firm", words[start].start, word.end)
            elif self._is("firm_noun", word) and word.written[:1].isupper() and i:
                start = self._firm_start(words, i)
                if words[start].written[:1].isupper() and not self._is("known", words[start]):
                    yield Particular("firm", words[start].start, word.end)
            elif self._is("firm", word) and not (self._is("known", word) or self._is("small", word)):
                if word.written[:1].isupper() or len(word.text) > 5 or word.text in ("kpmg", "pwc", "cgi"):
                    yield Particular("firm", word.start, word.end)

    def _suffixed(self, words: Sequence[Word], i: int) -> bool:
        """Whether "Inc." or "Corporation" ends the name of a firm: a long one wants a capital before."""
        before = words[i - 1]
        return before.text != END and (len(words[i].text) <= 4 or before.capital)

    def _firm_start(self, words: Sequence[Word], i: int) -> int:
        """Where the name of a firm that ends at `i` begins: at most three capitals back, or one word."""
        start = i
        while start > 0 and i - start < 3:
            before = words[start - 1]
            if not before.written[:1].isupper() or self._is("sentence_openers", before):
                break
            start -= 1
        if start == i and not self._is("small", words[i - 1]):
            start = i - 1
        return start

    def _sites(self, words: Sequence[Word]) -> Iterator[Particular]:
        """A kind of site beside a place: "the Dorval warehouse", « le bureau de Rimouski »."""
        for i, word in enumerate(words):
            if not self._is("site", word):
                continue
            for j in (i - 1, i - 2, i + 2, i + 1, i + 3):
                if 0 <= j < len(words) and self._place(words, j, i):
                    low, high = min(i, j), max(i, j)
                    yield Particular("site", words[low].start, words[high].end)
                    break

    def _place(self, words: Sequence[Word], j: int, i: int) -> bool:
        word = words[j]
        between = words[min(i, j) + 1 : max(i, j)]
        if any(w.text == END or w.text in ("my", "a", "mon", "ma", "un", "une") for w in between):
            return False
        if self._is("places", word):
            return True
        first = j == 0 or words[j - 1].text == END
        return word.capital and not first and not self._is("known", word) and j < i

    def _titles(self, words: Sequence[Word]) -> Iterator[Particular]:
        """"the director of the Moncton office", "our CFO": one person in the world."""
        for i, word in enumerate(words):
            if not (i and words[i - 1].text in _DEFINITE | _QUALIFIED and self._is("title_of", word)):
                continue
            end = i + 1
            while end < len(words) and words[end].text in _QUALIFIED:
                end += 1
            of = self._of(words, end)
            if of is not None:
                yield Particular("title", word.start, of.end)
            elif self._is("sole", word):
                yield Particular("title", word.start, word.end, sure=False)

    def _of(self, words: Sequence[Word], i: int) -> Word | None:
        """What somebody is the head of, when it is more than "the team" or "my branch"."""
        at = i
        while at < len(words) - 1 and words[at].written.lower() in _LINKS:
            at += 1
            while at < len(words) - 1 and words[at].text in ("the", "la", "l", "le"):
                at += 1
            of = words[at]
            if of.text == END or len(of.text) < 3:
                return None
            if self._is("offices", of):
                return None
            if not self._is("generic", of):
                return of
            at += 1
        placed = at == i and words[at : at + 1] and words[at].text in ("at", "in", "a")
        where = words[at + 1] if placed and at + 1 < len(words) else None
        return where if self._is("places", where) else None


def _beside_number(words: Sequence[Word], i: int) -> bool:
    return any(w.text.isdigit() or w.text == "1er" for w in words[max(0, i - 1) : i + 2])


def _capitals_tell(words: Sequence[Word]) -> bool:
    """Whether capitals mean something: not in a text written in them throughout."""
    shown = [w for w in words if w.text != END and not w.text.isdigit()]
    capital = sum(w.written[:1].isupper() for w in shown)
    return bool(shown) and capital <= max(3, _MANY_CAPITALS * len(shown))


def _apart(found: Sequence[Particular]) -> tuple[Particular, ...]:
    """Those that lie in no other one: the longer wins, then the surer, then the first."""
    kept: list[Particular] = []
    for one in sorted(found, key=lambda p: (-(p.end - p.start), not p.sure)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda p: p.start))
