"""The advisor's own embedding model for people who build with LangChain."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from advisor.retrieval.embedding import embedder
from advisor.retrieval.ports import Embedder


class AdvisorEmbeddings(Embeddings):
    """LangChain `Embeddings` over an embedder of ours: bilingual, no network, no torch."""

    def __init__(self, model: Embedder | None = None) -> None:
        """`model`: by default the one that ships. Raises ConfigurationError when it is absent."""
        self._model = model or embedder()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """A unit vector for each text, in the order given."""
        return [[float(x) for x in vector] for vector in self._model.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        """A unit vector; questions and documents are embedded alike."""
        return self.embed_documents([text])[0]
