"""The real instruments of the Treasury Board: counted another way, and one form by the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from advisor.corpus.comparing import changes
from advisor.corpus.loading import Corpus
from advisor.corpus.parsing.blocks import Pages
from advisor.corpus.parsing.document import Piece
from advisor.corpus.parsing.html import read_html
from advisor.corpus.parsing.speaking import spoken_language
from advisor.corpus.parsing.structuring import structured
from advisor.corpus.parsing.tbs_xml import read_tbs_xml
from advisor.domain.values import Language
from advisor.errors import SourceUnreadable
from advisor.text import normalise

EXPECTED = {".xml": 16, ".html": 8}
"""Without `32621-request-rejected.html`, which is no document."""

IN_BOTH_FORMS = ("32592-automated-decision-making", "32671-harassment-and-violence")
VERSIONS = ("2026-02-20", "2026-04-30", "2026-07-27")
PRINTED = ("chapter", "appendix", "clause")
NAMED_TWICE = {"32611-security-management": ["B.2.3.6"], "32707-examples-acceptable-use": ["A.1"]}
"""Anchors that the publisher gives to two parts of one document."""


@pytest.fixture(scope="session")
def folder(official_data: Path) -> Path:
    return official_data / "tbs-policy"


@pytest.fixture(scope="session")
def documents(folder: Path) -> dict[str, Pages]:
    """Every document, by its path in the folder."""
    readers: dict[str, Callable[[bytes, Path], Pages]] = {".xml": read_tbs_xml, ".html": read_html}
    return {
        str(path.relative_to(folder)): readers[path.suffix](path.read_bytes(), path)
        for path in sorted(folder.rglob("*"))
        if path.suffix in readers and "request-rejected" not in path.name
    }


@pytest.fixture(scope="session")
def provisions(documents: dict[str, Pages], registered: Corpus) -> dict[str, tuple[Piece, ...]]:
    """The provisions of every document, with the anchors of its source if it is registered."""
    sources = {str(source.tbs_id): source for source in registered.sources.values()}
    found = {}
    for name, pages in documents.items():
        number = re.match(r"(?:versions/)?(\d{5})", name)
        source = sources.get(number[1]) if number else None
        anchors = source.anchors if source else ()
        found[name] = structured(pages.blocks, anchors, Language.EN)[0]
    return found


def tree(folder: Path, name: str) -> Any:
    """A parse of the file that owes nothing to the reader's; any, for what XPath may give."""
    content = (folder / name).read_bytes()
    if name.endswith(".html"):
        return html.document_fromstring(content, html.HTMLParser(encoding="utf-8"))
    return etree.fromstring(content, etree.XMLParser(encoding="utf-8", remove_comments=True))


def test_every_document_is_read(documents: dict[str, Pages]) -> None:
    assert Counter(Path(name).suffix for name in documents) == EXPECTED
    assert all(pages.title and pages.language for pages in documents.values())


def test_every_locator_is_used_once_and_no_provision_is_empty(
    provisions: dict[str, tuple[Piece, ...]],
) -> None:
    for name, pieces in provisions.items():
        assert max(Counter(piece.locator for piece in pieces).values()) == 1, name
        assert all(piece.text.strip() for piece in pieces), name


def test_numbers_match_an_independent_count_of_the_anchors(
    folder: Path, documents: dict[str, Pages]
) -> None:
    for name, pages in documents.items():
        if not name.endswith(".xml") or not (root := tree(folder, name)).xpath("//clause"):
            continue
        anchors = root.xpath(f"//*[{' or '.join(f'self::{tag}' for tag in PRINTED)}]/@anchor")
        ours = [block.number for block in pages.blocks if block.number]
        assert ours == [str(anchor).removeprefix("Appendix ") for anchor in anchors], name
        twice = [number for number, count in Counter(ours).items() if count > 1]
        assert twice == NAMED_TWICE.get(Path(name).stem, []), name


