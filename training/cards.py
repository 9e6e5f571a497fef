"""The advisor's own cards as a test: does a question find another way of asking for its card?

Cards are never trained on; each is asked about in several ways per language, written apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from training.places import ROOT

CARDS = ROOT / "corpus" / "cards"
Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Asked:
    """Questions of one language and, for each, its card's id."""

    cards: list[str]
    questions: list[str]


def asked(language: str, folder: Path = CARDS) -> Asked:
    """All ways of asking, in "en" or "fr"; empty when the folder holds no cards."""
    cards, questions = [], []
    for path in sorted(folder.glob("**/*.yaml")):
        for card in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
            for question in card["questions"][language]:
                cards.append(str(card["id"]))
                questions.append(str(question))
    return Asked(cards, questions)


def finds_card(
    queries: Vectors, asking: Sequence[str], documents: Vectors, known: Sequence[str], within: int
) -> float:
    """The share of queries that find their card among the first `within` different cards.

    Where queries and documents are the same questions, each one's own row is passed over.
    """
    scores = queries @ documents.T
    if queries is documents:
        np.fill_diagonal(scores, -np.inf)
    found = 0
    for row, order in enumerate(np.argsort(-scores, axis=1)):
        first = list(dict.fromkeys(known[place] for place in order[: 20 * within]))[:within]
        found += asking[row] in first
    return found / max(1, len(asking))


def card_figures(
    embed: Callable[[Sequence[str]], Vectors], folder: Path = CARDS
) -> dict[str, float]:
    """How often a question finds its card first, by language of question and of what is searched.

    Nothing when there are no cards.
    """
    sides = {language: asked(language, folder) for language in ("en", "fr")}
    if not sides["en"].cards or not sides["fr"].cards:
        return {}
    vectors = {language: embed(side.questions) for language, side in sides.items()}
    return {
        f"card_{one}_{other}": finds_card(
            vectors[one], sides[one].cards, vectors[other], sides[other].cards, within=1
        )
        for one, other in (("en", "en"), ("fr", "fr"), ("fr", "en"), ("en", "fr"))
    }
