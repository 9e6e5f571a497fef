"""The page: ask, read, open a citation, follow up; complete without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from pydantic import BaseModel, ValidationError

from advisor.domain.values import Language
from api.chat.dependencies import ChatDep
from api.chat.schemas import ChatRequest
from api.dependencies import (
    PageLanguageDep,
    UserDep,
    get_corpus,
    get_phrases,
    get_settings,
)
from api.errors import STATUSES, code_of, validation_code
from api.metrics import count_problem
from api.web.source_routes import router as sources
from api.web.viewing import View

_HERE = Path(__file__).parent
STATIC = _HERE / "static"

router = APIRouter(include_in_schema=False)
router.include_router(sources)
_templates = Jinja2Templates(directory=_HERE / "templates")


class AskForm(BaseModel):
    """The form as a browser sends it: every field is there, or is empty."""

    message: str = ""
    conversation_id: str = ""
    organisation: str = ""
    profile: str = ""
    answer_in: str = ""

    def request(self) -> ChatRequest:
        """What the chat service takes. Raises ValidationError. Browsers send line ends as two."""
        given = {
            "conversation_id": self.conversation_id,
            "organisation": self.organisation,
            "profile": self.profile,
            "language": self.answer_in,
        }
        known = {name: value for name, value in given.items() if value}
        return ChatRequest.model_validate({"message": self.message.replace("\r\n", "\n"), **known})


def get_view(request: Request, language: PageLanguageDep) -> View:
    """The page in the language of the request."""
    return view_in(request, language)


def view_in(request: Request, language: Language) -> View:
    """The page in `language`."""
    return View(get_corpus(request), get_phrases(request), get_settings(request), language)


ViewDep = Annotated[View, Depends(get_view)]


@router.get("/", response_class=HTMLResponse)
def home(request: Request, view: ViewDep) -> HTMLResponse:
    """The empty page: a question box, examples, the notice."""
    return _page(request, view.empty())


@router.post("/", response_class=HTMLResponse)
def ask(
    request: Request,
    user: UserDep,
    language: PageLanguageDep,
    service: ChatDep,
    form: Annotated[AskForm, Form()],
) -> HTMLResponse:
    """The page with the answer, or with what was wrong and the text still there.

    The page's language is only a prior: a question in the other language is answered in it.
    """
    try:
        body = form.request()
        opened = service.open(body, user, language)
        reply = service.reply(opened)
    except ValidationError as error:
        return _refused(request, validation_code(error), form, language)
    except Exception as error:  # whatever happened, what was typed must not be lost
        return _refused(request, code_of(error), form, getattr(error, "language", None) or language)
    earlier = [exchange.question for exchange in opened.turn.history]
    view = view_in(request, reply.language)
    return _page(request, view.answered(reply, body.message, earlier))


def problem_page(request: Request, code: str, language: Language) -> HTMLResponse:
    """The page for a problem found before the form was read."""
    return _page(request, view_in(request, language).refused(code, {}), STATUSES[code])


def _refused(request: Request, code: str, form: AskForm, language: Language) -> HTMLResponse:
    count_problem(code)
    context = view_in(request, language).refused(code, form.model_dump())
    return _page(request, context, STATUSES[code])


def _page(request: Request, context: dict[str, Any], status: int = 200) -> HTMLResponse:
    return _templates.TemplateResponse(request, "page.html", context, status)
