"""What the templates show, made from a reply; the markup itself stays in the templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from advisor.answering.presenting import StatementReply
from advisor.corpus.loading import Corpus
from advisor.domain.values import Language
from advisor.phrases import Phrases
from api.chat.schemas import ChatReply, ChatRequest

_PARTS = ("short", "step", "depends_on", "caution")


class View:
    """Contexts for the page in one language."""

    def __init__(self, corpus: Corpus, phrases: Phrases, language: Language) -> None:
        """Names come from `corpus`, words from `phrases`."""
        self._corpus, self._phrases, self._language = corpus, phrases, language

    def empty(self) -> dict[str, Any]:
        """The page without an answer."""
        return self._base(self._language) | {"profile": "employee"}

    def refused(self, code: str, typed: str, chosen: Mapping[str, str]) -> dict[str, Any]:
        """The page with a problem, what was typed kept."""
        problem = self._phrases.section(f"problems.{code}", self._language)
        return self._base(self._language) | {"problem": problem, "typed": typed} | dict(chosen)

    def answered(self, reply: ChatReply, body: ChatRequest, question: str) -> dict[str, Any]:
        """The page with an answer, all of it in the answer's language."""
        parts = {
            part: [_shown(s) for s in reply.statements if s.part == part] for part in _PARTS
        }
        dumped = reply.model_dump(mode="json")
        for citation in dumped["citations"]:
            citation["version_text"] = self._version(citation["version"], reply.language)
        return self._base(reply.language) | {
            "reply": dumped,
            "parts": parts,
            "question": question,
            "conversation_id": reply.conversation_id,
            "organisation": body.organisation,
            "profile": body.profile or "employee",
            "about": self._about(reply),
        }

    def _base(self, language: Language) -> dict[str, Any]:
        say = self._phrases
        vocabulary = self._corpus.vocabulary.lists
        return {
            "language": language,
            "other": language.other,
            "say": say.section("page", language),
            "headings": say.section("parts", language),
            "kinds": say.section("basis", language),
            "notice": say.say("notice", language),
            "organisations": [
                {"id": o.id, "name": o.name.to(language)}
                for o in self._corpus.organisations.values()
            ],
            "profiles": [
                {"id": p.id, "name": p.name.to(language)} for p in vocabulary["profiles"]
            ],
        }

    def _about(self, reply: ChatReply) -> list[str]:
        """How the answer was made, how far it was read, what was assumed of the asker."""
        language, lines = reply.language, []
        if reply.composer:
            kind = reply.composer.split(":")[0]
            lines.append(self._phrases.say(f"page.composer.{kind}", language))
        if reply.card:
            lines.append(
                self._phrases.say(
                    f"status.{reply.card.status}",
                    language,
                    by=reply.card.approved_by or "",
                    organisation="",
                )
            )
            if reply.card.to_confirm:
                lines.append(self._phrases.say("to_confirm", language))
        lines.append(self._assumed(reply))
        return lines

    def _assumed(self, reply: ChatReply) -> str:
        language = reply.language
        organisation = self._corpus.organisations.get(reply.assumed.organisation or "")
        return self._phrases.say(
            "assumed",
            language,
            who=self._corpus.vocabulary.name("profiles", reply.assumed.profile, language) or "",
            organisation=organisation.name.to(language)
            if organisation
            else self._phrases.say("any_organisation", language),
        )

    def _version(self, version: str | None, language: Language) -> str:
        if version is None:
            return self._phrases.say("version_unknown", language)
        return self._phrases.say("version", language, date=version)


def _shown(statement: StatementReply) -> dict[str, Any]:
    """A statement with its marks as links, and what it rests on as an attribute."""
    marks = Markup("").join(
        Markup('<sup><a href="#c{n}">[{n}]</a></sup>').format(n=n) for n in statement.citations
    )
    kind, value = {
        "card": ("card", statement.card or ""),
        "catalogue": ("catalogue", ""),
        "general": ("general", ""),
    }.get(statement.basis, ("cite", " ".join(str(n) for n in statement.citations)))
    data = Markup(' data-{kind}="{value}"').format(kind=kind, value=value)
    return {"text": statement.text, "marks": marks, "data": data}
