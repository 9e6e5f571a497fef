"""No phrase is dead: each is named somewhere in the code or on a page.

Read from the sources, not from a run: a key is named by a string, or by an f-string whose places
stand for one part of the key each. So a phrase that only an f-string could name counts as used;
what no source could name does not.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

import advisor
import api
from advisor.domain.values import Language
from advisor.packaged import packaged

_PACKAGES = tuple(Path(package.__file__ or "").parent for package in (advisor, api))
_PAGE = "page"
"""The one section that is handed to templates whole; they name its keys one by one."""
_PREFIXES = ("", "cli.")
"""The command line leaves out that all its phrases are under `cli`."""


def unused(keys: Iterable[str]) -> set[str]:
    """The keys that nothing names."""
    return {key for key in keys if not any(pattern.fullmatch(key) for pattern in _patterns())}


@lru_cache(maxsize=1)
def _patterns() -> frozenset[re.Pattern[str]]:
    trees = [
        ast.parse(file.read_text(encoding="utf-8"))
        for package in _PACKAGES
        for file in package.rglob("*.py")
    ]
    named = {name for tree in trees for name in (*_said(tree), *_written(tree), *_sections(tree))}
    pages = {re.escape(f"{_PAGE}.{key}") for key in _on_pages()}
    return frozenset(
        re.compile(f"{re.escape(prefix)}{name}") for name in named | pages for prefix in _PREFIXES
    )


def _said(tree: ast.AST) -> Iterator[str]:
    """What is asked for by `say(...)`, under one name or a dotted one."""
    for call in _calls(tree, "say"):
        yield from _pattern(call.args[0])


def _written(tree: ast.AST) -> Iterator[str]:
    """Dotted keys written anywhere: some are chosen first and said later."""
    for node in ast.walk(tree):
        yield from (found for found in _pattern(node) if r"\." in found)


def _sections(tree: ast.AST) -> Iterator[str]:
    """Whole sections that are asked for, except the one whose keys templates name."""
    for call in _calls(tree, "section"):
        yield from (rf"{found}\..+" for found in _pattern(call.args[0]) if found != _PAGE)


def _calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
            if (called.id if isinstance(called, ast.Name) else called) == name:
                yield node


def _pattern(node: ast.AST) -> Iterator[str]:
    """A string as a pattern; an f-string too, if it begins with a section's name."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if re.fullmatch(r"[a-z0-9_.-]+", node.value):
            yield re.escape(node.value)
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        parts = [
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w-]+"
            for part in node.values
        ]
        if "." in str(node.values[0].value) and node.values[0].value != "cli.":
            yield "".join(parts)


def _on_pages() -> set[str]:
    """The keys that templates take from `say`, the section handed to them."""
    templates = [file for package in _PACKAGES for file in package.rglob("*.html")]
    return {
        key
        for file in templates
        for key in re.findall(r"\bsay\.(\w+)", file.read_text(encoding="utf-8"))
    }


def _keys(tree: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _keys(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"


def test_every_phrase_is_used() -> None:
    files = (packaged("prompts") / Language.EN / name for name in ("phrases.yaml", "cli.yaml"))
    keys = {key for file in files for key in _keys(yaml.safe_load(file.read_text("utf-8")))}
    assert len(keys) > 100
    assert unused(keys) == set()


def test_a_phrase_that_nothing_names_is_found() -> None:
    dead = {"lonely", "page.lonely", "cli.lonely", "cli.index.lonely.word", "status.of.nobody"}
    assert unused(dead) == dead
