"""What ingesting says of each file: read, put aside for a better one, refused, and why."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.corpus.pairing import Pairing
from advisor.domain.values import Language, Value


class Sample(Value):
    """How a provision of one level opens, to be looked at before anything is kept."""

    level: str
    locator: str
    heading: str
    opening: str


class Read(Value):
    """What one file gave to one source. `levels`: how many provisions of each level.

    `in_force`: false for an instrument that was replaced, which is recognised and never cited as
    a rule. `organisation`: whose private document it is; None for everybody's.
    """

    path: str
    source_id: str
    language: Language
    provisions: int
    levels: Mapping[str, int]
    version: str | None
    unchanged: bool = False
    format: str = ""
    in_force: bool = True
    organisation: str | None = None
    samples: tuple[Sample, ...] = ()


class Superseded(Value):
    """A file that was read and gave way to a better one of the same source and language.

    `by`: the path of that one, or the name of the file that the store already holds.
    """

    path: str
    source_id: str
    language: Language
    version: str | None
    by: str
    by_version: str | None


class SetApart(Value):
    """A part of a file that cannot be cited, by its heading. `reason`: as in `Quarantined`."""

    path: str
    source_id: str
    language: Language
    heading: str
    reason: str
    words: int


class Refused(Value):
    """A file that gave nothing. `reason` is a code, `detail` the fact behind it.

    Codes: those of `Apart.read` and of the readers; `not_registered` (detail: the number, title or
    name the file goes by); `no_language`, `wrong_language` (detail: declared, spoken);
    `no_anchors` (detail: how many headings are declared by none); `no_provisions`; `other_source`
    (detail: the source that the file is); `not_of_organisation` (detail: the source);
    `already_read` (detail: the other file).
    """

    path: str
    reason: str
    detail: str = ""


class IngestReport(Value):
    """The outcome for every file, and how the two languages of each source touched match.

    `one_language`: sources touched of which the store now holds one language only. `declared`:
    sources that this ingestion made an organisation's own.
    """

    read: tuple[Read, ...] = ()
    refused: tuple[Refused, ...] = ()
    superseded: tuple[Superseded, ...] = ()
    set_apart: tuple[SetApart, ...] = ()
    pairings: tuple[Pairing, ...] = ()
    one_language: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
