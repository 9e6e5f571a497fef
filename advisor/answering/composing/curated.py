"""Restates the card that fits, word for word, with the provisions it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.answering.composing.citing import cite, overlap
from advisor.domain.answers import Basis, Citation, Decision, Evidence, Part, Statement, Turn
from advisor.domain.cards import Card
from advisor.domain.values import Language

_CARRIED = 0.34


class CuratedComposer:
    """The approved words of one situation. Says nothing when the decision names no card."""

    name = "curated"
    offline = True

    def compose(self, turn: Turn, evidence: Evidence, decision: Decision) -> Iterator[Statement]:
        """The card's short answer, steps, what it depends on and cautions, in that order.

        The short answer carries every provision of the card; another sentence carries those whose
        summary shares at least a third of its content words.
        """
        card = next((r.card for r in evidence.cards if r.card.id == decision.card_id), None)
        if card is None:
            return
        for part, text in card.texts(turn.language):
            yield Statement(
                part=Part(part),
                text=text,
                basis=Basis.CARD,
                source=card.id,
                citations=tuple(self._citations(card, part, text, evidence, turn.language)),
            )

    @staticmethod
    def _citations(
        card: Card, part: str, text: str, evidence: Evidence, language: Language
    ) -> Iterator[Citation]:
        for provision in card.citations:
            passage = evidence.best_view(provision, language)
            if passage is None:
                continue
            carried = part == Part.SHORT or any(
                overlap(text, view.text, language) >= _CARRIED
                for view in evidence.cited
                if view.provision == provision and view.language is language
            )
            if carried:
                yield cite(passage, text)
