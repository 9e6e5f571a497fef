"""A small service with sources of its own: what their pages show is known word for word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from fastapi import FastAPI

from advisor.bootstrap import build_advisor, read_corpus
from advisor.config import Settings
from advisor.corpus.locators import ancestors
from advisor.domain.sources import Passage, Source, View
from advisor.domain.values import Language
from advisor.retrieval.dense import ChromaAddress
from advisor.retrieval.generations import Contents, build
from api.app import create_app
from api.holder import AdvisorHolder
from tests.fakes.embedder import WordEmbedder

EN, FR = Language.EN, Language.FR


def source(id: str, title: str, kind: str = "directive", **more: object) -> Source:
    """A source whose French title is the English one with `Fr`."""
    address = f"https://example.test/{{}}/{id}"
    return Source.model_validate(
        {
            "id": id,
            "kind": kind,
            "title": {"en": title, "fr": f"{title} Fr"},
            "url": {"en": address.format("en"), "fr": address.format("fr")},
            "version": {"en": "2024-01-31", "fr": "2024-01-31"},
            "publisher": {"en": "Board", "fr": "Conseil"},
            **more,
        }
    )


def passage(
    provision: str,
    text: str,
    *,
    language: Language = EN,
    heading: str = "",
    view: View = View.OFFICIAL,
    version: str | None = None,
) -> Passage:
    """A passage of `source#locator`."""
    source_id, _, locator = provision.partition("#")
    return Passage(
        source_id=source_id,
        locator=locator,
        language=language,
        view=view,
        heading=heading,
        ancestors=ancestors(locator, dotted=True),
        text=text,
        version=version,
    )


def shelved(home: Path, sources: Sequence[Source], passages: Iterable[Passage]) -> FastAPI:
    """The service on a new home whose index holds these sources only, and two cards."""
    settings = Settings(home=home)
    whole = read_corpus(settings)
    corpus = replace(
        whole,
        sources={one.id: one for one in sources},
        cards=dict(list(whole.cards.items())[:2]),
        outside={},
        digests=dict.fromkeys(Language, ()),
    )
    shown = tuple(passages)
    contents = Contents(passages=shown, units=shown)
    build(home, corpus, contents, WordEmbedder(), ChromaAddress(), lambda *_: None)
    app = create_app(settings)
    app.state.holder = AdvisorHolder(lambda: build_advisor(settings, WordEmbedder()))
    return app
