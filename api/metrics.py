"""Counters without text: how many answers of which kind, and where the time goes."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

from advisor.answering.events import Answered

_ANSWERS = Counter(
    "advisor_answers_total", "Answers given", ("outcome", "language", "composer", "opening")
)
_PROBLEMS = Counter("advisor_problems_total", "Requests refused or failed", ("code",))
_STAGES = Histogram(
    "advisor_stage_seconds",
    "Seconds per stage of a question",
    ("stage",),
    buckets=(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5, 20),
)


def count_answer(answered: Answered, record_seconds: float) -> None:
    """Count one answer by kind and language, and the seconds of each of its stages."""
    answer = answered.answer
    _ANSWERS.labels(
        answer.decision.outcome,
        answer.turn.language,
        answer.provenance.composer or "fixed",
        answer.opening or "none",
    ).inc()
    for stage, seconds in (*answered.timings.items(), ("record", record_seconds)):
        _STAGES.labels(stage).observe(seconds)


def count_problem(code: str) -> None:
    """Count one problem by its code."""
    _PROBLEMS.labels(code).inc()
