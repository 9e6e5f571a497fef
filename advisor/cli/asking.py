"""`advisor ask` and `advisor chat`."""

from __future__ import annotations

from typing import Annotated

import typer

from advisor.answering.presenting import Reply
from advisor.cli import output
from advisor.cli.words import phrases, say, spoken
from advisor.config import load_settings
from advisor.domain.answers import Exchange, Turn
from advisor.domain.profiles import Profile
from advisor.errors import ConfigurationError

_HISTORY = 6

Organisation = Annotated[str | None, typer.Option("--organisation", "-o", help=say("ask.org"))]
Who = Annotated[str, typer.Option("--profile", "-p", help=say("ask.profile"))]
Json = Annotated[bool, typer.Option("--json", help=say("json"))]


def add(app: typer.Typer) -> None:
    """Add the two commands to `app`."""
    app.command("ask", help=say("ask.help"))(ask)
    app.command("chat", help=say("chat.help"))(chat)


def ask(
    question: Annotated[list[str], typer.Argument(help=say("ask.question"))],
    organisation: Organisation = None,
    profile: Who = "employee",
    as_json: Json = False,
) -> None:
    """Answer one question."""
    reply = _Session(organisation, profile).answer(" ".join(question))
    if as_json:
        output.print_json(reply.model_dump(mode="json"))
    else:
        output.show(reply, phrases(), output.console())


def chat(organisation: Organisation = None, profile: Who = "employee") -> None:
    """Answer questions until an empty line."""
    session, out = _Session(organisation, profile), output.console()
    out.print(phrases().say("notice", spoken()), style="dim")
    options: tuple[str, ...] = ()
    while True:
        try:
            typed = out.input(f"\n[bold]{say('chat.prompt')}[/bold] ").strip()
        except (EOFError, KeyboardInterrupt):
            typed = ""
        if not typed:
            return
        if typed.isdigit() and 0 < int(typed) <= len(options):
            typed = options[int(typed) - 1]
        reply = session.answer(typed)
        options = tuple(o.value for o in reply.clarify.options) if reply.clarify else ()
        output.show(reply, phrases(), out)


class _Session:
    """One conversation in memory."""

    def __init__(self, organisation: str | None, who: str) -> None:
        from advisor.bootstrap import build_advisor

        self._advisor = build_advisor(load_settings())
        corpus = self._advisor.serving.generation().corpus
        if organisation is not None and organisation not in corpus.organisations:
            raise ConfigurationError("--organisation", say("ask.org_unknown", id=organisation))
        if who not in corpus.vocabulary.ids("profiles"):
            known = ", ".join(sorted(corpus.vocabulary.ids("profiles")))
            raise ConfigurationError("--profile", say("ask.profile_unknown", known=known))
        self._organisation, self._who = organisation, who
        self._history: tuple[Exchange, ...] = ()

    def answer(self, question: str) -> Reply:
        """The reply in the language of the question; it joins the conversation if kept."""
        from advisor.answering.presenting import present
        from advisor.text import detect_language

        language = detect_language(question, spoken())
        profile = Profile(language=language, organisation=self._organisation, who=self._who)
        turn = Turn(question=question, history=self._history, profile=profile)
        answered = self._advisor.last(turn)
        answer = answered.answer
        reply = present(answer, answered.corpus, self._advisor.phrases)
        if answer.recorded:
            exchange = Exchange(
                question=answer.asked,
                short=reply.answer.short,
                topic=answer.decision.topic,
                card_id=answer.card_id,
                clarified=reply.clarify is not None,
            )
            self._history = (*self._history, exchange)[-_HISTORY:]
        return reply
