"""Any sentence-transformers model by one setting, tried on a real one through the whole path."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from advisor.corpus.loading import load_corpus
from advisor.domain.profiles import Profile
from advisor.errors import IndexStale
from advisor.packaged import packaged
from advisor.retrieval.dense import ChromaAddress
from advisor.retrieval.embedding import OnnxEmbedder, embedder
from advisor.retrieval.generations import Contents, build
from advisor.retrieval.hybrid import HybridRetriever
from advisor.retrieval.ports import Embedder
from advisor.retrieval.serving import Serving
from bench.minilm import folder
from tests.contracts.embedders import EmbedderContract


@pytest.fixture(scope="module")
def minilm() -> Iterator[Embedder]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what torch and its friends say of themselves
        yield embedder(str(folder()))


class TestSentenceTransformerEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self, minilm: Embedder) -> Embedder:
        return minilm


def test_an_index_by_another_model_serves_it_and_refuses_ours(
    tmp_path: Path, minilm: Embedder
) -> None:
    whole = load_corpus(packaged("corpus"))
    cards = {id: c for id, c in whole.cards.items() if c.topic == "gifts_hospitality"}
    digests = {
        language: tuple(p for p in passages if p.source_id == "ve_code")
        for language, passages in whole.digests.items()
    }
    corpus = replace(whole, cards=cards, outside={}, digests=digests)
    passages = tuple(p for view in digests.values() for p in view)
    contents = Contents(passages=passages, units=passages)
    build(tmp_path, corpus, contents, minilm, ChromaAddress(), lambda *_: None)
    generation = Serving(tmp_path, ChromaAddress(), minilm).generation()
    asked = "A supplier sent a basket of fruit to the office. Is that allowed?"
    evidence = HybridRetriever(minilm).retrieve(asked, Profile(), generation)
    assert evidence.cards[0].card.id == "gifts.supplier-gift-basket"
    with pytest.raises(IndexStale, match="made with sentence-transformers"):
        Serving(tmp_path, ChromaAddress(), OnnxEmbedder())
