"""`advisor sources`: the instruments the advisor knows, and how one is added."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.table import Table

from advisor.cli import output, showing
from advisor.cli.words import phrases, say, spoken
from advisor.config import load_settings
from advisor.domain.sources import Anchor, Source
from advisor.domain.values import Language
from advisor.errors import AdvisorError

Json = Annotated[bool, typer.Option("--json", help=say("json"))]
_ID = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)?")
_KINDS = (
    *("statute", "regulation", "policy", "directive", "departmental_code", "guidance"),
    *("paper", "report", "court_decision", "replaced"),
)


def add(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(help=say("sources.help"), no_args_is_help=True)
    group.command("list", help=say("sources.list"))(list_sources)
    group.command("show", help=say("sources.show"))(showing.show_source)
    group.command("add", help=say("sources.add"))(add_source)
    app.add_typer(group, name="sources")


def _option(name: str, help_key: str | None = None) -> Any:
    return typer.Option(f"--{name}", help=say(f"sources.options.{help_key or name}"))


def add_source(
    id: Annotated[str | None, _option("id")] = None,
    kind: Annotated[str | None, _option("kind")] = None,
    title_en: Annotated[str | None, _option("title-en")] = None,
    title_fr: Annotated[str | None, _option("title-fr")] = None,
    url_en: Annotated[str | None, _option("url-en")] = None,
    url_fr: Annotated[str | None, _option("url-fr")] = None,
    file_en: Annotated[Path | None, _option("file-en", "file")] = None,
    file_fr: Annotated[Path | None, _option("file-fr", "file")] = None,
    organisation: Annotated[str | None, _option("organisation")] = None,
    anchors: Annotated[
        bool | None, typer.Option("--anchors/--no-anchors", help=say("sources.options.anchors"))
    ] = None,
) -> None:
    """Declare a document in the department's own registry; asks for what is not given."""
    from advisor.bootstrap import read_corpus
    from advisor.corpus.declaring import declare, entry

    settings = load_settings()
    corpus = read_corpus(settings)
    told = {
        "id": id, "kind": kind, "title_en": title_en, "title_fr": title_fr,
        "url_en": url_en, "url_fr": url_fr,
    }  # fmt: skip
    answers = {name: value or _asked(name) for name, value in told.items()}
    if answers["id"] in corpus.sources:
        raise typer.BadParameter(say("sources.taken", id=answers["id"]))
    if not _ID.fullmatch(answers["id"]):
        raise typer.BadParameter(say("sources.bad_id", id=answers["id"]))
    if answers["kind"] not in _KINDS:
        raise typer.BadParameter(say("sources.bad_kind", kinds=", ".join(_KINDS)))
    if organisation is not None and organisation not in corpus.organisations:
        raise typer.BadParameter(say("ask.org_unknown", id=organisation))
    named = {Language.EN: file_en, Language.FR: file_fr}
    files = {language: path for language, path in named.items() if path is not None}
    source = _source(answers, files, organisation, _anchors(files, anchors))
    path = declare(settings.overlay, [source])
    out = output.console()
    out.print(entry(source), markup=False, soft_wrap=True)
    out.print(say("sources.added", path=path), markup=False)
    if files:
        paths = " ".join(str(file) for file in files.values())
        out.print(say("sources.now_ingest", files=paths), style="bold", markup=False)


def _asked(name: str) -> str:
    """The answer to one question; where nobody can be asked, the option missing is named."""
    option = f"--{name.replace('_', '-')}"
    if not sys.stdin.isatty():
        raise typer.BadParameter(say("sources.missing", option=option))
    choices = f" ({', '.join(_KINDS)})" if name == "kind" else ""
    return str(typer.prompt(say(f"sources.options.{option[2:]}") + choices)).strip()


def _source(
    answers: Mapping[str, str],
    files: Mapping[Language, Path],
    organisation: str | None,
    anchors: tuple[Anchor, ...],
) -> Source:
    try:
        return Source.model_validate(
            {
                "id": answers["id"],
                "kind": answers["kind"],
                "title": {"en": answers["title_en"], "fr": answers["title_fr"]},
                "url": {"en": answers["url_en"], "fr": answers["url_fr"]},
                "documents": {language.value: path.name for language, path in files.items()},
                "organisation": organisation,
                "anchors": anchors,
            }
        )
    except ValidationError as error:
        raise typer.BadParameter(error.errors()[0]["msg"]) from error


def _anchors(files: Mapping[Language, Path], wanted: bool | None) -> tuple[Anchor, ...]:
    """Anchors for the headings without a number, as far as they are wanted.

    `wanted`: all of them, none, or (None) those that a person accepts one by one; where nobody
    can be asked, none.
    """
    if wanted is False or not files:
        return ()
    headings = {language: _headings(path) for language, path in files.items()}
    asking = wanted is None and sys.stdin.isatty()
    if wanted is None and not asking:
        if any(headings.values()):
            most = max(len(found) for found in headings.values())
            output.console().print(say("sources.headings", n=most), style="yellow")
        return ()
    english, french = (headings.get(language, ()) for language in Language)
    if asking:
        return _accepted(english or french, french or english)
    return _paired(english or french, french or english)


def _paired(english: tuple[str, ...], french: tuple[str, ...]) -> tuple[Anchor, ...]:
    from advisor.corpus.declaring import anchors_for

    if len(english) != len(french):
        raise typer.BadParameter(say("sources.uneven", en=len(english), fr=len(french)))
    return anchors_for(english, french)


def _accepted(english: tuple[str, ...], french: tuple[str, ...]) -> tuple[Anchor, ...]:
    """The anchors a person accepts: heading by heading, the other language's put right."""
    from advisor.corpus.declaring import anchors_for

    chosen: list[tuple[str, str]] = []
    for place, heading in enumerate(english):
        if not typer.confirm(say("sources.accept", heading=heading), default=True):
            continue
        beside = french[place] if place < len(french) else heading
        chosen.append((heading, str(typer.prompt(say("sources.in_french"), default=beside))))
    return anchors_for([en for en, _ in chosen], [fr for _, fr in chosen])


def _headings(path: Path) -> tuple[str, ...]:
    from advisor.corpus.declaring import headings_without_number
    from advisor.corpus.parsing.apart import Apart

    try:
        with Apart() as apart:
            pages = apart.read(path).pages
    except AdvisorError as error:
        reasons = phrases().section("cli.ingest.reasons", spoken())
        code, _, detail = str(getattr(error, "reason", error)).partition(": ")
        message = f"{path}: {reasons.get(code, code)} {detail}".rstrip()
        raise typer.BadParameter(message) from error
    return headings_without_number(pages.blocks) if pages is not None else ()


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
