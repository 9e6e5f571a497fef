"""What the advisor knows, in one language at a time."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from advisor.answering.presenting import escalation
from advisor.domain.contacts import Escalation
from advisor.domain.profiles import Profile
from advisor.domain.sources import Passage
from advisor.domain.values import Language
from api.dependencies import AdvisorDep, CorpusDep, LanguageDep
from api.errors import Refusal

router = APIRouter(prefix="/v1")

Text = Annotated[str, Query(min_length=1, max_length=1000)]


@router.get("/topics")
def topics(corpus: CorpusDep, language: LanguageDep) -> list[dict[str, Any]]:
    """Every topic with how many cards it has."""
    counts: dict[str, int] = {}
    for card in corpus.cards.values():
        counts[card.topic] = counts.get(card.topic, 0) + 1
    return [
        {"id": t.id, "name": t.name.to(language), "cards": counts.get(t.id, 0)}
        for t in corpus.vocabulary.lists["topics"]
    ]


@router.get("/profiles")
def profiles(corpus: CorpusDep, language: LanguageDep) -> list[dict[str, Any]]:
    """Every kind of asker."""
    return [
        {"id": p.id, "name": p.name.to(language)} for p in corpus.vocabulary.lists["profiles"]
    ]


@router.get("/organisations")
def organisations(corpus: CorpusDep, language: LanguageDep) -> list[dict[str, Any]]:
    """Every organisation, its kind and whether its own code was read here."""
    return [
        {
            "id": o.id,
            "name": o.name.to(language),
            "kind": o.kind,
            "code_read": o.code_seen,
            "notes": o.notes.to(language) if o.notes else None,
        }
        for o in corpus.organisations.values()
    ]


@router.get("/contacts")
def contacts(corpus: CorpusDep, language: LanguageDep) -> list[dict[str, Any]]:
    """The whole directory."""
    return [
        escalation(Escalation(contact_id=c.id, why=c.role), corpus, language).model_dump(
            mode="json"
        )
        for c in corpus.contacts.values()
    ]


@router.get("/sources")
def sources(corpus: CorpusDep, language: LanguageDep) -> list[dict[str, Any]]:
    """Every instrument of the registry."""
    return [
        {
            "id": s.id,
            "kind": s.kind,
            "title": s.title.to(language),
            "publisher": s.publisher.to(language),
            "url": s.url.to(language),
            "version": s.version.to(language),
            "status": s.status,
        }
        for s in corpus.sources.values()
    ]


@router.get("/sources/{source_id}")
def source(
    source_id: str, advisor: AdvisorDep, corpus: CorpusDep, language: LanguageDep
) -> dict[str, Any]:
    """One instrument with its provisions."""
    if source_id not in corpus.sources:
        raise Refusal("not-found", language)
    found = corpus.sources[source_id]
    passages = advisor.serving.generation().passages
    locators = dict.fromkeys(
        id.split("#", 1)[1].rsplit("@", 1)[0] for id in passages.of_source(source_id)
    )
    return {
        "id": found.id,
        "title": found.title.to(language),
        "url": found.url.to(language),
        "version": found.version.to(language),
        "provisions": list(locators),
    }


@router.get("/sources/{source_id}/provisions/{locator:path}")
def provision(
    source_id: str, locator: str, advisor: AdvisorDep, corpus: CorpusDep, language: LanguageDep
) -> dict[str, Any]:
    """One provision: every view of it, in both languages."""
    views = advisor.serving.generation().passages.views(f"{source_id}#{locator}")
    if not views:
        raise Refusal("not-found", language)
    address = corpus.sources[source_id].address(locator, language)
    return {
        "source_id": source_id,
        "locator": locator,
        "url": address,
        "views": [_passage(view) for view in views],
    }


@router.get("/search")
def search(
    advisor: AdvisorDep,
    language: LanguageDep,
    q: Text,
    organisation: str | None = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> dict[str, Any]:
    """Retrieval only: ranked cards and passages with their scores."""
    generation = advisor.serving.generation()
    if organisation is not None and organisation not in generation.corpus.organisations:
        raise Refusal("organisation-unknown", language)
    profile = Profile(language=Language(language), organisation=organisation)
    evidence = advisor.retriever.retrieve(q, profile, generation, passages=limit, cards=limit)
    return {
        "generation": generation.name,
        "cards": [
            {"id": r.card.id, "topic": r.card.topic, "short": r.card.short.to(language),
             "score": round(r.score, 4)}
            for r in evidence.cards
        ],
        "passages": [
            {**_passage(r.passage), "score": round(r.score, 4)} for r in evidence.passages
        ],
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "source_id": passage.source_id,
        "locator": passage.locator,
        "language": passage.language,
        "text_kind": passage.view,
        "heading": passage.heading,
        "text": passage.text,
        "version": passage.version,
    }
