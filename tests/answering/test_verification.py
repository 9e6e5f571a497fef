"""The verifier, basis by basis (trust.md, section 5)."""

from __future__ import annotations

import pytest

from advisor.answering.quotes import locate
from advisor.answering.verification import verify
from advisor.domain.answers import Basis, Citation, Judged, Part, Statement, Verdict
from advisor.domain.sources import View
from tests.answering.statements import (
    CATALOGUE,
    DIGEST,
    EN,
    FIRST,
    FIXED,
    FR,
    REGLE,
    RULE,
    SECOND,
    card,
    evidence,
    judged,
    passage,
    quoting,
)


@pytest.mark.parametrize(
    "text",
    [
        FIRST,
        "The complaint must be filed not later than sixty days after the day on which the "
        "complainant knew that the reprisal was taken.",
        "The complaint must be filed within 60 days after the complainant knew that the "
        "reprisal was taken.",
        "A “complaint must be filed not later than 60 days” after the complainant knew.",
    ],
)
def test_a_sentence_true_to_its_quote_is_supported(text: str) -> None:
    held = passage()
    assert judged(quoting(text, held, FIRST), evidence(held)).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("", "V1"),
        ("The complaint must be\u200b filed not later than 60 days.", "V1"),
        ("The complaint must be filed \U000e0041 not later than 60 days.", "V1"),
        ("The complaint must be filed nоt later than 60 days.", "V1"),  # a Cyrillic o
        ("The complaint must be filed not later than ６０ days.", "V1"),
        ("The complaint must be filed … after the complainant knew.", "V3"),
        ("The “complaint should be filed” after the complainant knew.", "V3"),
        ("The complaint must be filed not later than 90 days after the day.", "V6"),
        ("The complaint must be filed not later than 60 weeks after the day.", "V6"),
        ("The complaint must be filed at least 60 days after the day.", "V6"),
        ("Yes, $500: the complaint must be filed not later than 60 days.", "V6"),
        ("The complaint may be filed not later than 60 days after the day.", "V7"),
        ("The complaint must not be filed not later than 60 days after the day.", "V7"),
        ("The Minister and the complainant knew the reprisal was taken that day.", "V8"),
        ("Bring coffee and pastries to the office party tomorrow morning.", "V8"),
        ("The complaint must be filed not later than 60 days, see www.example.ca.", "V11"),
    ],
)
def test_a_sentence_untrue_to_its_quote_names_the_check(text: str, check: str) -> None:
    held = passage()
    verdict = judged(quoting(text, held, FIRST), evidence(held))
    assert verdict.check == check
    assert verdict.verdict is not Verdict.SUPPORTED
    assert verdict.reason


def test_a_provision_must_be_in_evidence_in_force_and_of_this_generation() -> None:
    held = passage()
    statement = quoting(FIRST, held, FIRST)
    repealed = passage(in_force=False)
    assert judged(statement, evidence()).reason == "not in the evidence"
    assert judged(statement, evidence(repealed)).reason == "not in force"
    stale = verify(statement, evidence(held), EN, CATALOGUE, generation="g2")
    assert (stale.check, stale.verdict) == ("V2", Verdict.UNCITED)
    uncited = statement.model_copy(update={"citations": ()})
    assert judged(uncited, evidence(held)).check == "V2"


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (None, None, "offsets"),
        (0, 10_000, "offsets"),
        (5, 5, "offsets"),
        (0, 13, "too short"),
        (2, 60, "inside a word"),
        (0, 54, "inside a word"),
    ],
)
def test_a_quote_is_a_whole_piece_of_the_provision(
    start: int | None, end: int | None, reason: str
) -> None:
    held = passage()
    citation = Citation(passage_id=held.id, start=start, end=end)
    statement = Statement(part=Part.STEP, text=FIRST, basis=Basis.OFFICIAL, citations=(citation,))
    verdict = judged(statement, evidence(held))
    assert (verdict.check, verdict.reason) == ("V3", reason)


@pytest.mark.parametrize(
    "drafted",
    [
        "The complaint must be filed … the complainant knew",
        "the complaint must be filed not later than 60 days",
        "The complaint must be filed nоt later than 60 days",
        "he complaint must be filed not later than 60 days",
        "The complaint must be filed not later than 60 da",
        "The complaint must be filed, not later than 60 days",
        "The complaint",
    ],
)
def test_a_drafted_quote_is_found_word_for_word_or_not_at_all(drafted: str) -> None:
    assert locate(drafted, RULE) is None


def test_typography_does_not_hide_a_quote() -> None:
    text = "Il doit l’aviser « sans délai » — par écrit,\u00a0au plus tard le\u00adlendemain."
    span = locate('Il doit l\'aviser "sans délai" - par écrit, au plus tard lelendemain', text)
    assert span == (0, len(text) - 1)


