"""Which source a file is, in which language, and which of two copies is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.corpus.ingesting import Hint, IngestReport, ingest
from advisor.corpus.loading import Corpus, load_corpus
from advisor.corpus.texts import load_texts
from advisor.domain.values import Language
from tests.corpus.conftest import REGISTRY, write

MORE = """
  - id: lending_directive
    kind: directive
    title: {en: Directive on Lending, fr: Directive sur le prêt}
    url: {en: "https://www.example.test/pol/doc-eng.aspx?id=99001", fr: "https://example.test/f"}
    tbs_id: 99001
  - id: old_directive
    kind: replaced
    title: {en: Old Directive, fr: Ancienne directive}
    url: {en: "https://example.test/old-e", fr: "https://example.test/old-f"}
    status: replaced
    tbs_id: 99002
  - id: town.code
    kind: departmental_code
    title: {en: Code of the Town, fr: Code de la ville}
    url: {en: "https://www.town.test/code/", fr: "https://www.town.test/code-fr/"}
    documents: {en: [code.md, "Code of the Town.txt"], fr: "Code d'éthique.md"}
"""
ENGLISH = {
    "1": "Whoever borrows a tool from the town must bring it back within ten days, clean.",
    "2": "Anyone who cannot do so must tell the keeper before the ten days are over, and say why.",
    "3": "The keeper may give more time when nobody else has asked for the tool in the meantime.",
}
FRENCH = {
    "1": "Quiconque emprunte un outil à la ville doit le rapporter propre dans les dix jours.",
    "2": "La personne qui ne peut pas le faire doit en aviser le gardien avant ce délai.",
    "3": "Le gardien peut accorder plus de temps si personne n'a demandé l'outil entre-temps.",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return load_corpus(write(tmp_path / "corpus", **{"registry.yaml": REGISTRY + MORE}))


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def tbs(path: Path, number: str = "99001", declared: str = "en", words: str = "en") -> Path:
    texts = ENGLISH if words == "en" else FRENCH
    clauses = "".join(f"<clause anchor='1.{n}'>{text}</clause>" for n, text in texts.items())
    path.write_text(
        f"<doc title='Directive' documentID='{number}' language='{declared}'><chapters>"
        f"<chapter anchor='1' title='Scope'><clauses>{clauses}</clauses></chapter>"
        "</chapters></doc>",
        encoding="utf-8",
    )
    return path


def page(path: Path, head: str = "", title: str = "Directive on Lending", date: str = "") -> Path:
    items = "".join(f"<li id='cla1.{n}'>{text}</li>" for n, text in ENGLISH.items())
    dated = f"<time property='dateModified'>{date}</time>" if date else ""
    path.write_text(
        f"<!DOCTYPE html><html lang='en'><head>{head}</head><body><main><h1>{title}</h1>"
        f"<section class='pol-sec'><h2>1. Scope</h2><ul>{items}</ul></section>{dated}"
        "</main></body></html>",
        encoding="utf-8",
    )
    return path


def capture(path: Path, texts: dict[str, str] = ENGLISH) -> Path:
    clauses = "\n".join(f"1.{n}\n{text}" for n, text in texts.items())
    path.write_text(f'New column 0,New column 1\n1. Scope,"{clauses}"\n', encoding="utf-8-sig")
    return path


def markdown(path: Path, texts: dict[str, str] = ENGLISH) -> Path:
    lines = "\n\n".join(f"## {n}. Tools\n\n{text}" for n, text in texts.items())
    path.write_text(f"# Rules\n\n{lines}\n", encoding="utf-8")
    return path


def kept(report: IngestReport) -> dict[tuple[str, str], str]:
    return {(read.source_id, read.language): Path(read.path).name for read in report.read}


def refusals(report: IngestReport) -> dict[str, tuple[str, str]]:
    return {Path(item.path).name: (item.reason, item.detail) for item in report.refused}


def test_a_file_is_known_by_its_number(corpus: Corpus, documents: Path, home: Path) -> None:
    tbs(documents / "any-name.xml")
    report = ingest([documents], home, corpus)
    assert kept(report) == {("lending_directive", "en"): "any-name.xml"}
    passage = load_texts(home).passage("lending_directive#1.2", Language.EN)
    assert passage is not None and passage.text == ENGLISH["2"]


def test_a_page_is_known_by_its_own_address_else_by_its_title(
    corpus: Corpus, documents: Path, home: Path
) -> None:
    link = "<link rel='canonical' href='http://town.test/code#top'>"
    page(documents / "a.html", link, "Something new")
    page(documents / "b.html", title="Directive on lending")
    report = ingest([documents], home, corpus)
    assert kept(report) == {("town.code", "en"): "a.html", ("lending_directive", "en"): "b.html"}


def test_a_file_is_known_by_the_name_the_registry_declares(
    corpus: Corpus, documents: Path, home: Path
) -> None:
    markdown(documents / "CODE.md")
    markdown(documents / "Code d'éthique.md", FRENCH)
    report = ingest([documents], home, corpus)
    assert kept(report) == {
        ("town.code", "en"): "CODE.md",
        ("town.code", "fr"): "Code d'éthique.md",
    }
    assert report.one_language == () and report.pairings[0].rate == 1.0


def test_the_operator_says_what_a_file_does_not(
    corpus: Corpus, documents: Path, home: Path
) -> None:
    path = markdown(documents / "scan 0003.md", FRENCH)
    assert refusals(ingest([path], home, corpus)) == {path.name: ("not_registered", "Rules")}
    report = ingest([path], home, corpus, hint=Hint("town.code", Language.FR))
    assert kept(report) == {("town.code", "fr"): path.name}
    wrong = ingest([path], home, corpus, hint=Hint("town.code", Language.EN))
    assert refusals(wrong) == {path.name: ("wrong_language", "en, fr")}
    other = ingest([tbs(documents / "a.xml")], home, corpus, hint=Hint("town.code", Language.EN))
    assert refusals(other) == {"a.xml": ("other_source", "lending_directive")}


def test_a_language_declared_and_not_spoken_is_caught_before_anything_else(
    corpus: Corpus, documents: Path, home: Path
) -> None:
    tbs(documents / "known.xml", declared="fr")
    tbs(documents / "unknown.xml", number="12345", declared="en", words="fr")
    capture(documents / "99001-lending.en.csv", FRENCH)
    report = ingest([documents], home, corpus)
    assert not report.read
    assert refusals(report) == {
        "known.xml": ("wrong_language", "fr, en"),
        "unknown.xml": ("wrong_language", "en, fr"),
        "99001-lending.en.csv": ("wrong_language", "en, fr"),
    }


def test_of_two_copies_the_better_is_kept_and_the_other_is_reported(
    corpus: Corpus, documents: Path, home: Path
) -> None:
    capture(documents / "99001-lending.en.csv")
    page(documents / "99001-lending.html", date="2026-01-01")
    tbs(documents / "99001-lending.xml")
    report = ingest([documents], home, corpus)
    assert kept(report) == {("lending_directive", "en"): "99001-lending.xml"}
    assert not report.refused
    assert {Path(gone.path).name: Path(gone.by).name for gone in report.superseded} == {
        "99001-lending.en.csv": "99001-lending.xml",
        "99001-lending.html": "99001-lending.xml",
    }


def test_of_dated_copies_the_newest_is_kept_whatever_the_order(
    corpus: Corpus, documents: Path, home: Path
) -> None:
    for name, date in (("a", "2026-02-20"), ("b", "2026-07-27"), ("c", "2026-04-30")):
        page(documents / f"{name}.html", date=date)
    report = ingest([documents], home, corpus)
    assert kept(report) == {("lending_directive", "en"): "b.html"}
    assert [gone.version for gone in report.superseded] == ["2026-04-30", "2026-02-20"]


def test_what_the_store_holds_gives_way_only_to_what_is_not_worse(
    corpus: Corpus, documents: Path, home: Path
) -> None:
    ingest([page(documents / "new.html", date="2026-07-27")], home, corpus)
    older = ingest([page(documents / "old.html", date="2025-01-01")], home, corpus)
    assert not older.read and older.superseded[0].by == "new.html"
    undated = ingest([capture(documents / "99001-a.en.csv")], home, corpus)
    assert not undated.read and undated.superseded[0].by_version == "2026-07-27"
    newer = ingest([page(documents / "newest.html", date="2026-08-01")], home, corpus)
    assert kept(newer) == {("lending_directive", "en"): "newest.html"}
    assert load_texts(home).stored[0].version == "2026-08-01"


def test_a_replaced_instrument_is_read_and_never_in_force(
    corpus: Corpus, documents: Path, home: Path
) -> None:
    report = ingest([tbs(documents / "old.xml", number="99002")], home, corpus)
    assert [read.in_force for read in report.read] == [False]
    assert all(not p.in_force for p in load_texts(home).passages("old_directive", Language.EN))
    ingest([tbs(documents / "new.xml")], home, corpus)
    assert all(p.in_force for p in load_texts(home).passages("lending_directive", Language.EN))


def test_what_no_anchor_names_is_set_apart_with_its_reason(
    corpus: Corpus, documents: Path, home: Path
) -> None:
    path = documents / "play.md"
    path.write_text(f"# Play\n\n## Before you play\n\n{ENGLISH['1']}\n\n## After\n\n{ENGLISH['2']}")
    report = ingest([path], home, corpus, hint=Hint("play_directive", Language.EN))
    assert report.read[0].levels == {"part": 1}
    (apart,) = report.set_apart
    assert (apart.source_id, apart.heading, apart.reason) == (
        "play_directive",
        "After",
        "no_anchor",
    )
    none = ingest([path], home, corpus, hint=Hint("town.code", Language.EN))
    assert refusals(none) == {"play.md": ("no_anchors", "2")}
    assert [part.heading for part in none.set_apart] == ["Before you play", "After"]


def test_the_glossary_gives_its_terms_in_both_languages(
    tmp_path: Path, documents: Path, home: Path
) -> None:
    glossary = """
  - id: glossary
    kind: guidance
    title: {en: Glossary, fr: Glossaire}
    url: {en: "https://example.test/g-en", fr: "https://example.test/g-fr"}
    documents: {en: terms.csv, fr: terms.csv}
