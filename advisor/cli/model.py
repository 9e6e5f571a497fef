"""`advisor model check`."""

from __future__ import annotations

from typing import Annotated

import typer

from advisor.cli import output
from advisor.cli.words import phrases, say, spoken
from advisor.config import load_settings

Json = Annotated[bool, typer.Option("--json", help=say("json"))]


def add(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(help=say("model.help"), no_args_is_help=True)
    group.callback()(_group)
    group.command("check", help=say("model.check"))(check)
    app.add_typer(group, name="model")


def _group() -> None:
    """A group stays a group with one command in it."""


def check(as_json: Json = False) -> None:
    """Ask the configured model for cited statements and verify them."""
    from advisor.bootstrap import check_configured_model

    report = check_configured_model(load_settings(), phrases(), spoken())
    if as_json:
        output.print_json(report.model_dump(mode="json"))
    else:
        out = output.console()
        known = phrases().section("model_check", spoken())
        for step in report.steps:
            mark, style = ("✓", "green") if step.passed else ("✗", "red")
            text = known.get(step.code, step.code)
            out.print(f"{mark} {text} {step.detail}".rstrip(), style=style, markup=False)
    if not report.passed:
        raise typer.Exit(1)
