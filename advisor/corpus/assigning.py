"""From an instrument's provisions to passages of the registry's sources."""

from __future__ import annotations

import re
from collections.abc import Iterable

from advisor.corpus.parsing.document import Document, Piece
from advisor.domain.sources import Passage, Sections, Source, View


def sources_of(document: Document, sources: Iterable[Source]) -> tuple[Source, ...]:
    """The sources that are this instrument or a part of it, those with the narrowest part first."""
    own = [
        source
        for source in sources
        if source.justice and source.justice.to(document.language) == document.number
    ]
    return tuple(sorted(own, key=lambda source: _width(source.sections)))


def passages_of(document: Document, sources: tuple[Source, ...]) -> tuple[Passage, ...]:
    """Official passages of an instrument, each under the narrowest source that holds its section.

    `sources`: as `sources_of` gives them. Provisions that no source claims are left out: where
    only a part of a statute is registered, the rest is not ours to cite.
    """
    assigned = ((_source_for(piece, sources), piece) for piece in document.pieces)
    return tuple(
        _passage(piece, source, document) for source, piece in assigned if source is not None
    )


def owners(sources: Iterable[Source]) -> dict[str, str]:
    """Whose each private source is: organisation by source id, as `Contents` of an index asks."""
    return {source.id: source.organisation for source in sources if source.organisation}


def holds(sections: Sections, section: str) -> bool:
    """Whether a run of sections, both ends included, holds `section` (`19.1` follows `19`)."""
    number = _order(section)
    return bool(number) and _order(sections.start) <= number <= _order(sections.end)


def _source_for(piece: Piece, sources: tuple[Source, ...]) -> Source | None:
    section = piece.ancestors[0] if piece.ancestors else piece.locator
    for source in sources:
        if source.sections is None or holds(source.sections, section):
            return source
    return None


def _passage(piece: Piece, source: Source, document: Document) -> Passage:
    return Passage(
        source_id=source.id,
        locator=piece.locator,
        language=document.language,
        view=View.OFFICIAL,
        heading=piece.heading,
        heading_path=piece.heading_path,
        ancestors=piece.ancestors,
        level=piece.level,
        text=piece.text,
        version=document.version,
        in_force=source.status != "replaced",
        url=source.address(piece.locator, document.language),
    )


def _width(sections: Sections | None) -> int:
    if sections is None:
        return 1_000_000
    return _order(sections.end)[0] - _order(sections.start)[0]


def _order(section: str) -> tuple[int, ...]:
    """`19.1` as numbers that sort; empty for what is no section (`Sch.1`, `preamble`)."""
    match = re.match(r"\d+(?:\.\d+)*", section)
    return tuple(int(part) for part in match[0].split(".")) if match else ()
