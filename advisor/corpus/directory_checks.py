"""What must hold of contacts, routes and organisations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.corpus.loading import Corpus
from advisor.corpus.problems import Problem
from advisor.domain.contacts import Contact, Route

SHOWN_EVIDENCE = ("T", "P")
"""A telephone number is shown only if an official page was seen with it."""


def contact_problems(corpus: Corpus) -> Iterator[Problem]:
    """Contacts with a number nobody verified, or with ids that are not there."""
    for contact in corpus.contacts.values():
        if contact.phone and contact.phone_evidence not in SHOWN_EVIDENCE:
            evidence = contact.phone_evidence or "none"
            yield _problem("contact", contact.id, "unverified_phone", "phone", evidence)
        yield from _contact_ids(contact, corpus)


def routing_problems(corpus: Corpus) -> Iterator[Problem]:
    """Topics without a route, and routes to ids that are not there."""
    topics = corpus.vocabulary.ids("topics")
    for topic in sorted(topics - corpus.routing.topics.keys()):
        yield _problem("topic", topic, "no_route", "topics", topic)
    for topic, route in corpus.routing.topics.items():
        if topic not in topics:
            yield _problem("route", topic, "unknown_id", "topics", topic)
        yield from _route_ids(topic, route, corpus)
    for field, doors in (
        *(("crisis", ids) for ids in corpus.routing.crisis.values()),
        *(("refusal_help", ids) for ids in corpus.routing.refusal_help.values()),
    ):
        yield from _unknown("route", field, field, doors, corpus.contacts)


def organisation_problems(corpus: Corpus) -> Iterator[Problem]:
    """Organisations of an unknown kind, or with doors that are not in the directory."""
    kinds = corpus.vocabulary.ids("organisation_kinds")
    for organisation in corpus.organisations.values():
        yield from _unknown("organisation", organisation.id, "kind", (organisation.kind,), kinds)
        yield from _unknown(
            "organisation", organisation.id, "contacts", organisation.contacts, corpus.contacts
        )


def _contact_ids(contact: Contact, corpus: Corpus) -> Iterator[Problem]:
    askers = _askers(corpus)
    topics = corpus.vocabulary.ids("topics")
    yield from _unknown("contact", contact.id, "topics", contact.topics, topics)
    yield from _unknown("contact", contact.id, "only_profiles", contact.only_profiles, askers)
    yield from _unknown("contact", contact.id, "refuses_profiles", contact.refuses_profiles, askers)
    wider = (contact.counts_as,) if contact.counts_as else ()
    yield from _unknown("contact", contact.id, "counts_as", wider, corpus.contacts)


def _route_ids(topic: str, route: Route, corpus: Corpus) -> Iterator[Problem]:
    involved = corpus.vocabulary.ids("involved")
    yield from _unknown("route", topic, "involved", route.involved, involved)
    yield from _unknown("route", topic, "profiles", route.profiles, _askers(corpus))
    for doors in (route.first, route.then, route.never_alone):
        yield from _unknown("route", topic, "contacts", doors, corpus.contacts)
    for name, change in (*route.involved.items(), *route.profiles.items()):
        yield from _unknown("route", topic, name, change.first, corpus.contacts)
        yield from _unknown("route", topic, name, change.never, corpus.contacts)


def _askers(corpus: Corpus) -> frozenset[str]:
    """Whom a door may be open or closed to: profiles and organisations."""
    return corpus.vocabulary.ids("profiles") | corpus.organisations.keys()


def _unknown(
    kind: str, id: str, field: str, given: Iterable[str], known: Iterable[str]
) -> Iterator[Problem]:
    names = frozenset(known)
    for name in given:
        if name not in names:
            yield _problem(kind, id, "unknown_id", field, name)


def _problem(kind: str, id: str, code: str, field: str, detail: str) -> Problem:
    return Problem(code=code, kind=kind, id=id, field=field, detail=detail)
