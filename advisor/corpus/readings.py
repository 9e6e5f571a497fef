"""From what a file holds to the passages of its sources, in the language it is really in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from advisor.corpus.assigning import passages_of
from advisor.corpus.loading import Corpus
from advisor.corpus.matching import Hint, Match, matched
from advisor.corpus.parsing.blocks import Block, Kind, Pages
from advisor.corpus.parsing.captures import PolicyTerm
from advisor.corpus.parsing.document import Document, Piece, Quarantined
from advisor.corpus.parsing.extracting import Extract
from advisor.corpus.parsing.recognising import Format
from advisor.corpus.parsing.speaking import spoken_language
from advisor.corpus.parsing.structuring import spelled, structured
from advisor.corpus.texts import Origin
from advisor.domain.sources import Passage, Source
from advisor.domain.values import Language
from advisor.errors import SourceUnreadable

_SURE = 0.6
"""The share of a text that must be in the other language before what it declares is doubted."""

_TELLING = 40
"""Words: of a shorter text the detector may be wrong."""


@dataclass(frozen=True)
class Reading:
    """One language of one source, as one file has it."""

    path: Path
    source: Source
    language: Language
    format: Format
    passages: tuple[Passage, ...]
    origin: Origin
    version: str | None
    quarantined: tuple[Quarantined, ...] = ()

    @property
    def key(self) -> tuple[str, Language]:
        """The source and the language: of each the store keeps one text."""
        return self.source.id, self.language


class NoAnchors(SourceUnreadable):
    """A document of which no heading has a locator; its headings are kept for the report."""

    def __init__(self, path: Path, source: Source, language: Language, document: Document) -> None:
        super().__init__(path, f"no_anchors: {len(document.quarantined)}")
        self.source, self.language, self.quarantined = source, language, document.quarantined


def readings_of(
    extract: Extract, path: Path, corpus: Corpus, hint: Hint | None = None
) -> tuple[Reading, ...]:
    """What a file gives to each source that is it or a part of it.

    Raises SourceUnreadable: the codes of `matched`; `no_language`, `wrong_language`, `no_anchors`
    or `no_provisions`.
    """
    hint = hint or Hint()
    if extract.instrument is not None:
        _check_language(path, extract.instrument.language, _words(extract.instrument))
    if extract.pages is not None and extract.pages.language is not None:
        _check_language(path, extract.pages.language, extract.pages.blocks)
    match = matched(extract, path, corpus.sources.values(), hint)
    documents = _documents(extract, path, match, hint)
    found = tuple(
        reading
        for document in documents
        for reading in _readings(document, match.sources, extract, path)
    )
    if found:
        return found
    document = documents[0]
    if document.quarantined:
        raise NoAnchors(path, match.sources[0], document.language, document)
    raise SourceUnreadable(path, "no_provisions")


def _readings(
    document: Document, sources: tuple[Source, ...], extract: Extract, path: Path
) -> Iterator[Reading]:
    """The sources that hold something of a document, each with what it holds."""
    passages = passages_of(document, sources)
    origin = Origin(name=path.name, checksum=extract.checksum, current_to=document.current_to)
    for source in sources:
        own = tuple(passage for passage in passages if passage.source_id == source.id)
        if own:
            yield Reading(
                path=path,
                source=source,
                language=document.language,
                format=extract.format,
                passages=own,
                origin=origin,
                version=document.version,
                quarantined=document.quarantined,
            )


def _documents(extract: Extract, path: Path, match: Match, hint: Hint) -> tuple[Document, ...]:
    if extract.instrument is not None:
        return (extract.instrument,)
    if extract.pages is None:
        return tuple(glossary_of(extract.terms, language) for language in Language)
    pages = extract.pages
    language = hint.language or pages.language or match.language
    if language is None:
        language = spoken_language(pages.blocks).language
        if language is None:
            raise SourceUnreadable(path, "no_language")
    _check_language(path, language, pages.blocks)
    return (_structured(pages, match.sources[0], language),)


def _structured(pages: Pages, source: Source, language: Language) -> Document:
    pieces, quarantined = structured(pages.blocks, source.anchors, language)
    return Document(
        number=pages.number,
        language=language,
        version=pages.version,
        current_to=None,
        pieces=pieces,
        title=pages.title,
        quarantined=quarantined,
    )


def _check_language(path: Path, declared: Language, blocks: Iterable[Block]) -> None:
    met = tuple(blocks)
    if sum(len(block.text.split()) for block in met) < _TELLING:
        return
    spoken = spoken_language(met)
    wrong = spoken.language is not None and spoken.language is not declared
    if wrong and spoken.sure >= _SURE:
        raise SourceUnreadable(path, f"wrong_language: {declared}, {spoken.language}")


def _words(instrument: Document) -> Iterator[Block]:
    return (Block(Kind.TEXT, piece.text) for piece in instrument.pieces if not piece.ancestors)


def glossary_of(terms: Iterable[PolicyTerm], language: Language) -> Document:
    """The terms as definitions: a locator is the English term and the instrument's number.

    Where one instrument defines a term twice, the definition of the page modified last counts.
    """
    found: dict[str, tuple[str, Piece]] = {}
    for term in terms:
        name, text = term.term.to(language), term.definition.to(language)
        if not name or not text:
            continue
        shared = spelled(term.term.en or name).replace(" ", "-")
        locator = ".".join(filter(None, (re.sub(r"[^\w-]", "", shared), term.number)))
        above = (term.instrument,) if term.instrument else ()
        piece = Piece(locator, "term", name, above, (), text)
        if locator not in found or found[locator][0] <= term.date:
            found[locator] = (term.date, piece)
    dates = [date for date, _ in found.values() if date]
    return Document(
        number=None,
        language=language,
        version=max(dates, default=None),
        current_to=None,
        pieces=tuple(piece for _, piece in found.values()),
    )


def owned(reading: Reading, organisation: str) -> Reading:
    """The same reading, its source an organisation's own.

    A source of nobody's is taken where its id ends in the organisation's: its own code of conduct.
    Raises SourceUnreadable: `not_of_organisation`.
    """
    source = reading.source
    if source.organisation is None and source.id.endswith(f".{organisation}"):
        own = source.model_copy(update={"organisation": organisation})
        return replace(reading, source=own)
    if source.organisation != organisation:
        raise SourceUnreadable(reading.path, f"not_of_organisation: {source.id}")
    return reading
