"""What ingesting did, as a person reads it in a terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import indent

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from advisor.cli import output
from advisor.cli.words import phrases, say, spoken
from advisor.corpus.declaring import entry
from advisor.corpus.reports import IngestReport, Read, Refused, SetApart
from advisor.domain.sources import Source

NO_DOCUMENTS = frozenset({"not_a_document"})
"""Reasons that are no fault: a folder of documents also holds files about them."""

_SHOWN = 12


def show(report: IngestReport, *, preview: bool) -> None:
    """Everything the report holds; with `preview`, how the provisions of each level open."""
    out = output.console()
    if report.read:
        out.print(_table(report.read))
    if preview:
        for read in report.read:
            _preview(read, out)
    for gone in report.superseded:
        line = say(
            "ingest.superseded", path=Path(gone.path).name, source=gone.source_id,
            language=gone.language, by=Path(gone.by).name,
        )  # fmt: skip
        out.print(line, style="dim", markup=False)
    _set_apart(report.set_apart, out)
    for pairing in report.pairings:
        alone = len(pairing.only_en) + len(pairing.only_fr)
        if alone:
            out.print(say("ingest.unpaired", source=pairing.source_id, n=alone), style="yellow")
    for source_id in report.one_language:
        out.print(say("ingest.one_language", source=source_id), style="yellow")
    _refused(report.refused, out)


def _table(rows: Iterable[Read]) -> Table:
    table = Table(pad_edge=False)
    for name in ("source", "language", "provisions", "levels", "version", "notes"):
        table.add_column(say(f"ingest.columns.{name}"), overflow="fold", no_wrap=name == "version")
    for row in rows:
        levels = ", ".join(f"{count} {_level(level)}" for level, count in row.levels.items())
        table.add_row(
            row.source_id, row.language, str(row.provisions), levels, row.version or "", _note(row)
        )
    return table


def _level(level: str) -> str:
    return phrases().section("cli.ingest.levels", spoken()).get(level, level)


def _note(row: Read) -> str:
    notes = [say("ingest.unchanged")] if row.unchanged else []
    notes += [] if row.in_force else [say("ingest.not_in_force")]
    if row.organisation:
        notes.append(say("ingest.private", organisation=row.organisation))
    return ", ".join(notes)


def _preview(read: Read, out: Console) -> None:
    out.print(Text(f"{Path(read.path).name} → {read.source_id} ({read.language})", style="bold"))
    for sample in read.samples:
        heading = f" {sample.heading}:" if sample.heading else ""
        opening = " ".join(sample.opening.split())
        line = f"[{_level(sample.level)}] {sample.locator}{heading} {opening}"
        out.print(Padding(Text(line), (0, 0, 0, 2)))


def _set_apart(parts: Iterable[SetApart], out: Console) -> None:
    known = phrases().section("cli.ingest.set_apart", spoken())
    by_file: dict[str, list[SetApart]] = defaultdict(list)
    for part in parts:
        by_file[part.path].append(part)
    for path, found in by_file.items():
        words = sum(part.words for part in found)
        head = say("ingest.apart", path=Path(path).name, n=len(found), words=words)
        out.print(head, style="yellow", markup=False)
        for part in found[:_SHOWN]:
            heading = part.heading or say("ingest.untitled")
            reason = known.get(part.reason, part.reason)
            out.print(Padding(Text(f"« {heading} » ({part.words}): {reason}"), (0, 0, 0, 2)))
        if len(found) > _SHOWN:
            more = say("ingest.more", n=len(found) - _SHOWN)
            out.print(Padding(Text(more, style="dim"), (0, 0, 0, 2)))


def _refused(refused: Iterable[Refused], out: Console) -> None:
    known = phrases().section("cli.ingest.reasons", spoken())
    unknown = []
    for one in refused:
        reason = known.get(one.reason, one.reason)
        style = "dim" if one.reason in NO_DOCUMENTS else "yellow"
        out.print(f"{one.path}: {reason} {one.detail}".rstrip(), style=style, markup=False)
        if one.reason == "not_registered":
            unknown.append(one)
    if unknown:
        out.print(say("ingest.register"), markup=False, soft_wrap=True)
        out.print(indent(entry(_example(unknown)), "  "), markup=False, soft_wrap=True)


def _example(unknown: Sequence[Refused]) -> Source:
    """An entry to start from, in five lines, for files that no source is."""
    names = [Path(one.path).name for one in unknown]
    return Source.model_validate(
        {
            "id": say("ingest.example.id"),
            "kind": "departmental_code",
            "title": {"en": say("ingest.example.title_en"), "fr": say("ingest.example.title_fr")},
            "url": {"en": "https://…/en", "fr": "https://…/fr"},
            "documents": {"en": names[0], "fr": names[-1]},
        }
    )
