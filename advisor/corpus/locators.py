"""What a locator says about itself: which locators contain it."""

from __future__ import annotations

import re

_STEP = re.compile(r"\([^()]*\)|:.*$")


def ancestors(locator: str, *, dotted: bool) -> tuple[str, ...]:
    """The locators that contain `locator`, outermost first: `8(1)(a)` gives `8`, `8(1)`.

    `dotted`: the instrument numbers children with points (`4.2.13` lies in `4` and `4.2`, `A.1` in
    `A`).
    """
    head = re.split(r"[(:]", locator, maxsplit=1)[0]
    found: list[str] = []
    if dotted:
        parts = head.split(".")
        found += [".".join(parts[: n + 1]) for n in range(len(parts) - 1)]
    built = head
    for step in _STEP.findall(locator[len(head) :]):
        found.append(built)
        built += step
    return tuple(found)
