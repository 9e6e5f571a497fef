from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from advisor.corpus.assigning import passages_of, sources_of
from advisor.corpus.loading import load_corpus
from advisor.corpus.locators import ancestors
from advisor.corpus.outline import dates, down_to, in_reading_order, outline, side_by_side
from advisor.corpus.parsing.justice_xml import read_justice
from advisor.domain.sources import Passage, Source, View
from advisor.domain.values import Language
from advisor.packaged import packaged

EN, FR = Language.EN, Language.FR


def passage(
    locator: str,
    text: str = "Everybody plays fair.",
    *,
    heading: str = "",
    language: Language = EN,
    view: View = View.OFFICIAL,
) -> Passage:
    return Passage(
        source_id="rules",
        locator=locator,
        language=language,
        view=view,
        heading=heading,
        ancestors=ancestors(locator, dotted=True),
        text=text,
    )


def test_a_provision_holds_its_children_in_the_order_they_come() -> None:
    (two,) = outline([passage("2"), passage("2(b)"), passage("2(a)"), passage("2(a)(i)")])
    assert [child.locator for child in two.children] == ["2(b)", "2(a)"]
    assert [child.locator for child in two.children[1].children] == ["2(a)(i)"]


def test_what_an_absent_provision_would_hold_stands_under_the_nearest_above() -> None:
    (four, loose) = outline([passage("4"), passage("4.2.13"), passage("9.1")])
    assert [child.locator for child in four.children] == ["4.2.13"]
    assert loose.locator == "9.1"


def test_two_views_are_one_provision_and_the_official_one_counts() -> None:
    (one,) = outline(
        [
            passage("1", "In short.", heading="Summary", view=View.DIGEST),
            passage("1", "Every player shall play fair.", heading="Fairness"),
        ]
    )
    assert (one.heading, one.words) == ("Fairness", 5)
    assert one.views == (View.OFFICIAL, View.DIGEST)


def test_a_heading_that_only_repeats_the_one_above_is_left_out() -> None:
    (one,) = outline(
        [
            passage("1", heading="Fouls"),
            passage("1(a)", heading="Fouls"),
            passage("1(a)(i)", heading="Fouls"),
            passage("1(b)", heading="Handball"),
        ]
    )
    assert [child.heading for child in one.children] == ["", "Handball"]
    assert one.children[0].children[0].heading == ""


def test_the_opening_is_the_first_words_and_words_are_counted() -> None:
    (one,) = outline([passage("1", "one two\nthree " * 6)])
    assert one.opening == " ".join(["one two three"] * 4) + " …"
    assert one.words == 18
    (short,) = outline([passage("1", "one\ntwo")])
    assert short.opening == "one two"


def test_both_languages_stand_side_by_side_by_locator() -> None:
    english = outline([passage("1"), passage("1(a)"), passage("2")])
    french = outline([passage("1", language=FR), passage("1(b)", language=FR), passage("3")])
    pairs = side_by_side(english, french)
    assert [(p.locator, p.depth, bool(p.en), bool(p.fr)) for p in pairs] == [
        ("1", 0, True, True),
        ("1(b)", 1, False, True),
        ("1(a)", 1, True, False),
        ("3", 0, False, True),
        ("2", 0, True, False),
    ]
    assert pairs[3].to(FR) is not None and pairs[3].to(EN) is None


def test_an_empty_language_leaves_the_other_whole() -> None:
    french = outline([passage("1"), passage("1(a)")])
    assert [p.locator for p in side_by_side((), french)] == ["1", "1(a)"]
    assert side_by_side((), ()) == () and down_to((), 10) == ()


def test_a_long_outline_is_cut_at_a_level_and_never_above_the_first() -> None:
    tree = outline([passage("1"), *(passage(f"1.{n}") for n in range(5)), passage("1.2.1")])
    pairs = side_by_side(tree, ())
    assert [len(down_to(pairs, lines)) for lines in (0, 5, 6, 7)] == [1, 1, 6, 7]


def rules(kind: str, anchors: Sequence[str] = ()) -> Source:
    words = {"en": "Rules", "fr": "Règles"}
    found = [{"id": id, "heading": words} for id in anchors]
    return Source.model_validate(
        {"id": "rules", "kind": kind, "title": words, "url": words, "anchors": found}
    )


def test_a_view_is_of_the_newest_date_that_its_text_states() -> None:
    old, new = (passage("1").model_copy(update={"version": v}) for v in ("2020-04-01", "2024"))
    assert dates([new, old, passage("2")]) == {(EN, View.OFFICIAL): "2024"}
    assert dates([passage("1", language=FR)]) == {(FR, View.OFFICIAL): None}
    assert dates([]) == {}


ORDERS = {
    "directive": [
        "before-you-play", "afterwards", "1", "4", "4.2", "4.2.9", "4.2.10", "4.10", "10",
        "A", "A.2.2.1", "A.2.10", "B", "Sch.1", "Sch.2", "Sch.10",
    ],
    "statute": [
        "preamble", "2", "2(1)", "2(1):ball", "2(1):ball(a)", "2(1):player", "2(2)", "2(10)",
        "2(10)(h)", "2(10)(h)(iv)", "2(10)(h)(v)", "2(10)(h)(ix)", "2(10)(i)", "2(10)(i)(ii)",
        "2(10)(i)(ii)(A)", "2.1", "2.1(1)", "71", "71.02", "71.1", "122.21", "122.3", "Sch.1",
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", ORDERS)
def test_locators_alone_put_a_text_in_order(kind: str) -> None:
    mixed = [passage(locator) for locator in ORDERS[kind]]
    random.Random(4).shuffle(mixed)
    ordered = in_reading_order(mixed, rules(kind, ["before-you-play", "afterwards"]))
    assert [p.locator for p in ordered] == ORDERS[kind]


@pytest.mark.parametrize("kind", ORDERS)
def test_any_locator_can_be_put_in_order(kind: str) -> None:
    odd = ["", "(", "1(", ":", "1:", "2(1):<b>", "x(1)(y)", "1()", "10(2)-(3)", "1.", "Sch", "1(é)"]
    assert len(in_reading_order([passage(locator) for locator in odd], rules(kind))) == len(odd)


@pytest.mark.parametrize("number", ["P-31.9", "L-2"])
def test_a_real_act_has_an_outline_in_both_languages(official_data: Path, number: str) -> None:
    sources = load_corpus(packaged("corpus")).sources.values()
    trees = {}
    for language in Language:
        document = read_justice(official_data / "justice-laws" / language / f"{number}.xml")
        own = sources_of(document, sources)
        passages = [p for p in passages_of(document, own) if p.source_id == own[-1].id]
        numbered = [p for p in passages if p.locator[0].isdigit() and ":" not in p.locator]
        assert in_reading_order(numbered, own[-1]) == tuple(numbered)
        trees[language] = outline(passages)
        assert len(side_by_side(trees[language], ())) == len(passages)
    pairs = side_by_side(trees[EN], trees[FR])
    both = sum(pair.en is not None and pair.fr is not None for pair in pairs)
    assert both / len(pairs) > 0.95
    assert all(p.heading or p.opening for pair in pairs for p in (pair.en, pair.fr) if p)
