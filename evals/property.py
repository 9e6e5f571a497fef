"""The property of every answer, checked from the outside: marks, provisions, quotes, bases.

Written against the reply alone, without the renderer's or the verifier's code.
"""

from __future__ import annotations

import re

from advisor.answering.engine import Advisor
from advisor.answering.events import Answered
from advisor.answering.presenting import Reply, present

_MARK = re.compile(r"\[(\d+)\]")


def violations(answered: Answered, advisor: Advisor) -> tuple[str, ...]:
    """What is wrong with the answer as sent; empty when everything holds."""
    reply = present(answered.answer, answered.corpus, advisor.phrases)
    return (*_marks(reply), *_citations(reply, answered, advisor), *_bases(reply, answered))


def _marks(reply: Reply) -> list[str]:
    marks = {int(n) for n in _MARK.findall(reply.answer.markdown)}
    listed = {c.n for c in reply.citations}
    stated = {n for s in reply.statements for n in s.citations}
    wrong = []
    if marks != listed:
        wrong.append(f"marks {sorted(marks)} but citations {sorted(listed)}")
    if stated != listed:
        wrong.append(f"statements cite {sorted(stated)} but citations are {sorted(listed)}")
    return wrong


def _citations(reply: Reply, answered: Answered, advisor: Advisor) -> list[str]:
    store = advisor.serving.generation().passages
    wrong = []
    for citation in reply.citations:
        provision = f"{citation.source_id}#{citation.locator}"
        views = [p for p in store.views(provision) if p.view == citation.text_kind]
        stored = {p.language: p.text for p in views}
        if citation.passage != stored.get(citation.language):
            wrong.append(f"{provision} is not in the index as shown")
        if citation.language != reply.language and reply.language in stored:
            wrong.append(f"{provision} is shown in the other language without need")
        if citation.quote is not None and citation.quote not in citation.passage:
            wrong.append(f"{provision} is misquoted")
        if citation.quote is not None and citation.text_kind != "official":
            wrong.append(f"{provision}: a summary is quoted")
        if provision.split("#", maxsplit=1)[0] not in answered.corpus.sources:
            wrong.append(f"{provision} is of no registered source")
    return wrong


def _bases(reply: Reply, answered: Answered) -> list[str]:
    wrong = []
    for statement in reply.statements:
        if statement.basis in ("official", "digest") and not statement.citations:
            wrong.append(f"no citation: {statement.text[:40]}")
        if statement.basis == "card":
            card = answered.corpus.cards.get(statement.card or "")
            texts = [text for _, text in card.texts(reply.language)] if card else []
            if statement.text not in texts:
                wrong.append(f"not the card's words: {statement.text[:40]}")
    for contact in reply.escalations:
        known = answered.corpus.contacts.get(contact.contact_id)
        if known is None or contact.phone not in (None, known.phone):
            wrong.append(f"contact {contact.contact_id} is not the registry's")
    return wrong
