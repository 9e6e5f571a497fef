"""`python -m bench`: time per question by stage, and the ratio to the stock pipeline.

The baseline is what a tutorial builds: one sentence-transformers model (all-MiniLM-L6-v2), one
Chroma collection over the same passages, the four nearest passages pasted together. It verifies
nothing, routes nobody, keeps nothing and reads French badly; it is here for speed alone.
Ours is the walk and the record as the service keeps it, in a SQLite file on the disk of the home.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from advisor.answering.engine import Advisor
from advisor.bootstrap import build_advisor
from advisor.config import load_settings
from advisor.domain.values import Language
from bench.questions import distinct
from bench.recorded import RecordedWalk, Stages

Ask = Callable[[str, Language], None]
WARM_UP = 10
_WHOLE = "whole"


def main() -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("-n", type=int, default=400, help="questions, every one distinct")
    parser.add_argument("--no-baseline", action="store_true", help="ours alone")
    arguments = parser.parse_args()
    out, settings = Console(), load_settings()
    advisor = build_advisor(settings)
    asked = distinct(advisor.serving.generation().corpus, arguments.n + WARM_UP)
    with tempfile.TemporaryDirectory(dir=settings.home, prefix="bench-") as folder:
        walk = RecordedWalk(advisor, settings, Path(folder))
        ours = timed(walk.ask, asked, walk.stages.clear)
        walk.close()
    print_stages(walk.stages, ours, out)
    if not arguments.no_baseline:
        theirs = timed(_stock(advisor), asked)
        _print_ratio(ours, theirs, out)
    return 0


def timed(
    ask: Ask, asked: Sequence[tuple[str, Language]], warm: Callable[[], None] = lambda: None
) -> list[float]:
    """Milliseconds per question, after the first WARM_UP of `asked`, which do not count.

    `warm` is called between the two.
    """
    for question, language in asked[:WARM_UP]:
        ask(question, language)
    warm()
    times = []
    for question, language in asked[WARM_UP:]:
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
        "\n".join((found["documents"] or [[]])[0])

    return ask


def print_stages(stages: Stages, whole: Sequence[float], out: Console) -> None:
    """A table of the stages and the whole, then the 95th percentile of each on a line of its own.

    All times are milliseconds. A stage is counted over the questions that came to it.
    """
    table = Table("stage", "questions", "median ms", "p95 ms", "share")
    total = sum(whole)
    for stage, values in (*stages.items(), (_WHOLE, whole)):
        figures = (f"{statistics.median(values):.2f}", f"{_p95(values):.2f}")
        table.add_row(stage, str(len(values)), *figures, f"{sum(values) / total:.0%}")
    out.print(table)
    for stage, values in (*stages.items(), (_WHOLE, whole)):
        out.print(f"p95 {stage}: {_p95(values):.2f} ms", highlight=False)


def _print_ratio(ours: Sequence[float], theirs: Sequence[float], out: Console) -> None:
    table = Table("", "median ms", "p95 ms")
    for name, values in (
        ("ours, whole walk and record", ours),
        ("stock pipeline, retrieval only", theirs),
    ):
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
