"""A follow-up becomes a stand-alone question, without a model."""

from __future__ import annotations

from advisor.domain.answers import Exchange, Guarded, Turn
from advisor.domain.values import Language
from advisor.phrases import Phrases
from advisor.text import content_words, fold

_SHORT = 8


class FollowUpRewriter:
    """Puts the question before a follow-up when the follow-up cannot stand alone.

    A follow-up opens with a linking cue ("and if", "what about", « et si ») or has too few words
    of its own to be a question.
    """

    def __init__(self, phrases: Phrases) -> None:
        """Cues come from `prompts/<language>/cues.yaml`, list `follow_up`."""
        self._cues = {
            language: tuple(fold(cue) for cue in phrases.cues("follow_up", language))
            for language in Language
        }

    def rewrite(self, turn: Turn, guarded: Guarded) -> str:
        """The stand-alone question; the guarded question itself when it stands alone."""
        before = self._last_question(turn.history)
        if before is None or not self._leans(guarded.question, turn.language):
            return guarded.question
        return f"{before} {guarded.question}"

    def _leans(self, question: str, language: Language) -> bool:
        opening = fold(question).lstrip()
        if opening.startswith(self._cues[language]) and len(question.split()) <= 3 * _SHORT:
            return True
        return len(content_words(question, language)) < 2 and len(question.split()) <= _SHORT

    @staticmethod
    def _last_question(history: tuple[Exchange, ...]) -> str | None:
        for exchange in reversed(history):
            if exchange.question.strip():
                return exchange.question
        return None
