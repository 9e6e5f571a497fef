"""Colours of a PDF as a person would tell them apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

RGB = tuple[float, float, float]
"""Red, green and blue, each from 0 to 1."""

BLACK: RGB = (0.0, 0.0, 0.0)
WHITE: RGB = (1.0, 1.0, 1.0)
LEAST_CONTRAST = 1.25
"""Below this ratio a person does not see words at all; WCAG asks for 4.5 to read them in comfort.

The ratio of two colours goes from 1 to 21 (WCAG 2.1, "contrast ratio"); #E6E6E6 on white has 1.25.
"""

_COMPONENTS = {"/DeviceGray": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/DeviceCMYK": 4}


def colour(operands: Sequence[Any], space: Any = None) -> RGB | None:
    """The colour that `operands` set in a colour space; None where it cannot be told.

    `space`: a name or an array as PDF 32000-1, 8.6 defines it; without it the count of operands
    decides (grey, RGB, CMYK). Patterns and palettes cannot be told.
    """
    try:
        values = [min(max(float(value), 0.0), 1.0) for value in operands]
    except (TypeError, ValueError):
        return None
    family, count = _family(space, len(values))
    if len(values) != count:
        return None
    if family in ("/Separation", "/DeviceN"):  # tints: none of any ink is paper
        light = 1 - max(values)
        return (light, light, light)
    if count == 1:
        return (values[0], values[0], values[0])
    if count == 4:
        cyan, magenta, yellow, black = values
        return ((1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black))
    return (values[0], values[1], values[2]) if count == 3 else None


def contrast(one: RGB, other: RGB) -> float:
    """How far apart two colours are to the eye, from 1 (the same) to 21 (black and white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _family(space: Any, given: int) -> tuple[str, int]:
    if space is None:
        return "", given if given in (1, 3, 4) else -1
    name = str(space[0]) if isinstance(space, list) and space else str(space)
    if name in ("/Separation", "/DeviceN"):
        return name, max(given, 1)
    if name == "/ICCBased" and isinstance(space, list) and len(space) > 1:
        profile = space[1].get_object()
        return name, int(profile.get("/N", -1)) if hasattr(profile, "get") else -1
    return name, _COMPONENTS.get(name, -1)


def _luminance(rgb: RGB) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
