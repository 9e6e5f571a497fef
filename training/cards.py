"""The advisor's own situations as a test: does a question find another way of asking for it?

One wording in six is never trained on (`training.tune`); it is asked, the others are searched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.situations import Situation, situations

Vectors = npt.NDArray[np.float32]
LEFT_OUT = 6
LANGUAGES = ("en", "fr")


@dataclass(frozen=True)
class Asked:
    """Questions of one language and, for each, its situation's id."""

    cards: list[str]
    questions: list[str]

    @classmethod
    def of(cls, every: Sequence[Situation], language: str) -> Asked:
        """The wordings of `every` in one language."""
        pairs = [(one.id, text) for one in every for text in one.wordings[language]]
        return cls([id for id, _ in pairs], [text for _, text in pairs])


def split(every: Sequence[Situation]) -> tuple[list[Situation], list[Situation]]:
    """The situations with the wordings to learn from; the cards with those left out."""
    learnt, apart = [], []
    for one in every:
        out = {
            language: texts[LEFT_OUT - 1 :: LEFT_OUT] if one.card else []
            for language, texts in one.wordings.items()
        }
        kept = {
            language: [text for text in texts if text not in out[language]]
            for language, texts in one.wordings.items()
        }
        learnt.append(Situation(one.id, one.topic, kept, one.card))
        apart.append(Situation(one.id, one.topic, out, one.card))
    return learnt, apart


def finds_card(
    queries: Vectors, asking: Sequence[str], documents: Vectors, known: Sequence[str], within: int
) -> float:
    """The share of queries that find their card among the first `within` different cards."""
    scores = queries @ documents.T
    found = 0
    for row, order in enumerate(np.argsort(-scores, axis=1)):
        first = list(dict.fromkeys(known[place] for place in order[: 20 * within]))[:within]
        found += asking[row] in first
    return found / max(1, len(asking))


def card_figures(
    embed: Callable[[Sequence[str]], Vectors], every: Sequence[Situation] | None = None
) -> dict[str, float]:
    """How often a wording left out finds its situation first, and among three.

    By language of the question and of what is searched. Nothing when there are no situations.
    """
    learnt, apart = split(situations() if every is None else every)
    asked = {language: Asked.of(apart, language) for language in LANGUAGES}
    known = {language: Asked.of(learnt, language) for language in LANGUAGES}
    if not all(side.cards for side in (*asked.values(), *known.values())):
        return {}
    queries = {language: embed(side.questions) for language, side in asked.items()}
    documents = {language: embed(side.questions) for language, side in known.items()}
    return {
        f"card_{one}_{other}_in_{within}": finds_card(
            queries[one], asked[one].cards, documents[other], known[other].cards, within
        )
        for one in LANGUAGES
        for other in LANGUAGES
        for within in (1, 3)
    }
