"""Captured instruments and the policy glossary: every clause, every term, nothing of the page."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from advisor.corpus.parsing.blocks import Block, Kind, Pages
from advisor.corpus.parsing.captures import (
    PolicyTerm,
    is_capture,
    is_policy_glossary,
    read_capture,
    read_policy_glossary,
)
from advisor.corpus.parsing.structuring import structured
from advisor.corpus.parsing.tbs_xml import read_tbs_xml
from advisor.domain.sources import MaybeBilingual
from advisor.domain.values import Language
from advisor.errors import SourceUnreadable

NAME = Path("12345-play.en.csv")
GLOSSARY = "source_id,source_en,source_fr,term_en,term_fr,def_en,def_fr,date_modified\n"


def captured(*rows: tuple[str, str], path: Path = NAME) -> Pages:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([("New column 0", "New column 1"), *rows])
    return read_capture(b"\xef\xbb\xbf" + file.getvalue().encode(), path)


def seen(pages: Pages) -> list[tuple[str, str, str]]:
    return [(block.kind.value, block.number, block.text) for block in pages.blocks]


def terms(*rows: str) -> tuple[PolicyTerm, ...]:
    return read_policy_glossary((GLOSSARY + "\n".join(rows)).encode(), Path("g.csv"))


def refusal(content: bytes) -> str:
    with pytest.raises(SourceUnreadable) as error:
        read_capture(content, NAME)
    return error.value.reason.partition(":")[0]


def test_a_number_on_a_line_of_its_own_belongs_to_the_words_below_it() -> None:
    pages = captured(("4. Rules", "4.1\nPlayers must:\n4.1.1\n\nShare the ball;\n4.1.2\nLaugh."))
    assert seen(pages) == [
        ("heading", "4", "Rules"),
        ("item", "4.1", "Players must:"),
        ("item", "4.1.1", "Share the ball;"),
        ("item", "4.1.2", "Laugh."),
    ]
    assert [block.depth for block in pages.blocks] == [2, 1, 2, 2]


def test_a_number_before_the_words_is_taken_out_of_them() -> None:
    pages = captured(("5. Aim", "5.1 Objective\n\nTo play fair:\n\nshare; and\nlaugh."))
    assert seen(pages)[1:] == [
        ("item", "5.1", "Objective"),
        ("text", "", "To play fair:"),
        ("text", "", "share; and"),
        ("text", "", "laugh."),
    ]


def test_a_number_of_another_section_is_words() -> None:
    pages = captured(("4. Rules", "4.1\nSee these:\n7.1 of the other directive\n4.2\nPlay."))
    assert [block.number for block in pages.blocks] == ["4", "4.1", "", "4.2"]


def test_a_small_heading_stands_over_the_clauses_that_follow_it() -> None:
    pages = captured(
        (
            "4. Rules",
            "4.1\nPlayers must do this:\nOn the field\n4.1.1\nRun;\nAt home\n4.1.2\nRest.",
        ),
        ("8. References", "8.1\nLaws\nBall Act\nField Act\n8.2\nPolicies\nPolicy on Nets"),
        ("9. Dates", "9.1\nThis replaces:\nPolicy on Posts\n9.2\nIt is final."),
    )
    small = [block.text for block in pages.blocks if block.kind is Kind.HEADING and block.depth > 2]
    assert small == ["On the field", "At home"]


def test_values_under_headings_without_numbers_are_headings() -> None:
    pages = captured(
        ("Our Values", "They guide us.\n\nCourage\n\nWe try.\n\nCare\n\nWe help."),
        (
            "Conduct",
            "Behave so.\n\nCourage\nPlayers show it by:\n1.1 Trying.\nCare\nWe do:\n2.1 It.",
        ),
    )
    assert seen(pages) == [
        ("heading", "", "Our Values"),
        ("text", "", "They guide us."),
        ("heading", "", "Courage"),
        ("text", "", "We try."),
        ("heading", "", "Care"),
        ("text", "", "We help."),
        ("heading", "", "Conduct"),
        ("text", "", "Behave so."),
        ("heading", "", "Courage"),
        ("text", "", "Players show it by:"),
        ("item", "1.1", "Trying."),
        ("heading", "", "Care"),
        ("text", "", "We do:"),
        ("item", "2.1", "It."),
    ]


def test_what_capturing_left_behind_is_taken_out() -> None:
    pages = captured(
        ("1. Start", "Start\n1.1\nPlayers,[2] on#160;7, begin.[3]"),
        ("2. Aims", "2.1\n\nAims\n\n2.1.1\nTo play."),
    )
    assert seen(pages) == [
        ("heading", "1", "Start"),
        ("item", "1.1", "Players, on 7, begin."),
        ("heading", "2", "Aims"),
        ("item", "2.1", "Aims"),
        ("item", "2.1.1", "To play."),
    ]


@pytest.mark.parametrize(
    ("name", "number", "language"),
    [
        ("32627-conflict-of-interest.fr.csv", "32627", Language.FR),
        ("32627-conflict-of-interest.EN.CSV", "32627", Language.EN),
        ("report.csv", None, None),
    ],
)
def test_the_name_of_the_file_says_number_and_language(
    name: str, number: str | None, language: Language | None
) -> None:
    pages = captured(("1. A", "1.1\nB."), path=Path(name))
    assert (pages.number, pages.language, pages.version) == (number, language, None)


def test_other_tables_are_no_captures() -> None:
    assert is_capture(b"\xef\xbb\xbfNew column 0,New column 1\r\n1. A,B\r\n")
    assert not is_capture(b"name,telephone\r\nA,1\r\n")
    assert refusal(b"name,telephone\r\nA,1\r\n") == "unknown_format"
    assert is_policy_glossary(GLOSSARY.encode())
    assert not is_policy_glossary(b"New column 0,New column 1\n")


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        (b"", "no_text"),
        (b"1. A,\xe9\n", "not_utf8"),
        (b"1. A,B,C\n", "malformed_csv"),
        (b'1. A,"never closed\n', "malformed_csv"),
        (b"1. A," + b"x" * 200_000 + b"\n", "malformed_csv"),
        (b"A,B\n" * 20_001, "too_large"),
        (b"x" * 20_000_000, "too_large"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(rest: bytes, code: str) -> None:
    assert refusal(b"New column 0,New column 1\n" + rest) == code


def test_a_term_keeps_what_each_language_has() -> None:
    found = terms(
        "100,Play Directive,Play Directive,ball,ballon,A round thing.,Une chose ronde.,2017-08-24",
        '100,,Play Directive,,but :,,"Un filet, et deux poteaux.",2017-08-25',
    )
    assert found[0].number == "100"
    assert found[0].instrument == "Play Directive"
    assert found[0].definition == MaybeBilingual(en="A round thing.", fr="Une chose ronde.")
    assert found[1].term == MaybeBilingual(fr="but")
    assert found[1].date == "2017-08-25"


def test_an_equivalent_in_brackets_is_the_other_language_s_term_unless_in_capitals() -> None:
    found = terms(
        ",,,ball ( ballon ) :,,Round.,,2017-08-24",
        ",,,,ballon ( ball ),,Rond.,2017-08-24",
        ",,,ball game ( BG ),,Play.,,2017-08-24",
        ",,,ball (any ball),,Round.,,2017-08-24",
    )
    assert [(term.term.en, term.term.fr) for term in found] == [
        ("ball", "ballon"),
        ("ball", "ballon"),
        ("ball game (BG)", None),
        ("ball (any ball)", None),
    ]


def test_lines_of_the_page_are_no_terms() -> None:
    assert not terms(
        ",,,Date modified:,,2017-08-24,,2017-08-24",
        ",,,,Date de modification :,,2017-08-25,2017-08-25",
        "100,A,A,ball,ballon,,,2017-08-24",
    )


def captures(official_data: Path) -> list[Path]:
    files = sorted((official_data / "tbs-policy" / "captures-2023-06").glob("*.csv"))
    assert len(files) == 26
    return files


def real(path: Path) -> Pages:
    return read_capture(path.read_bytes(), path)


def numbers(blocks: tuple[Block, ...]) -> list[str]:
    return [block.number for block in blocks if block.number]


def test_every_clause_of_every_capture_keeps_its_number(official_data: Path) -> None:
    total = 0
    for path in captures(official_data):
        raw = path.read_text(encoding="utf-8-sig")
        sections = re.findall(r"^(\d+)\. [^\n]*?,", raw, re.MULTILINE)
        clauses = re.findall(r'(?:^|,")(\d+(?:\.\d+)+)(?=\s)', raw, re.MULTILINE)
        found = numbers(real(path).blocks)
        assert [n for n in found if "." in n] == clauses, path.name
        assert [n for n in found if "." not in n] == sections, path.name
        total += len(clauses)
    assert total > 1_000


def test_no_word_of_any_capture_is_lost(official_data: Path) -> None:
    for path in captures(official_data):
        raw = re.sub(r"\[\d\]|#160;", " ", path.read_text(encoding="utf-8-sig"))
        cells = [cell for row in list(csv.reader(io.StringIO(raw)))[1:] for cell in row]
        told = re.findall(r"\w+", " ".join(cells))
        if path.name == "25583-management-of-executives.fr.csv":  # a heading captured twice
            del told[6:11]
        blocks = real(path).blocks
        read = re.findall(r"\w+", " ".join(f"{block.number} {block.text}" for block in blocks))
        assert read == told, path.name


def test_both_languages_of_a_capture_have_the_same_clauses(official_data: Path) -> None:
    files = captures(official_data)
    for english, french in zip(files[::2], files[1::2], strict=True):
        ours, theirs = real(english), real(french)
        assert (ours.language, theirs.language) == (Language.EN, Language.FR)
        assert ours.number == theirs.number == english.name[:5]
        assert numbers(ours.blocks) == numbers(theirs.blocks), english.name
        assert headings(ours) == headings(theirs), english.name


def headings(pages: Pages) -> list[tuple[int, str]]:
    """How deep the headings lie, and their numbers."""
    return [(b.depth, b.number) for b in pages.blocks if b.kind is Kind.HEADING]


def test_a_clause_of_the_conflict_of_interest_directive_is_a_provision(official_data: Path) -> None:
    folder = official_data / "tbs-policy" / "captures-2023-06"
    for language in Language:
        pages = real(folder / f"32627-conflict-of-interest.{language}.csv")
        pieces, apart = structured(pages.blocks, (), language)
        by_locator = {piece.locator: piece for piece in pieces}
        assert not apart
        assert len(by_locator) == 80
        assert by_locator["4.2.20.2.1"].ancestors == ("4", "4.2", "4.2.20", "4.2.20.2")
        assert by_locator["4.2.14"].text.count("\n") == 4
    assert "gifts" not in by_locator["4.2.13"].text  # the last one read is French
    assert "cadeaux" in by_locator["4.2.13"].text


@pytest.mark.parametrize(
    ("capture", "official"),
    [
        ("27228-travel-hospitality", "27228-travel-hospitality"),
        ("32671-harassment-violence", "32671-harassment-and-violence"),
        ("25049-values-ethics-code", "25049-values-ethics-code"),
    ],
)
def test_a_capture_and_the_official_file_give_the_same_clauses(
    official_data: Path, capture: str, official: str
) -> None:
    folder = official_data / "tbs-policy"
    captured = real(folder / "captures-2023-06" / f"{capture}.en.csv")
    path = folder / f"{official}.xml"
    published = read_tbs_xml(path.read_bytes(), path)
    ours = {b.number: b.text for b in captured.blocks if "." in b.number}
    theirs = {b.number: b.text for b in published.blocks if "." in b.number}
    assert ours
    assert {number: theirs.get(number) for number in ours} == ours


def test_the_policy_glossary_gives_its_terms(official_data: Path) -> None:
    path = official_data / "tbs-policy" / "policy_glossary.csv"
    content = path.read_bytes()
    assert is_policy_glossary(content)
    found = read_policy_glossary(content, path)
    assert len(found) == 623  # 625 rows, two of which say when the page was modified
    assert not any((term.term.en or "").startswith("Date modified") for term in found)
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\d", term.date) for term in found)
    assert sum(term.number is None for term in found) == 17
    assert sum(bool(term.definition.en and term.definition.fr) for term in found) > 350
