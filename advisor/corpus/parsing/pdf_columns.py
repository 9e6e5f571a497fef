"""The lines of a page in the order in which a person reads them.

A page is read from top to bottom; where a gutter parts it, the left column before the right one,
and what spans both columns parts what stands above it from what stands below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from advisor.corpus.parsing.pdf_lines import Line
from advisor.corpus.parsing.pdf_tables import with_rows

_MOST_LINES = 2_000  # of a page that is looked at for columns
_LEAST_GUTTER = 6.0  # points
_LEAST_LINES = 4  # of a column that no other page has
_LEAST_PROSE = 18  # letters in a line of a column, in the middle
_EDGE = 4.0  # points: how far lines of one edge lie apart


def gutters(lines: Sequence[Line]) -> list[float]:
    """Where columns start that stand to the right of another, most lines first; empty if none."""
    starts: Counter[float] = Counter()
    for line in lines if len(lines) <= _MOST_LINES else ():
        if any(other.x1 + _LEAST_GUTTER < line.x0 and _overlap(line, other) for other in lines):
            starts[round(line.x0 / 2) * 2] += 1
    found = []
    for start, count in starts.most_common(3):
        if count >= _LEAST_LINES and _is_gutter(lines, start):
            found.append(start)
    return found


def _is_gutter(lines: Sequence[Line], start: float) -> bool:
    left, right, _ = _sides(lines, start)
    beside = [one for one in left if any(_overlap(one, other) for other in right)]
    if len(beside) < _LEAST_LINES or len(right) < _LEAST_LINES:
        return False
    if min(median(len(one.text) for one in side) for side in (beside, right)) < _LEAST_PROSE:
        return False
    return not _rows_align(beside, right)


def _rows_align(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether paragraphs of both sides start at the same heights, as the rows of a table do."""
    starts = [_paragraph_starts(side) for side in (left, right)]
    if min(map(len, starts)) < 2:
        return False
    shared = sum(any(abs(y - z) < 3 for z in starts[1]) for y in starts[0])
    return shared >= 2 and shared >= 0.7 * min(map(len, starts))


def _paragraph_starts(lines: Sequence[Line]) -> list[float]:
    ys = sorted({round(one.y, 1) for one in lines}, reverse=True)
    gaps = [above - below for above, below in pairwise(ys)]
    if not gaps:
        return []
    usual = median(gaps)
    return [ys[i + 1] for i, gap in enumerate(gaps) if gap > 1.25 * usual]


def in_order(lines: Sequence[Line], starts: Sequence[float] = ()) -> list[Line]:
    """The lines of a page as they are read, each with the edges of its column.

    `starts`: where other pages of the document have columns; used where a line starts there.
    """
    known = [s for s in starts if any(abs(one.x0 - s) <= _EDGE for one in lines)]
    for start in [*gutters(lines), *known]:
        left, right, across = _sides(lines, start)
        if left and right and any(_overlap(a, b) for a in left for b in right):
            return _by_bands(left, right, across, start)
    left_edge, right_edge = min(x.x0 for x in lines), max(x.x1 for x in lines)
    return with_rows([replace(one, left=left_edge, right=right_edge) for one in lines])


def _by_bands(left: list[Line], right: list[Line], across: list[Line], start: float) -> list[Line]:
    cuts = sorted([*across, *_cutting(left, right)], key=lambda one: -one.y)
    rest = [one for one in (*left, *right) if one not in cuts]
    found: list[Line] = []
    for cut in [*cuts, None]:
        band = [one for one in rest if cut is None or one.y > cut.y]
        rest = [one for one in rest if cut is not None and one.y <= cut.y]
        for side in (True, False):
            column = [one for one in band if (one.x0 < start - _EDGE) is side]
            found += in_order(column) if column else []
        if cut is not None:
            edges = [*left, *right, *across]
            ends = min(x.x0 for x in edges), max(x.x1 for x in edges)
            found.append(replace(cut, left=ends[0], right=ends[1]))
    return found


def _cutting(left: Sequence[Line], right: Sequence[Line]) -> list[Line]:
    """Short lines of the left side that head both columns: nothing stands beside them."""
    rows = sorted(left, key=lambda one: -one.y)
    found = []
    for above, line, below in zip(rows, rows[1:], rows[2:], strict=False):
        gap = not any(below.height[1] < r.y < above.height[0] for r in right)
        inside = any(r.y > line.y for r in right) and any(r.y < line.y for r in right)
        larger = line.size > above.size and line.size > below.size
        if gap and inside and larger:
            found.append(line)
    return found


def _sides(lines: Sequence[Line], start: float) -> tuple[list[Line], list[Line], list[Line]]:
    left = [one for one in lines if one.x1 < start - _EDGE / 2 and one.x0 < start - _EDGE]
    right = [one for one in lines if one.x0 >= start - _EDGE]
    across = [one for one in lines if one.x1 >= start - _EDGE / 2 and one.x0 < start - _EDGE]
    return left, right, across


def _overlap(one: Line, other: Line) -> bool:
    return one.height[0] < other.height[1] and other.height[0] < one.height[1]
