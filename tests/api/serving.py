"""A real service on loopback: in a thread of the test, or as a process of its own to be killed."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI

START_SECONDS = 120
SERVE_ONLY = """
import sys
from advisor.cli.terminal import Terminal
from advisor.config import load_settings
from api.app import create_app
from api.cli import listen, run_service
settings = load_settings()
listener = listen(Terminal(), "127.0.0.1", int(sys.argv[-1]))
run_service(create_app(settings), listener, settings.log_level)
"""


@contextlib.contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address at which `app` answers, over real HTTP, while the block runs."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        config = uvicorn.Config(app, log_config=None, access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        wait_until_ready(address, expected=(200, 503))
        yield address
        server.should_exit = True
        thread.join(10)


def wait_until_ready(
    address: str, expected: tuple[int, ...] = (200,), alive: Callable[[], bool] = lambda: True
) -> None:
    """Return when `/readyz` answers with an expected status. Raises when the server is gone."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if not alive():
            raise ChildProcessError("the server has ended")
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{address}/readyz", timeout=10).status_code in expected:
                return
        time.sleep(0.05)
    raise TimeoutError(f"not ready within {START_SECONDS} s")


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@dataclass
class ServeProcess:
    """A server as a process of its own, its output in `log`.

    `program` is by default `advisor serve` without the indexing.
    """

    home: Path
    log: Path
    port: int
    environment: dict[str, str] = field(default_factory=dict)
    program: str = SERVE_ONLY
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, and return when it is ready."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", self.program, "serve", "--port", str(self.port)],
                stdout=log,
                stderr=log,
                env=os.environ | {"ADVISOR_HOME": str(self.home)} | self.environment,
            )
        try:
            wait_until_ready(self.address, alive=lambda: self.running)
        except (TimeoutError, ChildProcessError) as error:
            raise RuntimeError(self.log.read_text()[-2000:]) from error

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self.process is not None and self.process.poll() is None

    def end(self, signal: int) -> int:
        """Send `signal` and wait; returns the exit code."""
        assert self.process is not None
        self.process.send_signal(signal)
        return self.process.wait(20)
