"""The chat service as a dependency, and how the client wants its answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.chat.service import ChatService
from api.dependencies import DatabaseDep, HolderDep, SettingsDep


def get_chat(holder: HolderDep, database: DatabaseDep, settings: SettingsDep) -> ChatService:
    """The chat service of this request."""
    return ChatService(holder, database, settings)


def wants_events(request: Request) -> bool:
    """Whether the client asked for server-sent events."""
    return "text/event-stream" in request.headers.get("accept", "")


ChatDep = Annotated[ChatService, Depends(get_chat)]
StreamingDep = Annotated[bool, Depends(wants_events)]
