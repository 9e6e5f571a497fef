"""Entries that a command writes into a department's own registry, beside those people wrote."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from advisor.corpus.parsing.blocks import Block, Kind
from advisor.corpus.parsing.structuring import spelled
from advisor.corpus.registry import read_sources
from advisor.domain.sources import Anchor, Source
from advisor.errors import CorpusError

_FILE = "registry.yaml"
_EMPTY = "sources:\n"


def declare(folder: Path, sources: Iterable[Source]) -> Path:
    """Add these sources to `registry.yaml` of a corpus folder; what stands there stays as it is.

    One that stands there already gets the `organisation` given, if it has none. The file is
    replaced in one step, once it can be read again. Returns its path. Raises CorpusError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _FILE
    known = read_sources(folder)
    text = path.read_text(encoding="utf-8") if path.exists() else _EMPTY
    for source in sources:
        if source.id in known:
            text = _owned(text, source, path)
        else:
            text = f"{text.rstrip()}\n{_indented(entry(source), text)}"
    beside = folder / f".{_FILE}.{os.getpid()}"
    beside.mkdir()
    try:
        (beside / _FILE).write_text(text, encoding="utf-8")
        read_sources(beside)
        (beside / _FILE).replace(path)
    finally:
        (beside / _FILE).unlink(missing_ok=True)
        beside.rmdir()
    return path


def entry(source: Source) -> str:
    """A source as an item of a registry: only what the reader of it cannot fill in."""
    told = source.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    plain = Source.model_validate(
        {name: told[name] for name in ("id", "kind", "title", "url")}
    ).model_dump(mode="json", exclude_none=True)
    own = {name: value for name, value in told.items() if value != plain.get(name)}
    ordered = {"id": told["id"], "kind": told["kind"], "title": told["title"], "url": told["url"]}
    return _yaml([ordered | own])


def headings_without_number(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The headings that need an anchor before what stands under them can be cited, each once."""
    found: dict[str, str] = {}
    for block in blocks:
        if block.kind is Kind.HEADING and not block.number and spelled(block.text):
            found.setdefault(spelled(block.text), block.text)
    return tuple(found.values())


def anchors_for(english: Sequence[str], french: Sequence[str]) -> tuple[Anchor, ...]:
    """An anchor for each pair of headings, in the order given; its id is the English heading.

    Two headings of one spelling give one anchor. Raises CorpusError where the lists differ in
    length: which heading belongs to which is then a person's to say.
    """
    if len(english) != len(french):
        raise CorpusError("anchors", f"{len(english)} en, {len(french)} fr")
    found: dict[str, Anchor] = {}
    for en, fr in zip(english, french, strict=True):
        id = re.sub(r"[^a-z0-9]+", "-", spelled(en)).strip("-")[:60].strip("-")
        if id and id not in found:
            found[id] = Anchor.model_validate({"id": id, "heading": {"en": en, "fr": fr}})
    return tuple(found.values())


def _owned(text: str, source: Source, path: Path) -> str:
    """The file with `organisation` under the `id` of a source."""
    line = re.compile(rf"^(\s*)-(\s+)id:\s*[\"']?{re.escape(source.id)}[\"']?\s*$", re.MULTILINE)
    match = line.search(text)
    if source.organisation is None or match is None:
        raise CorpusError(str(path), f"id `{source.id}` is given already")
    margin = f"{match[1].splitlines()[-1] if match[1] else ''} {match[2]}"
    return (
        f"{text[: match.end()]}\n{margin}organisation: {source.organisation}{text[match.end() :]}"
    )


def _indented(item: str, text: str) -> str:
    """An item as deep as the items that the file has."""
    margin = re.search(r"^([ ]*)- ", text, re.MULTILINE)
    depth = margin[1] if margin else "  "
    return "".join(f"{depth}{line}" for line in item.splitlines(keepends=True))


class _Dumper(yaml.SafeDumper):
    """Lists of fields on lines, pairs of languages on one."""


def _pairs(dumper: yaml.SafeDumper, data: dict[str, Any]) -> yaml.Node:
    flow = set(data) <= {"en", "fr"} or set(data) == {"id", "heading"}
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=flow)


_Dumper.add_representer(dict, _pairs)


def _yaml(value: Any) -> str:
    return yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000, indent=2
    )
