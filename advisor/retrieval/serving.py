"""The generation that is being served, followed as it changes."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

from advisor.errors import IndexMissing, IndexStale
from advisor.retrieval.dense import ChromaAddress
from advisor.retrieval.generations import Generation, current
from advisor.retrieval.ports import Embedder


class Serving:
    """The generation that `CURRENT` names, opened anew when it changes.

    Whoever is answering holds the generation it began with; the old one goes when the last lets go.
    """

    def __init__(self, home: Path, address: ChromaAddress, embedder: Embedder) -> None:
        """Open what `CURRENT` names now, or the one before when that is damaged.

        Raises IndexMissing, or the IndexStale of the one named when none can be opened.
        """
        self._home, self._address, self._embedder = home, address, embedder
        self._lock = threading.Lock()
        self._refused: str | None = None
        self._generation = self._first()

    def generation(self) -> Generation:
        """The generation to answer with; the one before when the new one cannot be opened."""
        try:
            name = current(self._home)
        except IndexMissing:
            return self._generation
        if name not in (self._generation.name, self._refused):
            with self._lock:
                if name != self._generation.name:
                    self._open(name)
        return self._generation

    def _first(self) -> Generation:
        named = current(self._home)
        try:
            return Generation(self._home, named, self._address, self._embedder)
        except IndexStale:
            for folder in sorted((self._home / "index").glob("*/manifest.json"), reverse=True):
                if folder.parent.name != named:
                    with suppress(IndexStale):
                        self._refused = named
                        return Generation(
                            self._home, folder.parent.name, self._address, self._embedder
                        )
            raise

    def _open(self, name: str) -> None:
        try:
            self._generation = Generation(self._home, name, self._address, self._embedder)
            self._refused = None
        except IndexStale:
            self._refused = name
