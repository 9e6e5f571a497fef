"""The walk: one question, from the raw text to the verified answer."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from advisor.answering import escalation, flagging
from advisor.answering.composing.catalogue import fixed_statements
from advisor.answering.composing.exceptions import exceptions
from advisor.answering.deciding import UNSURE, Decider
from advisor.answering.events import Answered, Event, EvidenceFound, StatementVerified
from advisor.answering.guarding import Guard
from advisor.answering.ports import Composer, Rewriter
from advisor.answering.verification import Draft, numbered
from advisor.domain.answers import (
    Answer,
    Decision,
    Evidence,
    Guarded,
    Judged,
    Outcome,
    Provenance,
    RankedCard,
    Statement,
    Turn,
)
from advisor.domain.values import Language
from advisor.errors import CompositionError
from advisor.phrases import Phrases
from advisor.retrieval.generations import Generation
from advisor.retrieval.hybrid import HybridRetriever
from advisor.retrieval.serving import Serving


@dataclass(frozen=True)
class _Walk:
    """What stays the same from the guard to the record: one turn, one generation, one clock."""

    turn: Turn
    generation: Generation
    guarded: Guarded
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time spent inside to the stage `name`."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


@dataclass(frozen=True)
class Advisor:
    """Answers questions. Everything it uses is given to it; see `bootstrap.build_advisor`."""

    serving: Serving
    retriever: HybridRetriever
    guard: Guard
    rewriter: Rewriter
    decider: Decider
    composers: Sequence[Composer]
    phrases: Phrases

    def answer(self, turn: Turn) -> Iterator[Event]:
        """The walk of one turn. The last event is `Answered`; nothing is recorded here."""
        start = time.perf_counter()
        guarded = self.guard.guard(turn)
        walk = _Walk(turn, self.serving.generation(), guarded)
        walk.seconds["guard"] = time.perf_counter() - start
        if guarded.stop is not None:
            yield from _told(self._stopped(walk, guarded.stop, f"guard {guarded.stop}"))
            return
        with walk.stage("rewrite"):
            question = self.rewriter.rewrite(turn, guarded)
        with walk.stage("retrieve"):
            evidence = self.retriever.retrieve(question, turn.profile, walk.generation)
        with walk.stage("decide"):
            decision = self.decider.decide(turn, guarded, question, evidence)
        if decision.crisis is not None:  # help, whoever heard the need for it, and nothing else
            stop = f"crisis_{decision.crisis}"
            update = {"question": "", "opening": None, "stop": stop, "recorded": False}
            told = guarded.model_copy(update=update)
            yield from _told(self._stopped(replace(walk, guarded=told), stop, *decision.reasons))
            return
        if guarded.opening == UNSURE and decision.outcome is Outcome.ANSWERED:
            walk = replace(walk, guarded=guarded.model_copy(update={"opening": None}))
        yield EvidenceFound(evidence)
        yield from _told(self._composed(walk, question, evidence, decision))

    def last(self, turn: Turn) -> Answered:
        """The whole answer to `turn`, without the events before it."""
        *_, end = self.answer(turn)
        assert isinstance(end, Answered)  # the walk ends with it
        return end

    def judge(self, statements: Sequence[Statement], language: Language) -> tuple[Judged, ...]:
        """Recorded statements judged again, one by one, against the generation served now."""
        generation = self.serving.generation()
        named = {s.source for s in statements}
        provisions = {c.passage_id.partition("@")[0] for s in statements for c in s.citations}
        evidence = Evidence(
            cards=tuple(
                RankedCard(card=card, score=1.0)
                for card in generation.corpus.cards.values()
                if card.id in named
            ),
            cited=tuple(v for p in provisions for v in generation.passages.views(p)),
            generation=generation.name,
        )
        catalogue = self.phrases.catalogue[language]
        return Draft.judged(statements, evidence, language, catalogue).verdicts

    def _stopped(self, walk: _Walk, stop: str, *reasons: str) -> Answered:
        """The walk ends with fixed text: help in a crisis, a greeting, a question to generalise."""
        outcome = Outcome(self.phrases.fixed(stop, walk.turn.language).outcome)
        decision = Decision(outcome=outcome, reasons=reasons)
        nothing = Evidence(generation=walk.generation.name)
        return self._finished(walk, walk.guarded.question, nothing, decision, None, None)

    def _composed(
        self, walk: _Walk, question: str, evidence: Evidence, decision: Decision
    ) -> Answered:
        """The first draft that stands becomes the answer; where none does, "not known here".

        A gated message is answered by the gate's own text, whether or not guidance follows it.
        """
        if decision.outcome not in (Outcome.ANSWERED, Outcome.HELD):
            return self._finished(walk, question, evidence, _gated(decision, walk), None, None)
        asked = walk.turn.model_copy(update={"question": question})
        for composer in self.composers:
            if not (walk.guarded.recorded or composer.offline):
                continue  # what may not be kept may not leave this machine's memory either
            try:
                with walk.stage("compose"):
                    statements = tuple(composer.compose(asked, evidence, decision))
            except CompositionError:
                continue
            draft = self._judged(walk, statements, evidence)
            if draft.stands:
                draft = draft.joined(self._judged(walk, exceptions(draft.kept, evidence), evidence))
                return self._finished(walk, question, evidence, decision, draft, composer.name)
        unknown = {"outcome": Outcome.DECLINED, "declined": "not_known", "card_id": None}
        decision = decision.model_copy(update=unknown)
        return self._finished(walk, question, evidence, _gated(decision, walk), None, None)

    def _judged(self, walk: _Walk, statements: Sequence[Statement], evidence: Evidence) -> Draft:
        with walk.stage("verify"):
            return Draft.judged(
                statements,
                evidence,
                walk.turn.language,
                self.phrases.catalogue[walk.turn.language],
                generation=walk.generation.name,
            )

    def _finished(
        self,
        walk: _Walk,
        question: str,
        evidence: Evidence,
        decision: Decision,
        draft: Draft | None,
        composer: str | None,
    ) -> Answered:
        """The answer: fixed text, the draft, the contacts, and why somebody must look."""
        corpus = walk.generation.corpus
        texts, evidence = self._fixed(walk, decision, evidence)
        fixed = self._judged(walk, texts, evidence)
        kept, order = (draft.kept, draft.order) if draft else ((), ())
        held = decision.outcome is Outcome.HELD
        shown = numbered((*fixed.kept, *(() if held else kept)), order)
        dropped = (*fixed.dropped, *(draft.dropped if draft else ()))
        card = corpus.cards.get(decision.card_id or "")
        subject = corpus.outside.get(decision.subject_id or "")
        opening = walk.guarded.stop or walk.guarded.opening
        with walk.stage("route"):
            doors = escalation.route(
                decision,
                card,
                walk.turn.profile,
                corpus.contacts,
                corpus.routing,
                opening,
                subject.contacts if subject else (),
            )
        answer = Answer(
            id=secrets.token_urlsafe(16),
            turn=walk.turn,
            asked=walk.guarded.question,
            question=question,
            decision=decision,
            card_id=decision.card_id,
            opening=opening,
            statements=shown,
            withheld=kept if held else (),
            dropped=dropped,
            passages=evidence.behind((*shown, *kept)),
            escalations=doors,
            flags=flagging.reasons(decision, card, dropped, evidence),
            recorded=walk.guarded.recorded,
            provenance=Provenance(
                composer=composer,
                prompt_version=self.phrases.version,
                corpus_version=corpus.version,
                generation=walk.generation.name,
            ),
            answered_at=Answer.now(),
        )
        return Answered(answer=answer, corpus=corpus, timings=walk.seconds)

    def _fixed(
        self, walk: _Walk, decision: Decision, evidence: Evidence
    ) -> tuple[tuple[Statement, ...], Evidence]:
        """The fixed texts of this reply, and the evidence with the provisions that they cite."""
        language = walk.turn.language
        texts = {id: self.phrases.fixed(id, language) for id in _fixed_ids(decision, walk.guarded)}
        provisions = dict.fromkeys(p for text in texts.values() for p in text.citations)
        views = (v for p in provisions for v in walk.generation.passages.views(p))
        evidence = evidence.model_copy(update={"cited": (*evidence.cited, *views)})
        statements = (
            statement
            for id, text in texts.items()
            for statement in fixed_statements(id, text, evidence, language)
        )
        return tuple(statements), evidence


def _fixed_ids(decision: Decision, guarded: Guarded) -> tuple[str, ...]:
    """The fixed texts that open this reply, in order."""
    if guarded.stop is not None:
        return (guarded.stop,)
    by_outcome = {
        Outcome.CLARIFY: "clarify",
        Outcome.HELD: "held",
        Outcome.DECLINED: decision.declined or "not_known",
    }
    if guarded.opening == UNSURE:
        return (UNSURE,)
    ids = (guarded.opening, by_outcome.get(decision.outcome))
    return tuple(id for id in ids if id is not None)


def _gated(decision: Decision, walk: _Walk) -> Decision:
    """The decision, unless the gate's text already answers: then that is the answer."""
    asked_back = decision.outcome in (Outcome.DECLINED, Outcome.CLARIFY)
    if walk.guarded.opening in (None, UNSURE) or not asked_back:
        return decision
    answered = {"outcome": Outcome.ANSWERED, "declined": None, "clarify": None}
    return decision.model_copy(update=answered)


def _told(answered: Answered) -> Iterator[Event]:
    """Each statement of the answer that stands, then the answer."""
    for statement in answered.answer.statements:
        yield StatementVerified(statement)
    yield answered
