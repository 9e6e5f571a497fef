from __future__ import annotations

import ast
from pathlib import Path

import advisor

_ROOT = Path(__file__).parent.parent


def test_every_public_name_can_be_had() -> None:
    for name in advisor.__all__:
        assert getattr(advisor, name) is not None


def _callers(method: str, receivers: set[str]) -> set[str]:
    """The files outside tests that call `<receiver>.<method>(...)` or `<method>(...)`."""
    found = set()
    for package in ("advisor", "api"):
        for file in (_ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _named(node.func) in {
                    *(f"{receiver}.{method}" for receiver in receivers),
                    method,
                }:
                    found.add(f"{file.relative_to(_ROOT)}:{node.lineno}")
    return found


def _named(func: ast.expr) -> str:
    if isinstance(func, ast.Attribute):
        return f"{_named(func.value)}.{func.attr}" if not isinstance(func.value, ast.Call) else ""
    return func.id if isinstance(func, ast.Name) else ""


def test_guard_verify_and_route_are_each_called_from_one_place() -> None:
    assert len(_callers("guard", {"self.guard", "guard"})) == 1
    assert len(_callers("verify", {"verification"})) == 1
    assert len(_callers("route", {"escalation"})) == 1
