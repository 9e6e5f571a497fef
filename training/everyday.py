"""Everyday text for training: what the aligned legal text never says.

`everyday.json` holds synthetic parts in both languages, written for this project: actions, ways of
asking about them, circumstances, whole remarks, and words. They are combined into pairs here.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.parallel import Pair

PARTS = Path(__file__).resolve().parent / "everyday.json"
REMARKS = 0.15  # shares of a batch
WORDS = 0.15
_BEFORE_VOWEL = re.compile(r"\b([Dd])e (?=[aeiouâàéêèîôûœ])")


@dataclass(frozen=True)
class Everyday:
    """The parts, each a list of (English, French)."""

    actions: list[Pair]
    asking: list[Pair]
    circumstances: list[Pair]
    remarks: list[Pair]
    words: list[Pair]
    common: list[str]

    @classmethod
    def load(cls, common: list[str]) -> Everyday:
        """The parts from `everyday.json`; `common` are English words, commonest first."""
        parts = json.loads(PARTS.read_text(encoding="utf-8"))
        names = ("actions", "asking", "circumstances", "said", "words")
        actions, asking, circumstances, remarks, words = (
            [(en, fr) for en, fr in parts[name]] for name in names
        )
        return cls(actions, asking, circumstances, remarks, words, common)

    def question(self, chance: random.Random) -> Pair:
        """A way of asking about an action, in a circumstance half of the time."""
        ask, action = chance.choice(self.asking), chance.choice(self.actions)
        where = chance.choice(self.circumstances) if chance.random() < 0.5 else ("", "")
        english = ask[0].replace("{a}", action[0] + where[0])
        return english, elided(ask[1].replace("{a}", action[1] + where[1]))

    def batch(self, size: int, chance: random.Random) -> list[Pair]:
        """`size` pairs: questions, remarks, and one to three words that have a French side."""
        pairs = []
        for _ in range(size):
            draw = chance.random()
            if draw < REMARKS:
                pairs.append(chance.choice(self.remarks))
            elif draw < REMARKS + WORDS:
                pairs.append(_joined(chance.sample(self.words, chance.randint(1, 3))))
            else:
                pairs.append(self.question(chance))
        return list(dict(pairs).items())

    def english_words(self, size: int, chance: random.Random) -> list[Pair]:
        """`size` texts of one to three common English words, standing for both sides."""
        texts = set()
        for _ in range(size):
            # squared, so that common words come more often than rare ones
            drawn = [
                self.common[int(len(self.common) * chance.random() ** 2)]
                for _ in range(chance.randint(1, 3))
            ]
            texts.add(" ".join(drawn))
        return [(text, text) for text in sorted(texts)]


def elided(french: str) -> str:
    """Write de as d' before a vowel."""
    return _BEFORE_VOWEL.sub(r"\1'", french)


def _joined(pairs: Sequence[Pair]) -> Pair:
    """Pairs side by side as one pair."""
    return " ".join(en for en, _fr in pairs), " ".join(fr for _en, fr in pairs)
