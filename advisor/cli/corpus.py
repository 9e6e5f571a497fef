"""`advisor corpus`: check, coverage, preview, schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from advisor.cli import output
from advisor.cli.words import phrases, say, spoken
from advisor.config import load_settings
from advisor.domain.values import Language
from advisor.packaged import packaged

Json = Annotated[bool, typer.Option("--json", help=say("json"))]


def add(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(help=say("corpus.help"), no_args_is_help=True)
    group.command("check", help=say("corpus.check"))(check)
    group.command("coverage", help=say("corpus.coverage"))(coverage)
    group.command("preview", help=say("corpus.preview"))(preview)
    group.command("schema", help=say("corpus.schema"))(schema)
    app.add_typer(group, name="corpus")


def check(
    official: Annotated[
        Path | None, typer.Option("--official", help=say("corpus.official"))
    ] = None,
    as_json: Json = False,
) -> None:
    """Prove that the corpus may be served."""
    from advisor.bootstrap import read_corpus
    from advisor.corpus.checks import check as problems_of
    from advisor.corpus.texts import load_texts

    settings = load_settings()
    texts = load_texts(official or settings.home)
    problems = problems_of(read_corpus(settings), texts if texts.stored else None)
    if as_json:
        output.print_json([p.model_dump(mode="json") for p in problems])
    else:
        known = phrases().section("cli.corpus.problems", spoken())
        out = output.console()
        for p in problems:
            where = " ".join(filter(None, (p.kind, p.id, p.field, p.language or "")))
            out.print(f"{where}: {known.get(p.code, p.code)} {p.detail}", markup=False)
        out.print(say("corpus.found", n=len(problems)), style="green" if not problems else "red")
    if problems:
        raise typer.Exit(1)


def coverage(as_json: Json = False) -> None:
    """How many cards each topic has, in each language."""
    from advisor.bootstrap import read_corpus
    from advisor.corpus.checks import coverage as count

    corpus = read_corpus(load_settings())
    counted = count(corpus)
    if as_json:
        output.print_json(counted.model_dump(mode="json"))
        return
    table = Table(say("corpus.topic"), say("corpus.cards"), "")
    for topic, cards in counted.topics.items():
        name = corpus.vocabulary.name("topics", topic, spoken()) or topic
        table.add_row(name, str(cards), "█" * cards)
    output.console().print(table)
    output.console().print(say("corpus.total", cards=counted.cards, to_confirm=counted.to_confirm))


def preview(card: Annotated[str, typer.Argument(help=say("corpus.card"))]) -> None:
    """One card in both languages, as an answer would say it."""
    from advisor.bootstrap import read_corpus

    corpus = read_corpus(load_settings())
    if card not in corpus.cards:
        raise typer.BadParameter(say("corpus.unknown", id=card))
    found, out = corpus.cards[card], output.console()
    for language in Language:
        out.rule(language.value.upper())
        for question in found.questions.to(language)[:3]:
            out.print(f"« {question} »", style="dim", markup=False)
        for part, text in found.texts(language):
            heading = phrases().say(f"parts.{part}", language)
            out.print(f"{heading}: {text}", markup=False)
        for contact in found.contacts:
            name = corpus.contacts[contact.id].name.to(language)
            out.print(f"→ {name}: {contact.why.to(language)}", markup=False)
    out.print(", ".join(found.citations), style="dim")


def schema() -> None:
    """Write the JSON Schema of every corpus format into corpus/schemas."""
    from advisor.corpus.schemas import write_schemas

    folder = packaged("corpus") / "schemas"
    write_schemas(folder)
    output.console().print(say("corpus.written", folder=folder))
