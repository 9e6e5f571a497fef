from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from advisor.domain.values import Language
from advisor.errors import CorpusError
from advisor.packaged import packaged
from advisor.phrases import Phrases


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    folder = tmp_path / "prompts"
    shutil.copytree(packaged("prompts"), folder)
    return folder


def test_every_phrase_and_fixed_text_exists_in_both_languages() -> None:
    phrases = Phrases()  # raises where one is alone
    assert phrases.say("parts.step", Language.EN) != phrases.say("parts.step", Language.FR)
    assert len(phrases.catalogue[Language.EN]) == len(phrases.catalogue[Language.FR])


def test_a_phrase_in_one_language_only_stops_the_start(prompts: Path) -> None:
    with (prompts / "en" / "phrases.yaml").open("a", encoding="utf-8") as file:
        file.write("lonely: Only here\n")
    with pytest.raises(CorpusError, match="lonely"):
        Phrases(prompts)


def test_a_place_that_the_other_language_lacks_stops_the_start(prompts: Path) -> None:
    file = prompts / "fr" / "phrases.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("{deadline}", "{delai}"), encoding="utf-8")
    with pytest.raises(CorpusError, match="deadline"):
        Phrases(prompts)


def test_a_fixed_text_in_one_language_only_stops_the_start(prompts: Path) -> None:
    (prompts / "fr" / "fixed" / "gate.yaml").unlink()
    with pytest.raises(CorpusError, match="gate"):
        Phrases(prompts)


def test_any_change_of_words_changes_the_version(prompts: Path) -> None:
    before = Phrases(prompts).version
    with (prompts / "fr" / "fixed" / "thanks.yaml").open("a", encoding="utf-8") as file:
        file.write("\n# reviewed\n")
    assert Phrases(prompts).version != before
