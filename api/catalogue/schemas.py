"""What the catalogue answers, one language at a time."""

from __future__ import annotations

from advisor.domain.sources import View
from advisor.domain.values import Language, Value


class TopicReply(Value):
    """A topic, and how many cards it has."""

    id: str
    name: str
    cards: int


class ProfileReply(Value):
    """A kind of asker."""

    id: str
    name: str


class OrganisationReply(Value):
    """An organisation; `code_read` says whether its own code was read for this corpus."""

    id: str
    name: str
    kind: str
    code_read: bool
    notes: str | None


class SourceReply(Value):
    """An instrument of the registry."""

    id: str
    kind: str
    title: str
    publisher: str
    url: str
    version: str | None
    status: str


class SourceContents(SourceReply):
    """An instrument with the locators of every provision that is held of it."""

    provisions: tuple[str, ...]


class PassageReply(Value):
    """One view of a provision in one language: its official text, or our digest of it."""

    id: str
    source_id: str
    locator: str
    language: Language
    text_kind: View
    heading: str
    text: str
    version: str | None


class ProvisionReply(Value):
    """One provision: every view of it, in both languages."""

    source_id: str
    locator: str
    url: str
    views: tuple[PassageReply, ...]


class FoundCard(Value):
    """A card that fits a search. `score`: cosine of its nearest question, -1 to 1."""

    id: str
    topic: str
    short: str
    score: float


class FoundPassage(PassageReply):
    """A passage that fits a search. `score`: its provision's mean cosine, -1 to 1."""

    score: float


class SearchReply(Value):
    """Ranked cards and passages, best first, from one generation of the index."""

    generation: str
    cards: tuple[FoundCard, ...]
    passages: tuple[FoundPassage, ...]
