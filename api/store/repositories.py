"""Reading and writing the record. Nothing else speaks to the tables."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.store.tables import ConversationRow, FlagRow, TurnRow


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """An unguessable id: 256 bits, URL-safe."""
    return secrets.token_urlsafe(32)


class Conversations:
    """Conversations within one session; `retention_days` is how long an unused one may be used."""

    def __init__(self, session: Session, retention_days: int) -> None:
        """Work inside `session`, whose owner commits."""
        self._session = session
        self._oldest = now() - timedelta(days=retention_days)

    def get(self, id: str) -> ConversationRow | None:
        """The conversation, unless it is unknown or expired."""
        row = self._session.get(ConversationRow, id)
        return row if row is not None and row.used_at >= self._oldest else None

    def begin(self, id: str, language: str) -> ConversationRow:
        """A new conversation with this id."""
        row = ConversationRow(id=id, language=language, begun_at=now(), used_at=now())
        self._session.add(row)
        return row

    def turns(self, id: str) -> Sequence[TurnRow]:
        """The turns of a conversation, first one first."""
        return self._session.scalars(
            select(TurnRow).where(TurnRow.conversation_id == id).order_by(TurnRow.sequence)
        ).all()

    def append(self, turn: TurnRow, flags: Sequence[str]) -> None:
        """Add a turn at the end of its conversation, with its flags."""
        conversation = self._session.get_one(
            ConversationRow, turn.conversation_id, with_for_update=True
        )
        conversation.used_at = now()
        turn.sequence = len(self.turns(turn.conversation_id)) + 1
        self._session.add(turn)
        self._session.flush()
        for reason in flags:
            self._session.add(
                FlagRow(answer_id=turn.answer_id, reason=reason, raised_at=now())
            )

    def answer(self, answer_id: str) -> TurnRow | None:
        """The turn that gave this answer."""
        return self._session.scalar(select(TurnRow).where(TurnRow.answer_id == answer_id))

    def erase(self, id: str) -> bool:
        """Delete a conversation with all its turns and flags; whether there was one."""
        answers = select(TurnRow.answer_id).where(TurnRow.conversation_id == id)
        self._session.execute(delete(FlagRow).where(FlagRow.answer_id.in_(answers)))
        self._session.execute(delete(TurnRow).where(TurnRow.conversation_id == id))
        found = self._session.execute(delete(ConversationRow).where(ConversationRow.id == id))
        return bool(found.rowcount)
