"""Asking, and what was asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sse_starlette.event import ServerSentEvent
from sse_starlette.sse import EventSourceResponse

from api.chat.dependencies import ChatDep, StreamingDep
from api.chat.schemas import (
    ChatReply,
    ChatRequest,
    Transcript,
    TranscriptTurn,
    Verification,
)
from api.chat.service import ServerEvent
from api.chat.verifying import verify_again
from api.dependencies import AdvisorDep, DatabaseDep, LanguageDep, SettingsDep, UserDep
from api.errors import Refusal, problem
from api.store.repositories import Conversations

router = APIRouter()


@router.post("/v1/chat", response_model=ChatReply)
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
    if not streaming:
        return JSONResponse(service.reply(opened).model_dump(mode="json"))
    return EventSourceResponse(_as_sse(service.stream(opened), request))


def _as_sse(events: Iterable[ServerEvent], request: Request) -> Iterator[ServerSentEvent]:
    try:
        for event in events:
            yield ServerSentEvent(json.dumps(event.data, ensure_ascii=False), event=event.name)
    except Exception:  # the status is sent: what is left is to say that it failed, without details
        refused = problem(request, "internal")
        yield ServerSentEvent(bytes(refused.body).decode(), event="error")


@router.get("/v1/conversations/{conversation_id}")
def transcript(conversation_id: str, database: DatabaseDep, settings: SettingsDep) -> Transcript:
    """The turns of a conversation; those that may not be kept are empty."""
    with database.transaction() as session:
        conversations = Conversations(session, settings.retention_days)
        if conversations.get(conversation_id) is None:
            raise Refusal("conversation-unknown")
        turns = tuple(
            TranscriptTurn(
                sequence=turn.sequence,
                asked_at=turn.asked_at.isoformat(timespec="seconds"),
                question=turn.question,
                reply=ChatReply.model_validate(turn.reply) if turn.reply else None,
            )
            for turn in conversations.turns(conversation_id)
        )
    return Transcript(conversation_id=conversation_id, turns=turns)


@router.delete("/v1/conversations/{conversation_id}", status_code=204)
def erase(conversation_id: str, database: DatabaseDep, settings: SettingsDep) -> None:
    """Erase a conversation and everything in it."""
    with database.transaction() as session:
        if not Conversations(session, settings.retention_days).erase(conversation_id):
            raise Refusal("conversation-unknown")


@router.get("/v1/answers/{answer_id}/verify")
def verify(
    answer_id: str, advisor: AdvisorDep, database: DatabaseDep, settings: SettingsDep
) -> Verification:
    """Judge every statement of a recorded answer again, against the index being served."""
    with database.transaction() as session:
        turn = Conversations(session, settings.retention_days).answer(answer_id)
        trace, reply = (turn.trace, turn.reply) if turn else (None, None)
    if trace is None or reply is None:
        raise Refusal("not-found")
    return verify_again(answer_id, trace, reply["language"], advisor)
