"""The guard's expressions and word patterns: what they mean, and what they cost."""

from __future__ import annotations

import re
import statistics
import time
from pathlib import Path

import pytest

from advisor.answering.guarding import Guard
from advisor.answering.guards import hostile, numbers, personal, places, reading
from advisor.answering.guards.lists import Lists
from advisor.answering.guards.patterns import Patterns
from advisor.answering.guards.reading import read
from advisor.answering.guards.together import rules, together
from advisor.domain.answers import Turn
from advisor.domain.profiles import Profile
from advisor.domain.values import Language
from advisor.errors import CorpusError
from advisor.phrases import Phrases
from tests.answering.guard_scores import load

LONG = 10_000
PATTERNS = (
    *hostile.PATTERNS,
    *numbers.PATTERNS,
    *personal.PATTERNS,
    *places.PATTERNS,
    *reading.PATTERNS,
)
FILLERS = (
    "a", "A", "1", "a1", "1 ", "a ", "A ", "1-", "a.", "a@", "no ", "<", "[", "-", ".", "\n", "é",
    "4 5 ", "invoice ", "invoice 1", "1 Rue ", "point ", "a at b ", "zero ", "SIN ", "born on ",
    "dossier médical A-", "http://a", "system", "0 1 0 1 ", "am 1", "1 jan ", "Aa1+/",
)  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern[:40])
def test_every_expression_reads_long_text_within_50_ms(pattern: re.Pattern[str]) -> None:
    for filler in FILLERS:
        text = (filler * LONG)[:LONG]
        start = time.thread_time()
        sum(1 for _ in pattern.finditer(text))
        assert time.thread_time() - start < 0.05, filler


def test_a_question_is_guarded_in_less_than_3_ms() -> None:
    guard = Guard(Phrases())
    seconds = []
    for item in load(Path(__file__).parent / "guard_development.jsonl"):
        turn = Turn(question=item["text"], profile=Profile(language=Language(item["language"])))
        start = time.thread_time()
        guard.guard(turn)
        seconds.append(time.thread_time() - start)
    assert statistics.median(seconds) < 0.003


@pytest.mark.parametrize(
    "filler", ["my boss told me ", "I can t ", "je veux ", "x", "@name ", "John took "]
)
def test_the_longest_question_is_guarded_in_linear_time(filler: str) -> None:
    guard = Guard(Phrases())
    short = _seconds(guard, (filler * 4000)[:1000])
    long = _seconds(guard, (filler * 4000)[:4000])
    assert long < 8 * short + 0.02


def _seconds(guard: Guard, text: str) -> float:
    """The best of three: what else the machine does makes it slower, never faster."""
    best = float("inf")
    for _ in range(3):
        start = time.thread_time()
        guard.guard(Turn(question=text))
        best = min(best, time.thread_time() - start)
    return best


def found(pattern: str, text: str, **lists: list[str]) -> bool:
    patterns = Patterns()
    patterns.extend([pattern], lists)
    return patterns.find([word.text for word in read(text, {}).words]) is not None


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("kill myself", "I will KILL myself", True),
        ("fals*", "she falsified it", True),
        ("took|takes cash", "he takes cash", True),
        ("took my? cash", "he took cash", True),
        ("don't want to live", "I don’t want to live", True),
        ("told me ... delete", "he told me to go and delete it", True),
        ("told me ... delete", "he told me. Then I delete it", False),
        ("told me ... delete", "he told me one two three four five six delete", False),
        ("<who> lied", "my boss lied", True),
        ("<who> lied", "my dog lied", False),
        ("_ lied", "", False),
    ],
)
def test_a_pattern_means_what_its_page_says(pattern: str, text: str, fits: bool) -> None:
    if pattern.startswith("_"):
        with pytest.raises(CorpusError):
            found(pattern, text)
        return
    assert found(pattern, text, who=["boss"]) is fits


def test_a_pattern_with_an_unknown_list_is_refused() -> None:
    with pytest.raises(CorpusError):
        found("<nobody> lied", "x")


def beside(rule: str, text: str) -> bool:
    ideas = {"wish": "want|hope", "death": "die|dying", "play": "stage"}
    patterns = {name: Patterns() for name in ideas}
    for name, line in ideas.items():
        patterns[name].extend([line], {})
    words = [word.text for word in read(text, {}).words]
    return any(together(words, rules([rule], patterns), patterns))


@pytest.mark.parametrize(
    ("rule", "text", "holds"),
    [
        ("wish death", "I want to die", True),
        ("wish death", "to die is all I hope for", True),
        ("wish death", "I want a raise. People die", False),
        ("wish death", "I want " + "a b c " * 5 + "die", False),
        ("wish death !play", "I want to die on the stage", False),
        ("wish wish", "I want it", False),
    ],
)
def test_ideas_tell_beside_one_another_in_any_order(rule: str, text: str, holds: bool) -> None:
    assert beside(rule, text) is holds


@pytest.mark.parametrize("rule", ["wish grief", "!wish death"])
def test_a_rule_that_names_no_list_is_refused(rule: str) -> None:
    with pytest.raises(CorpusError):
        beside(rule, "x")


def test_both_languages_hold_the_same_lists() -> None:
    folder = Path(__file__).parents[2] / "prompts"
    names = {
        language: {file.name for file in (folder / language / "guard").glob("*.yaml")}
        for language in Language
    }
    assert names[Language.EN] == names[Language.FR]
    assert Lists.load().masks[Language.EN].keys() == Lists.load().masks[Language.FR].keys()
