"""The advisor's situations as training text: ways of asking, by card and outside subject."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from training.places import ROOT

CORPUS = ROOT / "corpus"
OUTSIDE = "outside"


@dataclass(frozen=True)
class Situation:
    """One card, or one outside subject, and its wordings by language ("en", "fr")."""

    id: str
    topic: str
    wordings: dict[str, list[str]]
    card: bool


def situations(corpus: Path = CORPUS) -> list[Situation]:
    """All situations of `corpus`, in the order of its files: cards, then outside subjects."""
    files = sorted((corpus / "cards").glob("**/*.yaml"))
    cards = [_read(entry, card=True) for file in files for entry in _loaded(file)]
    subjects = _loaded(corpus / "outside.yaml")["outside"]
    return [*cards, *(_read(entry, card=False) for entry in subjects)]


def _loaded(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8")) or []


def _read(entry: dict[str, Any], *, card: bool) -> Situation:
    asked = {language: list(map(str, texts)) for language, texts in entry["questions"].items()}
    topic = str(entry["topic"]) if card else OUTSIDE
    return Situation(str(entry["id"]), topic, asked, card)
