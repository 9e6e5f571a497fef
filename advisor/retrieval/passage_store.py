"""Every passage of a generation by its id, on disk, checked when read."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from advisor.claims import is_exception
from advisor.domain.sources import Passage, View, passage_id
from advisor.domain.values import Language
from advisor.errors import IndexStale


class PassageStore:
    """Read-only access to the passages of one generation; safe for all threads."""

    def __init__(self, file: Path, generation: str) -> None:
        """Open `file`. Raises IndexStale when it is missing or not a passage store."""
        self._generation = generation
        self._lock = threading.Lock()
        try:
            self._rows = sqlite3.connect(
                f"file:{file}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            self._rows.execute("SELECT 1 FROM passages LIMIT 1")
        except sqlite3.Error as error:
            raise IndexStale(generation, "the passages cannot be read") from error

    @staticmethod
    def build(file: Path, passages: Sequence[Passage]) -> int:
        """Write `passages`, in the order of their texts, into a new `file`; returns how many."""
        with sqlite3.connect(file) as rows:
            rows.execute(
                "CREATE TABLE passages (id TEXT PRIMARY KEY, body TEXT, checksum TEXT)"
                " WITHOUT ROWID"
            )
            rows.execute(
                "CREATE TABLE exceptions (id TEXT, exception TEXT, PRIMARY KEY (id, exception))"
                " WITHOUT ROWID"
            )
            rows.executemany(
                "INSERT INTO passages VALUES (?, ?, ?)",
                ((p.id, body, _checksum(body)) for p in passages for body in [p.model_dump_json()]),
            )
            rows.executemany(
                "INSERT OR IGNORE INTO exceptions VALUES (?, ?)", _exceptions(passages)
            )
            (count,) = rows.execute("SELECT count(*) FROM passages").fetchone()
        rows.close()
        return int(count)

    def get(self, id: str) -> Passage | None:
        """The passage with this id. Raises IndexStale when its stored text was altered."""
        rows = self._select("SELECT body, checksum FROM passages WHERE id = ?", id)
        if not rows:
            return None
        ((body, checksum),) = rows
        if _checksum(body) != checksum:
            raise IndexStale(self._generation, f"{id} was altered")
        return Passage.model_validate_json(body)

    def views(self, provision: str) -> tuple[Passage, ...]:
        """Both views of `source#locator` in both languages, as far as they exist."""
        ids = (passage_id(provision, language, view) for language in Language for view in View)
        return tuple(found for id in ids if (found := self.get(id)) is not None)

    def exceptions(self, id: str) -> tuple[Passage, ...]:
        """The exceptions below a passage or directly behind it in its text."""
        rows = self._select("SELECT exception FROM exceptions WHERE id = ?", id)
        return tuple(passage for (found,) in rows if (passage := self.get(found)) is not None)

    def of_source(self, source_id: str) -> tuple[str, ...]:
        """The ids of every passage of one source, in the order of their ids."""
        rows = self._select(
            "SELECT id FROM passages WHERE id > ? AND id < ? ORDER BY id",
            f"{source_id}#",
            f"{source_id}$",
        )
        return tuple(id for (id,) in rows)

    def _select(self, query: str, *values: str) -> list[tuple[str, ...]]:
        """The rows of a query. Raises IndexStale when the file cannot be read any more."""
        try:
            with self._lock:
                return self._rows.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise IndexStale(self._generation, "the passages cannot be read") from error

    def close(self) -> None:
        """Let go of the file."""
        self._rows.close()


def _exceptions(passages: Iterable[Passage]) -> Iterator[tuple[str, str]]:
    """(id, id of an exception to it): each exception's parent, and what stands before it."""
    before: dict[tuple[str, str, str, tuple[str, ...]], str] = {}
    for passage in passages:
        family = (passage.source_id, passage.language, passage.view, passage.ancestors)
        if is_exception(passage.heading, passage.text, passage.language):
            if family in before:
                yield before[family], passage.id
            if passage.ancestors:
                parent = passage.model_copy(update={"locator": passage.ancestors[-1]})
                yield parent.id, passage.id
        before[family] = passage.id


def _checksum(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