def test_a_quote_never_cuts_the_exception_that_follows() -> None:
    held = passage()
    cut = "The Commissioner may extend the period"
    verdict = judged(quoting(f"{cut}.", held, cut), evidence(held))
    assert (verdict.check, verdict.reason) == ("V7", "exception behind")
    assert judged(quoting(SECOND, held, SECOND), evidence(held)).check is None


def test_a_quote_never_loses_the_words_that_forbid_it() -> None:
    text = "No person shall take any reprisal against a public servant or direct that one be taken."
    held = passage(text=text)
    cut = "take any reprisal against a public servant"
    verdict = judged(quoting(f"{cut.capitalize()}.", held, cut), evidence(held))
    assert (verdict.check, verdict.reason) == ("V7", "lead-in")


def test_the_counterpart_speaks_only_where_the_answers_language_has_no_text() -> None:
    french = passage(text=REGLE, language=FR)
    statement = quoting(REGLE, french, REGLE)
    assert judged(statement, evidence(french), EN).verdict is Verdict.SUPPORTED
    both = judged(statement, evidence(french, passage()), EN)
    assert (both.check, both.verdict) == ("V5", Verdict.MISQUOTED)


def test_a_digest_carries_its_own_words_without_quotation_marks() -> None:
    held = passage("19.1", view=View.DIGEST, text=DIGEST)
    citation = Citation(passage_id=held.id)

    def said(text: str) -> Judged:
        statement = Statement(part=Part.STEP, text=text, basis=Basis.DIGEST, citations=(citation,))
        return judged(statement, evidence(held))

    assert said(DIGEST).verdict is Verdict.SUPPORTED
    assert said(f"“{DIGEST}”").check == "V3"
    assert said("A complaint must reach the Commissioner within 60 days.").check == "V7"
    assert said(DIGEST.replace("60", "30")).check == "V6"


def test_a_digest_is_never_quoted_as_official_text() -> None:
    held = passage("19.1", view=View.DIGEST, text=DIGEST)
    statement = quoting(DIGEST, held, DIGEST)
    assert judged(statement, evidence(held)).check == "V3"
    as_digest = statement.model_copy(update={"basis": Basis.DIGEST})
    assert judged(as_digest, evidence(held)).check == "V3"


def test_a_card_is_repeated_to_the_letter_and_cites_its_own_provisions() -> None:
    held, other = passage(), passage("5", ancestors=())
    served = evidence(held, other, cards=(card(),))
    statement = Statement(
        part=Part.SHORT,
        text="Complain within 60 days.",
        basis=Basis.CARD,
        source="reprisal.late",
        citations=(Citation(passage_id=held.id),),
    )
    assert judged(statement, served).verdict is Verdict.SUPPORTED
    for changed in (
        {"text": "Complain within 60 days"},
        {"part": Part.STEP},
        {"source": "reprisal.other"},
        {"citations": (Citation(passage_id=other.id),)},
    ):
        assert judged(statement.model_copy(update=changed), served).check == "V7"
    false_quote = (Citation(passage_id=held.id, start=3, end=40),)
    assert judged(statement.model_copy(update={"citations": false_quote}), served).check == "V4"


def test_a_card_tailored_by_a_model_is_judged_against_the_card() -> None:
    held = passage()
    served = evidence(held, cards=(card(),))
    statement = Statement(
        part=Part.STEP,
        text="Write the dates down, then complain within 60 days.",
        basis=Basis.CARD,
        source="reprisal.late",
        citations=(Citation(passage_id=held.id),),
        tailored=True,
    )
    assert judged(statement, served).verdict is Verdict.SUPPORTED
    longer = statement.model_copy(update={"text": statement.text.replace("60", "90")})
    assert judged(longer, served).check == "V6"


def test_fixed_text_comes_from_the_catalogue() -> None:
    statement = Statement(part=Part.CAUTION, text=FIXED, basis=Basis.CATALOGUE, source="gate")
    assert judged(statement, evidence()).verdict is Verdict.SUPPORTED
    other = statement.model_copy(update={"text": FIXED + " "})
    assert judged(other, evidence()).check == "V10"


@pytest.mark.parametrize(
    ("text", "part", "accepted"),
    [
        ("Talking early with a colleague helps.", Part.CAUTION, True),
        ("Talking early with a colleague helps.", Part.SHORT, False),
        ("Talking early with a colleague helps.", Part.STEP, False),
        ("You must talk to a colleague.", Part.CAUTION, False),
        ("You may keep it.", Part.CAUTION, False),
        ("It takes 3 days.", Part.CAUTION, False),
        ("The Act protects people.", Part.CAUTION, False),
        ("Write to help@example.org.", Part.CAUTION, False),
    ],
)
def test_general_sentences_claim_nothing(text: str, part: Part, accepted: bool) -> None:
    statement = Statement(part=part, text=text, basis=Basis.GENERAL)
    assert (judged(statement, evidence()).check is None) is accepted
