"""One message, from the request to the record: the same path for JSON, events and pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from advisor.answering.engine import Advisor
from advisor.answering.events import Answered, Event, EvidenceFound, StatementVerified
from advisor.answering.presenting import present
from advisor.config import Settings
from advisor.corpus.loading import Corpus
from advisor.domain.answers import Answer, Exchange, Outcome, Turn
from advisor.domain.profiles import Profile
from advisor.domain.values import Language
from advisor.errors import RetrievalError
from advisor.text import detect_language
from api.access import User
from api.chat.recording import event_of, exchange_of, row_of
from api.chat.schemas import ChatReply, ChatRequest, ReviewState
from api.errors import Refusal
from api.holder import AdvisorHolder
from api.metrics import count_answer
from api.store.database import Database
from api.store.repositories import Conversations, new_id

_HISTORY = 6


@dataclass(frozen=True)
class Opened:
    """A message that was let in, and who answers it."""

    advisor: Advisor
    turn: Turn
    conversation_id: str
    is_new: bool


@dataclass(frozen=True)
class ServerEvent:
    """One event for the client. `name`: `meta`, `delta`, `citations`, `escalations`, `done`."""

    name: str
    data: dict[str, Any] | list[Any]


class ChatService:
    """Opens a turn, lets the advisor answer it, records the whole answer, and says so."""

    def __init__(self, holder: AdvisorHolder, database: Database, settings: Settings) -> None:
        """Everything it uses is given to it."""
        self._holder = holder
        self._database = database
        self._retention = settings.retention_days
        self._reviewed = settings.review == "on"

    def open(self, body: ChatRequest, user: User, prior: Language) -> Opened:  # noqa: ARG002
        """Everything that can be refused is refused here, while the status is ours to choose.

        `prior` is the language of the page or of the request's headers: it decides where the
        message itself does not. Raises Refusal.
        """
        language = body.language or detect_language(body.message, prior)
        advisor = self._holder.get(language)
        profile = _profile(body, language, advisor.serving.generation().corpus)
        history = _before(body.message, self._history(body.conversation_id, language))
        return Opened(
            advisor=advisor,
            turn=Turn(question=body.message, history=history, profile=profile),
            conversation_id=body.conversation_id or new_id(),
            is_new=body.conversation_id is None,
        )

    def stream(self, opened: Opened) -> Iterator[ServerEvent]:
        """The answer as events; the last is `done` with the whole reply, already recorded."""
        yield ServerEvent("meta", {"stage": "reading", "language": opened.turn.language})
        for event in self._walk(opened):
            match event:
                case EvidenceFound(evidence=evidence):
                    found = {"stage": "composing", "passages": len(evidence.passages)}
                    yield ServerEvent("meta", found)
                case StatementVerified(statement=statement):
                    yield ServerEvent("delta", event_of(statement))
                case Answered():
                    body = self._recorded(opened, event).model_dump(mode="json")
                    yield ServerEvent("citations", body["citations"])
                    yield ServerEvent("escalations", body["escalations"])
                    yield ServerEvent("done", body)

    def reply(self, opened: Opened) -> ChatReply:
        """The whole reply, recorded: what `done` carries."""
        *_, last = self._walk(opened)
        assert isinstance(last, Answered)  # the walk ends with it
        return self._recorded(opened, last)

    def _walk(self, opened: Opened) -> Iterator[Event]:
        """The advisor's events; an index that proves damaged on the way is opened anew."""
        try:
            yield from opened.advisor.answer(opened.turn)
        except RetrievalError:
            self._holder.doubt()
            raise

    def _history(self, id: str | None, language: Language) -> tuple[Exchange, ...]:
        if id is None:
            return ()
        with self._database.reading() as session:
            conversations = Conversations(session, self._retention)
            if conversations.get(id) is None:
                raise Refusal("conversation-unknown", language)
            kept = [turn for turn in conversations.turns(id) if turn.question is not None]
            return tuple(exchange_of(turn) for turn in kept[-_HISTORY:])

    def _recorded(self, opened: Opened, answered: Answered) -> ChatReply:
        """Write the turn in one transaction, then hand out the reply.

        Raises Refusal when the conversation was erased meanwhile: nothing is written then.
        """
        answer = answered.answer
        reply = ChatReply(
            **dict(present(answer, answered.corpus, opened.advisor.phrases)),
            conversation_id=opened.conversation_id,
            answer_id=answer.id if answer.recorded else None,
            review=self._review(answer),
        )
        row = row_of(opened.conversation_id, answered, reply)
        start = perf_counter()
        with self._database.transaction() as session:
            conversations = Conversations(session, self._retention)
            if opened.is_new:
                conversations.begin(row.conversation_id, answer.turn.language, row.asked_at)
            if not conversations.append(row, answer.flags if answer.recorded else ()):
                raise Refusal("conversation-unknown", answer.turn.language)
        count_answer(answered, record_seconds=perf_counter() - start)
        return reply

    def _review(self, answer: Answer) -> ReviewState:
        """Whether an officer will see it: where there are officers, and if it was kept."""
        if not (self._reviewed and answer.recorded):
            return ReviewState()
        if answer.decision.outcome is Outcome.HELD:
            return ReviewState(state="held")
        return ReviewState(state="queued" if answer.flags else "none")


def _before(message: str, history: tuple[Exchange, ...]) -> tuple[Exchange, ...]:
    """What came before `message`: asked again (a page reloaded, the other language), it is no
    follow-up of itself."""
    while history and history[-1].question == message:
        history = history[:-1]
    return history


def _profile(body: ChatRequest, language: Language, corpus: Corpus) -> Profile:
    """Who asks. Raises Refusal for an organisation or a profile that the corpus does not know."""
    if body.organisation is not None and body.organisation not in corpus.organisations:
        raise Refusal("organisation-unknown", language)
    who = body.profile or Profile().who
    if who not in corpus.vocabulary.ids("profiles"):
        raise Refusal("profile-unknown", language)
    return Profile(language=language, organisation=body.organisation, who=who)
