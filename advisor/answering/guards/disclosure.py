"""The disclosure gate: does a message tell of a particular act by somebody who could be found?

Source: trust.md, section 1. Gated = an account of a specific act that could be somebody's breach
*and* an identifying particular. The asker's own dealings and suppositions are never gated.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from advisor.answering.guards.lists import Lists
from advisor.answering.guards.particulars import Particular
from advisor.answering.guards.reading import Reading


class Gate(StrEnum):
    """What the gate says of a message."""

    OPEN = "open"
    UNSURE = "unsure"
    SHUT = "shut"


def tagged(reading: Reading, particulars: Sequence[Particular]) -> list[str]:
    """The folded words of `reading` with each particular as one word: `@name`, `@firm` ..."""
    told: list[str] = []
    waiting = list(particulars)
    inside = -1
    for word in reading.words:
        while waiting and waiting[0].end <= word.start:
            waiting.pop(0)
        if waiting and word.start < waiting[0].end and word.end > waiting[0].start:
            if inside != waiting[0].start:
                inside = waiting[0].start
                told.append(f"@{waiting[0].kind}")
            continue
        told.append(word.text)
    return told


def gate(told: Sequence[str], particulars: Sequence[Particular], lists: Lists) -> Gate:
    """Whether a message of the tagged words `told` is to be kept out of every record."""
    if not particulars:
        return Gate.OPEN

    def says(name: str) -> bool:
        return lists.patterns[name].find(told) is not None

    if says("supposed"):
        return Gate.OPEN
    act = says("act") or says("directed")
    own = says("dealing")
    act = act or (not own and (says("act_of_others") or says("directed_weakly")))
    if says("supposed_perhaps"):
        return Gate.UNSURE if act and says("real") else Gate.OPEN
    if act:
        return Gate.SHUT
    known = any(p.sure for p in particulars)
    return Gate.UNSURE if known and not own and says("seen") else Gate.OPEN
