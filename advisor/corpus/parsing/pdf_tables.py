"""Lines side by side in one column: the cells of a table, or one line with wide gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from advisor.corpus.parsing.pdf_lines import Line

_EDGE = 6.0  # points: how far the cells of one column lie apart
_SAME_LINE = 0.3  # of the size
_ROW_GAP = 1.2  # of the closest lines: a gap that parts rows
_LEAST_ROWS = 2


def with_rows(lines: Sequence[Line]) -> list[Line]:
    """Lines of one column, top first, with each row of a table as one line with `cells`.

    A table is two or more neighbouring lines of which each has two or more parts that start where
    parts of the other do. Lines of cells that run on are joined to their row.
    """
    rows = _levels(lines)
    found: list[Line] = []
    start = 0
    while start < len(rows):
        end = _table_end(rows, start)
        if end - start >= _LEAST_ROWS:
            found += _table(rows[start:end])
            start = end
        else:
            found.append(_one(rows[start]))
            start += 1
    return found


def _levels(lines: Sequence[Line]) -> list[list[Line]]:
    levels: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: -one.y):
        if levels and abs(levels[-1][0].y - line.y) <= _SAME_LINE * line.size:
            levels[-1].append(line)
        else:
            levels.append([line])
    return [sorted(level, key=lambda one: one.x0) for level in levels]


def _table_end(rows: Sequence[Sequence[Line]], start: int) -> int:
    """Where a table that begins at `start` ends; `start` where none does."""
    if len(rows[start]) < 2:
        return start
    columns = [one.x0 for one in rows[start]]
    end, full = start + 1, 1
    last = end
    while end < len(rows):
        above, row = rows[end - 1][0], rows[end]
        near = above.y - row[0].y < 3.2 * max(above.size, row[0].size)
        if not near or not all(_starts_at(one, columns) for one in row):
            break
        end += 1
        if len(row) > 1 or row[0].x0 > columns[0] + _EDGE:
            full += len(row) > 1
            last = end
    return last if full >= _LEAST_ROWS else start


def _starts_at(line: Line, columns: Sequence[float]) -> bool:
    return any(abs(line.x0 - column) <= _EDGE for column in columns)


def _table(rows: Sequence[Sequence[Line]]) -> list[Line]:
    columns = [one.x0 for one in rows[0]]
    gaps = [a[0].y - b[0].y for a, b in pairwise(rows)]
    closest = min(gaps)
    even = max(gaps) <= _ROW_GAP * closest
    found: list[list[Sequence[Line]]] = [[rows[0]]]
    for gap, row in zip(gaps, rows[1:], strict=True):
        apart = _starts_at(row[0], columns[:1]) if even else gap > _ROW_GAP * closest
        if apart:
            found.append([row])
        else:
            found[-1].append(row)
    return [_row(levels, columns) for levels in found]


def _row(levels: Sequence[Sequence[Line]], columns: Sequence[float]) -> Line:
    parts = [line for level in levels for line in level]
    place = {id(one): _column_of(one, columns) for one in parts}
    ordered = sorted(parts, key=lambda one: (place[id(one)], -one.y))
    cells = [
        " ".join(one.text for one in group)
        for _, group in groupby(ordered, key=lambda one: place[id(one)])
    ]
    first = levels[0][0]
    marks = tuple(mark for one in parts for mark in one.marks)
    lowest = levels[-1][0].y
    return replace(
        first,
        text=" | ".join(cells),
        cells=tuple(cells),
        marks=marks,
        x1=max(one.x1 for one in parts),
        y=lowest,
    )


def _column_of(line: Line, columns: Sequence[float]) -> int:
    return min(range(len(columns)), key=lambda i: abs(columns[i] - line.x0))


def _one(level: Sequence[Line]) -> Line:
    if len(level) == 1:
        return level[0]
    return replace(
        level[0],
        text=" ".join(one.text for one in level),
        marks=tuple(mark for one in level for mark in one.marks),
        x1=max(one.x1 for one in level),
        bold=all(one.bold for one in level),
    )
