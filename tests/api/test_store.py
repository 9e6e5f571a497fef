"""The record, the same on every database it may stand on."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from advisor.errors import ConfigurationError
from api.store.database import Database
from api.store.repositories import Conversations, new_id, now
from api.store.tables import Base, ConversationRow, FlagRow, TurnRow
from tests.api.postgres import cluster, server_programs

DAYS = 30


def turn(conversation: str, question: str | None = "Can I?") -> TurnRow:
    """A turn as it is recorded; without a question, one that may not be kept."""
    if question is None:
        return TurnRow(conversation_id=conversation, asked_at=now().replace(hour=0))
    return TurnRow(
        conversation_id=conversation,
        answer_id=new_id(),
        asked_at=now(),
        question=question,
        outcome="answered",
        reply={"answer": {"short": "Oui, « déjà » 🙂"}, "language": "fr"},
        trace={"statements": []},
    )


class RecordContract:
    """What the record must honour on any database. Subclass it and supply `database`."""

    @pytest.fixture
    def begun(self, database: Database) -> str:
        """A conversation without turns."""
        id = new_id()
        with database.transaction() as session:
            Conversations(session, DAYS).begin(id, "en", now())
        return id

    def test_the_schema_is_that_of_the_tables(self, database: Database) -> None:
        found = inspect(database.engine)
        for table in Base.metadata.sorted_tables:
            assert {c["name"] for c in found.get_columns(table.name)} == set(table.columns.keys())
        database.migrate()  # a second time changes nothing
        assert database.ready()

    def test_what_is_written_is_read_back(self, database: Database, begun: str) -> None:
        written = turn(begun)
        with database.transaction() as session:
            assert Conversations(session, DAYS).append(written, ["high_risk", "to_confirm"])
        with database.reading() as session:
            (found,) = Conversations(session, DAYS).turns(begun)
            same = Conversations(session, DAYS).answer(str(written.answer_id))
            flags = session.query(FlagRow).filter_by(answer_id=written.answer_id).all()
        assert same is not None and same.sequence == found.sequence == 1
        assert found.reply == {"answer": {"short": "Oui, « déjà » 🙂"}, "language": "fr"}
        assert found.asked_at == written.asked_at and found.asked_at.tzinfo is not None
        assert {flag.reason for flag in flags} == {"high_risk", "to_confirm"}

    def test_a_turn_that_may_not_be_kept_leaves_no_finer_time_than_the_day(
        self, database: Database
    ) -> None:
        id, day = new_id(), datetime(2026, 11, 24, tzinfo=UTC)
        empty = TurnRow(conversation_id=id, asked_at=day)
        with database.transaction() as session:
            conversations = Conversations(session, DAYS * 1000)
            conversations.begin(id, "en", day)
            conversations.append(empty, ())
        with database.reading() as session:
            found = session.get_one(ConversationRow, id)
            (kept,) = Conversations(session, DAYS).turns(id)
        assert found.begun_at == found.used_at == kept.asked_at == day
        assert kept.question is kept.reply is kept.trace is kept.topic is kept.answer_id is None

    def test_an_unkept_turn_does_not_make_a_conversation_older(
        self, database: Database, begun: str
    ) -> None:
        with database.transaction() as session:
            conversations = Conversations(session, DAYS)
            conversations.append(turn(begun), ())
            used = session.get_one(ConversationRow, begun).used_at
            conversations.append(turn(begun, None), ())
            assert session.get_one(ConversationRow, begun).used_at == used

    def test_a_failure_leaves_nothing(self, database: Database, begun: str) -> None:
        doubled = turn(begun)
        with pytest.raises(IntegrityError), database.transaction() as session:
            conversations = Conversations(session, DAYS)
            conversations.append(doubled, ["high_risk"])
            again = turn(begun)
            again.answer_id = doubled.answer_id
            conversations.append(again, ())
        with database.reading() as session:
            assert Conversations(session, DAYS).turns(begun) == []

    def test_an_expired_conversation_cannot_be_used_but_can_be_erased(
        self, database: Database
    ) -> None:
        id, old = new_id(), now() - timedelta(days=DAYS, minutes=1)
        with database.transaction() as session:
            Conversations(session, DAYS).begin(id, "fr", old)
            assert Conversations(session, DAYS).get(id) is None
            assert Conversations(session, DAYS + 1).get(id) is not None
            assert Conversations(session, DAYS).erase(id)

    def test_an_erasure_takes_turns_and_flags(self, database: Database, begun: str) -> None:
        other = new_id()
        with database.transaction() as session:
            conversations = Conversations(session, DAYS)
            conversations.begin(other, "en", now())
            for id in (begun, other):
                conversations.append(turn(id), ["high_risk"])
        with database.transaction() as session:
            before = session.query(FlagRow).count()
            assert Conversations(session, DAYS).erase(begun)
            assert not Conversations(session, DAYS).erase(begun)
            assert session.query(FlagRow).count() == before - 1
        database.forget()
        with database.reading() as session:
            assert Conversations(session, DAYS).get(begun) is None
            assert Conversations(session, DAYS).turns(begun) == []
            assert len(Conversations(session, DAYS).turns(other)) == 1

    def test_a_turn_for_an_erased_conversation_is_not_written(
        self, database: Database, begun: str
    ) -> None:
        with database.transaction() as session:
            Conversations(session, DAYS).erase(begun)
        with database.transaction() as session:
            assert not Conversations(session, DAYS).append(turn(begun), ())

    @pytest.mark.parametrize("id", ["", "\0", "x\0y", "é", "a" * 44, "' OR 1=1 --", "../../etc"])
    def test_what_is_no_id_is_simply_not_there(self, database: Database, id: str) -> None:
        with database.transaction() as session:
            conversations = Conversations(session, DAYS)
            assert conversations.get(id) is None
            assert conversations.answer(id) is None
            assert conversations.erase(id) is False

    def test_many_turns_at_once_get_consecutive_numbers(
        self, database: Database, begun: str
    ) -> None:
        together = threading.Barrier(8)

        def write(n: int) -> None:
            together.wait()
            for _ in range(10):
                with database.transaction() as session:
                    Conversations(session, DAYS).append(turn(begun, f"{n}"), ())

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(write, range(8)))
        with database.reading() as session:
            numbers = [t.sequence for t in Conversations(session, DAYS).turns(begun)]
        assert numbers == list(range(1, 81))

    def test_a_reader_sees_one_moment_and_makes_nobody_wait(
        self, database: Database, begun: str
    ) -> None:
        with database.reading() as reader:
            conversations = Conversations(reader, DAYS)
            conversations.turns(begun)
            with database.transaction() as writer:
                Conversations(writer, DAYS).append(turn(begun), ())
        with database.reading() as reader:
            assert len(Conversations(reader, DAYS).turns(begun)) == 1


def _migrated(address: str) -> Iterator[Database]:
    found = Database(address)
    found.migrate()
    yield found
    found.close()


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A record in a file."""
    yield from _migrated(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'data.db'}")


