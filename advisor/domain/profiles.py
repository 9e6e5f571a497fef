"""Who is asking, and where they work."""

from __future__ import annotations

from advisor.domain.values import Bilingual, Language, Value


class Profile(Value):
    """What the answer assumes of the asker. `organisation` and `who` are ids of the vocabulary."""

    language: Language = Language.EN
    organisation: str | None = None
    who: str = "employee"


class DepartmentalCode(Value):
    """A department's own code of conduct, by name and address."""

    title: Bilingual
    url: Bilingual | None = None


class Organisation(Value):
    """A department or agency, its regime and what it adds."""

    id: str
    name: Bilingual
    kind: str
    code_seen: bool = False
    code: DepartmentalCode | None = None
    notes: Bilingual | None = None
    contacts: dict[str, Bilingual] = {}
