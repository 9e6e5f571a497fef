"""`advisor index` and `advisor ingest`."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli import output, sources
from advisor.cli.words import say
from advisor.config import Settings, load_settings
from advisor.domain.values import Language

if TYPE_CHECKING:
    from advisor.corpus.loading import Corpus
    from advisor.corpus.matching import Hint
    from advisor.corpus.reports import IngestReport

Json = Annotated[bool, typer.Option("--json", help=say("json"))]


def add(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command("index", help=say("index.help"))(index)
    app.command("ingest", help=say("ingest.help"))(ingest)
    sources.add(app)


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
    organisation: Annotated[
        str | None, typer.Option("--organisation", help=say("ingest.organisation"))
    ] = None,
    source: Annotated[str | None, typer.Option("--source", help=say("ingest.source"))] = None,
    lang: Annotated[Language | None, typer.Option("--lang", help=say("ingest.lang"))] = None,
    no_index: Annotated[bool, typer.Option("--no-index", help=say("ingest.no_index"))] = False,
    as_json: Json = False,
) -> None:
    """Read official documents into the home, then index them."""
    from advisor.bootstrap import read_corpus
    from advisor.cli import ingested
    from advisor.corpus.locking import sole_writer
    from advisor.corpus.matching import Hint

    settings = load_settings()
    corpus = read_corpus(settings)
    if source is not None and source not in corpus.sources:
        raise typer.BadParameter(say("sources.unknown", id=source))
    if organisation is not None and organisation not in corpus.organisations:
        raise typer.BadParameter(say("ask.org_unknown", id=organisation))
    hint = Hint(source_id=source, language=lang)
    # held from the first document to the last vector, so that what was read is what is indexed
    with nullcontext() if dry_run else sole_writer(settings.home):
        report = _read_with_progress(paths, settings, corpus, hint, organisation, dry_run=dry_run)
        changed = report.declared or any(not read.unchanged for read in report.read)
        if changed and not dry_run and not no_index:
            build_with_progress()
    if as_json:
        output.print_json(report.model_dump(mode="json"))
    else:
        ingested.show(report, preview=dry_run)
    if any(refused.reason not in ingested.NO_DOCUMENTS for refused in report.refused):
        raise typer.Exit(1)


def _read_with_progress(
    paths: list[Path],
    settings: Settings,
    corpus: Corpus,
    hint: Hint,
    organisation: str | None,
    *,
    dry_run: bool,
) -> IngestReport:
    from advisor.corpus.ingesting import ingest as read

    with output.progress() as bar:
        task = bar.add_task(say("ingest.reading"), total=None)
        return read(
            paths,
            settings.home,
            corpus,
            progress=lambda n, total, path: bar.update(
                task, description=path.name, completed=n, total=total
            ),
            dry_run=dry_run,
            hint=hint,
            organisation=organisation,
        )
