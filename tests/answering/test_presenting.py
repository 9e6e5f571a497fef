"""What clients receive of a citation and of a statement."""

from __future__ import annotations

import pytest

from advisor.answering.presenting import CitationReply, present, statement_reply
from advisor.corpus.loading import Corpus, load_corpus
from advisor.domain.answers import (
    Answer,
    Basis,
    Citation,
    Decision,
    Outcome,
    Part,
    Provenance,
    Statement,
    Turn,
)
from advisor.domain.profiles import Profile
from advisor.domain.values import Language
from advisor.packaged import packaged
from advisor.phrases import Phrases

PROVISION = "psdpa#19.1"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(packaged("corpus"))


def cited(corpus: Corpus, of_answer: Language, of_text: Language) -> CitationReply:
    """The citation of an answer in one language that rests on a text in another, or the same."""
    passage = corpus.digest(PROVISION, of_text)
    assert passage is not None
    statement = Statement(
        part=Part.SHORT,
        text="…",
        basis=Basis.DIGEST,
        citations=(Citation(passage_id=passage.id, n=1),),
    )
    answer = Answer(
        id="a",
        turn=Turn(question="?", profile=Profile(language=of_answer)),
        asked="?",
        question="?",
        decision=Decision(outcome=Outcome.ANSWERED),
        statements=(statement,),
        passages=(passage,),
        provenance=Provenance(
            composer="extractive", prompt_version="p", corpus_version="c", generation="g"
        ),
        answered_at=Answer.now(),
    )
    (found,) = present(answer, corpus, Phrases()).citations
    return found


@pytest.mark.parametrize("of_answer", list(Language))
@pytest.mark.parametrize("of_text", list(Language))
def test_a_citation_says_the_language_of_the_text_it_shows(
    corpus: Corpus, of_answer: Language, of_text: Language
) -> None:
    found = cited(corpus, of_answer, of_text)
    passage = corpus.digest(PROVISION, of_text)
    assert passage is not None
    assert found.language is of_text
    assert found.model_dump(mode="json")["language"] == of_text.value
    assert (found.passage, found.title) == (
        passage.text,
        corpus.sources["psdpa"].title.to(of_text),
    )


def test_a_statement_names_its_card_only_when_it_rests_on_one_and_its_marks_ascend() -> None:
    marks = tuple(Citation(passage_id=f"s#{n}@en/digest", n=n) for n in (3, 1, 2))
    card = Statement(
        part=Part.STEP, text="Ask.", basis=Basis.CARD, source="gifts.one", citations=marks
    )
    fixed = card.model_copy(update={"basis": Basis.CATALOGUE, "source": "gate:short"})
    assert statement_reply(card).citations == (1, 2, 3)
    assert statement_reply(card).card == "gifts.one"
    assert statement_reply(fixed).card is None
