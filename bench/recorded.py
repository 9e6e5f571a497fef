"""The walk with its record: the chat service over a real store, timed stage by stage."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from advisor.answering.engine import Advisor
from advisor.answering.events import Answered, Event
from advisor.config import Settings
from advisor.domain.answers import Turn
from advisor.domain.values import Language
from api.access import anyone
from api.chat.schemas import ChatRequest
from api.chat.service import ChatService
from api.holder import AdvisorHolder
from api.store.database import Database

Stages = dict[str, list[float]]
"""Milliseconds by stage, one value per question that came to it."""

RECORD = "record"


class TimedDatabase(Database):
    """The store, noting how long each transaction takes, commit included."""

    def __init__(self, address: str, stages: Stages) -> None:
        """`address` as Database takes it; the times go into `stages` under `record`."""
        super().__init__(address)
        self._stages = stages

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """As in Database."""
        start = time.perf_counter()
        with super().transaction() as session:
            yield session
        self._stages.setdefault(RECORD, []).append((time.perf_counter() - start) * 1000)


@dataclass(frozen=True)
class TimedAdvisor(Advisor):
    """The advisor, noting how long each stage of an answer took."""

    stages: Stages = field(default_factory=dict)

    def answer(self, turn: Turn) -> Iterator[Event]:
        """As in Advisor."""
        for event in super().answer(turn):
            if isinstance(event, Answered):
                for stage, seconds in event.timings.items():
                    self.stages.setdefault(stage, []).append(seconds * 1000)
            yield event


class RecordedWalk:
    """Asks as `POST /v1/chat` does, without HTTP: opened, answered, written, each time anew."""

    def __init__(self, advisor: Advisor, settings: Settings, folder: Path) -> None:
        """The record is a new SQLite file in `folder`: its disk is the one that is measured."""
        self.stages: Stages = {}
        self.database = TimedDatabase(f"sqlite:///{folder / 'bench.db'}", self.stages)
        self.database.migrate()
        timed = TimedAdvisor(**vars(advisor), stages=self.stages)
        self._service = ChatService(AdvisorHolder(lambda: timed), self.database, settings)

    def ask(self, question: str, language: Language) -> None:
        """One question as a conversation of its own."""
        asked = ChatRequest(message=question, language=language)
        self._service.reply(self._service.open(asked, anyone(), language))

    def close(self) -> None:
        """Let go of the store."""
        self.database.close()
