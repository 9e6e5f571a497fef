"""An answer as clients receive it: the reply of the HTTP contract, also printed by the CLI."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.answering.locating import locator_name
from advisor.corpus.loading import Corpus
from advisor.domain.answers import Answer, Basis, Citation, Clarify, Part, Statement
from advisor.domain.contacts import Escalation
from advisor.domain.sources import Passage, View
from advisor.domain.values import Language, Value
from advisor.phrases import Phrases


class AnswerText(Value):
    """The answer in parts, and whole as Markdown with `[n]` marks."""

    short: str
    steps: tuple[str, ...]
    depends_on: tuple[str, ...]
    cautions: tuple[str, ...]
    markdown: str


class StatementReply(Value):
    """One unit of trust: `card` is the card it restates, `citations` its marks."""

    part: Part
    text: str
    basis: Basis
    card: str | None
    citations: tuple[int, ...]


class CitationReply(Value):
    """A provision behind a mark. `quote` is a slice of official text; `passage` the whole view.

    `language` is that of `quote`, `passage`, `title`, `label` and `heading`: the answer's, or the
    other one where only the counterpart's text is at hand (trust.md, V5).
    """

    n: int
    source_id: str
    locator: str
    language: Language
    title: str
    label: str
    heading: str
    url: str
    quote: str | None
    passage: str
    text_kind: View
    version: str | None
    counterpart_url: str


class EscalationReply(Value):
    """A person or office to turn to, and why."""

    contact_id: str
    name: str
    why: str
    how: str
    url: str | None
    phone: str | None
    deadline: str | None
    confidential: str | None
    independent: str | None
    urgency: str


class CardReply(Value):
    """The card an answer restates, and how far it has been read."""

    id: str
    status: str
    approved_by: str | None
    reviewed_on: str | None
    to_confirm: bool


class Assumed(Value):
    """What the answer took for granted about the asker."""

    organisation: str | None
    profile: str


class Reply(Value):
    """The whole answer to one message; every text is in `language`."""

    language: Language
    outcome: str
    topic: str | None
    topics: tuple[str, ...]
    confidence: float | None
    answer: AnswerText
    statements: tuple[StatementReply, ...]
    citations: tuple[CitationReply, ...]
    escalations: tuple[EscalationReply, ...]
    clarify: Clarify | None
    card: CardReply | None
    assumed: Assumed
    recorded: bool
    composer: str | None
    generation: str
    answered_at: str
    notice: str


def present(answer: Answer, corpus: Corpus, phrases: Phrases) -> Reply:
    """The reply for `answer`, whose ids are those of `corpus` (the corpus it was made from)."""
    language = answer.turn.language
    shown = answer.statements
    decision = answer.decision
    return Reply(
        language=language,
        outcome=decision.outcome,
        topic=decision.topic,
        topics=decision.topics or ((decision.topic,) if decision.topic else ()),
        confidence=decision.confidence if answer.provenance.composer else None,
        answer=answer_text(shown, language, phrases),
        statements=tuple(statement_reply(s) for s in shown),
        citations=_citations(answer, corpus, phrases),
        escalations=tuple(escalation(e, corpus, language) for e in answer.escalations),
        clarify=decision.clarify,
        card=_card(answer, corpus, language),
        assumed=Assumed(
            organisation=answer.turn.profile.organisation, profile=answer.turn.profile.who
        ),
        recorded=answer.recorded,
        composer=answer.provenance.composer,
        generation=answer.provenance.generation,
        answered_at=answer.answered_at.isoformat(timespec="seconds"),
        notice=phrases.say("notice", language),
    )


def answer_text(
    statements: Sequence[Statement], language: Language, phrases: Phrases
) -> AnswerText:
    """The parts as plain text, and all of it as Markdown with a mark for each citation."""

    def texts(part: Part) -> tuple[str, ...]:
        return tuple(s.text for s in statements if s.part is part)

    blocks = [" ".join(marked(s) for s in statements if s.part is Part.SHORT)]
    for part in (Part.STEP, Part.DEPENDS_ON, Part.CAUTION):
        lines = [marked(s) for s in statements if s.part is part]
        if not lines:
            continue
        bullets = [f"{i}." if part is Part.STEP else "-" for i in range(1, len(lines) + 1)]
        heading = f"**{phrases.say(f'parts.{part}', language)}**"
        blocks.append(
            "\n".join([heading, "", *(f"{b} {t}" for b, t in zip(bullets, lines, strict=True))])
        )
    return AnswerText(
        short=" ".join(texts(Part.SHORT)),
        steps=texts(Part.STEP),
        depends_on=texts(Part.DEPENDS_ON),
        cautions=texts(Part.CAUTION),
        markdown="\n\n".join(block for block in blocks if block),
    )


def marked(statement: Statement) -> str:
    """The statement's text followed by its marks."""
    marks = "".join(f"[{c.n}]" for c in sorted(statement.citations, key=lambda c: c.n))
    return f"{statement.text} {marks}" if marks else statement.text


