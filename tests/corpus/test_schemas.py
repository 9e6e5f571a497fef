"""JSON Schemas for the writers' editors."""

from __future__ import annotations

import json
from pathlib import Path

from advisor.corpus.schemas import schemas, write_schemas
from advisor.packaged import packaged


def test_every_format_has_a_schema_that_refuses_unknown_fields() -> None:
    assert set(schemas()) == {
        "cards", "contacts", "digests", "glossary", "organisation", "outside", "registry",
        "routing", "terms_of_art", "vocabulary",
    }  # fmt: skip
    card = schemas()["cards"]["$defs"]["Card"]
    assert card["additionalProperties"] is False
    assert {"id", "topic", "questions", "short", "steps"} <= set(card["required"])


def test_the_registry_schema_speaks_of_from_and_to_as_the_file_does() -> None:
    sections = schemas()["registry"]["$defs"]["Sections"]
    assert set(sections["properties"]) == {"from", "to"}


def test_the_shipped_schemas_are_those_of_the_models(tmp_path: Path) -> None:
    for path in write_schemas(tmp_path):
        shipped = packaged("corpus") / "schemas" / path.name
        assert json.loads(shipped.read_text("utf-8")) == json.loads(path.read_text("utf-8"))
