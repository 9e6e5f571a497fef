"""One database by its address, brought to the newest schema at start-up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from advisor.errors import ConfigurationError

_MIGRATIONS = Path(__file__).parent / "migrations"
_BUSY_MILLISECONDS = 5000
_SETTING = "ADVISOR_DATABASE_URL"


class Database:
    """An engine and its sessions. SQLite is durable: WAL, and every commit reaches the disk."""

    def __init__(self, address: str) -> None:
        """Prepare for `address` (`sqlite:///…`, `postgresql://…`); nothing is connected yet.

        Raises ConfigurationError when it is not an address, or its driver is not installed.
        """
        url = _url(address)
        self._sqlite = url.get_backend_name() == "sqlite"
        if self._sqlite and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        try:
            self.engine: Engine = create_engine(url, pool_pre_ping=True)
        except (ArgumentError, ImportError) as error:
            raise ConfigurationError(_SETTING, f"no driver for {url.drivername}") from error
        if self._sqlite:
            event.listen(self.engine, "connect", _durable)
            event.listen(self.engine, "begin", _begin)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._readers = sessionmaker(
            self.engine.execution_options(reading=True), expire_on_commit=False
        )

    def migrate(self) -> None:
        """Bring the schema to the newest version. Raises ConfigurationError when that fails."""
        from alembic import command
        from alembic.config import Config
        from alembic.util import CommandError

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        try:
            with self.engine.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        except SQLAlchemyError as error:
            raise ConfigurationError(_SETTING, "the database does not answer") from error
        except CommandError as error:
            raise ConfigurationError(_SETTING, "the record is of a newer version") from error

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work is committed whole at the end, or not at all."""
        with self._sessions.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads: one moment of the record, and nobody waits for it."""
        with self._readers.begin() as session:
            yield session

    def forget(self) -> None:
        """After an erasure: leave no erased text in SQLite's write-ahead log."""
        if self._sqlite:
            with self.engine.connect() as connection:
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def ready(self) -> bool:
        """Whether the database answers."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def _url(address: str) -> URL:
    """The parsed address; a PostgreSQL one without a driver gets psycopg 3."""
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise ConfigurationError(_SETTING, "not the address of a database") from error
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    return url


def _durable(connection: Any, record: Any) -> None:  # noqa: ARG001  (the event passes both)
    connection.isolation_level = None  # the driver opens no transaction by itself: _begin does
    for pragma in (
        f"busy_timeout={_BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A writer takes its place in the queue at once: what it reads cannot change under it."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
