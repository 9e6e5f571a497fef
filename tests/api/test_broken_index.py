"""An index or a model that cannot serve: said clearly, everywhere, and over as soon as it is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import sleep

import httpx
import pytest
from fastapi import FastAPI

from advisor.bootstrap import build_advisor
from advisor.config import Settings
from advisor.retrieval.embedding import BUNDLED, OnnxEmbedder
from advisor.retrieval.ports import Embedder
from api.holder import AdvisorHolder
from api.store.database import Database
from tests.api.asking import GIFT, ask

QUICK_RETRY = 0.05
Serving = Callable[[Settings], httpx.Client]


@pytest.fixture(scope="module")
def model() -> OnnxEmbedder:
    """The bundled model, loaded once."""
    return OnnxEmbedder()


@pytest.fixture
def serving(app: FastAPI, client: httpx.Client, model: Embedder) -> Iterator[Serving]:
    """Lets the running service answer from another home; the usual one is back afterwards."""
    usual = app.state.holder, app.state.database

    def serve(settings: Settings) -> httpx.Client:
        vectors = model if settings.embedding_model == "bundled" else None
        load = partial(build_advisor, settings, vectors)
        app.state.holder = AdvisorHolder(load, retry=QUICK_RETRY)
        app.state.database = Database(settings.database)
        app.state.database.migrate()
        return client

    yield serve
    app.state.database.close()
    app.state.holder, app.state.database = usual


def _generation(home: Path) -> Path:
    return home / "index" / (home / "CURRENT").read_text().strip()


def _flip(file: Path) -> None:
    """Change bytes in the middle and near both ends."""
    data = bytearray(file.read_bytes())
    for place in (20, len(data) // 2, len(data) - 20):
        data[place] ^= 0xFF
    file.write_bytes(data)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no index": lambda home: (home / "CURRENT").unlink(),
    "binary name": lambda home: (home / "CURRENT").write_bytes(b"\xff\x00\xfe"),
    "no vectors": lambda home: shutil.rmtree(_generation(home) / "chroma"),
    "vectors emptied": lambda home: (_generation(home) / "chroma" / "chroma.sqlite3").write_bytes(
        b""
    ),
    "vectors altered": lambda home: _flip(_generation(home) / "chroma" / "chroma.sqlite3"),
    "passages altered": lambda home: _flip(_generation(home) / "passages.db"),
    "passages gone": lambda home: (_generation(home) / "passages.db").unlink(),
    "corpus altered": lambda home: _flip(_generation(home) / "corpus.json"),
    "manifest altered": lambda home: _flip(_generation(home) / "manifest.json"),
    "manifest of another format": lambda home: (_generation(home) / "manifest.json").write_text(
        "{}"
    ),
    "words gone": lambda home: shutil.rmtree(_generation(home) / "bm25"),
}


@pytest.mark.parametrize("named", ["20260101-000000-gone", "../../etc", ""])
def test_where_current_names_nothing_the_newest_whole_generation_serves(
    copied_home: Path, serving: Serving, named: str
) -> None:
    (copied_home / "CURRENT").write_text(named)
    client = serving(Settings(home=copied_home))
    for question in GIFT.values():
        assert client.post("/v1/chat", json={"message": question}).status_code == 200


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_index_is_a_clear_503_until_it_is_repaired(
    settings: Settings, copied_home: Path, serving: Serving, name: str
) -> None:
    DAMAGE[name](copied_home)
    client = serving(Settings(home=copied_home))
    for language, question in GIFT.items():
        response = client.post("/v1/chat", json={"message": question})
        assert response.status_code == 503
        problem = response.json()
        assert problem["type"].endswith(":not-ready") and problem["language"] == language
        assert problem["help"] and response.headers["retry-after"]
    ready = client.get("/readyz")
    assert ready.status_code == 503
    found = ready.json()
    assert (found["ready"], found["index"], found["database"]) == (False, False, True)
    page = client.post("/", data={"message": GIFT["fr"]})
    assert page.status_code == 503 and "panier-cadeau" in page.text and "9-8-8" in page.text
    assert client.get("/v1/search?q=gift").status_code == 503
    assert client.get("/").status_code == 200
    assert client.get("/healthz").status_code == 200
    assert client.get("/v1/topics").status_code == 200

    shutil.copytree(settings.home / "index", copied_home / "index", dirs_exist_ok=True)
    shutil.copy(settings.home / "CURRENT", copied_home / "CURRENT")
    if "vectors" not in name:  # Chroma keeps a damaged folder open in its process
        sleep(2 * QUICK_RETRY)
        assert ask(client, GIFT["en"])["outcome"] == "answered"
        assert client.get("/readyz").status_code == 200


def test_a_model_that_is_damaged_is_a_clear_503(
    copied_home: Path, tmp_path: Path, serving: Serving
) -> None:
    model = tmp_path / "model"
    shutil.copytree(BUNDLED, model)
    _flip(model / "model.onnx")
    client = serving(Settings(home=copied_home, embedding_model=str(model)))
    response = client.post("/v1/chat", json={"message": GIFT["fr"]})
    assert response.status_code == 503 and response.json()["language"] == "fr"
    found = client.get("/readyz").json()
    assert (found["ready"], found["model"], found["index"]) == (False, False, False)


def test_the_generation_before_serves_while_current_names_a_broken_one(
    copied_home: Path, serving: Serving
) -> None:
    client = serving(Settings(home=copied_home))
    before = ask(client, GIFT["en"])
    broken = _generation(copied_home).with_name("99990101-000000-broken")
    shutil.copytree(_generation(copied_home), broken)
    _flip(broken / "corpus.json")
    for name in (broken.name, "99990101-nothing", ""):
        (copied_home / "CURRENT").write_text(name)
        after = ask(client, GIFT["en"])
        assert after["generation"] == before["generation"]
        assert after["answer"] == before["answer"]
    (copied_home / "CURRENT").unlink()
    assert ask(client, GIFT["en"])["generation"] == before["generation"]
    assert client.get("/readyz").json()["generation"] == before["generation"]


def test_passages_altered_under_a_running_service_are_never_shown(
    copied_home: Path, serving: Serving
) -> None:
    client = serving(Settings(home=copied_home))
    good = ask(client, GIFT["en"])
    file = _generation(copied_home) / "passages.db"
    data = file.read_bytes()
    words = good["citations"][0]["passage"].encode()[:40]
    assert words in data
    file.write_bytes(data.replace(words, words[::-1]))
    response = client.post("/v1/chat", json={"message": GIFT["en"]})
    if response.status_code == 200:  # still read from memory: then it is still the true text
        assert response.json()["citations"] == good["citations"]
    else:
        assert response.json()["type"].endswith(":not-ready")
        assert client.get("/readyz").status_code == 503
    file.write_bytes(data)
    sleep(2 * QUICK_RETRY)
    assert ask(client, GIFT["en"])["answer"] == good["answer"]


def test_a_database_that_does_not_answer_is_a_clear_503(
    copied_home: Path, tmp_path: Path, serving: Serving
) -> None:
    record = tmp_path / "record" / "data.db"
    settings = Settings(home=copied_home, database_url=f"sqlite:///{record}")
    client = serving(settings)
    ask(client, GIFT["en"])
    for file in record.parent.iterdir():
        file.write_bytes(b"no database at all" * 300)
    response = client.post("/v1/chat", json={"message": GIFT["fr"]})
    assert response.status_code == 503
    assert response.json()["type"].endswith(":record-unavailable")
    assert response.json()["help"]
    assert client.get("/readyz").json()["database"] is False
    headers = {"accept": "text/event-stream"}
    told = client.post("/v1/chat", json={"message": GIFT["fr"]}, headers=headers).text
    assert "event: error" in told and "event: done" not in told
