"""How much of a question's own vocabulary a card speaks: what similarity alone cannot tell."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from advisor.domain.cards import Card
from advisor.domain.values import Language
from advisor.text import content_words


class CardWords:
    """The stems of every card in each language, weighed by how few cards use them.

    A word that no card knows weighs most: a question about the weather shares nothing with any
    card, however near its vector may lie.
    """

    def __init__(self, cards: Mapping[str, Card]) -> None:
        """Read every wording of every card."""
        self._stems = {
            (card.id, language): _stems(card, language)
            for card in cards.values()
            for language in Language
        }
        self._weights = {language: self._weigh(language, len(cards)) for language in Language}
        self._unknown = math.log(1 + len(cards))

    def share(self, question: str, language: Language, card_id: str) -> float:
        """The weighted share of the question's content words that the card uses, 0 to 1.

        0.5 for a question without content words, which says nothing either way.
        """
        asked = content_words(question, language)
        weights = {s: self._weights[language].get(s, self._unknown) for s in asked}
        total = sum(weights.values())
        if total == 0:
            return 0.5
        known = self._stems.get((card_id, language), frozenset())
        return sum(weight for stem, weight in weights.items() if stem in known) / total

    def _weigh(self, language: Language, count: int) -> dict[str, float]:
        used = Counter(
            stem
            for (_, spoken), stems in self._stems.items()
            if spoken is language
            for stem in stems
        )
        return {stem: math.log(1 + count / n) for stem, n in used.items()}


def _stems(card: Card, language: Language) -> frozenset[str]:
    texts = (*card.questions.to(language), *(text for _, text in card.texts(language)))
    return content_words(" ".join(texts), language)
