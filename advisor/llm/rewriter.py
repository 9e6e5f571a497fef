"""A follow-up becomes a stand-alone question, by a model where it does well, else without one."""

from __future__ import annotations

from advisor.answering.ports import Rewriter
from advisor.claims import unsupported
from advisor.domain.answers import Exchange, Guarded, Turn
from advisor.domain.values import Language
from advisor.errors import CompositionError
from advisor.llm.chat_model import Chat, chat_model
from advisor.llm.prompting import Item, chat_prompt, messages
from advisor.llm.replies import question_schema, read_question
from advisor.phrases import Phrases
from advisor.text import content_words

_EXCHANGES = 3
_KNOWN = 0.7


class LlmRewriter:
    """Asks a model for the stand-alone question; `offline` answers whenever that goes wrong."""

    def __init__(self, model: Chat, phrases: Phrases, offline: Rewriter) -> None:
        self._model = model
        self._phrases = phrases
        self._offline = offline

    def rewrite(self, turn: Turn, guarded: Guarded) -> str:
        """The stand-alone question in the language of the turn. Raises nothing.

        A first question is not sent, nor one that may not be kept. A rewriting counts only if its
        figures, and at least 0.7 of its content words, were said in the conversation.
        """
        said = [one for one in turn.history[-_EXCHANGES:] if one.question.strip()]
        if not said or not guarded.recorded:
            return self._offline.rewrite(turn, guarded)
        try:
            question = self._asked(said, guarded.question, turn.language)
        except CompositionError:
            return self._offline.rewrite(turn, guarded)
        spoken = "\n".join([*(f"{one.question}\n{one.short}" for one in said), guarded.question])
        if _faithful(question, spoken, turn.language):
            return question
        return self._offline.rewrite(turn, guarded)

    def _asked(self, said: list[Exchange], question: str, language: Language) -> str:
        items = tuple(
            Item(token=f"{number}", kind=kind, text=text)
            for number, one in enumerate(said, start=1)
            for kind, text in (("asked", one.question), ("answered", one.short))
            if text.strip()
        )
        prompt = chat_prompt(self._phrases, "rewrite", "follow_up", language)
        asked = messages(prompt, items, question)
        return read_question(self._model.ask(asked, question_schema(), self._model.timeout))


def llm_rewriter(
    name: str,
    base_url: str | None,
    api_key: str | None,
    timeout: float,
    phrases: Phrases,
    offline: Rewriter,
) -> LlmRewriter:
    """The rewriter of the model that settings name. Raises ConfigurationError."""
    return LlmRewriter(chat_model(name, base_url, api_key, timeout), phrases, offline)


def _faithful(question: str, spoken: str, language: Language) -> bool:
    mine, theirs = content_words(question, language), content_words(spoken, language)
    known = bool(mine) and len(mine & theirs) >= _KNOWN * len(mine)
    return known and not unsupported(question, [spoken], language)
