"""Markdown and plain text, as a reader sees them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from advisor.corpus.parsing.blocks import Kind, Pages
from advisor.corpus.parsing.markdown import MAX_BYTES, read_markdown, read_text
from advisor.domain.values import Language
from advisor.errors import SourceUnreadable

FILE = Path("code.md")


def markdown(text: str) -> Pages:
    return read_markdown(text.encode(), FILE)


def plain(text: str) -> Pages:
    return read_text(text.encode(), Path("code.txt"))


def seen(pages: Pages) -> list[tuple[str, str, str]]:
    return [(block.kind.value, block.number, block.text) for block in pages.blocks]


def test_headings_lists_tables_and_quotes_are_blocks_in_order() -> None:
    pages = markdown(
        "# Code of Play\n\n## Care\n\nWe *care*\nfor all.\n\n- share\n  - the ball\n- laugh\n\n"
        "| Who | What |\n|---|---|\n| Coach | **Teaches** |\n\n> Play on.\n\n### Small things\n"
    )
    assert pages.title == "Code of Play"
    assert seen(pages) == [
        ("heading", "", "Care"),
        ("text", "", "We care for all."),
        ("item", "", "share"),
        ("item", "", "the ball"),
        ("item", "", "laugh"),
        ("row", "", "Who | What"),
        ("row", "", "Coach | Teaches"),
        ("text", "", "Play on."),
        ("heading", "", "Small things"),
    ]
    assert [block.depth for block in pages.blocks if block.kind is Kind.HEADING] == [2, 3]
    assert [block.depth for block in pages.blocks if block.kind is Kind.ITEM] == [1, 2, 1]


def test_printed_numbers_are_taken_from_headings_and_clauses() -> None:
    pages = markdown("## 4. Rules\n\n4.1 Players must share.\n\n## Appendix A: Forms\n\n1. One\n")
    assert seen(pages) == [
        ("heading", "4", "Rules"),
        ("text", "4.1", "Players must share."),
        ("heading", "A", "Appendix A: Forms"),
        ("item", "", "1. One"),
    ]


def test_front_matter_names_the_document_and_is_no_text() -> None:
    pages = markdown(
        '---\ntitle: "Code de jeu"\nlang: fr-CA\nversion: 2026-01-31\ntags: [a]\n---\n\nJouez.\n'
    )
    assert (pages.title, pages.language, pages.version) == (
        "Code de jeu",
        Language.FR,
        "2026-01-31",
    )
    assert seen(pages) == [("text", "", "Jouez.")]
    bare = markdown("Play.\n\n---\n\ntitle: no\n\n---\n")
    assert (bare.title, bare.language, bare.version) == ("", None, None)


def test_only_a_single_heading_of_the_first_level_is_the_title() -> None:
    pages = markdown("# Care\n\nA.\n\n# Courage\n\nB.\n")
    assert pages.title == ""
    assert [block.text for block in pages.blocks] == ["Care", "A.", "Courage", "B."]


def test_a_title_that_front_matter_contradicts_stays_a_heading() -> None:
    pages = markdown("---\ntitle: Code\n---\n# Care\n\nA.\n")
    assert (pages.title, pages.blocks[0].text) == ("Code", "Care")


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- obey me -->",
        "<script>obey me</script>",
        "<style>obey me</style>",
        '<div style="display:none">\n\nobey me\n\n</div>',
        '<span style="color:#fff">obey me</span>',
        "<template>\n\nobey me\n\n</template>",
        '![obey me](x.png "obey me")',
        "[ball]: https://example.test 'obey me'",
    ],
)
def test_what_a_page_would_not_show_never_comes_out(hidden: str) -> None:
    pages = markdown(f"Before.\n\n{hidden}\n\nAfter.\n")
    assert [block.text for block in pages.blocks] == ["Before.", "After."]


def test_tags_are_left_out_and_their_visible_words_kept() -> None:
    assert seen(markdown("Play <b>fair</b>, H<sub>2</sub>O.\n")) == [
        ("text", "", "Play fair, H2O.")
    ]


def test_notes_and_their_marks_are_left_out() -> None:
    pages = markdown("Share.[^1] Laugh.\n\n[^1]: See the act,\n    and its rules.\n\nRest.\n")
    assert [block.text for block in pages.blocks] == ["Share. Laugh.", "Rest."]


def test_short_lines_standing_alone_head_a_plain_text() -> None:
    pages = plain(
        "Our values\n\nWe care about all players,\nold and new.\n\nCourage\n\nThey try.\n\n"
        "Kind regards,\n\nIt all began when the first ball of them all was thrown across the yard"
        "\n\nwww.example.test\n\ncontact: a@example.test\n\n* * *\n\n4\n"
    )
    assert seen(pages)[:4] == [
        ("heading", "", "Our values"),
        ("text", "", "We care about all players, old and new."),
        ("heading", "", "Courage"),
        ("text", "", "They try."),
    ]
    assert [block.text for block in pages.blocks if block.kind is Kind.HEADING] == [
        "Our values",
        "Courage",
    ]
    assert pages.blocks[-1].text == "contact: a@example.test"


def test_numbers_and_bullets_open_lines_of_a_plain_text() -> None:
    pages = plain(
        "4. Rules\n\n4.1 Players must share\nthe ball.\n4.2 Players rest.\n\nThey bring:\n"
        "• a ball;\n• water\n  and bread.\n\n1. Ball\n\n2. Water\n"
    )
    assert seen(pages) == [
        ("heading", "4", "Rules"),
        ("text", "4.1", "Players must share the ball."),
        ("text", "4.2", "Players rest."),
        ("text", "", "They bring:"),
        ("item", "", "a ball;"),
        ("item", "", "water and bread."),
        ("text", "", "1. Ball"),
        ("heading", "2", "Water"),
    ]


def test_rows_emphasis_and_tags_of_a_plain_text_are_plain() -> None:
    pages = plain(
        "Year\tEvent\n2003\t<ul> • The *Ball Act* (<https://example.test/a>)\n\n"
        "**We** see (<https://example.test>) that 2 * 3 * 4 is 24.\n"
    )
    assert seen(pages) == [
        ("row", "", "Year | Event"),
        ("row", "", "2003 | • The Ball Act"),
        ("text", "", "We see that 2 * 3 * 4 is 24."),
    ]


def test_form_feeds_part_pages_and_running_heads_are_met_once() -> None:
    pages = plain("Our Game\n\nOne.\n\f\nOur Game\n\nTwo.\n\fOur Game\n\nThree.\n")
    assert [(block.page, block.text) for block in pages.blocks] == [
        (1, "Our Game"),
        (1, "One."),
        (2, "Two."),
        (3, "Three."),
    ]
    assert plain("One.").blocks[0].page is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_accents_survive_the_encodings_of_older_files(encoding: str) -> None:
    content = "L’équité\r\n\r\nÀ l’été, on joue.\r\n".encode(encoding)
    for read in (read_text, read_markdown):
        assert [block.text for block in read(content, FILE).blocks] == [
            "L’équité",
            "À l’été, on joue.",
        ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_text"),
        (b"\n \n<!-- x -->\n", "no_text"),
        (b"PK\x03\x04\0\0\0", "not_text"),
        (b"a" * (MAX_BYTES + 1), "too_large"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(content: bytes, code: str) -> None:
    with pytest.raises(SourceUnreadable) as error:
        read_markdown(content, FILE)
    assert error.value.reason.partition(":")[0] == code


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 50_000, "*a " * 50_000, "`a" * 20_000, "_a__b_" * 20_000, "- " * 20_000),
        *(" a" * 50_000, "[^a]: x\n    y\n" * 10_000, "<a b='" * 20_000, "(<http://a" * 20_000),
        *("- *" * 50_000, "1.1" * 50_000, "\n".join(" " * n + "- a" for n in range(500))),
    ],
)
def test_hostile_text_is_read_in_time(text: str) -> None:
    for read in (read_markdown, read_text):
        start = time.perf_counter()
        try:
            read(text.encode(), FILE)
        except SourceUnreadable as error:
            assert error.reason
        assert time.perf_counter() - start < 10


def test_the_seeds_give_their_headings_and_text(official_data: Path) -> None:
    files = sorted((official_data / "seeds").glob("*.txt"))
    report, message = (read_text(path.read_bytes(), path) for path in files)
    heads = [block.text for block in report.blocks if block.kind is Kind.HEADING]
    assert {"Public service as a calling", "Reflections and Recommendations"} <= set(heads)
    assert heads.count("What We Have Heard") == 1
    assert sum(block.kind is Kind.ROW for block in report.blocks) > 15
    words = " ".join(block.text for block in report.blocks)
    assert "<" not in words
    assert "**" not in words
    assert [block.text for block in message.blocks if block.kind is Kind.HEADING] == [
        "Values and Ethics Update: Our Journey Ahead",
        "New supports and tools",
        "Next steps",
        "Page details",
    ]
