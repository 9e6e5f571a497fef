"""Two versions of a document: what came, what went, what says something else."""

from __future__ import annotations

from advisor.corpus.comparing import Changes, changes
from advisor.corpus.parsing.blocks import Block, Kind
from advisor.corpus.parsing.document import Piece
from advisor.corpus.parsing.structuring import structured
from advisor.domain.values import Language


def directive(**clauses: str) -> tuple[Piece, ...]:
    """`c4_1_2="words"` is clause 4.1.2; `h4="words"` heading 4."""
    blocks = [
        Block(
            Kind.HEADING if name[0] == "h" else Kind.ITEM,
            words,
            name[1:].replace("_", "."),
            2 if name[0] == "h" else name.count("_"),
        )
        for name, words in clauses.items()
    ]
    return structured(blocks, (), Language.EN)[0]


OLD = directive(
    h4="Requirements", c4_1="Heads must:", c4_1_1="name an officer;", c4_1_2="tell all."
)


def test_the_same_text_has_no_changes() -> None:
    assert changes(OLD, OLD) == Changes()
    assert changes(OLD, OLD).none


def test_a_reworded_clause_is_told_once_and_not_for_what_holds_it() -> None:
    new = directive(
        h4="Requirements", c4_1="Heads must:", c4_1_1="name two officers;", c4_1_2="tell all."
    )
    assert changes(OLD, new) == Changes(reworded=("4.1.1",))


def test_a_parents_own_words_and_its_heading_count() -> None:
    new = directive(
        h4="Duties", c4_1="Every head must:", c4_1_1="name an officer;", c4_1_2="tell all."
    )
    assert changes(OLD, new) == Changes(reworded=("4", "4.1"))


def test_clauses_added_and_removed_leave_their_parent_as_it_was() -> None:
    longer = directive(
        h4="Requirements",
        c4_1="Heads must:",
        c4_1_1="name an officer;",
        c4_1_2="tell all.",
        c4_1_3="report.",
    )
    assert changes(OLD, longer) == Changes(added=("4.1.3",))
    assert changes(longer, OLD) == Changes(removed=("4.1.3",))


def test_typography_is_no_change_and_a_number_is() -> None:
    old = directive(h1="Date", c1_1="It's 30 days, “in writing”.")
    assert changes(old, directive(h1="Date", c1_1='It’s 30\u00a0days, "in writing".')).none
    assert changes(old, directive(h1="Date", c1_1="It's 60 days, “in writing”.")).reworded == (
        "1.1",
    )


def piece(locator: str, text: str, *ancestors: str) -> Piece:
    return Piece(locator, "clause", "", (), ancestors, text)


def test_statutes_whose_children_stand_inside_a_line_are_compared_too() -> None:
    old = (
        piece("8", "A person may (a) ask; or (b) wait, as they wish."),
        piece("8(a)", "ask; or", "8"),
        piece("8(b)", "wait,", "8"),
    )
    new = (
        piece("8", "A person may (a) ask; or (b) complain, as they wish."),
        piece("8(a)", "ask; or", "8"),
        piece("8(b)", "complain,", "8"),
    )
    assert changes(old, new) == Changes(reworded=("8(b)",))


def test_words_moved_to_another_number_went_and_came() -> None:
    new = directive(h4="Requirements", c4_1="Heads must:", c4_1_1="name an officer;")
    moved = (*new, piece("9.9", "tell all."))
    assert changes(OLD, moved) == Changes(added=("9.9",), removed=("4.1.2",))
