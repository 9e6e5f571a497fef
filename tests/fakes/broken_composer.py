"""A composer with a fault that nobody foresaw."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.domain.answers import Decision, Evidence, Statement, Turn


class BrokenComposer:
    """Raises instead of drafting, the question in its message."""

    name = "broken"
    offline = True

    def compose(self, turn: Turn, evidence: Evidence, decision: Decision) -> Iterator[Statement]:
        """Never a statement: ZeroDivisionError."""
        raise ZeroDivisionError(turn.question)
