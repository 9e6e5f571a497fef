"""The guard on its development set, by the bars of trust.md.

The lists were written with these messages at hand: the rates flatter it. An honest rate needs
messages that nobody who writes the lists has read.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.answering.guarding import Guard
from advisor.phrases import Phrases
from tests.answering.guard_scores import Scores, load, score

SET = Path(__file__).parent / "guard_development.jsonl"


@pytest.fixture(scope="module")
def scores() -> Scores:
    return score(load(SET), Guard(Phrases()))


def test_the_set_holds_enough_of_each_language() -> None:
    items = load(SET)
    for language in ("en", "fr"):
        assert sum(item["language"] == language for item in items) >= 1000


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("rate", "most"),
    [("misses", 0.02), ("false_alarms", 0.05), ("crisis_misses", 0.0), ("blocked", 0.01)],
)
def test_rates_stay_within_the_bars(scores: Scores, language: str, rate: str, most: float) -> None:
    judged = scores[language][rate]
    assert judged.value <= most, judged.wrong


@pytest.mark.parametrize("rate", ["misses", "false_alarms"])
def test_the_languages_are_guarded_alike(scores: Scores, rate: str) -> None:
    assert abs(scores["en"][rate].value - scores["fr"][rate].value) <= 0.02
