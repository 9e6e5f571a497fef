"""One message, from the request to the record: the same path for JSON, events and pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Any

from advisor.answering.engine import Advisor
from advisor.answering.events import Answered, EvidenceFound, StatementVerified
from advisor.answering.presenting import present
from advisor.config import Settings
from advisor.domain.answers import Exchange, Statement, Turn
from advisor.domain.profiles import Profile
from advisor.domain.values import Language
from advisor.text import detect_language
from api.access import User
from api.chat.schemas import ChatReply, ChatRequest, ReviewState
from api.errors import Refusal
from api.metrics import count_answer
from api.store.database import Database
from api.store.repositories import Conversations, new_id
from api.store.tables import TurnRow

_HISTORY = 6


@dataclass(frozen=True)
class Opened:
    """A message that was let in."""

    turn: Turn
    conversation_id: str
    is_new: bool


@dataclass(frozen=True)
class ServerEvent:
    """One event for the client. `name`: `meta`, `delta`, `citations`, `escalations`, `done`."""

    name: str
    data: dict[str, Any] | list[Any]


class ChatService:
    """Opens a turn, lets the advisor answer it, records the whole answer, and says so."""

    def __init__(self, advisor: Advisor, database: Database, settings: Settings) -> None:
        """Everything it uses is given to it."""
        self._advisor = advisor
        self._database = database
        self._retention = settings.retention_days

    def open(self, body: ChatRequest, user: User, prior: Language) -> Opened:  # noqa: ARG002
        """Everything that can be refused is refused here, while the status is ours to choose.

        `prior` is the language of the page or of the request's headers: it decides where the
        message itself does not. Raises Refusal.
        """
        corpus = self._advisor.serving.generation().corpus
        language = body.language or detect_language(body.message, prior)
        if body.organisation is not None and body.organisation not in corpus.organisations:
            raise Refusal("organisation-unknown", language)
        who = body.profile or "employee"
        if who not in corpus.vocabulary.ids("profiles"):
            raise Refusal("profile-unknown", language)
        history = self._history(body.conversation_id, language)
        profile = Profile(language=language, organisation=body.organisation, who=who)
        return Opened(
            turn=Turn(question=body.message, history=history, profile=profile),
            conversation_id=body.conversation_id or new_id(),
            is_new=body.conversation_id is None,
        )

    def stream(self, opened: Opened) -> Iterator[ServerEvent]:
        """The answer as events; the last is `done` with the whole reply, already recorded."""
        for event in self._advisor.answer(opened.turn):
            match event:
                case EvidenceFound(evidence=evidence):
                    found = {"stage": "composing", "passages": len(evidence.passages)}
                    yield ServerEvent("meta", found)
                case StatementVerified(statement=statement):
                    yield ServerEvent("delta", _delta(statement))
                case Answered():
                    reply = self._recorded(opened, event)
                    body = reply.model_dump(mode="json")
                    yield ServerEvent("citations", body["citations"])
                    yield ServerEvent("escalations", body["escalations"])
                    yield ServerEvent("done", body)

    def reply(self, opened: Opened) -> ChatReply:
        """The whole reply, recorded: what `done` carries."""
        return self._recorded(opened, self._advisor.last(opened.turn))

    def _history(self, id: str | None, language: Language) -> tuple[Exchange, ...]:
        if id is None:
            return ()
        with self._database.transaction() as session:
            conversations = Conversations(session, self._retention)
            if conversations.get(id) is None:
                raise Refusal("conversation-unknown", language)
            return tuple(_exchange(turn) for turn in conversations.turns(id)[-_HISTORY:])

    def _recorded(self, opened: Opened, answered: Answered) -> ChatReply:
        """Write the turn in one transaction, then hand out the reply."""
        answer = answered.answer
        reply = ChatReply(
            **present(answer, answered.corpus, self._advisor.phrases).model_dump(),
            conversation_id=opened.conversation_id,
            answer_id=answer.id if answer.recorded else None,
            review=ReviewState(state="queued" if answer.flags and answer.recorded else "none"),
        )
        start = perf_counter()
        with self._database.transaction() as session:
            conversations = Conversations(session, self._retention)
            if opened.is_new:
                conversations.begin(opened.conversation_id, answer.turn.language)
                session.flush()
            flags = answer.flags if answer.recorded else ()
            conversations.append(_row(opened, answered, reply), flags)
        count_answer(answered, record_seconds=perf_counter() - start)
        return reply


def _delta(statement: Statement) -> dict[str, Any]:
    return {
        "part": statement.part,
        "text": statement.text,
        "basis": statement.basis,
        "citations": sorted(c.n for c in statement.citations),
    }


def _row(opened: Opened, answered: Answered, reply: ChatReply) -> TurnRow:
    """The row of a turn: whole, or, when nothing may be kept, empty and dated to the day."""
    answer = answered.answer
    if not answer.recorded:
        return TurnRow(conversation_id=opened.conversation_id, asked_at=_day(answer.answered_at))
    return TurnRow(
        conversation_id=opened.conversation_id,
        answer_id=answer.id,
        asked_at=answer.answered_at,
        question=answer.asked,
        outcome=answer.decision.outcome,
        topic=answer.decision.topic,
        card_id=answer.card_id,
        reply=reply.model_dump(mode="json"),
        trace=_trace(answered),
    )


def _trace(answered: Answered) -> dict[str, Any]:
    """What an officer needs to see how the answer came about; no text of the asker."""
    answer = answered.answer
    return {
        "decision": answer.decision.model_dump(mode="json", exclude={"clarify"}),
        "statements": [s.model_dump(mode="json") for s in answer.statements],
        "dropped": [d.model_dump(mode="json") for d in answer.dropped],
        "provenance": answer.provenance.model_dump(mode="json"),
        "seconds": answered.timings,
    }


def _exchange(turn: TurnRow) -> Exchange:
    reply = turn.reply or {}
    return Exchange(
        question=turn.question or "",
        short=reply.get("answer", {}).get("short", ""),
        topic=turn.topic,
        card_id=turn.card_id,
        clarified=turn.outcome == "clarify",
    )


def _day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
