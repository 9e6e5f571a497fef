"""Justice Laws XML, on a made-up act small enough to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.corpus.parsing.document import Document, Piece
from advisor.corpus.parsing.justice_xml import read_justice
from advisor.corpus.parsing.xml import MAX_DEPTH
from advisor.errors import SourceUnreadable

HEAD = """<?xml version="1.0" encoding="utf-8"?>
<Statute xmlns:lims="http://justice.gc.ca/lims" xml:lang="{language}"
  lims:lastAmendedDate="2024-01-31" lims:pit-date="2024-02-01" lims:current-date="2025-06-30">
<Identification><Chapter><ConsolidatedNumber>F-1</ConsolidatedNumber></Chapter></Identification>
"""

ENGLISH = """
<Introduction><Preamble><Provision><MarginalNote>Preamble</MarginalNote><Text>Whereas play is
  good;</Text></Provision><HistoricalNote>2001, c. 1</HistoricalNote></Preamble></Introduction>
<Body>
<Heading level="1"><Label>PART 1</Label><TitleText>Play</TitleText></Heading>
<Heading level="2"><TitleText>Terms</TitleText></Heading>
<Section><MarginalNote>Definitions</MarginalNote><Label>2</Label><Text>In this Act,</Text>
 <Definition><Text><DefinedTermEn>Foul Play</DefinedTermEn> means</Text>
  <Paragraph><Label>(a)</Label><Text>a kick; or</Text></Paragraph>
  <Paragraph><Label>(b)</Label><Text>a bite. (<DefinedTermFr>faute</DefinedTermFr>)</Text>
  </Paragraph>
  <ContinuedDefinition><Text>It includes a shove.</Text></ContinuedDefinition></Definition>
 <Definition><Text><DefinedTermEn>old</DefinedTermEn><Repealed>[Repealed, 2006]</Repealed></Text>
 </Definition>
</Section>
<Heading level="2"><TitleText>Rules</TitleText></Heading>
<Section><MarginalNote>Fair play<HistoricalNote>2006</HistoricalNote></MarginalNote>
 <Label><FootnoteRef idref="n">*</FootnoteRef>19.1</Label>
 <Subsection><Label>(1)</Label><Text>A player <Emphasis>must</Emphasis> not:</Text>
  <Paragraph><Label>(a)</Label><Text>hurt
      anybody<FootnoteRef idref="n">*</FootnoteRef> ;</Text>
   <Subparagraph><Label>(i)</Label><Text>on purpose,</Text>
    <Clause><Label>(A)</Label><Text>at all.</Text></Clause></Subparagraph></Paragraph>
  <Paragraph><Label>(b)</Label><Text><Repealed>[Repealed, 2006]</Repealed></Text></Paragraph>
  <ContinuedSectionSubsection><Text>This is meant.</Text></ContinuedSectionSubsection>
 </Subsection>
 <Subsection><MarginalNote>Exception</MarginalNote><Label>(2)</Label>
  <Text>Unless the referee agrees.</Text></Subsection>
 <Subsection in-force="no"><Label>(3)</Label><Text>Not yet.</Text></Subsection>
 <Footnote id="n"><Label>*</Label><Text>[Note: in force]</Text></Footnote>
 <HistoricalNote><HistoricalNoteSubItem>2006, c. 9</HistoricalNoteSubItem></HistoricalNote>
</Section>
<Section><Label>20 to 22</Label><Text>[Amendments]</Text></Section>
<Section><Label>23</Label><Text><Repealed>[Repealed, 2006]</Repealed></Text></Section>
<Section><Label>24</Label><Text>The other Act is amended:</Text>
 <AmendedText><Section><Label>99</Label><Text>Foreign words.</Text></Section></AmendedText>
</Section>
<Section><Label>25</Label><Text>The sum is</Text><FormulaGroup><Formula><FormulaText>A x
  2<Sup>B</Sup></FormulaText></Formula><FormulaConnector>where</FormulaConnector>
  <FormulaDefinition><FormulaTerm>A</FormulaTerm><Text>is 5.</Text></FormulaDefinition>
 </FormulaGroup></Section>
<Section><Label>25</Label><Text>The number used again.</Text></Section>
</Body>
<Schedule><ScheduleFormHeading><Label>SCHEDULE I.1</Label><TitleText>Clubs</TitleText>
  <OriginatingRef>(Section 2)</OriginatingRef></ScheduleFormHeading>
 <BilingualGroup>
  <BilingualItemEn>Red Club</BilingualItemEn><BilingualItemFr>Club rouge</BilingualItemFr>
  <BilingualItemEn>Blue Club</BilingualItemEn><BilingualItemFr>Club bleu</BilingualItemFr>
 </BilingualGroup>
 <TableGroup><table><tgroup><tbody><row><entry>One</entry><entry>Two</entry></row></tbody></tgroup>
 </table></TableGroup></Schedule>
<Schedule><ScheduleFormHeading><Label>SCHEDULE 2</Label></ScheduleFormHeading>
 <BillPiece><Section><Label>1</Label><Text>A rule of the schedule.</Text></Section></BillPiece>
</Schedule>
<Schedule id="NifProvs"><BillPiece><RelatedOrNotInForce><Section><Label>19.2</Label>
 <Text>Not in force.</Text></Section></RelatedOrNotInForce></BillPiece></Schedule>
<Schedule id="RelatedProvs"><BillPiece><RelatedOrNotInForce><Section><Label>7</Label>
 <Text>Of another act.</Text></Section></RelatedOrNotInForce></BillPiece></Schedule>
