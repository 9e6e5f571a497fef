"""Timings: ours beside a named baseline, in the same run, as ratios."""
