"""How the cards' questions are read and scored."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from training.cards import asked, card_figures, finds_card

CARDS = """
- id: gifts.a
  questions: {en: [may I keep it, is it fine], fr: [puis-je le garder]}
- id: gifts.b
  questions: {en: [who pays], fr: [qui paie]}
"""


def test_every_way_of_asking_is_read_with_its_card(tmp_path: Path) -> None:
    (tmp_path / "gifts.yaml").write_text(CARDS, encoding="utf-8")
    english = asked("en", tmp_path)
    assert english.cards == ["gifts.a", "gifts.a", "gifts.b"]
    assert asked("fr", tmp_path).questions == ["puis-je le garder", "qui paie"]


def test_no_cards_no_figures(tmp_path: Path) -> None:
    assert card_figures(lambda texts: np.zeros((len(texts), 2), np.float32), tmp_path) == {}


def test_a_question_does_not_find_itself() -> None:
    vectors = np.array([[1, 0], [0.9, 0.1], [0, 1]], dtype=np.float32)
    cards = ["a", "a", "b"]
    assert finds_card(vectors, cards, vectors, cards, within=1) == 2 / 3


def test_other_questions_may_be_the_same_row() -> None:
    one = np.array([[1, 0], [0, 1]], dtype=np.float32)
    other = np.array([[0, 1], [1, 0]], dtype=np.float32)
    assert finds_card(one, ["a", "b"], other, ["b", "a"], within=1) == 1.0
