"""Reading and writing the record. Nothing else speaks to the tables."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from api.store.tables import ConversationRow, FlagRow, TurnRow

_ID = re.compile(r"[A-Za-z0-9_-]{1,43}")


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
        """The conversation, unless it is unknown, expired or not even an id."""
        row = self._session.get(ConversationRow, id) if _ID.fullmatch(id) else None
        return row if row is not None and row.used_at >= self._oldest else None

    def begin(self, id: str, language: str, at: datetime) -> None:
        """A new conversation with this id, begun `at`."""
        self._session.add(ConversationRow(id=id, language=language, begun_at=at, used_at=at))
        self._session.flush()

    def turns(self, id: str) -> Sequence[TurnRow]:
        """The turns of a conversation, first one first."""
        return self._session.scalars(
            select(TurnRow).where(TurnRow.conversation_id == id).order_by(TurnRow.sequence)
        ).all()

    def append(self, turn: TurnRow, flags: Sequence[str]) -> bool:
        """Add a turn at the end of its conversation, with its flags; False when that is gone.

        The conversation is locked first, so two turns at once are numbered one after the other.
        It was last used when the turn was asked: a turn dated to the day leaves no finer trace.
        """
        conversation = self._session.get(
            ConversationRow, turn.conversation_id, with_for_update=True
        )
        if conversation is None:
            return False
        conversation.used_at = max(conversation.used_at, turn.asked_at)
        turn.sequence = self._last(turn.conversation_id) + 1
        self._session.add(turn)
        self._session.flush()
        self._session.add_all(
            FlagRow(answer_id=turn.answer_id, reason=reason, raised_at=turn.asked_at)
            for reason in flags
        )
        return True

    def answer(self, answer_id: str) -> TurnRow | None:
        """The turn that gave this answer, unless its conversation is expired."""
        if not _ID.fullmatch(answer_id):
            return None
        turn = self._session.scalar(select(TurnRow).where(TurnRow.answer_id == answer_id))
        return turn if turn is not None and self.get(turn.conversation_id) else None

    def erase(self, id: str) -> bool:
        """Delete a conversation with all its turns and flags; whether there was one."""
        if not _ID.fullmatch(id):
            return False
        answers = select(TurnRow.answer_id).where(TurnRow.conversation_id == id)
        self._session.execute(delete(FlagRow).where(FlagRow.answer_id.in_(answers)))
        self._session.execute(delete(TurnRow).where(TurnRow.conversation_id == id))
        erased = delete(ConversationRow).where(ConversationRow.id == id)
        return self._session.execute(erased.returning(ConversationRow.id)).first() is not None

    def _last(self, id: str) -> int:
        """The number of the conversation's last turn, 0 before the first."""
        highest = select(func.max(TurnRow.sequence)).where(TurnRow.conversation_id == id)
        return self._session.scalar(highest) or 0
