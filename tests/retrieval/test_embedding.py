from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from advisor.errors import ConfigurationError
from advisor.retrieval.embedding import BUNDLED, OnnxEmbedder, embedder
from advisor.retrieval.ports import Embedder
from tests.contracts.embedders import EmbedderContract
from tests.fakes.embedder import WordEmbedder


class TestOnnxEmbedder(EmbedderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def embedder(cls) -> Embedder:
        return OnnxEmbedder()

    def test_a_question_is_nearest_to_its_translation(self, embedder: Embedder) -> None:
        en, fr, other = embedder.embed(
            [
                "Can I accept a gift from a supplier?",
                "Puis-je accepter un cadeau d'un fournisseur?",
                "When is the pension paid?",
            ]
        )
        assert float(en @ fr) > float(en @ other)


class TestWordEmbedder(EmbedderContract):
    @pytest.fixture(scope="class")
    @classmethod
    def embedder(cls) -> Embedder:
        return WordEmbedder()


def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(BUNDLED, folder)
    with (folder / "model.onnx").open("r+b") as file:
        file.seek(1000)
        file.write(b"\0\0\0\0damaged")
    with pytest.raises(ConfigurationError, match="damaged"):
        OnnxEmbedder(folder)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=str(tmp_path)):
        OnnxEmbedder(tmp_path)


def test_the_bundled_model_needs_no_torch() -> None:
    import subprocess

    code = (
        "import sys\n"
        "sys.modules['torch'] = None\n"
        "from advisor.retrieval.embedding import embedder\n"
        "print(embedder().embed(['bonjour']).shape)\n"
        "assert 'transformers' not in sys.modules and 'langchain' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_model_that_cannot_be_found_is_a_configuration_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ConfigurationError):
        embedder(str(tmp_path / "nothing"))
