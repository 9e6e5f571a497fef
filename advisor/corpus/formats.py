"""What each file of the corpus holds, beyond the values of the domain."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.domain.cards import Digest
from advisor.domain.contacts import Contact
from advisor.domain.sources import Source
from advisor.domain.values import Bilingual, Language, Questions, Value


class DigestFile(Value):
    """`digests/<source>.yaml`: our summaries of one source's provisions."""

    source: str
    digests: tuple[Digest, ...]


class RegistryFile(Value):
    """`registry.yaml`: every instrument that may be cited."""

    sources: tuple[Source, ...]


class ContactsFile(Value):
    """`contacts.yaml`: the directory."""

    contacts: tuple[Contact, ...]


class Entry(Value):
    """One id of the vocabulary with its name.

    `counts_as`: an older, wider id that this one may stand for. `raised_by`: who raises a flag
    with this reason, `system` or `asker`.
    """

    id: str
    name: Bilingual
    counts_as: str | None = None
    raised_by: str | None = None


class Vocabulary(Value):
    """Every list of ids (`topics`, `profiles`, `risks` ...), in the order it is published."""

    lists: Mapping[str, tuple[Entry, ...]]

    def ids(self, name: str) -> frozenset[str]:
        """The ids of the list `name`; empty for an unknown list."""
        return frozenset(entry.id for entry in self.lists.get(name, ()))

    def name(self, list_name: str, id: str, language: Language) -> str | None:
        """What people call `id` of that list, or None when it is not there."""
        for entry in self.lists.get(list_name, ()):
            if entry.id == id:
                return entry.name.to(language)
        return None


class Term(Value):
    """A term in both languages, and what people say instead of it."""

    id: str
    term: Bilingual
    synonyms: Questions = Questions(en=(), fr=())
    definition: Bilingual | None = None
    source: str | None = None


class GlossaryFile(Value):
    """`glossary.yaml`: every term."""

    terms: tuple[Term, ...]


class TermsOfArt(Value):
    """`terms_of_art.yaml`: reviewed runs of official words that our texts may share."""

    en: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()

    def to(self, language: Language) -> tuple[str, ...]:
        """The runs allowed in `language`."""
        return self.fr if language is Language.FR else self.en
