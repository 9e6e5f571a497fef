from __future__ import annotations

import pytest

from advisor.answering.composing.curated import CuratedComposer
from advisor.answering.composing.exceptions import exceptions
from advisor.answering.composing.extractive import ExtractiveComposer
from advisor.answering.ports import Composer
from advisor.domain.answers import Basis, Citation, Decision, Evidence, Outcome, Part, Statement
from advisor.domain.sources import Passage, View
from advisor.domain.values import Language
from tests.contracts.composers import CARD, ComposerContract, asked, found


class TestCuratedComposer(ComposerContract):
    decision = Decision(outcome=Outcome.ANSWERED, card_id=CARD.id)

    @pytest.fixture
    def composer(self) -> Composer:
        return CuratedComposer()

    def test_it_restates_the_card_word_for_word(self, composer: Composer) -> None:
        said = [s.text for s in self.drafted(composer, Language.FR)]
        assert said == [text for _, text in CARD.texts(Language.FR)]

    def test_it_says_nothing_where_no_card_was_chosen(self, composer: Composer) -> None:
        nothing = Decision(outcome=Outcome.ANSWERED)
        assert not list(composer.compose(asked(Language.EN), found(Language.EN), nothing))


class TestExtractiveComposer(ComposerContract):
    @pytest.fixture
    def composer(self) -> Composer:
        return ExtractiveComposer()

    def drafted(self, composer: Composer, language: Language) -> tuple[Statement, ...]:
        """Asked in a provision's own words, since extracts need words in common."""
        evidence = found(language)
        turn = asked(language).model_copy(
            update={"question": evidence.passages[0].passage.text[:120]}
        )
        return tuple(composer.compose(turn, evidence, self.decision))

    def test_it_leaves_a_card_to_the_curated_composer(self, composer: Composer) -> None:
        chosen = Decision(outcome=Outcome.ANSWERED, card_id=CARD.id)
        assert not list(composer.compose(asked(Language.EN), found(Language.EN), chosen))

    def test_a_passage_that_shares_no_words_is_not_shown(self, composer: Composer) -> None:
        turn = asked(Language.EN).model_copy(update={"question": "Weather in Gatineau tomorrow?"})
        assert not list(composer.compose(turn, found(Language.EN), self.decision))


def _passage(locator: str, text: str, heading: str = "") -> Passage:
    return Passage(
        source_id="psdpa",
        locator=locator,
        language=Language.EN,
        view=View.OFFICIAL,
        heading=heading,
        text=text,
        ancestors=("9",),
    )


def test_an_exception_behind_what_is_cited_is_brought_along_as_a_caution() -> None:
    rule = _passage("9(1)", "A person must refuse every gift offered by a supplier.")
    exception = _passage("9(2)", "Despite subsection (1), a cup of coffee may be accepted.")
    unrelated = _passage("9(3)", "The Minister may make an annual report to Parliament.")
    evidence = Evidence(cited=(rule, exception, unrelated))
    shown = Statement(
        part=Part.SHORT,
        text=rule.text,
        basis=Basis.OFFICIAL,
        citations=(Citation(passage_id=rule.id, start=0, end=len(rule.text)),),
    )
    (caution,) = exceptions((shown,), evidence)
    assert (caution.part, caution.text) == (Part.CAUTION, exception.text)
