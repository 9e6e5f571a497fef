"""The disclosure gate: does a message tell of a particular act by somebody who could be found?

Source: trust.md, section 1. Gated = an account of a specific act that could be somebody's breach
*and* an identifying particular. The asker's own dealings and suppositions are never gated.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from advisor.answering.guards.lists import Lists
from advisor.answering.guards.reading import END, Reading
from advisor.answering.guards.together import together
from advisor.answering.guards.vocabulary import Particular

# With a hint only, a firm, a place or a date says too little of anybody; a name or a number does.
_TELLING = frozenset({"name", "number", "title"})
# Addresses and the asker's own name: masked, and nothing to ask about.
_HARMLESS = frozenset({"contact", "self"})
# How an account is told when no list knows the act: orders, witness, silence or remorse.
_ACCOUNT = ("coerced", "witnessed", "uneasy")
# A town alone is nobody's address: it takes an act that somebody saw.
_TOWN = "town"
_PLAIN = ("act", "everyday", "assault")
_NEAR = 6
# a subject of its own before the verb: "Mrs Nguyen, a client I helped"
_SUBJECTS = frozenset(["i", "we", "he", "she", "it", "they", "je", "j", "on", "il", "elle", "c"])
# How finite verbs of both languages end; nouns may end like the doubtful ones.
_VERBAL = ("s", "ed", "ing", "ait")
_DOUBTFUL = ("e", "ent", "t", "d")


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


def gate(
    told: Sequence[str], particulars: Sequence[Particular], lists: Lists, *, asking: bool
) -> Gate:
    """Whether a message of the tagged words `told` is to be kept out of every record.

    Shut: an act that could be somebody's breach, by or to somebody who can be found; a dealing of
    the asker's own excuses the acts that are breaches only in others. Unsure: an act beside what is
    perhaps a name, or somebody named who does something that no list calls harmless, or the number
    of a file in a message that puts forward no dealing. A town or a capital alone: open. `asking`:
    whether the message holds a question.
    """
    told = (END, *told)
    found = [one for one in particulars if one.kind not in _HARMLESS]
    sure = any(one.sure for one in found)
    own = lists.says("dealing", told)
    act = bool(particulars) and _acts(told, own, lists, asking=asking)
    if act and found and all(one.kind == _TOWN for one in found):
        act = lists.says("witnessed", told) and any(lists.says(name, told) for name in _PLAIN)
    if _supposed(told, lists, named=sure):
        return Gate.OPEN
    if lists.says("supposed_perhaps", told):
        return Gate.UNSURE if act and sure and lists.says("real", told) else Gate.OPEN
    if act:
        return Gate.SHUT if sure or not found else Gate.UNSURE
    if not sure:
        return _perhaps(told, lists, own=own)
    telling = any(one.sure and one.kind in _TELLING for one in found)
    hinted = telling and lists.says("hint", told)
    if own:
        hinted = hinted or (telling and _beside("wrongdoing", told, lists))
        return Gate.UNSURE if hinted else Gate.OPEN
    if hinted:
        return Gate.SHUT
    if lists.says("permission", told):
        return Gate.OPEN
    if any(one.kind == "number" for one in found) or _narrated(told, lists):
        return Gate.UNSURE
    account = telling and not asking and any(lists.says(name, told) for name in _ACCOUNT)
    return Gate.UNSURE if account else Gate.OPEN


def _narrated(told: Sequence[str], lists: Lists) -> bool:
    """Whether something is told of what was found: seen or done."""
    return lists.says("seen", told) or ("@name" in told and _does(told, lists))


def _perhaps(told: Sequence[str], lists: Lists, *, own: bool) -> Gate:
    """What is perhaps a name, and an order or a witness beside it: asked about."""
    if own or "@name" not in told or lists.says("permission", told):
        return Gate.OPEN
    strong = lists.says("coerced", told) or lists.says("hint", told)
    return Gate.UNSURE if strong and lists.says("real", told) else Gate.OPEN


def _supposed(told: Sequence[str], lists: Lists, *, named: bool) -> bool:
    """Whether the whole is a supposition, and nothing beside it says that it happened."""
    if lists.says("surely_supposed", told):
        return not lists.says("insisted", told)
    return lists.says("supposed", told) and not (named and lists.says("real", told))


def _acts(told: Sequence[str], own: bool, lists: Lists, *, asking: bool) -> bool:
    """Whether an act that could be a breach is told: in anybody, or (`own`) in others only.

    Ideas beside one another in a question about a mere place tell nothing by themselves.
    """
    always = ("act", "directed", "assault")
    placed = not any(f"@{kind}" in told for kind in ("name", "number", "firm"))
    others: tuple[str, ...] = () if own else ("act_of_others", "everyday")
    if not placed and not own:
        others = (*others, "directed_weakly")
    if any(lists.says(name, told) for name in (*always, *others)):
        return True
    if own or (placed and asking and not any(lists.says(name, told) for name in _ACCOUNT)):
        return False
    return _beside("wrongdoing", told, lists) or _beside("favouring", told, lists)


def _does(told: Sequence[str], lists: Lists) -> bool:
    """Whether somebody named does something that is not plainly blameless.

    By its place and its ending, for nobody can list all deeds: "Noreen forged", « Luc déchire le ».
    """
    if lists.says("deeds", told):
        return True
    for at, word in enumerate(told):
        if word == "@name":
            rest = [w for w in told[at + 1 : at + 1 + _NEAR] if w not in lists.words["small"]]
            # a family name in small letters may stand before the verb
            known = bool(rest) and rest[0] in lists.words["verb"] | lists.words["harmless"]
            if any(_blameable(told, at, other, lists) for other in rest[: 1 if known else 3]):
                return True
    return False


def _blameable(told: Sequence[str], at: int, verb: str, lists: Lists) -> bool:
    """Whether `verb`, soon after the name at `at`, may be a deed by its ending."""
    if verb in lists.words["harmless"] or not verb.endswith((*_VERBAL, *_DOUBTFUL)):
        return False
    place = told.index(verb, at)
    if _SUBJECTS & set(told[at:place]):
        return False
    following = told[place + 1] if place + 1 < len(told) else END
    return verb.endswith(_VERBAL) or following in lists.words["determiner"]


def _beside(name: str, told: Sequence[str], lists: Lists) -> bool:
    """Whether the ideas of a breach stand beside one another."""
    return any(together((*told, END), lists.together[name], lists.patterns))
