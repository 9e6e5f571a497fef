"""Treasury Board XML: what the published page prints, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.corpus.parsing.blocks import Block, Kind, Pages
from advisor.corpus.parsing.tbs_xml import read_tbs_xml
from advisor.domain.values import Language
from advisor.errors import SourceUnreadable

PATH = Path("instrument.xml")
CLAUSES = """<clauses><clause anchor="4.1"><p>Heads must:</p><clauses>
<clause anchor="4.1.1">name an <em>officer</em>;</clause>
<clause anchor="4.1.2">tell everybody:<ul><li>in writing</li><li>twice</li></ul></clause>
</clauses></clause></clauses>"""


def instrument(chapters: str, rest: str = "", **attributes: str) -> bytes:
    declared = {"title": "Directive on Play", "documentID": "99001", "language": "en"} | attributes
    head = " ".join(f'{name}="{value}"' for name, value in declared.items())
    return f"<doc {head}><chapters>{chapters}</chapters>{rest}</doc>".encode()


def chapter(anchor: str, title: str, inside: str) -> str:
    return f'<chapter anchor="{anchor}" title="{title}">{inside}</chapter>'


def read(content: bytes) -> Pages:
    return read_tbs_xml(content, PATH)


def shown(pages: Pages) -> list[tuple[str, str, str, int]]:
    return [(block.kind.value, block.number, block.text, block.depth) for block in pages.blocks]


def test_clauses_carry_their_printed_numbers_and_how_deep_they_lie() -> None:
    assert shown(read(instrument(chapter("4", "Requirements", CLAUSES)))) == [
        ("heading", "4", "Requirements", 2),
        ("item", "4.1", "Heads must:", 1),
        ("item", "4.1.1", "name an officer;", 2),
        ("item", "4.1.2", "tell everybody:", 2),
        ("item", "", "in writing", 3),
        ("item", "", "twice", 3),
    ]


def test_the_head_gives_number_title_and_language_and_no_version() -> None:
    pages = read(instrument(chapter("4", "Requirements", CLAUSES), language="fr"))
    assert (pages.number, pages.title) == ("99001", "Directive on Play")
    assert pages.language is Language.FR
    assert pages.version is None


def test_a_title_that_repeats_its_anchor_is_tidied() -> None:
    first = read(instrument(chapter("4", "4.  Requirements ", CLAUSES))).blocks[0]
    assert (first.number, first.text) == ("4", "Requirements")


def test_without_clauses_the_number_is_the_one_the_title_prints() -> None:
    inner = '<section anchor="3.1" title="2.1 Social Media"><p>Be kind.</p></section>'
    pages = read(
        instrument(
            chapter("1", "About This Guide", "<p>Hello.</p>")
            + chapter("3", "2. Personal Use", inner)
        )
    )
    headings = [(b.number, b.text, b.depth) for b in pages.blocks if b.kind is Kind.HEADING]
    assert headings == [
        ("", "About This Guide", 2),
        ("2", "Personal Use", 2),
        ("2.1", "Social Media", 3),
    ]


def test_without_clauses_numbers_printed_in_the_words_count_dotted_ones_only() -> None:
    inside = "<ol><li><strong>Integrity</strong><ul><li>3.3 Taking all steps.</li></ul></li></ol>"
    pages = read(instrument(chapter("5", "Behaviours", inside)))
    assert shown(pages)[1:] == [
        ("item", "", "1. Integrity", 1),
        ("item", "3.3", "Taking all steps.", 2),
    ]


def test_with_clauses_a_number_opening_a_paragraph_stays_in_its_words() -> None:
    inside = CLAUSES + "<p>4.2 Nothing here is a clause.</p>"
    last = read(instrument(chapter("4", "Requirements", inside))).blocks[-1]
    assert (last.number, last.text, last.depth) == ("", "4.2 Nothing here is a clause.", 0)


def test_appendices_and_their_parts() -> None:
    rest = """<appendices>
    <appendix anchor="A" title="Appendix: Words"><p>See the act.</p></appendix>
    <appendix anchor="B" title="Appendix B: Procedures"><appendix anchor="B.1"><title>When</title>
    <clauses><clause anchor="B.1.1">Now.</clause></clauses></appendix></appendix></appendices>"""
    pages = read(instrument(chapter("4", "Requirements", CLAUSES), rest))
    assert shown(pages)[6:] == [
        ("heading", "A", "Appendix: Words", 2),
        ("text", "", "See the act.", 0),
        ("heading", "B", "Appendix B: Procedures", 2),
        ("heading", "B.1", "When", 3),
        ("item", "B.1.1", "Now.", 1),
    ]


def test_headings_between_clauses_have_no_number_and_lie_below_their_chapter() -> None:
    inside = f"<section><header><h2>Support</h2></header>{CLAUSES}</section>"
    heading = read(instrument(chapter("4", "Requirements", inside))).blocks[1]
    assert heading == Block(Kind.HEADING, "Support", "", 3)


def test_tables_go_row_by_row_and_definitions_term_by_term() -> None:
    inside = """<dl><dt><strong>foul</strong></dt><dd><p>A blow.</p><p>Or two.</p></dd></dl>
    <table><caption>Limits</caption><tr><th>Level</th><th>What</th></tr>
    <tr><td>I</td><td>Ask:<ul><li>one</li><li>two</li></ul></td></tr></table>"""
    assert shown(read(instrument(chapter("1", "Words", inside))))[1:] == [
        ("item", "", "foul", 1),
        ("text", "", "A blow.", 1),
        ("text", "", "Or two.", 1),
        ("text", "", "Limits", 0),
        ("row", "", "Level | What", 0),
        ("row", "", "I | Ask: • one • two", 0),
    ]


def test_footnotes_and_their_marks_are_left_out() -> None:
    mark = '<a href="#ftn1" id="ftnref1"><sup>[1]</sup></a>'
    notes = '<footnotes><footnote anchor="ftn1">A note.</footnote></footnotes>'
    pages = read(instrument(chapter("1", "Role", f"<p>They serve.{mark} Always.</p>"), notes))
    assert [block.text for block in pages.blocks] == ["Role", "They serve. Always."]


def test_utf8_that_declares_latin_1_is_read_as_utf8() -> None:
    content = instrument(chapter("1", "Rôle", "<p>Employé’s word.</p>"))
    pages = read(b'<?xml version="1.0" encoding="ISO-8859-1"?>' + content)
    assert [block.text for block in pages.blocks] == ["Rôle", "Employé’s word."]


def test_latin_1_that_says_so_is_read_as_such() -> None:
    content = instrument(chapter("1", "Rôle", "<p>Employé.</p>")).decode().encode("latin-1")
    pages = read(b'<?xml version="1.0" encoding="ISO-8859-1"?>' + content)
    assert [block.text for block in pages.blocks] == ["Rôle", "Employé."]


def test_text_encoded_twice_is_mended_and_honest_french_is_not() -> None:
    twice = "départ’s\u00a0rule".encode().decode("latin-1")
    pages = read(instrument(chapter("1", "Rôle", f"<p>{twice} «CAFÉ» À bâtir</p>")))
    assert pages.blocks[1].text == "départ’s rule «CAFÉ» À bâtir"


def test_indentation_added_around_elements_leaves_no_gap_in_a_sentence() -> None:
    content = """<doc title="D" documentID="1" language="en">
  <chapters>
    <chapter anchor="1" title="Date">
      <clauses>
        <clause anchor="1.1">
          In force on\u0020
          <time>May 1</time>
          , not (
          <em>a</em>
          ) before.
        </clause>
      </clauses>
    </chapter>
  </chapters>
