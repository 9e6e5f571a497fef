"""A real Chroma server on loopback, by address."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from advisor.corpus.loading import Corpus, load_corpus
from advisor.domain.profiles import Profile
from advisor.errors import ConfigurationError
from advisor.packaged import packaged
from advisor.retrieval.dense import ChromaAddress, open_chroma
from advisor.retrieval.generations import Contents, build
from advisor.retrieval.hybrid import HybridRetriever
from advisor.retrieval.serving import Serving
from tests.fakes.embedder import WordEmbedder


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaAddress]:
    port = _free_port()
    program = Path(sys.executable).parent / "chroma"
    folder = tmp_path_factory.mktemp("chroma-server")
    process = subprocess.Popen(
        [program, "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(120):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.25)
    yield ChromaAddress(host="127.0.0.1", port=port)
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    whole = load_corpus(packaged("corpus"))
    digests = {
        language: tuple(p for p in passages if p.source_id == "ve_code")
        for language, passages in whole.digests.items()
    }
    return replace(whole, cards=dict(list(whole.cards.items())[:3]), outside={}, digests=digests)


def test_an_index_on_a_server_is_built_switched_and_searched(
    tmp_path: Path, corpus: Corpus, server: ChromaAddress
) -> None:
    passages = tuple(p for view in corpus.digests.values() for p in view)
    contents = Contents(passages=passages, units=passages)
    names = [
        build(tmp_path, corpus, contents, WordEmbedder(), server, lambda *_: None).generation
        for _ in range(3)
    ]
    generation = Serving(tmp_path, server, WordEmbedder()).generation()
    assert generation.name == names[-1]
    found = HybridRetriever(WordEmbedder()).retrieve("integrity", Profile(), generation)
    assert found.passages
    databases = {f.name for f in (tmp_path / "index").iterdir() if f.is_dir()}
    assert databases == set(names[-2:])


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    nowhere = ChromaAddress(host="127.0.0.1", port=_free_port())
    with pytest.raises(ConfigurationError, match=str(nowhere.port)):
        open_chroma(tmp_path, "g", nowhere, create=True)
