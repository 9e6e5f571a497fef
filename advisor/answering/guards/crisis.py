"""Distress and danger: whoever is in it gets help lines before anything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from advisor.answering.guards.lists import Lists
from advisor.answering.guards.patterns import Match
from advisor.answering.guards.reading import END

_NEAR = 12
_AROUND = 5
_SIGNS = 2  # one sign of distress is an ordinary bad day
SELF, OTHER, DANGER = "crisis_self", "crisis_other", "crisis_danger"


def crisis(words: Sequence[str], lists: Lists) -> str | None:
    """The fixed text that a message of `words` (folded) calls for, or None.

    Thoughts of suicide and distress come before danger, the asker's before a colleague's: who is
    meant is the nearest person named before (or in) the words that tell. Source: trust.md 1,
    escalation rules 1 to 3.
    """
    words = (*words, END)
    for match in lists.patterns["despair"].all(words):
        if not _overlapped(match, "general_despair", words, lists):
            return _whose(match, words, lists)
    signs = _apart(lists.patterns["signs"].all(words))
    if len(signs) >= _SIGNS:
        return _whose(signs[-1], words, lists)
    for match in lists.patterns["danger"].all(words):
        if not _overlapped(match, "not_danger", words, lists):
            return DANGER
    return None


def _apart(matches: Iterable[Match]) -> list[Match]:
    """Those that begin after the end of the one before."""
    apart: list[Match] = []
    for match in matches:
        if not apart or match.start >= apart[-1].end:
            apart.append(match)
    return apart


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
