"""Index generations: built beside the one that serves, checked, then switched to at once.

`ADVISOR_HOME/index/<generation>/` holds everything an answer needs, so that each answer comes from
one generation; `ADVISOR_HOME/CURRENT` names the one being served. The one before is kept.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter

from advisor.corpus.loading import Corpus
from advisor.domain.sources import Passage
from advisor.domain.values import Value
from advisor.errors import IndexMissing, IndexStale
from advisor.retrieval.card_index import CardIndex
from advisor.retrieval.card_words import CardWords
from advisor.retrieval.dense import ChromaAddress, ChromaIndex, drop_chroma, open_chroma
from advisor.retrieval.lexical import BM25Index
from advisor.retrieval.passage_store import PassageStore
from advisor.retrieval.ports import Embedder, collection
from advisor.retrieval.situation_classifier import SituationClassifier
from advisor.retrieval.situations import vocabulary, wordings
from advisor.retrieval.vector_cache import VectorCache

FORMAT = 3
SNAPSHOT = TypeAdapter(Corpus)
_KEPT = 2
_PROBES = 20

Progress = Callable[[str, int, int], None]
"""(stage, done, total): stages are `embed`, `write`, `check`."""


class Manifest(Value):
    """What a generation was made from, and how to know that it is whole."""

    format: int
    generation: str
    embedder: str
    dimension: int
    corpus_version: str
    texts: str
    made_at: str
    passages: int
    cards: int
    collections: dict[str, int]
    checksums: dict[str, str]


class Contents(Value):
    """What goes into a generation: `passages` can all be shown; `units` are the ones searched.

    `organisations`: the owner of each private source; `texts`: the version of the official texts.
    """

    passages: tuple[Passage, ...]
    units: tuple[Passage, ...]
    organisations: dict[str, str] = {}
    texts: str = ""

    def grouped(self) -> dict[str, list[Passage]]:
        """The units by collection. `organisations` maps a private source to its organisation."""
        groups: dict[str, list[Passage]] = {}
        for unit in self.units:
            owner = self.organisations.get(unit.source_id)
            groups.setdefault(collection(unit.language, owner), []).append(unit)
        return groups


class Generation:
    """One generation, open for reading; safe for all threads."""

    def __init__(self, home: Path, name: str, address: ChromaAddress, embedder: Embedder) -> None:
        """Open generation `name`. Raises IndexStale when it is damaged or made by another model."""
        folder = home / "index" / name
        self.manifest = read_manifest(folder)
        if self.manifest.embedder != embedder.name:
            raise IndexStale(
                name, f"made with {self.manifest.embedder}, asked with {embedder.name}"
            )
        try:
            self.corpus = SNAPSHOT.validate_json((folder / "corpus.json").read_bytes())
            self.passages = PassageStore(folder / "passages.db", name)
            self.dense = ChromaIndex(open_chroma(folder / "chroma", name, address, create=False))
            self.lexical = BM25Index(folder / "bm25")
            self.cards = CardIndex(folder)
            self.words = CardWords(vocabulary(self.corpus))
            self.classifier = SituationClassifier(folder)
        except IndexStale:
            raise
        except Exception as error:
            raise IndexStale(name, "it cannot be opened") from error
        for group, expected in self.manifest.collections.items():
            if self.dense.count(group) != expected:
                raise IndexStale(name, f"{group} holds {self.dense.count(group)} of {expected}")

    @property
    def name(self) -> str:
        """The generation's id."""
        return self.manifest.generation


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the generation in `folder`, its files' checksums verified.

    Raises IndexStale when a file is missing, altered, or of another format.
    """
    try:
        manifest = Manifest.model_validate_json((folder / "manifest.json").read_bytes())
        found = {file: _checksum(folder / file) for file in manifest.checksums}
    except (OSError, ValueError) as error:
        raise IndexStale(folder.name, "its manifest or a file is missing") from error
    if manifest.format != FORMAT:
        raise IndexStale(folder.name, f"format {manifest.format}, not {FORMAT}")
    for file, expected in manifest.checksums.items():
        if found[file] != expected:
            raise IndexStale(folder.name, f"{file} was altered")
    return manifest


def build(
    home: Path,
    corpus: Corpus,
    contents: Contents,
    embedder: Embedder,
    address: ChromaAddress,
    progress: Progress,
) -> Manifest:
    """Build a generation beside the others, check it, and switch to it.

    Nothing that serves is touched before the last step. Raises IndexStale when the new one fails
    its own checks; it is then deleted and the old one goes on serving.
    """
    stamp = datetime.now(UTC)
    name = f"{stamp:%Y%m%dT%H%M%S%f}-{corpus.version[:6]}"
    folder = home / "index" / name
    folder.mkdir(parents=True)
    try:
        collections = _write(home, folder, corpus, contents, embedder, address, progress)
        manifest = Manifest(
            format=FORMAT,
            generation=name,
            embedder=embedder.name,
            dimension=embedder.dimension,
            corpus_version=corpus.version,
            texts=contents.texts,
            made_at=stamp.isoformat(timespec="seconds"),
            passages=len(contents.passages),
            cards=len(corpus.cards),
            collections=collections,
            checksums={file: _checksum(folder / file) for file in _guarded(folder)},
        )
        _durably(folder / "manifest.json", manifest.model_dump_json(indent=1))
        _prove(Generation(home, name, address, embedder), contents, embedder, progress)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _durably(home / "CURRENT", name)
    _forget_old(home, name, address)
    return manifest


def _write(
    home: Path,
    folder: Path,
    corpus: Corpus,
    contents: Contents,
    embedder: Embedder,
    address: ChromaAddress,
    progress: Progress,
) -> dict[str, int]:
    """Write every part of the generation into `folder`; returns the size of each collection."""
    groups = contents.grouped()
    questions = CardIndex.texts(wordings(corpus))
    total = len(questions) + sum(len(units) for units in groups.values())
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        progress("embed", done, total)

    cache = VectorCache(home / "index" / "vectors.db", embedder)
    dense = ChromaIndex(open_chroma(folder / "chroma", folder.name, address, create=True))
    for group, units in groups.items():
        texts = [searched(unit) for unit in units]
        ids = [unit.id for unit in units]
        dense.add(group, ids, cache.embed(texts, count))
        BM25Index.build(folder / "bm25", group, ids, texts)
    owners, asked = [id for id, _ in questions], [text for _, text in questions]
    vectors = cache.embed(asked, count)
    cache.close()
    progress("write", 0, 1)
    CardIndex.build(folder, owners, vectors)
    SituationClassifier.build(folder, owners, asked, vectors)
    PassageStore.build(folder / "passages.db", contents.passages)
    _durably(folder / "corpus.json", SNAPSHOT.dump_json(corpus).decode())
    progress("write", 1, 1)
    return {group: len(units) for group, units in groups.items()}


def searched(passage: Passage) -> str:
    """The words a passage is found by: its headings, then its text."""
    headings = dict.fromkeys((*passage.heading_path[-1:], passage.heading))
    return ". ".join([*(h for h in headings if h), passage.text])


def _prove(
    generation: Generation, contents: Contents, embedder: Embedder, progress: Progress
) -> None:
    """Ask the new generation for passages spread over it by their own words; each must be found."""
    for group, units in contents.grouped().items():
        step = max(1, len(units) // _PROBES)
        probes: Sequence[Passage] = units[::step]
        vectors = embedder.embed([searched(unit) for unit in probes])
        for unit, vector in zip(probes, vectors, strict=True):
            texts = [
                found.text
                for hit in generation.dense.search("", vector, [group], 5)
                if (found := generation.passages.get(hit.passage_id))
            ]
            if unit.text not in texts:
                raise IndexStale(generation.name, f"{unit.id} is not found by its own words")
    progress("check", 1, 1)


def current(home: Path) -> str:
    """The name of the generation being served. Raises IndexMissing when there is none."""
    try:
        return (home / "CURRENT").read_text(encoding="utf-8").strip()
    except OSError as error:
        raise IndexMissing(home) from error


def _guarded(folder: Path) -> list[str]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return sorted(
        str(file.relative_to(folder)) for file in files if "chroma" not in file.parts[:-1]
    )


def _checksum(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _durably(file: Path, text: str) -> None:
    """Write `file` so that a crash leaves the old content or the new, never half."""
    beside = file.with_suffix(".new")
    with beside.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)


def _forget_old(home: Path, serving: str, address: ChromaAddress) -> None:
    """Delete all but the newest generations; the one serving and the one before always stay.

    What a killed build left has no manifest and goes too: nobody else is building here.
    """
    folders = sorted(f for f in (home / "index").iterdir() if f.is_dir())
    whole = [folder for folder in folders if (folder / "manifest.json").is_file()]
    for folder in folders:
        if folder.name != serving and folder not in whole[-_KEPT:]:
            drop_chroma(folder.name, address)
            shutil.rmtree(folder, ignore_errors=True)