def test_clauses_of_pages_match_an_independent_count(
    folder: Path, documents: dict[str, Pages]
) -> None:
    for name, pages in documents.items():
        if name.endswith(".html"):
            ids = tree(folder, name).xpath("//li[starts-with(@id, 'cla')]/@id")
            clauses = [b.number for b in pages.blocks if b.number and b.kind.value != "heading"]
            assert clauses == [str(one).removeprefix("cla") for one in ids], name


LEFT_OUT = (
    "//footnotes|//a[starts-with(@href, '#ftn')]|//sup[a[@class='fn-lnk']]|//*[@class='wb-fnote']"
    "|//*[contains(@class, 'wb-inv')]|//*[@class='pol-cla-id']|//h1"
    "|//p[starts-with(normalize-space(), '©')]|//*[@title]/title"
)


def long_words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[a-z]{5,}", text.lower()))


def without_notes(folder: Path, name: str) -> Any:
    root = tree(folder, name)
    for one in root.xpath(LEFT_OUT):
        one.text = None
        for child in list(one):
            one.remove(child)
    return root


def test_no_word_of_a_file_is_lost_and_none_comes_twice(
    folder: Path, documents: dict[str, Pages]
) -> None:
    for name, pages in documents.items():
        if name.endswith(".xml"):
            root = without_notes(folder, name)
            titles = root.xpath("//chapter/@title|//section/@title|//appendix/@title")
            said = " ".join(mended(str(text)) for text in [*root.xpath("//text()"), *titles])
            ours = " ".join(block.text for block in pages.blocks)
            expected, found = long_words(said), long_words(ours)
            assert near(expected, found) == near(found, expected) == {}, name


def test_a_page_comes_out_letter_by_letter(folder: Path, documents: dict[str, Pages]) -> None:
    for name, pages in documents.items():
        if name.endswith(".html"):
            main = without_notes(folder, name).xpath("//main")[0]
            said = "".join(letters(str(text)) for text in main.xpath(".//text()"))
            assert "".join(letters(block.text) for block in pages.blocks) == said, name


def letters(text: str) -> str:
    """Without the numbers of clauses and parts (`A.2.1`) and all that is no letter."""
    return re.sub(r"[A-Z](?=\.\d)|[\W\d_]", "", text)


