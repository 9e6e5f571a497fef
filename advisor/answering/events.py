"""What the walk tells the outside while it goes on."""

from __future__ import annotations

from dataclasses import dataclass, field

from advisor.corpus.loading import Corpus
from advisor.domain.answers import Answer, Evidence, Statement


@dataclass(frozen=True)
class EvidenceFound:
    """Retrieval is over; a composer is at work."""

    evidence: Evidence


@dataclass(frozen=True)
class StatementVerified:
    """One statement of the draft that stands; nothing shown is ever taken back."""

    statement: Statement


@dataclass(frozen=True)
class Answered:
    """The whole answer, and the corpus it was made from. `timings`: seconds by stage."""

    answer: Answer
    corpus: Corpus
    timings: dict[str, float] = field(default_factory=dict)


Event = EvidenceFound | StatementVerified | Answered
