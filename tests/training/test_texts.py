"""What is chosen and made as training text, and the vocabulary cut."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from training import parallel, vocabulary
from training.everyday import Everyday, elided

TOKENIZER: dict[str, Any] = {
    "version": "1.0",
    "added_tokens": [
        {
            "id": place,
            "content": content,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": True,
        }
        for place, content in ((0, "<s>"), (1, "<pad>"), (2, "</s>"), (3, "<unk>"), (9, "<mask>"))
    ],
    "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"},
    "post_processor": {
        "type": "TemplateProcessing",
        "single": [
            {"SpecialToken": {"id": "<s>", "type_id": 0}},
            {"Sequence": {"id": "A", "type_id": 0}},
            {"SpecialToken": {"id": "</s>", "type_id": 0}},
        ],
        "pair": [],
        "special_tokens": {
            "<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]},
            "</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]},
        },
    },
    "model": {
        "type": "Unigram",
        "unk_id": 3,
        "vocab": [
            ["<s>", 0.0],
            ["<pad>", 0.0],
            ["</s>", 0.0],
            ["<unk>", 0.0],
            ["▁gift", -3.0],
            ["▁礼物", -3.0],
            ["▁cadeau", -3.0],
            ["é", -6.0],
            ["▁TBS", -7.0],
            ["<mask>", 0.0],
        ],
    },
}


def test_pieces_in_use_are_kept_and_others_are_not() -> None:
    kept = vocabulary.used_rows(TOKENIZER, ["gift"], ["cadeau cadeau"])
    assert {4, 6} <= kept
    assert 5 not in kept
    assert {7, 8} <= kept  # a single Latin letter, an abbreviation


def test_a_cut_tokenizer_reads_kept_text_as_before() -> None:
    tokenizers = pytest.importorskip("tokenizers")
    cut = vocabulary.cut(TOKENIZER, {4, 6})
    assert cut.rows == [0, 1, 2, 3, 4, 6, 9]
    reader = tokenizers.Tokenizer.from_str(json.dumps(cut.tokenizer))
    encoded = reader.encode("gift cadeau")
    assert encoded.tokens == ["<s>", "▁gift", "▁cadeau", "</s>"]
    assert [cut.rows[place] for place in encoded.ids] == [0, 4, 6, 2]
    assert reader.token_to_id("<mask>") == 6


@pytest.mark.parametrize(
    ("piece", "wanted"), [("é", True), ("▁Œ", True), ("礼", False), ("ab", False), ("▁", False)]
)
def test_single_latin_characters(piece: str, wanted: bool) -> None:
    assert vocabulary.is_single_latin(piece) is wanted


def test_trainable_pairs_are_short_and_unrepeated() -> None:
    pairs = [
        ("Every employer", "Tout employeur"),
        ("EVERY EMPLOYER", "L'employeur"),
        ("One", "Un seul mot"),
        (" ".join(["long"] * 25), " ".join(["long"] * 25)),
        ("Special payments", "x " * 40),
    ]
    assert parallel.trainable(pairs) == [("Every employer", "Tout employeur")]


def test_batches_hold_texts_of_like_length_and_are_repeatable() -> None:
    pairs = [("a" * length, "b" * length) for length in range(200)]

    def first(seed: int) -> list[parallel.Pair]:
        return next(parallel.batches_of_like_length(pairs, 4, random.Random(seed)))

    lengths = [len(english) for english, _french in first(7)]
    assert max(lengths) - min(lengths) < 10
    assert first(7) == first(7)


def test_a_varied_text_loses_capitals_and_its_closing_mark() -> None:
    assert parallel.varied("Le ministre peut.", random.Random(1), 1.0) == "le ministre peut"
    assert parallel.varied("Le ministre peut.", random.Random(1), 0.0) == "Le ministre peut."


def test_de_is_elided_before_a_vowel() -> None:
    assert elided("droit de accepter, de être, de garder") == "droit d'accepter, d'être, de garder"


def test_everyday_batches_are_bilingual_and_complete() -> None:
    everyday = Everyday.load(["work", "money", "house"])
    batch = everyday.batch(64, random.Random(3))
    assert 32 < len(batch) <= 64
    for english, french in batch:
        assert english and french
        assert "{" not in english + french
    assert all(en == fr for en, fr in everyday.english_words(8, random.Random(3)))
