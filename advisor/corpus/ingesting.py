"""Official documents in, passages of the store out; one bad file never stops the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from advisor.corpus.declaring import declare
from advisor.corpus.loading import Corpus
from advisor.corpus.matching import Hint
from advisor.corpus.pairing import paired, realigned
from advisor.corpus.parsing.apart import Apart
from advisor.corpus.parsing.recognising import Format
from advisor.corpus.readings import NoAnchors, Reading, owned, readings_of
from advisor.corpus.reports import IngestReport, Read, Refused, Sample, SetApart, Superseded
from advisor.corpus.texts import OfficialTexts, StoredText, load_texts, packed, save_texts
from advisor.domain.sources import Passage
from advisor.domain.values import Language
from advisor.errors import SourceUnreadable

__all__ = ["Hint", "IngestReport", "Progress", "Read", "Refused", "ingest"]

Progress = Callable[[int, int, Path], None]
"""Called before each file with its number (from 1), how many there are, and its path."""

_SAMPLES = 2
_OPENING = 120
_BEST_FIRST = list(Format)


@dataclass
class _Gathered:
    """What the files gave so far."""

    readings: list[Reading] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    without_anchors: list[NoAnchors] = field(default_factory=list)


def ingest(
    paths: Iterable[Path],
    home: Path,
    corpus: Corpus,
    *,
    progress: Progress | None = None,
    dry_run: bool = False,
    hint: Hint | None = None,
    organisation: str | None = None,
) -> IngestReport:
    """Read files and folders (hidden files skipped) into the store under `home`.

    Where several files hold one language of one source, the newest is kept, then the form that
    tells most: XML, a page, Word, PDF, text, a capture. `hint`: what the files are, where they do
    not say so themselves. `organisation`: they are its private documents. `dry_run`: report the
    same, write nothing. Raises SourceChanged when the store is damaged.
    """
    files = _files(paths)
    gathered = _Gathered()
    with Apart() as apart:
        for number, path in enumerate(files, start=1):
            if progress is not None:
                progress(number, len(files), path)
            _gather(path, apart, corpus, hint, organisation, gathered)
    return _stored(gathered, home, corpus, dry_run)


def _files(paths: Iterable[Path]) -> list[Path]:
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inside:
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if not file.is_dir() and not hidden:
                found[file] = None
    return list(found)


def _gather(
    path: Path,
    apart: Apart,
    corpus: Corpus,
    hint: Hint | None,
    organisation: str | None,
    gathered: _Gathered,
) -> None:
    """Read one file; whatever it is, it adds a reading or the reason why there is none."""
    try:
        found = readings_of(apart.read(path), path, corpus, hint)
        if organisation is not None:
            found = tuple(owned(reading, organisation) for reading in found)
        _refuse_twice(found, gathered.readings)
    except SourceUnreadable as error:
        reason, _, detail = error.reason.partition(": ")
        gathered.refused.append(Refused(path=str(path), reason=reason, detail=detail))
        if isinstance(error, NoAnchors):
            gathered.without_anchors.append(error)
    else:
        gathered.readings += found


def _refuse_twice(found: Sequence[Reading], earlier: Iterable[Reading]) -> None:
    known = {(*reading.key, reading.origin.checksum): reading.path for reading in earlier}
    for reading in found:
        other = known.get((*reading.key, reading.origin.checksum))
        if other is not None:
            raise SourceUnreadable(reading.path, f"already_read: {other}")


def _set_apart(
    readings: Iterable[Reading], without_anchors: Iterable[NoAnchors]
) -> Iterator[SetApart]:
    """What cannot be cited of the texts kept, and of the files refused for having no anchors."""
    kept: list[Reading | NoAnchors] = [*readings, *without_anchors]
    for one in kept:
        for part in one.quarantined:
            yield SetApart(
                path=str(one.path),
                source_id=one.source.id,
                language=one.language,
                heading=part.heading,
                reason=part.reason,
                words=part.words,
            )


def _chosen(
    readings: Iterable[Reading], store: OfficialTexts
) -> tuple[dict[tuple[str, Language], Reading], tuple[Superseded, ...]]:
    """The best reading of each source and language, and those that gave way to it."""
    stored = {(text.source_id, text.language): text for text in store.stored}
    chosen: dict[tuple[str, Language], Reading] = {}
    gave_way: list[Superseded] = []
    together: dict[tuple[str, Language], list[Reading]] = defaultdict(list)
    for reading in readings:
        together[reading.key].append(reading)
    for key, candidates in together.items():
        best, *others = _best_first(candidates)
        gave_way += [_superseded(other, str(best.path), best.version) for other in others]
        known = stored.get(key)
        if known is not None and _outranks(known, best):
            gave_way.append(_superseded(best, known.origin.name, known.version))
        else:
            chosen[key] = best
    return chosen, tuple(gave_way)


def _best_first(candidates: Sequence[Reading]) -> list[Reading]:
    """Newest first where all are dated; else, and on one day, the form that tells most."""
    formed = sorted(candidates, key=lambda reading: _BEST_FIRST.index(reading.format))
    if all(reading.version for reading in candidates):
        return sorted(formed, key=lambda reading: reading.version or "", reverse=True)
    return formed


def _outranks(known: StoredText, new: Reading) -> bool:
    """Whether the store already holds something newer, or better than a capture without date."""
    if known.version and new.version:
        return known.version > new.version
    captured = known.origin.name.lower().endswith(".csv")
    return new.format is Format.CAPTURE and not captured


def _superseded(reading: Reading, by: str, by_version: str | None) -> Superseded:
    return Superseded(
        path=str(reading.path),
        source_id=reading.source.id,
        language=reading.language,
        version=reading.version,
        by=by,
        by_version=by_version,
    )


def _stored(gathered: _Gathered, home: Path, corpus: Corpus, dry_run: bool) -> IngestReport:
    store = load_texts(home)
    readings, superseded = _chosen(gathered.readings, store)
    touched = sorted({source_id for source_id, _ in readings})
    views = {source_id: _views(source_id, readings, store) for source_id in touched}
    changed = _changed(views, readings, store)
    taken = {
        reading.source.id: reading.source
        for reading in readings.values()
        if reading.source.organisation != corpus.sources[reading.source.id].organisation
    }
    if not dry_run:
        if taken:  # before the texts: what is private is never stored as everybody's
            declare(home / "corpus", tuple(taken.values()))
        if changed:
            save_texts(home, list(changed.values()))
    return IngestReport(
        read=tuple(
            _report(reading, views[key[0]][key[1]], key not in changed)
            for key, reading in readings.items()
        ),
        refused=tuple(gathered.refused),
        superseded=superseded,
        set_apart=tuple(_set_apart(readings.values(), gathered.without_anchors)),
        pairings=tuple(
            paired(source_id, view[Language.EN], view[Language.FR])
            for source_id, view in views.items()
            if all(view.values())
        ),
        one_language=tuple(
            source_id for source_id in touched if not all(views[source_id].values())
        ),
        declared=tuple(taken),
    )


def _views(
    source_id: str, readings: Mapping[tuple[str, Language], Reading], store: OfficialTexts
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
    readings: Mapping[tuple[str, Language], Reading],
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


def _report(reading: Reading, passages: tuple[Passage, ...], unchanged: bool) -> Read:
    return Read(
        path=str(reading.path),
        source_id=reading.source.id,
        language=reading.language,
        provisions=len(passages),
        levels=dict(Counter(passage.level for passage in passages)),
        version=reading.version,
        unchanged=unchanged,
        format=reading.format,
        in_force=reading.source.status != "replaced",
        organisation=reading.source.organisation,
        samples=tuple(_samples(passages)),
    )


def _samples(passages: Iterable[Passage]) -> Iterator[Sample]:
    """How the first provisions of each level open."""
    by_level = sorted(passages, key=lambda passage: passage.level)
    for level, group in groupby(by_level, key=lambda passage: passage.level):
        for passage in list(group)[:_SAMPLES]:
            yield Sample(
                level=level,
                locator=passage.locator,
                heading=passage.heading,
                opening=passage.text[:_OPENING],
            )
