"""`python -m evals`: score everything, print a table and a reason per failure, fail on a bound."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from advisor.bootstrap import build_advisor, build_index, index_is_current
from advisor.config import load_settings
from evals import datasets
from evals.harness import Observed, observe, score, score_guard
from evals.metrics import Metric

_HERE = Path(__file__).parent
_REPORTS = Path("reports")


def main() -> int:
    """Run; 0 when every metric is within its bound."""
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument("--quiet", action="store_true", help="no reasons, only the table")
    arguments = parser.parse_args()
    settings, out = load_settings(), Console()
    if not index_is_current(settings):
        out.print("indexing first")
        build_index(settings, lambda *_: None)
    advisor = build_advisor(settings)
    asked = datasets.questions()
    waiting = track(asked, "asking", console=Console(stderr=True), transient=True)
    observed = observe(advisor, waiting)
    metrics = (*score(observed), *score_guard(advisor, datasets.guard_messages()))
    bounds = tomllib.loads((_HERE / "thresholds.toml").read_text(encoding="utf-8"))
    broken = _print(metrics, bounds, out, quiet=arguments.quiet)
    _print_times(observed, out)
    _write(metrics)
    return 1 if broken else 0


def _print(
    metrics: Sequence[Metric], bounds: dict[str, dict[str, float]], out: Console, *, quiet: bool
) -> bool:
    table = Table("metric", "language", "value", "95 % interval", "of", "bound", "")
    broken = False
    for m in metrics:
        bound = bounds.get(m.name, {})
        bad = m.value < bound.get("min", 0.0) or m.value > bound.get("max", 1.0)
        broken |= bad
        limit = " ".join(f"{k} {v:.0%}" for k, v in bound.items())
        interval = f"{m.low:.0%} to {m.high:.0%}"
        mark = "[red]✗[/red]" if bad else "[green]✓[/green]" if bound else ""
        table.add_row(m.name, m.language, f"{m.value:.1%}", interval, str(m.total), limit, mark)
    out.print(table)
    for m in metrics if not quiet else ():
        for failure in m.failures:
            out.print(f"{m.name}: {failure.id}: {failure.reason}", markup=False, style="dim")
    return broken


def _print_times(observed: Sequence[Observed], out: Console) -> None:
    stages = list(dict.fromkeys(stage for o in observed for stage in o.seconds))
    table = Table("stage", "median ms", "p95 ms")
    for stage in stages:
        values = sorted(o.seconds.get(stage, 0.0) * 1000 for o in observed)
        p95 = values[int(0.95 * (len(values) - 1))]
        table.add_row(stage, f"{statistics.median(values):.2f}", f"{p95:.2f}")
    totals = sorted(sum(o.seconds.values()) * 1000 for o in observed)
    p95 = totals[int(0.95 * (len(totals) - 1))]
    table.add_row("all", f"{statistics.median(totals):.2f}", f"{p95:.2f}")
    out.print(table)


def _write(metrics: Sequence[Metric]) -> None:
    _REPORTS.mkdir(exist_ok=True)
    rows = [m.model_dump(mode="json") for m in metrics]
    (_REPORTS / "evaluation.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    sys.exit(main())
