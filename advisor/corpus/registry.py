"""The registry of sources, the vocabulary and the glossary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from advisor.corpus.formats import Entry, Term, TermsOfArt, Vocabulary
from advisor.corpus.yaml_files import read_yaml, rows, validated
from advisor.domain.profiles import Organisation
from advisor.domain.sources import Source
from advisor.errors import CorpusError

_SOURCE = TypeAdapter(Source)
_TERM = TypeAdapter(Term)
_TERMS_OF_ART = TypeAdapter(TermsOfArt)
_ENTRY = TypeAdapter(Entry)
_ORGANISATION = TypeAdapter(Organisation)


def read_sources(folder: Path) -> dict[str, Source]:
    """Sources by id from `registry.yaml`; empty where the file is absent. Raises CorpusError."""
    path = folder / "registry.yaml"
    if not path.exists():
        return {}
    items = rows(read_yaml(path), "sources", path)
    return by_id(path, [validated(_SOURCE, item, path, "source") for item in items])


def read_organisations(folder: Path) -> dict[str, Organisation]:
    """Organisations by id from `organisations/<id>.yaml`. Raises CorpusError."""
    found: dict[str, Organisation] = {}
    for path in sorted((folder / "organisations").glob("*.yaml")):
        organisation = validated(_ORGANISATION, read_yaml(path), path, "organisation")
        if organisation.id != path.stem:
            raise CorpusError(str(path), f"id: `{organisation.id}` must be the file's name")
        found[organisation.id] = organisation
    return found


def read_vocabulary(folder: Path) -> Vocabulary:
    """Every list of `vocabulary.yaml`; empty where the file is absent. Raises CorpusError."""
    path = folder / "vocabulary.yaml"
    data = read_yaml(path) if path.exists() else {}
    if not isinstance(data, dict):
        raise CorpusError(str(path), "must be named lists of ids")
    return Vocabulary(
        lists={
            name: tuple(validated(_ENTRY, item, path, name) for item in rows(items, name, path))
            for name, items in data.items()
        }
    )


def read_glossary(folder: Path) -> dict[str, Term]:
    """Terms by id from `glossary.yaml`; empty where the file is absent. Raises CorpusError."""
    path = folder / "glossary.yaml"
    if not path.exists():
        return {}
    items = rows(read_yaml(path), "terms", path)
    return by_id(path, [validated(_TERM, item, path, "term") for item in items])


def read_terms_of_art(folder: Path) -> TermsOfArt:
    """The reviewed runs of `terms_of_art.yaml`; none without the file. Raises CorpusError."""
    path = folder / "terms_of_art.yaml"
    if not path.exists():
        return TermsOfArt()
    return validated(_TERMS_OF_ART, read_yaml(path) or {}, path, "terms of art")


def by_id(path: Path, items: list[Any]) -> dict[str, Any]:
    """The items under their ids. Raises CorpusError when an id is given twice."""
    found: dict[str, Any] = {}
    for item in items:
        if item.id in found:
            raise CorpusError(str(path), f"id `{item.id}` is given twice")
        found[item.id] = item
    return found
