"""The evaluation sets as values. All are synthetic; see datasets/README.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from advisor.domain.values import Language, Value

_FOLDER = Path(__file__).parent / "datasets"


class Asked(Value):
    """A question and what is right. `cards`: every card that answers it; none: nothing does."""

    id: str
    language: Language
    question: str
    topics: tuple[str, ...]
    cards: tuple[str, ...]
    first_contacts: tuple[str, ...]
    outcome: str


class Guarded(Value):
    """A message with what the guard must see in it."""

    id: str
    language: Language
    text: str
    crisis: bool
    disclosure: bool
    kind: str


def questions() -> tuple[Asked, ...]:
    """The sixty questions of each language, joined with the cards that a reader found right."""
    labels = {row["id"]: tuple(row["cards"]) for row in _rows("labels.jsonl")}
    return tuple(
        Asked(
            id=row["id"],
            language=language,
            question=row["question"],
            topics=tuple(t for t in (row["topic"], *row["also"]) if t),
            cards=labels.get(row["id"], ()),
            first_contacts=tuple(row["first_contacts"]),
            outcome=row["outcome"],
        )
        for language in Language
        for row in _rows(f"questions.{language}.jsonl")
    )


def development() -> tuple[Asked, ...]:
    """The questions that thresholds may be fitted on; never scored as a result."""
    return tuple(
        Asked(
            id=row["id"],
            language=Language(row["language"]),
            question=row["question"],
            topics=(row["topic"],) if row["topic"] else (),
            cards=tuple(row["cards"]),
            first_contacts=(),
            outcome="answered" if row["cards"] else "declined",
        )
        for row in _rows("development.jsonl")
    )


def guard_messages() -> tuple[Guarded, ...]:
    """The messages that the guard was written without; `guard.jsonl` became its development set."""
    return tuple(Guarded(**row) for row in _rows("guard_blind.jsonl"))


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with (_FOLDER / name).open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
