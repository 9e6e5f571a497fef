"""Everything that can go wrong, as one tree.

AdvisorError
├── ConfigurationError      a setting is absent, contradictory or names something missing
├── HomeBusy                somebody else is writing to the home
├── CorpusError             a file of the corpus cannot be used
│   ├── SourceUnreadable    a document could not be read
│   ├── SourceChanged       a document is no longer the one that was accepted
│   └── LocatorsUnpaired    the two languages of a source do not match
├── RetrievalError          the index cannot serve
│   ├── IndexMissing        there is no index yet
│   └── IndexStale          the index was made by something else than what reads it
└── CompositionError        a composer could not draft
    ├── ModelUnavailable    the provider did not answer
    └── DraftMalformed      the provider answered something unusable

Errors carry facts as attributes; the words a user reads are made from them elsewhere.
"""

from __future__ import annotations

from pathlib import Path


class AdvisorError(Exception):
    """The root: catch this to catch everything the library raises on purpose."""


class ConfigurationError(AdvisorError):
    """A setting is absent, contradictory or names something that is not there."""

    def __init__(self, setting: str, reason: str) -> None:
        super().__init__(f"{setting}: {reason}")
        self.setting = setting
        self.reason = reason


class HomeBusy(AdvisorError):
    """Another process is writing texts or an index to this home; wait until it ends."""

    def __init__(self, home: Path) -> None:
        super().__init__(f"{home}: another process is writing to it")
        self.home = home


class CorpusError(AdvisorError):
    """A file of the corpus cannot be used."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


class SourceUnreadable(CorpusError):
    """A document could not be read; nothing of it was kept."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(str(path), reason)
        self.path = path


class SourceChanged(CorpusError):
    """A document is no longer the one whose checksum was accepted."""


class LocatorsUnpaired(CorpusError):
    """A provision exists in one language of a source and not in the other."""

    def __init__(self, source_id: str, locators: tuple[str, ...]) -> None:
        super().__init__(source_id, f"unpaired: {', '.join(locators)}")
        self.source_id = source_id
        self.locators = locators


class RetrievalError(AdvisorError):
    """The index cannot serve a question."""


class IndexMissing(RetrievalError):
    """There is no index in this home yet; `advisor index` builds one."""

    def __init__(self, home: Path) -> None:
        super().__init__(f"no index under {home}: run `advisor index`")
        self.home = home


class IndexStale(RetrievalError):
    """The index is damaged, or was made by another model or format than the one reading it."""

    def __init__(self, generation: str, reason: str) -> None:
        super().__init__(f"index {generation}: {reason}: run `advisor index`")
        self.generation = generation
        self.reason = reason


class CompositionError(AdvisorError):
    """A composer could not draft; the next one speaks."""


class ModelUnavailable(CompositionError):
    """The model's provider could not be reached, refused, or took too long."""


class DraftMalformed(CompositionError):
    """The model's reply is not the schema that was asked for, twice."""
