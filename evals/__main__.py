"""`python -m evals`: score everything, print a table and a reason per failure, fail on a floor."""

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

Bounds = dict[str, dict[str, dict[str, float]]]
"""By metric: `floor` and `goal`, each with `min` or `max`."""


def main() -> int:
    """Run; 0 when no metric fell behind its floor."""
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


def _print(metrics: Sequence[Metric], bounds: Bounds, out: Console, *, quiet: bool) -> bool:
    """The table and the reasons; whether a metric fell behind its floor."""
    table = Table("metric", "language", "value", "95 % interval", "of", "floor", "goal", "")
    broken = False
    for m in metrics:
        floor, goal = (bounds.get(m.name, {}).get(line, {}) for line in ("floor", "goal"))
        fell = _outside(m, floor)
        broken |= fell
        mark = "[red]fell behind" if fell else "[yellow]goal" if _outside(m, goal) else "[green]✓"
        table.add_row(
            m.name,
            m.language,
            f"{m.value:.1%}",
            f"{m.low:.0%} to {m.high:.0%}",
            str(m.total),
            _bound(floor),
            _bound(goal),
            mark if floor else "",
        )
    out.print(table)
    for m in metrics if not quiet else ():
        for failure in m.failures:
            out.print(f"{m.name}: {failure.id}: {failure.reason}", markup=False, style="dim")
    return broken


def _outside(metric: Metric, bound: dict[str, float]) -> bool:
    return metric.value < bound.get("min", 0.0) or metric.value > bound.get("max", 1.0)


def _bound(bound: dict[str, float]) -> str:
    return " ".join(f"{kind} {value:.0%}" for kind, value in bound.items())


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
