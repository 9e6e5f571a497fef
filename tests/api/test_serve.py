"""`advisor serve`: how it starts, what it says, how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.api.serving import ServeProcess

ADVISOR = "from advisor.cli import main; main()"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `advisor` with these arguments until it ends by itself."""
    return subprocess.run(
        [sys.executable, "-c", ADVISOR, *arguments],
        env=os.environ | {"COLUMNS": "100", "NO_COLOR": "1"} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(("language", "word"), [("en", "Port to listen on"), ("fr", "port")])
def test_help_shows_an_example_in_either_language(language: str, word: str) -> None:
    done = run("--language", language, "serve", "--help")
    assert done.returncode == 0
    assert "advisor serve --port" in done.stdout and word.lower() in done.stdout.lower()


@pytest.mark.parametrize(("language", "word"), [("en", "is taken"), ("fr", "port")])
def test_a_port_that_is_taken_is_said_at_once(copied_home: Path, language: str, word: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = run(
            "serve", "--port", port, ADVISOR_LANGUAGE=language, ADVISOR_HOME=str(copied_home)
        )
    assert done.returncode == 1
    assert port in done.stderr and word in done.stderr
    assert "Traceback" not in done.stderr and done.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "told"),
    [
        (("--port", "70000"), {}, 2, "--port"),
        (("--port", "x"), {}, 2, "--port"),
        (("--host", "203.0.113.9"), {}, 1, "ADVISOR_HOST"),
        (("--port", "0"), {"ADVISOR_DATABASE_URL": "nonsense"}, 1, "ADVISOR_DATABASE_URL"),
        (("--port", "0"), {"ADVISOR_RETENTION_DAYS": "many"}, 1, "ADVISOR_RETENTION_DAYS"),
    ],
)
def test_what_cannot_work_ends_with_a_plain_message(
    copied_home: Path, arguments: tuple[str, ...], environment: dict[str, str], code: int, told: str
) -> None:
    done = run("serve", *arguments, ADVISOR_HOME=str(copied_home), **environment)
    assert done.returncode == code
    assert told in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_when_told_to(process: ServeProcess, how: signal.Signals) -> None:
    process.program = ADVISOR
    process.start()
    assert httpx.get(process.address).status_code == 200
    code = process.end(how)
    assert code == (0 if how is signal.SIGINT else -signal.SIGTERM)
    log = process.log.read_text()
    assert f"http://127.0.0.1:{process.port}" in log
    assert "Traceback" not in log and '"level": "error"' not in log
