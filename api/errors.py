"""Every refusal as RFC 9457 problem details, in the request's language, with people to turn to.

A problem never carries what was sent, nor an exception's text.
"""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from advisor.answering.escalation import refusal_help
from advisor.answering.presenting import escalation
from advisor.corpus.loading import Corpus
from advisor.domain.profiles import Profile
from advisor.domain.values import Language
from advisor.errors import AdvisorError, ConfigurationError, RetrievalError
from advisor.phrases import Phrases

PROBLEM_TYPE = "urn:ethics-advisor:problem:"
MEDIA_TYPE = "application/problem+json"

STATUSES = {
    "message-empty": 422,
    "message-too-long": 422,
    "message-unreadable": 422,
    "body-invalid": 422,
    "body-too-large": 413,
    "conversation-unknown": 404,
    "organisation-unknown": 422,
    "profile-unknown": 422,
    "language-unknown": 422,
    "not-found": 404,
    "method-not-allowed": 405,
    "not-ready": 503,
    "internal": 500,
}
_BY_ERROR: tuple[tuple[type[AdvisorError], str], ...] = (
    (RetrievalError, "not-ready"),
    (ConfigurationError, "not-ready"),
)
_BY_STATUS = {400: "body-invalid", 404: "not-found", 405: "method-not-allowed", 413: "body-too-large"}


class Refusal(Exception):
    """A request that is refused; `code` is a key of STATUSES."""

    def __init__(self, code: str, language: Language | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.language = language


def request_language(request: Request) -> Language:
    """The language to speak: `?language=`, else the first official one of Accept-Language."""
    asked = request.query_params.get("language", "")
    if asked in list(Language):
        return Language(asked)
    for part in request.headers.get("accept-language", "").split(","):
        code = part.split(";")[0].strip().lower()[:2]
        if code in list(Language):
            return Language(code)
    return Language.EN


def problem(
    request: Request, code: str, language: Language | None = None, fields: Sequence[str] = ()
) -> JSONResponse:
    """The response for `code`; `fields` are the names of the fields at fault, never their values."""
    language = language or request_language(request)
    phrases: Phrases = request.app.state.phrases
    body = {
        "type": f"{PROBLEM_TYPE}{code}",
        "title": phrases.say(f"problems.{code}.title", language),
        "detail": phrases.say(f"problems.{code}.detail", language),
        "status": STATUSES[code],
        "language": language,
        "help": people(request.app.state.corpus, language),
    }
    if fields:
        body["fields"] = list(fields)
    return JSONResponse(body, STATUSES[code], media_type=MEDIA_TYPE)


def people(corpus: Corpus, language: Language) -> list[dict[str, object]]:
    """Who can be reached whatever happens here: shaped like `escalations`."""
    chosen = refusal_help(Profile(language=language), corpus.contacts, corpus.routing)
    return [escalation(e, corpus, language).model_dump(mode="json") for e in chosen]


def install(app: FastAPI) -> None:
    """Answer every error of `app` with a problem."""

    @app.exception_handler(Refusal)
    def _refused(request: Request, error: Refusal) -> JSONResponse:
        return problem(request, error.code, error.language)

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        found = error.errors()
        fields = [".".join(str(part) for part in e["loc"][1:]) for e in found]
        return problem(request, _code(found[0]), fields=[f for f in fields if f.isidentifier()])

    @app.exception_handler(AdvisorError)
    def _advisor(request: Request, error: AdvisorError) -> JSONResponse:
        code = next((c for kind, c in _BY_ERROR if isinstance(error, kind)), "internal")
        return problem(request, code)

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> JSONResponse:
        return problem(request, _BY_STATUS.get(error.status_code, "internal"))

    @app.exception_handler(Exception)
    def _unexpected(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001
        return problem(request, "internal")


def _code(error: dict[str, object]) -> str:
    """Which problem a validation error is, by the field and the kind of fault."""
    location = error["loc"]
    field = location[-1] if isinstance(location, tuple) and location else ""
    kind = str(error["type"])
    if field == "message":
        if kind == "string_too_long":
            return "message-too-long"
        if kind in ("missing", "string_too_short"):
            return "message-empty"
        return "message-unreadable"
    if field == "language":
        return "language-unknown"
    return "body-invalid"