</doc>""".encode()
    assert read(content).blocks[1].text == "In force on May 1, not (a) before."


def test_comments_and_notes_to_the_reader_come_first_or_not_at_all() -> None:
    content = instrument(chapter("1", "Date", "<p>Now.</p>")).replace(
        b"<chapters>", b"<!-- secret --><notetoreader><p>Replaced.</p></notetoreader><chapters>"
    )
    assert [block.text for block in read(content).blocks] == ["Replaced.", "Date", "Now."]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b" ", "empty"),
        (b"<doc><chapters>", "malformed_xml"),
        (b"<Statute/>", "unknown_format"),
        (b"<doc><chapters/></doc>", "no_text"),
        (b'<!DOCTYPE doc [<!ENTITY a "b">]><doc><chapters>&a;</chapters></doc>', "declares_a_dtd"),
        (b"<doc><chapters>" + b"<p>" * 120 + b"</p>" * 120 + b"</chapters></doc>", "too_deep"),
        (b"<doc><chapters>" + b"<p/>" * 200_001 + b"</chapters></doc>", "too_many_elements"),
        (b" " * 20_000_001, "too_large"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, code: str) -> None:
    with pytest.raises(SourceUnreadable) as caught:
        read(content)
    assert caught.value.reason.partition(":")[0] == code
    assert caught.value.path == PATH
