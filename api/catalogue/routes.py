"""What the advisor knows, in one language at a time."""

from __future__ import annotations

import re
from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query

from advisor.answering.presenting import EscalationReply, escalation
from advisor.domain.contacts import Escalation
from advisor.domain.profiles import Profile
from advisor.domain.sources import Passage, Source
from advisor.domain.values import Language
from api.catalogue.public import public_source, public_sources
from api.catalogue.schemas import (
    FoundCard,
    FoundPassage,
    OrganisationReply,
    PassageReply,
    ProfileReply,
    ProvisionReply,
    SearchReply,
    SourceContents,
    SourceReply,
    TopicReply,
)
from api.dependencies import AdvisorDep, CorpusDep, GenerationDep, LanguageDep
from api.errors import Refusal, documented

_LISTED = documented("language-unknown")
_FOUND = documented("not-found", "language-unknown", "not-ready")
_SEARCHED = documented("query-invalid", "organisation-unknown", "language-unknown", "not-ready")

router = APIRouter(prefix="/v1", tags=["catalogue"])

Text = Annotated[str, Query(min_length=1, max_length=1000, description="What to look for")]
Limit = Annotated[int, Query(ge=1, le=50, description="At most so many cards, and passages")]


@router.get("/topics", responses=_LISTED)
def topics(corpus: CorpusDep, language: LanguageDep) -> list[TopicReply]:
    """Every topic with how many cards it has."""
    counts = Counter(card.topic for card in corpus.cards.values())
    return [
        TopicReply(id=t.id, name=t.name.to(language), cards=counts[t.id])
        for t in corpus.vocabulary.lists["topics"]
    ]


@router.get("/profiles", responses=_LISTED)
def profiles(corpus: CorpusDep, language: LanguageDep) -> list[ProfileReply]:
    """Every kind of asker."""
    return [
        ProfileReply(id=p.id, name=p.name.to(language)) for p in corpus.vocabulary.lists["profiles"]
    ]


@router.get("/organisations", responses=_LISTED)
def organisations(corpus: CorpusDep, language: LanguageDep) -> list[OrganisationReply]:
    """Every organisation, its kind and whether its own code was read here."""
    return [
        OrganisationReply(
            id=o.id,
            name=o.name.to(language),
            kind=o.kind,
            code_read=o.code_seen,
            notes=o.notes.to(language) if o.notes else None,
        )
        for o in corpus.organisations.values()
    ]


@router.get("/contacts", responses=_LISTED)
def contacts(corpus: CorpusDep, language: LanguageDep) -> list[EscalationReply]:
    """The whole directory; `why` says what each one is there for."""
    return [
        escalation(Escalation(contact_id=c.id, why=c.role), corpus, language)
        for c in corpus.contacts.values()
    ]


@router.get("/sources", responses=_LISTED)
def sources(corpus: CorpusDep, language: LanguageDep) -> list[SourceReply]:
    """Every instrument of the registry, except organisations' private ones."""
    return [_source(s, language) for s in public_sources(corpus)]


@router.get("/sources/{source_id}", responses=_FOUND)
def source(source_id: str, generation: GenerationDep, language: LanguageDep) -> SourceContents:
    """One instrument with the locators of its provisions."""
    found = public_source(generation.corpus, source_id)
    if found is None:
        raise Refusal("not-found", language)
    ids = generation.passages.of_source(source_id)
    locators = {id.split("#", 1)[1].rsplit("@", 1)[0] for id in ids}
    return SourceContents(
        **dict(_source(found, language)), provisions=tuple(sorted(locators, key=_in_order))
    )


@router.get("/sources/{source_id}/provisions/{locator:path}", responses=_FOUND)
def provision(
    source_id: str, locator: str, generation: GenerationDep, language: LanguageDep
) -> ProvisionReply:
    """One provision: every view of it, in both languages."""
    found = public_source(generation.corpus, source_id)
    views = generation.passages.views(f"{source_id}#{locator}") if found else ()
    if found is None or not views:
        raise Refusal("not-found", language)
    return ProvisionReply(
        source_id=source_id,
        locator=locator,
        url=found.address(locator, language),
        views=tuple(_passage(view) for view in views),
    )


@router.get("/search", responses=_SEARCHED)
def search(
    advisor: AdvisorDep,
    generation: GenerationDep,
    language: LanguageDep,
    q: Text,
    organisation: str | None = None,
    limit: Limit = 10,
) -> SearchReply:
    """Retrieval only: ranked cards and passages with their scores."""
    if organisation is not None and organisation not in generation.corpus.organisations:
        raise Refusal("organisation-unknown", language)
    profile = Profile(language=language, organisation=organisation)
    evidence = advisor.retriever.retrieve(q, profile, generation, passages=limit, cards=limit)
    return SearchReply(
        generation=generation.name,
        cards=tuple(
            FoundCard(
                id=r.card.id,
                topic=r.card.topic,
                short=r.card.short.to(language),
                score=round(r.score, 4),
            )
            for r in evidence.cards
        ),
        passages=tuple(
            FoundPassage(**dict(_passage(r.passage)), score=round(r.score, 4))
            for r in evidence.passages[:limit]
        ),
    )


def _source(source: Source, language: Language) -> SourceReply:
    return SourceReply(
        id=source.id,
        kind=source.kind,
        title=source.title.to(language),
        publisher=source.publisher.to(language),
        url=source.url.to(language),
        version=source.version.to(language),
        status=source.status,
    )


def _passage(passage: Passage) -> PassageReply:
    return PassageReply(
        id=passage.id,
        source_id=passage.source_id,
        locator=passage.locator,
        language=passage.language,
        text_kind=passage.view,
        heading=passage.heading,
        text=passage.text,
        version=passage.version,
    )


def _in_order(locator: str) -> list[tuple[int, str]]:
    """Numbers by their value, so that 4.2.10 follows 4.2.9; words by the alphabet."""
    parts = re.findall(r"\d+|\D+", locator)
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]
