"""What an answer looks like as an event, as a row of the record, and as a turn's history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from advisor.answering.events import Answered
from advisor.answering.presenting import statement_reply
from advisor.domain.answers import Exchange, Outcome, Statement
from api.chat.schemas import ChatReply
from api.store.tables import TurnRow


def event_of(statement: Statement) -> dict[str, Any]:
    """One verified statement as the data of a `delta`: shaped as in `statements` of the reply."""
    return statement_reply(statement).model_dump(mode="json")


def row_of(conversation_id: str, answered: Answered, reply: ChatReply) -> TurnRow:
    """The row of a turn: whole, or, when nothing may be kept, empty and dated to the day."""
    answer = answered.answer
    if not answer.recorded:
        return TurnRow(conversation_id=conversation_id, asked_at=_day(answer.answered_at))
    return TurnRow(
        conversation_id=conversation_id,
        answer_id=answer.id,
        asked_at=answer.answered_at,
        question=answer.asked,
        outcome=answer.decision.outcome,
        topic=answer.decision.topic,
        card_id=answer.card_id,
        reply=reply.model_dump(mode="json"),
        trace=_trace(answered),
    )


def exchange_of(turn: TurnRow) -> Exchange:
    """A recorded turn as history for the next question."""
    reply = turn.reply or {}
    return Exchange(
        question=turn.question or "",
        short=reply.get("answer", {}).get("short", ""),
        topic=turn.topic,
        card_id=turn.card_id,
        clarified=turn.outcome == Outcome.CLARIFY,
    )


def _trace(answered: Answered) -> dict[str, Any]:
    """What an officer needs to see how the answer came about; no text of the asker."""
    answer = answered.answer
    return {
        "decision": answer.decision.model_dump(mode="json", exclude={"clarify"}),
        "statements": [s.model_dump(mode="json") for s in answer.statements],
        "dropped": [d.model_dump(mode="json") for d in answer.dropped],
        "provenance": answer.provenance.model_dump(mode="json"),
        "seconds": answered.timings,
    }


def _day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
