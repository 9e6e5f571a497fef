"""A department's own corpus laid over the packaged one: it wins item by item, by id."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from advisor.corpus.cards import read_cards, read_digests, read_outside
from advisor.corpus.contacts import read_contacts, read_routing
from advisor.corpus.formats import Entry, Term, TermsOfArt, Vocabulary
from advisor.corpus.registry import (
    read_glossary,
    read_organisations,
    read_sources,
    read_terms_of_art,
    read_vocabulary,
)
from advisor.domain.cards import Card, Digest, Subject
from advisor.domain.contacts import Contact, Routing
from advisor.domain.profiles import Organisation
from advisor.domain.sources import Source


@dataclass(frozen=True)
class Layer:
    """Everything one corpus folder holds; digests by provision, the rest by id."""

    sources: dict[str, Source]
    cards: dict[str, Card]
    outside: dict[str, Subject]
    digests: dict[str, Digest]
    contacts: dict[str, Contact]
    routing: Routing
    glossary: dict[str, Term]
    organisations: dict[str, Organisation]
    vocabulary: Vocabulary
    terms_of_art: TermsOfArt


def read_layer(folder: Path) -> Layer:
    """What `folder` holds; an absent file counts as empty. Raises CorpusError."""
    return Layer(
        sources=read_sources(folder),
        cards=read_cards(folder),
        outside=read_outside(folder),
        digests=read_digests(folder),
        contacts=read_contacts(folder),
        routing=read_routing(folder),
        glossary=read_glossary(folder),
        organisations=read_organisations(folder),
        vocabulary=read_vocabulary(folder),
        terms_of_art=read_terms_of_art(folder),
    )


def laid_over(base: Layer, over: Layer) -> Layer:
    """`base` with every item of `over` in place of the item of the same id, or added to it."""
    return replace(
        base,
        sources=base.sources | over.sources,
        cards=base.cards | over.cards,
        outside=base.outside | over.outside,
        digests=base.digests | over.digests,
        contacts=base.contacts | over.contacts,
        routing=_routing(base.routing, over.routing),
        glossary=base.glossary | over.glossary,
        organisations=base.organisations | over.organisations,
        vocabulary=_vocabulary(base.vocabulary, over.vocabulary),
        terms_of_art=TermsOfArt(
            en=base.terms_of_art.en + over.terms_of_art.en,
            fr=base.terms_of_art.fr + over.terms_of_art.fr,
        ),
    )


def _routing(base: Routing, over: Routing) -> Routing:
    return Routing(
        topics={**base.topics, **over.topics},
        crisis={**base.crisis, **over.crisis},
        refusal_help={**base.refusal_help, **over.refusal_help},
    )


def _vocabulary(base: Vocabulary, over: Vocabulary) -> Vocabulary:
    names = [*base.lists, *(name for name in over.lists if name not in base.lists)]
    return Vocabulary(
        lists={name: _entries(base.lists.get(name, ()), over.lists.get(name, ())) for name in names}
    )


def _entries(base: tuple[Entry, ...], over: tuple[Entry, ...]) -> tuple[Entry, ...]:
    merged = {entry.id: entry for entry in base} | {entry.id: entry for entry in over}
    return tuple(merged.values())
