"""Situation cards and digests, from their files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import TypeAdapter

from advisor.corpus.locators import ancestors
from advisor.corpus.registry import by_id
from advisor.corpus.yaml_files import read_yaml, rows, validated
from advisor.domain.cards import Card, Digest, Subject
from advisor.domain.sources import Passage, Source, View
from advisor.domain.values import Language
from advisor.errors import CorpusError

_CARD = TypeAdapter(Card)
_DIGEST = TypeAdapter(Digest)
_SUBJECT = TypeAdapter(Subject)


def read_cards(folder: Path) -> dict[str, Card]:
    """Cards by id from `cards/*.yaml`. Raises CorpusError, also when an id is given twice."""
    found: dict[str, Card] = {}
    for path in sorted((folder / "cards").glob("*.yaml")):
        for item in rows(read_yaml(path), "cards", path):
            card = validated(_CARD, item, path, "card")
            if card.id in found:
                raise CorpusError(f"{path}: card {card.id}", "this id is given twice")
            found[card.id] = card
    return found


def read_outside(folder: Path) -> dict[str, Subject]:
    """Subjects outside the cards by id from `outside.yaml`; empty where the file is absent.

    Raises CorpusError, also when an id is given twice.
    """
    path = folder / "outside.yaml"
    if not path.exists():
        return {}
    items = rows(read_yaml(path), "outside", path)
    return by_id(path, [validated(_SUBJECT, item, path, "subject") for item in items])


def read_digests(folder: Path) -> dict[str, Digest]:
    """Digests by provision (`source#locator`) from `digests/*.yaml`.

    Raises CorpusError, also when a provision is given twice.
    """
    found: dict[str, Digest] = {}
    for path in sorted((folder / "digests").glob("*.yaml")):
        data = read_yaml(path)
        if not isinstance(data, dict) or set(data) != {"source", "digests"}:
            raise CorpusError(str(path), "must hold `source` and `digests`, nothing else")
        for item in rows(data["digests"], "digests", path):
            digest = validated(_DIGEST, item, path, "digest", "locator")
            provision = f"{data['source']}#{digest.locator}"
            if provision in found:
                raise CorpusError(f"{path}: digest {digest.locator}", "is given twice")
            found[provision] = digest
    return found


def digest_passages(
    digests: Iterable[tuple[str, Digest]], sources: dict[str, Source], language: Language
) -> tuple[Passage, ...]:
    """The digests as passages in one language. Raises CorpusError for a source not registered."""
    return tuple(
        _passage(provision.split("#")[0], digest, sources, language)
        for provision, digest in digests
    )


def _passage(
    source_id: str, digest: Digest, sources: dict[str, Source], language: Language
) -> Passage:
    source = sources.get(source_id)
    if source is None:
        raise CorpusError(f"digests of {source_id}", "this source is not in registry.yaml")
    address = digest.url.to(language) if digest.url else source.address(digest.locator, language)
    return Passage(
        source_id=source_id,
        locator=digest.locator,
        language=language,
        view=View.DIGEST,
        heading=digest.heading.to(language),
        ancestors=ancestors(digest.locator, dotted=source.dotted),
        text=digest.text.to(language).strip(),
        version=digest.version or source.version.to(language),
        in_force=source.status == "in_force",
        evidence=digest.evidence,
        url=address,
    )
