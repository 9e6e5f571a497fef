"""The service's commands, joined to `advisor` by entry point."""

from __future__ import annotations

import errno
import socket
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.doctor import Finding
from advisor.cli.words import say
from advisor.config import Settings, load_settings
from advisor.errors import AdvisorError, ConfigurationError

if TYPE_CHECKING:
    from fastapi import FastAPI


def serve(app: typer.Typer) -> None:
    """Add `advisor serve` to the command line."""

    @app.command("serve", help=say("serve.help"))
    def _serve(
        host: Annotated[str | None, typer.Option(help=say("serve.host"))] = None,
        port: Annotated[int | None, typer.Option(help=say("serve.port"), min=0, max=65535)] = None,
    ) -> None:
        settings = load_settings()
        listener = listen(host or settings.host, settings.port if port is None else port)
        with listener:
            service = _create(settings)  # what is wrong shows before minutes go into an index
            _index_if_needed(settings)
            run_service(service, listener, settings.log_level)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens, so that the port is ours before minutes are spent on an index.

    Exits with 1 when the port is taken. Raises ConfigurationError for an address that is not here.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            typer.echo(say("serve.busy", port=port), err=True)
            raise typer.Exit(1) from error
        reason = error.strerror or type(error).__name__
        raise ConfigurationError("ADVISOR_HOST, ADVISOR_PORT", reason) from error


def _create(settings: Settings) -> FastAPI:
    from api.app import create_app

    return create_app(settings)


def run_service(service: FastAPI, listener: socket.socket, log_level: str) -> None:
    """Serve on `listener` until told to stop; Ctrl-C ends it like any other wish to stop."""
    import uvicorn

    from api.logs import configure

    configure(log_level)
    # one worker: embedded Chroma belongs to one process; access lines are ours, without queries
    config = uvicorn.Config(service, access_log=False, log_config=None, server_header=False)
    typer.echo(say("serve.ready", address=_address(listener)), err=True)
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        sys.stderr.flush()


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


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

    try:
        database = Database(settings.database)
    except AdvisorError as error:
        return [Finding(code="database", good=False, detail=str(error))]
    try:
        return [
            Finding(code="database", good=database.ready(), detail=database.engine.dialect.name)
        ]
    finally:
        database.close()
