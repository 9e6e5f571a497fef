"""Passages by meaning: Chroma, embedded in this process or as a server by address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.domain.values import Value
from advisor.errors import ConfigurationError, RetrievalError
from advisor.retrieval.ports import Hit, Vectors

if TYPE_CHECKING:
    from chromadb.api import AdminAPI, ClientAPI

_WRITE_BATCH = 1000
_TENANT = "default_tenant"


class ChromaAddress(Value):
    """A Chroma server. No host: Chroma runs embedded, for one process only."""

    host: str | None = None
    port: int = 8000
    ssl: bool = False


def open_chroma(
    folder: Path, generation: str, address: ChromaAddress, *, create: bool
) -> ClientAPI:
    """A client on one generation: its own folder when embedded, its own database on a server.

    Raises RetrievalError when the server cannot be reached or the generation is not there.
    """
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if address.host is None:
        if not create and not folder.exists():
            raise RetrievalError(f"no vectors in {folder}")
        return chromadb.PersistentClient(path=str(folder), settings=settings)
    try:
        if create:
            _admin(address).create_database(generation, _TENANT)
        return chromadb.HttpClient(
            host=address.host,
            port=address.port,
            ssl=address.ssl,
            settings=settings,
            database=generation,
        )
    except Exception as error:
        raise ConfigurationError(
            "ADVISOR_CHROMA__HOST", f"no Chroma at {address.host}:{address.port}"
        ) from error


def drop_chroma(generation: str, address: ChromaAddress) -> None:
    """Delete a generation's database on a server; nothing to do when Chroma is embedded.

    A server that refuses keeps what nobody reads any more: that costs space, never truth.
    """
    if address.host is not None:
        with suppress(Exception):
            _admin(address).delete_database(generation, _TENANT)


def _admin(address: ChromaAddress) -> AdminAPI:
    import chromadb
    from chromadb.config import Settings

    return chromadb.AdminClient(
        Settings(
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host=address.host,
            chroma_server_http_port=address.port,
            chroma_server_ssl_enabled=address.ssl,
            anonymized_telemetry=False,
        )
    )


class ChromaIndex:
    """One collection per language and audience; vectors are always ours, never Chroma's own."""

    def __init__(self, client: ClientAPI) -> None:
        """Serve from `client`; collections are opened once."""
        self._client = client
        self._collections: dict[str, Any] = {
            found.name: client.get_collection(found.name, embedding_function=None)
            for found in client.list_collections()
        }

    def add(self, collection: str, ids: Sequence[str], vectors: Vectors) -> None:
        """Write `ids` with `vectors` (len(ids), dimension) into `collection`, made if absent."""
        if collection not in self._collections:
            self._collections[collection] = self._client.create_collection(
                collection, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )
        for start in range(0, len(ids), _WRITE_BATCH):
            part = slice(start, start + _WRITE_BATCH)
            self._collections[collection].add(
                ids=list(ids[part]), embeddings=vectors[part].tolist()
            )

    def count(self, collection: str) -> int:
        """How many vectors `collection` holds; 0 when there is no such collection."""
        found = self._collections.get(collection)
        return int(found.count()) if found is not None else 0

    def search(
        self,
        question: str,  # noqa: ARG002  (the port serves words and vectors alike)
        vector: Vectors,
        collections: Sequence[str],
        limit: int,
    ) -> list[Hit]:
        """The nearest passages, `limit` per collection; the score is cosine similarity, -1 to 1."""
        return list(self._search(vector, collections, limit))

    def _search(self, vector: Vectors, collections: Sequence[str], limit: int) -> Iterable[Hit]:
        for name in collections:
            if name not in self._collections:
                continue
            try:
                found = self._collections[name].query(
                    query_embeddings=[vector.tolist()], n_results=limit, include=["distances"]
                )
            except Exception as error:  # Chroma raises what its storage raises
                raise RetrievalError(f"{name} cannot be searched") from error
            for id, distance in zip(found["ids"][0], found["distances"][0], strict=True):
                yield Hit(passage_id=id, score=1.0 - float(distance))
