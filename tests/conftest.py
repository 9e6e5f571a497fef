"""What every test stands on: no network but loopback, and the official texts where they lie."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import structlog

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from advisor.answering.engine import Advisor
    from advisor.config import Settings

# no sandbox in containers, no traffic of its own
_QUIET = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
_LOOPBACK = ("127.0.0.1", "localhost", "::1", "")
_connect = socket.socket.connect


def _only_loopback(self: socket.socket, address: object) -> None:
    inet = self.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple)
    if inet and address[0] not in _LOOPBACK:  # type: ignore[index]
        raise RuntimeError(f"tests must not reach the network: {address[0]}")  # type: ignore[index]
    _connect(self, address)  # type: ignore[arg-type]


@pytest.fixture(autouse=True, scope="session")
def no_network() -> None:
    """Refuse every connection that would leave this machine."""
    socket.socket.connect = _only_loopback  # type: ignore[method-assign]


@pytest.fixture(autouse=True, scope="session")
def quiet_logs() -> None:
    """Send logs nowhere: a server's thread must not write to a stream that a test has closed."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())


@pytest.fixture(scope="session")
def official_data() -> Path:
    """The folder of real official documents; the test is skipped where it is absent."""
    root = Path(__file__).resolve().parent.parent
    folder = Path(os.environ.get("ADVISOR_TEST_DATA", root.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"official documents absent: {folder} (set ADVISOR_TEST_DATA)")
    return folder


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home with an index of the whole packaged corpus, made by the bundled model.

    Vectors that a checkout already has are taken over, so that only new texts are embedded.
    """
    from advisor.bootstrap import build_index
    from advisor.config import Settings

    home = tmp_path_factory.mktemp("home")
    cached = Path(".advisor") / "index" / "vectors.db"
    if cached.is_file():
        (home / "index").mkdir()
        shutil.copy(cached, home / "index" / "vectors.db")
    made = Settings(home=home)
    build_index(made, lambda *_: None)
    return made


@pytest.fixture(scope="session")
def advisor(settings: Settings) -> Iterator[Advisor]:
    """The real advisor on that home, offline."""
    from advisor.bootstrap import build_advisor

    yield build_advisor(settings)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no chromium here: apt-get install chromium")
    with playwright.sync_playwright() as found:
        launched = found.chromium.launch(executable_path=chromium, args=_QUIET)
        yield launched
        launched.close()
