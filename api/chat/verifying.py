"""A recorded answer, judged again."""

from __future__ import annotations

from typing import Any

from advisor.answering.engine import Advisor
from advisor.domain.answers import Judged, Statement, Verdict
from advisor.domain.values import Language
from api.chat.schemas import Verification, VerifiedStatement


def verify_again(
    answer_id: str, trace: dict[str, Any], language: Language, advisor: Advisor
) -> Verification:
    """The verdict of every statement in `trace` against the generation being served now."""
    statements = tuple(Statement.model_validate(s) for s in trace["statements"])
    judged = advisor.judge(statements, language)
    return Verification(
        answer_id=answer_id,
        generation=advisor.serving.generation().name,
        verified=all(j.verdict is Verdict.SUPPORTED for j in judged),
        statements=tuple(_verified(j) for j in judged),
    )


def _verified(judged: Judged) -> VerifiedStatement:
    return VerifiedStatement(
        part=judged.statement.part,
        text=judged.statement.text,
        basis=judged.statement.basis,
        verdict=judged.verdict,
        check=judged.check,
        reason=judged.reason,
    )
