"""People and offices who help, and the order in which to turn to them."""

from __future__ import annotations

from advisor.domain.values import Bilingual, Value


class Contact(Value):
    """One door of the directory. A number that was not verified is not here at all."""

    id: str
    name: Bilingual
    role: Bilingual
    how: Bilingual
    phone: str | None = None
    phone_evidence: str | None = None
    email: str | None = None
    url: Bilingual | None = None
    topics: tuple[str, ...] = ()
    organisation: str | None = None
    confidential: Bilingual | None = None
    independent: Bilingual | None = None
    deadline: Bilingual | None = None
    hours: Bilingual | None = None
    verified_on: str | None = None
    counts_as: str | None = None
    only_profiles: tuple[str, ...] = ()
    refuses_profiles: tuple[str, ...] = ()

    def open_to(self, who: str, organisation: str | None) -> bool:
        """Whether this door exists for somebody of this profile and organisation."""
        asker = {who, organisation}
        if asker & set(self.refuses_profiles):
            return False
        return not self.only_profiles or bool(asker & set(self.only_profiles))


class Doors(Value):
    """A change to a route: who comes first, and who must not be offered at all."""

    first: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


class Route(Value):
    """The doors of one topic. `never_alone`: not to be the only door offered."""

    first: tuple[str, ...]
    then: tuple[str, ...] = ()
    never_alone: tuple[str, ...] = ()
    involved: dict[str, Doors] = {}
    profiles: dict[str, Doors] = {}
    deadline: Bilingual | None = None


class Routing(Value):
    """Every route: by topic, in a crisis, and beside a refusal."""

    topics: dict[str, Route]
    crisis: dict[str, tuple[str, ...]]
    refusal_help: dict[str, tuple[str, ...]]


class Escalation(Value):
    """A contact chosen for one answer, and why. `urgency`: `now`, `deadline` or `normal`."""

    contact_id: str
    why: Bilingual
    urgency: str = "normal"
