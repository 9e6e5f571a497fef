"""Whether the configured model is of use: not that it answers, but that its words verify."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from pydantic import Field

from advisor.answering.verification import Draft
from advisor.corpus.loading import Corpus
from advisor.domain.answers import (
    Decision,
    Evidence,
    Outcome,
    RankedPassage,
    Statement,
    Turn,
)
from advisor.domain.profiles import Profile
from advisor.domain.sources import Passage
from advisor.domain.values import Language, Value
from advisor.errors import ConfigurationError, DraftMalformed, ModelUnavailable
from advisor.llm.chat_model import Chat, Schema, chat_model
from advisor.llm.composer import LlmComposer
from advisor.phrases import Phrases

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

_PROVISIONS = ("coi_directive#4.2.13", "psdpa#19.1")
_ANSWERED = Decision(outcome=Outcome.ANSWERED)

Facts: TypeAlias = dict[str, str | int | float]


class CheckStep(Value):
    """One thing tried. `code` is a key of the phrases under `model_check`, `facts` fill its places.

    `language`: of the question asked; None where it does not matter.
    """

    name: str
    passed: bool
    code: str
    language: Language | None = None
    facts: Facts = Field(default_factory=dict)


class ModelCheck(Value):
    """All that was tried with one model, in order; a step that could not be reached is absent."""

    model: str
    steps: tuple[CheckStep, ...]

    @property
    def passed(self) -> bool:
        """Whether statements came back that verify, in both languages."""
        verified = {step.language for step in self.steps if step.name == "verifies"}
        return verified == set(Language) and all(step.passed for step in self.steps)


def check_model(
    name: str,
    base_url: str | None,
    api_key: str | None,
    timeout: float,
    phrases: Phrases,
    corpus: Corpus,
) -> ModelCheck:
    """Ask the model about two summaries of the corpus, in each language; no index is needed.

    Steps: `configured`, then for each language `reachable`, `answers`, `schema` and `verifies`.
    Raises nothing: what goes wrong is a step that did not pass.
    """
    try:
        model = chat_model(name, base_url, api_key, timeout)
    except ConfigurationError as error:
        facts: Facts = {"setting": error.setting, "reason": error.reason}
        step = CheckStep(name="configured", passed=False, code="not_configured", facts=facts)
        return ModelCheck(model=name, steps=(step,))
    steps = [CheckStep(name="configured", passed=True, code="configured", facts={"model": name})]
    for language in Language:
        steps += _tried(model, language, phrases, corpus)
        if steps[-1].name == "reachable":  # it will not be for the other language either
            break
    return ModelCheck(model=name, steps=tuple(steps))


def _tried(
    model: Chat, language: Language, phrases: Phrases, corpus: Corpus
) -> Sequence[CheckStep]:
    """The steps of one language, up to the first that fails."""
    passages = _passages(corpus, language)
    evidence = Evidence(
        passages=tuple(RankedPassage(passage=passage, score=1.0) for passage in passages)
    )
    question = ". ".join(passage.heading for passage in passages)
    turn = Turn(question=question, profile=Profile(language=language))
    listening = _Listening(model)
    start = time.perf_counter()
    statements: tuple[Statement, ...] = ()
    failed: ModelUnavailable | DraftMalformed | None = None
    try:
        statements = tuple(LlmComposer(listening, phrases).compose(turn, evidence, _ANSWERED))
    except (ModelUnavailable, DraftMalformed) as error:
        failed = error
    seconds = round(time.perf_counter() - start, 1)
    steps = [_reached(listening, failed, seconds)]
    if steps[-1].passed:
        steps.append(_answered(listening))
    if steps[-1].passed:
        steps.append(_followed(listening, failed))
    if steps[-1].passed:
        steps.append(_verified(Draft.judged(statements, evidence, language, frozenset())))
    return [step.model_copy(update={"language": language}) for step in steps]


def _reached(
    heard: _Listening, failed: ModelUnavailable | DraftMalformed | None, seconds: float
) -> CheckStep:
    if isinstance(failed, ModelUnavailable):
        return CheckStep(name="reachable", passed=False, code=str(failed))
    facts: Facts = {"seconds": seconds, "requests": len(heard.replies)}
    return CheckStep(name="reachable", passed=True, code="reachable", facts=facts)


def _answered(heard: _Listening) -> CheckStep:
    spoke = any(reply.strip() for reply in heard.replies)
    return CheckStep(name="answers", passed=spoke, code="answers" if spoke else "silent")


def _followed(heard: _Listening, failed: Exception | None) -> CheckStep:
    if failed is not None:
        facts: Facts = {"problem": str(failed)}
        return CheckStep(name="schema", passed=False, code="schema_broken", facts=facts)
    code = "schema_followed" if len(heard.replies) == 1 else "schema_repaired"
    return CheckStep(name="schema", passed=True, code=code)


def _verified(draft: Draft) -> CheckStep:
    """Whether an answer would stand: its short survived, and nothing that binds anyone was lost."""
    checks = dict.fromkeys(one.check for one in draft.dropped if one.check)
    facts: Facts = {
        "kept": len(draft.kept),
        "total": len(draft.verdicts),
        "checks": ", ".join(checks) or "–",
    }
    if draft.stands:
        return CheckStep(name="verifies", passed=True, code="verified", facts=facts)
    code = "not_verified" if draft.verdicts else "nothing_drafted"
    return CheckStep(name="verifies", passed=False, code=code, facts=facts)


def _passages(corpus: Corpus, language: Language) -> tuple[Passage, ...]:
    """Two summaries every packaged corpus has; another corpus lends its first two."""
    named = (corpus.digest(provision, language) for provision in _PROVISIONS)
    return tuple(one for one in named if one) or corpus.digests[language][:2]


class _Listening:
    """The model, with its replies kept for the report of this one check."""

    def __init__(self, model: Chat) -> None:
        self.label, self.timeout = model.label, model.timeout
        self.replies: list[str] = []
        self._model = model

    def ask(self, messages: Sequence[BaseMessage], schema: Schema, within: float) -> str:
        self.replies.append(self._model.ask(messages, schema, within))
        return self.replies[-1]
