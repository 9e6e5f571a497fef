"""The time table counts the real record, over questions of which none is asked twice."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import func, select

from advisor.answering.engine import Advisor
from advisor.config import Settings
from advisor.domain.values import Language
from api.store.tables import ConversationRow, TurnRow
from bench.__main__ import WARM_UP, print_stages, timed
from bench.questions import distinct
from bench.recorded import RecordedWalk

N = 8


@pytest.fixture
def walk(advisor: Advisor, settings: Settings, tmp_path: Path) -> Iterator[RecordedWalk]:
    made = RecordedWalk(advisor, settings, tmp_path)
    yield made
    made.close()


@pytest.fixture
def asked(advisor: Advisor) -> list[tuple[str, Language]]:
    return distinct(advisor.serving.generation().corpus, N + WARM_UP)


def test_every_question_is_another_one_in_both_languages(
    asked: list[tuple[str, Language]],
) -> None:
    assert len(asked) == len(set(asked)) == N + WARM_UP
    assert {language for _, language in asked} == set(Language)


def test_each_question_is_written_to_the_store_and_its_stages_are_counted(
    walk: RecordedWalk, asked: list[tuple[str, Language]]
) -> None:
    times = timed(walk.ask, asked, walk.stages.clear)
    assert len(times) == N
    assert next(iter(walk.stages)) == "guard" and "retrieve" in walk.stages
    assert len(walk.stages["record"]) == len(walk.stages["guard"]) == N
    assert sum(sum(values) for values in walk.stages.values()) <= sum(times)
    with walk.database.reading() as session:
        kept = session.scalars(select(TurnRow.question).where(TurnRow.reply.is_not(None))).all()
        conversations = session.scalar(select(func.count()).select_from(ConversationRow))
    assert conversations == N + WARM_UP
    assert len(kept) == len(set(kept)) > 0


def test_a_message_that_may_not_be_kept_is_timed_too(walk: RecordedWalk) -> None:
    walk.ask("I want to kill myself", Language.EN)
    assert len(walk.stages["record"]) == 1
    assert "compose" not in walk.stages  # help alone is fixed text


def test_the_95th_percentile_of_each_stage_stands_on_a_line_of_its_own() -> None:
    out = io.StringIO()
    values = [float(n) for n in range(1, 102)]
    print_stages({"guard": values, "record": values[:1]}, values, Console(file=out, width=100))
    found = re.findall(r"^p95 (\w+): ([\d.]+) ms$", out.getvalue(), re.MULTILINE)
    assert found == [("guard", "96.00"), ("record", "1.00"), ("whole", "96.00")]
