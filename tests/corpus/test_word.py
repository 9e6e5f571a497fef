"""Word documents, as a reader of the page meets them."""

from __future__ import annotations

import io
import random
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from advisor.corpus.parsing import word_package
from advisor.corpus.parsing.blocks import Block, Kind, Pages
from advisor.corpus.parsing.structuring import structured
from advisor.corpus.parsing.word import read_word
from advisor.domain.values import Language
from advisor.errors import SourceUnreadable

FILE = Path("code.docx")
W = nsdecls("w")
ALSO = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
CLAUSES = ("%1.", "%1.%2", "%1.%2.%3", "(%4)")
FORMATS = ("decimal", "decimal", "decimal", "lowerLetter")


def content_of(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def read(document: Document) -> Pages:
    return read_word(content_of(document), FILE)


def seen(pages: Pages) -> list[tuple[str, str, str]]:
    return [(block.kind.value, block.number, block.text) for block in pages.blocks]


def told(document: Document) -> list[str]:
    return [block.text for block in read(document).blocks]


def levels(texts: tuple[str, ...], formats: tuple[str, ...], more: dict[int, str]) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more.get(at, "")}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (text, form) in enumerate(zip(texts, formats, strict=True))
    )


def numbering(
    document: Document,
    texts: tuple[str, ...] = CLAUSES,
    formats: tuple[str, ...] = FORMATS,
    *,
    instances: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    more: dict[int, str] | None = None,
    others: str = "",
) -> None:
    """Give a document these lists and no others."""
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    xml = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">'
        f"{levels(texts, formats, more or {})}</w:abstractNum>{others}{instances}</w:numbering>"
    )
    for child in list(parse_xml(xml)):
        root.append(child)


def numbered(paragraph: Paragraph, level: int, instance: int = 1) -> Paragraph:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{instance}"/></w:numPr>')
    )
    return paragraph


def body(document: Document, xml: str) -> None:
    """Add raw paragraphs or tables at the end."""
    for child in list(parse_xml(f"<w:body {W} {ALSO}>{xml}</w:body>")):
        document.element.body.insert(len(document.element.body) - 1, child)


def labels(document: Document, *lines: tuple[int, int]) -> list[str]:
    """What is printed before one paragraph after the other: (level, instance)."""
    for level, instance in lines:
        numbered(document.add_paragraph("x"), level, instance)
    return [block.number or block.text.removesuffix("x").strip() for block in read(document).blocks]


def refusal(content: bytes) -> str:
    with pytest.raises(SourceUnreadable) as error:
        read_word(content, FILE)
    return error.value.reason.partition(":")[0]


def test_headings_are_found_by_style_in_either_language_and_by_outline_level() -> None:
    document = docx.Document()
    document.add_heading("Care", 1)
    document.add_heading("Courage", 2)
    document.styles.add_style("Titre 3", 1)
    document.add_paragraph("Honneur", style="Titre 3")
    outlined = document.add_paragraph("Kindness")
    outlined._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="1"/>'))
    based = document.styles.add_style("Our own", 1)
    based.base_style = document.styles["Heading 1"]
    document.add_paragraph("Truth", style="Our own")
    document.add_paragraph("Text.")
    pages = read(document)
    assert [(b.kind.value, b.depth, b.text) for b in pages.blocks] == [
        ("heading", 1, "Care"),
        ("heading", 2, "Courage"),
        ("heading", 3, "Honneur"),
        ("heading", 2, "Kindness"),
        ("heading", 1, "Truth"),
        ("text", 0, "Text."),
    ]


def test_the_title_style_names_the_document_before_its_properties_do() -> None:
    document = docx.Document()
    document.core_properties.title = "Code de jeu"
    document.add_paragraph("Play.")
    assert read(document).title == "Code de jeu"
    document.core_properties.title = "Microsoft Word - v3 final.docx"
    assert read(document).title == ""
    titled = docx.Document()
    titled.add_heading("Code of Play", 0)
    titled.add_paragraph("Play.")
    assert (read(titled).title, told(titled)) == ("Code of Play", ["Play."])


