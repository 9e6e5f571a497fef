"""Row 8 of the proof plan: the property of section 5 over generated questions.

Short size 150 in `make test`; `ADVISOR_PROOF=full` asks 5,000.
"""

from __future__ import annotations

import os
import random

from advisor.answering.engine import Advisor
from advisor.domain.answers import Turn
from advisor.domain.profiles import Profile
from advisor.domain.values import Language
from evals.property import violations

_SIZE = 5000 if os.environ.get("ADVISOR_PROOF") == "full" else 150
_LEADS = {
    Language.EN: ("", "Quick one: ", "Not sure who to ask. ", "So, ", "Hypothetically, "),
    Language.FR: (
        "",
        "Petite question : ",
        "Je ne sais pas à qui parler. ",
        "Bon, ",
        "Mettons que ",
    ),
}


def _questions(advisor: Advisor, size: int) -> list[Turn]:
    """Wordings of cards and outside subjects, mixed, cut, joined and misspelt; a fixed seed."""
    chance = random.Random(20261124)
    corpus = advisor.serving.generation().corpus
    wordings = [
        (language, wording)
        for item in (*corpus.cards.values(), *corpus.outside.values())
        for language in Language
        for wording in item.questions.to(language)
    ]
    organisations = [None, None, *corpus.organisations]
    profiles = [entry.id for entry in corpus.vocabulary.lists["profiles"]]
    turns = []
    for _ in range(size):
        language, wording = chance.choice(wordings)
        text = chance.choice(_LEADS[language]) + _spoilt(wording, chance)
        if chance.random() < 0.15:
            text += " " + chance.choice(wordings)[1]
        profile = Profile(
            language=language,
            organisation=chance.choice(organisations),
            who=chance.choice(profiles),
        )
        turns.append(Turn(question=text[:4000], profile=profile))
    return turns


def _spoilt(text: str, chance: random.Random) -> str:
    """The text with, sometimes, a letter lost, two swapped, or its end cut off."""
    at = chance.randrange(1, max(2, len(text) - 1))
    return chance.choice(
        (
            text,
            text,
            text[:at] + text[at + 1 :],
            text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :],
            text[: max(12, at)],
        )
    )


def test_every_answer_has_a_citation_for_each_mark_and_a_provision_for_each_citation(
    advisor: Advisor,
) -> None:
    outcomes: dict[str, int] = {}
    wrong: list[str] = []
    for turn in _questions(advisor, _SIZE):
        answered = advisor.last(turn)
        outcome = answered.answer.decision.outcome
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        wrong += [f"{turn.question!r}: {v}" for v in violations(answered, advisor)]
        assert answered.answer.escalations, turn.question
    print(f"{_SIZE} questions: {outcomes}")
    assert not wrong, wrong[:10]
    assert outcomes["answered"] > _SIZE / 3  # a property of nothing would prove nothing
