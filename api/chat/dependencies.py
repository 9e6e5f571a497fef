"""The chat service as a dependency, and how the client wants its answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.chat.service import ChatService
from api.dependencies import AdvisorDep, DatabaseDep, SettingsDep


def get_chat(advisor: AdvisorDep, database: DatabaseDep, settings: SettingsDep) -> ChatService:
    """The chat service of this request."""
    return ChatService(advisor, database, settings)


def wants_events(request: Request) -> bool:
    """Whether the client asked for server-sent events."""
    return "text/event-stream" in request.headers.get("accept", "")


ChatDep = Annotated[ChatService, Depends(get_chat)]
StreamingDep = Annotated[bool, Depends(wants_events)]
