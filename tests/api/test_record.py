"""What is kept, what is not, and what the logs hold."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

import httpx
import pytest

from advisor.config import Settings
from tests.api.asking import CRISIS, GATED, GIFT, ask, events
from tests.api.conftest import copy_home
from tests.api.serving import ServeProcess, free_port

SENTINELS = ("zorblatt", "vexilbo", "4471-22")
ORDINARY = "A supplier sent me a quixotrope. Can I keep it?"


def _bytes_below(folder: Path) -> bytes:
    files = [f for f in folder.rglob("*") if f.is_file()]
    return b"\n".join(f.read_bytes() for f in files).lower()


@pytest.fixture(scope="module")
def server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeProcess]:
    """A running process; its home, log and temporary files are all in one folder."""
    folder = tmp_path_factory.mktemp("process")
    environment = {"ADVISOR_LOG_LEVEL": "debug", "TMPDIR": str(folder)}
    home = copy_home(settings, folder)
    made = ServeProcess(home, folder / "log.txt", free_port(), environment)
    made.start()
    yield made
    made.end(signal.SIGKILL)


def test_what_may_not_be_kept_is_nowhere_on_disk(server: ServeProcess) -> None:
    with httpx.Client(base_url=server.address, timeout=30) as client:
        for question in (*GATED.values(), *CRISIS.values()):
            assert ask(client, question)["recorded"] is False
            assert events(client, question)[-1][1]["recorded"] is False
            assert client.post("/", data={"message": question}).status_code == 200
            client.post("/v1/chat", json={"message": question, "profile": "zorblatt"})
            client.get("/v1/search", params={"q": question})
            client.get("/", params={"message": question})
        kept = ask(client, ORDINARY)

    everything = _bytes_below(server.home.parent)  # the write-ahead log among it
    assert b"quixotrope" in everything, "the search finds what was kept"
    for sentinel in SENTINELS:
        assert sentinel.encode() not in everything, sentinel
    log = server.log.read_text()
    assert "quixotrope" not in log and kept["conversation_id"] not in log

    with sqlite3.connect(server.home / "data.db") as rows:
        empty = rows.execute("SELECT * FROM turns WHERE answer_id IS NULL").fetchall()
        dated = rows.execute("SELECT begun_at, used_at FROM conversations").fetchall()
    today = f"{datetime.now(UTC):%Y-%m-%d} 00:00:00.000000"
    assert len(empty) == 12
    assert all({*row[4:], row[2]} == {None} and row[3] == today for row in empty)
    assert sum(begun == used == today for begun, used in dated) == 12


def test_logs_are_json_lines_with_known_fields_only(server: ServeProcess) -> None:
    with httpx.Client(base_url=server.address, timeout=30) as client:
        ask(client, GIFT["en"])
        client.get("/zorblatt?q=zorblatt", headers={"authorization": "Bearer zorblatt"})
        client.post("/v1/chat", content=b"{zorblatt", headers={"content-type": "application/json"})
        client.request("ZORBLATT", "/")
    with socket.create_connection(("127.0.0.1", server.port)) as broken:
        broken.sendall(b"ZORBLATT zorblatt\r\n\r\n")
        broken.recv(100)
    lines = [line for line in server.log.read_text().splitlines() if line.startswith("{")]
    records = [json.loads(line) for line in lines]
    allowed = {"event", "level", "timestamp", "logger", "method", "route", "status", "ms", "error"}
    assert all(set(record) <= allowed for record in records)
    assert {"/v1/chat", "unmatched"} <= {r.get("route") for r in records}
    assert any(r.get("logger") == "uvicorn.error" for r in records)
    assert "zorblatt" not in server.log.read_text().lower().replace('"method": "zorblatt"', "")


def test_an_erased_conversation_leaves_no_text_on_disk(server: ServeProcess) -> None:
    with httpx.Client(base_url=server.address, timeout=30) as client:
        reply = ask(client, ORDINARY.replace("quixotrope", "vellichort"))
        assert b"vellichort" in _bytes_below(server.home)
        client.delete(f"/v1/conversations/{reply['conversation_id']}")
    assert b"vellichort" not in _bytes_below(server.home)


def test_a_client_that_leaves_in_the_middle_leaves_a_whole_record_or_none(
    client: httpx.Client, address: str
) -> None:
    began = [ask(client, GIFT["en"])["conversation_id"] for _ in range(10)]
    headers = {"accept": "text/event-stream"}
    for taken, id in enumerate(began):
        body = {"message": "And a pen?", "conversation_id": id}
        with httpx.stream("POST", f"{address}/v1/chat", json=body, headers=headers) as leaving:
            for n, _ in enumerate(leaving.iter_raw(64)):
                if n >= taken:
                    break
    client.get("/readyz")
    for id in began:
        turns = client.get(f"/v1/conversations/{id}").json()["turns"]
        assert len(turns) in (1, 2)
        assert all(turn["reply"]["answer"]["short"] for turn in turns)
        assert all(turn["reply"]["conversation_id"] == id for turn in turns)


def test_turns_of_one_conversation_at_once_are_numbered_one_after_the_other(
    client: httpx.Client,
) -> None:
    id = ask(client, GIFT["en"])["conversation_id"]
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(ask, client, f"And {n} pens?", conversation_id=id) for n in range(24)]
        replies = {a.result()["answer_id"] for a in asked}
    turns = client.get(f"/v1/conversations/{id}").json()["turns"]
    assert [turn["sequence"] for turn in turns] == list(range(1, 26))
    assert {turn["reply"]["answer_id"] for turn in turns[1:]} == replies


def test_eight_at_once_get_what_each_gets_alone(client: httpx.Client) -> None:
    topics = client.get("/v1/topics").json()
    questions = [*GIFT.values(), *CRISIS.values(), *GATED.values()]
    questions += [f"What are the rules about {t['name'].lower()}?" for t in topics[:14]]
    alone = {q: ask(client, q)["answer"] for q in questions}
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda q: ask(client, q)["answer"], questions * 4))
    assert together == [alone[q] for q in questions * 4]


def test_an_erasure_during_an_answer_leaves_nothing_behind(client: httpx.Client) -> None:
    for _ in range(8):
        id = ask(client, GIFT["en"])["conversation_id"]
        body = {"message": "And a pen?", "conversation_id": id}
        with ThreadPoolExecutor(2) as pool:
            asked = pool.submit(client.post, "/v1/chat", json=body)
            erased = pool.submit(client.delete, f"/v1/conversations/{id}")
        assert asked.result().status_code in (200, 404)
        assert erased.result().status_code == 204
        assert client.get(f"/v1/conversations/{id}").status_code == 404


@pytest.mark.parametrize("rounds", [3])
def test_what_was_acknowledged_survives_a_kill(process: ServeProcess, rounds: int) -> None:
    """Four writers with kept connections; every answer that reached one is there after kill -9."""
    acknowledged: list[dict[str, object]] = []

    def write(writer: int) -> None:
        with httpx.Client(base_url=process.address, timeout=30) as client:
            for n in range(1000):
                try:
                    reply = ask(client, f"Can I keep {n} pens, writer {writer}?")
                except httpx.TransportError:
                    return
                acknowledged.append(reply)

    for number in range(rounds):
        process.start()
        with ThreadPoolExecutor(4) as pool:
            writers = [pool.submit(write, w) for w in range(4)]
            while len(acknowledged) < 52 * (number + 1):
                assert not any(w.done() for w in writers)
                sleep(0.01)
            process.end(signal.SIGKILL)
        for writer in writers:
            writer.result()
    copy = shutil.copytree(process.home, process.home.with_name("inspected"))
    with sqlite3.connect(copy / "data.db") as rows:
        assert rows.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    process.start()
    assert len(acknowledged) >= 50 * rounds
    with httpx.Client(base_url=process.address, timeout=30) as client:
        for reply in acknowledged:
            told = client.get(f"/v1/conversations/{reply['conversation_id']}").json()
            assert [turn["reply"] for turn in told["turns"]] == [reply]
