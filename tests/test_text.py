"""Normalising, splitting and recognising text in both languages."""

from __future__ import annotations

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from advisor.domain.values import Language
from advisor.text import (
    content_words,
    detect_language,
    fold,
    normalise,
    normalise_with_offsets,
    sentence_spans,
    sentences,
    stems,
    words,
)

EN, FR = Language.EN, Language.FR
_TYPOGRAPHY = st.text(
    alphabet=st.sampled_from("aeéE\u0301\u0327 \u00a0\u202f\n\t\u00ad«»“”'’—–-.x\u1100\u1161\u11a8")
)
_ANY = st.one_of(_TYPOGRAPHY, st.text(max_size=60))


@pytest.mark.parametrize(
    ("written", "one_form"),
    [
        ("l’employé", "l'employé"),
        ("« Oui »", '"Oui"'),
        ("«\u00a0Oui\u202f»", '"Oui"'),
        ("“yes”", '"yes"'),
        ("19\u00a0jours\n\n et  plus ", "19 jours et plus"),
        ("in\u00adfor\u00admation", "information"),
        ("2019–2020 — fin", "2019-2020 - fin"),
        ("e\u0301te\u0301", "été"),
        ("Must NOT…", "Must NOT…"),
    ],
)
def test_typography_has_one_form_and_case_stays(written: str, one_form: str) -> None:
    assert normalise(written) == one_form


@given(_ANY)
@settings(max_examples=300, deadline=None)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(_ANY)
@settings(max_examples=300, deadline=None)
def test_the_quick_way_and_the_way_with_offsets_agree(text: str) -> None:
    assert normalise(text) == normalise_with_offsets(text)[0]


@given(_ANY, st.data())
@settings(max_examples=300, deadline=None)
def test_a_normalised_slice_leads_back_to_its_original(text: str, data: st.DataObject) -> None:
    letters, offsets = normalise_with_offsets(text)
    assert len(offsets) == len(letters) + 1
    assert offsets == sorted(offsets)
    start = data.draw(st.integers(0, len(letters)))
    end = data.draw(st.integers(start, len(letters)))
    for edge in (start, end):  # a letter and its marks are one: no slice begins or ends inside
        assume(edge in (0, len(letters)) or offsets[edge] > offsets[edge - 1])
        assume(edge == len(letters) or unicodedata.category(letters[edge])[0] != "M")
    original = text[offsets[start] : offsets[end]]
    assert normalise(original).replace(" ", "") == letters[start:end].replace(" ", "")


def test_folding_drops_case_and_accents() -> None:
    assert fold("À L'ÉCOLE, Œuvre") == "a l'ecole, œuvre"


def test_elided_words_stand_apart_and_contractions_stay_whole() -> None:
    assert words("L'employé n'a qu'une règle") == ("l", "employé", "n", "a", "qu", "une", "règle")
    assert words("Aujourd’hui, don't") == ("aujourd'hui", "don't")
    assert words("s. 19.1, $1,000, rendez-vous") == ("s", "19.1", "1,000", "rendez", "vous")


def test_stems_meet_across_number_accents_and_elision() -> None:
    assert stems("l'organisation", FR) == stems("organisations", FR)
    assert stems("gifts", EN) == stems("gift", EN)
    assert stems("représailles", FR) == stems("represailles", FR)


def test_content_words_leave_out_what_carries_no_meaning() -> None:
    assert content_words("You must not accept the gifts", EN) == content_words("accept gift", EN)
    assert content_words("Vous devez déclarer les cadeaux", FR) == content_words(
        "déclarer cadeau", FR
    )


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("See s. 19.1 of the Act. It applies.", EN, 2),
        ("Mr. Roy agreed (p. 4). Yes.", EN, 2),
        ("The U.S. Government left at 5 p.m. Then it rained.", EN, 2),
        ("Voir l'art. 19.1, p. ex. le délai. M. Roy l'a dit.", FR, 2),
        ("« Oui. » Il part. Voilà.", FR, 3),
        ("The following: (a) one thing; (b) two things.", EN, 1),
        ("The following:\n(a) one thing;\n(b) two things.\nNext one.", EN, 2),
        ("1. Write it down. 2. Call.", EN, 2),
        ("Il vaut 1 500,50 $. C'est tout.", FR, 2),
        ("", EN, 0),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text: str, language: Language, count: int) -> None:
    assert len(sentences(text, language)) == count


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_sentence_spans_cover_every_word_in_order(text: str) -> None:
    spans = sentence_spans(text, EN)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("cadeau fournisseur", FR),
        ("gift basket ok?", EN),
        ("mon boss me demande d'antidater une facture", FR),
        ("post Facebook contre le ministre", FR),
        ("Facebook post about minister", EN),
        ("conflit", FR),
        ("conflict", EN),
        ("télétravail", FR),
        ("harcelement", FR),
        ("can I", EN),
        ("don't know", EN),
        ("reprisal complaint 60 days", EN),
    ],
)
def test_the_language_is_told_whatever_the_page(question: str, language: Language) -> None:
    assert [detect_language(question, default) for default in Language] == [language, language]


@pytest.mark.parametrize("question", ["", "ok", "AI", "COI", "LPFDAR", "19.1", "???", "LinkedIn"])
def test_where_words_do_not_tell_the_page_decides(question: str) -> None:
    assert [detect_language(question, default) for default in Language] == [EN, FR]


@pytest.mark.parametrize(
    "piece", ["a", "e\u0301", "\u00ad", " ", "«", "l'", ". ", "1.", "\n", "(a) "]
)
def test_long_input_takes_linear_time(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    for work in (normalise, lambda one: sentence_spans(one, FR), words, fold):
        started = time.perf_counter()
        work(text)
        assert time.perf_counter() - started < 0.25


def test_normalised_text_is_composed() -> None:
    assert unicodedata.is_normalized("NFC", normalise("a\u0300 la carte — e\u0301"))
