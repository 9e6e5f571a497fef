"""Step `tune`: wordings of one situation come near to each other, those of others move away.

The advisor's own ways of asking, cards and outside subjects, in both languages. Every situation
has a proxy, a vector that starts as the mean of its wordings; each wording is to lie nearest to
its own situation's among all. Every other part of the loss is that of `distill`, on other text, so
that the model keeps what it knows. One wording in six of a card is left out and measured.
Source of the loss: Movshovitz-Attias et al., "No fuss distance metric learning using proxies",
ICCV 2017, with cross-entropy over all proxies.
"""

from __future__ import annotations

import random
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from training import parallel
from training.cards import card_figures, split
from training.distill import Losses, Recipe, optimiser, save
from training.everyday import Everyday
from training.places import Places, parallel_pairs
from training.situations import situations
from training.teachers import Teachers, forward, load_model
from training.words import common_english


@dataclass(frozen=True)
class TuneRecipe:
    """The numbers of the tuning."""

    steps: int = 500
    seed: int = 20
    wordings: int = 64  # a batch, all of about one length
    kept: int = 24  # pairs of other text, for the loss of `distill`
    kept_every: int = 2
    temperature: float = 0.07
    weight: float = 0.3  # of the loss on wordings, beside 1 for the other text
    noise: float = 0.3  # share of wordings with an error of typing
    lowered: float = 0.4
    rate: float = 8e-5
    rate_words: float = 1.5e-4
    rate_projection: float = 2e-4
    rate_proxies: float = 2e-3
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
        self.wordings = [
            (place, text)
            for place, one in enumerate(self.situations)
            for texts in one.wordings.values()
            for text in texts
        ]
        print(f"tune: {len(self.situations)} situations", flush=True)
        pairs = parallel.trainable(parallel.read_pairs(parallel_pairs()))
        self.law = parallel.batches_of_like_length(pairs, recipe.kept, self.chance)
        self.everyday = Everyday.load(common_english())
        self.losses = Losses(Recipe())
        self.proxies = torch.nn.Parameter(self._means())
        rates = Recipe(
            rate=recipe.rate,
            rate_words=recipe.rate_words,
            rate_projection=recipe.rate_projection,
        )
        self.optimiser = optimiser(self.student, rates)
        self.optimiser.add_param_group(
            {"params": [self.proxies], "lr": recipe.rate_proxies, "peak": recipe.rate_proxies}
        )
        self.batches = self._batches()

    def _means(self) -> Tensor:
        """The mean vector of each situation's wordings, shape (situations, width)."""
        vectors = torch.from_numpy(self._encoded([text for _, text in self.wordings]))
        owners = torch.tensor([place for place, _ in self.wordings])
        sums = torch.zeros(len(self.situations), vectors.shape[1]).index_add_(0, owners, vectors)
        return functional.normalize(sums, dim=1)

    def _encoded(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Unit vectors of `texts`, without training."""
        self.student.eval()
        vectors = self.student.encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False
        )
        self.student.train()
        return np.asarray(vectors, dtype=np.float32)

    def _batches(self) -> Iterator[list[tuple[int, str]]]:
        """Endless batches of wordings of about one length, in random order."""
        size = self.recipe.wordings
        while True:
            order = self.chance.sample(self.wordings, len(self.wordings))
            for start in range(0, len(order) - 12 * size + 1, 12 * size):
                near = sorted(order[start : start + 12 * size], key=lambda one: len(one[1]))
                batches = [near[at : at + size] for at in range(0, len(near), size)]
                self.chance.shuffle(batches)
                yield from batches

    def _typed(self, text: str) -> str:
        text = parallel.varied(text, self.chance, self.recipe.lowered)
        noisy = self.chance.random() < self.recipe.noise
        return with_typing_errors(text, self.chance) if noisy else text

    def _wordings_loss(self) -> Tensor:
        batch = next(self.batches)
        vectors = forward(self.student, [self._typed(text) for _, text in batch])
        cosines = functional.normalize(vectors, dim=1) @ functional.normalize(self.proxies, dim=1).T
        owners = torch.tensor([place for place, _ in batch])
        return functional.cross_entropy(cosines / self.recipe.temperature, owners)

    def _kept_loss(self, number: int) -> Tensor:
        everyday = number // self.recipe.kept_every % 2 == 1
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
        loss = recipe.weight * wordings
        if number % recipe.kept_every == 0:
            loss = loss + self._kept_loss(number)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.student.parameters(), recipe.clip)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        return float(wordings.detach())

    def figures(self) -> dict[str, float]:
        """How often a wording left out finds its situation; see `training.cards`."""
        return {name: round(share, 3) for name, share in card_figures(self._encoded).items()}

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
