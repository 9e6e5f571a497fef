from __future__ import annotations

import re
from pathlib import Path

import pytest

from advisor.domain.values import Language
from advisor.phrases import Phrases

_CORPUS = Path(__file__).parent.parent.parent / "advisor" / "corpus"


def _codes(pattern: str, *files: str) -> set[str]:
    found: set[str] = set()
    for name in files:
        for file in _CORPUS.glob(name):
            found |= set(re.findall(pattern, file.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize("language", list(Language))
def test_every_reason_for_refusing_a_file_is_said_in_words(language: Language) -> None:
    codes = _codes(r'SourceUnreadable\(path, f?"([a-z0-9_]+)', "parsing/*.py", "ingesting.py")
    assert len(codes) > 8
    assert codes <= set(Phrases().section("cli.ingest.reasons", language))


@pytest.mark.parametrize("language", list(Language))
def test_every_problem_of_the_corpus_is_said_in_words(language: Language) -> None:
    codes = _codes(r'_of\(card, "([a-z_]+)"', "card_checks.py") | _codes(
        r'code="([a-z_]+)"', "card_checks.py", "copying.py"
    )
    assert len(codes) > 8
    assert codes <= set(Phrases().section("cli.corpus.problems", language))
