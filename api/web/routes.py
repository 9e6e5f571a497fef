"""The page: ask, read, open a citation, follow up; complete without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from pydantic import ValidationError

from advisor.domain.values import Language
from api.chat.dependencies import ChatDep
from api.chat.schemas import ChatRequest
from api.dependencies import CorpusDep, LanguageDep, PhrasesDep, UserDep
from api.errors import STATUSES, Refusal
from api.web.viewing import View

_HERE = Path(__file__).parent
STATIC = _HERE / "static"

router = APIRouter(include_in_schema=False)
_templates = Jinja2Templates(directory=_HERE / "templates")

Field = Annotated[str, Form(max_length=20_000)]


@router.get("/", response_class=HTMLResponse)
def home(
    request: Request, corpus: CorpusDep, phrases: PhrasesDep, language: LanguageDep
) -> HTMLResponse:
    """The empty page: a question box, examples, the notice."""
    view = View(corpus, phrases, language)
    return _templates.TemplateResponse(request, "page.html", view.empty())


@router.post("/", response_class=HTMLResponse)
def ask(
    request: Request,
    user: UserDep,
    corpus: CorpusDep,
    phrases: PhrasesDep,
    language: LanguageDep,
    service: ChatDep,
    message: Field = "",
    conversation_id: Field = "",
    organisation: Field = "",
    profile: Field = "",
) -> HTMLResponse:
    """The page with the answer to `message`, or with what was wrong and the text still there."""
    view = View(corpus, phrases, language)
    chosen = {"organisation": organisation, "profile": profile}
    try:
        body = ChatRequest.model_validate(
            {
                "message": message,
                "conversation_id": conversation_id or None,
                "organisation": organisation or None,
                "profile": profile or None,
                "language": _kept(message, language),
            }
        )
        reply = service.reply(service.open(body, user, language))
    except ValidationError as error:
        code = "message-too-long" if _too_long(error) else "message-empty"
        return _refused(request, view, code, message, chosen)
    except Refusal as refusal:
        return _refused(request, view, refusal.code, message, chosen)
    context = view.answered(reply, body, message)
    return _templates.TemplateResponse(request, "page.html", context)


def _kept(message: str, language: Language) -> Language | None:
    """The page's language is only a prior: a question in the other language is answered in it."""
    return language if not message.strip() else None


def _too_long(error: ValidationError) -> bool:
    return any(e["type"] == "string_too_long" for e in error.errors())


def _refused(
    request: Request, view: View, code: str, typed: str, chosen: dict[str, str]
) -> HTMLResponse:
    context = view.refused(code, typed, chosen)
    return _templates.TemplateResponse(request, "page.html", context, STATUSES[code])
