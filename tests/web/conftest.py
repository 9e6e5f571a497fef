"""The page over HTTP, and in a real browser where there is one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.conftest import address, app, client, service_settings

__all__ = ["address", "app", "client", "service_settings"]


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
