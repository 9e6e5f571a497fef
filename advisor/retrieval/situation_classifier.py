"""Which situation a question is, learned from all wordings together: ridge regression, one class
a situation, over meaning and spelling.

The nearest wording says how near one sentence lies; this weighs, over all of them, what tells one
situation from its neighbours. Fitted in closed form when the index is built, so that a department's
own cards count like any other.
Source: Rifkin, Yeo and Poggio, "Regularized least-squares classification", 2003; features are
hashed as by Weinberger et al., ICML 2009.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from advisor.retrieval.ports import Vectors
from advisor.text import fold, words

FILE = "classifier.npz"
_BUCKETS = 4096
_LETTERS = (3, 4, 5)
_LETTERS_WEIGH = 0.5
_RIDGE = 1.0


class SituationClassifier:
    """The fitted classes: cards and outside subjects, by id."""

    def __init__(self, folder: Path) -> None:
        """Open what `build` wrote."""
        with np.load(folder / FILE) as kept:
            self._ids = [str(id) for id in kept["ids"]]
            self._rarity: Vectors = kept["rarity"]
            self._spelling: Vectors = kept["weights"][:_BUCKETS]
            self._meaning: Vectors = kept["weights"][_BUCKETS:]
            self._start: Vectors = kept["start"]

    @staticmethod
    def build(folder: Path, owners: Sequence[str], texts: Sequence[str], vectors: Vectors) -> None:
        """Fit and write: `texts[i]`, whose vector is `vectors[i]`, is a wording of `owners[i]`."""
        ids = sorted(set(owners))
        place = {id: i for i, id in enumerate(ids)}
        seen = np.zeros((len(texts), _BUCKETS + vectors.shape[1]), dtype=np.float32)
        seen[:, _BUCKETS:] = vectors
        spelling = seen[:, :_BUCKETS]
        for row, text in enumerate(texts):
            for bucket, value in _hashed(text).items():
                spelling[row, bucket] = value
        used = np.count_nonzero(spelling, axis=0)
        rarity = np.log((1 + len(texts)) / (1 + used)).astype(np.float32) + 1
        spelling *= rarity
        spelling /= np.maximum(np.linalg.norm(spelling, axis=1, keepdims=True), 1e-9)
        classes = np.zeros((len(texts), len(ids)), dtype=np.float32)
        classes[np.arange(len(texts)), [place[id] for id in owners]] = 1.0
        weights, start = _fitted(seen, classes)
        np.savez(
            folder / FILE, ids=np.array(ids, dtype=str), rarity=rarity, weights=weights, start=start
        )

    def scores(self, question: str, vector: Vectors) -> dict[str, float]:
        """How much more than the others each situation claims the question, by id.

        In standard deviations over all situations. `vector`: (dimension,), of unit length.
        """
        if not self._ids:
            return {}
        hashed = _hashed(question)
        buckets = np.fromiter(hashed, dtype=np.int64, count=len(hashed))
        values = np.fromiter(hashed.values(), dtype=np.float32, count=len(hashed))
        values *= self._rarity[buckets]
        values /= max(float(np.linalg.norm(values)), 1e-9)
        claims = self._start + values @ self._spelling[buckets] + vector @ self._meaning
        spread = float(claims.std()) or 1.0
        claims = (claims - claims.mean()) / spread
        return dict(zip(self._ids, claims.tolist(), strict=True))


def _fitted(
    seen: NDArray[np.float32], classes: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Weights (features, classes) and the constant (classes,) of the ridge regression.

    Centres `seen` in place: with tens of thousands of wordings a copy is hundreds of megabytes.
    """
    if not len(seen):
        return np.zeros((seen.shape[1], 0), np.float32), np.zeros(0, np.float32)
    middle, usual = seen.mean(axis=0), classes.mean(axis=0)
    seen -= middle
    gram = seen.T @ seen
    gram[np.diag_indices_from(gram)] += _RIDGE
    weights = np.linalg.solve(gram, seen.T @ (classes - usual)).astype(np.float32)
    return weights, usual - middle @ weights


def _hashed(text: str) -> dict[int, float]:
    """The features of `text` in `_BUCKETS` signed buckets: damped counts."""
    values: dict[int, float] = {}
    for feature, count in Counter(_features(text)).items():
        number = zlib.crc32(feature.encode())
        weight = (1.0 + math.log(count)) * (1.0 if " " in feature else _LETTERS_WEIGH)
        bucket = number % _BUCKETS
        values[bucket] = values.get(bucket, 0.0) + (weight if number >> 31 else -weight)
    return values


def _features(text: str) -> Iterator[str]:
    """Words and pairs of words (with a space), and pieces of words (without)."""
    spelt = [fold(word) for word in words(text)]
    yield from (f" {word}" for word in spelt)
    yield from (f"{one} {other}" for one, other in pairwise(spelt))
    for word in spelt:
        bounded = f"^{word}$"
        for size in _LETTERS:
            yield from (bounded[at : at + size] for at in range(len(bounded) - size + 1))
