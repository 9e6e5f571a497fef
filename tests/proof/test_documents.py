"""Row 24 of the proof plan: documents as bombs. Each is refused with a reason, in time.

Ingested for real, in a process of its own, so that its memory can be told: the bombs and, after
each of them, a document that must still be read.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.conftest import REGISTRY, write
from tests.proof.document_bombs import BOMBS, write_all

SECONDS = 20.0
GROWTH = 100_000_000
RUN = """
import json, re, sys, time
from pathlib import Path
from advisor.corpus.ingesting import Hint, ingest
from advisor.corpus.loading import load_corpus
from advisor.corpus.parsing.speaking import spoken_language
from advisor.domain.values import Language

corpus = load_corpus(Path(sys.argv[1]))
good, folder = Path(sys.argv[2]), Path(sys.argv[3])
hint = Hint("play_directive", Language.EN)
def peak():  # what getrusage tells is inherited from whoever started this process
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    return int(re.search(r"VmHWM:\\s*(\\d+)", status.read_text())[1]) * 1024
ingest([good], Path(sys.argv[4]) / "first", corpus, hint=hint)
before = peak()
told = []
report = ingest([folder], Path(sys.argv[4]) / "all", corpus, hint=hint,
                progress=lambda n, of, path: told.append((path.name, time.monotonic())))
told.append(("", time.monotonic()))
print(json.dumps({
    "before": before,
    "growth": peak() - before,
    "seconds": {name: told[n + 1][1] - at for n, (name, at) in enumerate(told[:-1])},
    "read": [Path(read.path).name for read in report.read]
          + [Path(gone.path).name for gone in report.superseded],
    "refused": {Path(item.path).name: item.reason for item in report.refused},
}))
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    base = tmp_path_factory.mktemp("bombs")
    corpus = write(base / "corpus", **{"registry.yaml": REGISTRY})
    folder = base / "documents"
    bombs = write_all(folder)
    for n, bomb in enumerate(bombs):
        good(folder / f"{bomb.name}-then.md", n)
    first = good(base / "first.md", len(bombs))
    done = subprocess.run(
        [sys.executable, "-c", RUN, *map(str, (corpus, first, folder, base / "home"))],
        capture_output=True,
        text=True,
        timeout=SECONDS * len(bombs),
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def good(path: Path, n: int) -> Path:
    """A document long enough for its language to be looked at."""
    words = f"Everybody who plays must shake {n} hands and smile before the game begins. " * 5
    path.write_text(f"# Play\n\n## Before you play\n\n{words}\n")
    return path


def test_there_are_enough_of_them() -> None:
    assert len(BOMBS) >= 20
    assert {name.rpartition(".")[2] for name in BOMBS} >= {"xml", "html", "docx", "pdf", "gz", "md"}


def test_every_bomb_is_refused_with_a_reason_that_has_words(outcome: dict[str, Any]) -> None:
    from advisor.domain.values import Language
    from advisor.phrases import Phrases

    assert set(outcome["refused"]) == set(BOMBS)
    for language in Language:
        said = Phrases().section("cli.ingest.reasons", language)
        assert set(outcome["refused"].values()) <= set(said)


def test_none_takes_longer_than_is_allowed(outcome: dict[str, Any]) -> None:
    slow = {name: spent for name, spent in outcome["seconds"].items() if spent > SECONDS + 1}
    assert not slow


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is told by Linux")
def test_the_process_that_ingests_keeps_its_memory(outcome: dict[str, Any]) -> None:
    assert outcome["before"] > 10_000_000
    assert outcome["growth"] <= GROWTH


def test_the_others_are_read(outcome: dict[str, Any]) -> None:
    assert {f"{name}-then.md" for name in BOMBS} <= set(outcome["read"])
