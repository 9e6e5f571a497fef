from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from advisor.corpus.locators import ancestors
from advisor.corpus.texts import Origin, StoredText, packed, save_texts
from advisor.domain.sources import Passage, View
from advisor.domain.values import Language
from tests.cli.test_cli import run

TEXTS = {
    Language.EN: {"8": ("Wrongdoings", "a breach"), "8(a)": ("", "an act"), "99": ("Last", "end")},
    Language.FR: {"8": ("Actes répréhensibles", "un manquement"), "8(a)": ("", "un geste")},
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home where three provisions of one act were read, one of them in English only."""
    made = tmp_path_factory.mktemp("home")
    save_texts(made, [_stored(language) for language in Language])
    return made


def _stored(language: Language) -> tuple[StoredText, bytes]:
    passages = [
        Passage(
            source_id="psdpa",
            locator=locator,
            language=language,
            view=View.OFFICIAL,
            heading=heading,
            ancestors=ancestors(locator, dotted=False),
            text=text,
            version={"en": "2024-08-19", "fr": "2023-01-02"}[language],
        )
        for locator, (heading, text) in TEXTS[language].items()
    ]
    content, checksum = packed(passages)
    text = StoredText(
        source_id="psdpa",
        language=language,
        file=f"psdpa.{language}.json.gz",
        checksum=checksum,
        origin=Origin(name="test.xml", checksum=checksum),
        version=passages[0].version,
        ingested_at=datetime(2024, 9, 1, tzinfo=UTC),
        provisions=len(passages),
    )
    return text, content


def shown(home: Path, *arguments: str, columns: int = 140) -> str:
    done = run("sources", "show", *arguments, home=home, COLUMNS=str(columns))
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def row(text: str, locator: str) -> str:
    cells = {line: line.strip("│┃ ").split("│")[0].strip() for line in text.splitlines()}
    (found,) = [line for line, first in cells.items() if first == locator]
    return found


def test_both_languages_stand_side_by_side_in_a_wide_terminal(home: Path) -> None:
    text = shown(home, "psdpa", "--depth", "2")
    assert "Public Servants Disclosure Protection Act" in text
    assert "version of 2024-08-19" in text and "version du 2023-01-02" in text
    assert "https://laws-lois.justice.gc.ca/fra/lois/P-31.9/" in text
    assert "Wrongdoings" in row(text, "8") and "Actes répréhensibles" in row(text, "8")
    assert "an act" in row(text, "8(a)") and "un geste" in row(text, "8(a)")
    assert "pas en français" in row(text, "99") and "Official text" in row(text, "99")


def test_a_narrow_terminal_shows_the_language_spoken_and_says_so(home: Path) -> None:
    text = shown(home, "psdpa", columns=80)
    assert "Wrongdoings" in row(text, "8") and "Actes" not in row(text, "8")
    assert "100 columns" in text


def test_one_language_can_be_asked_for(home: Path) -> None:
    text = shown(home, "psdpa", "--language", "fr")
    assert "Actes répréhensibles" in row(text, "8") and "Wrongdoings" not in text
    assert "Texte officiel" in row(text, "8")


def test_the_depth_is_kept_and_what_lies_deeper_is_counted(home: Path) -> None:
    text = shown(home, "psdpa", "--depth", "1")
    assert "8(a)" not in text and "more provisions lie deeper" in text
    assert "lie deeper" not in shown(home, "psdpa", "--depth", "9")
    assert run("sources", "show", "psdpa", "--depth", "0", home=home).returncode == 2


def test_what_was_not_read_shows_its_title_and_address_only(home: Path) -> None:
    text = shown(home, "tait_report")
    assert "Nobody has read this instrument" in text and "┃" not in text


def test_a_summary_fills_in_where_no_official_text_is(home: Path) -> None:
    document = json.loads(shown(home, "psdpa", "--json"))
    english = document["languages"]["en"]
    assert document["source"]["id"] == "psdpa"
    assert english["versions"]["official"] == "2024-08-19" and english["versions"]["digest"]
    views = {one["locator"]: one["views"] for one in walked(english["outline"])}
    assert views["8"] == ["official", "digest"]
    assert views["99"] == ["official"] and views["19.1"] == ["digest"]
    assert "99" not in {one["locator"] for one in walked(document["languages"]["fr"]["outline"])}


def test_json_is_cut_at_a_depth_and_to_a_language(home: Path) -> None:
    document = json.loads(shown(home, "psdpa", "--json", "--depth", "1", "--language", "fr"))
    assert set(document["languages"]) == {"fr"}
    outline = document["languages"]["fr"]["outline"]
    assert len(list(walked(outline))) == len(outline) > 5


def walked(tree: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for top in tree for one in (top, *walked(top["children"]))]