def test_automatic_numbers_of_clauses_are_computed() -> None:
    document = docx.Document()
    numbering(document)
    for words, level in [("Purpose", 0), ("Rules", 0), ("Heads must:", 1), ("Ask;", 2)]:
        numbered(document.add_paragraph(words), level)
    for words, level in [("Tell:", 2), ("all", 3), ("some", 3), ("More.", 1), ("Do.", 2)]:
        numbered(document.add_paragraph(words), level)
    pages = read(document)
    assert seen(pages) == [
        ("item", "1", "Purpose"),
        ("item", "2", "Rules"),
        ("item", "2.1", "Heads must:"),
        ("item", "2.1.1", "Ask;"),
        ("item", "2.1.2", "Tell:"),
        ("item", "", "(a) all"),
        ("item", "", "(b) some"),
        ("item", "2.2", "More."),
        ("item", "2.2.1", "Do."),
    ]
    assert [block.depth for block in pages.blocks] == [1, 1, 1, 2, 2, 4, 4, 1, 2]


def test_numbers_that_styles_give_are_computed_too() -> None:
    document = docx.Document()
    numbering(document, more={0: '<w:pStyle w:val="Heading1"/>', 1: '<w:pStyle w:val="Clause"/>'})
    clause = document.styles.add_style("Clause", 1)
    for style in (document.styles["Heading 1"], clause):
        style.element.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {W}><w:numId w:val="1"/></w:numPr>')
        )
    document.add_heading("Purpose", 1)
    document.add_paragraph("To play.", style="Clause")
    document.add_heading("Rules", 1)
    document.add_paragraph("Share.", style="Clause")
    bare = document.add_paragraph("No number here.", style="Clause")
    numbered(bare, 0, 0)
    document.add_paragraph("Laugh.", style="Clause")
    pages = read(document)
    assert seen(pages) == [
        ("heading", "1", "Purpose"),
        ("item", "1.1", "To play."),
        ("heading", "2", "Rules"),
        ("item", "2.1", "Share."),
        ("text", "", "No number here."),
        ("item", "2.2", "Laugh."),
    ]
    pieces, apart = structured(pages.blocks, (), Language.EN)
    assert [piece.locator for piece in pieces] == ["1", "1.1", "2", "2.1", "2.2"]
    assert not apart


@pytest.mark.parametrize(
    ("form", "start", "printed"),
    [
        ("decimal", 9, ["9", "10"]),
        ("decimalZero", 9, ["09", "10"]),
        ("lowerLetter", 26, ["z", "aa"]),
        ("upperLetter", 27, ["AA", "BB"]),
        ("lowerRoman", 4, ["iv", "v"]),
        ("upperRoman", 1999, ["MCMXCIX", "MM"]),
        ("lowerLetter", 900_000, ["900000", "900001"]),
        ("chicago", 1, ["1", "2"]),
    ],
)
def test_each_format_counts_in_its_own_letters(form: str, start: int, printed: list[str]) -> None:
    document = docx.Document()
    numbering(document, ("%1)",), (form,))
    level = document.part.numbering_part.element.find(f".//{qn('w:start')}")
    assert level is not None
    level.set(qn("w:val"), str(start))
    assert labels(document, (0, 1), (0, 1)) == [f"{one})" for one in printed]


def test_instances_of_a_list_count_together_unless_they_start_anew() -> None:
    document = docx.Document()
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    numbering(
        document,
        ("%1.", "%1.%2"),
        ("decimal", "decimal"),
        instances='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="3"><w:abstractNumId w:val="0"/>{anew}</w:num>',
    )
    lines = [(0, 1), (1, 1), (0, 2), (1, 2), (0, 3), (1, 3), (0, 3)]
    assert labels(document, *lines) == ["1", "1.1", "2", "2.1", "7", "7.1", "8"]