@pytest.fixture(scope="module")
def on_postgres() -> Iterator[Database]:
    """A record on the PostgreSQL that there is."""
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    if address := os.environ.get("DATABASE_URL"):
        yield from _migrated(address)
        return
    programs = server_programs()
    if programs is None:
        pytest.skip("no PostgreSQL here: set DATABASE_URL or install postgresql")
    with cluster(programs) as address:
        yield from _migrated(address)


class TestOnSqlite(RecordContract):
    @pytest.fixture
    def database(self, on_sqlite: Database) -> Database:
        return on_sqlite

    def test_every_commit_reaches_the_disk(self, database: Database) -> None:
        with database.engine.connect() as connection:
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
            assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
            assert connection.execute(text("PRAGMA secure_delete")).scalar() == 1


class TestOnPostgres(RecordContract):
    @pytest.fixture
    def database(self, on_postgres: Database) -> Database:
        return on_postgres


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        "nosuch://x",
        "postgresql://user:zorblatt@127.0.0.1:1/none",
        "sqlite:////proc/x",
    ],
)
def test_an_address_that_leads_nowhere_is_named_without_its_password(address: str) -> None:
    with pytest.raises(ConfigurationError, match="ADVISOR_DATABASE_URL") as raised:
        Database(address).migrate()
    assert "zorblatt" not in str(raised.value)


def test_a_record_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'data.db'}")
    database.migrate()
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match="newer"):
        database.migrate()
    database.close()
