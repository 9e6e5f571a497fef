"""Every statement judged by what it rests on, and a draft judged whole (trust.md, section 5)."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.answering.checks import CHECKS, Case, Catalogue, within
from advisor.claims import amounts, read
from advisor.domain.answers import Basis, Citation, Evidence, Judged, Part, Statement, Verdict
from advisor.domain.values import Language, Value

_GRAVE = frozenset({"must", "must_not", "should", "should_not", "no_duty"})
_VERDICTS = {
    "V2": Verdict.UNCITED,
    "V3": Verdict.MISQUOTED,
    "V4": Verdict.MISQUOTED,
    "V5": Verdict.MISQUOTED,
    "V6": Verdict.ALTERED,
    "V7": Verdict.ALTERED,
}


def verify(
    statement: Statement,
    evidence: Evidence,
    language: Language,
    catalogue: Catalogue,
    *,
    generation: str | None = None,
) -> Judged:
    """Judge one statement by its basis (trust.md, section 5, V1 to V11). Pure and deterministic.

    `language`: the answer's. `catalogue`: checksums of the fixed texts. `generation`: the index
    generation being served, from which the evidence must come; None where only one is at hand.
    The first check that fails is named, with a short reason code; nothing is raised.
    """
    case = Case(statement, evidence, language, catalogue, generation)
    basis = "tailored" if statement.basis is Basis.CARD and statement.tailored else statement.basis
    for check, fails in CHECKS[basis]:
        if reason := fails(case):
            verdict = _VERDICTS.get(check, Verdict.UNSUPPORTED)
            return Judged(statement=statement, verdict=verdict, check=check, reason=reason)
    return Judged(statement=statement, verdict=Verdict.SUPPORTED)


class Draft(Value):
    """Judged statements in the order they were drafted. `order`: the card's citations, if any."""

    language: Language = Language.EN
    verdicts: tuple[Judged, ...] = ()
    order: tuple[str, ...] = ()

    @classmethod
    def judged(
        cls,
        statements: Iterable[Statement],
        evidence: Evidence,
        language: Language,
        catalogue: Catalogue,
        *,
        generation: str | None = None,
    ) -> Draft:
        """Judge statements as they come, in order; all of them, so that the record is whole."""
        verdicts = tuple(
            verify(statement, evidence, language, catalogue, generation=generation)
            for statement in statements
        )
        named = {one.statement.source for one in verdicts if one.statement.basis is Basis.CARD}
        order = tuple(
            cited
            for ranked in evidence.cards
            if ranked.card.id in named
            for cited in ranked.card.citations
        )
        return cls(language=language, verdicts=verdicts, order=order)

    def joined(self, other: Draft) -> Draft:
        """This draft with the verdicts of another behind its own."""
        return self.model_copy(update={"verdicts": (*self.verdicts, *other.verdicts)})

    @property
    def stands(self) -> bool:
        """Whether its short survived and nothing dropped held a duty, a deadline, an exception."""
        kept_short = any(statement.part is Part.SHORT for statement in self.kept)
        return kept_short and not any(_fatal(one, self.language) for one in self.dropped)

    @property
    def kept(self) -> tuple[Statement, ...]:
        """The supported statements, their citations numbered."""
        return numbered(
            (one.statement for one in self.verdicts if one.verdict is Verdict.SUPPORTED), self.order
        )

    @property
    def dropped(self) -> tuple[Judged, ...]:
        """The statements that failed, with the check and the reason."""
        return tuple(one for one in self.verdicts if one.verdict is not Verdict.SUPPORTED)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Each citation once, in the order of its mark."""
        unique = {one.n: one for statement in self.kept for one in statement.citations}
        return tuple(unique[n] for n in sorted(unique))


def _fatal(one: Judged, language: Language) -> bool:
    """Whether dropping this statement brings the draft down."""
    if one.verdict is Verdict.SUPPORTED:
        return False
    if one.statement.part is Part.SHORT or one.statement.tailored:
        return True  # a card's step is advice somebody signed: it is not lost to a model's wording
    reading = read(one.statement.text, language)
    return (
        bool(reading.forces & _GRAVE)
        or "exception" in reading.scopes
        or any(amount.is_time for amount in amounts(one.statement.text, language))
    )


def numbered(statements: Iterable[Statement], order: tuple[str, ...] = ()) -> tuple[Statement, ...]:
    """The statements with a mark on each citation: one number for one passage and quote.

    Numbers follow the card's own order of citations where there is one (most important first),
    then the order of first appearance.
    """
    held = tuple(statements)
    keys = list(dict.fromkeys(_key(one) for statement in held for one in statement.citations))
    keys.sort(key=lambda key: _rank(key[0], order))
    marks = {key: number for number, key in enumerate(keys, start=1)}
    return tuple(
        statement.model_copy(
            update={
                "citations": tuple(
                    one.model_copy(update={"n": marks[_key(one)]}) for one in statement.citations
                )
            }
        )
        for statement in held
    )


def _key(citation: Citation) -> tuple[str, int | None, int | None]:
    return citation.passage_id, citation.start, citation.end


def _rank(passage_id: str, order: tuple[str, ...]) -> int:
    provision = passage_id.partition("@")[0]
    for rank, cited in enumerate(order):
        if within(cited, provision):
            return rank
    return len(order)
