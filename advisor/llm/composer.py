"""Drafts by a model: cited statements in a strict shape, to be verified like everybody's."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

from advisor.answering.composing.citing import cite
from advisor.answering.composing.curated import CuratedComposer
from advisor.answering.quotes import locate
from advisor.domain.answers import (
    Basis,
    Citation,
    Decision,
    Evidence,
    Part,
    Statement,
    Turn,
)
from advisor.domain.cards import Risk
from advisor.domain.sources import Passage, View
from advisor.domain.values import Language
from advisor.errors import DraftMalformed
from advisor.llm.chat_model import Chat, Schema, chat_model
from advisor.llm.closeness import is_close
from advisor.llm.prompting import Item, chat_prompt, messages, repaired
from advisor.llm.replies import Drafted, draft_schema, fit_schema, read_drafts, read_fits
from advisor.phrases import Phrases
from advisor.text import sentences

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

_PROVISIONS = 6
_LONGEST = 2_400  # characters of one passage that a model is shown
_KINDS = {View.OFFICIAL: "official", View.DIGEST: "summary"}
_MARKS = ' "“”«»\u00a0'
_Read = TypeVar("_Read")


class LlmComposer:
    """A model that restates passages where no card fits, and may fit a card of low risk."""

    offline = False

    def __init__(self, model: Chat, phrases: Phrases, *, tailor: bool = False) -> None:
        """`tailor`: fit the card that answers to the question; otherwise cards are left alone."""
        self.name = f"llm:{model.label}"
        self._model = model
        self._phrases = phrases
        self._tailor = tailor

    def compose(self, turn: Turn, evidence: Evidence, decision: Decision) -> Iterator[Statement]:
        """Statements drafted from the evidence; none where a card must speak for itself.

        A card is fitted only when its risk and the decision's are low (architecture, "Compose").
        Raises ModelUnavailable, and DraftMalformed when a second reply is no better than the first.
        """
        if decision.card_id is None:
            yield from self._drafted(turn, evidence)
        elif self._tailor and _is_low(decision, evidence):
            yield from self._fitted(turn, evidence, decision)

    def _drafted(self, turn: Turn, evidence: Evidence) -> Iterator[Statement]:
        shown = _shown(evidence, turn.language)
        if not shown:
            return
        items = tuple(
            Item(token=token, kind=_KINDS[passage.view], text=passage.text[:_LONGEST])
            for token, passage in shown.items()
        )

        asked = self._messages("passages", items, turn)
        drafts = self._asked(
            asked, draft_schema(shown), lambda reply: read_drafts(reply, shown), turn.language
        )
        made = (
            _statement(draft, sentence, shown[draft.token])
            for draft in drafts
            for sentence in sentences(draft.text, turn.language)
        )
        yield from dict.fromkeys(made)  # small models repeat themselves

    def _fitted(self, turn: Turn, evidence: Evidence, decision: Decision) -> Iterator[Statement]:
        """Every sentence of the card: in the model's words where they stay close, else in its own.

        So nothing that the card says is left out. Cautions are never reworded.
        """
        curated = tuple(CuratedComposer().compose(turn, evidence, decision))
        lines = {
            f"C{number}": line
            for number, line in enumerate(curated, start=1)
            if line.part is not Part.CAUTION
        }
        if not lines:
            return
        items = tuple(Item(token=t, kind=line.part, text=line.text) for t, line in lines.items())

        asked = self._messages("card", items, turn)
        fits = self._asked(
            asked, fit_schema(lines), lambda reply: read_fits(reply, lines), turn.language
        )
        words = [line.text for line in curated]
        for number, line in enumerate(curated, start=1):
            text = fits.get(f"C{number}", line.text)
            if text == line.text or not is_close(text, words, turn.language):
                yield line
            else:
                cited = line.citations or curated[0].citations
                yield line.model_copy(update={"text": text, "tailored": True, "citations": cited})

    def _messages(self, section: str, items: tuple[Item, ...], turn: Turn) -> list[BaseMessage]:
        prompt = chat_prompt(self._phrases, "compose", section, turn.language)
        return messages(prompt, items, turn.question)

    def _asked(
        self,
        asked: list[BaseMessage],
        schema: Schema,
        read: Callable[[str], _Read],
        language: Language,
    ) -> _Read:
        """The reply as `read` understands it, after at most one repair, within the time allowed."""
        deadline = time.monotonic() + self._model.timeout
        reply = self._model.ask(asked, schema, self._model.timeout)
        try:
            return read(reply)
        except DraftMalformed as error:
            again = repaired(asked, reply, str(error), self._phrases, language)
        return read(self._model.ask(again, schema, deadline - time.monotonic()))


def llm_composer(
    name: str,
    base_url: str | None,
    api_key: str | None,
    timeout: float,
    phrases: Phrases,
    *,
    tailor: bool = False,
) -> LlmComposer:
    """The composer of the model that settings name. Raises ConfigurationError."""
    return LlmComposer(chat_model(name, base_url, api_key, timeout), phrases, tailor=tailor)


def _is_low(decision: Decision, evidence: Evidence) -> bool:
    cards = [ranked.card for ranked in evidence.cards if ranked.card.id == decision.card_id]
    return decision.risk is Risk.LOW and all(card.risk is Risk.LOW for card in cards)


def _shown(evidence: Evidence, language: Language) -> Mapping[str, Passage]:
    """The nearest provisions by token (P1, P2 ...), one view each, in the language of the answer.

    The official text where it is short enough to be shown whole, else our summary of it.
    """
    chosen: dict[str, Passage] = {}
    for passage in (ranked.passage for ranked in evidence.passages):
        if passage.language is not language or not passage.in_force:
            continue
        held = chosen.get(passage.provision)
        if held is None or _fitness(passage) > _fitness(held):
            chosen[passage.provision] = passage
    nearest = list(chosen.values())[:_PROVISIONS]
    return {f"P{number}": passage for number, passage in enumerate(nearest, start=1)}


def _fitness(passage: Passage) -> int:
    if passage.view is View.OFFICIAL:
        return 2 if len(passage.text) <= _LONGEST else 0
    return 1


def _statement(draft: Drafted, sentence: str, passage: Passage) -> Statement:
    """One sentence of the draft, to be judged by itself, with the citation that it deserves.

    A sentence that strays from its passage gets none, and a quote that is nowhere in the passage
    cites no words of it: the verifier drops either, and the record says why.
    """
    official = passage.view is View.OFFICIAL
    quote = (draft.quote or "").strip(_MARKS)
    if not official:
        citation = Citation(passage_id=passage.id)
    elif quote:
        start, end = locate(quote, passage.text) or (None, None)
        citation = Citation(passage_id=passage.id, start=start, end=end)
    else:
        citation = cite(passage, sentence)
    return Statement(
        part=draft.part,
        text=sentence,
        basis=Basis.OFFICIAL if official else Basis.DIGEST,
        citations=(citation,) if is_close(sentence, [passage.text], passage.language) else (),
    )
