"""The service's commands, joined to `advisor` by entry point."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from advisor.cli.doctor import Finding
from advisor.cli.words import say
from advisor.config import Settings, load_settings


def serve(app: typer.Typer) -> None:
    """Add `advisor serve` to the command line."""

    @app.command("serve", help=say("serve.help"))
    def _serve(
        host: Annotated[str | None, typer.Option(help=say("serve.host"))] = None,
        port: Annotated[int | None, typer.Option(help=say("serve.port"))] = None,
    ) -> None:
        settings = load_settings()
        _run(settings, host or settings.host, port or settings.port)


def _run(settings: Settings, host: str, port: int) -> None:
    import uvicorn

    from api.logs import configure

    if _taken(host, port):
        typer.echo(say("serve.busy", port=port), err=True)
        raise typer.Exit(1)
    _index_if_needed(settings)
    configure(settings.log_level)
    typer.echo(say("serve.ready", address=f"http://{host}:{port}"), err=True)
    # one worker: embedded Chroma belongs to one process; access lines are ours, without queries
    uvicorn.run(
        "api.app:create_app",
        factory=True,
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        server_header=False,
    )


def _taken(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _index_if_needed(settings: Settings) -> None:
    """Build the index when there is none, or when the corpus or the model is another one now."""
    from advisor.bootstrap import index_is_current
    from advisor.cli.indexing import build_with_progress

    if not index_is_current(settings):
        typer.echo(say("serve.indexing"), err=True)
        build_with_progress()


def doctor(settings: Settings) -> list[Finding]:
    """Whether the record's database answers."""
    from api.store.database import Database

    database = Database(settings.database)
    try:
        return [Finding(code="database", good=database.ready(), detail=database.engine.dialect.name)]
    finally:
        database.close()
