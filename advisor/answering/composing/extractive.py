"""The provisions' own sentences, where no card fits."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.answering.composing.citing import cite_sentence, speaks_of
from advisor.domain.answers import Decision, Evidence, Part, Statement, Turn
from advisor.domain.sources import Passage, View

_PROVISIONS = 3


class ExtractiveComposer:
    """Up to three sentences, one a provision, word for word: a summary of ours, or a quote."""

    name = "extractive"
    offline = True

    def compose(self, turn: Turn, evidence: Evidence, decision: Decision) -> Iterator[Statement]:
        """The sentence of each of the nearest provisions that shares most words with the question.

        Nothing when the decision found a card, or when no passage speaks of the question.
        """
        if decision.card_id is not None:
            return
        near = [
            r.passage
            for r in evidence.passages
            if speaks_of(r.passage, turn.question, turn.language)
        ]
        for passage in _one_view_each(near)[:_PROVISIONS]:
            statement = cite_sentence(passage, Part.SHORT, turn.question)
            if statement is not None:
                yield statement


def _one_view_each(passages: list[Passage]) -> list[Passage]:
    """One view a provision: our summary where there is one, else the text itself."""
    chosen: dict[str, Passage] = {}
    for passage in passages:
        if passage.provision not in chosen or passage.view is View.DIGEST:
            chosen[passage.provision] = passage
    return list(chosen.values())
