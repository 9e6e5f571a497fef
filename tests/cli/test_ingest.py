"""`advisor ingest` and `advisor sources add`, as a department would use them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from advisor.domain.values import Language
from advisor.phrases import Phrases
from tests.cli.test_cli import run

ENGLISH = """# Code of conduct

## Before you start

Everybody who works here must be fair to others, in word and in deed, every single day.

## Gifts

Nobody may take a gift from a supplier of the department, whatever it may be worth.
"""
FRENCH = """# Code de conduite

## Avant de commencer

Toute personne qui travaille ici doit être juste envers les autres, chaque jour de l'année.

## Cadeaux

Personne ne peut accepter un cadeau d'un fournisseur du ministère, quelle qu'en soit la valeur.
"""
TOLD = (
    "--id", "town.code", "--kind", "departmental_code", "--title-en", "Code of the Town",
    "--title-fr", "Code de la ville", "--url-en", "https://town.test/a",
    "--url-fr", "https://town.test/b",
)  # fmt: skip


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "code.md").write_text(ENGLISH, encoding="utf-8")
    (folder / "code-fr.md").write_text(FRENCH, encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def both(documents: Path) -> tuple[str, ...]:
    return ("--file-en", str(documents / "code.md"), "--file-fr", str(documents / "code-fr.md"))


def registry(home: Path) -> str:
    return (home / "corpus" / "registry.yaml").read_text(encoding="utf-8")


def test_a_document_is_added_in_two_commands(documents: Path, home: Path) -> None:
    unknown = run("ingest", "--dry-run", str(documents), home=home)
    assert unknown.returncode == 1
    assert "advisor sources add" in unknown.stdout and "documents:" in unknown.stdout
    assert not home.exists()
    added = run("sources", "add", *TOLD, *both(documents), "--anchors", home=home)
    assert added.returncode == 0, added.stderr
    assert "before-you-start" in registry(home)
    read = run("ingest", "--no-index", "--json", str(documents), home=home)
    assert read.returncode == 0, read.stderr
    report = json.loads(read.stdout)
    assert {(row["source_id"], row["language"], row["provisions"]) for row in report["read"]} == {
        ("town.code", "en", 2),
        ("town.code", "fr", 2),
    }
    assert report["pairings"][0]["paired"] == 2 and not report["refused"]


def test_the_entry_shown_for_an_unknown_document_can_be_pasted(documents: Path, home: Path) -> None:
    for language in Language:
        shown = run("--language", language, "ingest", "--dry-run", str(documents), home=home)
        lines = shown.stdout[shown.stdout.index("  - id:") :].rstrip().splitlines()
        assert len(lines) == 5
        pasted = yaml.safe_load("sources:\n" + "\n".join(lines))["sources"][0]
        assert set(pasted["documents"]) == {"en", "fr"}


def test_a_preview_shows_how_provisions_open_and_writes_nothing(
    documents: Path, home: Path
) -> None:
    path = documents / "numbered.md"
    path.write_text(ENGLISH.replace("## B", "## 1. B").replace("## G", "## 2. G"), "utf-8")
    done = run(
        "ingest", "--dry-run", "--source", "departmental_code", "--lang", "en", str(path), home=home
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "[sections] 1 Before you start: Everybody who works here" in one_line(done.stdout)
    assert not home.exists()


def test_what_is_set_apart_is_named_with_its_reason(documents: Path, home: Path) -> None:
    options = ("--dry-run", "--source", "departmental_code", "--lang", "fr")
    done = run("--language", "fr", "ingest", *options, str(documents / "code-fr.md"), home=home)
    assert done.returncode == 1
    said = one_line(done.stdout)
    assert "« Avant de commencer »" in said and "aucune ancre" in said


def test_files_about_files_are_no_fault(documents: Path, home: Path) -> None:
    (documents / "README.md").write_text("# About")
    run("sources", "add", *TOLD, *both(documents), "--anchors", home=home)
    done = run("ingest", "--no-index", str(documents), home=home)
    assert done.returncode == 0 and "README.md" in done.stdout
    (documents / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    done = run("ingest", "--no-index", str(documents), home=home)
    assert done.returncode == 1 and "PDF, Word (.docx)" in one_line(done.stdout)


def test_a_private_document_says_whose_it_is(documents: Path, home: Path) -> None:
    added = run(
        "sources", "add", *TOLD, *both(documents), "--anchors", "--organisation", "cbsa", home=home
    )
    assert added.returncode == 0, added.stderr
    done = run("ingest", "--no-index", "--organisation", "cbsa", str(documents), home=home)
    assert done.returncode == 0 and "only for cbsa" in one_line(done.stdout)
    other = run("ingest", "--no-index", "--organisation", "cra", str(documents), home=home)
    assert other.returncode == 1 and "town.code" in other.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("ingest", "--organisation", "nobody", "{file}"),
        ("ingest", "--source", "nothing", "{file}"),
        ("ingest", "--lang", "de", "{file}"),
        ("ingest", "{file}.missing"),
        ("sources", "add", *TOLD[2:]),
        ("sources", "add", "--id", "psdpa", *TOLD[2:]),
        ("sources", "add", "--id", "../x", *TOLD[2:]),
        ("sources", "add", *TOLD[:3], "poem", *TOLD[4:]),
        ("sources", "add", *TOLD, "--organisation", "nobody"),
        ("sources", "add", *TOLD, "--file-en", "{file}.missing"),
    ],
)
def test_wrong_use_is_exit_code_2_and_writes_nothing(
    documents: Path, home: Path, arguments: tuple[str, ...]
) -> None:
    file = str(documents / "code.md")
    for language in Language:
        told = [argument.replace("{file}", file) for argument in arguments]
        done = run("--language", language, *told, home=home)
        assert done.returncode == 2, done.stdout
        assert "Traceback" not in done.stderr
    assert not (home / "corpus").exists()


def test_headings_that_do_not_pair_are_not_guessed(documents: Path, home: Path) -> None:
    with (documents / "code-fr.md").open("a", encoding="utf-8") as file:
        file.write("\n## Ailleurs\n\nAutre chose.\n")
    done = run("sources", "add", *TOLD, *both(documents), "--anchors", home=home)
    assert done.returncode == 2 and not (home / "corpus").exists()
    without = run("sources", "add", *TOLD, *both(documents), home=home)
    assert without.returncode == 0 and "--anchors" in without.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of its own")
def test_in_a_terminal_it_asks_for_what_is_missing(documents: Path, home: Path) -> None:
    answers = ["town.code", "departmental_code", "Code", "Code (fr)", "https://town.test/a",
               "https://town.test/b", "y", "", "n"]  # fmt: skip
    typed = in_terminal(["sources", "add", *both(documents)], answers, home)
    assert "town.code" in typed
    assert "before-you-start" in registry(home) and "gifts" not in registry(home)
    assert "Avant de commencer" in registry(home)


def in_terminal(arguments: list[str], answers: list[str], home: Path) -> str:
    """What a command prints to a terminal in which each question gets the next answer."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", "from advisor.cli import main; main()", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "ADVISOR_HOME": str(home), "LANG": "en_CA.UTF-8", "COLUMNS": "200"},
    )
    os.close(theirs)
    waiting, shown, deadline = list(answers), "", time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            shown += os.read(ours, 4096).decode("utf-8", errors="replace")
        except OSError:  # the other side is gone
            break
        if waiting and re.search(r"(?:: |\]: )$", shown):
            os.write(ours, f"{waiting.pop(0)}\n".encode())
            shown += "\n"
    os.close(ours)
    assert process.wait(30) == 0, shown
    return shown


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", list(Language))
def test_every_reason_and_level_is_said_in_words(language: Language) -> None:
    folder = Path(__file__).parents[2] / "advisor" / "corpus"
    text = "\n".join(path.read_text("utf-8") for path in folder.rglob("*.py"))
    codes = set(re.findall(r'SourceUnreadable\(\s*[\w.]+, f?"([a-z0-9_]+)', text))
    codes |= {"took_too_long", "took_too_much_memory", "unexpected_structure", "crashed"}
    assert len(codes) > 20
    assert codes <= set(Phrases().section("cli.ingest.reasons", language))
    levels = set(re.findall(r'"(section|clause|appendix|part|term|schedule|preamble)"', text))
    assert levels <= set(Phrases().section("cli.ingest.levels", language))
