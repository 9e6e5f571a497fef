"""Passages by their words: BM25, one index per language and audience."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from advisor.domain.values import Language
from advisor.retrieval.ports import Hit, Vectors
from advisor.text import stems


class BM25Index:
    """Okapi BM25 (the `lucene` variant of bm25s) over stemmed, accent-folded words."""

    def __init__(self, folder: Path) -> None:
        """Open every index under `folder`; one that is not there finds nothing."""
        import bm25s

        self._indexes: dict[str, tuple[Any, list[str]]] = {}
        for part in sorted(folder.iterdir()) if folder.is_dir() else []:
            ids = json.loads((part / "ids.json").read_text(encoding="utf-8"))
            self._indexes[part.name] = (bm25s.BM25.load(part, show_progress=False), ids)

    @staticmethod
    def build(folder: Path, collection: str, ids: Sequence[str], texts: Sequence[str]) -> None:
        """Write the index of `collection`: `ids[i]` is found by the words of `texts[i]`."""
        import bm25s

        language = _language(collection)
        index = bm25s.BM25(method="lucene")
        index.index([stems(text, language) for text in texts], show_progress=False)
        index.save(folder / collection, show_progress=False)
        (folder / collection / "ids.json").write_text(json.dumps(list(ids)), encoding="utf-8")

    def search(
        self,
        question: str,
        vector: Vectors,  # noqa: ARG002  (the port serves words and vectors alike)
        collections: Sequence[str],
        limit: int,
    ) -> list[Hit]:
        """The passages that share words with `question`, `limit` per collection, best first."""
        hits: list[Hit] = []
        for name in collections:
            if name in self._indexes:
                hits += self._one(name, question, limit)
        return hits

    def _one(self, name: str, question: str, limit: int) -> list[Hit]:
        index, ids = self._indexes[name]
        known = [stem for stem in stems(question, _language(name)) if stem in index.vocab_dict]
        if not known:
            return []
        scores = index.get_scores(known)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [Hit(passage_id=ids[i], score=float(scores[i])) for i in best if scores[i] > 0]


def _language(collection: str) -> Language:
    return Language(collection.rsplit("-", 1)[1])
