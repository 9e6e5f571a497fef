"""Which people to turn to, in which order, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from advisor.domain.answers import Decision
from advisor.domain.cards import Card
from advisor.domain.contacts import Contact, Doors, Escalation, Route, Routing
from advisor.domain.profiles import Profile
from advisor.domain.values import Bilingual

_MOST = 5
_URGENT = frozenset({"emergency_911", "crisis_988", "onsite_security"})
_SAFE_DOORS = ("ve_office", "union")
_CRISIS, _GATE, _DISCLOSURE = "crisis_", "gate", "wrongdoing_disclosure"


def route(
    decision: Decision,
    card: Card | None,
    profile: Profile,
    contacts: Mapping[str, Contact],
    routing: Routing,
    opening: str | None = None,
    named: tuple[str, ...] = (),
) -> tuple[Escalation, ...]:
    """At most five contacts, first one first.

    The card's contacts come first, then the topic's; who is involved and who asks reorder them and
    close the doors that do not exist for the asker. A door that must not stand alone is joined by
    another. `opening` is the fixed text that opens the reply: in a crisis (`crisis_self`) the help
    lines of `routing.crisis` come before everything; after the gate, the doors of a disclosure.
    `named`: whom an outside subject names; they come before the topic's.
    """
    route = routing.topics.get(decision.topic or "", Route(first=("ve_office",)))
    changes = _changes(route, decision, profile)
    reasons = {c.id: c.why for c in card.contacts} if card else {}
    own = _own_first(card, route, decision, profile)
    order = [*_before(opening, routing), *named, *own, *_order(route, changes, reasons)]
    closed = {id for change in changes for id in change.never}
    open_doors = [
        id
        for id in dict.fromkeys(order)
        if id in contacts
        and id not in closed
        and contacts[id].open_to(profile.who, profile.organisation)
    ]
    chosen = _never_alone(open_doors[:_MOST], route, open_doors, contacts)
    return tuple(_escalation(contacts[id], reasons.get(id)) for id in chosen)


def _changes(route: Route, decision: Decision, profile: Profile) -> list[Doors]:
    by_person = [route.involved[who] for who in decision.involved if who in route.involved]
    asker = (profile.organisation, profile.who)
    return [route.profiles[who] for who in asker if who in route.profiles] + by_person


def _own_first(
    card: Card | None, route: Route, decision: Decision, profile: Profile
) -> tuple[str, ...]:
    """The card's first contact stays first when only somebody involved moves the doors.

    It was chosen for the situation itself. Not when it must not stand alone, nor when the asker's
    organisation or profile has doors of its own; help in danger stays first for everybody.
    """
    if card is None:
        return ()
    first = card.contacts[0].id
    if first in _URGENT:
        return (first,)
    has_own_doors = {profile.organisation, profile.who} & set(route.profiles)
    if has_own_doors or not decision.involved:
        return ()
    return () if first in route.never_alone else (first,)


def _before(opening: str | None, routing: Routing) -> tuple[str, ...]:
    """The doors that a fixed text puts before all others."""
    if opening is None:
        return ()
    if opening.startswith(_CRISIS):
        return routing.crisis[opening.removeprefix(_CRISIS)]
    return routing.topics[_DISCLOSURE].first if opening.startswith(_GATE) else ()


def _order(
    route: Route, changes: Iterable[Doors], reasons: Mapping[str, Bilingual]
) -> Iterable[str]:
    moved = [id for change in changes for id in change.first]
    return (*moved, *reasons, *route.first, *route.then)


def _never_alone(
    chosen: list[str], route: Route, open_doors: list[str], contacts: Mapping[str, Contact]
) -> list[str]:
    """Join a door that may be part of the problem by one that is not."""
    others = [id for id in chosen if id not in route.never_alone]
    if others or not chosen:
        return chosen
    spare = [id for id in (*open_doors, *_SAFE_DOORS) if id not in route.never_alone]
    return [*chosen, *[id for id in spare if id in contacts][:1]]


def _escalation(contact: Contact, why: Bilingual | None) -> Escalation:
    dated = contact.deadline is not None and any(c.isdigit() for c in contact.deadline.en)
    urgency = "now" if contact.id in _URGENT else "deadline" if dated else "normal"
    return Escalation(contact_id=contact.id, why=why or contact.role, urgency=urgency)


def refusal_help(
    profile: Profile, contacts: Mapping[str, Contact], routing: Routing
) -> tuple[Escalation, ...]:
    """Who can be reached when a question is refused: help lines and, where it serves the asker,
    the Integrity Commissioner."""
    served = contacts["psic"].open_to(profile.who, profile.organisation)
    ids = routing.refusal_help["default" if served else "outside_psdpa"]
    return tuple(_escalation(contacts[id], None) for id in ids)
