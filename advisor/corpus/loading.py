"""The corpus as one value: what a team wrote, with a department's overlay on top."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from advisor.corpus.cards import digest_passages
from advisor.corpus.formats import Term, TermsOfArt, Vocabulary
from advisor.corpus.overlay import Layer, laid_over, read_layer
from advisor.domain.cards import Card, Subject
from advisor.domain.contacts import Contact, Routing
from advisor.domain.profiles import Organisation
from advisor.domain.sources import Anchor, Passage, Source, View, covers, passage_id
from advisor.domain.values import Language
from advisor.errors import CorpusError


@dataclass(frozen=True)
class Corpus:
    """Everything written for the advisor, apart from official texts.

    `version` changes with any byte of any file. `digests` holds the same provisions in both
    languages, as passages of the digest view.
    """

    sources: Mapping[str, Source]
    cards: Mapping[str, Card]
    outside: Mapping[str, Subject]
    digests: Mapping[Language, tuple[Passage, ...]]
    contacts: Mapping[str, Contact]
    routing: Routing
    glossary: Mapping[str, Term]
    organisations: Mapping[str, Organisation]
    vocabulary: Vocabulary
    terms_of_art: TermsOfArt
    version: str

    @property
    def anchors(self) -> dict[str, tuple[Anchor, ...]]:
        """The anchors of every source that declares some, by source id."""
        return {source.id: source.anchors for source in self.sources.values() if source.anchors}

    def digest(self, provision: str, language: Language) -> Passage | None:
        """Our summary of exactly this provision (`source#locator`), if there is one."""
        return self._digests.get(passage_id(provision, language, View.DIGEST))

    def cited_digests(self, citation: str, language: Language) -> tuple[Passage, ...]:
        """The digests that a citation covers: of the provision itself and of its children."""
        source_id, _, locator = citation.partition("#")
        source = self.sources.get(source_id)
        if source is None:
            return ()
        return tuple(
            passage
            for passage in self._by_source.get((source_id, language), ())
            if covers(locator, passage.locator, dotted=source.dotted)
        )

    @cached_property
    def _digests(self) -> dict[str, Passage]:
        return {passage.id: passage for view in self.digests.values() for passage in view}

    @cached_property
    def _by_source(self) -> dict[tuple[str, Language], list[Passage]]:
        grouped: dict[tuple[str, Language], list[Passage]] = {}
        for passage in self._digests.values():
            grouped.setdefault((passage.source_id, passage.language), []).append(passage)
        return grouped


def load_corpus(packaged: Path, overlay: Path | None = None) -> Corpus:
    """The corpus of the folder `packaged` with the files of `overlay`, if it exists, on top.

    Raises CorpusError with file, item and field for the first file that cannot be used.
    """
    if not packaged.is_dir():
        raise CorpusError(str(packaged), "there is no corpus folder here")
    layers = [packaged, *([overlay] if overlay is not None and overlay.is_dir() else [])]
    merged = read_layer(packaged)
    for folder in layers[1:]:
        merged = laid_over(merged, read_layer(folder))
    return _corpus(merged, checksum_of(layers))


def checksum_of(folders: list[Path]) -> str:
    """Twelve hexadecimal digits over the names and bytes of every YAML file, folder by folder."""
    total = hashlib.sha256()
    for number, folder in enumerate(folders):
        for path in sorted(folder.rglob("*.yaml")):
            total.update(f"{number}/{path.relative_to(folder).as_posix()}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:12]


def _corpus(layer: Layer, version: str) -> Corpus:
    return Corpus(
        sources=layer.sources,
        cards=layer.cards,
        outside=layer.outside,
        digests={
            language: digest_passages(layer.digests.items(), layer.sources, language)
            for language in Language
        },
        contacts=layer.contacts,
        routing=layer.routing,
        glossary=layer.glossary,
        organisations=layer.organisations,
        vocabulary=layer.vocabulary,
        terms_of_art=layer.terms_of_art,
        version=version,
    )
