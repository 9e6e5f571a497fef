"""Web pages: their main content, and no word that a reader would not see."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.corpus.parsing.blocks import Pages
from advisor.corpus.parsing.html import read_html
from advisor.domain.values import Language
from advisor.errors import SourceUnreadable

PATH = Path("page.html")


def page(main: str, head: str = "", around: tuple[str, str] = ("", ""), lang: str = "en") -> bytes:
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>A page</title>{head}</head><body>'
        f"{around[0]}<main><h1>A page</h1>{main}</main>{around[1]}</body></html>"
    ).encode()


def read(content: bytes) -> Pages:
    return read_html(content, PATH)


def shown(main: str, head: str = "") -> list[tuple[str, str, str, int]]:
    blocks = read(page(main, head)).blocks
    return [(block.kind.value, block.number, block.text, block.depth) for block in blocks]


def texts(main: str, head: str = "") -> list[str]:
    return [text for _, _, text, _ in shown(main, head)]


def test_clauses_of_the_treasury_board() -> None:
    main = """<section class="pol-sec"><h2 id="cha4">4. Requirements</h2><div class="pol-content">
    <ul><li class="pol-cla" id="cla4.1"><span class="pol-cla-id">4.1</span><p>Heads must:</p>
    <section><header><h3>Support</h3></header><ul><li class="pol-cla" id="cla4.1.1">
    <span class="pol-cla-id">4.1.1</span>name an <em>officer</em>;<ul><li>in writing</li></ul></li>
    </ul></section></li></ul></div></section>
    <section class="pol-sec"><h2 id="appA">Appendix: Words</h2><div class="pol-content">
    <section class="pol-sub"><header><h3 id="secA.1">A.1 When</h3></header>
    <div class="pol-content"><h3>Somewhere</h3><p>Now.</p></div></section></div></section>"""
    assert shown(main) == [
        ("heading", "4", "Requirements", 2),
        ("item", "4.1", "Heads must:", 1),
        ("heading", "", "Support", 3),
        ("item", "4.1.1", "name an officer;", 2),
        ("item", "", "in writing", 3),
        ("heading", "A", "Appendix: Words", 2),
        ("heading", "A.1", "When", 3),
        ("heading", "", "Somewhere", 4),
        ("text", "", "Now.", 0),
    ]


def test_a_clause_without_printed_mark_takes_the_number_of_its_address() -> None:
    assert shown('<ul><li id="claB.2.1">Tell.</li></ul>') == [("item", "B.2.1", "Tell.", 1)]


def test_ordinary_pages_give_headings_paragraphs_lists_and_quotes() -> None:
    main = """<h2>Respect</h2><p>Say<br>thanks.</p><ul><li>one<ul><li>deep</li></ul></li><li><p>two
    </p><p>more</p></li></ul><div>loose <b>words</b><p>then</p>after</div>
    <blockquote><p>Quoted.</p></blockquote>
    <details><summary>Text version</summary><p>Told.</p></details>"""
    assert shown(main) == [
        ("heading", "", "Respect", 2),
        ("text", "", "Say thanks.", 0),
        ("item", "", "one", 1),
        ("item", "", "deep", 2),
        ("item", "", "two", 1),
        ("text", "", "more", 1),
        ("text", "", "loose words", 0),
        ("text", "", "then", 0),
        ("text", "", "after", 0),
        ("text", "", "Quoted.", 0),
        ("text", "", "Text version", 0),
        ("text", "", "Told.", 0),
    ]


def test_spaces_that_markup_swallowed_are_put_back() -> None:
    main = (
        "<p>Violence <em>Prevention</em><em>Regulations</em> of<strong></strong>May<em></em>.</p>"
    )
    assert texts(main) == ["Violence Prevention Regulations of May."]
    assert texts("<p>w<em>o</em>rd, H<sub>2</sub>O</p>") == ["word, H2O"]


def test_ordered_lists_keep_what_the_page_counts() -> None:
    assert texts('<ol><li>a</li><li>b</li></ol><ol type="a" start="2"><li>c</li></ol>') == [
        "1. a",
        "2. b",
        "b. c",
    ]
    assert texts('<ol class="lst-lwr-rmn"><li>x</li><li>y</li><li>z</li><li>w</li></ol>') == [
        "i. x",
        "ii. y",
        "iii. z",
        "iv. w",
    ]


def test_numbers_that_headings_print() -> None:
    main = "<h2>2. Scope</h2><h3>2.1 People</h3><h2>10 principles</h2><h3>1. Ask</h3>"
    assert [(number, text) for _, number, text, _ in shown(main)] == [
        ("2", "Scope"),
        ("2.1", "People"),
        ("", "10 principles"),
        ("", "1. Ask"),
    ]


def test_tables_of_data_go_by_rows_and_tables_of_layout_do_not() -> None:
    data = "<table><tr><th>Limit</th><td>200 $ <br>a year</td><td></td></tr></table>"
    assert shown(data) == [("row", "", "Limit | 200 $ a year | ", 0)]
    assert texts("<table><tr><td><h2>Part</h2><p>Words.</p></td></tr></table>") == [
        "Part",
        "Words.",
    ]


def test_menus_sharing_contents_and_notes_are_no_content() -> None:
    main = """<nav><ul><li>Menu</li></ul></nav><div role="navigation">Menu</div>
    <h2>On this page</h2><ul><li><a href="#a">Respect</a></li><li><a href="#b">Care</a></li></ul>
    <p>Kept<sup id="fn1-rf"><a class="fn-lnk" href="#fn1"><span class="wb-inv">Footnote </span>1</a>
    </sup>.</p><div class="wb-share">Share this page</div><form><p>In a form.</p></form>
    <aside class="wb-fnote"><h2>Footnotes</h2><dl><dt>1</dt><dd><p>Note.</p>
    <p class="fn-rtn"><a href="#fn1-rf">Return</a></p></dd></dl></aside>
    <dl id="wb-dtmd"><dt>Date modified:</dt><dd><time property="dateModified">2024-02-01</time></dd>
    </dl><p>© His Majesty the King, 2025</p>"""
    assert texts(main) == ["On this page", "Kept.", "In a form."]


def test_a_list_of_links_to_other_pages_is_content() -> None:
    main = '<ul><li><a href="/a">An act</a></li><li><a href="/b">Another</a></li></ul>'
    assert texts(main) == ["An act", "Another"]


def test_only_main_counts_and_without_main_the_body_does() -> None:
    around = ("<header><p>Canada</p></header>", "<footer><p>Terms</p></footer>")
    assert [block.text for block in read(page("<p>Words.</p>", around=around)).blocks] == ["Words."]
    bare = b"<html><body><ul id='wb-tphp'><li>Skip</li></ul><header>Canada</header><h1>Code</h1>\
<p>Words.</p><footer>Terms</footer></body></html>"
    assert [block.text for block in read(bare).blocks] == ["Words."]
    assert read(bare).title == "Code"


@pytest.mark.parametrize(
    ("head", "main", "version"),
    [
        ("", '<time property="dateModified">2024-02-01</time>', "2024-02-01"),
        ("", '<dl id="wb-dtmd"><dt>Date</dt><dd><time>2023-05-06</time></dd></dl>', "2023-05-06"),
        ("", "<gcds-date-modified>2022-01-02</gcds-date-modified>", "2022-01-02"),
        ('<meta name="dcterms.modified" content="2021-03-04">', "", "2021-03-04"),
        ("", "<p>In force on <time>2020-01-01</time></p>", None),
    ],
)
def test_the_version_is_the_date_of_the_last_change(
    head: str, main: str, version: str | None
) -> None:
    assert read(page(f"<p>Words.</p>{main}", head)).version == version


ADDRESS = "https://www.tbs-sct.canada.ca/pol/doc-eng.aspx"


@pytest.mark.parametrize(
    ("head", "number"),
    [
        (f'<link rel="canonical" href="{ADDRESS}?id=32592">', "32592"),
        (f'<link rel="canonical" href="{ADDRESS}?section=html&amp;id=32592#a">', "32592"),
        (f'<meta property="og:url" content="{ADDRESS}?id=32592">', "32592"),
        ('<link rel="canonical" href="https://www.canada.ca/en/a.html?id=32592">', None),
        (f'<link rel="alternate" href="{ADDRESS}?id=32592">', None),
        ("", None),
    ],
)
def test_the_number_is_that_of_the_pages_own_address(head: str, number: str | None) -> None:
    link = f'<p>See <a href="{ADDRESS}?id=11111">another</a>.</p>'
    assert read(page(link, head)).number == number


@pytest.mark.parametrize(
    ("lang", "language"), [("en", Language.EN), ("fr-CA", Language.FR), ("", None), ("de", None)]
)
def test_the_language_is_the_declared_one(lang: str, language: Language | None) -> None:
    assert read(page("<p>Words.</p>", lang=lang)).language is language


@pytest.mark.parametrize(
    "content",
    [
        "<title>Request Rejected</title><p>Your support ID is 1.</p>",
        "<p>The requested URL was rejected. Please consult with your administrator.</p>",
        "<main><h1>We couldn't find that Web page</h1><p>Error 404</p></main>",
        "<main><h1>Nous ne pouvons trouver cette page Web</h1><p>Erreur 404</p></main>",
        "<title>403 Forbidden</title><h1>Access denied</h1><p>Sorry.</p>",
        "<title>Page introuvable</title><p>La page a été déplacée.</p>",
    ],
)
def test_a_page_that_only_says_it_is_not_there_is_no_document(content: str) -> None:
    with pytest.raises(SourceUnreadable) as caught:
        read(content.encode())
    assert caught.value.reason.startswith("not_a_document")


def test_a_long_page_about_errors_is_a_document() -> None:
    content = page(f"<p>{'Report the error to your manager. ' * 40}</p>")
    assert read(content.replace(b"A page", b"Page not found: what to do")).blocks


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\n ", "empty"),
        (b"<html><body><script>x()</script></body></html>", "no_text"),
        (b"<div>" * 150 + b"x", "too_deep"),
        (b"<b>" * 100_000 + b"x", "too_deep"),
        (b"<p>x" * 200_001, "too_many_elements"),
        (b"x" * 5_000_001, "too_large"),
        (bytes(range(32)) * 40 + b"\xff", "malformed_html"),
        (b"<!-- only a comment -->", "malformed_html"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, code: str) -> None:
    with pytest.raises(SourceUnreadable) as caught:
        read(content)
    assert caught.value.reason.partition(":")[0] == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_accents_survive_every_encoding_a_page_may_have(encoding: str) -> None:
    content = "<html lang='fr'><body><p>Évaluation d’œuvres</p></body></html>"
    assert read(content.encode(encoding)).blocks[0].text == "Évaluation d’œuvres"


def test_entities_are_read_and_none_can_be_declared() -> None:
    assert texts("<p>caf&eacute; &amp; th&#233;</p>") == ["café & thé"]
    declared = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><p>A &x; b</p>'
    assert "&x;" in read(declared).blocks[-1].text
