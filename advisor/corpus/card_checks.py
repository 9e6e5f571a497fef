"""What must hold of every card and every digest (corpus/README.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from advisor.claims import unsupported
from advisor.corpus.copying import counted_words
from advisor.corpus.loading import Corpus
from advisor.corpus.problems import Problem
from advisor.corpus.texts import OfficialTexts
from advisor.domain.cards import Card, CardStatus
from advisor.domain.sources import Passage
from advisor.domain.values import Language
from advisor.text import fold, sentences, words

MAX_SHORT = 60
MIN_QUESTIONS = 10
STEPS = (2, 5)
CONTACTS = (1, 5)
CITATIONS = (1, 5)
DIGEST_WORDS = (20, 120)


def card_problems(card: Card, corpus: Corpus, official: OfficialTexts | None) -> Iterator[Problem]:
    """Everything wrong with one card, taken by itself."""
    yield from _ids(card, corpus)
    yield from _lengths(card)
    yield from _status(card)
    yield from _citations(card, corpus, official)
    for language in Language:
        yield from _claims(card, corpus, language)


def digest_problems(corpus: Corpus, official: OfficialTexts | None) -> Iterator[Problem]:
    """Everything wrong with the digests: length, class of evidence, a place that is not there."""
    for language, passages in corpus.digests.items():
        for passage in passages:
            for code, field, detail in _digest_faults(passage, corpus, official):
                yield Problem(
                    code=code,
                    kind="digest",
                    id=passage.provision,
                    field=field,
                    language=language,
                    detail=detail,
                )


def _digest_faults(
    passage: Passage, corpus: Corpus, official: OfficialTexts | None
) -> Iterator[tuple[str, str, str]]:
    count = len(counted_words(passage.text))
    if not DIGEST_WORDS[0] <= count <= DIGEST_WORDS[1]:
        yield "length", "text", f"{count} words"
    classes = corpus.vocabulary.ids("evidence_classes") - {"K"}
    if passage.evidence not in classes:
        yield "evidence", "evidence", passage.evidence
    anchors = {anchor.id for anchor in corpus.sources[passage.source_id].anchors}
    if anchors and not passage.locator[:1].isdigit() and passage.locator not in anchors:
        yield "no_anchor", "locator", passage.locator
    if _missing(passage.provision, official, passage.language):
        yield "no_provision", "locator", passage.locator


def repeated_questions(corpus: Corpus) -> Iterator[Problem]:
    """Questions asked twice, on one card or on two: letters compared without case and accents."""
    for language in Language:
        asked: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for card in corpus.cards.values():
            for question in card.questions.to(language):
                asked[words(fold(question))].append(card.id)
        for tokens, ids in asked.items():
            if len(ids) > 1:
                detail = f"{' '.join(tokens)} ({', '.join(dict.fromkeys(ids))})"
                yield Problem(
                    code="repeated_question",
                    kind="card",
                    id=ids[0],
                    field="questions",
                    language=language,
                    detail=detail,
                )


def _ids(card: Card, corpus: Corpus) -> Iterator[Problem]:
    if card.topic not in corpus.vocabulary.ids("topics"):
        yield _of(card, "unknown_id", "topic", card.topic)
    for profile in card.applies_to:
        if profile not in corpus.vocabulary.ids("profiles"):
            yield _of(card, "unknown_id", "applies_to", profile)
    if str(card.risk) not in corpus.vocabulary.ids("risks"):
        yield _of(card, "unknown_id", "risk", card.risk)
    listed = [contact.id for contact in card.contacts]
    for id in listed:
        if id not in corpus.contacts:
            yield _of(card, "unknown_id", "contacts", id)
    route = corpus.routing.topics.get(card.topic)
    if route and len(listed) == 1 and listed[0] in route.never_alone:
        yield _of(card, "only_door", "contacts", listed[0])


def _lengths(card: Card) -> Iterator[Problem]:
    for language in Language:
        count = len(counted_words(card.short.to(language)))
        if count > MAX_SHORT:
            yield _of(card, "length", "short", f"{count} words", language)
        asked = len(card.questions.to(language))
        if asked < MIN_QUESTIONS:
            yield _of(card, "count", "questions", str(asked), language)
    for field, allowed, found in (
        ("steps", STEPS, len(card.steps.en)),
        ("contacts", CONTACTS, len(card.contacts)),
        ("citations", CITATIONS, len(card.citations)),
    ):
        if not allowed[0] <= found <= allowed[1]:
            yield _of(card, "count", field, str(found))


def _status(card: Card) -> Iterator[Problem]:
    """`checked` names who read it and when; `approved` also whose word it is."""
    if card.status is CardStatus.DRAFT:
        return
    if card.reviewed is None:
        yield _of(card, "status", "reviewed", card.status)
    elif card.status is CardStatus.APPROVED and card.reviewed.organisation is None:
        yield _of(card, "status", "reviewed.organisation", card.status)


def _citations(card: Card, corpus: Corpus, official: OfficialTexts | None) -> Iterator[Problem]:
    for citation in card.citations:
        digest = corpus.digest(citation, Language.EN)
        if digest is None:
            yield _of(card, "no_digest", "citations", citation)
        elif digest.evidence == "S" and not card.to_confirm:
            yield _of(card, "not_to_confirm", "citations", citation)
        for language in Language:
            if _missing(citation, official, language):
                yield _of(card, "no_provision", "citations", citation, language)


def _claims(card: Card, corpus: Corpus, language: Language) -> Iterator[Problem]:
    """V6 and V7 of trust.md: figures and obligations come from a cited digest or a contact."""
    support = [
        digest.text for cited in card.citations for digest in corpus.cited_digests(cited, language)
    ]
    for listed in card.contacts:
        contact = corpus.contacts.get(listed.id)
        if contact is not None:  # their numbers, not their deadlines: those need a citation
            support += [contact.name.to(language), contact.phone or ""]
    for part, text in card.texts(language):
        for sentence in sentences(text, language):
            reasons = unsupported(sentence, support, language)
            if reasons:
                yield _of(card, "claim", part, f"{', '.join(reasons)}: {sentence}", language)


def _missing(provision: str, official: OfficialTexts | None, language: Language) -> bool:
    """Whether the source was ingested in this language and has no such provision."""
    if official is None:
        return False
    source_id = provision.partition("#")[0]
    stored = any(
        text.source_id == source_id and text.language is language for text in official.stored
    )
    return stored and official.passage(provision, language) is None


def _of(
    card: Card, code: str, field: str, detail: str, language: Language | None = None
) -> Problem:
    return Problem(
        code=code, kind="card", id=card.id, field=field, detail=detail, language=language
    )
