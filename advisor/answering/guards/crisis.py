"""Distress and danger: whoever is in it gets help lines before anything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.answering.guards.lists import Lists
from advisor.answering.guards.patterns import Match
from advisor.answering.guards.reading import END
from advisor.answering.guards.together import together

_NEAR = 12
_AROUND = 5
_SHORT = 70
SELF, OTHER, DANGER = "crisis_self", "crisis_other", "crisis_danger"


def crisis(words: Sequence[str], lists: Lists) -> str | None:
    """The fixed text that a message of `words` (folded) calls for, or None.

    Thoughts of suicide and distress come before danger, the asker's before a colleague's: who is
    meant is the nearest person named before (or in) the words that tell. Source: trust.md 1,
    escalation rules 1 to 3.
    """
    words = (*words, END)
    for match in _told("despair", words, lists):
        if not _overlapped(match, "general_despair", words, lists):
            return _whose(match, words, lists)
    for match in _anywhere(words, lists):
        return _whose(match, words, lists)
    for match in _told("danger", words, lists):
        if not _overlapped(match, "not_danger", words, lists):
            return DANGER
    return None


def assault(words: Sequence[str], lists: Lists) -> str | None:
    """`crisis_danger` when `words` tell of violence, over or not, or None.

    What is over may be a disclosure to gate, so the gate is asked before this.
    """
    for match in lists.patterns["assault"].all((*words, END)):
        if not _overlapped(match, "not_danger", words, lists):
            return DANGER
    return None


def _told(name: str, words: Sequence[str], lists: Lists) -> Iterator[Match]:
    yield from lists.patterns[name].all(words)
    yield from together(words, lists.together[name], lists.patterns)


def _anywhere(words: Sequence[str], lists: Lists) -> Iterator[Match]:
    """Ideas of despair apart from one another in a short message: a note is told in pieces."""
    for rule in lists.together["despair_anywhere"] if len(words) <= _SHORT else ():
        told = all(lists.says(name, words) for name in rule.wanted)
        if told and not any(lists.says(name, words) for name in rule.unwanted):
            yield from lists.patterns[rule.wanted[0]].all(words)


def _overlapped(match: Match, harmless: str, words: Sequence[str], lists: Lists) -> bool:
    """Whether the words that tell belong to a harmless turn of phrase ("killing two birds")."""
    around = words[max(0, match.start - _AROUND) : match.end + _AROUND]
    return lists.says(harmless, around)


def _whose(match: Match, words: Sequence[str], lists: Lists) -> str:
    own, others = lists.words["self"], lists.words["other"]
    for word in reversed(words[max(0, match.start - _NEAR) : match.end]):
        if word in own or word in others:
            return SELF if word in own else OTHER
        if word == END:
            break
    return SELF
