"""A recorded answer, judged again."""

from __future__ import annotations

from typing import Any

from advisor.answering.engine import Advisor
from advisor.domain.answers import Statement
from advisor.domain.values import Language
from api.chat.schemas import Verification, VerifiedStatement


def verify_again(
    answer_id: str, trace: dict[str, Any], language: str, advisor: Advisor
) -> Verification:
    """The verdict of every statement in `trace` against the generation being served now."""
    statements = tuple(Statement.model_validate(s) for s in trace["statements"])
    judged = advisor.judge(statements, Language(language))
    return Verification(
        answer_id=answer_id,
        generation=advisor.serving.generation().name,
        verified=all(j.check is None for j in judged),
        statements=tuple(
            VerifiedStatement(
                text=j.statement.text, verdict=j.verdict, check=j.check, reason=j.reason
            )
            for j in judged
        ),
    )


