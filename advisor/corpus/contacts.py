"""The directory of people and offices, and the routes to them, from their files."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter

from advisor.corpus.registry import by_id
from advisor.corpus.yaml_files import read_yaml, rows, validated
from advisor.domain.contacts import Contact, Routing

_CONTACT = TypeAdapter(Contact)
_ROUTING = TypeAdapter(Routing)


def read_contacts(folder: Path) -> dict[str, Contact]:
    """Contacts by id from `contacts.yaml`; empty where the file is absent. Raises CorpusError."""
    path = folder / "contacts.yaml"
    if not path.exists():
        return {}
    items = rows(read_yaml(path), "contacts", path)
    return by_id(path, [validated(_CONTACT, item, path, "contact") for item in items])


def read_routing(folder: Path) -> Routing:
    """The routes of `routing.yaml`; no route where the file is absent. Raises CorpusError."""
    path = folder / "routing.yaml"
    if not path.exists():
        return Routing(topics={}, crisis={}, refusal_help={})
    data = read_yaml(path)
    if isinstance(data, dict):
        data = {"topics": {}, "crisis": {}, "refusal_help": {}} | data
    return validated(_ROUTING, data, path, "routing")
