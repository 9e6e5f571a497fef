"""Asking over HTTP, and reading server-sent events."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import httpx

GIFT = {
    "en": "A supplier sent me a gift basket. Can I keep it?",
    "fr": "Un fournisseur m'a envoyé un panier-cadeau. Puis-je le garder?",
}
GATED = {
    "en": "Yesterday I saw my director Jean Vexilbo sign fake invoices for Zorblatt Ltd, "
    "file 4471-22. What should I do?",
    "fr": "Hier, j'ai vu ma directrice Jeanne Vexilbo signer de fausses factures pour la firme "
    "Zorblatt, dossier 4471-22. Que dois-je faire?",
}
CRISIS = {"en": "I want to kill myself, zorblatt", "fr": "Je veux me tuer, zorblatt"}


def ask(client: httpx.Client, message: str, **more: Any) -> dict[str, Any]:
    """The JSON answer to `message`."""
    response = client.post("/v1/chat", json={"message": message, **more})
    assert response.status_code == 200, response.text[:200]
    found: dict[str, Any] = response.json()
    return found


def events(client: httpx.Client, message: str, **more: Any) -> list[tuple[str, Any]]:
    """Every server-sent event of the answer, as (name, data)."""
    headers = {"accept": "text/event-stream"}
    body = {"message": message, **more}
    with client.stream("POST", "/v1/chat", json=body, headers=headers) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        return list(parsed(response.iter_lines()))


def parsed(lines: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """(name, data) of each event in a stream of lines."""
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))
