"""Rates with their uncertainty and a reason per failure."""

from __future__ import annotations

import math
from collections.abc import Iterable

from advisor.domain.values import Value

_Z = 1.96


class Failure(Value):
    """One item that went wrong, and how."""

    id: str
    reason: str


class Metric(Value):
    """A rate over `total` items; the interval is Wilson's at 95 %."""

    name: str
    language: str
    value: float
    low: float
    high: float
    total: int
    failures: tuple[Failure, ...] = ()


def rate(
    name: str, language: str, hits: int, total: int, failures: Iterable[Failure] = ()
) -> Metric:
    """`hits` of `total` as a metric; 0 of 0 counts as 0 with the widest interval."""
    low, high = wilson(hits, total)
    value = hits / total if total else 0.0
    return Metric(
        name=name,
        language=language,
        value=value,
        low=low,
        high=high,
        total=total,
        failures=tuple(failures),
    )


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Wilson's 95 % interval for a proportion. Source: Wilson, JASA 22 (1927)."""
    if total == 0:
        return 0.0, 1.0
    share, scale = hits / total, 1 + _Z**2 / total
    centre = (share + _Z**2 / (2 * total)) / scale
    margin = _Z * math.sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2)) / scale
    return max(0.0, centre - margin), min(1.0, centre + margin)
