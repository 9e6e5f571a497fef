"""What a PDF page paints besides words: the ground under them, covers over them, bullets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from advisor.corpus.parsing.pdf_colour import RGB, WHITE
from advisor.corpus.parsing.pdf_state import Matrix, numbers, placed

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""

_POINTS = {b"m": (0,), b"l": (0,), b"c": (0, 2, 4), b"v": (0, 2), b"y": (0, 2)}
_FILL = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"})
DRAW = frozenset(_POINTS) | {b"re"}
"""The operators that add to a path."""
PAINT = _FILL | {b"S", b"s", b"n"}
"""The operators that end one."""

_COVERS = 0.9  # an opacity from which paint hides what is under it
_LEAST_ALPHA = 0.1
_BULLET_SIZE = (1.0, 8.0)  # points, of a shape drawn as a bullet
_MOST_PATCHES = 2_000
_MOST_CORNERS = 40
_BAND = 24.0  # points: rectangles are looked up by height
_HIGHEST = 14_400.0  # points: the highest page (PDF 32000-1, annex C)


@dataclass(frozen=True)
class _Patch:
    """A filled rectangle, and how many runs came before it."""

    box: Box
    fill: RGB | None
    after: int


@dataclass
class Paint:
    """The rectangles that one page fills, in order; after 2,000 of them no more are kept."""

    _bands: dict[int, list[_Patch]] = field(default_factory=dict)
    _count: int = 0
    _path: list[list[tuple[float, float]]] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether the page fills a rectangle at all."""
        return self._count > 0

    def draw(self, operator: bytes, operands: Sequence[Any], matrix: Matrix) -> None:
        """Add to the path: one of `DRAW`."""
        points = _POINTS.get(operator, (0, 2))
        at = numbers(list(operands), 2 * len(points))
        if at is None or len(self._path) > _MOST_PATCHES:
            return
        if operator == b"re":
            x, y, width, height = at
            corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
            self._path.append([placed(matrix, *corner) for corner in corners])
            return
        if operator == b"m" or not self._path:
            self._path.append([])
        if len(self._path[-1]) < _MOST_CORNERS:
            self._path[-1] += [placed(matrix, at[i], at[i + 1]) for i in points]

    def end(self, operator: bytes, fill: RGB | None, alpha: float, after: int) -> Box | None:
        """End the path: one of `PAINT`. Gives the place of a shape as small as a bullet.

        `after`: how many runs of words came before.
        """
        path, self._path = self._path, []
        if operator == b"n" or alpha < _LEAST_ALPHA:
            return None
        if len(path) == 1 and (box := _box(path[0])) and _is_bullet(box):
            return box
        opaque = operator in _FILL and alpha >= _COVERS
        if opaque and self._count + len(path) <= _MOST_PATCHES:
            for box in [_box(one) for one in path if len(one) in (4, 5)]:
                if box is not None:
                    self._keep(_Patch(box, fill, after))
        return None

    def _keep(self, patch: _Patch) -> None:
        self._count += 1
        for band in range(_band(patch.box[1]), _band(patch.box[3]) + 1):
            self._bands.setdefault(band, []).append(patch)

    def under(self, x: float, y: float) -> RGB | None:
        """The colour painted last at a place, paper if none was; None where it cannot be told."""
        for patch in reversed(self._bands.get(_band(y), ())):
            if _holds(patch.box, x, y):
                return patch.fill
        return WHITE

    def covers(self, x: float, y: float, order: int) -> bool:
        """Whether a place was painted over after the run number `order`."""
        for patch in reversed(self._bands.get(_band(y), ())):
            if patch.after <= order:
                return False
            if _holds(patch.box, x, y):
                return True
        return False


def _band(y: float) -> int:
    return int(min(max(y, 0.0), _HIGHEST) / _BAND)


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _box(points: Sequence[tuple[float, float]]) -> Box | None:
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _is_bullet(box: Box) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    least, most = _BULLET_SIZE
    return least <= width <= most and 0.6 <= width / max(height, 0.01) <= 1.6
