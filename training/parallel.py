"""The aligned English-French text, and how it is chosen and varied for training."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

SHORTEST = 2
LONGEST = 24  # English words

Pair = tuple[str, str]


def read_pairs(path: Path) -> list[Pair]:
    """All (English, French) pairs of a gzip file of rows `[kind, en, fr]`, in file order."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [(en, fr) for _kind, en, fr in map(json.loads, lines)]


def trainable(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs of 2 to 24 English words, each English text once, French not out of proportion."""
    seen: set[str] = set()
    result = []
    for en, fr in pairs:
        words = len(en.split())
        key = en.casefold()
        if not SHORTEST <= words <= LONGEST or key in seen:
            continue
        if not words / 3 <= len(fr.split()) <= 3 * words + 4:
            continue
        seen.add(key)
        result.append((en, fr))
    return result


def varied(text: str, chance: random.Random, share: float) -> str:
    """The text, or with probability `share` in lower case and without its closing mark."""
    if chance.random() >= share:
        return text
    return text.lower().rstrip(" .;:,")


def batches_of_like_length(
    pairs: Sequence[Pair], size: int, chance: random.Random
) -> Iterator[list[Pair]]:
    """Endless batches of `size` pairs, each of texts of about one length, in random order."""
    pool = 50 * size
    while True:
        order = list(pairs)
        chance.shuffle(order)
        for start in range(0, len(order) - pool + 1, pool):
            near = sorted(order[start : start + pool], key=lambda pair: len(pair[0]) + len(pair[1]))
            batches = [near[at : at + size] for at in range(0, pool, size)]
            chance.shuffle(batches)
            yield from batches
