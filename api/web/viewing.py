"""What the templates show, made from a reply; the markup itself stays in the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from advisor.answering.presenting import StatementReply
from advisor.config import Settings
from advisor.corpus.loading import Corpus
from advisor.domain.answers import Basis, Part
from advisor.domain.values import Language
from advisor.phrases import Phrases
from api.catalogue.public import public_source
from api.chat.schemas import ChatReply
from api.errors import STATUSES, people
from api.web.twin import page_of

Fields = Mapping[str, str]
"""What was typed or chosen in the form, by the name of the field."""


class View:
    """Contexts for the page in one language."""

    def __init__(
        self, corpus: Corpus, phrases: Phrases, settings: Settings, language: Language
    ) -> None:
        """Names come from `corpus`, words from `phrases`, what is kept from `settings`."""
        self._corpus, self._phrases, self._settings = corpus, phrases, settings
        self._language = language

    def empty(self) -> dict[str, Any]:
        """The page without an answer."""
        return self._base()

    def refused(self, code: str, fields: Fields) -> dict[str, Any]:
        """The page with a problem and people to turn to; what was typed and chosen is kept."""
        return self._base() | {
            "problem": self._phrases.section(f"problems.{code}", self._language),
            "at_fault": code.startswith("message-") or STATUSES[code] == 413,
            "help": people(self._corpus, self._language),
            "typed": fields.get("message", ""),
            "organisation": fields.get("organisation"),
            "profile": fields.get("profile") or "employee",
            # a conversation that is gone cannot be continued: the next question begins another
            "conversation_id": None
            if code == "conversation-unknown"
            else fields.get("conversation_id"),
        }

    def answered(self, reply: ChatReply, question: str, earlier: Sequence[str]) -> dict[str, Any]:
        """The page with an answer. `earlier`: the questions asked before in this conversation."""
        dumped = reply.model_dump(mode="json")
        for citation in dumped["citations"]:
            citation["version_text"] = self._version(citation["version"])
            citation["page"] = self._page(citation["source_id"], citation["locator"])
        return self._base() | {
            "reply": dumped,
            "parts": {part: [s for s in reply.statements if s.part is part] for part in Part},
            "basis": basis,
            "question": question,
            "earlier": earlier,
            "conversation_id": reply.conversation_id,
            "organisation": reply.assumed.organisation,
            "profile": reply.assumed.profile,
            "status": self._status(reply),
            "about": self._about(reply),
        }

    def _base(self) -> dict[str, Any]:
        say, language = self._phrases, self._language
        model = self._settings.model.name
        return {
            "language": language,
            "other": language.other,
            "say": say.section("page", language),
            "headings": say.section("parts", language),
            "kinds": say.section("basis", language),
            "notice": say.say("notice", language),
            "full_notice": say.fixed("notice", language),
            "kept": say.say("page.kept", language, days=self._settings.retention_days),
            "model": say.say("page.model", language, name=model)
            if model
            else say.say("page.no_model", language),
            "organisations": sorted(
                (
                    {"id": o.id, "name": o.name.to(language)}
                    for o in self._corpus.organisations.values()
                ),
                key=lambda o: o["name"],
            ),
            "profiles": [
                {"id": p.id, "name": p.name.to(language)}
                for p in self._corpus.vocabulary.lists["profiles"]
            ],
            "profile": "employee",
        }

    def _status(self, reply: ChatReply) -> list[str]:
        """How the answer was made, and how far its card was read; nothing for fixed text."""
        say, language, lines = self._phrases, self._language, []
        if reply.composer:
            kind = reply.composer.split(":")[0]
            lines.append(say.say(f"page.composer.{kind}", language))
        if reply.card:
            by, _, organisation = (reply.card.approved_by or "").partition(", ")
            status = f"status.{reply.card.status}"
            lines.append(say.say(status, language, by=by, organisation=organisation))
            if reply.card.to_confirm:
                lines.append(say.say("to_confirm", language))
        return lines

    def _about(self, reply: ChatReply) -> str:
        """What was assumed of the asker."""
        say, language = self._phrases, self._language
        organisation = self._corpus.organisations.get(reply.assumed.organisation or "")
        return say.say(
            "assumed",
            language,
            who=self._corpus.vocabulary.name("profiles", reply.assumed.profile, language) or "",
            organisation=organisation.name.to(language)
            if organisation
            else say.say("any_organisation", language),
        )

    def _page(self, source_id: str, locator: str) -> str | None:
        """Where the provision stands in both languages; nowhere if its source is private."""
        if public_source(self._corpus, source_id) is None:
            return None
        return f"{page_of(source_id, locator)}?language={self._language}"

    def _version(self, version: str | None) -> str:
        if version is None:
            return self._phrases.say("version_unknown", self._language)
        return self._phrases.say("version", self._language, date=version)


def basis(statement: StatementReply) -> Markup:
    """What a sentence rests on, as an attribute that a second reader of the page can check."""
    marks = " ".join(str(n) for n in statement.citations)
    kind, value = {
        Basis.CARD: ("card", statement.card or ""),
        Basis.CATALOGUE: ("catalogue", marks),
        Basis.GENERAL: ("general", ""),
    }.get(statement.basis, ("cite", marks))
    return Markup(' data-{kind}="{value}"').format(kind=kind, value=value)
