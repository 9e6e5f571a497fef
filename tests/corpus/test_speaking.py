"""The language a document is in, whatever it says about itself."""

from __future__ import annotations

from advisor.corpus.parsing.blocks import Block, Kind
from advisor.corpus.parsing.speaking import Spoken, spoken_language
from advisor.domain.values import Language

ENGLISH = "Employees must tell their manager about every gift that they were offered at work."
FRENCH = (
    "Les fonctionnaires doivent signaler à leur gestionnaire les cadeaux qui leur sont offerts."
)


def blocks(*texts: str) -> list[Block]:
    return [Block(Kind.TEXT, text) for text in texts]


def test_a_document_in_one_language_is_surely_in_it() -> None:
    assert spoken_language(blocks(*[ENGLISH] * 40)) == Spoken(Language.EN, 1.0)
    assert spoken_language(blocks(*[FRENCH] * 40)) == Spoken(Language.FR, 1.0)


def test_a_few_terms_of_the_other_language_do_not_change_it() -> None:
    mixed = blocks(*[ENGLISH, "divulgation (disclosure)", "acte répréhensible"] * 30)
    assert spoken_language(mixed).language is Language.EN


def test_a_document_half_in_each_is_not_sure() -> None:
    spoken = spoken_language(blocks(*[ENGLISH] * 56, *[FRENCH] * 49))
    assert 0.4 <= spoken.sure <= 0.6


def test_words_that_do_not_tell_give_no_language() -> None:
    assert spoken_language(blocks("OCHRO", "TBS", "2024-01-01")) == Spoken(None, 0.0)
    assert spoken_language([]) == Spoken(None, 0.0)


def test_a_long_document_is_looked_at_to_its_end() -> None:
    turned = blocks(*[ENGLISH] * 300, *[FRENCH] * 900)
    assert spoken_language(turned).language is Language.FR
