"""JSON Schemas of the corpus formats, made from the models that read them, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from advisor.corpus.formats import (
    ContactsFile,
    DigestFile,
    Entry,
    GlossaryFile,
    RegistryFile,
    TermsOfArt,
)
from advisor.domain.cards import Card, Subject
from advisor.domain.contacts import Routing
from advisor.domain.profiles import Organisation

_FORMATS: dict[str, TypeAdapter[Any]] = {
    "cards": TypeAdapter(tuple[Card, ...]),
    "contacts": TypeAdapter(ContactsFile),
    "digests": TypeAdapter(DigestFile),
    "glossary": TypeAdapter(GlossaryFile),
    "organisation": TypeAdapter(Organisation),
    "outside": TypeAdapter(dict[str, tuple[Subject, ...]]),
    "registry": TypeAdapter(RegistryFile),
    "routing": TypeAdapter(Routing),
    "terms_of_art": TypeAdapter(TermsOfArt),
    "vocabulary": TypeAdapter(dict[str, tuple[Entry, ...]]),
}


def schemas() -> dict[str, dict[str, Any]]:
    """The schema (draft 2020-12) of each file format, by its name."""
    return {
        name: {"$schema": "https://json-schema.org/draft/2020-12/schema"} | adapter.json_schema()
        for name, adapter in _FORMATS.items()
    }


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write `<format>.json` for each format into `folder`; the paths written, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas().items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(path)
    return tuple(written)
