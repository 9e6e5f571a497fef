"""Every command, joined; the service adds its own by entry point."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points

import typer
from rich.console import Console

from advisor.cli import asking, corpus, doctor, indexing, model
from advisor.cli.terminal import Terminal
from advisor.cli.words import phrases, say, spoken
from advisor.errors import AdvisorError

_GROUP = "advisor.commands"


def build() -> typer.Typer:
    """The whole command line, in the language spoken."""
    _panels()
    app = typer.Typer(
        name="advisor",
        help=say("help"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def options(
        language: str = typer.Option(spoken().value, "--language", help=say("language")),
    ) -> None:
        """The language is read before the commands are made; it stands here to be explained."""
        if language not in ("en", "fr"):
            raise typer.BadParameter(say("language"))

    asking.add(app)
    indexing.add(app)
    corpus.add(app)
    model.add(app)
    doctor.add(app)
    for point in sorted(entry_points(group=_GROUP), key=lambda p: p.name):
        point.load()(app, Terminal())
    return app


def run() -> None:
    """Run. Exit codes: 0 done, 1 found something wrong, 2 wrong use."""
    try:
        build()()
    except AdvisorError as error:
        _explain(error)
        sys.exit(1)


def _explain(error: AdvisorError) -> None:
    """What went wrong and what to do, by the error's name; its facts follow."""
    name = type(error).__name__
    known = phrases().section("cli.errors", spoken())
    console = Console(stderr=True)
    console.print(known.get(name, known["AdvisorError"]), style="bold red", highlight=False)
    console.print(str(error), style="dim", highlight=False, markup=False)


def _panels() -> None:
    from typer import rich_utils

    rich_utils.OPTIONS_PANEL_TITLE = say("panels.options")
    rich_utils.COMMANDS_PANEL_TITLE = say("panels.commands")
    rich_utils.ARGUMENTS_PANEL_TITLE = say("panels.arguments")
    rich_utils.ERRORS_PANEL_TITLE = say("panels.errors")
