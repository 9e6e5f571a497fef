"""`python -m bench`: time per question by stage, and the ratio to the stock pipeline.

The baseline is what a tutorial builds: one sentence-transformers model (all-MiniLM-L6-v2), one
Chroma collection over the same passages, the four nearest passages pasted together. It verifies
nothing, routes nobody and reads French badly; it is here for speed alone.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table

from advisor.answering.engine import Advisor
from advisor.bootstrap import build_advisor
from advisor.config import load_settings
from advisor.domain.answers import Turn
from advisor.domain.profiles import Profile
from advisor.domain.values import Language
from bench.questions import distinct

Ask = Callable[[str, Language], None]


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("-n", type=int, default=400, help="questions, every one distinct")
    parser.add_argument("--no-baseline", action="store_true", help="ours alone")
    arguments = parser.parse_args()
    out = Console()
    advisor = build_advisor(load_settings())
    corpus = advisor.serving.generation().corpus
    asked = distinct(corpus, arguments.n)
    stages: dict[str, list[float]] = {}
    ours = _timed(lambda q, language: _ask(advisor, q, language, stages), asked)
    _print_stages(stages, ours, out)
    if not arguments.no_baseline:
        theirs = _timed(_stock(advisor), asked)
        _print_ratio(ours, theirs, out)
    return 0


def _ask(
    advisor: Advisor, question: str, language: Language, stages: dict[str, list[float]]
) -> None:
    answered = advisor.last(Turn(question=question, profile=Profile(language=language)))
    for stage, seconds in answered.timings.items():
        stages.setdefault(stage, []).append(seconds * 1000)


def _timed(ask: Ask, asked: Sequence[tuple[str, Language]]) -> list[float]:
    """Milliseconds per question, after ten to warm up."""
    for question, language in asked[:10]:
        ask(question + " ", language)
    times = []
    for question, language in asked:
        start = time.perf_counter()
        ask(question, language)
        times.append((time.perf_counter() - start) * 1000)
    return times


def _stock(advisor: Advisor) -> Ask:
    """The baseline over the same passages."""
    import chromadb

    from advisor.retrieval.embedding import SentenceTransformerEmbedder
    from bench.minilm import folder

    model = SentenceTransformerEmbedder(str(folder()))
    generation = advisor.serving.generation()
    texts = {p.id: p.text for view in generation.corpus.digests.values() for p in view}
    client = chromadb.PersistentClient(path=tempfile.mkdtemp(prefix="stock-"))
    passages = client.create_collection("stock", embedding_function=None)
    passages.add(
        ids=list(texts),
        embeddings=model.embed(list(texts.values())).tolist(),
        documents=list(texts.values()),
    )

    def ask(question: str, language: Language) -> None:  # noqa: ARG001
        vector = model.embed([question])[0]
        found = passages.query(query_embeddings=[vector.tolist()], n_results=4)
        "\n".join(found["documents"][0])

    return ask


def _print_stages(stages: dict[str, list[float]], whole: Sequence[float], out: Console) -> None:
    table = Table("stage", "median ms", "p95 ms", "share")
    total = sum(sum(values) for values in stages.values())
    for stage, values in stages.items():
        share = f"{sum(values) / total:.0%}"
        table.add_row(stage, f"{statistics.median(values):.2f}", f"{_p95(values):.2f}", share)
    table.add_row("whole", f"{statistics.median(whole):.2f}", f"{_p95(whole):.2f}", "")
    out.print(table)


def _print_ratio(ours: Sequence[float], theirs: Sequence[float], out: Console) -> None:
    table = Table("", "median ms", "p95 ms")
    for name, values in (("ours, whole walk", ours), ("stock pipeline, retrieval only", theirs)):
        table.add_row(name, f"{statistics.median(values):.2f}", f"{_p95(values):.2f}")
    table.add_row(
        "stock / ours",
        f"{statistics.median(theirs) / statistics.median(ours):.2f}",
        f"{_p95(theirs) / _p95(ours):.2f}",
    )
    out.print(table)


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]


if __name__ == "__main__":
    sys.exit(main())
