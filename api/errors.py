"""Every refusal as RFC 9457 problem details, in the request's language, with people to turn to.

A problem never carries what was sent, nor an exception's text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from advisor.answering.escalation import refusal_help
from advisor.answering.presenting import EscalationReply, escalation
from advisor.corpus.loading import Corpus
from advisor.domain.profiles import Profile
from advisor.domain.values import Language, Value
from advisor.errors import ConfigurationError, RetrievalError
from advisor.phrases import Phrases
from advisor.text import detect_language
from api.metrics import count_problem

PROBLEM_TYPE = "urn:ethics-advisor:problem:"
MEDIA_TYPE = "application/problem+json"

STATUSES = {
    "message-empty": 422,
    "message-too-long": 422,
    "message-unreadable": 422,
    "body-invalid": 422,
    "query-invalid": 422,
    "body-too-large": 413,
    "conversation-unknown": 404,
    "organisation-unknown": 422,
    "profile-unknown": 422,
    "language-unknown": 422,
    "not-found": 404,
    "method-not-allowed": 405,
    "not-ready": 503,
    "record-unavailable": 503,
    "internal": 500,
}
_BY_ERROR: tuple[tuple[type[Exception], str], ...] = (
    (RetrievalError, "not-ready"),
    (ConfigurationError, "not-ready"),
    (SQLAlchemyError, "record-unavailable"),
)
_BY_STATUS = {404: "not-found", 405: "method-not-allowed", 413: "body-too-large"}
_BY_FIELD = {
    "language": "language-unknown",
    "organisation": "organisation-unknown",
    "profile": "profile-unknown",
    "conversation_id": "conversation-unknown",
}
_UNREADABLE = ("unreadable", "string_unicode")
_RETRY_SECONDS = "5"
_ENOUGH = 1000

PageMaker = Callable[[Request, str, Language], Response]
"""Makes the page that shows a problem to a person: request, code, language."""

_log = structlog.get_logger("api")


class Refusal(Exception):
    """A request that is refused; `code` is a key of STATUSES."""

    def __init__(self, code: str, language: Language | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.language = language


class Problem(Value):
    """Problem details (RFC 9457). `type` is stable; `help` says who can be reached all the same.

    `fields` names the fields at fault, never their values.
    """

    type: str
    title: str
    detail: str
    status: int
    language: Language
    help: tuple[EscalationReply, ...]
    fields: tuple[str, ...] = ()


def request_language(request: Request) -> Language:
    """The language to speak: that of the question once it is known, else `?language=`, else the
    first official one of Accept-Language."""
    wanted = [getattr(request.state, "language", ""), request.query_params.get("language", "")]
    for part in request.headers.get("accept-language", "").split(","):
        wanted.append(part.split(";")[0].strip().lower().split("-")[0])
    return next((Language(code) for code in wanted if code in list(Language)), Language.EN)


def body_language(body: object, prior: Language) -> Language:
    """The language of a body that may be wrong in any way: the one it names, else its message's."""
    if not isinstance(body, dict):
        return prior
    if body.get("language") in list(Language):
        return Language(body["language"])
    message = body.get("message")
    if not isinstance(message, str):
        return prior
    return detect_language(message[:_ENOUGH].encode(errors="ignore").decode(), prior)


def make_problem(
    request: Request, code: str, language: Language, fields: Sequence[str] = ()
) -> Problem:
    """The problem `code` (a key of STATUSES) in `language`."""
    phrases: Phrases = request.app.state.phrases
    return Problem(
        type=f"{PROBLEM_TYPE}{code}",
        title=phrases.say(f"problems.{code}.title", language),
        detail=phrases.say(f"problems.{code}.detail", language),
        status=STATUSES[code],
        language=language,
        help=people(request.app.state.corpus, language),
        fields=tuple(fields),
    )


def respond(
    request: Request, code: str, language: Language | None = None, fields: Sequence[str] = ()
) -> Response:
    """The response for `code`: a page for a person at a page's address, else problem+json."""
    language = language or request_language(request)
    count_problem(code)
    if _reads_pages(request):
        return pages(request)(request, code, language)
    body = make_problem(request, code, language, fields).model_dump(mode="json")
    headers = {"retry-after": _RETRY_SECONDS} if STATUSES[code] == 503 else None
    return JSONResponse(body, STATUSES[code], media_type=MEDIA_TYPE, headers=headers)


def pages(request: Request) -> PageMaker:
    """What makes a problem's page, as given to `install`."""
    maker: PageMaker = request.app.state.problem_page
    return maker


def people(corpus: Corpus, language: Language) -> tuple[EscalationReply, ...]:
    """Who can be reached whatever happens here: shaped like `escalations`."""
    chosen = refusal_help(Profile(language=language), corpus.contacts, corpus.routing)
    return tuple(escalation(e, corpus, language) for e in chosen)


def code_of(error: Exception) -> str:
    """Which problem `error` is; what nobody foresaw is `internal`, and logged by its name only."""
    if isinstance(error, Refusal):
        return error.code
    if isinstance(error, RequestValidationError):
        return validation_code(error)
    _log.error("failed", error=type(error).__name__)
    return next((code for kind, code in _BY_ERROR if isinstance(error, kind)), "internal")


def install(app: FastAPI, page: PageMaker) -> None:
    """Answer every foreseen error of `app` with a problem; `page` shows one to a person."""
    app.state.problem_page = page

    @app.exception_handler(Refusal)
    def _refused(request: Request, error: Refusal) -> Response:
        return respond(request, error.code, error.language)

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> Response:
        language = body_language(error.body, request_language(request))
        return respond(request, code_of(error), language, _fields(error))

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        fallback = "body-invalid" if error.status_code < 500 else "internal"
        response = respond(request, _BY_STATUS.get(error.status_code, fallback))
        response.headers.update(error.headers or {})  # 405 says which methods are allowed
        return response


def documented(*codes: str) -> dict[int | str, dict[str, Any]]:
    """The problems a route may answer with, as FastAPI's `responses`."""
    schema = {"$ref": "#/components/schemas/Problem"}
    by_status: dict[int | str, list[str]] = {}
    for code in ("body-too-large", *codes, "internal"):
        by_status.setdefault(STATUSES[code], []).append(code)
    return {
        status: {"description": ", ".join(found), "content": {MEDIA_TYPE: {"schema": schema}}}
        for status, found in by_status.items()
    }


def _reads_pages(request: Request) -> bool:
    accepts = request.headers.get("accept", "")
    return "text/html" in accepts and not request.url.path.startswith("/v1/")


def _fields(error: RequestValidationError) -> tuple[str, ...]:
    """The fields at fault by name; a name that only the sender knows is not repeated."""
    ours = [e for e in error.errors() if e["type"] not in ("extra_forbidden", "json_invalid")]
    return tuple(dict.fromkeys(str(e["loc"][1]) for e in ours if len(e["loc"]) > 1))


def validation_code(error: RequestValidationError | ValidationError) -> str:
    """Which problem a validation error is, by the field and the kind of its first fault."""
    first = error.errors()[0]
    place, kind = first["loc"] or ("",), str(first["type"])
    field = str(place[-1])
    other = "query-invalid" if place[0] == "query" else "body-invalid"
    if field != "message":
        return other if kind == "extra_forbidden" else _BY_FIELD.get(field, other)
    if kind == "string_too_long":
        return "message-too-long"
    if kind in ("missing", "string_too_short"):
        return "message-empty"
    return "message-unreadable" if kind in _UNREADABLE else "body-invalid"
