"""The guard's words, from `prompts/<language>/guard/*.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from advisor.answering.guards.patterns import Patterns
from advisor.domain.values import Language
from advisor.errors import CorpusError
from advisor.packaged import packaged
from advisor.text import fold


@dataclass(frozen=True)
class Lists:
    """The lists of one language: patterns of words, plain words, and phrases.

    Each file of the folder holds `words` (lists that patterns refer to as `<name>`, and that rules
    look words up in), `patterns` (see `patterns.py`) and `phrases` (text shown).
    """

    words: Mapping[str, frozenset[str]]
    patterns: Mapping[str, Patterns]
    phrases: Mapping[str, str]

    @classmethod
    def load(cls, language: Language, folder: Path | None = None) -> Lists:
        """The lists of `language`. Raises CorpusError for a file that cannot be read or compiled."""
        home = (folder or packaged("prompts")) / language / "guard"
        words: dict[str, list[str]] = {}
        patterns: dict[str, list[str]] = {}
        phrases: dict[str, str] = {}
        for file in sorted(home.glob("*.yaml")):
            content = _read(file)
            words |= {name: _split(value) for name, value in content.get("words", {}).items()}
            patterns |= {name: _lines(text) for name, text in content.get("patterns", {}).items()}
            phrases |= content.get("phrases", {})
        classes = {name: _expanded(name, words) for name in words}
        return cls(
            words={name: frozenset(map(fold, found)) for name, found in classes.items()},
            patterns={name: Patterns.of(lines, classes) for name, lines in patterns.items()},
            phrases=phrases,
        )


def _split(value: str | list[str]) -> list[str]:
    return value.split() if isinstance(value, str) else [str(item) for item in value]


def _lines(text: str) -> list[str]:
    lines = [line.split(" #")[0].strip() for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def _expanded(name: str, words: Mapping[str, list[str]]) -> list[str]:
    """The list `name` with the lists that it mentions as `<other>` put in their place."""
    return [
        word
        for item in words[name]
        for word in (_expanded(item[1:-1], words) if item.startswith("<") else (item,))
    ]


def _read(file: Path) -> dict[str, Any]:
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)  # noqa: S506
    except (OSError, yaml.YAMLError) as error:
        raise CorpusError(str(file), "cannot be read") from error
    return dict(content or {})
