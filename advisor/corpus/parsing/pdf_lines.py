"""From the runs of a page to its lines, without the marks of footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from advisor.corpus.parsing.pdf_ink import Run
from advisor.corpus.parsing.pdf_repair import SOFT_HYPHEN, cleaned

_SAME_LINE = 0.25  # of the size: how far baselines of one line lie apart
_WORD_GAP = 0.15  # of the size: a gap that parts words
_SEGMENT_GAP = 0.9  # of the size: a gap that parts cells or columns
_LABEL_GAP = 6.0  # of the size: how far a number or a bullet may stand before its words
_SMALL = 0.88  # of the line's size: marks of footnotes and ordinals are smaller
_MOST_POINTS = 40.0  # of a line's height
_MARK = re.compile(r"[(\[]?(?:\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*|[*†‡§]{1,3}|[¹²³⁰⁴-⁹]+)[)\]]?")
_RAISED = re.compile(
    r"(?<=[^\W\d_][.,;:!?»”\"’)])[¹²³⁰⁴-⁹]+|(?<=[^\W\d_])[¹²³⁰⁴-⁹]+(?=[\s.,;:)]|$)"
)
_UNIT = re.compile(r"(?:\b(?:[kcm]?m)|\d)$")  # before a raised figure that is an exponent
_LABEL = re.compile(
    r"(?:•|[o–—-]|[(\[]?(?:[a-z]{1,2}|[ivx]{1,5}|\d{1,3})[.)\]]|(?:[A-Z]{1,2}|\d{1,3})(?:\.\d{1,3})*\.?)"
)


@dataclass(frozen=True)
class Line:
    """One line of one column. `text`: without marks of footnotes, which are in `marks`.

    `note`: the mark it opens with, as a footnote does; `left`, `right`: the column's edges;
    `cells`: of a row of a table, else empty.
    """

    text: str
    page: int
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    marks: tuple[str, ...] = ()
    note: str = ""
    left: float = 0.0
    right: float = 0.0
    indent: float = 0.0
    cells: tuple[str, ...] = ()

    @property
    def height(self) -> tuple[float, float]:
        """Where its letters begin and end, from below."""
        return self.y - 0.2 * self.size, self.y + 0.8 * self.size


def segments(runs: Iterable[Run], page: int) -> list[Line]:
    """Runs side by side as lines, parted where the gap is wider than one between words."""
    rows = _baselines([run for run in runs if run.drawn or cleaned(run.text).strip()])
    found: list[Line] = []
    for row in rows:
        part: list[Run] = []
        for run in sorted(row, key=lambda one: one.x0):
            if part and _parted(part, run):
                found.append(_line(part, page))
                part = []
            part.append(run)
        found.append(_line(part, page))
    return [one for one in found if one.text and one.text != "•"]


def _baselines(runs: Sequence[Run]) -> list[list[Run]]:
    body = _usual_size(runs)
    small = [one for one in runs if one.drawn or _may_be_raised(one, body)]
    usual = [one for one in runs if not (one.drawn or _may_be_raised(one, body))]
    rows: list[list[Run]] = []
    for run in sorted(usual, key=lambda one: -one.y):
        for row in reversed(rows[-3:]):
            if abs(row[0].y - run.y) <= _SAME_LINE * min(row[0].size, run.size):
                if not any(_printed_twice(run, other) for other in row[-8:]):
                    row.append(run)
                break
        else:
            rows.append([run])
    for run in small:
        beside = next((row for row in rows if _beside(run, row)), None)
        if beside is not None:
            beside.append(run)
        elif not run.drawn:
            rows.append(_level_with(run, rows))
    return [row for row in rows if row]


def _level_with(run: Run, rows: Sequence[list[Run]]) -> list[Run]:
    """Put a small run on the line that it is level with; else give a line of its own."""
    for row in rows:
        if row and abs(row[0].y - run.y) <= _SAME_LINE * min(row[0].size, run.size):
            row.append(run)
            return []
    return [run]


def _may_be_raised(run: Run, body: float) -> bool:
    return run.size < _SMALL * body and len(run.text.strip()) <= 7


def _beside(run: Run, row: Sequence[Run]) -> bool:
    """Whether a small run stands on a line, raised or lowered, or is its bullet."""
    if not row or abs(run.y - row[0].y) > 2 * _MOST_POINTS:
        return False
    size = max(one.size for one in row)
    if not -0.35 * size < run.y - row[0].y < 0.8 * size or run.size >= _SMALL * size:
        return False
    if run.drawn:
        return 0 < min(one.x0 for one in row) - run.x1 < 3 * size
    return any(one.x0 - 0.5 * size <= run.x0 <= one.x1 + 0.5 * size for one in row) or any(
        -0.3 * size <= one.x0 - run.x1 <= 0.6 * size for one in row
    )


def _printed_twice(one: Run, other: Run) -> bool:
    """Whether two runs are the same words, printed twice to look bold."""
    near = abs(one.x0 - other.x0) < 1 and abs(one.y - other.y) < 1
    return near and one.text == other.text


def _parted(part: Sequence[Run], run: Run) -> bool:
    gap = run.x0 - max(one.x1 for one in part)
    size = max(one.size for one in (*part, run))
    label = "".join(one.text for one in part).strip()
    if len(label) <= 12 and _LABEL.fullmatch(label):
        return gap > _LABEL_GAP * size
    return gap > _SEGMENT_GAP * size


def _line(runs: Sequence[Run], page: int) -> Line:
    words = [run for run in runs if not run.drawn] or list(runs)
    size = _usual_size([run for run in words if not _MARK.fullmatch(run.text.strip())] or words)
    base = next(run.y for run in words if run.size == max(one.size for one in words))
    text, end = "", runs[0].x0
    marks: list[str] = []
    first = cleaned(words[0].text).strip()
    note = first.strip("()[]") if _MARK.fullmatch(first) else ""
    letters = bold = 0
    for run in runs:
        if run.text == SOFT_HYPHEN:
            text += SOFT_HYPHEN if run.x0 > end - 0.1 * size else ""
            continue
        piece = cleaned(run.text)
        mark = piece.strip()
        raised = run.size < _SMALL * size and (run.y - base) > 0.1 * size
        if raised and not run.drawn and _MARK.fullmatch(mark) and not _UNIT.search(text):
            marks.append(mark.strip("()[] "))
            end = run.x1
            continue
        gap = run.x0 - end > _WORD_GAP * size or run.drawn or text.endswith("•")
        text += (" " if gap else "") + piece
        letters, bold = letters + len(mark), bold + len(mark) * run.bold
        end = max(end, run.x1)
    marks += _RAISED.findall(text)
    text = _RAISED.sub("", text)
    text = text.replace(SOFT_HYPHEN, "") + SOFT_HYPHEN * text.rstrip().endswith(SOFT_HYPHEN)
    return Line(
        text=" ".join(text.split()),
        page=page,
        x0=runs[0].x0,
        x1=max(run.x1 for run in runs),
        y=base,
        size=round(size, 1),
        bold=2 * bold > letters,
        marks=tuple(marks),
        note=note,
        indent=words[0].x0,
    )


def _usual_size(runs: Sequence[Run]) -> float:
    count: Counter[float] = Counter()
    for run in runs:
        if not run.drawn:
            count[round(run.size, 1)] += len(run.text.strip()) or 1
    return count.most_common(1)[0][0] if count else 1.0
