"""Whether a sentence says more, or something else, than the texts it rests on (trust.md, V6-V8)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from advisor.claims.amounts import amounts, carried
from advisor.claims.force import EDGE, Gap, Reading, actors, read
from advisor.claims.lists import lists, plain, whole_words
from advisor.domain.values import Language
from advisor.text import sentences

_FORBIDDING = frozenset({"must_not", "not", "should_not"})
_NEAR = 4  # content words after a marker in which its subject must be found again
_PREFIXES = ("un", "in", "im", "il", "ir", "non", "dis", "de", "mal")


def unsupported(sentence: str, support: Sequence[str], language: Language) -> tuple[str, ...]:
    """What `sentence` claims and no text of `support` carries: `V6: 60 days`, `V7: must`.

    Figures of every kind (V6), duties and prohibitions (V7). Pure membership: enough for a card,
    whose author and reviewer answer for its wording. A plain imperative is neither.
    """
    said = [amount for text in support for amount in amounts(text, language)]
    reasons = [
        f"V6: {amount.said}" for amount in amounts(sentence, language) if not carried(amount, said)
    ]
    mine = read(sentence, language).forces
    theirs = frozenset[str]().union(*(read(text, language).forces for text in support))
    if "must" in mine and "must" not in theirs:
        reasons.append("V7: must")
    if "must_not" in mine and not theirs & _FORBIDDING:
        reasons.append("V7: must not")
    return tuple(dict.fromkeys(reasons))


def altered(sentence: str, support: Sequence[str], language: Language) -> tuple[str, ...]:
    """What `sentence` changes of the texts it rests on: reason codes, empty when nothing.

    Stricter than `unsupported`, for sentences nobody reviewed: force and negation must stand at
    the same place (V7), exceptions and conditions stay (V7), and who does what to whom (V8).
    """
    mine = read(sentence, language)
    theirs = [read(text, language) for text in support]
    reasons = [
        *_gap_changes(mine, theirs),
        *_dropped_scope(mine, support, language),
        *_actor_changes(sentence, support, language),
        *_opposites(mine, theirs, language),
    ]
    return tuple(dict.fromkeys(reasons))


def _gap_changes(mine: Reading, theirs: Sequence[Reading]) -> Iterator[str]:
    """Markers added, removed or replaced between words that both texts share."""
    known: dict[tuple[str, str], list[Gap]] = defaultdict(list)
    governors: dict[str, set[str | None]] = defaultdict(set)
    for reading in theirs:
        for gap in reading.gaps:
            known[gap.before, gap.after].append(gap)
        for word, force in reading.governed:
            governors[word].add(force)
    place = 0
    for gap in mine.gaps:
        same = known.get((gap.before, gap.after))
        if gap.before == gap.after == EDGE and not (gap.force or gap.scope):
            continue
        if same:
            yield from _between(gap, same)
        elif gap.force:
            ahead = mine.governed[place : place + _NEAR]
            if not any(force in governors.get(word, ()) for word, force in ahead):
                yield f"V7: {' '.join(gap.force)}"
        elif gap.after != EDGE and mine.governed[place][1] is None:
            there = governors.get(gap.after)
            if there and there <= _FORBIDDING:
                yield "V7: not"
        place += gap.after != EDGE


def _between(gap: Gap, same: Iterable[Gap]) -> Iterator[str]:
    """Reasons why none of the gaps between the same two words says the same."""
    if not any(gap.force == other.force for other in same):
        yield f"V7: {' '.join(gap.force) or 'not'}"
    exact = frozenset({"exception", "condition", "only"})
    if not any(gap.scope & exact == other.scope & exact for other in same):
        yield f"V7: {' '.join(sorted(gap.scope & exact)) or 'scope'}"
    for quantity in ("all", "some"):
        if quantity in gap.scope and not any(quantity in other.scope for other in same):
            yield f"V7: {quantity}"
    if not any(other.scope & {"some"} <= gap.scope for other in same):
        yield "V7: some"


def _dropped_scope(mine: Reading, support: Sequence[str], language: Language) -> Iterator[str]:
    """An exception or a condition of the sentence relied on that this one leaves out."""
    candidates = [read(one, language) for text in support for one in sentences(text, language)]
    best = max(candidates, key=lambda one: _shared(mine, one), default=None)
    if best is None or not best.content & mine.content:
        return
    for mark in ("exception", "condition"):
        if mark in best.scopes and mark not in mine.scopes:
            yield f"V7: {mark} dropped"
        if mark in mine.scopes and not any(mark in one.scopes for one in candidates):
            yield f"V7: {mark}"


def _shared(mine: Reading, other: Reading) -> tuple[int, int]:
    """How near another sentence is: the words shared, and how little else it says."""
    return len(other.content & mine.content), -len(other.content)


def _actor_changes(sentence: str, support: Sequence[str], language: Language) -> Iterator[str]:
    """Somebody named who is not in the texts, or two who changed places."""
    mine = actors(sentence, language)
    theirs = [actors(text, language) for text in support]
    if set(mine) - {one for those in theirs for one in those} - {0}:
        yield "V8: actor"
    elif len(set(mine)) > 1 and not any(_in_order(mine, those) for those in theirs):
        yield "V8: actors exchanged"


def _in_order(some: Sequence[int], those: Sequence[int]) -> bool:
    rest = iter(those)
    return all(one in rest for one in some)


def _opposites(mine: Reading, theirs: Sequence[Reading], language: Language) -> Iterator[str]:
    """A word that the texts hold only as its opposite: with or without `un-`, or of the list."""
    known = frozenset[str]().union(*(reading.content for reading in theirs))
    fresh = mine.content - known
    for word in sorted(fresh):
        bare = {word.removeprefix(prefix) for prefix in _PREFIXES if word.startswith(prefix)}
        if bare & known or {prefix + word for prefix in _PREFIXES} & known:
            yield f"V7: {word}"
    for pair in lists(language)["opposites"]:
        one, other = (min(read(plain(word), language).content, default="") for word in pair)
        for here, there in ((one, other), (other, one)):
            if here in fresh and there in known:
                yield f"V7: {here}"


def names_provision(sentence: str, language: Language) -> bool:
    """Whether a sentence speaks of an act, a policy, a code or a section."""
    return bool(_provision_words(language).search(plain(sentence)))


@lru_cache(maxsize=2)
def _provision_words(language: Language) -> re.Pattern[str]:
    return whole_words(lists(language)["provision_words"])
