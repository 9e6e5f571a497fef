"""From what stands on a page to provisions with locators."""

from __future__ import annotations

from advisor.corpus.parsing.blocks import Block, Kind
from advisor.corpus.parsing.document import Piece
from advisor.corpus.parsing.structuring import structured
from advisor.domain.sources import Anchor
from advisor.domain.values import Bilingual, Language

ANCHORS = (
    Anchor(id="values", heading=Bilingual(en="Our Values", fr="Nos valeurs")),
    Anchor(id="respect", heading=Bilingual(en="Respect", fr="Le respect")),
)


def heading(text: str, depth: int = 2, number: str = "") -> Block:
    return Block(Kind.HEADING, text, number=number, depth=depth)


def text(words: str, number: str = "") -> Block:
    return Block(Kind.TEXT, words, number=number)


def by_locator(*blocks: Block, language: Language = Language.EN) -> dict[str, Piece]:
    return {piece.locator: piece for piece in structured(blocks, ANCHORS, language)[0]}


def test_printed_numbers_are_locators_and_points_nest() -> None:
    pieces = by_locator(
        heading("Requirements", number="4."),
        text("Heads must:", number="4.1"),
        text("name an officer;", number="4.1.1"),
        text("tell everybody.", number="4.1.2"),
    )
    assert list(pieces) == ["4", "4.1", "4.1.1", "4.1.2"]
    assert pieces["4.1.1"].ancestors == ("4", "4.1")
    assert pieces["4.1.1"].heading_path == ("Requirements",)
    assert pieces["4.1"].text == "Heads must:\n4.1.1 name an officer;\n4.1.2 tell everybody."
    assert pieces["4"].level == "section"
    assert pieces["4.1"].level == "clause"


def test_an_appendix_holds_its_clauses() -> None:
    pieces = by_locator(
        heading("Appendix A: Examples", number="A"), text("Booking a room.", number="A.1")
    )
    assert pieces["A"].level == "appendix"
    assert pieces["A.1"].ancestors == ("A",)


def test_a_heading_takes_the_locator_that_its_anchor_declares() -> None:
    pieces = by_locator(
        heading("Nos valeurs", depth=2),
        text("Ce qui nous tient."),
        heading("LE RESPECT", depth=3),
        text("Chacun compte."),
        language=Language.FR,
    )
    assert pieces["respect"].ancestors == ("values",)
    assert pieces["respect"].text == "Chacun compte."
    assert pieces["values"].text == "Ce qui nous tient.\nLE RESPECT\nChacun compte."


def test_a_heading_that_no_anchor_names_is_set_apart_not_numbered() -> None:
    pieces, apart = structured(
        [
            heading("Our values"),
            text("We hold them."),
            heading("A new chapter"),
            text("Nobody declared it."),
            heading("Respect"),
            text("Everybody counts."),
        ],
        ANCHORS,
        Language.EN,
    )
    assert [piece.locator for piece in pieces] == ["values", "respect"]
    assert "Nobody" not in "".join(piece.text for piece in pieces)
    assert [(one.heading, one.reason, one.words) for one in apart] == [
        ("A new chapter", "no_anchor", 3)
    ]


def test_a_small_heading_inside_a_provision_is_a_line_of_it() -> None:
    pieces = by_locator(
        heading("Our values", depth=2), heading("An example", depth=4), text("Say thanks.")
    )
    assert pieces["values"].text == "An example\nSay thanks."


def test_a_number_met_twice_is_text_the_second_time() -> None:
    pieces = by_locator(
        text("Report it.", number="4.1"), text("of the other policy applies.", number="4.1")
    )
    assert pieces["4.1"].text == "Report it.\nof the other policy applies."


def test_words_before_any_provision_are_counted_apart() -> None:
    _, apart = structured([text("Foreword by the head."), heading("Respect")], ANCHORS, Language.EN)
    assert [(one.heading, one.words) for one in apart] == [("", 4)]
