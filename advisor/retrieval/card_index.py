"""Cards by the ways people ask them: few enough for an exact search in memory."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from advisor.domain.cards import Card
from advisor.domain.values import Language
from advisor.retrieval.ports import Vectors


class CardIndex:
    """The vectors of every question of every card, and the card each belongs to."""

    def __init__(self, folder: Path) -> None:
        """Open what `build` wrote."""
        self._vectors = np.load(folder / "questions.npy")
        owners = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
        self._ids = sorted(set(owners))
        place = {id: i for i, id in enumerate(self._ids)}
        self._owner = np.array([place[id] for id in owners], dtype=np.int64)

    @staticmethod
    def texts(cards: Sequence[Card]) -> list[tuple[str, str]]:
        """What is embedded: (card id, text) for each question and short answer, both languages."""
        return [
            (card.id, text)
            for card in cards
            for language in Language
            for text in (*card.questions.to(language), card.short.to(language))
        ]

    @staticmethod
    def build(folder: Path, owners: Sequence[str], vectors: Vectors) -> None:
        """Write the index: `vectors[i]` (len(owners), dimension) belongs to card `owners[i]`."""
        np.save(folder / "questions.npy", vectors)
        (folder / "questions.json").write_text(json.dumps(list(owners)), encoding="utf-8")

    def search(self, vector: Vectors, limit: int) -> list[tuple[str, float, float]]:
        """(card id, score, standing), best first.

        The score leans on a card's nearest wording and a little on the two after it, so that one
        stray wording does not carry a card: 0.8 x best + 0.2 x mean of the best three, cosine.
        The standing is that score in standard deviations above the mean of all wordings.
        """
        if not self._ids:
            return []
        similar = self._vectors @ vector
        mean, spread = float(similar.mean()), float(similar.std()) or 1.0
        order = np.argsort(-similar, kind="stable")
        best: dict[int, list[float]] = {}
        for i in order[: 40 * limit]:
            scores = best.setdefault(int(self._owner[i]), [])
            if len(scores) < 3:
                scores.append(float(similar[i]))
        scored = sorted(
            ((0.8 * s[0] + 0.2 * sum(s) / len(s), self._ids[card]) for card, s in best.items()),
            reverse=True,
        )
        return [(id, score, (score - mean) / spread) for score, id in scored[:limit]]
