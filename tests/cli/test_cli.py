from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.config import Settings


def run(
    *arguments: str, home: Path, typed: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from advisor.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        input=typed,
        env={**os.environ, "ADVISOR_HOME": str(home), "LANG": "en_CA.UTF-8", **environment},
        timeout=120,
    )


@pytest.fixture(scope="module")
def home(settings: Settings) -> Path:
    return settings.home


def test_a_question_is_answered_in_its_own_language(home: Path) -> None:
    done = run(
        "ask", "--json", "Un fournisseur m'a envoyé un panier-cadeau, je fais quoi?", home=home
    )
    assert done.returncode == 0, done.stderr
    reply = json.loads(done.stdout)
    assert reply["language"] == "fr"
    assert reply["citations"] and reply["escalations"]


def test_an_answer_is_readable_in_a_terminal(home: Path) -> None:
    done = run("ask", "A supplier sent me a gift basket. Can I keep it?", home=home)
    assert "Who can help" in done.stdout
    assert "[1]" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_conversation_follows_up_and_ends_with_an_empty_line(home: Path) -> None:
    typed = "A supplier sent me a gift basket. Can I keep it?\nand if it's from a friend?\n\n"
    done = run("chat", home=home, typed=typed)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Who can help") == 2


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_command_explains_itself_with_an_example(home: Path, language: str) -> None:
    for command in (
        ["ask"], ["chat"], ["index"], ["ingest"], ["serve"], ["doctor"], ["sources", "list"],
        ["sources", "show"], ["corpus", "check"], ["corpus", "coverage"], ["corpus", "preview"],
        ["model", "check"],
    ):  # fmt: skip
        done = run("--language", language, *command, "--help", home=home)
        assert done.returncode == 0, command
        assert "advisor" in done.stdout.split("Usage")[1].split("\n", 1)[1], command


def test_without_an_index_it_says_what_to_do(tmp_path: Path) -> None:
    for language, words in (("en", "Run `advisor index`"), ("fr", "Lancez `advisor index`")):
        done = run("--language", language, "ask", "hello", home=tmp_path)
        assert done.returncode == 1
        assert words in done.stderr
        assert "Traceback" not in done.stderr


def test_wrong_use_is_exit_code_2(home: Path) -> None:
    assert run("ask", home=home).returncode == 2
    assert run("nonsense", home=home).returncode == 2
    assert run("sources", "show", "nothing", home=home).returncode == 2


def test_an_unknown_organisation_is_refused_by_name(home: Path) -> None:
    done = run("ask", "--organisation", "zzz", "hello", home=home)
    assert done.returncode == 1
    assert "zzz" in done.stderr


def test_a_wrong_setting_is_named(home: Path) -> None:
    done = run("doctor", home=home, ADVISOR_PORT="many")
    assert done.returncode == 1
    assert "ADVISOR_PORT" in done.stderr


def test_the_doctor_finds_everything_in_place_and_says_what_is_not(
    home: Path, tmp_path: Path
) -> None:
    assert run("doctor", home=home).returncode == 0
    sick = run("doctor", "--json", home=tmp_path)
    assert sick.returncode == 1
    findings = {f["code"]: f["good"] for f in json.loads(sick.stdout)}
    assert findings["corpus"] and not findings["index"]


def test_coverage_counts_every_topic(home: Path) -> None:
    done = run("corpus", "coverage", "--json", home=home)
    counted = json.loads(done.stdout)
    assert counted["cards"] == sum(counted["topics"].values()) >= 36
    assert sum(n > 0 for n in counted["topics"].values()) >= 12
    assert counted["languages"] == {"en": counted["cards"], "fr": counted["cards"]}


def test_a_card_can_be_previewed_in_both_languages(home: Path) -> None:
    done = run("corpus", "preview", "gifts.supplier-gift-basket", home=home)
    assert "EN" in done.stdout and "FR" in done.stdout


def test_a_folder_of_documents_is_read_counted_and_what_cannot_be_is_named(
    official_data: Path, tmp_path: Path
) -> None:
    for language in ("en", "fr"):
        folder = tmp_path / "laws" / language
        folder.mkdir(parents=True)
        source = official_data / "justice-laws" / language / "P-31.9.xml"
        (folder / "P-31.9.xml").write_bytes(source.read_bytes())
    (tmp_path / "laws" / "notes.docx").write_bytes(b"not read here")
    done = run("ingest", "--no-index", str(tmp_path / "laws"), home=tmp_path / "home")
    assert done.returncode == 1, done.stderr  # one file was refused
    assert "psdpa" in done.stdout and "section" in done.stdout
    assert "notes.docx" in done.stdout
    assert "Traceback" not in done.stderr
    again = run("ingest", "--json", "--no-index", str(tmp_path / "laws"), home=tmp_path / "home")
    report = json.loads(again.stdout)
    assert {row["unchanged"] for row in report["read"]} == {True}
    assert report["refused"][0]["reason"]


def test_the_sources_and_what_is_here_of_them_are_listed(home: Path) -> None:
    listed = json.loads(run("sources", "list", "--json", home=home).stdout)
    psdpa = next(row for row in listed if row["id"] == "psdpa")
    assert psdpa["digests"] > 30 and psdpa["official"] is False
    shown = run("sources", "show", "psdpa", home=home)
    assert "19.1" in shown.stdout
