"""The graphics state of a PDF page, as far as it decides whether words can be seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject

from advisor.corpus.parsing.pdf_colour import BLACK, RGB, colour

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_GREY_RGB_CMYK = frozenset({b"g", b"rg", b"k"})


@dataclass(frozen=True)
class State:
    """`fill`: None if it cannot be told; `alpha`: 0 to 1; `mode`: of text, 3 and 7 show nothing.

    `stretch`: the horizontal scale of text in per cent.
    """

    fill: RGB | None = BLACK
    space: Any = None
    alpha: float = 1.0
    mode: int = 0
    stretch: float = 100.0
    font: Any = None
    size: float = 12.0


def changed(
    state: State, operator: bytes, operands: Sequence[Any], resources: DictionaryObject
) -> State:
    """The state after an operator (PDF 32000-1, annex A); the same for those without effect."""
    if operator in _GREY_RGB_CMYK:
        return replace(state, space=None, fill=colour(operands))
    if operator == b"cs" and operands:
        space = dictionary(resources.get("/ColorSpace")).get(operands[0], operands[0])
        return replace(state, space=value(space), fill=BLACK)
    if operator in (b"sc", b"scn"):
        return replace(state, fill=colour(operands, state.space))
    if operator == b"Tf" and len(operands) > 1:
        font = value(dictionary(resources.get("/Font")).get(operands[0]))
        return replace(state, font=font, size=number(operands[1:], state.size))
    if operator == b"Tr":
        return replace(state, mode=int(number(operands, 0)))
    if operator == b"Tz":
        return replace(state, stretch=number(operands, 100))
    if operator == b"gs" and operands:
        extra = dictionary(dictionary(resources.get("/ExtGState")).get(operands[0]))
        return replace(state, alpha=number([extra.get("/ca", state.alpha)], state.alpha))
    return state


def times(one: Sequence[float], other: Sequence[float]) -> Matrix:
    """The matrix that applies `one`, then `other`."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def placed(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point of the content comes to lie."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def upright(rotation: int, width: float, height: float) -> Matrix:
    """The matrix that turns a page as its `/Rotate` says (clockwise, in quarters)."""
    quarter = (rotation // 90) % 4
    if quarter == 1:
        return (0.0, -1.0, 1.0, 0.0, 0.0, width)
    if quarter == 2:
        return (-1.0, 0.0, 0.0, -1.0, width, height)
    return (0.0, 1.0, -1.0, 0.0, height, 0.0) if quarter == 3 else IDENTITY


def number(operands: Sequence[Any], default: float) -> float:
    """The first operand as a finite number, or `default`."""
    try:
        found = float(operands[0])
    except (IndexError, TypeError, ValueError):
        return default
    return found if math.isfinite(found) else default


def numbers(array: Any, count: int) -> list[float] | None:
    """The numbers of an array of exactly `count`; None if it is anything else."""
    array = value(array)
    if not isinstance(array, ArrayObject | list) or len(array) != count:
        return None
    try:
        found = [float(value(one)) for one in array]
    except (TypeError, ValueError):
        return None
    return found if all(map(math.isfinite, found)) else None


def value(found: Any) -> Any:
    """What a reference refers to."""
    return found.get_object() if hasattr(found, "get_object") else found


def dictionary(found: Any) -> DictionaryObject:
    """What a reference refers to if it is a dictionary, else an empty one."""
    found = value(found)
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def string(found: Any) -> str:
    """A text string (PDF 32000-1, 7.9.2.2), also where pypdf left it as bytes; else empty."""
    found = value(found)
    if isinstance(found, bytes):
        wide = found.startswith(b"\xfe\xff")
        return found[2:].decode("utf-16-be", "replace") if wide else found.decode("latin-1")
    return found if isinstance(found, str) else ""
