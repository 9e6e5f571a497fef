"""What may be done with a question, decided on its raw text before anything is kept or sent."""

from __future__ import annotations

from advisor.answering.guards.crisis import crisis
from advisor.answering.guards.lists import Lists
from advisor.answering.guards.reading import read
from advisor.domain.answers import Guarded, Turn
from advisor.domain.values import Language
from advisor.phrases import Phrases


class Guard:
    """Reads the raw text of a turn: crisis, disclosure gate, personal information, hostile input."""

    def __init__(self, phrases: Phrases) -> None:
        """`phrases` holds the fixed texts that a guarded turn may end or open with."""
        self._phrases = phrases
        self._lists = {language: Lists.load(language) for language in Language}

    def guard(self, turn: Turn) -> Guarded:
        """What may travel on of `turn`. Deterministic; keeps and logs nothing."""
        reading = read(turn.question)
        words = [word.text for word in reading.words]
        for language in (turn.language, turn.language.other):
            if stop := crisis(words, self._lists[language]):
                return Guarded(question=reading.text, stop=stop, recorded=False)
        return Guarded(question=reading.text.strip() or turn.question)
