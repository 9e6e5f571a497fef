"""The provisions' own sentences, where no card fits."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.answering.composing.citing import overlap, speaks_of
from advisor.domain.answers import Basis, Citation, Decision, Evidence, Part, Statement, Turn
from advisor.domain.sources import Passage, View
from advisor.text import sentence_spans

_PROVISIONS = 3
_SHORTEST = 25


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
            statement = self._sentence(passage, turn)
            if statement is not None:
                yield statement

    @staticmethod
    def _sentence(passage: Passage, turn: Turn) -> Statement | None:
        spans = [
            (start, end)
            for start, end in sentence_spans(passage.text, passage.language)
            if end - start >= _SHORTEST
        ]
        if not spans:
            return None
        start, end = max(
            spans,
            key=lambda span: overlap(turn.question, passage.text[slice(*span)], turn.language),
        )
        official = passage.view is View.OFFICIAL
        citation = (
            Citation(passage_id=passage.id, start=start, end=end)
            if official
            else Citation(passage_id=passage.id)
        )
        return Statement(
            part=Part.SHORT,
            text=passage.text[start:end],
            basis=Basis.OFFICIAL if official else Basis.DIGEST,
            citations=(citation,),
        )


def _one_view_each(passages: list[Passage]) -> list[Passage]:
    """One view a provision: our summary where there is one, else the text itself."""
    chosen: dict[str, Passage] = {}
    for passage in passages:
        if passage.provision not in chosen or passage.view is View.DIGEST:
            chosen[passage.provision] = passage
    return list(chosen.values())
