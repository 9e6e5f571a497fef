"""The language that a document is written in, whatever it declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from advisor.corpus.parsing.blocks import Block
from advisor.domain.values import Language
from advisor.text import detect_language

_STRETCH = 600
"""Characters per stretch: some eight lines, enough for a detector made for questions."""

_STRETCHES = 24


@dataclass(frozen=True)
class Spoken:
    """`language`: that of most of the text, None where none tells. `sure`: 0 to 1.

    `sure` is the share of the stretches looked at that are in `language`: near 1 for a document in
    one language, near 0.5 for one in both, 0 where no stretch tells.
    """

    language: Language | None
    sure: float


def spoken_language(blocks: Iterable[Block]) -> Spoken:
    """The language of the words in blocks, judged on up to 24 stretches from start to end.

    A stretch counts only where its words tell, whatever language is expected.
    """
    votes = dict.fromkeys(Language, 0)
    looked = _spread(tuple(_stretches(blocks)))
    for stretch in looked:
        found = {detect_language(stretch, default) for default in Language}
        if len(found) == 1:
            votes[found.pop()] += 1
    best = max(votes, key=lambda language: votes[language])
    if votes[best] == votes[best.other]:
        return Spoken(None, 0.5 if votes[best] else 0.0)
    return Spoken(best, votes[best] / len(looked))


def _stretches(blocks: Iterable[Block]) -> Iterator[str]:
    gathered = ""
    for block in blocks:
        gathered = f"{gathered} {block.text}".strip()
        if len(gathered) >= _STRETCH:
            yield gathered[: 2 * _STRETCH]
            gathered = ""
    if gathered:
        yield gathered


def _spread(stretches: tuple[str, ...]) -> tuple[str, ...]:
    if len(stretches) <= _STRETCHES:
        return stretches
    return tuple(stretches[len(stretches) * place // _STRETCHES] for place in range(_STRETCHES))
