"""The advisor's retrieval for people who build with LangChain: provisions as Documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from advisor.corpus.loading import Corpus
from advisor.domain.answers import Evidence, RankedPassage
from advisor.domain.profiles import Profile
from advisor.domain.sources import covers
from advisor.domain.values import Language
from advisor.retrieval.dense import ChromaAddress
from advisor.retrieval.embedding import embedder
from advisor.retrieval.hybrid import HybridRetriever
from advisor.retrieval.ports import Embedder
from advisor.retrieval.serving import Serving

Search = Callable[[str, Profile], tuple[Evidence, Corpus]]
"""From a question and who asks it to evidence, and the corpus that the evidence came from."""


class AdvisorRetriever(BaseRetriever):
    """Provisions that bear on a question, best first, each a Document.

    `page_content` is the provision's text. Metadata: `id`, `source_id`, `locator`, `heading`,
    `title`, `url` (official, in the text's language), `version` (or None), `text_kind` (`official`
    or `digest`: our summary, never to be shown as a quote), `language`, `score` (0 to 1), `cards`
    (ids of the cards found that rest on this provision, nearest first) and `generation`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    search: Search
    profile: Profile = Profile()

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002, the base class passes it
    ) -> list[Document]:
        evidence, corpus = self.search(query, self.profile)
        return [_document(ranked, evidence, corpus) for ranked in evidence.passages]


def open_retriever(
    home: Path,
    *,
    language: Language = Language.EN,
    organisation: str | None = None,
    passages: int = 8,
    model: Embedder | None = None,
) -> AdvisorRetriever:
    """A retriever over the index in `home`, for questions in `language`; no network is used.

    Raises IndexMissing or IndexStale (run `advisor index`).
    """
    vectors = model or embedder()
    serving = Serving(home, ChromaAddress(), vectors)
    hybrid = HybridRetriever(vectors)

    def search(question: str, profile: Profile) -> tuple[Evidence, Corpus]:
        generation = serving.generation()
        evidence = hybrid.retrieve(question, profile, generation, passages=passages)
        return evidence, generation.corpus

    return AdvisorRetriever(
        search=search, profile=Profile(language=language, organisation=organisation)
    )


def _document(ranked: RankedPassage, evidence: Evidence, corpus: Corpus) -> Document:
    passage = ranked.passage
    source = corpus.sources[passage.source_id]
    metadata: dict[str, Any] = {
        "id": passage.id,
        "source_id": passage.source_id,
        "locator": passage.locator,
        "heading": passage.heading,
        "title": source.title.to(passage.language),
        "url": passage.url or source.address(passage.locator, passage.language),
        "version": passage.version,
        "text_kind": str(passage.view),
        "language": str(passage.language),
        "score": ranked.score,
        "cards": [
            one.card.id
            for one in evidence.cards
            if any(_rests_on(cited, ranked, source.dotted) for cited in one.card.citations)
        ],
        "generation": evidence.generation,
    }
    return Document(page_content=passage.text, metadata=metadata, id=passage.id)


def _rests_on(cited: str, ranked: RankedPassage, dotted: bool) -> bool:
    source_id, _, locator = cited.partition("#")
    passage = ranked.passage
    return source_id == passage.source_id and covers(locator, passage.locator, dotted=dotted)
