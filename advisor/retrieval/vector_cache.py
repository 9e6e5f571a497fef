"""Vectors already computed, so that a new generation embeds only what changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from advisor.retrieval.ports import Embedder, Vectors

_CHUNK = 64


class VectorCache:
    """Vectors by the checksum of (model, text). Losing the file costs time, never truth."""

    def __init__(self, file: Path, embedder: Embedder) -> None:
        """Use `file`, made if absent, for `embedder`."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self._embedder = embedder
        self._rows = sqlite3.connect(file, isolation_level=None)
        self._rows.execute("PRAGMA journal_mode=WAL")
        self._rows.execute(
            "CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB) WITHOUT ROWID"
        )

    def embed(self, texts: Sequence[str], progress: Callable[[int], None]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension); `progress` hears of each text done."""
        result = np.zeros((len(texts), self._embedder.dimension), dtype=np.float32)
        for start in range(0, len(texts), _CHUNK):
            chunk = texts[start : start + _CHUNK]
            result[start : start + len(chunk)] = self._chunk(chunk)
            progress(len(chunk))
        return result

    def _chunk(self, texts: Sequence[str]) -> Vectors:
        keys = [self._key(text) for text in texts]
        marks = ",".join("?" * len(keys))
        known = dict(
            self._rows.execute(
                f"SELECT key, vector FROM vectors WHERE key IN ({marks})",  # noqa: S608
                keys,
            ).fetchall()
        )
        missing = [i for i, key in enumerate(keys) if key not in known]
        if missing:
            fresh = self._embedder.embed([texts[i] for i in missing])
            for i, vector in zip(missing, fresh, strict=True):
                known[keys[i]] = vector.tobytes()
            self._rows.execute("BEGIN")
            self._rows.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                [(keys[i], known[keys[i]]) for i in missing],
            )
            self._rows.execute("COMMIT")
        return np.stack([np.frombuffer(known[key], dtype=np.float32) for key in keys])

    def _key(self, text: str) -> str:
        return hashlib.sha256(f"{self._embedder.name}\0{text}".encode()).hexdigest()

    def close(self) -> None:
        """Let go of the file."""
        self._rows.close()
