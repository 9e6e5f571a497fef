"""All of the real documents in one run: what is read, what gives way, what is refused and why."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from advisor.corpus.ingesting import IngestReport, ingest
from advisor.corpus.loading import load_corpus
from advisor.corpus.texts import OfficialTexts, load_texts
from advisor.domain.values import Language
from advisor.packaged import packaged

DECLARED = """
sources:
  - id: network_use_guideline
    kind: replaced
    title: {en: Guideline on Acceptable Network and Device Use, fr: Ligne directrice sur l'utilisation acceptable des dispositifs et des réseaux}
    url: {en: "https://www.tbs-sct.canada.ca/pol/doc-eng.aspx?id=27907", fr: "https://www.tbs-sct.canada.ca/pol/doc-fra.aspx?id=27907"}
    status: replaced
    tbs_id: 27907
  - id: network_use_acceptable
    kind: directive
    title: {en: Examples of Acceptable Network and Device Use, fr: Exemples d'utilisation acceptable des réseaux et des dispositifs}
    url: {en: "https://www.tbs-sct.canada.ca/pol/doc-eng.aspx?id=32707", fr: "https://www.tbs-sct.canada.ca/pol/doc-fra.aspx?id=32707"}
    tbs_id: 32707
  - id: policy_glossary
    kind: guidance
    title: {en: Treasury Board policy glossary, fr: Glossaire des politiques du Conseil du Trésor}
    url: {en: "https://www.tbs-sct.canada.ca/pol/glossary-eng.aspx", fr: "https://www.tbs-sct.canada.ca/pol/glossary-fra.aspx"}
    documents: {en: policy_glossary.csv, fr: policy_glossary.csv}
  - id: task_team_report
    kind: report
    title: {en: Deputy Ministers' Task Team on Values and Ethics Report, fr: Rapport de l'équipe spéciale de sous-ministres}
    url: {en: "https://example.test/report", fr: "https://example.test/rapport"}
    documents: {en: 000_35d0d65e0888307c.txt}
    anchors:
      - {id: message-from-the-task-team, heading: {en: Message from the Task Team, fr: Message de l'équipe spéciale}}
      - {id: what-we-have-heard, heading: {en: What We Have Heard, fr: Ce que nous avons entendu}}
      - {id: conclusion, heading: {en: Conclusion, fr: Conclusion}}
  - id: clerk_update_2024
    kind: paper
    title: {en: Values and Ethics Update, fr: Mise à jour sur les valeurs et l'éthique}
    url: {en: "https://example.test/update", fr: "https://example.test/mise-a-jour"}
    documents: {en: 001_9a48a5d0c48a9a5d.txt}
    anchors:
      - {id: our-journey-ahead, heading: {en: "Values and Ethics Update: Our Journey Ahead", fr: Le chemin à parcourir}}
      - {id: next-steps, heading: {en: Next steps, fr: Prochaines étapes}}
"""  # noqa: E501 - an entry is a few long lines
NO_DOCUMENTS = {
    "README.md", "LICENSE.md", "attack-payloads.jsonl", "pairs.jsonl.gz", "titles.jsonl.gz",
    "32621-request-rejected.html",
}  # fmt: skip
OTHER_LANGUAGE = {"32743-language-mismatch.html", "32743-language-mismatch.xml"}


@pytest.fixture(scope="module")
def everything(
    official_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[IngestReport, OfficialTexts]:
    home = tmp_path_factory.mktemp("home")
    (home / "corpus").mkdir()
    (home / "corpus" / "registry.yaml").write_text(DECLARED, encoding="utf-8")
    corpus = load_corpus(packaged("corpus"), home / "corpus")
    return ingest([official_data], home, corpus), load_texts(home)


def names(rows: object) -> set[str]:
    return {Path(row.path).name for row in rows}  # type: ignore[attr-defined]


def test_every_file_is_read_or_gives_way_or_is_refused_for_a_good_reason(
    everything: tuple[IngestReport, OfficialTexts], official_data: Path
) -> None:
    report, _ = everything
    refused = {(Path(row.path).name, row.reason) for row in report.refused}
    assert refused == {(name, "not_a_document") for name in NO_DOCUMENTS} | {
        (name, "wrong_language") for name in OTHER_LANGUAGE
    }
    files = {path.name for path in official_data.rglob("*") if path.is_file()}
    assert names(report.read) | names(report.superseded) | names(report.refused) == files
    formats = Counter(path_format for path_format in {(r.path, r.format) for r in report.read})
    assert sum(name == "justice_xml" for _, name in formats) == 36


def test_the_better_copy_of_each_instrument_is_kept(
    everything: tuple[IngestReport, OfficialTexts],
) -> None:
    report, _ = everything
    by = {Path(row.path).name: Path(row.by).name for row in report.superseded}
    assert by["32592-automated-decision-making.html"] == "32592-automated-decision-making.xml"
    assert by["32671-harassment-violence.en.csv"] == "32671-harassment-and-violence.xml"
    assert by["32621-people-management.en.csv"] == "32621-people-management.xml"
    assert by["32692-2026-02-20.html"] == by["32692-2026-04-30.html"] == "32692-2026-07-27.html"
    read = names(report.read)
    assert {"32627-conflict-of-interest.en.csv", "25049-values-ethics-code.fr.csv"} <= read


def test_what_matters_most_is_there_in_both_languages(
    everything: tuple[IngestReport, OfficialTexts],
) -> None:
    _, texts = everything
    for provision in (
        "coi_directive#4.2.13",
        "ve_code#3.3",
        "psdpa#19.1",
        "harassment_directive#4",
    ):
        for language in Language:
            passage = texts.passage(provision, language)
            assert passage is not None and passage.in_force, (provision, language)


def test_the_policy_of_2012_is_recognised_and_not_in_force(
    everything: tuple[IngestReport, OfficialTexts],
) -> None:
    report, texts = everything
    passages = texts.passages("coi_policy_2012", Language.EN)
    assert passages and not any(passage.in_force for passage in passages)
    assert [row.in_force for row in report.read if row.source_id == "coi_policy_2012"] == [False]


def test_seeds_and_glossary_give_provisions(
    everything: tuple[IngestReport, OfficialTexts],
) -> None:
    _, texts = everything
    assert texts.passage("task_team_report#what-we-have-heard", Language.EN) is not None
    assert texts.passage("clerk_update_2024#next-steps", Language.EN) is not None
    assert len(texts.passages("policy_glossary", Language.EN)) > 400
    assert len(texts.passages("policy_glossary", Language.FR)) > 400


def test_a_second_run_changes_nothing(
    everything: tuple[IngestReport, OfficialTexts],
    official_data: Path,
    tmp_path: Path,
) -> None:
    folder = official_data / "tbs-policy"
    corpus = load_corpus(packaged("corpus"))
    first = ingest([folder], tmp_path, corpus)
    again = ingest([folder], tmp_path, corpus)
    assert all(row.unchanged for row in again.read)
    assert names(again.read) == names(first.read)
    assert again.superseded == first.superseded
