"""Who may call what. Every route declares its policy here, or the service does not start."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from advisor.domain.values import Value
from advisor.errors import ConfigurationError


class Role(StrEnum):
    """What a caller may be. In open access everyone is an employee."""

    EMPLOYEE = "employee"


class User(Value):
    """Who is calling, as far as it is known; in open access nothing is."""

    role: Role = Role.EMPLOYEE


class Policy(StrEnum):
    """Who may use a route. `capability`: whoever holds the unguessable id in the path."""

    ANYONE = "anyone"
    CAPABILITY = "capability"


POLICIES: dict[tuple[str, str], Policy] = {
    ("POST", "/v1/chat"): Policy.ANYONE,
    ("GET", "/v1/conversations/{conversation_id}"): Policy.CAPABILITY,
    ("DELETE", "/v1/conversations/{conversation_id}"): Policy.CAPABILITY,
    ("GET", "/v1/answers/{answer_id}/verify"): Policy.CAPABILITY,
    ("GET", "/v1/topics"): Policy.ANYONE,
    ("GET", "/v1/sources"): Policy.ANYONE,
    ("GET", "/v1/sources/{source_id}"): Policy.ANYONE,
    ("GET", "/v1/sources/{source_id}/provisions/{locator:path}"): Policy.ANYONE,
    ("GET", "/v1/contacts"): Policy.ANYONE,
    ("GET", "/v1/organisations"): Policy.ANYONE,
    ("GET", "/v1/profiles"): Policy.ANYONE,
    ("GET", "/v1/search"): Policy.ANYONE,
    ("GET", "/healthz"): Policy.ANYONE,
    ("GET", "/readyz"): Policy.ANYONE,
    ("GET", "/metrics"): Policy.ANYONE,
    ("GET", "/openapi.json"): Policy.ANYONE,
    ("GET", "/static"): Policy.ANYONE,
    ("GET", "/"): Policy.ANYONE,
    ("POST", "/"): Policy.ANYONE,
    ("GET", "/sources"): Policy.ANYONE,
    ("GET", "/sources/{source_id}"): Policy.ANYONE,
    ("GET", "/sources/{source_id}/{locator:path}"): Policy.ANYONE,
}


def require_policies(app: FastAPI) -> None:
    """Raise ConfigurationError when a route of `app` has no declared policy."""
    for method, path in declared(app):
        if (method, path) not in POLICIES:
            raise ConfigurationError("route", f"{method} {path} has no policy")


def declared(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Every method and path that `app` answers; a mounted folder or anything else counts as GET.

    HEAD goes with GET. Included routers are unfolded: `app.routes` alone does not show them.
    """
    for route in iter_route_contexts(app.routes):
        methods = set(getattr(route, "methods", None) or {"GET"})
        for method in sorted(methods - {"HEAD"} if "GET" in methods else methods):
            yield method, str(getattr(route, "path", "?"))


def anyone() -> User:
    """The caller in open access."""
    return User()
