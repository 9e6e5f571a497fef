"""The words the advisor says in its own voice, from `prompts/`, always in both languages.

`<language>/phrases.yaml` and `cli.yaml` hold short phrases by key, with `{places}` to fill;
`<language>/cues.yaml` holds lists of words to look for in questions;
`<language>/fixed/<id>.yaml` holds whole fixed texts (`short`, `steps`, `cautions` ...);
`<language>/*.md` holds the instructions given to a model.
"""

from __future__ import annotations

import hashlib
import string
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from advisor.domain.values import Language, Value
from advisor.errors import CorpusError
from advisor.packaged import packaged


class Piece(Value):
    """One piece of a fixed text; `part` is its place in an answer."""

    id: str
    part: str
    text: str


class FixedText(Value):
    """A reply written word for word in advance: it is shown as it stands, or not at all.

    `outcome` says what kind of reply it is.
    """

    outcome: str = "answered"
    short: str
    steps: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()

    def pieces(self, id: str) -> tuple[Piece, ...]:
        """Every piece in the order it is read; `id` is the name of the fixed text."""
        lists = (
            ("step", self.steps),
            ("depends_on", self.depends_on),
            ("caution", self.cautions),
        )
        return (
            Piece(id=f"{id}:short", part="short", text=self.short),
            *(
                Piece(id=f"{id}:{part}.{number}", part=part, text=text)
                for part, texts in lists
                for number, text in enumerate(texts, start=1)
            ),
        )


class Phrases:
    """Every phrase, cue and fixed text, loaded once and checked.

    Raises CorpusError when a key, a fixed text or a place exists in one language only.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Load from `folder`, by default the one that ships with the library."""
        self._folder = folder or packaged("prompts")
        self._phrases = {lang: self._read_phrases(lang) for lang in Language}
        self._cues = {lang: self._read(lang, "cues.yaml") for lang in Language}
        self._fixed = {lang: self._read_fixed(lang) for lang in Language}
        self._check()

    def say(self, key: str, language: Language, **values: object) -> str:
        """The phrase `key` with its places filled. Raises KeyError for an unknown key or place."""
        return self._phrases[language][key].format(**values)

    def section(self, prefix: str, language: Language) -> dict[str, str]:
        """Every phrase under `prefix.`, by the rest of its key."""
        start = f"{prefix}."
        return {
            key.removeprefix(start): text
            for key, text in self._phrases[language].items()
            if key.startswith(start)
        }

    def cues(self, name: str, language: Language) -> tuple[str, ...]:
        """The list of cue words `name`, lower-cased as written; empty when there is none."""
        return tuple(self._cues[language].get(name, ()))

    def fixed(self, id: str, language: Language) -> FixedText:
        """The fixed text `id`. Raises KeyError for an unknown one."""
        return self._fixed[language][id]

    def has_fixed(self, id: str) -> bool:
        """Whether there is a fixed text with this id."""
        return id in self._fixed[Language.EN]

    def prompt(self, name: str, language: Language) -> str:
        """The instructions `name` (a Markdown file) for a model, in `language`."""
        return (self._folder / language / f"{name}.md").read_text(encoding="utf-8")

    @cached_property
    def catalogue(self) -> Mapping[Language, frozenset[str]]:
        """SHA-256, in hexadecimal, of every piece of fixed text, by language (trust.md, V10)."""
        return {
            language: frozenset(
                hashlib.sha256(piece.text.encode()).hexdigest()
                for id, text in texts.items()
                for piece in text.pieces(id)
            )
            for language, texts in self._fixed.items()
        }

    @cached_property
    def version(self) -> str:
        """A short checksum over every file, kept with each answer."""
        total = hashlib.sha256()
        for file in sorted(self._folder.rglob("*")):
            if file.is_file():
                total.update(file.relative_to(self._folder).as_posix().encode())
                total.update(file.read_bytes())
        return total.hexdigest()[:12]

    def _read_phrases(self, language: Language) -> dict[str, str]:
        files = (self._read(language, name) for name in ("phrases.yaml", "cli.yaml"))
        return {key: text for file in files for key, text in _flat(file).items()}

    def _read(self, language: Language, name: str) -> dict[str, Any]:
        file = self._folder / language / name
        try:
            return yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader) or {}
        except (OSError, yaml.YAMLError) as error:
            raise CorpusError(str(file), "cannot be read") from error

    def _read_fixed(self, language: Language) -> dict[str, FixedText]:
        folder = self._folder / language / "fixed"
        return {
            file.stem: FixedText.model_validate(self._read(language, f"fixed/{file.name}"))
            for file in sorted(folder.glob("*.yaml"))
        }

    def _check(self) -> None:
        for what, by_language in (("phrases", self._phrases), ("fixed", self._fixed)):
            en, fr = by_language[Language.EN], by_language[Language.FR]
            if alone := set(en) ^ set(fr):
                raise CorpusError(what, f"in one language only: {', '.join(sorted(alone))}")
        for key, text in self._phrases[Language.EN].items():
            if places(text) != places(self._phrases[Language.FR][key]):
                raise CorpusError("phrases", f"{key}: the places differ between languages")
        for id, fixed in self._fixed[Language.EN].items():
            other = self._fixed[Language.FR][id]
            if [p.id for p in fixed.pieces(id)] != [p.id for p in other.pieces(id)]:
                raise CorpusError("fixed", f"{id}: the parts differ between languages")


def places(text: str) -> frozenset[str]:
    """The names of the `{places}` in a phrase."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


def _flat(tree: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = str(value)
    return flat
