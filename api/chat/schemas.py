"""What is asked and what is answered over HTTP."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from advisor.answering.presenting import Reply
from advisor.domain.answers import Basis, Part, Verdict
from advisor.domain.values import Language, Value

LONGEST_MESSAGE = 4000


def readable(text: str) -> str:
    """The text, if it is one. Raises PydanticCustomError for control characters and surrogates.

    Tabs and line ends are text.
    """
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n\r" for c in text):
        raise PydanticCustomError("unreadable", "unreadable")
    return text


Message = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_MESSAGE),
    AfterValidator(readable),
]
Id = Annotated[str, StringConstraints(max_length=64), AfterValidator(readable)]


class ChatRequest(BaseModel):
    """One message, and what is known of who asks."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    message: Message
    conversation_id: Id | None = None
    language: Language | None = None
    organisation: Id | None = None
    profile: Id | None = None


class ReviewState(Value):
    """Where a review of this answer stands."""

    state: Literal["none", "queued", "held", "reviewed"] = "none"
    receipt: str | None = None


class ChatReply(Reply):
    """The reply with the ids under which it was recorded."""

    conversation_id: str
    answer_id: str | None
    review: ReviewState


class TranscriptTurn(Value):
    """One turn of a conversation; empty where nothing of it may be kept."""

    sequence: int
    asked_at: str
    question: str | None
    reply: ChatReply | None


class Transcript(Value):
    """A conversation as its owner sees it."""

    conversation_id: str
    turns: tuple[TranscriptTurn, ...]


class VerifiedStatement(Value):
    """A statement of a recorded answer, judged again now. `check` is the one that failed."""

    part: Part
    text: str
    basis: Basis
    verdict: Verdict
    check: str | None
    reason: str | None


class Verification(Value):
    """All statements of a recorded answer, judged again against the index being served."""

    answer_id: str
    generation: str
    verified: bool
    statements: tuple[VerifiedStatement, ...]
