"""The two teachers of English: all-MiniLM-L6-v2, and multilingual-e5-small itself, untrained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor
from torch.nn import functional

from training.places import Places

QUERY = "query: "  # what multilingual-e5-small wants before a question


def load_model(folder: str) -> Any:
    """A sentence-transformers model on the CPU.

    Attention is written out plainly ("eager"): on short texts its backward pass takes half the
    time of the fused one.
    """
    return SentenceTransformer(folder, device="cpu", model_kwargs={"attn_implementation": "eager"})


def forward(model: Any, texts: Sequence[str]) -> Tensor:
    """Texts → what the model gives, float32, shape (texts, width); bf16 inside."""
    features = model.preprocess(list(texts))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        vectors: Tensor = model(features)["sentence_embedding"]
    return vectors.float()


def halves(vectors: Tensor) -> tuple[Tensor, Tensor]:
    """Vectors of shape (n, 2 x width) → both halves, each (n, width), not normalised."""
    first, second = vectors.chunk(2, dim=1)
    return first, second


class Teachers:
    """Both teachers, frozen."""

    def __init__(self, places: Places) -> None:
        """Load MiniLM from the sources and multilingual-e5-small from the untrained student."""
        self._minilm = load_model(str(places.minilm)).eval()
        self._e5 = load_model(str(places.base)).eval()

    def minilm(self, english: Sequence[str]) -> Tensor:
        """English texts → MiniLM's unit vectors, shape (texts, 384)."""
        with torch.no_grad():
            return functional.normalize(forward(self._minilm, english), dim=1)

    def __call__(self, english: Sequence[str]) -> tuple[Tensor, Tensor]:
        """English texts → each teacher's unit vectors, both of shape (texts, 384)."""
        with torch.no_grad():
            second, _same = halves(forward(self._e5, [QUERY + text for text in english]))
        return self.minilm(english), functional.normalize(second, dim=1)
