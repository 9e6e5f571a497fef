"""`python -m evals.calibrate`: fit when a card fits, on the development set alone.

Prints the coefficients for `advisor/models/decision.json`, cross-validated figures, expected
calibration error per language, and the risk-coverage curve from which the floor is read.
Needs scikit-learn (extra `dev`). The evaluation set is never read here.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from advisor.answering.deciding import features, order
from advisor.answering.engine import Advisor
from advisor.bootstrap import build_advisor
from advisor.config import load_settings
from advisor.domain.answers import Turn
from advisor.domain.profiles import Profile
from evals import datasets
from evals.datasets import Asked

_TARGET = Path(__file__).parent.parent / "advisor" / "models" / "decision.json"
_FOLDS = 8
_SEED = 7
_WRONG_AT_MOST = 0.05


@dataclass(frozen=True)
class _Seen:
    """One question: the features of its best card, and where the first right one stands."""

    features: tuple[float, ...]
    rank: int | None
    covered: bool
    language: str
    part: str


def main() -> int:
    """Fit, report, and write the coefficients with `--write`."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    advisor = build_advisor(load_settings())
    asked = datasets.development()
    seen = _observed(advisor, asked)
    rows = np.array([one.features for one in seen])
    right = np.array([int(one.rank == 0) for one in seen])
    languages = [one.language for one in seen]
    model = LogisticRegression(C=1.0, max_iter=1000)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    held_out = cross_val_predict(model, rows, right, cv=folds, method="predict_proba")[:, 1]
    model.fit(rows, right)
    floor = _floor(held_out, right)
    _report_ranking(seen)
    _report(held_out, right, languages, floor)
    fitted = {
        "coefficients": [round(float(c), 4) for c in model.coef_[0]],
        "intercept": round(float(model.intercept_[0]), 4),
        "floor": round(floor, 3),
        "embedder": advisor.serving.generation().manifest.embedder,
        "fitted_on": len(asked),
    }
    print(json.dumps(fitted, indent=1))
    if "--write" in sys.argv:
        _TARGET.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    return 0


def _observed(advisor: Advisor, asked: Sequence[Asked]) -> list[_Seen]:
    """Each question that the guard lets through, as the decision sees it."""
    seen = []
    generation = advisor.serving.generation()
    for one in asked:
        turn = Turn(question=one.question, profile=Profile(language=one.language))
        guarded = advisor.guard.guard(turn)
        if guarded.stop is not None or (guarded.opening or "").startswith("crisis"):
            continue
        evidence = advisor.retriever.retrieve(guarded.question, turn.profile, generation)
        ranked = order(evidence.cards, turn.profile)
        fitting = [rank for rank, r in enumerate(ranked) if r.card.id in one.cards]
        seen.append(
            _Seen(
                features=features(ranked, evidence.outside, guarded.question, one.language),
                rank=min(fitting, default=None),
                covered=bool(one.cards),
                language=one.language.value,
                part=one.id.partition("-")[0],
            )
        )
    return seen


def _report_ranking(seen: Sequence[_Seen]) -> None:
    """How often the right card is first, and among three, of the questions that have one."""
    for part, language in sorted({(one.part, one.language) for one in seen}):
        own = [o for o in seen if (o.part, o.language) == (part, language) and o.covered]
        first = sum(o.rank == 0 for o in own) / len(own)
        three = sum(o.rank is not None and o.rank < 3 for o in own) / len(own)
        print(
            f"{part} {language}: {len(own)} covered, right first {first:.1%}, in three {three:.1%}"
        )


def _floor(probability: NDArray[np.float64], right: NDArray[np.int64]) -> float:
    """The lowest floor above which at most 5 % of the cards shown are wrong."""
    for floor in np.arange(0.2, 0.95, 0.01):
        shown = probability >= floor
        if shown.any() and 1 - right[shown].mean() <= _WRONG_AT_MOST:
            return float(floor)
    return 0.95


def _report(
    probability: NDArray[np.float64],
    right: NDArray[np.int64],
    languages: Sequence[str],
    floor: float,
) -> None:
    for language in sorted(set(languages)):
        mine = np.array([one == language for one in languages])
        p, r = probability[mine], right[mine]
        shown = p >= floor
        print(
            f"{language}: {len(r)} questions, best card right {r.mean():.1%}, "
            f"expected calibration error {_error(p, r):.3f}, "
            f"shown {shown.mean():.1%}, wrong among shown {1 - r[shown].mean():.1%}"
        )
    print("floor  shown  wrong among shown")
    for at in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        shown = probability >= at
        wrong = 1 - right[shown].mean() if shown.any() else 0.0
        print(f"{at:.2f}   {shown.mean():.1%}  {wrong:.1%}")


def _error(probability: NDArray[np.float64], right: NDArray[np.int64], bins: int = 10) -> float:
    """Expected calibration error: mean gap between confidence and accuracy, bins weighed by size.

    Source: Naeini, Cooper and Hauskrecht, AAAI 2015.
    """
    edges = np.minimum((probability * bins).astype(int), bins - 1)
    gaps = [
        abs(probability[edges == b].mean() - right[edges == b].mean()) * (edges == b).mean()
        for b in range(bins)
        if (edges == b).any()
    ]
    return float(sum(gaps))


if __name__ == "__main__":
    sys.exit(main())
