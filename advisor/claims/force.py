"""What a sentence orders, allows, forbids or denies, and where in the sentence it does so.

A text is read as content words (stems) with *gaps* between them; a gap holds the markers that
stand there: modal verbs, negations, exceptions, conditions, quantifiers. Two texts that share two
neighbouring words must hold the same markers between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from advisor.claims.figures import in_digits
from advisor.claims.lists import lists, plain, whole_words
from advisor.domain.values import Language
from advisor.text import STOP_WORDS, stem

EDGE = "."
"""Stands for the beginning and the end of a sentence."""

_REACH = 8  # content words that a modal verb governs, at most
_DUTIES = frozenset({"must", "duty"})
_MODALS = frozenset({"must", "duty", "may", "should"})
_DENIED = frozenset({"must_not", "should_not", "no_duty"})
_NEGATIONS = frozenset({"not", "none", "never", "half"})
_SCOPE = frozenset({"exception", "condition", "only", "all", "some", "most", "least"})
_BOUNDARY = frozenset(".;:!?")
_TOKEN = re.compile(r"[^\W_]+(?:\.\d+)*|[.;:!?](?=\s|$|\")")


@dataclass(frozen=True)
class Gap:
    """What stands between two neighbouring content words (or an edge): `force` and `scope`.

    `force`: sorted classes among must, may, should, must_not, should_not, no_duty, not, without.
    `denials`: how many negations; "ne peut" and "ne peut pas" are one.
    `scope`: classes among exception, condition, only, all, some, most, least.
    """

    before: str
    after: str
    force: tuple[str, ...]
    denials: int
    scope: frozenset[str]


@dataclass(frozen=True)
class Reading:
    """A text as gaps, and for each of them the word behind it (or an edge) and what governs it."""

    gaps: tuple[Gap, ...]
    governed: tuple[tuple[str, str | None], ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The content words and edges, in order; the last is an edge."""
        return tuple(gap.after for gap in self.gaps)

    @cached_property
    def forces(self) -> frozenset[str]:
        """Every force that governs something, or stands somewhere, in the text."""
        standing = {force for gap in self.gaps for force in gap.force}
        return frozenset(standing | {force for _, force in self.governed if force})

    @cached_property
    def scopes(self) -> frozenset[str]:
        """Every marker of scope in the text."""
        return frozenset(mark for gap in self.gaps for mark in gap.scope)

    @cached_property
    def content(self) -> frozenset[str]:
        """The content words."""
        return frozenset(word for word, _ in self.governed if word != EDGE)


@lru_cache(maxsize=2)
def _markers(language: Language) -> tuple[re.Pattern[str], dict[str, str]]:
    its = lists(language)
    classes: dict[str, str] = {}
    for group in ("force", "scope"):
        for name, phrases in its[group].items():
            for phrase in phrases:
                classes.setdefault(phrase, name)
    return whole_words(classes), classes


def _tokens(text: str, language: Language) -> Iterator[tuple[str, str]]:
    """(kind, value): `word` with a stem, `edge`, or the class of a marker with its phrase."""
    pattern, classes = _markers(language)
    stop = STOP_WORDS[language]
    position = 0
    for match in [*pattern.finditer(text), None]:
        for token in _TOKEN.finditer(text, position, match.start() if match else len(text)):
            word = token.group()
            if word in _BOUNDARY:
                yield "edge", EDGE
            elif word not in stop:
                yield "word", stem(word, language)
        if match:
            position = match.end()
            yield classes[match.group()], match.group()


@lru_cache(maxsize=2048)
def read(text: str, language: Language) -> Reading:
    """The reading of a text (of any length); linear in its length."""
    gaps: list[Gap] = []
    governed: list[tuple[str, str | None]] = []
    previous = EDGE
    held: list[str] = []
    governor = _Governor()
    for kind, value in [*_tokens(in_digits(text, language), language), ("edge", EDGE)]:
        if kind in ("word", "edge"):
            gaps.append(
                Gap(previous, value, _force(held), _denials(held), frozenset(held) & _SCOPE)
            )
            previous, held = value, []
            governed.append((value, governor.over() if kind == "word" else None))
            if kind == "edge":
                governor = _Governor()
        else:
            held.append(kind)
            governor.meet(kind)
    return Reading(tuple(gaps), tuple(governed))


def _force(held: list[str]) -> tuple[str, ...]:
    """The force of one gap: `must` and `not` together are one prohibition, two negations one."""
    found = set(held) - _SCOPE
    negated = bool(found & _NEGATIONS)
    force = {_plain_class(kind) for kind in found - _NEGATIONS - _MODALS}
    for kind in found & _MODALS:
        refraining = "half" in held and held.index(kind) < held.index("half")  # "peut ne pas"
        force.add(_negated(kind) if negated and not refraining else _plain_class(kind))
    if negated and not found & _MODALS:
        force.add("not")
    return tuple(sorted(force))


def _denials(held: list[str]) -> int:
    """Beside a modal verb "ne" alone denies as "ne ... pas" does; elsewhere both words count."""
    whole = sum(kind not in _SCOPE | _MODALS | {"half"} for kind in held)
    half = held.count("half")
    return max(whole, min(half, 1)) if set(held) & _MODALS else whole + 2 * half


def _plain_class(kind: str) -> str:
    if kind in _DUTIES:
        return "must"
    return "must_not" if kind in ("cannot", "banned") else kind


def _negated(kind: str) -> str:
    return {"duty": "no_duty", "should": "should_not"}.get(kind, "must_not")


class _Governor:
    """The force over the next content words, as a reader would take it. Not kept between texts."""

    def __init__(self) -> None:
        self._force: str | None = None
        self._distance = 0
        self._denied = False

    def meet(self, kind: str) -> None:
        """A marker was read."""
        if kind in ("exception", "condition"):
            self._force, self._distance, self._denied = None, 0, False
        elif kind in _NEGATIONS:
            self._denied = self._denied or self._force is None or kind == "none"
            if self._distance == 0 and self._force in _DENIED:
                return  # the second half of "ne doit pas"
            near = self._distance == 0 and self._force in _MODALS
            self._set(_negated(self._force or "") if near else "not")
        elif kind in _MODALS:
            self._set(_negated(kind) if self._denied else _plain_class(kind))
        elif kind == "banned" and self._force == "not" and self._distance == 0:
            self._set("may")  # "it is not prohibited"
        elif kind not in _SCOPE and kind != "without":
            self._set(_plain_class(kind))

    def _set(self, force: str) -> None:
        self._force, self._distance = force, 0

    def over(self) -> str | None:
        """The force over the content word just read."""
        self._distance += 1
        return self._force if self._distance <= _REACH else None


@lru_cache(maxsize=2)
def _actor_patterns(language: Language) -> tuple[re.Pattern[str], dict[str, int]]:
    groups = {
        phrase: number
        for number, phrases in enumerate(lists(language)["actors"])
        for phrase in phrases
    }
    return whole_words(groups), groups


def actors(text: str, language: Language) -> tuple[int, ...]:
    """The kinds of people and bodies named, in order, as numbers; neighbours named once."""
    pattern, groups = _actor_patterns(language)
    found = [groups[match.group()] for match in pattern.finditer(plain(text))]
    return tuple(one for place, one in enumerate(found) if place == 0 or found[place - 1] != one)
