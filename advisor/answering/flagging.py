"""Why a person must see an answer. Ids are the vocabulary's `flag_reasons`."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.domain.answers import Decision, Evidence, Judged, Outcome
from advisor.domain.cards import Card, Risk

_CONFIDENT = 0.6


def reasons(
    decision: Decision, card: Card | None, dropped: Sequence[Judged], evidence: Evidence
) -> tuple[str, ...]:
    """Every reason that holds, in the vocabulary's order; none for fixed text."""
    if decision.outcome in (Outcome.CRISIS, Outcome.CLARIFY):
        return ()
    answered = decision.outcome in (Outcome.ANSWERED, Outcome.HELD)
    found = {
        "low_confidence": answered and (decision.confidence or 0.0) < _CONFIDENT,
        "statements_dropped": bool(dropped),
        "high_risk": decision.risk in (Risk.HIGH, Risk.HOLD),
        "held": decision.outcome is Outcome.HELD,
        "source_conflict": bool(evidence.conflicts),
        "to_confirm": card is not None and card.to_confirm,
    }
    return tuple(reason for reason, holds in found.items() if holds)
