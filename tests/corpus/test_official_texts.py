"""The real acts and regulations: counted another way, and read as a lawyer would."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from advisor.corpus.ingesting import IngestReport
from advisor.corpus.parsing.document import Document
from advisor.corpus.texts import OfficialTexts
from advisor.domain.sources import Passage
from advisor.domain.values import Language

UNITS = ("Section", "Subsection", "Paragraph", "Subparagraph", "Clause", "Definition")
OTHERS_WORDS = re.compile(
    r"<AmendedText\b.*?</AmendedText>|<Schedule\b[^>]*\bid=\"(?:RelatedProvs|NifProvs)\".*?</Schedule>",
    re.DOTALL,
)
SCHEDULE = re.compile(r"<Schedule\b[^>]*>(.*?)</Schedule>", re.DOTALL)
BESIDE = re.compile(r"<(ScheduleFormHeading|HistoricalNote)\b.*?</\1>", re.DOTALL)
NO_DIGIT = re.compile(r"<Label(?: ?/>|>[^\d<]*</Label>)")
EXPECTED_FILES = 36


def counted(xml: str) -> dict[str, int]:
    """Provisions per level, by looking at tags in the raw file: no tree, no parser of ours."""
    xml = OTHERS_WORDS.sub("", xml)
    counts = {
        unit.lower(): sum(lives(unit, text) for text in openings(xml, unit)) for unit in UNITS
    }
    counts["schedule"] = sum(
        1
        for schedule in SCHEDULE.findall(xml)
        if "<Repealed" not in schedule and re.sub("<[^>]+>", "", BESIDE.sub("", schedule)).strip()
    )
    return {level: count for level, count in counts.items() if count}


def openings(xml: str, unit: str) -> list[str]:
    """What follows each opening tag of `unit`, up to the next unit or the end of its first text."""
    following = []
    for match in re.finditer(rf"<{unit}(?: [^>]*)?>", xml):
        until = re.search(rf"<(?:{'|'.join(UNITS)})[ >]|</Text>|<Text/>", xml[match.end() :])
        following.append(xml[match.end() : match.end() + (until.start() if until else 0)])
    return following


def lives(unit: str, opening: str) -> bool:
    """Neither repealed nor the preamble of a part, which is written as a section without number."""
    return "<Repealed" not in opening and not (unit == "Section" and NO_DIGIT.search(opening))


def test_all_instruments_are_there(instruments: dict[str, Document]) -> None:
    assert len(instruments) == EXPECTED_FILES


def test_provision_counts_match_an_independent_count(
    official_data: Path, instruments: dict[str, Document]
) -> None:
    for name, instrument in instruments.items():
        xml = (official_data / "justice-laws" / f"{name}.xml").read_text("utf-8-sig")
        ours = Counter(piece.level for piece in instrument.pieces)
        del ours["preamble"]
        assert dict(ours) == counted(xml), name


def test_sections_and_subsections_pair_in_every_instrument(
    instruments: dict[str, Document],
) -> None:
    for name, english in instruments.items():
        if name.startswith("en/"):
            french = instruments["fr/" + name[3:].replace("SOR", "DORS")]
            for level in ("preamble", "section", "subsection", "schedule"):
                numbers = [p.locator for p in english.pieces if p.level == level]
                assert numbers == [p.locator for p in french.pieces if p.level == level], name


def test_every_locator_is_used_once(instruments: dict[str, Document]) -> None:
    for name, instrument in instruments.items():
        assert max(Counter(p.locator for p in instrument.pieces).values()) == 1, name


def test_no_text_holds_markup_editors_notes_or_stray_space(
    instruments: dict[str, Document],
) -> None:
    bad = re.compile(r"<|\[(?:Note|Repealed|Abrogée?)\b|\t|  |\u00a0|\u200d|\n\n")
    for name, instrument in instruments.items():
        found = [piece.locator for piece in instrument.pieces if bad.search(piece.text)]
        assert not found, name


def text(texts: OfficialTexts, provision: str, language: Language) -> Passage:
    passage = texts.passage(provision, language)
    assert passage is not None
    return passage


def test_the_reprisal_complaint_reads_right_in_both_languages(
    ingested: tuple[IngestReport, OfficialTexts],
) -> None:
    _, texts = ingested
    english = text(texts, "psdpa#19.1", Language.EN)
    french = text(texts, "psdpa#19.1", Language.FR)
    assert english.heading == "Complaints" and french.heading == "Plainte"
    assert english.heading_path[0] == "Complaints Relating to Reprisals"
    assert english.text.startswith("(1) A public servant or a former public servant who has")
    assert "(2) The complaint must be filed not later than 60 days after the day" in english.text
    assert english.text.endswith("60 days after those procedures have been exhausted.")
    assert "(2) La plainte est déposée dans les soixante jours suivant" in french.text
    assert french.text.endswith("suivant la date où il a épuisé ces recours.")
    assert english.counterpart_id == french.id
    assert english.version == french.version == "2024-08-19"
    assert french.url == "https://laws-lois.justice.gc.ca/fra/lois/P-31.9/article-19.1.html"
    deadline = text(texts, "psdpa#19.1(2)", Language.EN)
    assert deadline.heading == "Time for making complaint" and deadline.ancestors == ("19.1",)


def test_the_list_of_wrongdoings_is_whole_and_without_the_repealed_paragraph(
    ingested: tuple[IngestReport, OfficialTexts],
) -> None:
    _, texts = ingested
    for language, marks in ((Language.EN, "(a) (b) (c)"), (Language.FR, "a) b) c)")):
        found = text(texts, "psdpa#8", language).text
        assert all(f" {mark} " in found for mark in marks.split())
        assert texts.passage("psdpa#8(f)", language) is not None
        assert texts.passage("psdpa#8(g)", language) is None
    assert text(texts, "psdpa#8(b)", Language.FR).text == (
        "l’usage abusif des fonds ou des biens publics;"
    )


def test_notice_of_harassment_keeps_its_exceptions(
    ingested: tuple[IngestReport, OfficialTexts],
) -> None:
    _, texts = ingested
    english = text(texts, "whvp_regs#15", Language.EN).text
    assert english.startswith(
        "(1) Subject to subsections (2) and (3), a principal party or witness"
    )
    assert (
        "(3) If the principal party or the responding party is the employer, the notice must"
        in (english)
    )
    assert "de façon anonyme" in text(texts, "whvp_regs#15(4)", Language.FR).text


def test_definitions_share_the_english_term(ingested: tuple[IngestReport, OfficialTexts]) -> None:
    _, texts = ingested
    assert text(texts, "psdpa#2(1):wrongdoing", Language.FR).heading == "acte répréhensible"
    # the French act writes the English term without its hyphen; the English act names the French
    partner = text(texts, "coi_act#2(1):common-law partner", Language.FR)
    assert partner.heading == "conjoint de fait"


def test_a_statute_is_split_over_its_sources(ingested: tuple[IngestReport, OfficialTexts]) -> None:
    _, texts = ingested
    assert texts.passage("psea_part7#114", Language.FR) is not None
    assert texts.passage("psea#114", Language.FR) is None
    assert texts.passage("psea#77", Language.FR) is not None
    assert texts.passage("clc_part2#127.1", Language.EN) is not None
    assert texts.passage("canada_labour_code#127.1", Language.EN) is None


def test_most_locators_pair_and_the_rest_is_reported(
    ingested: tuple[IngestReport, OfficialTexts],
) -> None:
    report, _ = ingested
    assert not report.one_language
    for pairing in report.pairings:
        assert pairing.rate >= 0.9, pairing  # E-5.401: French sentences where English lists
    total = sum(pairing.paired for pairing in report.pairings)
    alone = sum(len(p.only_en) + len(p.only_fr) for p in report.pairings)
    assert total / (total + alone) >= 0.975
