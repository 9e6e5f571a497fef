"""The guard's words, from `prompts/<language>/guard/*.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from advisor.answering.guards.patterns import Patterns
from advisor.answering.guards.together import Rule, rules
from advisor.domain.values import Language
from advisor.errors import CorpusError
from advisor.packaged import packaged
from advisor.text import fold


@dataclass(frozen=True)
class Lists:
    """The lists of both languages, looked up together: people mix them, and a bot does not ask.

    Each file of a folder holds `words` (lists that patterns refer to as `<name>`, and that rules
    look words up in), `patterns` (see `patterns.py`), `together` (see `together.py`), `masks` (what
    stands for what was taken out) and `spelled` (words run together, and those they stand for).
    """

    words: Mapping[str, frozenset[str]]
    patterns: Mapping[str, Patterns]
    together: Mapping[str, tuple[Rule, ...]]
    masks: Mapping[Language, Mapping[str, str]]
    spelled: Mapping[str, str]

    @classmethod
    def load(cls, folder: Path | None = None) -> Lists:
        """Read `folder` (by default the one shipped). Patterns see the words of their own language.

        Raises CorpusError for a file that cannot be read or compiled.
        """
        words: dict[str, frozenset[str]] = {}
        patterns: dict[str, Patterns] = {}
        together: dict[str, list[str]] = {}
        masks: dict[Language, Mapping[str, str]] = {}
        spelled: dict[str, str] = {}
        for language in Language:
            content = _contents((folder or packaged("prompts")) / language / "guard")
            lists = {name: _split(value) for name, value in content["words"].items()}
            classes = {name: _expanded(name, lists) for name in lists}
            for name, found in classes.items():
                words[name] = words.get(name, frozenset()) | frozenset(map(fold, found))
            for name, text in content["patterns"].items():
                patterns.setdefault(name, Patterns()).extend(_lines(text), classes)
            for name, text in content["together"].items():
                together.setdefault(name, []).extend(_lines(text))
            masks[language] = content["masks"]
            spelled |= {fold(key): fold(value) for key, value in content["spelled"].items()}
        joined = {name: rules(lines, patterns) for name, lines in together.items()}
        return cls(words, patterns, joined, masks, spelled)

    def says(self, name: str, told: Sequence[str]) -> bool:
        """Whether a pattern of the list `name` occurs in `told`."""
        return self.patterns[name].find(told) is not None


def _contents(folder: Path) -> dict[str, dict[str, Any]]:
    """The files of `folder` put together."""
    sections = ("words", "patterns", "together", "masks", "spelled")
    whole: dict[str, dict[str, Any]] = {section: {} for section in sections}
    for file in sorted(folder.glob("*.yaml")):
        for section, content in _read(file).items():
            whole[section] |= content
    return whole


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
        content = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    except (OSError, yaml.YAMLError) as error:
        raise CorpusError(str(file), "cannot be read") from error
    return dict(content or {})
