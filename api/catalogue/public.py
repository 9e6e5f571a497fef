"""Which sources anybody may see: those that are not one organisation's own.

A private document is shown to nobody here: in open access nobody can say who they are.
"""

from __future__ import annotations

from advisor.corpus.loading import Corpus
from advisor.domain.sources import Source


def public_sources(corpus: Corpus) -> tuple[Source, ...]:
    """Every source that anybody may see, in the order of the registry."""
    return tuple(source for source in corpus.sources.values() if source.organisation is None)


def public_source(corpus: Corpus, source_id: str) -> Source | None:
    """The source with this id; None for an unknown one, and for one that is not public."""
    source = corpus.sources.get(source_id)
    return source if source is not None and source.organisation is None else None
