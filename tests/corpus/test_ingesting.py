"""Ingesting documents, and the store that keeps them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from advisor.corpus.ingesting import IngestReport, ingest
from advisor.corpus.loading import Corpus, load_corpus
from advisor.corpus.texts import OfficialTexts, load_texts
from advisor.domain.values import Language
from advisor.errors import SourceChanged, SourceUnreadable
from tests.corpus.conftest import write
from tests.corpus.test_justice_xml import HEAD

BODY = """<Body>{sections}</Body></Statute>"""
SECTION = "<Section><Label>{number}</Label><Text>{text}</Text></Section>"


def act(folder: Path, name: str, language: str = "en", text: str = "Play fair.") -> Path:
    sections = "".join(SECTION.format(number=n, text=f"{text} ({n})") for n in ("9", "10", "12.1"))
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD.format(language=language) + BODY.format(sections=sections), "utf-8")
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return load_corpus(write(tmp_path / "corpus"))


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return tmp_path / "documents"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_a_file_is_read_under_every_source_that_is_part_of_it(
    corpus: Corpus, documents: Path, home: Path
) -> None:
    act(documents, "en.xml")
    report = ingest([documents], home, corpus)
    assert {(read.source_id, read.provisions) for read in report.read} == {
        ("fair_play_act", 2),
        ("fair_play_part2", 1),
    }
    assert report.read[0].levels == {"section": 1}
    assert report.one_language == ("fair_play_act", "fair_play_part2")
    passage = load_texts(home).passage("fair_play_part2#10", Language.EN)
    assert passage is not None and passage.text == "Play fair. (10)"
    assert load_texts(home).passage("fair_play_act#12.1", Language.EN) is not None


def test_bad_files_are_refused_with_a_code_and_stop_nobody(
    corpus: Corpus, documents: Path, home: Path
) -> None:
    act(documents, "a.xml")
    (documents / "b.xml").write_text("<Statute")
    (documents / "README.md").write_text("# notes")
    (documents / "c.odt").write_text("notes")
    (documents / "d.md").write_text("# Notes on something else\n\nBe fair.")
    (documents / "d.xml").write_bytes(b"\x00\xff\xfe")
    (documents / ".hidden.xml").write_text("never met")
    other = act(documents, "e.xml")
    other.write_text(other.read_text().replace("F-1", "Z-9"))
    act(documents, "f/again.xml")
    act(documents, "g.xml", "fr")

    report = ingest([documents, documents / "missing.xml"], home, corpus)

    assert {Path(read.path).name for read in report.read} == {"a.xml", "g.xml"}
    refused = {Path(item.path).name: (item.reason, item.detail) for item in report.refused}
    assert refused["b.xml"][0] == refused["d.xml"][0] == "malformed_xml"
    assert refused["README.md"] == ("not_a_document", "README.md")
    assert refused["c.odt"] == ("unsupported_format", ".odt")
    assert refused["d.md"] == ("not_registered", "Notes on something else")
    assert refused["e.xml"] == ("not_registered", "Z-9")
    assert refused["again.xml"] == ("already_read", str(documents / "a.xml"))
    assert refused["missing.xml"][0] == "unreadable"
    assert ".hidden.xml" not in refused
    assert {pairing.source_id: pairing.rate for pairing in report.pairings} == {
        "fair_play_act": 1.0,
        "fair_play_part2": 1.0,
    }


def test_an_unchanged_file_is_reported_and_nothing_is_written(
    corpus: Corpus, documents: Path, home: Path
) -> None:
    act(documents, "en.xml")
    ingest([documents], home, corpus)
    manifest = home / "texts" / "manifest.json"
    before = manifest.read_bytes()
    assert all(read.unchanged for read in ingest([documents], home, corpus).read)
    assert manifest.read_bytes() == before
    act(documents, "en.xml", text="Play fairly.")
    assert not any(read.unchanged for read in ingest([documents], home, corpus).read)
    found = load_texts(home).passage("fair_play_part2#10", Language.EN)
    assert found is not None and found.text == "Play fairly. (10)"


def test_a_dry_run_writes_nothing(corpus: Corpus, documents: Path, home: Path) -> None:
    act(documents, "en.xml")
    assert ingest([documents], home, corpus, dry_run=True).read
    assert not home.exists()


def test_progress_is_told_before_each_file(corpus: Corpus, documents: Path, home: Path) -> None:
    act(documents, "en.xml")
    act(documents, "fr.xml", "fr")
    told: list[tuple[int, int, str]] = []
    ingest([documents], home, corpus, progress=lambda n, of, path: told.append((n, of, path.name)))
    assert told == [(1, 2, "en.xml"), (2, 2, "fr.xml")]


def test_a_reader_from_before_still_reads_what_it_opened(
    corpus: Corpus, documents: Path, home: Path
) -> None:
    act(documents, "en.xml")
    ingest([documents], home, corpus)
    earlier = load_texts(home)
    act(documents, "en.xml", text="Play fairly.")
    ingest([documents], home, corpus)
    found = earlier.passage("fair_play_part2#10", Language.EN)
    assert found is not None and found.text == "Play fair. (10)"


def test_an_altered_text_is_never_shown(corpus: Corpus, documents: Path, home: Path) -> None:
    act(documents, "en.xml")
    ingest([documents], home, corpus)
    (path,) = (home / "texts").glob("fair_play_part2.en.*.json.gz")
    original = path.read_bytes()
    edited = gzip.compress(gzip.decompress(original).replace(b"fair", b"foul"), mtime=0)
    flipped = [original[:n] + bytes([original[n] ^ 1]) + original[n + 1 :] for n in range(0, 90, 3)]
    for content in (edited, b"", *flipped):
        path.write_bytes(content)
        with pytest.raises(SourceChanged):
            load_texts(home).passage("fair_play_part2#10", Language.EN)
    path.unlink()
    with pytest.raises(SourceUnreadable):
        load_texts(home).passages("fair_play_part2", Language.EN)


def test_a_damaged_manifest_is_named(corpus: Corpus, documents: Path, home: Path) -> None:
    act(documents, "en.xml")
    ingest([documents], home, corpus)
    (home / "texts" / "manifest.json").write_text("{")
    with pytest.raises(SourceChanged, match=r"manifest\.json"):
        load_texts(home)


def test_a_half_written_file_from_a_killed_process_changes_nothing(
    corpus: Corpus, documents: Path, home: Path
) -> None:
    act(documents, "en.xml")
    ingest([documents], home, corpus)
    (home / "texts" / ".manifest.json.99").write_text("{")
    (home / "texts" / "fair_play_act.en.000000000000.json.gz").write_bytes(b"half")
    assert load_texts(home).passage("fair_play_act#9", Language.EN) is not None
    act(documents, "en.xml", text="Play fairly.")
    ingest([documents], home, corpus)
    assert not (home / "texts" / "fair_play_act.en.000000000000.json.gz").exists()


def test_an_empty_home_has_no_texts(tmp_path: Path) -> None:
    texts = load_texts(tmp_path)
    assert list(texts) == [] and texts.passage("psdpa#8", Language.EN) is None
    assert not texts.has("psdpa")


def test_the_manifest_says_where_each_text_came_from(
    corpus: Corpus, documents: Path, home: Path
) -> None:
    act(documents, "en.xml")
    ingest([documents], home, corpus)
    (first, _) = json.loads((home / "texts" / "manifest.json").read_text())["texts"]
    assert first["origin"]["name"] == "en.xml" and len(first["origin"]["checksum"]) == 64
    assert first["origin"]["current_to"] == "2025-06-30" and first["version"] == "2024-01-31"
    assert first["ingested_at"].endswith("Z")


def test_all_real_instruments_are_read(
    ingested: tuple[IngestReport, OfficialTexts],
) -> None:
    report, texts = ingested
    assert len({read.path for read in report.read}) == 36
    assert [Path(item.path).name for item in report.refused] == ["LICENSE.md"]
    assert sum(text.provisions for text in texts.stored) > 20_000
