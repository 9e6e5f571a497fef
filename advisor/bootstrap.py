"""The only wiring: settings become an advisor, or an index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from advisor.answering.composing.curated import CuratedComposer
from advisor.answering.composing.extractive import ExtractiveComposer
from advisor.answering.deciding import Decider
from advisor.answering.engine import Advisor
from advisor.answering.guarding import Guard
from advisor.answering.ports import Composer
from advisor.answering.rewriting import FollowUpRewriter
from advisor.config import ModelUse, Settings
from advisor.corpus.assigning import owners
from advisor.corpus.loading import Corpus, load_corpus
from advisor.corpus.locking import sole_writer
from advisor.corpus.passages import index_units
from advisor.corpus.texts import load_texts
from advisor.errors import ConfigurationError, RetrievalError
from advisor.packaged import packaged
from advisor.phrases import Phrases
from advisor.retrieval.dense import ChromaAddress
from advisor.retrieval.embedding import embedder
from advisor.retrieval.generations import (
    Contents,
    Manifest,
    Progress,
    build,
    current,
    read_manifest,
)
from advisor.retrieval.hybrid import HybridRetriever
from advisor.retrieval.ports import Embedder
from advisor.retrieval.serving import Serving

if TYPE_CHECKING:
    from advisor.llm.checking import ModelCheck


def build_advisor(settings: Settings, model: Embedder | None = None) -> Advisor:
    """An advisor that answers from the index in `settings.home`.

    Raises IndexMissing or IndexStale (run `advisor index`) and ConfigurationError.
    """
    phrases = Phrases()
    vectors = model or embedder(settings.embedding_model)
    return Advisor(
        serving=open_index(settings, vectors),
        retriever=HybridRetriever(vectors),
        guard=Guard(phrases),
        rewriter=FollowUpRewriter(phrases),
        decider=Decider(phrases, officers=_officers(settings)),
        composers=_composers(settings, phrases),
        phrases=phrases,
    )


def open_index(settings: Settings, model: Embedder) -> Serving:
    """The index of `settings.home`. Raises IndexMissing or IndexStale."""
    return Serving(settings.home, _chroma(settings), model)


def read_corpus(settings: Settings) -> Corpus:
    """The packaged corpus under the department's overlay. Raises CorpusError."""
    return load_corpus(packaged("corpus"), settings.overlay)


def index_is_current(settings: Settings) -> bool:
    """Whether the index being served was made from this corpus, these texts and this model."""
    try:
        manifest = read_manifest(settings.home / "index" / current(settings.home))
    except RetrievalError:
        return False
    model = embedder(settings.embedding_model)
    made_from = (manifest.embedder, manifest.corpus_version, manifest.texts)
    texts = load_texts(settings.home).version
    return made_from == (model.name, read_corpus(settings).version, texts)


def build_index(settings: Settings, progress: Progress, model: Embedder | None = None) -> Manifest:
    """Index the corpus and the official texts of `settings.home`, and switch to the result.

    Raises HomeBusy while another process indexes or ingests there.
    """
    with sole_writer(settings.home):
        corpus = read_corpus(settings)
        texts = load_texts(settings.home)
        official = tuple(texts)
        digests = tuple(p for view in corpus.digests.values() for p in view)
        contents = Contents(
            passages=(*digests, *official),
            units=(*digests, *index_units(official)),
            organisations=owners(corpus.sources.values()),
            texts=texts.version,
        )
        vectors = model or embedder(settings.embedding_model)
        return build(settings.home, corpus, contents, vectors, _chroma(settings), progress)


def _composers(settings: Settings, phrases: Phrases) -> Sequence[Composer]:
    curated, extractive = CuratedComposer(), ExtractiveComposer()
    if settings.model.name is None:
        return (curated, extractive)
    from advisor.llm.composer import llm_composer

    tailor = settings.model.use is ModelUse.TAILOR
    drafted = llm_composer(*_model(settings), phrases, tailor=tailor)
    return (drafted, curated, extractive) if tailor else (curated, drafted, extractive)


def check_configured_model(settings: Settings, phrases: Phrases) -> ModelCheck:
    """What the configured chat model can do. Raises ConfigurationError when none is configured."""
    from advisor.llm.checking import check_model

    if settings.model.name is None:
        raise ConfigurationError("ADVISOR_MODEL__NAME", "not set")
    return check_model(*_model(settings), phrases, read_corpus(settings))


def _model(settings: Settings) -> tuple[str, str | None, str | None, float]:
    """The model's settings as plain values: the packages below know no settings."""
    model = settings.model
    key = model.api_key.get_secret_value() if model.api_key else None
    return model.name or "", model.base_url, key, model.timeout


def _officers(settings: Settings) -> frozenset[str]:
    if settings.review == "off":
        return frozenset()
    return frozenset(settings.officers or ("*",))


def _chroma(settings: Settings) -> ChromaAddress:
    return ChromaAddress(**settings.chroma.model_dump())
