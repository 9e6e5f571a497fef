"""Situations by the ways people ask them: few enough for an exact search in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from advisor.domain.values import Language
from advisor.retrieval.ports import Vectors

_NEAREST = 3


class CardIndex:
    """The vectors of every wording, and the card or outside subject that each belongs to."""

    def __init__(self, folder: Path) -> None:
        """Open what `build` wrote."""
        vectors = np.load(folder / "questions.npy")
        owners = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
        self._ids = sorted(set(owners))
        place = {id: i for i, id in enumerate(self._ids)}
        owner = np.array([place[id] for id in owners], dtype=np.int64)
        order = np.argsort(owner, kind="stable")  # one situation's wordings side by side
        self._vectors, self._owner = vectors[order], owner[order]
        self._starts = np.searchsorted(self._owner, np.arange(len(self._ids)))

    @staticmethod
    def texts(situations: Mapping[str, Mapping[Language, Sequence[str]]]) -> list[tuple[str, str]]:
        """What is embedded: (id, wording) for each wording of each situation, both languages."""
        return [
            (id, wording)
            for id, wordings in situations.items()
            for language in Language
            for wording in wordings[language]
        ]

    @staticmethod
    def build(folder: Path, owners: Sequence[str], vectors: Vectors) -> None:
        """Write the index: `vectors[i]` (len(owners), dimension) belongs to `owners[i]`."""
        np.save(folder / "questions.npy", vectors)
        (folder / "questions.json").write_text(json.dumps(list(owners)), encoding="utf-8")

    def standings(self, vector: Vectors) -> dict[str, float]:
        """How each situation stands to a question, by id: standard deviations above all wordings.

        Its nearness is the mean cosine of its three nearest wordings, so that one stray wording
        does not carry it. Measured from the mean of all wordings, in their standard
        deviation, it means the same whatever model made the vectors.
        """
        similar = self._vectors @ vector
        if not len(similar):
            return {}
        mean, spread = float(similar.mean()), float(similar.std()) or 1.0
        nearest = np.empty((len(self._ids), _NEAREST), dtype=np.float32)
        for place in range(_NEAREST):
            nearest[:, place] = np.maximum.reduceat(similar, self._starts)
            similar = np.where(similar >= nearest[self._owner, place], -np.inf, similar)
        nearest = np.where(np.isinf(nearest), nearest[:, :1], nearest)
        return {
            id: (float(near) - mean) / spread
            for id, near in zip(self._ids, nearest.mean(axis=1), strict=True)
        }