def test_a_level_restarts_where_it_says_and_may_be_replaced() -> None:
    document = docx.Document()
    replaced = (
        '<w:lvlOverride w:ilvl="1"><w:lvl w:ilvl="1"><w:start w:val="5"/>'
        '<w:numFmt w:val="upperRoman"/><w:lvlText w:val="%2)"/></w:lvl></w:lvlOverride>'
    )
    numbering(
        document,
        ("%1.", "%1.%2"),
        ("decimal", "decimal"),
        more={1: '<w:lvlRestart w:val="0"/>'},
        instances='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
    assert labels(document, (0, 1), (1, 1), (0, 1), (1, 1)) == ["1", "1.1", "2", "2.2"]
    other = docx.Document()
    numbering(
        other,
        ("%1.", "%1.%2"),
        ("decimal", "decimal"),
        instances=f'<w:num w:numId="1"><w:abstractNumId w:val="0"/>{replaced}</w:num>',
    )
    assert labels(other, (0, 1), (1, 1), (1, 1)) == ["1.", "V)", "VI)"]


def test_legal_numbering_writes_the_levels_above_in_figures() -> None:
    document = docx.Document()
    numbering(document, ("%1.", "%1.%2"), ("upperRoman", "decimal"), more={1: "<w:isLgl/>"})
    assert labels(document, (0, 1), (0, 1), (1, 1)) == ["I.", "II.", "2.1"]


def test_a_list_defined_by_a_style_is_found() -> None:
    document = docx.Document()
    linked = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="OurList"/></w:abstractNum>'
    numbering(
        document,
        others=linked,
        instances='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="5"/></w:num>',
    )
    document.styles.element.append(
        parse_xml(
            f'<w:style {W} w:type="numbering" w:styleId="OurList"><w:name w:val="Our List"/>'
            '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        )
    )
    assert labels(document, (0, 2), (1, 2)) == ["1", "1.1"]


def test_what_counts_the_items_of_a_list_is_no_clause_number() -> None:
    document = docx.Document()
    plain = (
        '<w:abstractNum w:abstractNumId="1">'
        f"{levels(('%1.', '%2)'), ('decimal', 'bullet'), {})}</w:abstractNum>"
    )
    numbering(
        document,
        others=plain,
        instances='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>',
    )
    numbered(document.add_heading("Rules", 1), 0)
    for words, level in [("Bring:", 0), ("a ball", 1), ("Rest.", 0)]:
        numbered(document.add_paragraph(words), level, 2)
    pages = read(document)
    assert seen(pages) == [
        ("heading", "1", "Rules"),
        ("item", "", "1. Bring:"),
        ("item", "", "a ball"),
        ("item", "", "2. Rest."),
    ]
    assert [block.depth for block in pages.blocks] == [1, 1, 2, 1]


def test_numbers_typed_by_hand_are_taken_from_the_words() -> None:
    document = docx.Document()
    document.add_heading("4. Rules", 1)
    document.add_paragraph("4.1\tPlayers must share.")
    document.add_heading("Appendix B: Forms", 1)
    document.add_paragraph("Appendix B lists 2.5 million forms.")
    assert seen(read(document)) == [
        ("heading", "4", "Rules"),
        ("text", "4.1", "Players must share."),
        ("heading", "B", "Appendix B: Forms"),
        ("text", "", "Appendix B lists 2.5 million forms."),
    ]


@pytest.mark.parametrize(
    ("text", "form", "block"),
    [
        ("Appendix %1:", "upperLetter", ("heading", "A", "Appendix A: Forms")),
        ("Annexe %1", "upperLetter", ("heading", "A", "Annexe A Forms")),
        ("Article %1 –", "decimal", ("heading", "1", "Forms")),
        ("%1.", "upperRoman", ("heading", "", "Forms")),
        ("Part %1", "decimal", ("heading", "", "Forms")),
    ],
)
def test_what_a_heading_is_called_leads_to_its_number(
    text: str, form: str, block: tuple[str, str, str]
) -> None:
    document = docx.Document()
    numbering(document, (text,), (form,))
    numbered(document.add_heading("Forms", 1), 0)
    assert seen(read(document)) == [block]


def test_a_numbered_sentence_set_as_a_heading_is_a_clause() -> None:
    document = docx.Document()
    numbering(document)
    numbered(document.add_heading("Rules", 1), 0)
    numbered(document.add_heading("Players share the ball.", 2), 1)
    assert seen(read(document)) == [
        ("heading", "1", "Rules"),
        ("item", "1.1", "Players share the ball."),
    ]


def test_deleted_text_is_left_out_and_inserted_text_kept() -> None:
    document = docx.Document()
    numbering(document)
    who = 'w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"'
    at = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body(
        document,
        f"<w:p><w:r><w:t>Players </w:t></w:r><w:ins {who}><w:r><w:t>must not</w:t></w:r></w:ins>"
        f"<w:del {who}><w:r><w:delText>may</w:delText></w:r></w:del>"
        f"<w:moveFrom {who}><w:r><w:t> gone</w:t></w:r></w:moveFrom>"
        f"<w:moveTo {who}><w:r><w:t> push.</w:t></w:r></w:moveTo></w:p>"
        f"<w:p><w:pPr>{at}<w:rPr><w:del {who}/></w:rPr></w:pPr>"
        f"<w:del {who}><w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p>"
        f"<w:p><w:pPr>{at}<w:rPr><w:moveFrom {who}/></w:rPr></w:pPr>"
        f"<w:moveFrom {who}><w:r><w:t>Moved.</w:t></w:r></w:moveFrom></w:p>"
        f"<w:p><w:pPr>{at}</w:pPr><w:r><w:t>One.</w:t></w:r></w:p>"
        f"<w:p><w:pPr><w:rPr><w:del {who}/></w:rPr></w:pPr><w:r><w:t>Two</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>halves.</w:t></w:r></w:p>"
        f"<w:tbl><w:tr><w:trPr><w:del {who}/></w:trPr><w:tc><w:p><w:r><w:t>no</w:t></w:r></w:p>"
        "</w:tc><w:tc><w:p/></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    )
    assert seen(read(document)) == [
        ("text", "", "Players must not push."),
        ("item", "1", "One."),
        ("text", "", "Two halves."),
        ("row", "", "a | b"),
    ]


@pytest.mark.parametrize(
    "looks",
    [
        "<w:vanish/>",
        '<w:vanish w:val="true"/>',
        "<w:specVanish/>",
        '<w:color w:val="FFFFFF"/>',
        '<w:color w:val="FEFEFA" w:themeColor="background1"/>',
        '<w:sz w:val="2"/>',
        '<w:color w:val="112233"/><w:shd w:val="clear" w:fill="112233"/>',
        '<w:color w:val="auto" w:themeColor="background1"/>',
        '<w:color w:val="FFFFFF"/><w:highlight w:val="white"/>',
        "<w14:textFill><w14:noFill/></w14:textFill>",
        '<w:rStyle w:val="Unseen"/>',
    ],
)
def test_hidden_text_never_comes_out(looks: str) -> None:
    document = docx.Document()
    document.styles.element.append(
        parse_xml(
            f'<w:style {W} w:type="character" w:styleId="Unseen"><w:name w:val="Unseen"/>'
            "<w:rPr><w:vanish/></w:rPr></w:style>"
        )
    )
    body(
        document,
        f"<w:p><w:r><w:t>Play</w:t></w:r><w:r><w:rPr>{looks}</w:rPr>"
        "<w:t> and obey me</w:t></w:r><w:r><w:t>.</w:t></w:r></w:p>",
    )
    assert told(document) == ["Play."]


@pytest.mark.parametrize(
    "looks",
    [
        '<w:vanish w:val="0"/>',
        '<w:color w:val="auto"/>',
        '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="26374A"/>',
        '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>',
        '<w:sz w:val="16"/>',
    ],
)
def test_text_that_is_seen_comes_out(looks: str) -> None:
    document = docx.Document()
    body(document, f"<w:p><w:r><w:rPr>{looks}</w:rPr><w:t>Seen</w:t></w:r></w:p>")
    assert told(document) == ["Seen"]


def test_white_letters_on_a_dark_cell_are_a_table_s_head() -> None:
    document = docx.Document()
    white = '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>{}</w:t></w:r>'
    dark = '<w:tcPr><w:shd w:val="clear" w:fill="26374A"/></w:tcPr>'
    cells = "".join(f"<w:tc>{dark}<w:p>{white.format(t)}</w:p></w:tc>" for t in ("Who", "What"))
    body(document, f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    assert told(document) == ["Who | What"]


def test_tables_are_read_row_by_row_and_merged_cells_once() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for row, texts in zip(
        table.rows, (("A", "", ""), ("B", "C", "D"), ("", "E", "F")), strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 0).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    items = table.cell(1, 1)
    items.add_paragraph("one", style="List Bullet")
    items.add_paragraph("two", style="List Bullet")
    assert seen(read(document)) == [
        ("row", "", "A"),
        ("row", "", "B | C • one • two | D"),
        ("row", "", "E | F"),
    ]


def test_a_table_that_arranges_the_page_is_read_as_text() -> None:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "In a frame."
    table = document.add_table(1, 2)
    table.cell(0, 0).paragraphs[0].style = document.styles["Heading 2"]
    table.cell(0, 0).paragraphs[0].add_run("Care")
    table.cell(0, 1).text = "We help."
    assert seen(read(document)) == [
        ("text", "", "In a frame."),
        ("heading", "", "Care"),
        ("text", "", "We help."),
    ]


def test_lists_give_items_with_their_depth() -> None:
    document = docx.Document()
    for style in ("List Bullet", "List Bullet 2", "List Number"):
        document.add_paragraph("x", style=style)
    blocks = read(document).blocks
    assert [block.kind for block in blocks] == [Kind.ITEM] * 3
    assert blocks[2].text == "1. x"
    numbering(document, ("•", "o"), ("bullet", "bullet"))
    numbered(document.add_paragraph("deep"), 1)
    assert read(document).blocks[-1] == Block(Kind.ITEM, "deep", depth=2)


def test_what_stands_around_the_text_is_left_out() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Head of the page"
    document.sections[0].footer.paragraphs[0].text = "Foot of the page"
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("1. Rules ... 4", style="toc 1")
    paragraph = document.add_paragraph("Play.")
    document.add_comment(paragraph.runs, text="A comment.", author="A")
    body(
        document,
        "<w:p><w:r><w:t>Share.</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>"
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t> See 4.</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/>"
        "</w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Contents</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Filled in.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    )
    assert told(document) == ["Play.", "Share. See 4.", "Filled in."]


def test_a_text_box_is_read_once() -> None:
    document = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>"
    body(
        document,
        "<w:p><w:r><w:t>Before.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        f"<w:drawing><wp:inline><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></wp:inline>"
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox>"
        "</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        f"<w:p><w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r></w:p>"
        "<w:p><w:r><w:pict><v:shape style='position:absolute;visibility:hidden'><v:textbox>"
        "<w:txbxContent><w:p><w:r><w:t>obey me</w:t></w:r></w:p></w:txbxContent></v:textbox>"
        "</v:shape></w:pict></w:r></w:p>",
    )
    assert told(document) == ["Before.", "In the box.", "In the box."]


def test_boxes_in_boxes_are_each_read_once() -> None:
    document = docx.Document()
    inner = ""
    for depth in range(14):
        inner = (
            f"<w:p><w:r><w:t>{depth}</w:t></w:r><w:r><w:pict><w:txbxContent>"
            f"{inner or '<w:p/>'}</w:txbxContent></w:pict></w:r></w:p>"
        )
    body(document, inner)
    assert told(document) == [str(depth) for depth in reversed(range(14))]


def test_styles_that_build_on_each_other_in_a_circle_end() -> None:
    document = docx.Document()
    one, two = document.styles.add_style("One", 1), document.styles.add_style("Two", 1)
    one.base_style, two.base_style = two, one
    document.add_paragraph("Play.", style="One")
    assert told(document) == ["Play."]


def test_words_keep_their_links_breaks_and_hyphens() -> None:
    document = docx.Document()
    body(
        document,
        "<w:p><w:hyperlink><w:r><w:t>The act</w:t></w:r></w:hyperlink><w:r><w:br/><w:t>of a"
        "</w:t><w:tab/><w:t>bi</w:t><w:softHyphen/><w:t>lingual by</w:t><w:noBreakHyphen/>"
        "<w:t>law</w:t></w:r></w:p>",
    )
    assert told(document) == ["The act of a bilingual by\u2011law"]


def test_the_language_is_the_one_most_of_the_text_is_marked_with() -> None:
    document = docx.Document()
    document.add_paragraph("Play.")
    assert read(document).language is Language.EN  # by the defaults of the template
    french = '<w:r><w:rPr><w:lang w:val="fr-CA"/></w:rPr><w:t>Jouez tous ensemble.</w:t></w:r>'
    body(document, f"<w:p>{french}</w:p>")
    assert read(document).language is Language.FR
    assert read(document).version is None


def altered(change: Callable[[str, bytes], bytes | None]) -> bytes:
    """A small document with its parts changed; None takes a part out."""
    document = docx.Document()
    document.add_paragraph("Play.")
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content_of(document))) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return file.getvalue()


def with_dtd(name: str, part: bytes) -> bytes:
    if name != "word/document.xml":
        return part
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    declaration, _, rest = part.partition(b"?>")
    return declaration + b"?>" + entity + rest.replace(b"Play.", b"&e;")


def test_an_external_entity_is_refused_before_anything_is_read() -> None:
    assert refusal(altered(with_dtd)) == "declares_a_dtd"


@pytest.mark.parametrize("name", ["word/styles.xml", "word/numbering.xml", "docProps/core.xml"])
def test_no_part_may_declare_entities(name: str) -> None:
    laugh = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    content = altered(
        lambda own, part: part.replace(b"?>", b"?>" + laugh, 1) if own == name else part
    )
    assert refusal(content) == "declares_a_dtd"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "malformed_word"),
        (b"Just text.", "malformed_word"),
        (b"PK\x03\x04 and no more", "malformed_word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_word"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        (
            altered(lambda name, part: None if name == "word/document.xml" else part),
            "malformed_word",
        ),
        (altered(lambda name, part: None if name == "_rels/.rels" else part), "malformed_word"),
        (
            altered(lambda name, part: part[:-9] if name == "word/document.xml" else part),
            "malformed_word",
        ),
        (altered(lambda name, part: part.replace(b"Play.", b"")), "no_text"),
        (
            altered(
                lambda _, part: part.replace(
                    b"wordprocessingml.document.main", b"wordprocessingml.template.main"
                )
            ),
            "unsupported_word",
        ),
    ],
)
def test_what_is_no_word_document_is_refused_with_the_reason(content: bytes, code: str) -> None:
    assert refusal(content) == code


def packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return file.getvalue()


def lying(content: bytes, size: int) -> bytes:
    """A package whose only part says in both headers that it is small."""
    patched = bytearray(content)
    central = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", patched, central + 24, size)
    struct.pack_into("<I", patched, content.index(b"PK\x03\x04") + 22, size)
    return bytes(patched)


PARAGRAPHS = b"Play.</w:t></w:r></w:p>" + b"<w:p/>" * 400_000
BOMBS = {
    "spaces": ("too_large", packed({"word/document.xml": b" " * 60_000_000})),
    "entries": ("too_large", packed({f"word/{number}.xml": b"" for number in range(3_000)})),
    "picture": ("too_large", packed({"word/media/a.png": b"\0" * 100_000_000})),
    "long": (
        "too_large",
        packed({"word/document.xml": random.Random(1).randbytes(12_000_000).hex().encode()}),
    ),
    "lying": ("malformed_word", lying(packed({"word/document.xml": b" " * 300_000_000}), 10)),
    "paragraphs": (
        "too_many_elements",
        altered(lambda _, part: part.replace(b"Play.</w:t></w:r></w:p>", PARAGRAPHS)),
    ),
    "deep": (
        "malformed_word",
        altered(lambda _, part: part.replace(b"<w:p>", b"<w:sdt>" * 30_000)),
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_in_time_and_memory(name: str) -> None:
    code, bomb = BOMBS[name]
    tracemalloc.start()
    start = time.perf_counter()
    assert refusal(bomb) == code
    assert time.perf_counter() - start < 20
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000_000


def test_the_caps_leave_room_for_a_long_code() -> None:
    document = docx.Document()
    numbering(document)
    for number in range(40):
        numbered(document.add_heading(f"Part {number}", 1), 0)
        for _ in range(20):
            numbered(document.add_paragraph("Players share what they have. " * 8), 1)
    content = content_of(document)
    start = time.perf_counter()
    blocks = read_word(content, FILE).blocks
    assert time.perf_counter() - start < 10
    assert blocks[-1].number == "40.20"
    assert 10 * len(content) < word_package.MAX_BYTES
