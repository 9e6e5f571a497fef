"""The service, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from advisor.bootstrap import build_advisor, read_corpus
from advisor.config import Settings, load_settings
from advisor.phrases import Phrases
from api import errors
from api.access import require_policies
from api.catalogue import routes as catalogue
from api.chat import routes as chat
from api.dependencies import AdvisorHolder
from api.middleware import BodyLimit, Logged, SecureHeaders
from api.store.database import Database
from api.web import routes as web

router = APIRouter()


@router.get("/healthz")
def health() -> dict[str, str]:
    """That the process is there."""
    return {"status": "ok", "version": version("ethics-advisor"), "commit": ""}


@router.get("/readyz")
def ready(request: Request) -> JSONResponse:
    """Whether questions can be answered: index, model and database, each by itself."""
    state = request.app.state
    parts = {"advisor": state.holder.ready(), "database": state.database.ready()}
    return JSONResponse({"ready": all(parts.values()), **parts}, 200 if all(parts.values()) else 503)


@router.get("/metrics")
def metrics() -> Response:
    """Counters and timings, without text."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service for `settings` (by default those of the environment).

    Raises ConfigurationError when a route has no declared policy, CorpusError when the words the
    service speaks cannot be read. A missing index does not stop it: `/readyz` says so.
    """
    settings = settings or load_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.database.migrate()
        app.state.holder.start()
        yield
        app.state.database.close()

    app = FastAPI(
        title="Ethics advisor / Conseiller en éthique",
        version=version("ethics-advisor"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.phrases = Phrases()
    app.state.corpus = read_corpus(settings)
    app.state.database = Database(settings.database)
    app.state.holder = AdvisorHolder(lambda: build_advisor(settings))
    errors.install(app)
    for part in (router, chat.router, catalogue.router, web.router):
        app.include_router(part)
    app.mount("/static", StaticFiles(directory=web.STATIC), name="static")
    layers: tuple[Any, ...] = (BodyLimit, SecureHeaders, Logged)
    for layer in layers:
        app.add_middleware(layer)
    require_policies(app)
    return app
