"""The page over HTTP, and in a real browser where there is one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.api.conftest import address, app, client, service_settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["address", "app", "client", "service_settings"]

_QUIET = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]


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


@pytest.fixture(scope="session")
def payloads(official_data: Path) -> list[str]:
    """Every attack made to be typed into the page; the scripts first."""
    file = official_data / "attack-payloads.jsonl"
    if not file.is_file():
        pytest.skip(f"no attack payloads: {file}")
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    typed = [row for row in rows if row["kind"] in ("xss", "markdown", "unicode", "sqli")]
    assert len(typed) >= 100
    return [row["payload"] for row in sorted(typed, key=lambda row: row["kind"] != "xss")]
