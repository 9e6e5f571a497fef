"""How many threads to compute with, found while computing.

On a machine that others use too, two threads that wait for each other can be slower than one; on
a free one they are nearly twice as fast. Which is the case changes within minutes.
"""

from __future__ import annotations

import os

import torch

TRY_EVERY = 24  # steps between two trials of the slower count
TRIAL = 2  # steps a trial takes
KEEP = 0.6  # weight of what was known against a new measurement


class Threads:
    """Chooses between one thread and all processors by the time that steps take."""

    def __init__(self) -> None:
        """Start with all processors; nothing is known yet."""
        self._counts = sorted({1, os.cpu_count() or 1})
        self._cost: dict[int, float] = {}
        self._step = 0
        self.count = self._counts[-1]
        torch.set_num_threads(self.count)

    def note(self, seconds: float, work: int) -> None:
        """Tell how long a step of `work` characters took; sets the count for the next step."""
        cost = seconds / max(1, work)
        known = self._cost.get(self.count, cost)
        self._cost[self.count] = KEEP * known + (1 - KEEP) * cost
        self._step += 1
        self.count = self._next()
        torch.set_num_threads(self.count)

    def _next(self) -> int:
        ranked = sorted(self._counts, key=lambda count: self._cost.get(count, 0.0))
        trying = self._step % TRY_EVERY < TRIAL
        return ranked[-1] if trying else ranked[0]
