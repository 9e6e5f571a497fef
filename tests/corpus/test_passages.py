"""What is indexed, and which provision holds a quote."""

from __future__ import annotations

from advisor.corpus.ingesting import IngestReport
from advisor.corpus.pairing import paired, realigned
from advisor.corpus.passages import MAX_WORDS, index_units, smallest_holding, word_count
from advisor.corpus.texts import OfficialTexts
from advisor.domain.sources import Passage, View
from advisor.domain.values import Language


def passage(locator: str, words: int | str, *ancestors: str, **more: str) -> Passage:
    return Passage.model_validate(
        {
            "source_id": "act",
            "locator": locator,
            "language": Language.EN,
            "view": View.OFFICIAL,
            "heading": "",
            "ancestors": ancestors,
            "text": words if isinstance(words, str) else " ".join(["word"] * words),
        }
        | more
    )


def units(*passages: Passage) -> list[str]:
    return [unit.locator for unit in index_units(passages)]


def test_a_long_enough_child_is_indexed_by_itself() -> None:
    family = (passage("1", 90), passage("1(1)", 45, "1"), passage("1(2)", 45, "1"))
    assert units(*family) == ["1(1)", "1(2)"]


def test_a_short_child_is_found_through_the_nearest_long_enough_ancestor() -> None:
    family = (passage("1", 70), passage("1(1)", 45, "1"), passage("1(2)", 25, "1"))
    assert units(*family) == ["1", "1(1)"]


def test_a_short_provision_without_a_longer_one_is_indexed_whole() -> None:
    assert units(passage("1", 9), passage("1(1)", 4, "1"), passage("1(2)", 5, "1")) == ["1"]


def test_an_overlong_unit_gives_way_to_its_children() -> None:
    children = [passage(f"1({letter})", 25, "1") for letter in "abcdefghijklmnop"]
    found = units(passage("1", MAX_WORDS + 50), *children)
    assert found == [child.locator for child in children]


def test_an_overlong_unit_without_children_stays_whole() -> None:
    assert units(passage("Sch.1", MAX_WORDS + 50)) == ["Sch.1"]


def test_what_is_only_an_editors_bracket_is_not_indexed() -> None:
    assert units(passage("46-53", "[Amendments]")) == []


def test_sources_and_languages_do_not_mix() -> None:
    other = passage("1", 90, language="fr")
    child = passage("1(1)", 45, "1")
    assert len(index_units([passage("1", 90), child, other])) == 2


def test_every_leaf_of_the_real_texts_is_in_an_indexed_unit(
    ingested: tuple[IngestReport, OfficialTexts],
) -> None:
    _, texts = ingested
    everything = [p for p in texts if p.source_id == "psdpa" and p.language is Language.EN]
    chosen = {unit.locator for unit in index_units(everything)}
    parents = {above for p in everything for above in p.ancestors}
    for leaf in everything:
        if leaf.locator not in parents and not leaf.text.startswith("["):
            assert chosen & {leaf.locator, *leaf.ancestors}, leaf.locator
    assert all(word_count(p) <= MAX_WORDS for p in index_units(everything) if p.level != "schedule")


def test_a_quote_is_cited_at_the_smallest_provision_that_holds_it() -> None:
    family = (
        passage("1", "Players (a) run; (b) don’t hurt anybody."),
        passage("1(a)", "run;", "1"),
        passage("1(b)", "don’t hurt anybody.", "1"),
    )
    inner, outer = (smallest_holding(quote, family) for quote in ("don't hurt", "run; (b) don't"))
    assert inner is not None and inner.locator == "1(b)"
    assert outer is not None and outer.locator == "1"
    assert smallest_holding("never said", family) is None


def test_what_stands_in_one_language_only_is_named() -> None:
    english = (passage("1", 5), passage("1(a)", 2, "1"))
    pairing = paired("act", english, (passage("1", 5, language="fr"), passage("2", 5)))
    assert (pairing.paired, pairing.only_en, pairing.only_fr) == (1, ("1(a)",), ("2",))
    assert round(pairing.rate, 2) == 0.33


def test_a_definition_without_its_english_term_pairs_by_the_french_one() -> None:
    english = passage("2:foul play", "foul play means a kick; (Faute)", "2", level="definition")
    french = (
        passage("2:faute", "faute Coup.", "2", level="definition", heading="faute"),
        passage("2:faute(a)", "coup", "2", "2:faute", level="paragraph"),
        passage("2:arbitre", "arbitre", "2", level="definition", heading="arbitre"),
    )
    found = realigned([english], french)
    assert [p.locator for p in found] == ["2:foul play", "2:foul play(a)", "2:arbitre"]
    assert found[1].ancestors == ("2", "2:foul play")
