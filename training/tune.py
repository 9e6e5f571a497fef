"""Step `tune`: wordings of one situation come near to each other, those of others move away.

The advisor's own ways of asking, cards and outside subjects, in both languages: pairs of wordings
of one situation, each against the whole batch (InfoNCE both ways). Half of a batch comes from one
topic, so that neighbours are told apart. Every other part of the loss is that of `distill`, on
other text, so that the model keeps what it knows. One wording in six is left out and measured.
Source of the loss: van den Oord, Li and Vinyals, arXiv 1807.03748; of tuning on few examples a
class: Tunstall et al., "SetFit", arXiv 2209.11055.
"""

from __future__ import annotations

import random
import time
import unicodedata
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from training import parallel
from training.cards import card_figures, split
from training.distill import Losses, Recipe, optimiser, save
from training.everyday import Everyday
from training.places import Places, parallel_pairs
from training.situations import Situation, situations
from training.teachers import Teachers, forward, load_model
from training.words import common_english


@dataclass(frozen=True)
class TuneRecipe:
    """The numbers of the tuning."""

    steps: int = 600
    seed: int = 20
    situations: int = 40  # a batch: two wordings of each
    kept: int = 24  # pairs of other text a step, for the loss of `distill`
    temperature: float = 0.06
    weight: float = 0.5  # of the loss on wordings, beside 1 for the other text
    noise: float = 0.3  # share of wordings with an error of typing
    lowered: float = 0.4
    rate: float = 5e-5
    rate_words: float = 8e-5
    rate_projection: float = 1e-4
    warm_up: int = 40
    clip: float = 1.0


def with_typing_errors(text: str, chance: random.Random) -> str:
    """The text without its accents, or with one to three letters dropped, doubled or swapped."""
    if chance.random() < 0.4:
        parts = unicodedata.normalize("NFD", text)
        return "".join(letter for letter in parts if not unicodedata.combining(letter))
    letters = list(text)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(max(1, len(letters) - 1))
        kind = chance.randrange(3)
        if kind == 0:
            letters[at : at + 1] = []
        elif kind == 1:
            letters[at : at + 1] = letters[at : at + 1] * 2
        else:
            letters[at : at + 2] = letters[at : at + 2][::-1]
    return "".join(letters)


class Tuning:
    """One run: its student, its situations and the text that keeps it what it was."""

    def __init__(self, places: Places, recipe: TuneRecipe) -> None:
        """Load everything."""
        torch.manual_seed(recipe.seed)
        self.places, self.recipe = places, recipe
        self.chance = random.Random(recipe.seed)
        self.student = load_model(str(places.distilled)).train()
        self.teachers = Teachers(places)
        self.situations, _left_out = split(situations())
        self.topics: dict[str, list[Situation]] = defaultdict(list)
        for one in self.situations:
            self.topics[one.topic].append(one)
        print(f"tune: {len(self.situations)} situations", flush=True)
        pairs = parallel.trainable(parallel.read_pairs(parallel_pairs()))
        self.law = parallel.batches_of_like_length(pairs, recipe.kept, self.chance)
        self.everyday = Everyday.load(common_english())
        self.losses = Losses(Recipe())
        rates = Recipe(
            rate=recipe.rate,
            rate_words=recipe.rate_words,
            rate_projection=recipe.rate_projection,
        )
        self.optimiser = optimiser(self.student, rates)

    def _drawn(self) -> list[Situation]:
        """The situations of a batch, each once: up to half from one topic."""
        recipe = self.recipe
        topic = self.topics[self.chance.choice(list(self.topics))]
        near = self.chance.sample(topic, min(len(topic), recipe.situations // 2))
        ids = {one.id for one in near}
        others = [one for one in self.situations if one.id not in ids]
        return near + self.chance.sample(others, recipe.situations - len(near))

    def _wording(self, one: Situation) -> tuple[str, str]:
        """Two different wordings of it, in one language or in both."""
        every = [text for texts in one.wordings.values() for text in texts]
        first, second = self.chance.sample(every, 2)
        return self._typed(first), self._typed(second)

    def _typed(self, text: str) -> str:
        text = parallel.varied(text, self.chance, self.recipe.lowered)
        noisy = self.chance.random() < self.recipe.noise
        return with_typing_errors(text, self.chance) if noisy else text

    def _wordings_loss(self) -> Tensor:
        pairs = [self._wording(one) for one in self._drawn()]
        texts = [first for first, _ in pairs] + [second for _, second in pairs]
        vectors = functional.normalize(forward(self.student, texts), dim=1)
        first, second = vectors.chunk(2)
        cosines = first @ second.T / self.recipe.temperature
        own = torch.arange(len(first))
        both = functional.cross_entropy(cosines, own) + functional.cross_entropy(cosines.T, own)
        return both / 2

    def _kept_loss(self, number: int) -> Tensor:
        everyday = number % 2 == 1
        kept = self.recipe.kept
        batch = self.everyday.batch(kept, self.chance) if everyday else next(self.law)
        kind = "everyday" if everyday else "law"
        targets = self.teachers([en for en, _ in batch])
        count = len(batch)
        vectors = forward(self.student, [fr for _, fr in batch] + [en for en, _ in batch])
        french = self.losses(f"{kind}-fr", vectors[:count], targets)
        return (french + self.losses(f"{kind}-en", vectors[count:], targets)) / 2

    def step(self, number: int) -> float:
        """One update; returns the loss on wordings."""
        recipe = self.recipe
        factor = min(1.0, (number + 1) / recipe.warm_up) * (1.0 - number / recipe.steps)
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * factor
        wordings = self._wordings_loss()
        (recipe.weight * wordings + self._kept_loss(number)).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.student.parameters(), recipe.clip)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        return float(wordings.detach())

    def figures(self) -> dict[str, float]:
        """How often a wording left out finds its situation; see `training.cards`."""
        self.student.eval()
        found = card_figures(
            lambda texts: np.asarray(
                self.student.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
            )
        )
        self.student.train()
        return {name: round(share, 3) for name, share in found.items()}

    def tune(self) -> dict[str, Any]:
        """Do all steps, then save. Returns the figures before and after."""
        before, started, mean = self.figures(), time.monotonic(), 0.0
        print(f"tune: before {before}", flush=True)
        for number in range(self.recipe.steps):
            loss = self.step(number)
            mean = loss if number == 0 else 0.95 * mean + 0.05 * loss
            if (number + 1) % 50 == 0:
                minute = (time.monotonic() - started) / 60
                kept = self.losses.figures()
                print(f"step {number + 1} minute {minute:.1f} {mean:.3f} {kept}", flush=True)
        after = self.figures()
        print(f"tune: after {after}", flush=True)
        save(self.student, self.places.tuned)
        return {**asdict(self.recipe), "before": before, "after": after}


def run(places: Places, steps: int, seed: int) -> dict[str, Any]:
    """Tune the distilled student. Returns the recipe and the figures before and after."""
    return Tuning(places, TuneRecipe(steps=steps, seed=seed)).tune()