"""
    corpus = load_corpus(write(tmp_path / "corpus", **{"registry.yaml": REGISTRY + glossary}))
    (documents / "terms.csv").write_text(
        "source_id,source_en,source_fr,term_en,term_fr,def_en,def_fr,date_modified\n"
        "99001,Lending,Prêt,tool,,What is lent.,,2020-01-01\n"
        "99001,Lending,Prêt,tool,outil,What is lent out.,Ce qui est prêté.,2021-01-01\n",
        encoding="utf-8",
    )
    report = ingest([documents], home, corpus)
    assert {(read.language, read.provisions) for read in report.read} == {("en", 1), ("fr", 1)}
    passage = load_texts(home).passage("glossary#tool.99001", Language.EN)
    assert passage is not None and passage.text == "What is lent out."
    assert passage.level == "term"


def test_a_preview_shows_how_each_level_opens(corpus: Corpus, documents: Path, home: Path) -> None:
    report = ingest([tbs(documents / "a.xml")], home, corpus, dry_run=True)
    samples = {(sample.level, sample.locator) for sample in report.read[0].samples}
    assert samples == {("section", "1"), ("clause", "1.1"), ("clause", "1.2")}
    assert all(
        ENGLISH["1"].startswith(s.opening) for s in report.read[0].samples if "1.1" in s.locator
    )
