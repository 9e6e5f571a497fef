"""Conversations, turns and flags."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.store.tables import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the three tables of the record."""
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(43), primary_key=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=False, index=True),
    )
    op.create_table(
        "turns",
        sa.Column(
            "conversation_id",
            sa.String(43),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("answer_id", sa.String(43), unique=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("question", sa.Text),
        sa.Column("outcome", sa.String(16)),
        sa.Column("topic", sa.String(64), index=True),
        sa.Column("card_id", sa.String(128)),
        sa.Column("reply", sa.JSON),
        sa.Column("trace", sa.JSON),
    )
    op.create_table(
        "flags",
        sa.Column(
            "answer_id",
            sa.String(43),
            sa.ForeignKey("turns.answer_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("reason", sa.String(32), primary_key=True),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("flags", "turns", "conversations"):
        op.drop_table(table)
