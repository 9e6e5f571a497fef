"""A fault that nobody foresaw: said in the question's language, nothing lost, nothing leaked."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI
from structlog.testing import capture_logs

from advisor.answering.engine import Advisor
from api.holder import AdvisorHolder
from tests.api.asking import GIFT, ask, events
from tests.fakes.broken_composer import BrokenComposer


@pytest.fixture
def failing(app: FastAPI, client: httpx.Client, advisor: Advisor) -> Iterator[httpx.Client]:
    """The service with an advisor whose composer breaks; the usual one is back afterwards."""
    usual = app.state.holder
    broken = dataclasses.replace(advisor, composers=(BrokenComposer(),))
    app.state.holder = AdvisorHolder(lambda: broken)
    yield client
    app.state.holder = usual


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_a_problem_everywhere(failing: httpx.Client, language: str) -> None:
    question = GIFT[language]
    plain = failing.post("/v1/chat", json={"message": question})
    (name, told) = events(failing, question)[-1]
    page = failing.post("/?language=" + language, data={"message": question})
    assert plain.status_code == page.status_code == 500 and name == "error"
    assert plain.json() == told
    assert told["type"].endswith(":internal") and told["language"] == language and told["help"]
    assert question not in plain.text and "ZeroDivision" not in plain.text + page.text
    assert question.split(".")[1] in page.text, "the page keeps what was typed"


def test_nothing_of_it_is_recorded(app: FastAPI, failing: httpx.Client, advisor: Advisor) -> None:
    broken = app.state.holder
    app.state.holder = AdvisorHolder(lambda: advisor)
    id = ask(failing, GIFT["en"])["conversation_id"]
    app.state.holder = broken
    failing.post("/v1/chat", json={"message": "And a pen?", "conversation_id": id})
    assert len(failing.get(f"/v1/conversations/{id}").json()["turns"]) == 1


def test_the_log_names_the_fault_and_not_its_text(failing: httpx.Client) -> None:
    with capture_logs() as lines:
        failing.post("/v1/chat", json={"message": GIFT["en"]})
    logged = str(lines)
    assert "ZeroDivisionError" in logged and "basket" not in logged and "Traceback" not in logged
