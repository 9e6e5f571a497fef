"""The two seams of retrieval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from advisor.domain.values import Language, Value

Vectors: TypeAlias = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors. `name` identifies the model and is written into every index."""

    name: str
    dimension: int

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, float32, of shape (len(texts), dimension)."""
        ...


class Hit(Value):
    """A passage found by one index. `score`: higher is better; comparable within one index only."""

    passage_id: str
    score: float


class PassageIndex(Protocol):
    """Finds passages in named collections (`core-en`, `dept-cra-fr`)."""

    def search(
        self, question: str, vector: Vectors, collections: Sequence[str], limit: int
    ) -> list[Hit]:
        """At most `limit` hits per collection, best first. `vector` has shape (dimension,)."""
        ...


def collection(language: Language, organisation: str | None = None) -> str:
    """The collection of a language and audience: the core one, or one organisation's own."""
    return f"core-{language}" if organisation is None else f"dept-{organisation}-{language}"
