"""What every composer must honour. Subclass and supply the `composer` fixture.

The evidence is one card with the summaries it cites, and the same summaries as found passages.
"""

from __future__ import annotations

import pytest

from advisor.answering.ports import Composer
from advisor.answering.verification import Draft
from advisor.corpus.loading import load_corpus
from advisor.domain.answers import (
    Decision,
    Evidence,
    Outcome,
    Part,
    RankedCard,
    RankedPassage,
    Statement,
    Turn,
)
from advisor.domain.cards import Risk
from advisor.domain.profiles import Profile
from advisor.domain.values import Language
from advisor.packaged import packaged

_CORPUS = load_corpus(packaged("corpus"))
CARD = next(c for c in _CORPUS.cards.values() if c.risk is Risk.LOW)


def found(language: Language) -> Evidence:
    views = tuple(
        digest
        for provision in CARD.citations
        for spoken in Language
        if (digest := _CORPUS.digest(provision, spoken))
    )
    return Evidence(
        cards=(RankedCard(card=CARD, score=5.0),),
        passages=tuple(
            RankedPassage(passage=v, score=0.8) for v in views if v.language is language
        ),
        cited=views,
    )


def asked(language: Language) -> Turn:
    return Turn(question=CARD.questions.to(language)[0], profile=Profile(language=language))


class ComposerContract:
    decision = Decision(outcome=Outcome.ANSWERED)

    def drafted(self, composer: Composer, language: Language) -> tuple[Statement, ...]:
        return tuple(composer.compose(asked(language), found(language), self.decision))

    def test_says_nothing_without_evidence(self, composer: Composer) -> None:
        assert list(composer.compose(asked(Language.EN), Evidence(), self.decision)) == []

    @pytest.mark.parametrize("language", list(Language))
    def test_cites_only_what_is_in_the_evidence(
        self, composer: Composer, language: Language
    ) -> None:
        evidence = found(language)
        for statement in self.drafted(composer, language):
            for citation in statement.citations:
                assert evidence.passage(citation.passage_id) is not None

    @pytest.mark.parametrize("language", list(Language))
    def test_its_draft_has_a_short_answer_and_stands(
        self, composer: Composer, language: Language
    ) -> None:
        statements = self.drafted(composer, language)
        assert statements[0].part is Part.SHORT
        assert Draft.judged(statements, found(language), language, frozenset()).stands

    def test_the_same_evidence_gives_the_same_draft(self, composer: Composer) -> None:
        one, two = (self.drafted(composer, Language.FR) for _ in range(2))
        assert one == two

    def test_it_names_itself_and_says_whether_it_needs_a_network(self, composer: Composer) -> None:
        assert composer.name.strip()
        assert isinstance(composer.offline, bool)
