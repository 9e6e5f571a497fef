"""`advisor index`, `advisor ingest` and `advisor sources`."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from advisor.cli import output
from advisor.cli.words import phrases, say, spoken
from advisor.config import Settings, load_settings
from advisor.corpus.ingesting import IngestReport

Json = Annotated[bool, typer.Option("--json", help=say("json"))]


def add(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command("index", help=say("index.help"))(index)
    app.command("ingest", help=say("ingest.help"))(ingest)
    sources = typer.Typer(help=say("sources.help"), no_args_is_help=True)
    sources.command("list", help=say("sources.list"))(list_sources)
    sources.command("show", help=say("sources.show"))(show_source)
    app.add_typer(sources, name="sources")


def index(as_json: Json = False) -> None:
    """Build a generation beside the one that serves, check it, switch."""
    manifest = build_with_progress()
    if as_json:
        output.print_json(manifest)
        return
    output.console().print(
        say(
            "index.done",
            generation=manifest["generation"],
            passages=manifest["passages"],
            cards=manifest["cards"],
        )
    )


def build_with_progress() -> dict[str, object]:
    """Build the index of the home with a bar on standard error; returns the manifest."""
    from advisor.bootstrap import build_index

    with output.progress() as bar:
        task = bar.add_task(say("index.embed"), total=None)

        def hear(stage: str, done: int, total: int) -> None:
            bar.update(task, description=say(f"index.{stage}"), completed=done, total=total)

        manifest = build_index(load_settings(), hear)
    return manifest.model_dump(mode="json", exclude={"checksums"})


def ingest(
    paths: Annotated[list[Path], typer.Argument(help=say("ingest.paths"), exists=True)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("ingest.dry_run"))] = False,
    no_index: Annotated[bool, typer.Option("--no-index", help=say("ingest.no_index"))] = False,
    as_json: Json = False,
) -> None:
    """Read official documents into the home, then index them."""
    from advisor.corpus.locking import sole_writer

    settings = load_settings()
    # held from the first document to the last vector, so that what was read is what is indexed
    with nullcontext() if dry_run else sole_writer(settings.home):
        report = _read_with_progress(paths, settings, dry_run=dry_run)
        changed = any(not r.unchanged for r in report.read)
        if changed and not dry_run and not no_index:
            build_with_progress()
    if as_json:
        output.print_json(report.model_dump(mode="json"))
    else:
        _print_report(report)
    if report.refused:
        raise typer.Exit(1)


def _read_with_progress(paths: list[Path], settings: Settings, *, dry_run: bool) -> IngestReport:
    from advisor.bootstrap import read_corpus
    from advisor.corpus.ingesting import ingest as read

    with output.progress() as bar:
        task = bar.add_task(say("ingest.reading"), total=None)
        return read(
            paths,
            settings.home,
            read_corpus(settings),
            progress=lambda n, total, path: bar.update(
                task, description=path.name, completed=n, total=total
            ),
            dry_run=dry_run,
        )


def _print_report(report: IngestReport) -> None:
    out = output.console()
    table = Table(
        *(say(f"ingest.columns.{c}") for c in ("source", "language", "provisions", "levels"))
    )
    for row in report.read:
        levels = ", ".join(f"{n} {level}" for level, n in row.levels.items())
        table.add_row(row.source_id, row.language, str(row.provisions), levels)
    out.print(table)
    known = phrases().section("cli.ingest.reasons", spoken())
    for refused in report.refused:
        reason = known.get(refused.reason, refused.reason)
        out.print(f"{refused.path}: {reason} {refused.detail}", style="yellow", markup=False)
    for pairing in report.pairings:
        alone = len(pairing.only_en) + len(pairing.only_fr)
        if alone:
            out.print(say("ingest.unpaired", source=pairing.source_id, n=alone), style="yellow")


def list_sources(as_json: Json = False) -> None:
    """Every source of the registry, and what of it is here."""
    from advisor.bootstrap import read_corpus
    from advisor.corpus.texts import load_texts

    settings = load_settings()
    corpus, texts = read_corpus(settings), load_texts(settings.home)
    rows = [
        {
            "id": source.id,
            "title": source.title.to(spoken()),
            "official": texts.has(source.id),
            "digests": sum(p.source_id == source.id for p in corpus.digests[spoken()]),
        }
        for source in corpus.sources.values()
    ]
    if as_json:
        output.print_json(rows)
        return
    table = Table(*(say(f"sources.columns.{c}") for c in ("id", "title", "official", "digests")))
    for row in rows:
        here = "✓" if row["official"] else ""
        table.add_row(str(row["id"]), str(row["title"]), here, str(row["digests"]))
    output.console().print(table)


def show_source(
    source: Annotated[str, typer.Argument(help=say("sources.id"))], as_json: Json = False
) -> None:
    """One source: its addresses, versions and provisions in both languages."""
    from advisor.bootstrap import read_corpus
    from advisor.corpus.texts import load_texts

    settings = load_settings()
    corpus, texts = read_corpus(settings), load_texts(settings.home)
    if source not in corpus.sources:
        raise typer.BadParameter(say("sources.unknown", id=source))
    found = corpus.sources[source]
    digests = [p for p in corpus.digests[spoken()] if p.source_id == source]
    official = texts.passages(source, spoken())
    if as_json:
        output.print_json(
            {
                "source": found.model_dump(mode="json"),
                "digests": [p.locator for p in digests],
                "official": [p.locator for p in official],
            }
        )
        return
    out = output.console()
    out.print(found.title.to(spoken()), style="bold")
    out.print(found.url.to(spoken()), style="dim")
    table = Table(*(say(f"sources.columns.{c}") for c in ("locator", "heading", "view")))
    official_locators = {p.locator for p in official}
    top = [p for p in official if not p.ancestors]
    for passage in digests or top:
        view = "official" if passage.locator in official_locators else "digest"
        table.add_row(passage.locator, passage.heading, phrases().say(f"basis.{view}", spoken()))
    out.print(table)
