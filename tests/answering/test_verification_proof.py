"""Rows 6 and 7 of trust.md, section 6, over the official texts.

`ADVISOR_PROOF=full` runs the full sizes; `ADVISOR_PROOF_REPORT=reports/verifier.json` writes the
figures.
"""

from __future__ import annotations

import os
import random
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.answering.quotes import locate
from advisor.domain.values import Language
from tests.proof.verifier_mutations import NEVER
from tests.proof.verifier_pairs import Pair, judge, provisions
from tests.proof.verifier_report import Outcome, run, write

FULL = os.environ.get("ADVISOR_PROOF") == "full"
_SIZE = 10_000 if FULL else 500
_SHARE = 1 if FULL else 20  # of all provisions
_REFUSED = 0.01  # true pairs that may be refused: introduced sentences, not quotes

_VARIANTS: dict[str, Callable[[str], str]] = {
    "as published": lambda text: text,
    "straight marks": lambda text: text.translate(str.maketrans("’‘“”", "''\"\"")),
    "curly marks": lambda text: text.replace("'", "’"),
    "other spaces": lambda text: text.replace(" ", "\u00a0").replace("\u00a0", " \n", 3),
    "soft hyphens and dashes": lambda text: text.replace("a", "a\u00ad").replace("-", "‑"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
}


@pytest.mark.parametrize("language", Language)
def test_no_mutation_that_may_never_pass_is_accepted(
    language: Language, official_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = run(official_data, language, _SIZE)
    with capsys.disabled():
        print(f"\n{outcome.table()}")
    _report(outcome)
    escaped = {kind: outcome.kinds[kind].examples for kind in NEVER if outcome.kinds[kind].accepted}
    assert not escaped
    assert all(tally.made for tally in outcome.kinds.values())
    assert outcome.refused <= _REFUSED * outcome.true_pairs, outcome.refusals[:5]


_OUTCOMES: list[Outcome] = []


def _report(outcome: Outcome) -> None:
    """Both languages' figures in one file, when a file is named."""
    _OUTCOMES.append(outcome)
    if path := os.environ.get("ADVISOR_PROOF_REPORT"):
        write(_OUTCOMES, Path(path))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("variant", _VARIANTS)
def test_every_provision_cites_itself(
    variant: str, language: Language, official_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = provisions(official_data, language)
    if _SHARE > 1:
        held = tuple(random.Random(7).sample(held, len(held) // _SHARE))
    refused: list[str] = []
    spent = 0.0
    for passage in held:
        started = time.perf_counter()
        drafted = _VARIANTS[variant](passage.text)
        span = locate(drafted, passage.text)
        verdict = judge(Pair(drafted, passage, *span)) if span else None
        spent += time.perf_counter() - started
        if verdict is None or verdict.check:
            refused.append(f"{passage.id}: {verdict and verdict.reason}")
    with capsys.disabled():
        each = spent / len(held) * 1_000
        print(f"\n{language} {variant}: {len(held)} provisions, {each:.2f} ms a statement")
    assert not refused, refused[:5]
