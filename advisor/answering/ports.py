"""The two seams of answering."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from advisor.domain.answers import Decision, Evidence, Guarded, Statement, Turn


class Rewriter(Protocol):
    """Turns a follow-up and its history into one stand-alone question."""

    def rewrite(self, turn: Turn, guarded: Guarded) -> str:
        """The stand-alone question in the turn's language; the question itself if it stands."""
        ...


class Composer(Protocol):
    """Drafts an answer from evidence, one cited statement at a time.

    Yields nothing when it has nothing to say; raises CompositionError when it cannot work.
    `offline`: it needs no network, so it may see what must not leave this machine's memory.
    """

    name: str
    offline: bool

    def compose(self, turn: Turn, evidence: Evidence, decision: Decision) -> Iterator[Statement]:
        """The draft's statements, in the order they are read."""
        ...
