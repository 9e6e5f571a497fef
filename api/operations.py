"""Whether the service lives, whether it can answer, and its counters."""

from __future__ import annotations

import os
import subprocess
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from advisor.domain.values import Value
from api.dependencies import DatabaseDep, HolderDep

VERSION = version("ethics-advisor")
_CHECKOUT = Path(__file__).resolve().parent.parent

router = APIRouter(tags=["operations"])


class Health(Value):
    """That the process is there, and what it runs."""

    status: str
    version: str
    commit: str


class Readiness(Value):
    """What an answer needs, each by itself; `generation` is the index being served."""

    ready: bool
    index: bool
    model: bool
    database: bool
    generation: str | None


@router.get("/healthz")
async def health() -> Health:
    """That the process is there. Needs no thread, so it answers while all of them wait."""
    return Health(status="ok", version=VERSION, commit=commit())


@router.get("/readyz", responses={503: {"model": Readiness, "description": "Not ready"}})
def ready(response: Response, holder: HolderDep, database: DatabaseDep) -> Readiness:
    """Whether questions can be answered: index, model and database."""
    advisor, recording = holder.loaded, database.ready()
    found = Readiness(
        ready=advisor is not None and recording,
        index=advisor is not None,
        model=holder.model_loaded,
        database=recording,
        generation=advisor.serving.generation().name if advisor else None,
    )
    if not found.ready:
        response.status_code = 503
        if advisor is None:
            holder.start()  # whoever repairs the index need not ask a question to be served again
    return found


@router.get("/metrics", response_class=Response)
def metrics() -> Response:
    """Counters and timings, without text."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@lru_cache(maxsize=1)
def commit() -> str:
    """The commit that runs: ADVISOR_COMMIT as an image's build sets it, else the checkout's."""
    if known := os.environ.get("ADVISOR_COMMIT"):
        return known
    if not (_CHECKOUT / ".git").exists():
        return ""
    try:
        command = ["git", "-C", str(_CHECKOUT), "rev-parse", "--short=12", "HEAD"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=2, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
