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
    assert pieces["4.1"].text == "Report it.\n4.1 of the other policy applies."


def test_words_before_any_provision_are_counted_apart() -> None:
    _, apart = structured([text("Foreword by the head."), heading("Respect")], ANCHORS, Language.EN)
    assert [(one.heading, one.words) for one in apart] == [("", 4)]


def item(words: str, depth: int, number: str = "") -> Block:
    return Block(Kind.ITEM, words, number=number, depth=depth)


def test_a_heading_between_clauses_belongs_to_what_holds_the_next_one() -> None:
    pieces = by_locator(
        heading("Requirements", number="4"),
        item("Heads must:", 1, "4.1"),
        item("name an officer;", 2, "4.1.1"),
        heading("Support", depth=3),
        item("tell everybody.", 2, "4.1.2"),
    )
    assert pieces["4.1.1"].text == "name an officer;"
    assert pieces["4.1"].text.splitlines()[2:] == ["Support", "4.1.2 tell everybody."]


def test_a_paragraph_after_a_list_of_clauses_is_no_part_of_the_last_one() -> None:
    pieces = by_locator(
        heading("Requirements", number="4"),
        item("Check the door.", 1, "4.1"),
        text("Supervisors must also:"),
        item("watch it.", 1, "4.2"),
    )
    assert pieces["4.1"].text == "Check the door."
    assert pieces["4"].text.splitlines()[1:] == ["Supervisors must also:", "4.2 watch it."]


def test_an_item_without_number_ends_the_numbered_one_before_it() -> None:
    pieces = by_locator(
        heading("Our values"),
        item("1. Integrity", 1),
        item("Act well.", 2, "1.1"),
        item("2. Respect", 1),
        item("Be kind.", 2, "2.1"),
    )
    assert pieces["1.1"].text == "Act well."
    assert pieces["1.1"].ancestors == ("values",)
    assert pieces["values"].text.splitlines()[2] == "2. Respect"


def test_clauses_numbered_with_the_letter_of_their_appendix_lie_in_it() -> None:
    pieces = by_locator(
        heading("Appendix A: Limits", number="A"),
        item("Heads must:", 1, "A1"),
        item("ask.", 2, "A1.1"),
    )
    assert pieces["A1.1"].ancestors == ("A", "A1")


def test_a_heading_as_wide_as_an_anchored_one_is_no_part_of_it() -> None:
    pieces = by_locator(
        heading("Our values", depth=2),
        heading("Respect", depth=3),
        text("Everybody counts."),
        heading("Courage", depth=3),
        text("Speak up."),
    )
    assert pieces["respect"].text == "Everybody counts."
    assert pieces["values"].text.splitlines()[2:] == ["Courage", "Speak up."]