def mended(text: str) -> str:
    """Text that was encoded twice, by the book: no pattern, the whole run or nothing."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text.replace("Â\u00a0", " ")


def near(one: Counter[str], other: Counter[str]) -> dict[str, int]:
    """Words of `one` that `other` lacks, except two names that the publisher ran together."""
    joined = {"federal", "public", "prevention", "regulations"}
    return {word: count for word, count in (one - other).items() if word not in joined}


@pytest.mark.parametrize("name", IN_BOTH_FORMS)
def test_both_forms_of_a_document_give_the_same_provisions(
    name: str, provisions: dict[str, tuple[Piece, ...]]
) -> None:
    from_xml, from_html = provisions[f"{name}.xml"], provisions[f"{name}.html"]
    assert [piece.locator for piece in from_xml] == [piece.locator for piece in from_html]
    differing = [
        one.locator
        for one, other in zip(from_xml, from_html, strict=True)
        if normalise(one.text) != normalise(other.text)
        or normalise(one.heading) != normalise(other.heading)
        or one.ancestors != other.ancestors
    ]
    assert differing == []


@pytest.mark.parametrize("form", ["xml", "html"])
def test_a_page_that_declares_french_and_is_english_is_heard(
    form: str, documents: dict[str, Pages]
) -> None:
    pages = documents[f"32743-language-mismatch.{form}"]
    spoken = spoken_language(pages.blocks)
    assert pages.language is Language.FR
    assert spoken.language is Language.EN
    assert spoken.sure > 0.9


def test_all_others_are_in_the_language_they_declare(documents: dict[str, Pages]) -> None:
    for name, pages in documents.items():
        if "mismatch" not in name:
            assert spoken_language(pages.blocks).language is pages.language, name


def test_the_page_of_a_firewall_is_no_document(folder: Path) -> None:
    path = folder / "32621-request-rejected.html"
    with pytest.raises(SourceUnreadable, match="not_a_document"):
        read_html(path.read_bytes(), path)


def test_the_code_is_cited_by_the_numbers_it_prints(
    provisions: dict[str, tuple[Piece, ...]],
) -> None:
    code = {piece.locator: piece for piece in provisions["25049-values-ethics-code.xml"]}
    assert code["3.3"].text.startswith("Taking all possible steps to prevent and resolve any real")
    assert code["objectives"].text.startswith("This Code outlines the values")
    assert code["integrity"].ancestors == ("statement-of-values",)
    assert "5.3" in code and "3" not in code


@pytest.mark.parametrize(
    ("name", "locator", "opening"),
    [
        ("32611-security-management.xml", "4.5.3", "Maintaining vigilance and reporting changes"),
        ("18309-privacy-practices.xml", "B.2.2.2", ""),
        ("32708-examples-unacceptable-use.xml", "B.2.7.3", ""),
        ("32601-service-and-digital.xml", "4.7.1", ""),
        ("32671-harassment-and-violence.xml", "4.1.11", "Ensuring that allegations of offences"),
        ("32592-automated-decision-making.html", "6.1.1", "Completing, approving and publishing"),
        ("guide-conflicts-of-interest-procurement.html", "3.3", ""),
        ("versions/32692-2026-07-27.html", "4.5.5", ""),
        ("versions/32692-2026-07-27.html", "A.4.1.1", ""),
    ],
)
def test_provisions_that_answers_cite_are_there(
    name: str, locator: str, opening: str, provisions: dict[str, tuple[Piece, ...]]
) -> None:
    texts = {piece.locator: piece.text for piece in provisions[name]}
    assert texts[locator].startswith(opening)


def clause_words(folder: Path, version: str) -> dict[str, str]:
    """The words of each clause without the clauses in it, by a tree of our own."""
    found = {}
    for item in tree(folder, f"versions/32692-{version}.html").xpath("//li[@class='pol-cla']"):
        said = item.xpath(
            ".//text()[count(ancestor::li[@class='pol-cla']) = $depth"
            " and not(ancestor::span[@class='pol-cla-id' or @class='wb-inv'])"
            " and not(ancestor::h3 or ancestor::h4)]",
            depth=len(item.xpath("ancestor-or-self::li[@class='pol-cla']")),
        )
        found[item.get("id", "").removeprefix("cla")] = re.sub(r"\W", "", "".join(map(str, said)))
    return found


@pytest.mark.parametrize("versions", [VERSIONS[:2], VERSIONS[1:]])
def test_successive_versions_keep_their_locators_and_show_each_change(
    versions: tuple[str, str], folder: Path, provisions: dict[str, tuple[Piece, ...]]
) -> None:
    old, new = (clause_words(folder, version) for version in versions)
    before, after = (provisions[f"versions/32692-{version}.html"] for version in versions)
    found = changes(before, after)
    parts = {piece.locator for piece in (*before, *after) if piece.level != "clause"}
    assert set(found.added) - parts == new.keys() - old.keys()
    assert set(found.removed) - parts == old.keys() - new.keys()
    reworded = {number for number in new.keys() & old.keys() if new[number] != old[number]}
    assert reworded <= set(found.reworded)
    kept = {piece.locator for piece in before} & {piece.locator for piece in after}
    assert len(kept) >= 0.97 * len(before)
    assert len(found.reworded) < 0.03 * len(kept)


def test_the_changes_of_summer_2026_are_these(provisions: dict[str, tuple[Piece, ...]]) -> None:
    before, after = (provisions[f"versions/32692-{version}.html"] for version in VERSIONS[1:])
    found = changes(before, after)
    assert found.added == ("B.1.4",)
    assert found.removed == ("A.6", "A.6.1")
    assert set(found.reworded) == {"A", "A.2"}
