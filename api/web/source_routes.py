"""The pages of sources: what the advisor may rely on, provision by provision, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from api.catalogue.public import public_source
from api.dependencies import GenerationDep, PageLanguageDep, PhrasesDep
from api.errors import Refusal
from api.web.source_pages import SourcePages

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_templates = Jinja2Templates(directory=Path(__file__).parent / "templates")
_LONGEST = 200


def get_pages(
    generation: GenerationDep, phrases: PhrasesDep, language: PageLanguageDep
) -> SourcePages:
    """The pages of what is being served, in the language of the request."""
    return SourcePages(generation, phrases, language)


PagesDep = Annotated[SourcePages, Depends(get_pages)]


@router.get("/sources")
def shelf(request: Request, pages: PagesDep, q: Annotated[str, Query()] = "") -> HTMLResponse:
    """Every source, or those whose name holds the words of `q`."""
    return _page(request, "sources.html", pages.shelf(q[:_LONGEST]))


@router.get("/sources/{source_id}")
def source(
    request: Request,
    source_id: str,
    pages: PagesDep,
    generation: GenerationDep,
    language: PageLanguageDep,
) -> HTMLResponse:
    """One source and its outline. A private one is not found."""
    found = public_source(generation.corpus, source_id)
    if found is None:
        raise Refusal("not-found", language)
    return _page(request, "source.html", pages.source(found))


@router.get("/sources/{source_id}/{locator:path}")
def provision(
    request: Request,
    source_id: str,
    locator: str,
    pages: PagesDep,
    generation: GenerationDep,
    language: PageLanguageDep,
) -> HTMLResponse:
    """One provision, its two languages side by side."""
    found = public_source(generation.corpus, source_id)
    context = pages.provision(found, locator) if found else None
    if context is None:
        raise Refusal("not-found", language)
    return _page(request, "provision.html", context)


def _page(request: Request, template: str, context: dict[str, Any]) -> HTMLResponse:
    return _templates.TemplateResponse(request, template, context)
