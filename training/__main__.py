"""The command line: `python -m training STEP`."""

from __future__ import annotations

import importlib
import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from training.places import ROOT, Places, parallel_pairs

HELP = """Makes the bundled bilingual embedding model.

Steps, in order: `fetch` (public weights, digests checked), `base` (multilingual-e5-small with its
vocabulary cut to English and French), `distill` (two teachers, bounded by --minutes), `tune` (on
the ways of asking of the advisor's own cards), `export` (int8 ONNX into advisor/models/bilingual),
`check` (figures, and whether the export agrees).

`all` does what is not done yet; a step named by itself is done again.

Wants: sentence-transformers, onnx, onnxruntime, wordfreq and typer; aligned text under
ADVISOR_TEST_DATA (default ../shared/data). On two cores the other steps take about three minutes
together, distill what --minutes says; it shows its progress every minute or so.
"""
# a step's module is imported only when the step is done: `--help` does not wait for torch
MODULES = {
    "fetch": "training.fetch",
    "base": "training.base",
    "distill": "training.distill",
    "tune": "training.tune",
    "export": "training.export",
    "check": "training.measure",
}
SEED = 20
MINUTES = 110.0
STEPS = 500
WORK = ROOT / ".training"

app = typer.Typer(
    help=HELP, no_args_is_help=True, add_completion=False, rich_markup_mode="markdown"
)
Work = Annotated[Path, typer.Option(help="Folder for everything that can be made again.")]
Minutes = Annotated[float, typer.Option(min=0.1, help="How long to train, by the clock.")]
Seed = Annotated[int, typer.Option(help="Seed of every random choice.")]
Steps = Annotated[int, typer.Option(min=1, help="Steps of tuning.")]
Further = Annotated[bool, typer.Option("--further", help="Go on from the student last saved.")]


def _perform(places: Places, step: str, **settings: Any) -> None:
    """Do a step and record that it is finished, with what it reports."""
    print(f"{step}: started", flush=True)
    # read when torch is imported: threads that wait leave the processor to others
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    report = importlib.import_module(MODULES[step]).run(places, **settings)
    marker = places.marker(step)
    marker.parent.mkdir(parents=True, exist_ok=True)
    marker.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(f"{step}: finished, figures in {marker}", flush=True)


@app.command()
def fetch(work: Work = WORK) -> None:
    """Download the public weights and tokenizer; check their digests."""
    _perform(Places(work), "fetch")


@app.command()
def base(work: Work = WORK, seed: Seed = SEED) -> None:
    """Build the untrained student: multilingual-e5-small, its vocabulary cut."""
    _perform(Places(work), "base", seed=seed)


@app.command()
def distill(
    work: Work = WORK, minutes: Minutes = MINUTES, seed: Seed = SEED, further: Further = False
) -> None:
    """Train the student; it is saved every ten minutes and can be exported at any time."""
    _perform(Places(work), "distill", minutes=minutes, seed=seed, further=further)


@app.command()
def tune(work: Work = WORK, steps: Steps = STEPS, seed: Seed = SEED) -> None:
    """Bring the wordings of one situation together, from the distilled student."""
    _perform(Places(work), "tune", steps=steps, seed=seed)


@app.command()
def export(work: Work = WORK) -> None:
    """Write the student as last saved to advisor/models/bilingual."""
    _perform(Places(work), "export")


@app.command()
def check(work: Work = WORK, seed: Seed = SEED) -> None:
    """Measure teachers, student and export; fail when the export disagrees with the student."""
    _perform(Places(work), "check", seed=seed)


@app.command(name="all")
def everything(work: Work = WORK, minutes: Minutes = MINUTES, seed: Seed = SEED) -> None:
    """Do every step that is not finished yet, in order."""
    places = Places(work)
    parallel_pairs()  # says at once what is missing
    settings: dict[str, dict[str, Any]] = {
        "base": {"seed": seed},
        "distill": {"minutes": minutes, "seed": seed},
        "tune": {"steps": STEPS, "seed": seed},
        "check": {"seed": seed},
    }
    for step in MODULES:
        if places.marker(step).is_file():
            print(f"{step}: already finished", flush=True)
        else:
            _perform(places, step, **settings.get(step, {}))


if __name__ == "__main__":
    app(prog_name="python -m training")
