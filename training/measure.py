"""Step `check`: does the small file say what the student says, and what did training bring."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from advisor.retrieval.embedding import OnnxEmbedder
from training import parallel
from training.cards import card_figures
from training.places import PROBE, SHIPPED, Places, parallel_pairs
from training.teachers import Teachers, load_model

Vectors = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]

AGREEMENT_PAIRS = 150
LEAST_MEAN_AGREEMENT = 0.98
HALF = 384


@dataclass(frozen=True)
class Probe:
    """Everyday questions in both languages; row i of one is the translation of row i of the other.

    `topics[i]` names what question i is about.
    """

    topics: list[str]
    english: list[str]
    french: list[str]

    @classmethod
    def load(cls, path: Path = PROBE) -> Probe:
        """The questions of a JSONL file with `topic`, `en` and `fr`."""
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        columns = ([row[name] for row in rows] for name in ("topic", "en", "fr"))
        return cls(*columns)


def first_is_twin(queries: Vectors, documents: Vectors) -> float:
    """The share of rows of `queries` whose nearest row of `documents` has the same number."""
    nearest = (queries @ documents.T).argmax(axis=1)
    return float((nearest == np.arange(len(queries))).mean())


def shares_topic(
    queries: Vectors, documents: Vectors, topics: Sequence[str], within: int = 5
) -> float:
    """Of the questions whose topic has others: the share that finds one among the nearest.

    A question's own row is passed over, so its translation does not count.
    """
    scores = queries @ documents.T
    np.fill_diagonal(scores, -np.inf)
    nearest = np.argsort(-scores, axis=1)[:, :within]
    found = [
        any(topics[other] == topic for other in nearest[row])
        for row, topic in enumerate(topics)
        if topics.count(topic) > 1
    ]
    return float(np.mean(found))


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def probe_figures(embed: Embed, probe: Probe) -> dict[str, float]:
    """Twin retrieval and topic neighbours of one model on the probe."""
    english, french = embed(probe.english), embed(probe.french)
    return {
        "twin_en_fr": first_is_twin(english, french),
        "twin_fr_en": first_is_twin(french, english),
        "topic_en_en": shares_topic(english, english, probe.topics),
        "topic_fr_fr": shares_topic(french, french, probe.topics),
        "topic_fr_en": shares_topic(french, english, probe.topics),
    }


def teacher_distances(embed: Embed, teachers: Any, probe: Probe) -> dict[str, float]:
    """Mean cosine distance of each half to its teacher's vector of the English question."""
    targets = [part.numpy() for part in teachers(probe.english)]
    figures = {}
    for language, texts in (("en", probe.english), ("fr", probe.french)):
        vectors = embed(texts)
        parts = (vectors[:, :HALF], vectors[:, HALF:])
        for number, (part, target) in enumerate(zip(parts, targets, strict=True), start=1):
            cosines = (unit(part) * target).sum(axis=1)
            figures[f"distance_{language}{number}"] = float(1 - cosines.mean())
    return figures


def agreement(one: Embed, other: Embed, texts: Sequence[str]) -> dict[str, float]:
    """Cosine between two models' vectors of the same texts."""
    cosines = (one(texts) * other(texts)).sum(axis=1)
    return {
        "texts": float(len(texts)),
        "mean": float(cosines.mean()),
        "lowest": float(cosines.min()),
    }


def sentence_transformer(folder: Path) -> Embed:
    """A sentence-transformers folder as a function from texts to unit vectors."""
    model = load_model(str(folder))

    def embed(texts: Sequence[str]) -> Vectors:
        vectors = model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)

    return embed


def agreement_texts(probe: Probe, seed: int) -> list[str]:
    """The probe and a sample of the aligned text, both languages."""
    pairs = parallel.trainable(parallel.read_pairs(parallel_pairs()))
    sample = random.Random(seed).sample(pairs, AGREEMENT_PAIRS)
    return [*probe.english, *probe.french, *(text for pair in sample for text in pair)]


def run(places: Places, seed: int, folder: Path = SHIPPED) -> dict[str, Any]:
    """Figures of MiniLM, the untrained student, the student and the small file, side by side.

    Raises ValueError when the small file and the student disagree.
    """
    probe, teachers = Probe.load(), Teachers(places)
    models: dict[str, Embed] = {
        "all-MiniLM-L6-v2": sentence_transformer(places.minilm),
        "base": sentence_transformer(places.base),
        "student": sentence_transformer(places.student),
        "int8": OnnxEmbedder(folder).embed,
    }
    report: dict[str, Any] = {}
    for name, embed in models.items():
        figures = probe_figures(embed, probe) | card_figures(embed)
        if name in ("student", "int8", "base"):
            figures |= teacher_distances(embed, teachers, probe)
        report[name] = {key: round(value, 3) for key, value in figures.items()}
        print(f"check: {name} {report[name]}", flush=True)
    same = agreement(models["student"], models["int8"], agreement_texts(probe, seed))
    report["agreement"] = {key: round(value, 4) for key, value in same.items()}
    print(f"check: student and int8 agree {report['agreement']}", flush=True)
    if same["mean"] < LEAST_MEAN_AGREEMENT:
        raise ValueError(f"the small file differs from the student: {report['agreement']}")
    return report
