"""An embedder that needs no model: texts that share words are near."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from advisor.retrieval.ports import Vectors
from advisor.text import fold, words


class WordEmbedder:
    """Each word adds to one of `dimension` places; `calls` counts the texts embedded."""

    def __init__(self, name: str = "words", dimension: int = 256) -> None:
        self.name = name
        self.dimension = dimension
        self.calls = 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension)."""
        self.calls += len(texts)
        result = np.full((len(texts), self.dimension), 1e-3, dtype=np.float32)
        for row, text in zip(result, texts, strict=True):
            for word in words(fold(text)):
                row[zlib.crc32(word.encode()) % self.dimension] += 1.0
            row /= np.linalg.norm(row)
        return result