def statement_reply(statement: Statement) -> StatementReply:
    """The statement as clients receive it, in the reply and as a `delta`; marks ascending."""
    return StatementReply(
        part=statement.part,
        text=statement.text,
        basis=statement.basis,
        card=statement.source if statement.basis is Basis.CARD else None,
        citations=tuple(sorted(c.n for c in statement.citations)),
    )


def escalation(chosen: Escalation, corpus: Corpus, language: Language) -> EscalationReply:
    """A chosen contact with all that the registry knows of it, in `language`."""
    contact = corpus.contacts[chosen.contact_id]
    return EscalationReply(
        contact_id=contact.id,
        name=contact.name.to(language),
        why=chosen.why.to(language),
        how=contact.how.to(language),
        url=contact.url.to(language) if contact.url else None,
        phone=contact.phone,
        deadline=contact.deadline.to(language) if contact.deadline else None,
        confidential=contact.confidential.to(language) if contact.confidential else None,
        independent=contact.independent.to(language) if contact.independent else None,
        urgency=chosen.urgency,
    )


def _citations(answer: Answer, corpus: Corpus, phrases: Phrases) -> tuple[CitationReply, ...]:
    passages = {p.id: p for p in answer.passages}
    by_number = {c.n: c for s in answer.statements for c in s.citations}
    return tuple(
        _citation(n, by_number[n], passages[by_number[n].passage_id], corpus, phrases)
        for n in sorted(by_number)
    )


def _citation(
    n: int, citation: Citation, passage: Passage, corpus: Corpus, phrases: Phrases
) -> CitationReply:
    source = corpus.sources[passage.source_id]
    language = passage.language
    quoted = citation.start is not None and passage.view is View.OFFICIAL
    return CitationReply(
        n=n,
        source_id=passage.source_id,
        locator=passage.locator,
        language=language,
        title=source.title.to(language),
        label=locator_name(passage, source, phrases),
        heading=passage.heading,
        url=passage.url or source.address(passage.locator, language),
        quote=passage.text[citation.start : citation.end] if quoted else None,
        passage=passage.text,
        text_kind=passage.view,
        version=passage.version,
        counterpart_url=source.address(passage.locator, language.other),
    )


def _card(answer: Answer, corpus: Corpus, language: Language) -> CardReply | None:
    card = corpus.cards.get(answer.card_id or "")
    if card is None or not any(s.basis is Basis.CARD for s in answer.statements):
        return None
    reviewed = card.reviewed
    who = [reviewed.by.to(language)] if reviewed else []
    if reviewed and reviewed.organisation:
        who.append(reviewed.organisation.to(language))
    return CardReply(
        id=card.id,
        status=card.status,
        approved_by=", ".join(who) if card.status == "approved" else None,
        reviewed_on=reviewed.on if reviewed else None,
        to_confirm=card.to_confirm,
    )
