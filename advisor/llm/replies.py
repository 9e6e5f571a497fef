"""A model's reply, read strictly: one JSON object of the shape that was asked for, or nothing."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from advisor.domain.answers import Part
from advisor.domain.values import Value
from advisor.errors import DraftMalformed
from advisor.llm.chat_model import Schema

MOST = 8
"""Statements that one reply may hold."""

_MARKUP = re.compile(r"[<>\[\]{}|`*_#@\\^~]|https?:|www\.|\b[PC]\d{1,2}\b", re.IGNORECASE)


def _plain(text: str) -> str:
    """Markup, addresses, tokens and pictures are no part of a sentence: it is sent back."""
    if _MARKUP.search(text) or any(map(_is_picture, text)):
        raise ValueError("plain sentence expected")
    return text


def _is_picture(character: str) -> bool:
    """Whether a character is neither written nor spoken: a symbol or a control beyond ASCII."""
    beyond = not character.isascii() and character not in "°€£¢"
    return beyond and unicodedata.category(character)[0] in "SC"


Sentence = Annotated[
    str,
    StringConstraints(min_length=1, max_length=600, strip_whitespace=True),
    AfterValidator(_plain),
]


class Drafted(Value):
    """A statement drafted from the passage `token`; `quote`: words of it, where it is official."""

    token: str
    quote: Annotated[str, StringConstraints(max_length=2_000)] | None = None
    text: Sentence
    part: Part


class Fitted(Value):
    """The card's sentence `token`, said to the person who asks."""

    token: str
    text: Sentence


class _Drafts(Value):
    statements: Annotated[tuple[Drafted, ...], Field(max_length=MOST)]


class _Fits(Value):
    statements: Annotated[tuple[Fitted, ...], Field(max_length=MOST)]


class _Rewritten(Value):
    question: Annotated[
        str, StringConstraints(min_length=3, max_length=1_000, strip_whitespace=True)
    ]


_FIELDS = {"statements", "question", *Drafted.model_fields}
_Shape = TypeVar("_Shape", bound=Value)


def read_drafts(reply: str, tokens: Collection[str]) -> tuple[Drafted, ...]:
    """The statements of a draft, each naming one of `tokens`. Raises DraftMalformed."""
    drafts = _read(reply, _Drafts).statements
    _known([one.token for one in drafts], tokens)
    return drafts


def read_fits(reply: str, tokens: Collection[str]) -> dict[str, str]:
    """The fitted sentences by token, each of `tokens` at most once. Raises DraftMalformed."""
    fits = _read(reply, _Fits).statements
    named = [one.token for one in fits]
    _known(named, tokens)
    if len(set(named)) < len(named):
        raise DraftMalformed("token: given twice")
    return {one.token: one.text for one in fits}


def read_question(reply: str) -> str:
    """The question of a rewriting. Raises DraftMalformed."""
    return _read(reply, _Rewritten).question


def draft_schema(tokens: Collection[str]) -> Schema:
    """The JSON Schema of a draft; only `tokens` can be named. The quote comes before the text."""
    return _listed(
        {
            "token": {"type": "string", "enum": list(tokens)},
            "quote": {"type": ["string", "null"]},
            "text": {"type": "string"},
            "part": {"type": "string", "enum": [part.value for part in Part]},
        }
    )


def fit_schema(tokens: Collection[str]) -> Schema:
    """The JSON Schema of a fitting; only `tokens` can be named."""
    return _listed({"token": {"type": "string", "enum": list(tokens)}, "text": {"type": "string"}})


def question_schema() -> Schema:
    """The JSON Schema of a rewriting."""
    return _object({"question": {"type": "string"}})


def _listed(properties: dict[str, Any]) -> Schema:
    items = {"type": "array", "maxItems": MOST, "items": _object(properties)}
    return _object({"statements": items})


def _object(properties: dict[str, Any]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _read(reply: str, shape: type[_Shape]) -> _Shape:
    # a fence or a word of greeting around the object is no reason to ask again
    start, end = reply.find("{"), reply.rfind("}") + 1
    if not 0 <= start < end:
        raise DraftMalformed("no JSON object")
    try:
        return shape.model_validate(json.loads(reply[start:end]))
    except ValidationError as error:
        found = [f"{_place(one['loc'])}: {one['type']}" for one in error.errors()]
        raise DraftMalformed("; ".join(found[:MOST])) from None
    except (ValueError, RecursionError):
        raise DraftMalformed("not JSON") from None


def _place(location: tuple[int | str, ...]) -> str:
    """Where in the reply something is wrong, without any word of the model's own."""
    return ".".join(str(one) if isinstance(one, int) or one in _FIELDS else "?" for one in location)


def _known(named: Collection[str], tokens: Collection[str]) -> None:
    if set(named) - set(tokens):
        raise DraftMalformed("token: not one that was shown")
