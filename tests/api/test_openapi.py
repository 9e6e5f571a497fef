"""The description at /openapi.json is valid, whole, and what the service really does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from jsonschema import Draft202012Validator

from advisor.errors import ConfigurationError
from api.access import POLICIES, declared, require_policies
from tests.api.asking import CRISIS, GIFT, ask

VERBS = {"get", "post", "put", "delete", "patch"}


@pytest.fixture(scope="module")
def described(client: httpx.Client) -> dict[str, Any]:
    """The document."""
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def _operations(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in described["paths"].items():
        for verb, operation in item.items():
            if verb in VERBS:
                yield f"{verb} {path}", operation


def test_every_reference_leads_somewhere_and_every_schema_is_one(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    for reference in _references(described):
        assert reference.removeprefix("#/components/schemas/") in schemas
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    assert described["openapi"].startswith("3.1")
    names = [operation["operationId"] for _, operation in _operations(described)]
    assert len(names) == len(set(names))


def test_every_public_route_is_described_and_has_a_policy(
    described: dict[str, Any], app: FastAPI
) -> None:
    routes = set(declared(app))
    assert routes == set(POLICIES)
    public = {(m.lower(), p) for m, p in routes if p.startswith("/v1/") or p == "/healthz"}
    paths = {(name.split()[0], name.split()[1].replace("}", ":path}"))
             for name, _ in _operations(described)}  # fmt: skip
    assert {(m, p.replace(":path", "").replace("}", ":path}")) for m, p in public} <= paths


def test_a_route_without_a_policy_stops_the_start() -> None:
    inner, outer, app = APIRouter(), APIRouter(prefix="/v1"), FastAPI(docs_url=None, redoc_url=None)
    inner.get("/secret")(lambda: None)
    outer.include_router(inner)
    app.include_router(outer)
    with pytest.raises(ConfigurationError, match="GET /v1/secret"):
        require_policies(app)


def test_problems_are_described_as_problems(described: dict[str, Any]) -> None:
    for name, operation in _operations(described):
        assert operation["summary"] and operation.get("description"), name
        for status, response in operation["responses"].items():
            if int(status) >= 400 and "/v1/" in name:
                content = response["content"]["application/problem+json"]
                assert content["schema"] == {"$ref": "#/components/schemas/Problem"}, name
    assert "HTTPValidationError" not in json.dumps(described)


def test_what_is_answered_fits_the_description(
    described: dict[str, Any], client: httpx.Client
) -> None:
    def check(name: str, value: Any) -> None:
        root = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
        Draft202012Validator(root).validate(value)

    reply = ask(client, GIFT["fr"])
    check("ChatReply", reply)
    check("ChatReply", ask(client, CRISIS["en"]))
    check("Transcript", client.get(f"/v1/conversations/{reply['conversation_id']}").json())
    check("Verification", client.get(f"/v1/answers/{reply['answer_id']}/verify").json())
    check("SearchReply", client.get("/v1/search?q=gift").json())
    check("SourceContents", client.get("/v1/sources/psdpa").json())
    check("Readiness", client.get("/readyz").json())
    check("Problem", client.get("/nowhere").json())
    check("Problem", client.post("/v1/chat", json={}).json())
