from __future__ import annotations

from pathlib import Path

import pytest

from advisor.retrieval.dense import ChromaAddress, ChromaIndex, open_chroma
from advisor.retrieval.lexical import BM25Index
from advisor.retrieval.ports import PassageIndex
from tests.contracts.indexes import COLLECTIONS, PassageIndexContract
from tests.fakes.embedder import WordEmbedder


class TestChromaIndex(PassageIndexContract):
    @pytest.fixture(scope="class")
    @classmethod
    def index(cls, tmp_path_factory: pytest.TempPathFactory) -> PassageIndex:
        folder = tmp_path_factory.mktemp("chroma")
        built = ChromaIndex(open_chroma(folder, "g", ChromaAddress(), create=True))
        for name, passages in COLLECTIONS.items():
            vectors = WordEmbedder().embed(list(passages.values()))
            built.add(name, list(passages), vectors)
        return ChromaIndex(open_chroma(folder, "g", ChromaAddress(), create=False))


class TestBM25Index(PassageIndexContract):
    @pytest.fixture(scope="class")
    @classmethod
    def index(cls, tmp_path_factory: pytest.TempPathFactory) -> PassageIndex:
        folder: Path = tmp_path_factory.mktemp("bm25")
        for name, passages in COLLECTIONS.items():
            BM25Index.build(folder, name, list(passages), list(passages.values()))
        return BM25Index(folder)

    def test_accents_and_elisions_do_not_hide_a_french_word(self, tmp_path: Path) -> None:
        BM25Index.build(tmp_path, "core-fr", ["e"], ["la déclaration d'un congé"])
        index = BM25Index(tmp_path)
        vector = WordEmbedder().embed([""])[0]
        for typed in ("declaration", "d'un conge", "CONGÉ"):
            assert [h.passage_id for h in index.search(typed, vector, ["core-fr"], 3)] == ["e"]
