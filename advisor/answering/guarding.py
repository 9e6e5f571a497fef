"""What may be done with a question, decided on its raw text before anything is kept or sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from advisor.answering.guards.crisis import assault, crisis
from advisor.answering.guards.disclosure import Gate, gate, tagged
from advisor.answering.guards.hostile import asks_something, attacks, courtesy, evasive
from advisor.answering.guards.lists import Lists
from advisor.answering.guards.particulars import particulars
from advisor.answering.guards.personal import identifiers
from advisor.answering.guards.reading import Reading, read
from advisor.answering.guards.vocabulary import Particular, Vocabulary
from advisor.domain.answers import Finding, Guarded, Turn
from advisor.domain.profiles import Profile
from advisor.domain.values import Language
from advisor.phrases import Phrases

# Outside the PSDPA, or not certainly inside it: their doors differ (trust.md 1, item 4).
_OUTSIDE = frozenset(
    {"military_member", "contractor", "member_of_public", "job_candidate", "former_employee"}
)
_OUTSIDE_ORGANISATIONS = frozenset({"caf", "csis", "cse"})
_GATE, _GATE_OUTSIDE, _UNSURE = "gate", "gate_outside", "gate_unsure"
_HOSTILE, _EVASION, _OUT_OF_SCOPE = "hostile", "evasion", "out_of_scope"
_DISCLOSURE = "disclosure"
_MASKED = frozenset({"name", "self", "firm", "number", "site"})


class Guard:
    """Reads the raw text: crisis, disclosure gate, personal information, hostile input."""

    def __init__(self, phrases: Phrases) -> None:
        """`phrases` holds the fixed texts that a guarded turn may end or open with.

        Raises CorpusError when a list of `prompts/<language>/guard` cannot be read, KeyError when a
        fixed text that the guard names is missing.
        """
        for id in (_GATE, _GATE_OUTSIDE, _UNSURE, _HOSTILE, _EVASION, _OUT_OF_SCOPE):
            phrases.fixed(id, Language.EN)
        self._lists = Lists.load()
        self._vocabulary = Vocabulary(self._lists)

    def guard(self, turn: Turn) -> Guarded:
        """What may travel on of `turn`. Deterministic, linear in the text; keeps and logs nothing.

        The order is that of trust.md 1: crisis wins over the gate, the gate over all that follows.
        Findings are offsets into `turn.question`; its `question` has them masked.
        """
        reading = read(turn.question, self._lists.spelled)
        words = [word.text for word in reading.words]
        if not any(word.isalnum() for word in words):
            return Guarded(question="", stop=_OUT_OF_SCOPE)
        help_first = crisis(words, self._lists)
        if not help_first and (polite := courtesy(words, self._lists)):
            return Guarded(question=reading.text.strip(), stop=polite)
        direct = identifiers(reading.text)
        found = _with_contacts(particulars(reading, self._vocabulary), direct)
        asking = "?" in reading.text
        judged = gate(tagged(reading, found), found, self._lists, asking=asking)
        private = sorted([*direct, *_named(found)], key=lambda one: one[1])
        cut = attacks(reading, self._lists)
        question = self._masked(reading, private, cut, turn.language)
        findings = _findings(reading, [*private, *((_HOSTILE, *piece) for piece in cut)])
        if help_first:
            return _behind(help_first, question, findings)
        if judged is Gate.SHUT:
            return _gated(turn, question, findings)
        if help_first := assault(words, self._lists):
            return _behind(help_first, question, findings)
        if cut and not asks_something(question, turn.language):
            return Guarded(question="", findings=findings, stop=_HOSTILE, recorded=False)
        if judged is Gate.UNSURE:
            return _behind(_UNSURE, question, findings)
        # a particular, certain or not: the rules may have missed an act, and doubt is not kept
        sure = not found
        if evasive(words, self._lists):
            return Guarded(question=question, findings=findings, stop=_EVASION, recorded=sure)
        return Guarded(question=question, findings=findings, recorded=sure)

    def _masked(
        self,
        reading: Reading,
        private: Iterable[tuple[str, int, int]],
        cut: Iterable[tuple[int, int]],
        language: Language,
    ) -> str:
        """The text with each identifier replaced by a neutral word, and the orders left out."""
        masks = self._lists.masks[language]
        pieces = [(s, e, masks.get(kind, masks["other"])) for kind, s, e in private]
        pieces += [(start, end, "") for start, end in cut]
        text, at = "", 0
        for start, end, mask in sorted(pieces, key=lambda p: (p[0], -p[1])):
            if start >= at:
                text += reading.text[at:start] + mask
                at = end
            else:
                at = max(at, end)
        return " ".join((text + reading.text[at:]).split())


def _behind(opening: str, question: str, findings: tuple[Finding, ...]) -> Guarded:
    """A text that comes before anything else; what follows it goes on in memory only."""
    return Guarded(question=question, findings=findings, opening=opening, recorded=False)


def _gated(turn: Turn, question: str, findings: tuple[Finding, ...]) -> Guarded:
    """A possible disclosure: it goes on in memory only, behind the text that says so."""
    whole = Finding(kind=_DISCLOSURE, start=0, end=len(turn.question))
    return Guarded(
        question=question,
        findings=(*findings, whole),
        opening=_GATE_OUTSIDE if _outside(turn.profile) else _GATE,
        recorded=False,
    )


def _outside(profile: Profile) -> bool:
    return profile.who in _OUTSIDE or profile.organisation in _OUTSIDE_ORGANISATIONS


def _with_contacts(
    found: Sequence[Particular], direct: Sequence[tuple[str, int, int]]
) -> list[Particular]:
    """The particulars with each identifier as one of them: an address tells who as a name does."""
    apart = [p for p in found if all(p.end <= s or e <= p.start for _, s, e in direct)]
    contacts = [Particular("contact", start, end) for _, start, end in direct]
    return sorted([*apart, *contacts], key=lambda particular: particular.start)


def _named(found: Sequence[Particular]) -> Iterator[tuple[str, int, int]]:
    """The particulars to mask: those that are certain, and that the question is clear without."""
    for particular in found:
        if particular.sure and particular.kind in _MASKED:
            yield particular.kind, particular.start, particular.end


def _findings(reading: Reading, spans: Iterable[tuple[str, int, int]]) -> tuple[Finding, ...]:
    """The spans as findings in the raw text, in order."""
    placed = sorted((*reading.span(start, end), kind) for kind, start, end in spans)
    return tuple(Finding(kind=kind, start=start, end=end) for start, end, kind in placed)
