from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from advisor.corpus.loading import Corpus, load_corpus
from advisor.domain.profiles import Profile
from advisor.domain.values import Language
from advisor.errors import IndexMissing, IndexStale
from advisor.packaged import packaged
from advisor.retrieval.dense import ChromaAddress
from advisor.retrieval.generations import Contents, Generation, Manifest, build, current
from advisor.retrieval.hybrid import HybridRetriever, fuse
from advisor.retrieval.serving import Serving
from tests.fakes.embedder import WordEmbedder

EMBEDDED = ChromaAddress()


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """Four cards and the summaries of two sources: enough to search, quick to build."""
    whole = load_corpus(packaged("corpus"))
    cards = dict(list(whole.cards.items())[:4])
    digests = {
        language: tuple(p for p in passages if p.source_id in ("psdpa", "ve_code"))
        for language, passages in whole.digests.items()
    }
    return replace(whole, cards=cards, digests=digests)


def contents(corpus: Corpus) -> Contents:
    passages = tuple(p for view in corpus.digests.values() for p in view)
    return Contents(passages=passages, units=passages)


@pytest.fixture
def make(tmp_path: Path, corpus: Corpus) -> Callable[..., Manifest]:
    def made(embedder: WordEmbedder | None = None) -> Manifest:
        return build(
            tmp_path, corpus, contents(corpus), embedder or WordEmbedder(), EMBEDDED, _quiet
        )

    return made


def _quiet(stage: str, done: int, total: int) -> None:
    assert done <= total, stage


def test_no_index_yet_is_said_as_such(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        Serving(tmp_path, EMBEDDED, WordEmbedder())


def test_a_build_serves_what_it_was_given(
    tmp_path: Path, corpus: Corpus, make: Callable[..., Manifest]
) -> None:
    manifest = make()
    generation = Generation(tmp_path, manifest.generation, EMBEDDED, WordEmbedder())
    assert set(generation.corpus.cards) == set(corpus.cards)
    assert generation.corpus.routing == corpus.routing
    provision = generation.passages.views("psdpa#19.1")
    assert {view.language for view in provision} == set(Language)


def test_only_what_changed_is_embedded_again(make: Callable[..., Manifest]) -> None:
    first, again = WordEmbedder(), WordEmbedder()
    make(first)
    make(again)
    checked = again.calls  # the new generation's own check embeds its probes, nothing else
    assert checked < first.calls / 3
    assert first.calls - checked > 100


def test_a_process_serves_the_new_generation_from_its_next_question(
    tmp_path: Path, make: Callable[..., Manifest]
) -> None:
    make()
    serving = Serving(tmp_path, EMBEDDED, WordEmbedder())
    before = serving.generation()
    newer = make()
    assert serving.generation().name == newer.generation
    assert before.passages.views("psdpa#19.1")  # whoever began with the old one can finish


def test_an_index_of_another_model_is_refused_with_the_reason(
    tmp_path: Path, make: Callable[..., Manifest]
) -> None:
    make()
    with pytest.raises(IndexStale, match="made with words, asked with other"):
        Serving(tmp_path, EMBEDDED, WordEmbedder(name="other"))


@pytest.mark.parametrize("file", ["corpus.json", "passages.db", "questions.npy", "manifest.json"])
def test_a_damaged_generation_is_noticed_and_the_one_before_serves_on(
    tmp_path: Path, make: Callable[..., Manifest], file: str
) -> None:
    good = make()
    serving = Serving(tmp_path, EMBEDDED, WordEmbedder())
    bad = make()
    damaged = tmp_path / "index" / bad.generation / file
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 0xFF
    damaged.write_bytes(bytes(content))
    assert serving.generation().name == good.generation
    started_anew = Serving(tmp_path, EMBEDDED, WordEmbedder())
    assert started_anew.generation().name == good.generation
    with pytest.raises(IndexStale):
        Generation(tmp_path, bad.generation, EMBEDDED, WordEmbedder())


def test_a_failed_build_leaves_the_old_index_serving(
    tmp_path: Path, corpus: Corpus, make: Callable[..., Manifest]
) -> None:
    make()
    before = current(tmp_path)

    class Broken(WordEmbedder):
        def embed(self, texts):  # type: ignore[no-untyped-def]
            raise RuntimeError("no model")

    with pytest.raises(RuntimeError):
        build(tmp_path, corpus, contents(corpus), Broken(name="b"), EMBEDDED, _quiet)
    assert current(tmp_path) == before
    assert len([f for f in (tmp_path / "index").iterdir() if f.is_dir()]) == 1


def test_the_previous_generation_is_kept_and_older_ones_go(
    tmp_path: Path, make: Callable[..., Manifest]
) -> None:
    names = [make().generation for _ in range(4)]
    kept = sorted(f.name for f in (tmp_path / "index").iterdir() if f.is_dir())
    assert kept == sorted(names[-2:])


def test_what_a_killed_build_left_is_swept_away(
    tmp_path: Path, make: Callable[..., Manifest]
) -> None:
    half = tmp_path / "index" / "20200101T000000000000-abcdef" / "bm25"
    half.mkdir(parents=True)
    made = make()
    assert not half.parent.exists()
    assert current(tmp_path) == made.generation


def test_retrieval_prefers_the_askers_language_and_finds_across_languages(
    tmp_path: Path, make: Callable[..., Manifest]
) -> None:
    make()
    generation = Serving(tmp_path, EMBEDDED, WordEmbedder()).generation()
    retriever = HybridRetriever(WordEmbedder())
    for language in Language:
        evidence = retriever.retrieve(
            "complaint reprisal plainte représailles", Profile(language=language), generation
        )
        assert evidence.passages[0].passage.language is language
        assert evidence.generation == generation.name


def test_fusion_adds_weighted_reciprocal_ranks() -> None:
    one = [("a", 9.0), ("b", 8.0)]
    two = [("b", 0.2), ("c", 0.1)]
    fused = dict(fuse([(one, 1.0), (two, 0.5)], 60))
    assert fused["b"] == pytest.approx(1 / 62 + 0.5 / 61)
    assert next(iter(fused)) == "b"
    assert fused["a"] > fused["c"]
