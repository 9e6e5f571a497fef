"""Where the data that ships with the library stands."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def packaged(name: str) -> Path:
    """The folder `name` (`corpus`, `prompts`), shipped in the wheel or standing in a checkout."""
    shipped = _PACKAGE / "_data" / name
    return shipped if shipped.exists() else _PACKAGE.parent / name
