from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from advisor.retrieval.situation_classifier import SituationClassifier
from tests.fakes.embedder import WordEmbedder

WORDINGS = {
    "gifts": ("may I keep the gift basket", "a supplier left a basket", "can I accept a present"),
    "leaks": ("I sent the file to a reporter", "a leaked file", "somebody gave files to the press"),
    "cadeaux": ("puis-je garder le panier", "un panier d'un fournisseur", "accepter un présent"),
}


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> SituationClassifier:
    return _built(tmp_path_factory.mktemp("classes"))


def _built(folder: Path) -> SituationClassifier:
    owners = [id for id, texts in WORDINGS.items() for _ in texts]
    texts = [text for texts in WORDINGS.values() for text in texts]
    SituationClassifier.build(folder, owners, texts, WordEmbedder().embed(texts))
    return SituationClassifier(folder)


def _scores(classifier: SituationClassifier, question: str) -> dict[str, float]:
    return classifier.scores(question, WordEmbedder().embed([question])[0])


@pytest.mark.parametrize(
    ("question", "situation"),
    [
        ("is it fine to keep a basket", "gifts"),
        ("the press has a file", "leaks"),
        ("le fournisseur a laissé un panier", "cadeaux"),
    ],
)
def test_a_question_is_claimed_by_the_situation_that_asks_alike(
    classifier: SituationClassifier, question: str, situation: str
) -> None:
    scores = _scores(classifier, question)
    assert max(scores, key=lambda id: scores[id]) == situation


def test_a_slip_of_the_fingers_and_a_lost_accent_do_not_hide_it(
    classifier: SituationClassifier,
) -> None:
    # no word is spelt as in any wording: only pieces of words tell
    scores = classifier.scores("suppliers basketts", np.zeros(WordEmbedder().dimension, "f4"))
    assert max(scores, key=lambda id: scores[id]) == "gifts"
    accents = _scores(classifier, "ACCEPTER UN PRESENT")
    assert max(accents, key=lambda id: accents[id]) == "cadeaux"


def test_scores_are_measured_against_the_other_situations(classifier: SituationClassifier) -> None:
    values = list(_scores(classifier, "a basket").values())
    assert np.mean(values) == pytest.approx(0, abs=1e-5)
    assert np.std(values) == pytest.approx(1, abs=1e-5)


def test_the_same_wordings_give_the_same_classes(
    classifier: SituationClassifier, tmp_path: Path
) -> None:
    again = _built(tmp_path)
    assert _scores(again, "a basket") == _scores(classifier, "a basket")


def test_without_any_situation_nothing_claims_a_question(tmp_path: Path) -> None:
    dimension = WordEmbedder().dimension
    SituationClassifier.build(tmp_path, [], [], np.zeros((0, dimension), dtype=np.float32))
    assert _scores(SituationClassifier(tmp_path), "a basket") == {}
