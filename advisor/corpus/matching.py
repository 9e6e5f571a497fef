"""Which sources of the registry a file is: its number, its address, its name, its title."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from advisor.corpus.assigning import sources_of
from advisor.corpus.parsing.extracting import Extract
from advisor.corpus.parsing.structuring import spelled
from advisor.domain.sources import Source
from advisor.domain.values import Language
from advisor.errors import SourceUnreadable


@dataclass(frozen=True)
class Hint:
    """What the operator says of a file that does not say it itself."""

    source_id: str | None = None
    language: Language | None = None


@dataclass(frozen=True)
class Match:
    """The sources that a file is, narrowest first, and the language by which it was found."""

    sources: tuple[Source, ...]
    language: Language | None = None


Sources = tuple[Source, ...]
_NUMBER_IN_ADDRESS = re.compile(r"/doc-(?:eng|fra)\.aspx\?(?:[^#]*&)?id=(\d+)", re.IGNORECASE)
_NUMBER_IN_NAME = re.compile(r"(\d{5})-")


def matched(extract: Extract, path: Path, sources: Iterable[Source], hint: Hint) -> Match:
    """The sources that this file is.

    What the file says of itself comes first: its number, then its address. Then what the registry
    declares: file names, then titles; then the number that opens its name. The operator's word
    goes before all of it, except that a file which names a source of its own is that one.

    Raises SourceUnreadable: `not_registered` or `other_source`.
    """
    every = tuple(sources)
    if extract.instrument is not None:
        own = Match(sources_of(extract.instrument, every), extract.instrument.language)
    else:
        own = _by_number(extract, every)
    if hint.source_id is not None:
        return _told(hint, own, every, path)
    if own.sources:
        return own
    for look in (_by_address, _by_name, _by_title, _by_number_in_name):
        found = look(extract, path, every)
        if found.sources:
            return found
    raise SourceUnreadable(path, f"not_registered: {known_as(extract, path)}")


def known_as(extract: Extract, path: Path) -> str:
    """What a file goes by: its number, else its title, else its name."""
    document = extract.instrument or extract.pages
    if document is None:
        return path.name
    return document.number or document.title or path.name


def _told(hint: Hint, own: Match, every: Sources, path: Path) -> Match:
    if own.sources and all(source.id != hint.source_id for source in own.sources):
        raise SourceUnreadable(path, f"other_source: {own.sources[0].id}")
    named = tuple(source for source in every if source.id == hint.source_id)
    return Match(named, hint.language)


def _by_number(extract: Extract, every: Sources) -> Match:
    number = extract.pages.number if extract.pages else None
    return _numbered(number, every)


def _numbered(number: str | None, every: Sources) -> Match:
    if not number:
        return Match(())
    return Match(tuple(s for s in every if s.tbs_id is not None and str(s.tbs_id) == number))


def _by_address(extract: Extract, _: Path, every: Sources) -> Match:
    if not extract.address:
        return Match(())
    if number := _NUMBER_IN_ADDRESS.search(extract.address):
        return _numbered(number[1], every)
    wanted = _address(extract.address)
    return _only(every, lambda source, language: _address(source.url.to(language)) == wanted)


def _by_name(_: Extract, path: Path, every: Sources) -> Match:
    wanted = _name(path.name)
    return _only(
        every,
        lambda source, language: any(
            _name(name) == wanted for name in source.documents.to(language)
        ),
    )


def _by_title(extract: Extract, _: Path, every: Sources) -> Match:
    wanted = spelled(extract.pages.title) if extract.pages else ""
    if not wanted:
        return Match(())
    return _only(every, lambda source, language: spelled(source.title.to(language)) == wanted)


def _by_number_in_name(extract: Extract, path: Path, every: Sources) -> Match:
    number = _NUMBER_IN_NAME.match(path.name)
    return _numbered(number[1], every) if number and extract.pages else Match(())


def _only(every: Sources, fits: Callable[[Source, Language], bool]) -> Match:
    """The one source that fits; none where two do. The language only where just one fits."""
    found = {
        source.id: [language for language in Language if fits(source, language)]
        for source in every
        if any(fits(source, language) for language in Language)
    }
    if len(found) != 1:
        return Match(())
    ((id, languages),) = found.items()
    only = languages[0] if len(languages) == 1 else None
    return Match(tuple(source for source in every if source.id == id), only)


def _name(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _address(address: str) -> str:
    """An address as they are compared: no scheme, `www.`, closing slash or fragment."""
    parts = urlsplit(address.strip().lower())
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}{query}"
