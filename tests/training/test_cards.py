"""How the situations are read, split and scored."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from training.cards import Asked, card_figures, finds_card, split
from training.situations import Situation, situations

CARDS = """
- id: gifts.a
  topic: gifts
  questions: {en: [may I keep it, is it fine], fr: [puis-je le garder]}
"""
OUTSIDE = """
outside:
- id: weather
  questions: {en: [will it rain], fr: [va-t-il pleuvoir]}
"""


def test_cards_and_outside_subjects_are_read_with_their_wordings(tmp_path: Path) -> None:
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "gifts.yaml").write_text(CARDS, encoding="utf-8")
    (tmp_path / "outside.yaml").write_text(OUTSIDE, encoding="utf-8")
    card, subject = situations(tmp_path)
    assert (card.id, card.topic, card.card) == ("gifts.a", "gifts", True)
    assert subject.wordings["fr"] == ["va-t-il pleuvoir"]
    assert not subject.card
    assert Asked.of([card, subject], "en").cards == ["gifts.a", "gifts.a", "weather"]


def test_one_wording_in_six_of_a_card_is_left_out() -> None:
    texts = [f"wording {number}" for number in range(12)]
    card = Situation("a", "gifts", {"en": texts, "fr": texts}, card=True)
    subject = Situation("b", "outside", {"en": texts, "fr": texts}, card=False)
    learnt, apart = split([card, subject])
    assert apart[0].wordings["en"] == ["wording 5", "wording 11"]
    assert set(learnt[0].wordings["en"]) == set(texts) - {"wording 5", "wording 11"}
    assert (learnt[1].wordings["en"], apart[1].wordings["en"]) == (texts, [])


def test_no_situations_no_figures() -> None:
    assert card_figures(lambda texts: np.zeros((len(texts), 2), np.float32), []) == {}


def test_a_question_finds_its_card_among_the_nearest_different_ones() -> None:
    asked = np.array([[1, 0], [0, 1]], dtype=np.float32)
    known = np.array([[0, 1], [0.1, 0.9], [1, 0]], dtype=np.float32)
    cards = ["a", "a", "b"]
    assert finds_card(asked, ["a", "a"], known, cards, within=1) == 0.5
    assert finds_card(asked, ["a", "a"], known, cards, within=2) == 1.0
