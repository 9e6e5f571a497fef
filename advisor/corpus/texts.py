"""Official texts as they were ingested: kept under ADVISOR_HOME/texts, checked when read.

One file per source and language (`psdpa.en.<checksum>.json.gz`) and `manifest.json`, which names
the files that count. The manifest is replaced last, in one step: a reader sees all of an
ingestion or none of it. A file that it no longer names stays until the next ingestion, for the
processes that are still reading it.
"""

from __future__ import annotations

import gzip
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from advisor.domain.sources import Passage
from advisor.domain.values import Language, Value
from advisor.errors import SourceChanged, SourceUnreadable

_PASSAGES = TypeAdapter(tuple[Passage, ...])
_MANIFEST = "manifest.json"


class Origin(Value):
    """Where a text came from: a file's name and SHA-256, and the day it was current to."""

    name: str
    checksum: str
    current_to: str | None = None


class StoredText(Value):
    """One language of one source in the store. `checksum`: SHA-256 of its file."""

    source_id: str
    language: Language
    file: str
    checksum: str
    origin: Origin
    version: str | None
    ingested_at: datetime
    provisions: int


class Manifest(Value):
    """What the store holds, in the order of source and language."""

    texts: tuple[StoredText, ...] = ()


class OfficialTexts:
    """The stored texts of a home, each read when first asked for."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder
        self._stored = {(text.source_id, text.language): text for text in manifest.texts}
        self._read: dict[tuple[str, Language], Mapping[str, Passage]] = {}

    @property
    def stored(self) -> tuple[StoredText, ...]:
        """What there is, without reading it."""
        return tuple(self._stored.values())

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that change with any stored text; empty for an empty store."""
        parts = sorted(f"{t.source_id}.{t.language}.{t.checksum}" for t in self._stored.values())
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12] if parts else ""

    def has(self, source_id: str) -> bool:
        """Whether any language of this source was ingested."""
        return any((source_id, language) in self._stored for language in Language)

    def passages(self, source_id: str, language: Language) -> tuple[Passage, ...]:
        """The official passages of a source in the order of the text; none if not ingested.

        Raises SourceChanged when the file is not the one that was ingested, and SourceUnreadable
        when it is gone.
        """
        return tuple(self._by_locator(source_id, language).values())

    def passage(self, provision: str, language: Language) -> Passage | None:
        """The official text of `source#locator`, if it was ingested. Raises as `passages`."""
        source_id, _, locator = provision.partition("#")
        return self._by_locator(source_id, language).get(locator)

    def __iter__(self) -> Iterator[Passage]:
        for source_id, language in self._stored:
            yield from self.passages(source_id, language)

    def _by_locator(self, source_id: str, language: Language) -> Mapping[str, Passage]:
        key = (source_id, language)
        if key not in self._stored:
            return {}
        if key not in self._read:
            passages = _read(self._folder, self._stored[key])
            self._read[key] = {passage.locator: passage for passage in passages}
        return self._read[key]


def load_texts(home: Path) -> OfficialTexts:
    """The official texts of a home; an empty store where nothing was ingested.

    Raises SourceChanged when the manifest itself is damaged.
    """
    folder = home / "texts"
    try:
        content = (folder / _MANIFEST).read_bytes()
    except FileNotFoundError:
        return OfficialTexts(folder, Manifest())
    try:
        return OfficialTexts(folder, Manifest.model_validate_json(content))
    except ValidationError as error:
        raise SourceChanged(str(folder / _MANIFEST), "damaged") from error


def packed(passages: Sequence[Passage]) -> tuple[bytes, str]:
    """The bytes that hold these passages, the same each time, and their SHA-256."""
    content = gzip.compress(_PASSAGES.dump_json(tuple(passages)), compresslevel=6, mtime=0)
    return content, hashlib.sha256(content).hexdigest()


def save_texts(home: Path, changed: Sequence[tuple[StoredText, bytes]]) -> None:
    """Write these texts and the manifest that names them beside the others, all or nothing."""
    folder = home / "texts"
    folder.mkdir(parents=True, exist_ok=True)
    before = load_texts(home).stored
    _prune(folder, keep={text.file for text in before})
    for text, content in changed:
        _write(folder / text.file, content)
    after = {(text.source_id, text.language): text for text in (*before, *(t for t, _ in changed))}
    manifest = Manifest(texts=tuple(after[key] for key in sorted(after)))
    _write(folder / _MANIFEST, manifest.model_dump_json(indent=1).encode())


def _read(folder: Path, text: StoredText) -> tuple[Passage, ...]:
    path = folder / text.file
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceUnreadable(path, f"unreadable: {error.strerror}") from error
    if hashlib.sha256(content).hexdigest() != text.checksum:
        raise SourceChanged(f"{text.source_id} ({text.language})", f"{text.file} was altered")
    return _PASSAGES.validate_json(gzip.decompress(content))


def _write(path: Path, content: bytes) -> None:
    """Write beside, flush to the disk, rename: the path holds the old bytes or the new ones."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    if hasattr(os, "O_DIRECTORY"):  # a folder can be flushed too, except on Windows
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _prune(folder: Path, keep: set[str]) -> None:
    for path in folder.glob("*.json.gz"):
        if path.name not in keep:
            path.unlink(missing_ok=True)
