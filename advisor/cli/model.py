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

    report = check_configured_model(load_settings(), phrases())
    if as_json:
        output.print_json({"passed": report.passed, **report.model_dump(mode="json")})
    else:
        out, spoken_language = output.console(), spoken()
        for step in report.steps:
            mark, style = ("✓", "green") if step.passed else ("✗", "red")
            where = (
                f"{phrases().say(f'model_check.language.{step.language}', spoken_language)}: "
                if step.language
                else ""
            )
            text = phrases().say(f"model_check.{step.code}", spoken_language, **step.facts)
            out.print(f"{mark} {where}{text}", style=style, markup=False)
        verdict = "passed" if report.passed else "failed"
        out.print(phrases().say(f"model_check.{verdict}", spoken_language), style="bold")
    if not report.passed:
        raise typer.Exit(1)
