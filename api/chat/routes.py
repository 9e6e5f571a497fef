"""Asking, and what was asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sse_starlette.event import ServerSentEvent
from sse_starlette.sse import EventSourceResponse

from advisor.domain.values import Language
from api.chat.dependencies import ChatDep, StreamingDep
from api.chat.schemas import ChatReply, ChatRequest, Transcript, Verification
from api.chat.service import ServerEvent
from api.chat.verifying import verify_again
from api.dependencies import AdvisorDep, DatabaseDep, LanguageDep, SettingsDep, UserDep
from api.errors import Refusal, code_of, documented, make_problem
from api.store.repositories import Conversations
from api.store.tables import TurnRow

router = APIRouter(prefix="/v1", tags=["chat"])

_EVENTS = "Server-sent events `meta`, `delta`, `citations`, `escalations`, `done` or `error`"
_REFUSED = documented(
    "message-empty",
    "message-too-long",
    "message-unreadable",
    "body-invalid",
    "conversation-unknown",
    "organisation-unknown",
    "profile-unknown",
    "language-unknown",
    "not-ready",
    "record-unavailable",
)
_BY_ID = documented("conversation-unknown", "language-unknown", "record-unavailable")
_ANSWERED: dict[int | str, dict[str, Any]] = {
    200: {"description": "The answer", "content": {"text/event-stream": {"description": _EVENTS}}}
}


@router.post("/chat", response_model=ChatReply, responses=_ANSWERED | _REFUSED)
def chat(
    request: Request,
    body: ChatRequest,
    user: UserDep,
    prior: LanguageDep,
    service: ChatDep,
    streaming: StreamingDep,
) -> Response:
    """Answer a question, whole or as server-sent events."""
    opened = service.open(body, user, prior)  # may refuse: the status is still ours to choose
    request.state.language = opened.turn.language  # whatever fails from here on says so in it
    if not streaming:
        return JSONResponse(service.reply(opened).model_dump(mode="json"))
    events = _as_sse(service.stream(opened), request, opened.turn.language)
    return EventSourceResponse(events, sep="\n")


def _as_sse(
    events: Iterable[ServerEvent], request: Request, language: Language
) -> Iterator[ServerSentEvent]:
    try:
        for event in events:
            yield _event(event.name, event.data)
    except Exception as error:  # the status is sent: what is left is to say that it failed
        refused = make_problem(request, code_of(error), language)
        yield _event("error", refused.model_dump(mode="json"))


def _event(name: str, data: object) -> ServerSentEvent:
    return ServerSentEvent(json.dumps(data, ensure_ascii=False), event=name, sep="\n")


@router.get("/conversations/{conversation_id}", response_model=Transcript, responses=_BY_ID)
def transcript(
    conversation_id: str, database: DatabaseDep, settings: SettingsDep, language: LanguageDep
) -> Response:
    """The turns of a conversation; those that may not be kept are empty."""
    with database.reading() as session:
        conversations = Conversations(session, settings.retention_days)
        if conversations.get(conversation_id) is None:
            raise Refusal("conversation-unknown", language)
        turns = [_told(turn) for turn in conversations.turns(conversation_id)]
    return JSONResponse({"conversation_id": conversation_id, "turns": turns})


def _told(turn: TurnRow) -> dict[str, Any]:
    """A TranscriptTurn. The reply is given as it was recorded, by whichever version wrote it."""
    return {
        "sequence": turn.sequence,
        "asked_at": turn.asked_at.isoformat(timespec="seconds"),
        "question": turn.question,
        "reply": turn.reply,
    }


@router.delete("/conversations/{conversation_id}", status_code=204, responses=_BY_ID)
def erase(
    conversation_id: str, database: DatabaseDep, settings: SettingsDep, language: LanguageDep
) -> None:
    """Erase a conversation and everything in it."""
    with database.transaction() as session:
        if not Conversations(session, settings.retention_days).erase(conversation_id):
            raise Refusal("conversation-unknown", language)
    database.forget()


@router.get(
    "/answers/{answer_id}/verify",
    responses=documented("not-found", "language-unknown", "not-ready", "record-unavailable"),
)
def verify(
    answer_id: str,
    advisor: AdvisorDep,
    database: DatabaseDep,
    settings: SettingsDep,
    language: LanguageDep,
) -> Verification:
    """Judge every statement of a recorded answer again, against the index being served."""
    with database.reading() as session:
        turn = Conversations(session, settings.retention_days).answer(answer_id)
    if turn is None or turn.trace is None or turn.reply is None:
        raise Refusal("not-found", language)
    return verify_again(answer_id, turn.trace, Language(turn.reply["language"]), advisor)
