"""The service, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from advisor.bootstrap import build_advisor, read_corpus
from advisor.config import Settings, load_settings
from advisor.phrases import Phrases
from api import errors, operations
from api.access import require_policies
from api.catalogue import routes as catalogue
from api.chat import routes as chat
from api.holder import AdvisorHolder
from api.middleware import BodyLimit, Logged, SecureHeaders, Unfailing
from api.store.database import Database
from api.web import routes as web


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service for `settings` (by default those of the environment), its record migrated.

    Raises ConfigurationError when a route has no declared policy or the database does not answer,
    CorpusError when the words the service speaks cannot be read. A missing index does not stop
    it: `/readyz` says so.
    """
    settings = settings or load_settings()
    app = FastAPI(
        title="Ethics advisor / Conseiller en éthique",
        version=operations.VERSION,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.phrases = Phrases()
    app.state.corpus = read_corpus(settings)
    app.state.database = Database(settings.database)
    app.state.database.migrate()
    app.state.holder = AdvisorHolder(lambda: build_advisor(settings))
    errors.install(app, web.problem_page)
    for part in (operations.router, chat.router, catalogue.router, web.router):
        app.include_router(part)
    app.mount("/static", StaticFiles(directory=web.STATIC), name="static")
    layers: tuple[Any, ...] = (BodyLimit, Unfailing, SecureHeaders, Logged)  # innermost first
    for layer in layers:
        app.add_middleware(layer)
    _describe_problems(app)
    require_policies(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.holder.start()
    yield
    app.state.database.close()


def _describe_problems(app: FastAPI) -> None:
    """Put the schema of a problem into `/openapi.json`, where the routes' responses point to it."""
    described = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schemas = described()["components"]["schemas"]
            problem = errors.Problem.model_json_schema(
                ref_template="#/components/schemas/{model}", mode="serialization"
            )
            schemas |= problem.pop("$defs") | {"Problem": problem}
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
        return described()

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way
