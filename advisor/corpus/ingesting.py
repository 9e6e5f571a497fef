"""Official documents in, passages of the store out; one bad file never stops the others."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from advisor.corpus.assigning import passages_of, sources_of
from advisor.corpus.loading import Corpus
from advisor.corpus.pairing import Pairing, paired, realigned
from advisor.corpus.parsing.justice_xml import read_justice
from advisor.corpus.texts import (
    OfficialTexts,
    Origin,
    StoredText,
    load_texts,
    packed,
    save_texts,
)
from advisor.domain.sources import Passage
from advisor.domain.values import Language, Value
from advisor.errors import SourceUnreadable

Progress = Callable[[int, int, Path], None]
"""Called before each file with its number (from 1), how many there are, and its path."""


class Read(Value):
    """What one file gave to one source. `levels`: how many provisions of each level."""

    path: str
    source_id: str
    language: Language
    provisions: int
    levels: Mapping[str, int]
    version: str | None
    unchanged: bool = False


class Refused(Value):
    """A file that gave nothing. `reason` is a code, `detail` the fact behind it.

    Codes: those of `read_xml` and `read_justice`, `unsupported_format`, `unexpected_structure`,
    `not_registered` (detail: the instrument's number), `already_read` (detail: the other file).
    """

    path: str
    reason: str
    detail: str = ""


class IngestReport(Value):
    """The outcome for every file, and how the two languages of each source touched match.

    `one_language`: sources touched of which the store now holds one language only.
    """

    read: tuple[Read, ...] = ()
    refused: tuple[Refused, ...] = ()
    pairings: tuple[Pairing, ...] = ()
    one_language: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Reading:
    path: Path
    source_id: str
    language: Language
    passages: tuple[Passage, ...]
    origin: Origin
    version: str | None

    @property
    def key(self) -> tuple[str, Language]:
        return self.source_id, self.language


def ingest(
    paths: Iterable[Path],
    home: Path,
    corpus: Corpus,
    *,
    progress: Progress | None = None,
    dry_run: bool = False,
) -> IngestReport:
    """Read files and folders (hidden files skipped) into the store under `home`.

    `dry_run`: report the same, write nothing. Raises SourceChanged when the store is damaged.
    """
    files = _files(paths)
    readings: dict[tuple[str, Language], _Reading] = {}
    refused: list[Refused] = []
    for number, path in enumerate(files, start=1):
        if progress is not None:
            progress(number, len(files), path)
        try:
            found = _read(path, corpus)
            _refuse_twice(found, readings)
        except SourceUnreadable as error:
            reason, _, detail = error.reason.partition(": ")
            refused.append(Refused(path=str(path), reason=reason, detail=detail))
        else:
            readings |= {reading.key: reading for reading in found}
    return _stored(readings, tuple(refused), home, dry_run)


def _files(paths: Iterable[Path]) -> list[Path]:
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inside:
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if not file.is_dir() and not hidden:
                found[file] = None
    return list(found)


def _read(path: Path, corpus: Corpus) -> list[_Reading]:
    if path.exists() and path.suffix.lower() != ".xml":
        raise SourceUnreadable(path, f"unsupported_format: {path.suffix or path.name}")
    try:
        instrument = read_justice(path)
    except (ValueError, RecursionError) as error:
        raise SourceUnreadable(path, f"unexpected_structure: {error}") from error
    sources = sources_of(instrument, corpus.sources.values())
    if not sources:
        raise SourceUnreadable(path, f"not_registered: {instrument.number}")
    passages = passages_of(instrument, sources)
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    origin = Origin(name=path.name, checksum=checksum, current_to=instrument.current_to)
    return [
        _Reading(path, source.id, instrument.language, own, origin, instrument.version)
        for source in sources
        if (own := tuple(passage for passage in passages if passage.source_id == source.id))
    ]


def _refuse_twice(found: list[_Reading], readings: Mapping[tuple[str, Language], _Reading]) -> None:
    for reading in found:
        earlier = readings.get(reading.key)
        if earlier is not None:
            raise SourceUnreadable(reading.path, f"already_read: {earlier.path}")


def _stored(
    readings: Mapping[tuple[str, Language], _Reading],
    refused: tuple[Refused, ...],
    home: Path,
    dry_run: bool,
) -> IngestReport:
    store = load_texts(home)
    touched = sorted({source_id for source_id, _ in readings})
    views = {source_id: _views(source_id, readings, store) for source_id in touched}
    changed = _changed(views, readings, store)
    if changed and not dry_run:
        save_texts(home, list(changed.values()))
    return IngestReport(
        read=tuple(
            _report(reading, views[reading.source_id][reading.language], reading.key not in changed)
            for reading in readings.values()
        ),
        refused=refused,
        pairings=tuple(
            paired(source_id, view[Language.EN], view[Language.FR])
            for source_id, view in views.items()
            if all(view.values())
        ),
        one_language=tuple(
            source_id for source_id in touched if not all(views[source_id].values())
        ),
    )


def _views(
    source_id: str, readings: Mapping[tuple[str, Language], _Reading], store: OfficialTexts
) -> dict[Language, tuple[Passage, ...]]:
    """Both languages of a source, new or as stored, the French set right by the English."""
    view = {
        language: readings[source_id, language].passages
        if (source_id, language) in readings
        else store.passages(source_id, language)
        for language in Language
    }
    return view | {Language.FR: realigned(view[Language.EN], view[Language.FR])}


def _changed(
    views: Mapping[str, Mapping[Language, tuple[Passage, ...]]],
    readings: Mapping[tuple[str, Language], _Reading],
    store: OfficialTexts,
) -> dict[tuple[str, Language], tuple[StoredText, bytes]]:
    """What differs from the store, ready to be saved."""
    stored = {(text.source_id, text.language): text for text in store.stored}
    changed: dict[tuple[str, Language], tuple[StoredText, bytes]] = {}
    for source_id, view in views.items():
        for language, passages in view.items():
            key = (source_id, language)
            content, checksum = packed(passages)
            known = stored.get(key)
            if not passages or (known is not None and known.checksum == checksum):
                continue
            reading = readings.get(key)
            source = reading or known
            if source is None:
                continue
            changed[key] = (
                StoredText(
                    source_id=source_id,
                    language=language,
                    file=f"{source_id}.{language}.{checksum[:12]}.json.gz",
                    checksum=checksum,
                    origin=source.origin,
                    version=source.version,
                    ingested_at=datetime.now(UTC),
                    provisions=len(passages),
                ),
                content,
            )
    return changed


def _report(reading: _Reading, passages: tuple[Passage, ...], unchanged: bool) -> Read:
    return Read(
        path=str(reading.path),
        source_id=reading.source_id,
        language=reading.language,
        provisions=len(passages),
        levels=dict(Counter(passage.level for passage in passages)),
        version=reading.version,
        unchanged=unchanged,
    )
