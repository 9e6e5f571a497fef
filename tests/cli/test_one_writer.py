"""`advisor index` and `advisor ingest` on one home: one at a time, and the dead hold nobody up."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from advisor.config import Settings
from tests.cli.test_cli import run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stops a process by a signal")

BUSY = {"en": "Another command is indexing", "fr": "Une autre commande est en train d'indexer"}
Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    """A home without an index whose vectors are known, so that indexing takes seconds."""
    made = tmp_path / "home"
    (made / "index").mkdir(parents=True)
    shutil.copy(settings.home / "index" / "vectors.db", made / "index" / "vectors.db")
    return made


@pytest.fixture
def indexing(home: Path) -> Iterator[Start]:
    """Starts a real `advisor index` and gives it back, stopped in the middle of its work."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-c", "from advisor.cli import main; main()", "index"],
            env={**os.environ, "ADVISOR_HOME": str(home)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        deadline = time.monotonic() + 60
        while not generations(home):
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.005)
        process.send_signal(signal.SIGSTOP)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def generations(home: Path) -> list[str]:
    return sorted(entry.name for entry in (home / "index").iterdir() if entry.is_dir())


def test_while_one_indexes_another_is_refused_in_words_and_changes_nothing(
    home: Path, indexing: Start, official_data: Path
) -> None:
    first = indexing()
    before = generations(home)
    act = official_data / "justice-laws" / "en" / "P-31.9.xml"
    for language, words in BUSY.items():
        for command in (["index"], ["ingest", "--no-index", str(act)]):
            done = run("--language", language, *command, home=home)
            assert done.returncode == 1, command
            assert words in " ".join(done.stderr.split())
            assert "Traceback" not in done.stderr
    assert generations(home) == before
    assert not (home / "texts").exists()
    assert run("ingest", "--dry-run", str(act), home=home).returncode == 0  # it writes nothing
    first.send_signal(signal.SIGCONT)
    assert first.wait(120) == 0
    assert (home / "CURRENT").read_text() == before[0]


def test_the_lock_of_a_killed_process_holds_nobody_up(home: Path, indexing: Start) -> None:
    killed = indexing()
    killed.kill()
    assert killed.wait(30) == -signal.SIGKILL
    assert not (home / "CURRENT").exists()
    done = run("index", home=home)
    assert done.returncode == 0, done.stderr
    assert (home / "CURRENT").exists()
