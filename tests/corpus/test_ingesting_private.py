"""A department's own documents: in its own collections, and seen by nobody else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from advisor.corpus.assigning import owners
from advisor.corpus.ingesting import IngestReport, ingest
from advisor.corpus.loading import Corpus, load_corpus
from advisor.corpus.passages import index_units
from advisor.corpus.texts import load_texts
from advisor.domain.profiles import Profile
from advisor.domain.values import Language
from advisor.packaged import packaged
from advisor.retrieval.dense import ChromaAddress
from advisor.retrieval.generations import Contents, Generation, build
from advisor.retrieval.hybrid import HybridRetriever
from tests.corpus.conftest import REGISTRY, write
from tests.fakes.embedder import WordEmbedder

MORE = """
  - id: departmental_code.town
    kind: departmental_code
    title: {en: Code of the Town, fr: Code de la ville}
    url: {en: "https://town.test/code", fr: "https://town.test/code-fr"}
    documents: {en: code.md, fr: code.fr.md}
  - id: village_rules
    kind: guidance
    title: {en: Rules of the Village, fr: Règles du village}
    url: {en: "https://village.test/", fr: "https://village.test/fr"}
    documents: {en: rules.md}
    organisation: village
  - id: public_rules
    kind: guidance
    title: {en: Rules for all, fr: Règles pour tous}
    url: {en: "https://all.test/", fr: "https://all.test/fr"}
    documents: {en: public.md}
"""
PEACOCKS = (
    "## 1. Peacocks\n\nWhoever keeps a peacock in the garden of the town hall must tell the"
    " gardener before noon, in writing, and pay two shillings for the seed that it eats."
)
SWANS = (
    "## 1. Swans\n\nWhoever feeds a swan on the pond of the village must first ask the warden of"
    " the pond, who keeps a list of names, and may say no when there are too many swans."
)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return load_corpus(write(tmp_path / "corpus", **{"registry.yaml": REGISTRY + MORE}))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "code.md").write_text(f"# Code of conduct\n\n{PEACOCKS}\n")
    (folder / "rules.md").write_text(f"# House rules\n\n{SWANS}\n")
    (folder / "public.md").write_text("# All\n\n## 1. Geese\n\nGeese may be fed by everybody.\n")
    return folder


def overlaid(tmp_path: Path, home: Path) -> Corpus:
    return load_corpus(tmp_path / "corpus", home / "corpus")


def refusals(report: IngestReport) -> dict[str, str]:
    return {Path(item.path).name: item.reason for item in report.refused}


def test_only_its_own_documents_can_be_made_private(
    corpus: Corpus, documents: Path, home: Path, tmp_path: Path
) -> None:
    report = ingest([documents], home, corpus, organisation="town")
    assert {(read.source_id, read.organisation) for read in report.read} == {
        ("departmental_code.town", "town")
    }
    assert report.declared == ("departmental_code.town",)
    assert refusals(report) == {
        "rules.md": "not_of_organisation",
        "public.md": "not_of_organisation",
    }
    assert owners(overlaid(tmp_path, home).sources.values()) == {
        "departmental_code.town": "town",
        "village_rules": "village",
    }


def test_what_the_registry_declares_private_is_so_without_being_told(
    corpus: Corpus, documents: Path, home: Path
) -> None:
    report = ingest([documents / "rules.md"], home, corpus)
    assert [read.organisation for read in report.read] == ["village"]
    assert report.declared == () and not (home / "corpus").exists()


def test_a_dry_run_makes_nothing_private(corpus: Corpus, documents: Path, home: Path) -> None:
    report = ingest([documents / "code.md"], home, corpus, organisation="town", dry_run=True)
    assert report.declared == ("departmental_code.town",)
    assert not home.exists()


def test_once_private_a_document_stays_private(
    corpus: Corpus, documents: Path, home: Path, tmp_path: Path
) -> None:
    ingest([documents / "code.md"], home, corpus, organisation="town")
    again = ingest([documents / "code.md"], home, overlaid(tmp_path, home))
    assert [(read.organisation, read.unchanged) for read in again.read] == [("town", True)]


def test_the_retriever_shows_private_documents_to_their_organisation_alone(
    corpus: Corpus, documents: Path, home: Path, tmp_path: Path
) -> None:
    ingest([documents / "code.md"], home, corpus, organisation="town")
    ingest([documents / "rules.md", documents / "public.md"], home, corpus)
    private = overlaid(tmp_path, home)
    official = tuple(load_texts(home))
    contents = Contents(
        passages=official,
        units=index_units(official),
        organisations=owners(private.sources.values()),
    )
    whole = load_corpus(packaged("corpus"))
    served = replace(whole, cards=dict(list(whole.cards.items())[:4]))  # what a classifier needs
    manifest = build(home, served, contents, WordEmbedder(), ChromaAddress(), lambda *_: None)
    assert manifest.collections == {"dept-town-en": 1, "dept-village-en": 1, "core-en": 1}
    generation = Generation(home, manifest.generation, ChromaAddress(), WordEmbedder())
    retriever = HybridRetriever(WordEmbedder())

    def seen(organisation: str | None, language: Language = Language.EN) -> set[str]:
        profile = Profile(language=language, organisation=organisation)
        found: set[str] = set()
        for question in ("a peacock in the garden", "who feeds a swan on the pond", "geese"):
            evidence = retriever.retrieve(question, profile, generation, passages=50)
            found |= {ranked.passage.source_id for ranked in evidence.passages}
            found |= {passage.source_id for passage in evidence.cited}
        return found & {"departmental_code.town", "village_rules", "public_rules"}

    assert seen("town") == {"departmental_code.town", "public_rules"}
    assert seen("village") == {"village_rules", "public_rules"}
    for language in Language:
        assert seen(None, language) == seen("city", language) == {"public_rules"}
