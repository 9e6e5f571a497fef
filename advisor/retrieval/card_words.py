"""How much of a question's own vocabulary a card speaks: what similarity alone cannot tell."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from advisor.domain.values import Language
from advisor.text import content_words


class CardWords:
    """The stems of every situation in each language, weighed by how few situations use them.

    A word that none knows weighs most: a question about the weather shares nothing with any card,
    however near its vector may lie.
    """

    def __init__(self, situations: Mapping[str, Mapping[Language, Sequence[str]]]) -> None:
        """Read every text of every situation, by id and language."""
        self._stems = {
            (id, language): content_words(" ".join(texts[language]), language)
            for id, texts in situations.items()
            for language in Language
        }
        self._weights = {language: self._weigh(language, len(situations)) for language in Language}
        self._unknown = math.log(1 + len(situations))

    def shares(self, question: str, language: Language) -> dict[str, float]:
        """For each situation the weighted share of the question's words that it uses, 0 to 1.

        0.5 for all when the question has no content word, which says nothing either way.
        """
        weights = self._weights[language]
        asked = {
            stem: weights.get(stem, self._unknown) for stem in content_words(question, language)
        }
        total = sum(asked.values())
        return {
            id: sum(w for stem, w in asked.items() if stem in known) / total if total else 0.5
            for (id, spoken), known in self._stems.items()
            if spoken is language
        }

    def _weigh(self, language: Language, count: int) -> dict[str, float]:
        used = Counter(
            stem
            for (_, spoken), stems in self._stems.items()
            if spoken is language
            for stem in stems
        )
        return {stem: math.log(1 + count / n) for stem, n in used.items()}
