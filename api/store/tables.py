"""The tables. Times are UTC; ids that people hold are unguessable."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC times on every database; SQLite alone would return them naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To UTC. Raises ValueError for a naive time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From the database, aware."""
        if value is None:
            return None
        moment = cast(datetime, value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Base(DeclarativeBase):
    """What every table shares."""

    metadata = MetaData(naming_convention=_NAMES)


class ConversationRow(Base):
    """A conversation; its id is the capability to continue, read and erase it."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(43), primary_key=True)
    language: Mapped[str] = mapped_column(String(2))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class TurnRow(Base):
    """One turn. A turn that may not be kept has no id, no text and no time finer than the day."""

    __tablename__ = "turns"

    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    sequence: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[str | None] = mapped_column(String(43), unique=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    question: Mapped[str | None] = mapped_column(Text)
    outcome: Mapped[str | None] = mapped_column(String(16))
    topic: Mapped[str | None] = mapped_column(String(64), index=True)
    card_id: Mapped[str | None] = mapped_column(String(128))
    reply: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    trace: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class FlagRow(Base):
    """Why a person must see an answer."""

    __tablename__ = "flags"

    answer_id: Mapped[str] = mapped_column(
        ForeignKey("turns.answer_id", ondelete="CASCADE"), primary_key=True
    )
    reason: Mapped[str] = mapped_column(String(32), primary_key=True)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
