"""Step `distill`: one bilingual student learns from two teachers of English.

Whatever the language of a text, the first half of the student's vector learns MiniLM's vector of
the English text and the second half learns multilingual-e5-small's. Both halves are kept at one
length, so that normalising the whole vector weighs them equally.
"""

from __future__ import annotations

import random
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from training import parallel
from training.everyday import Everyday
from training.places import Places, parallel_pairs
from training.teachers import Teachers, forward, halves, load_model
from training.threads import Threads
from training.words import common_english


@dataclass(frozen=True)
class Recipe:
    """The numbers of the training. Rates are learning rates at their peak; shares are of 1."""

    minutes: float = 110.0
    seed: int = 20
    further: bool = False  # start from the student as last saved, not from the base
    pairs: int = 64  # pairs a step: each one's French text is read
    english: int = 40  # of them, whose English text is read as well
    words_every: int = 11  # one step in so many is of single English words
    everyday_every: int = 6  # one step in so many is of everyday questions
    lowered: float = 0.4
    rate: float = 1.5e-4
    rate_words: float = 2e-4
    rate_projection: float = 5e-4
    warm_up: int = 60
    clip: float = 1.0
    second_weight: float = 3.0
    contrast: float = 0.1
    temperature_first: float = 0.05
    temperature_second: float = 0.01
    balance: float = 0.05
    save_every_minutes: float = 10.0


class Losses:
    """What one text's vector should be like, and running means of the parts for the log."""

    def __init__(self, recipe: Recipe) -> None:
        """Start with no figures."""
        self._recipe = recipe
        self._means: dict[str, float] = {}

    def __call__(self, kind: str, student: Tensor, targets: tuple[Tensor, Tensor]) -> Tensor:
        """Loss of `student` (n, 768) against the first n of each teacher's `targets` (m, 384)."""
        recipe = self._recipe
        first, second = halves(student)
        distance1, contrast1 = _part(first, targets[0], recipe.temperature_first)
        distance2, contrast2 = _part(second, targets[1], recipe.temperature_second)
        lengths = (first.norm(dim=1).log() - second.norm(dim=1).log()).square().mean()
        self._note(f"{kind}1", distance1)
        self._note(f"{kind}2", distance2)
        contrast = recipe.contrast * (contrast1 + contrast2)
        distance = distance1 + recipe.second_weight * distance2
        return torch.stack([distance, contrast, recipe.balance * lengths]).sum()

    def _note(self, name: str, value: Tensor) -> None:
        number = float(value.detach())
        self._means[name] = 0.98 * self._means.get(name, number) + 0.02 * number

    def figures(self) -> dict[str, float]:
        """Cosine distance per kind, language and half ("law-fr1", …), as a running mean."""
        return {name: round(value, 4) for name, value in sorted(self._means.items())}


def _part(vectors: Tensor, targets: Tensor, temperature: float) -> tuple[Tensor, Tensor]:
    """Mean cosine distance to one's own target, and InfoNCE against all targets."""
    cosines = functional.normalize(vectors, dim=1) @ targets.T
    own = torch.arange(len(vectors))
    return 1 - cosines[own, own].mean(), functional.cross_entropy(cosines / temperature, own)


def start_projection(student: Any, teachers: Teachers, pairs: list[parallel.Pair]) -> None:
    """Set the projection's first half to the ridge regression from pooled vectors to MiniLM's.

    It starts the training where the network's own vectors already say most of what they can;
    the half is scaled to the length of the second one.
    """
    pooled, wanted = [], []
    pairs = sorted(pairs, key=lambda pair: len(pair[1]))
    with torch.no_grad():
        for start in range(0, len(pairs), 64):
            english, french = zip(*pairs[start : start + 64], strict=True)
            target = teachers.minilm(english)
            for texts in (english, french):
                features = student.preprocess(list(texts))
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    vectors = student[1](student[0](features))["sentence_embedding"]
                pooled.append(vectors.float())
                wanted.append(target)
        inputs, outputs = torch.cat(pooled), torch.cat(wanted)
        width = inputs.shape[1]
        gram = inputs.T @ inputs
        gram += 1e-3 * gram.diagonal().mean() * torch.eye(width)
        weight = torch.linalg.solve(gram, inputs.T @ outputs).T
        scale = inputs.norm(dim=1).mean() / (inputs @ weight.T).norm(dim=1).mean()
        student[2].linear.weight[:width].copy_(weight * scale)


