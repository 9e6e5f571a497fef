"""A service on the shared index, with a record of its own."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from advisor.config import Settings
from api.app import create_app
from tests.api.serving import ServeProcess, free_port, served


@pytest.fixture(scope="session")
def service_settings(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The shared index with a fresh record."""
    record = tmp_path_factory.mktemp("record") / "data.db"
    return settings.model_copy(update={"database_url": f"sqlite:///{record}"})


@pytest.fixture(scope="session")
def app(service_settings: Settings) -> FastAPI:
    """The application behind `address`."""
    return create_app(service_settings)


@pytest.fixture(scope="session")
def address(app: FastAPI) -> Iterator[str]:
    """Where the service answers over HTTP."""
    with served(app) as found:
        app.state.holder.get()
        yield found


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    """An HTTP client of the service."""
    with httpx.Client(base_url=address, timeout=60) as found:
        yield found


@pytest.fixture
def copied_home(settings: Settings, tmp_path: Path) -> Path:
    """A copy of the home with the index, to be damaged."""
    return copy_home(settings, tmp_path)


def copy_home(settings: Settings, folder: Path) -> Path:
    """The home with its index again, without a record, in `folder`."""
    home = folder / "home"
    shutil.copytree(settings.home, home, ignore=shutil.ignore_patterns("vectors.db*", "data.db*"))
    return home


@pytest.fixture
def process(copied_home: Path, tmp_path: Path) -> Iterator[ServeProcess]:
    """A process of `advisor serve` on a copied home, not yet started; gone afterwards."""
    made = ServeProcess(copied_home, tmp_path / "log.txt", free_port())
    yield made
    if made.running:
        made.end(signal.SIGKILL)
