"""The disclosure gate: does a message tell of a particular act by somebody who could be found?

Source: trust.md, section 1. Gated = an account of a specific act that could be somebody's breach
*and* an identifying particular. The asker's own dealings and suppositions are never gated.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from advisor.answering.guards.lists import Lists
from advisor.answering.guards.reading import Reading
from advisor.answering.guards.vocabulary import Particular

# Alone, a firm, a place or a date says nothing of anybody; a name or a number does.
_TELLING = frozenset({"name", "number"})
# Addresses and the asker's own name: masked, and nothing to ask about.
_HARMLESS = frozenset({"contact", "self"})
_LENGTH = 6  # words; a shorter message is hardly an account


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
    """Whether a message of the tagged words `told` is to be kept out of every record.

    Shut: an act that could be somebody's breach; a dealing of the asker's own excuses the acts that
    are breaches only in others. Unsure: somebody or something that can be found, and neither a
    supposition, nor a dealing, nor a request for permission.
    """
    if not particulars:
        return Gate.OPEN
    own = lists.says("dealing", told)
    act = lists.says("act", told) or lists.says("directed", told)
    act = act or (
        not own and (lists.says("act_of_others", told) or lists.says("directed_weakly", told))
    )
    if lists.says("supposed", told) or lists.says("supposed_perhaps", told):
        return Gate.UNSURE if act and lists.says("real", told) else Gate.OPEN
    if act:
        return Gate.SHUT
    if all(particular.kind in _HARMLESS for particular in particulars):
        return Gate.OPEN
    telling = any(particular.kind in _TELLING for particular in particulars)
    hinted = telling and lists.says("hint", told)
    if own:
        return Gate.UNSURE if hinted else Gate.OPEN
    if hinted:
        return Gate.SHUT
    if lists.says("permission", told):
        return Gate.OPEN
    return Gate.UNSURE if telling or _declares(told, lists) else Gate.OPEN


def _declares(told: Sequence[str], lists: Lists) -> bool:
    """Whether the message tells something rather than asks."""
    return lists.says("seen", told) or (len(told) >= _LENGTH and not lists.says("asks", told))
