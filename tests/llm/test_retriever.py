"""Provisions as LangChain Documents, and our embedder as LangChain Embeddings."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from advisor.corpus.loading import Corpus
from advisor.domain.answers import Evidence, RankedCard
from advisor.domain.profiles import Profile
from advisor.domain.values import Language
from advisor.llm.embeddings import AdvisorEmbeddings
from advisor.llm.retriever import AdvisorRetriever, open_retriever
from advisor.retrieval.dense import ChromaAddress
from advisor.retrieval.embedding import embedder
from advisor.retrieval.generations import Contents, build
from advisor.retrieval.ports import Embedder
from tests.llm.conftest import QUESTIONS, digests, evidence

ROOT = Path(__file__).resolve().parents[2]
CARD = "gifts.supplier-gift-basket"


@pytest.fixture(scope="module")
def model() -> Embedder:
    return embedder()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, corpus: Corpus, model: Embedder) -> Path:
    """A home whose index holds the summaries of one directive."""
    folder = tmp_path_factory.mktemp("home")
    few = tuple(
        passage
        for view in corpus.digests.values()
        for passage in view
        if passage.provision.startswith("coi_directive#4.2.1")
    )
    contents = Contents(passages=few, units=few)
    small = replace(corpus, cards={CARD: corpus.cards[CARD]})
    build(folder, small, contents, model, ChromaAddress(), lambda stage, done, total: None)
    return folder


def test_a_document_says_where_its_words_come_from(corpus: Corpus, language: Language) -> None:
    passage, other = digests(corpus, language)
    found = evidence(passage, other).model_copy(
        update={"cards": (RankedCard(card=corpus.cards[CARD], score=0.9),), "generation": "g1"}
    )
    retriever = AdvisorRetriever(search=lambda question, profile: (found, corpus))
    first, second = retriever.invoke(QUESTIONS[language])
    assert first.page_content == passage.text
    assert first.id == passage.id
    assert first.metadata["source_id"] == "coi_directive"
    assert first.metadata["locator"] == "4.2.13"
    assert first.metadata["text_kind"] == "digest"
    assert first.metadata["language"] == language
    assert first.metadata["version"] == passage.version
    assert first.metadata["generation"] == "g1"
    assert first.metadata["url"].startswith("https://")
    assert first.metadata["cards"] == [CARD]
    assert second.metadata["cards"] == []


def test_the_profile_reaches_the_search(corpus: Corpus) -> None:
    asked: list[tuple[str, Profile]] = []

    def search(question: str, profile: Profile) -> tuple[Evidence, Corpus]:
        asked.append((question, profile))
        return Evidence(), corpus

    who = Profile(language=Language.FR, organisation="cra")
    assert AdvisorRetriever(search=search, profile=who).invoke("Puis-je?") == []
    assert asked == [("Puis-je?", who)]


def test_an_index_on_disk_is_searched_in_both_languages(
    home: Path, model: Embedder, language: Language
) -> None:
    documents = open_retriever(home, language=language, passages=3, model=model).invoke(
        QUESTIONS[language]
    )
    assert 1 <= len(documents) <= 3
    assert {one.metadata["language"] for one in documents} == {str(language)}
    scores = [one.metadata["score"] for one in documents]
    assert all(0.0 <= score <= 1.0 for score in scores)


def test_the_example_of_the_documentation_runs_offline(home: Path, language: Language) -> None:
    example = ROOT / "examples" / "langchain_retriever.py"
    run = subprocess.run(
        [sys.executable, str(example), "--home", str(home), "--language", language,
         QUESTIONS[language]],
        capture_output=True, text=True, cwd=ROOT, timeout=120,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "coi_directive 4.2.1" in run.stdout


def test_embeddings_are_unit_vectors_of_the_bundled_model(model: Embedder) -> None:
    embeddings = AdvisorEmbeddings(model)
    one, two = embeddings.embed_documents(["A gift from a supplier", "Un cadeau d'un fournisseur"])
    assert len(one) == model.dimension
    assert sum(x * x for x in one) == pytest.approx(1.0, abs=1e-3)
    assert embeddings.embed_query("Ça va?") == embeddings.embed_documents(["Ça va?"])[0]
    assert sum(a * b for a, b in zip(one, two, strict=True)) > 0.5
