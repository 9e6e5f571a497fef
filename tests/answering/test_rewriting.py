from __future__ import annotations

import pytest

from advisor.answering.rewriting import FollowUpRewriter
from advisor.domain.answers import Exchange, Guarded, Turn
from advisor.domain.profiles import Profile
from advisor.domain.values import Language
from advisor.phrases import Phrases

BEFORE = {
    Language.EN: "Can I keep a bottle of wine from a supplier?",
    Language.FR: "Puis-je garder une bouteille de vin d'un fournisseur?",
}


def rewrite(question: str, language: Language, history: bool = True) -> str:
    turn = Turn(
        question=question,
        history=(Exchange(question=BEFORE[language]),) if history else (),
        profile=Profile(language=language),
    )
    return FollowUpRewriter(Phrases()).rewrite(turn, Guarded(question=question))


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("and if it's from a friend?", Language.EN),
        ("what about my wife?", Language.EN),
        ("et si c'est un ami?", Language.FR),
        ("même chose pour un stagiaire?", Language.FR),
    ],
)
def test_a_follow_up_carries_the_question_before_it(question: str, language: Language) -> None:
    assert rewrite(question, language) == f"{BEFORE[language]} {question}"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Can I run for city council while working at a federal department?", Language.EN),
        ("Mon collègue me crie après devant toute l'équipe, que faire?", Language.FR),
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str, language: Language) -> None:
    assert rewrite(question, language) == question


def test_without_a_conversation_nothing_is_added() -> None:
    assert rewrite("and if it's from a friend?", Language.EN, history=False) == (
        "and if it's from a friend?"
    )
