"""What every embedder must honour. Subclass and supply the `embedder` fixture."""

from __future__ import annotations

import numpy as np

from advisor.retrieval.ports import Embedder

TEXTS = ["May I keep a gift?", "Puis-je garder un cadeau?", "", "a " * 2000]


class EmbedderContract:
    def test_vectors_have_the_declared_shape_and_unit_length(self, embedder: Embedder) -> None:
        vectors = embedder.embed(TEXTS)
        assert vectors.shape == (len(TEXTS), embedder.dimension)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)

    def test_no_texts_give_no_vectors(self, embedder: Embedder) -> None:
        assert embedder.embed([]).shape == (0, embedder.dimension)

    def test_a_text_has_the_same_vector_alone_and_in_company(self, embedder: Embedder) -> None:
        together = embedder.embed(TEXTS)
        alone = embedder.embed(TEXTS[:1])
        assert float(together[0] @ alone[0]) > 0.99

    def test_the_name_identifies_the_model(self, embedder: Embedder) -> None:
        assert embedder.name.strip()
