"""The service's commands, joined to `advisor` by entry point."""

# annotations are evaluated here, not by typer: their help speaks through a local name
import errno
import socket
import sys
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from advisor.config import Settings, load_settings
from advisor.errors import AdvisorError, ConfigurationError

if TYPE_CHECKING:
    from fastapi import FastAPI


class Terminal(Protocol):
    """What the command line lends to those who join it."""

    def say(self, key: str, **values: object) -> str:
        """The phrase `cli.<key>` in the language spoken."""
        ...

    def index(self) -> None:
        """Build the index of the home and show how far it is."""
        ...


def serve(app: typer.Typer, terminal: Terminal) -> None:
    """Add `advisor serve` to the command line."""
    say = terminal.say

    @app.command("serve", help=say("serve.help"))
    def _serve(
        host: Annotated[str | None, typer.Option(help=say("serve.host"))] = None,
        port: Annotated[int | None, typer.Option(help=say("serve.port"), min=0, max=65535)] = None,
    ) -> None:
        settings = load_settings()
        listener = listen(terminal, host or settings.host, settings.port if port is None else port)
        with listener:
            service = _create(settings)  # what is wrong shows before minutes go into an index
            _index_if_needed(settings, terminal)
            typer.echo(say("serve.ready", address=_address(listener)), err=True)
            run_service(service, listener, settings.log_level)


def listen(terminal: Terminal, host: str, port: int) -> socket.socket:
    """A socket that listens, so that the port is ours before minutes are spent on an index.

    Exits with 1 when the port is taken. Raises ConfigurationError for an address that is not here.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            typer.echo(terminal.say("serve.busy", port=port), err=True)
            raise typer.Exit(1) from error
        reason = error.strerror or type(error).__name__
        raise ConfigurationError("ADVISOR_HOST, ADVISOR_PORT", reason) from error


def _create(settings: Settings) -> "FastAPI":
    from api.app import create_app

    return create_app(settings)


def run_service(service: "FastAPI", listener: socket.socket, log_level: str) -> None:
    """Serve on `listener` until told to stop; Ctrl-C ends it like any other wish to stop."""
    import uvicorn

    from api.logs import configure

    configure(log_level)
    # one worker: embedded Chroma belongs to one process; access lines are ours, without queries
    config = uvicorn.Config(service, access_log=False, log_config=None, server_header=False)
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        sys.stderr.flush()


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _index_if_needed(settings: Settings, terminal: Terminal) -> None:
    """Build the index when there is none, or when the corpus or the model is another one now."""
    from advisor.bootstrap import index_is_current

    if not index_is_current(settings):
        typer.echo(terminal.say("serve.indexing"), err=True)
        terminal.index()


def doctor(settings: Settings) -> list[tuple[str, bool, str]]:
    """Whether the record's database answers: one (code, good, detail)."""
    from api.store.database import Database

    try:
        database = Database(settings.database)
    except AdvisorError as error:
        return [("database", False, str(error))]
    try:
        return [("database", database.ready(), database.engine.dialect.name)]
    finally:
        database.close()
