"""Questions for timing: made from the cards' wordings, every one distinct."""

from __future__ import annotations

from itertools import count

from advisor.corpus.loading import Corpus
from advisor.domain.values import Language

_TAILS = {
    Language.EN: ("", " It happened last week.", " My manager knows.", " I work in a region."),
    Language.FR: (
        "",
        " C'est arrivé la semaine passée.",
        " Mon chef le sait.",
        " Je suis en région.",
    ),
}


def distinct(corpus: Corpus, most: int) -> list[tuple[str, Language]]:
    """At most `most` questions, both languages in turn, cards mixed, none twice."""
    made: dict[tuple[str, Language], None] = {}
    cards = list(corpus.cards.values())
    for round_number in count():
        before = len(made)
        for card in cards:
            for language in Language:
                wordings = card.questions.to(language)
                wording = wordings[round_number % len(wordings)]
                tail = _TAILS[language][round_number // len(wordings) % len(_TAILS[language])]
                made.setdefault((wording + tail, language))
                if len(made) == most:
                    return list(made)
        if len(made) == before:
            return list(made)
    raise AssertionError("unreachable")
