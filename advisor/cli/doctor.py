"""`advisor doctor`: what works here, what does not, and what to do about it.

A check is a function that takes the settings and yields Findings. Others join by the entry point
group `advisor.doctor`: functions that return (code, good, detail) for each thing they looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import entry_points
from typing import Annotated

import typer

from advisor.cli import output
from advisor.cli.words import phrases, say, spoken
from advisor.config import Settings, load_settings
from advisor.domain.values import Value
from advisor.errors import AdvisorError

_GROUP = "advisor.doctor"
Json = Annotated[bool, typer.Option("--json", help=say("json"))]


class Finding(Value):
    """One thing looked at. `code` names the phrases `cli.doctor.<code>.{good,bad}`."""

    code: str
    good: bool
    detail: str = ""


Check = Callable[[Settings], Iterable[Finding]]


def add(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("doctor", help=say("doctor.help"))(doctor)


def doctor(as_json: Json = False) -> None:
    """Look at everything that an answer needs."""
    settings = load_settings()
    findings = [finding for check in _CHECKS for finding in check(settings)]
    for point in entry_points(group=_GROUP):
        findings += [
            Finding(code=code, good=good, detail=detail)
            for code, good, detail in point.load()(settings)
        ]
    if as_json:
        output.print_json([f.model_dump(mode="json") for f in findings])
    else:
        _print(findings)
    if not all(f.good for f in findings):
        raise typer.Exit(1)


def _print(findings: Iterable[Finding]) -> None:
    out = output.console()
    for finding in findings:
        mark, style, key = ("✓", "green", "good") if finding.good else ("✗", "red", "bad")
        text = phrases().say(f"cli.doctor.{finding.code}.{key}", spoken())
        out.print(f"{mark} {text} {finding.detail}".rstrip(), style=style, markup=False)


def _python(settings: Settings) -> Iterator[Finding]:  # noqa: ARG001
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(code="python", good=sys.version_info >= (3, 11), detail=version)


def _corpus(settings: Settings) -> Iterator[Finding]:
    from advisor.bootstrap import read_corpus

    try:
        corpus = read_corpus(settings)
    except AdvisorError as error:
        yield Finding(code="corpus", good=False, detail=str(error))
        return
    yield Finding(code="corpus", good=True, detail=f"{len(corpus.cards)} / {corpus.version}")


def _texts(settings: Settings) -> Iterator[Finding]:
    from advisor.corpus.texts import load_texts

    try:
        texts = load_texts(settings.home)
        for stored in texts.stored:
            texts.passages(stored.source_id, stored.language)
    except AdvisorError as error:
        yield Finding(code="texts", good=False, detail=str(error))
        return
    yield Finding(code="texts", good=True, detail=str(len(texts.stored)))


def _model(settings: Settings) -> Iterator[Finding]:
    from advisor.bootstrap import open_index
    from advisor.retrieval.embedding import embedder

    try:
        vectors = embedder(settings.embedding_model)
    except AdvisorError as error:
        yield Finding(code="embedder", good=False, detail=str(error))
        return
    yield Finding(code="embedder", good=True, detail=vectors.name)
    try:
        generation = open_index(settings, vectors).generation()
    except AdvisorError as error:
        yield Finding(code="index", good=False, detail=str(error))
        return
    yield Finding(code="index", good=True, detail=generation.name)


_CHECKS: tuple[Check, ...] = (_python, _corpus, _texts, _model)
