"""The ethics advisor as a library: a question in, a proved answer out."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.answering.engine import Advisor
    from advisor.bootstrap import build_advisor
    from advisor.domain.answers import Answer, Turn

__all__ = ["Advisor", "Answer", "Turn", "build_advisor"]

_HOMES = {
    "Advisor": "advisor.answering.engine",
    "Answer": "advisor.domain.answers",
    "Turn": "advisor.domain.answers",
    "build_advisor": "advisor.bootstrap",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that importing `advisor` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
