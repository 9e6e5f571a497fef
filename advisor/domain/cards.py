"""Situation cards and digests: the knowledge the team writes."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from advisor.domain.values import Bilingual, BilingualList, Language, Questions, Value


class Risk(StrEnum):
    """Who must look at an answer: nobody at once, an officer afterwards, or an officer first."""

    LOW = "low"
    HIGH = "high"
    HOLD = "hold"


class CardStatus(StrEnum):
    """How far a card has been read by somebody other than its writer."""

    DRAFT = "draft"
    CHECKED = "checked"
    APPROVED = "approved"


class Reviewed(Value):
    """Who last read a card, by role and organisation, and when (`YYYY-MM-DD`)."""

    by: Bilingual
    organisation: Bilingual | None = None
    on: str


class CardContact(Value):
    """A contact of the registry and why this situation needs it."""

    id: str
    why: Bilingual


class Card(Value):
    """One situation and its answer, in both languages.

    `crisis` (`self`, `other`): the situation is one; help lines answer it in place of the card.
    """

    id: str
    topic: str
    risk: Risk
    applies_to: tuple[str, ...]
    questions: Questions
    short: Bilingual
    steps: BilingualList
    depends_on: BilingualList = BilingualList()
    cautions: BilingualList = BilingualList()
    citations: tuple[str, ...]
    contacts: tuple[CardContact, ...]
    crisis: Literal["self", "other"] | None = None
    to_confirm: bool = False
    status: CardStatus = CardStatus.DRAFT
    reviewed: Reviewed | None = None

    def texts(self, language: Language) -> tuple[tuple[str, str], ...]:
        """Every sentence group of the answer as (part, text), in the order it is read."""
        return (
            ("short", self.short.to(language)),
            *(("step", text) for text in self.steps.to(language)),
            *(("depends_on", text) for text in self.depends_on.to(language)),
            *(("caution", text) for text in self.cautions.to(language)),
        )


class Digest(Value):
    """Our own summary of one provision, in both languages."""

    locator: str
    heading: Bilingual
    text: Bilingual
    version: str | None = None
    evidence: str
    url: Bilingual | None = None


class Subject(Value):
    """A subject that no card covers: recognised so that the answer can say so and name who knows.

    `contacts` are ids, first one first; empty where nobody in the directory knows.
    """

    id: str
    name: Bilingual
    questions: Questions
    contacts: tuple[str, ...] = ()