</Statute>"""

FRENCH = """
<Body><Section><Label>2</Label><Text>Définitions.</Text>
 <Definition><Text><DefinedTermFr>faute</DefinedTermFr> Selon le cas\u00a0:</Text>
  <Paragraph><Label>a)</Label><Text>coup de pied; (<DefinedTermEn>Foul Play</DefinedTermEn>)</Text>
  </Paragraph></Definition>
 <Definition><Text><DefinedTermFr>arbitre</DefinedTermFr> Qui arbitre.</Text></Definition></Section>
<Section><Label>20 à 22</Label><Text>[Modifications]</Text></Section></Body></Statute>"""


def parsed(folder: Path, body: str, language: str = "en") -> Document:
    path = folder / f"{language}.xml"
    path.write_text(HEAD.format(language=language) + body, encoding="utf-8")
    return read_justice(path)


@pytest.fixture
def english(tmp_path: Path) -> dict[str, Piece]:
    return {piece.locator: piece for piece in parsed(tmp_path, ENGLISH).pieces}


def test_every_level_gets_the_number_as_printed(english: dict[str, Piece]) -> None:
    assert {locator: piece.level for locator, piece in english.items()} == {
        "preamble": "preamble",
        "2": "section",
        "2:foul play": "definition",
        "2:foul play(a)": "paragraph",
        "2:foul play(b)": "paragraph",
        "19.1": "section",
        "19.1(1)": "subsection",
        "19.1(1)(a)": "paragraph",
        "19.1(1)(a)(i)": "subparagraph",
        "19.1(1)(a)(i)(A)": "clause",
        "19.1(2)": "subsection",
        "20-22": "section",
        "24": "section",
        "25": "section",
        "25~2": "section",
        "Sch.I.1": "schedule",
        "Sch.2": "schedule",
        "Sch.2:1": "section",
    }


def test_a_text_is_its_own_words_and_its_childrens_with_their_labels(
    english: dict[str, Piece],
) -> None:
    assert english["19.1"].text == (
        "(1) A player must not: (a) hurt anybody ; (i) on purpose, (A) at all. This is meant. "
        "(2) Unless the referee agrees."
    )
    assert english["2:foul play"].text == (
        "Foul Play means (a) a kick; or (b) a bite. (faute) It includes a shove."
    )


def test_the_marginal_note_is_the_heading_and_headings_are_the_path(
    english: dict[str, Piece],
) -> None:
    assert english["19.1"].heading == "Fair play"
    assert english["19.1(1)(a)"].heading == "Fair play"
    assert english["19.1(2)"].heading == "Exception"
    assert english["2:foul play(a)"].heading == "Foul Play"
    assert english["24"].heading == "Rules"
    assert english["2"].heading_path == ("PART 1 — Play", "Terms")
    assert english["19.1"].heading_path == ("PART 1 — Play", "Rules")


def test_ancestors_are_the_locators_that_contain_it(english: dict[str, Piece]) -> None:
    clause = english["19.1(1)(a)(i)(A)"]
    assert clause.ancestors == ("19.1", "19.1(1)", "19.1(1)(a)", "19.1(1)(a)(i)")
    assert english["Sch.2:1"].ancestors == ("Sch.2",)


def test_history_repeals_and_what_is_not_in_force_are_left_out(english: dict[str, Piece]) -> None:
    everything = " ".join(piece.text for piece in english.values())
    for word in ("Repealed", "2006", "Not yet", "Note:", "Foreign", "Not in force", "Of another"):
        assert word not in everything


def test_formulas_tables_and_lists_stay_readable(english: dict[str, Piece]) -> None:
    assert english["25"].text == "The sum is A x 2^B where A is 5."
    assert english["Sch.I.1"].text == "Red Club\nBlue Club\nOne | Two"
    assert english["Sch.I.1"].heading == "SCHEDULE I.1 — Clubs"


def test_a_french_definition_takes_the_english_term_if_it_gives_one(tmp_path: Path) -> None:
    french = {piece.locator: piece for piece in parsed(tmp_path, FRENCH, "fr").pieces}
    assert list(french) == ["2", "2:foul play", "2:foul play(a)", "2:arbitre", "20-22"]
    assert french["2:foul play"].heading == "faute"
    assert french["2:foul play"].text == "faute Selon le cas : a) coup de pied; (Foul Play)"


def test_the_version_is_the_day_of_the_last_amendment(tmp_path: Path) -> None:
    act = parsed(tmp_path, ENGLISH)
    assert (act.number, act.version, act.current_to) == ("F-1", "2024-01-31", "2025-06-30")


BOMB = """<?xml version="1.0"?><!DOCTYPE Statute [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>
<Statute xml:lang="en"><Body><Section><Label>1</Label><Text>&b;</Text></Section></Body></Statute>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE Statute [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<Statute xml:lang="en"><Body><Section><Label>1</Label><Text>&a;</Text></Section></Body></Statute>"""
DEEP = "<Statute>" + "<a>" * MAX_DEPTH + "</a>" * MAX_DEPTH + "</Statute>"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "empty"),
        ("<Statute", "malformed_xml"),
        ("<html/>", "unknown_format: html"),
        ("<Statute/>", "no_language"),
        ('<Statute xml:lang="en"/>', "no_number"),
        (HEAD.format(language="en") + "</Statute>", "no_provisions"),
        (BOMB, "declares_a_dtd"),
        (OUTSIDE, "declares_a_dtd"),
        (DEEP, "too_deep"),
        ("\x1f\x8b\x08 not xml", "malformed_xml"),
    ],
)
def test_what_is_no_act_is_refused_with_a_code(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "file.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceUnreadable) as error:
        read_justice(path)
    assert error.value.reason.startswith(code)