def optimiser(student: Any, recipe: Recipe) -> torch.optim.Optimizer:
    """AdamW at the recipe's rates; each group keeps its peak as `peak`."""
    rates = {"word_embeddings": recipe.rate_words, "linear": recipe.rate_projection}
    groups: dict[float, list[Tensor]] = {}
    for name, parameter in student.named_parameters():
        rate = next((rate for part, rate in rates.items() if part in name), recipe.rate)
        groups.setdefault(rate, []).append(parameter)
    listed = [{"params": group, "lr": rate, "peak": rate} for rate, group in groups.items()]
    return torch.optim.AdamW(listed, fused=True)


def save(student: Any, folder: Path) -> None:
    """Write the student to `folder`; the last one stays until the new one is whole."""
    fresh = folder.with_name(f"{folder.name}-new")
    shutil.rmtree(fresh, ignore_errors=True)
    student.save(str(fresh), create_model_card=False)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


class Training:
    """One run: its student, teachers, text and clock."""

    def __init__(self, places: Places, recipe: Recipe) -> None:
        """Load everything; the clock starts with `train`."""
        torch.manual_seed(recipe.seed)
        self.places, self.recipe = places, recipe
        self.chance = random.Random(recipe.seed)
        start = places.distilled if recipe.further else places.base
        self.student = load_model(str(start)).train()
        self.teachers = Teachers(places)
        pairs = parallel.trainable(parallel.read_pairs(parallel_pairs()))
        print(f"distill: {len(pairs)} pairs", flush=True)
        self.everyday = Everyday.load(common_english())
        self.threads = Threads()
        if not recipe.further:
            sample = self.chance.sample(pairs, 2500) + self.everyday.batch(1000, self.chance)
            start_projection(self.student, self.teachers, sample)
        self.batches = parallel.batches_of_like_length(pairs, recipe.pairs, self.chance)
        self.optimiser = optimiser(self.student, recipe)
        self.losses = Losses(recipe)

    def _texts(self, step: int) -> tuple[str, list[parallel.Pair]]:
        """What the step reads: the kind of text, and pairs."""
        recipe = self.recipe
        if step % recipe.words_every == recipe.words_every - 1:
            return "words", self.everyday.english_words(recipe.pairs, self.chance)
        if step % recipe.everyday_every == recipe.everyday_every - 1:
            return "everyday", self.everyday.batch(recipe.pairs, self.chance)
        batch = next(self.batches)
        self.chance.shuffle(batch)
        return "law", batch

    def _set_rates(self, step: int, done: float) -> None:
        factor = min(1.0, (step + 1) / self.recipe.warm_up) * max(0.0, 1.0 - done)
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * factor

    def step(self, number: int, done: float) -> None:
        """One update; `done` is the share of the time that has gone by, 0 to 1."""
        recipe = self.recipe
        started = time.monotonic()
        kind, batch = self._texts(number)
        targets = self.teachers([en for en, _fr in batch])
        french = [parallel.varied(fr, self.chance, recipe.lowered) for _en, fr in batch]
        english = [parallel.varied(en, self.chance, recipe.lowered) for en, _fr in batch]
        vectors = forward(self.student, french + english[: recipe.english])
        count = len(french)
        share = count / len(vectors)
        loss = share * self.losses(f"{kind}-fr", vectors[:count], targets)
        loss = loss + (1 - share) * self.losses(f"{kind}-en", vectors[count:], targets)
        self._set_rates(number, done)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.student.parameters(), recipe.clip)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.threads.note(time.monotonic() - started, sum(map(len, french)))

    def _say(self, number: int, minute: float) -> None:
        figures, threads = self.losses.figures(), self.threads.count
        print(f"step {number} minute {minute:.1f} threads {threads} {figures}", flush=True)

    def train(self) -> dict[str, Any]:
        """Train until the minutes are over, saving now and then. Returns the figures."""
        started = saved = time.monotonic()
        allowed = 60 * self.recipe.minutes
        number = 0
        while (elapsed := time.monotonic() - started) < allowed:
            self.step(number, elapsed / allowed)
            number += 1
            if number % 50 == 0:
                self._say(number, elapsed / 60)
            if time.monotonic() - saved > 60 * self.recipe.save_every_minutes:
                saved = time.monotonic()
                save(self.student, self.places.distilled)
        save(self.student, self.places.distilled)
        return {**asdict(self.recipe), "steps": number, "distances": self.losses.figures()}


def run(places: Places, minutes: float, seed: int, further: bool = False) -> dict[str, Any]:
    """Train the student. Returns the recipe, the steps taken and the last distances."""
    return Training(places, Recipe(minutes=minutes, seed=seed, further=further)).train()
