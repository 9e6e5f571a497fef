"""What every test stands on: no network but loopback, and the official texts where they lie."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

_LOOPBACK = ("127.0.0.1", "localhost", "::1", "")
_connect = socket.socket.connect


def _only_loopback(self: socket.socket, address: object) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
        if address[0] not in _LOOPBACK:
            raise RuntimeError(f"tests must not reach the network: {address[0]}")
    _connect(self, address)  # type: ignore[arg-type]


@pytest.fixture(autouse=True, scope="session")
def no_network() -> None:
    """Refuse every connection that would leave this machine."""
    socket.socket.connect = _only_loopback  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def official_data() -> Path:
    """The folder of real official documents; the test is skipped where it is absent."""
    root = Path(__file__).resolve().parent.parent
    folder = Path(os.environ.get("ADVISOR_TEST_DATA", root.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"official documents absent: {folder} (set ADVISOR_TEST_DATA)")
    return folder
