"""Texts into vectors: the bundled model without torch, or a sentence-transformers model by name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from advisor.errors import ConfigurationError
from advisor.retrieval.ports import Embedder, Vectors

BUNDLED = Path(__file__).resolve().parent.parent / "models" / "bilingual"
_BATCH = 16


class OnnxEmbedder:
    """The bundled bilingual model on onnxruntime: tokens in, unit vectors out, no torch.

    The ONNX file takes `input_ids` and `attention_mask` (int64, batch x sequence) and gives
    `embedding` (float32, batch x dimension); pooling and normalisation are inside it. One session
    serves all threads.
    """

    def __init__(self, folder: Path = BUNDLED, threads: int = 1) -> None:
        """Open the model in `folder`. Raises ConfigurationError: a file is missing or damaged."""
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            model = (folder / "model.onnx").read_bytes()
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:
            raise ConfigurationError("ADVISOR_EMBEDDING_MODEL", f"no model in {folder}") from error
        if hashlib.sha256(model).hexdigest() != config["sha256"]:
            raise ConfigurationError("ADVISOR_EMBEDDING_MODEL", f"damaged model in {folder}")
        self.name = f"{config['name']}@{config['sha256'][:12]}"
        self.dimension = int(config["dimension"])
        self._tokenizer.enable_truncation(int(config["max_tokens"]))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # a question is short and questions come side by side: one thread each, and none that waits
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension), in the order given."""
        result = np.zeros((len(texts), self.dimension), dtype=np.float32)
        encoded = [self._tokenizer.encode(text).ids for text in texts]
        by_length = sorted(range(len(texts)), key=lambda i: len(encoded[i]))
        for start in range(0, len(texts), _BATCH):
            batch = by_length[start : start + _BATCH]
            result[batch] = self._run([encoded[i] for i in batch])
        return result

    def _run(self, rows: list[list[int]]) -> Vectors:
        longest = max(len(row) for row in rows)
        ids = np.ones((len(rows), longest), dtype=np.int64)
        mask = np.zeros((len(rows), longest), dtype=np.int64)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = row
            mask[i, : len(row)] = 1
        (vectors,) = self._session.run(["embedding"], {"input_ids": ids, "attention_mask": mask})
        return np.asarray(vectors, dtype=np.float32)


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, by name or folder. Needs torch; slow to load."""

    def __init__(self, model: str) -> None:
        """Load `model`. Raises ConfigurationError when it cannot be loaded from this machine."""
        try:
            from sentence_transformers import SentenceTransformer

            self._model: Any = SentenceTransformer(model)
        except Exception as error:
            raise ConfigurationError("ADVISOR_EMBEDDING_MODEL", f"cannot load {model}") from error
        self.name = f"sentence-transformers:{model}"
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension), in the order given."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(
            list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)


def embedder(model: str = "bundled") -> Embedder:
    """The embedder of a setting: `bundled`, a folder of ours, a sentence-transformers model."""
    if model == "bundled":
        return OnnxEmbedder()
    folder = Path(model)
    if (folder / "model.onnx").exists() and (folder / "config.json").exists():
        return OnnxEmbedder(folder)
    return SentenceTransformerEmbedder(model)
