"""Whether a sentence says more, or something else, than the texts it rests on (trust.md, V6-V8)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from advisor.claims.figures import amounts, carried
from advisor.claims.force import EDGE, Gap, Reading, actors, read
from advisor.claims.lists import lists, plain, whole_words
from advisor.claims.places import Places, changed_places
from advisor.domain.values import Language
from advisor.text import content_words, sentences, stem

_FORBIDDING = frozenset({"must_not", "not", "should_not"})
_STAFF, _PEOPLE = 0, 1  # the first two kinds of actors: the asker's own, and anybody
_PREFIXES = ("un", "in", "im", "il", "ir", "non", "dis", "de", "mal")
_OWN_CLAUSE = 3  # content words of a clause that must be known by itself, to a third at least


def unsupported(sentence: str, support: Sequence[str], language: Language) -> tuple[str, ...]:
    """What `sentence` claims and no text of `support` carries: `V6: 60 days`, `V7: must`.

    Figures of every kind but "the two of you" (V6), duties and prohibitions (V7). Pure membership:
    enough for a card, whose author and reviewer answer for its wording. A plain imperative is no
    duty.
    """
    said = [amount for text in support for amount in amounts(text, language)]
    reasons = [
        f"V6: {amount.said}"
        for amount in amounts(sentence, language)
        if amount.kind != "count" and not carried(amount, said)
    ]
    mine = read(sentence, language).forces
    theirs = frozenset[str]().union(*(read(text, language).forces for text in support))
    if "must" in mine and "must" not in theirs:
        reasons.append("V7: must")
    if "must_not" in mine and not theirs & _FORBIDDING:
        reasons.append("V7: must not")
    return tuple(dict.fromkeys(reasons))


def altered(statement: str, support: Sequence[str], language: Language) -> tuple[str, ...]:
    """What `statement` changes of the texts it rests on: reason codes, empty when nothing.

    Stricter than `unsupported`, for sentences nobody reviewed: figures, force and negation must
    stand at the same place (V6, V7), exceptions and conditions stay (V7), who does what to whom
    does not change and no clause comes from elsewhere (V8).
    """
    theirs = Places([read(text, language) for text in support], language)
    pieces = [one for text in support for one in sentences(text, language)]
    said = [amount for text in support for amount in amounts(text, language)]
    counts = [amount for amount in amounts(statement, language) if amount.kind == "count"]
    reasons = [f"V6: {amount.said}" for amount in counts if not carried(amount, said)]
    for sentence in sentences(statement, language):
        mine = read(sentence, language)
        nearest = max(pieces, key=lambda one: _nearness(mine, read(one, language)), default="")
        near = read(nearest, language)
        reasons += changed_places(mine, theirs, ordered=_alike(mine, near, 0.7))
        reasons += _dropped_scope(mine, near, theirs)
        reasons += _actor_changes(sentence, nearest, support, language)
        reasons += _opposites(mine, theirs.words, language)
        reasons += _strangers(sentence, theirs.words, language)
    return tuple(dict.fromkeys(reasons))


def _nearness(mine: Reading, other: Reading) -> tuple[int, int]:
    """How near another sentence is: the words shared, then how little else it says."""
    return len(other.content & mine.content), -len(other.content)


def _dropped_scope(mine: Reading, nearest: Reading, theirs: Places) -> Iterator[str]:
    """An exception or a condition of the sentence relied on that this one leaves out or adds."""
    if not nearest.content & mine.content:
        return
    for mark in ("exception", "condition"):
        here = [gap for gap in mine.gaps if mark in gap.scope]
        there = [gap for gap in nearest.gaps if mark in gap.scope]
        inside = [gap for gap in there if {gap.before, gap.after} <= mine.content | {EDGE}]
        if len(here) < len(inside) or any(_left_out(gap, here, mine) for gap in there):
            yield f"V7: {mark} dropped"
        strange = mark == "exception" or any(gap.after not in theirs.words for gap in here)
        if here and strange and mark not in theirs.scopes:
            yield f"V7: {mark}"  # "if" may stand for "who": with words that the texts have


def _left_out(gap: Gap, here: Sequence[Gap], mine: Reading) -> bool:
    """Whether an exception or condition that stood at a place of this sentence is gone."""
    if not here:
        return True
    if any(gap.before == other.before or gap.after == other.after for other in here):
        return False
    return bool({gap.before, gap.after} & mine.content)


def _actor_changes(
    sentence: str, nearest: str, support: Sequence[str], language: Language
) -> Iterator[str]:
    """Somebody named who is not in the texts, or two who changed places."""
    mine, near = actors(sentence, language), actors(nearest, language)
    everywhere = {one for text in support for one in actors(text, language)}
    fresh = set(mine) - everywhere
    if _STAFF in fresh and (not near or _PEOPLE in near):
        fresh -= {_STAFF}
    if fresh:
        yield "V8: actor"
    elif mine != near and _alike(read(sentence, language), read(nearest, language), 0.85):
        yield "V8: actor replaced"
    elif len(set(mine)) > 1 and set(mine) <= set(near) and not _in_order(mine, near):
        yield "V8: actors exchanged"


def _alike(mine: Reading, other: Reading, share: float) -> bool:
    """Whether both sentences have at least this share of their words in common."""
    shared = len(mine.content & other.content)
    return shared >= share * max(len(mine.content), len(other.content))


def _in_order(some: Sequence[int], those: Sequence[int]) -> bool:
    rest = iter(those)
    return all(one in rest for one in some)


def _opposites(mine: Reading, known: frozenset[str], language: Language) -> Iterator[str]:
    """A word that the texts hold only as its opposite: with or without `un-`, or of the list."""
    fresh = mine.content - known
    for word in sorted(fresh):
        bare = {word.removeprefix(prefix) for prefix in _PREFIXES if word.startswith(prefix)}
        if bare & known or {prefix + word for prefix in _PREFIXES} & known:
            yield f"V7: {word}"
    for pair in lists(language)["opposites"]:
        one, other = (stem(plain(word), language) for word in pair)
        for here, there in ((one, other), (other, one)):
            if here in fresh and there in known:
                yield f"V7: {here}"


def _strangers(sentence: str, known: frozenset[str], language: Language) -> Iterator[str]:
    """A sentence or a long clause made of other words than the texts."""
    whole = read(sentence, language).content
    if len(whole & known) < 0.5 * len(whole):
        yield "V8: sentence"
    for clause in re.split(r"[,;:]", sentence):
        words = content_words(clause, language)
        theirs = read(clause, language).content
        if len(words) >= _OWN_CLAUSE and len(theirs & known) * 3 < len(theirs):
            yield "V8: clause"


def names_provision(sentence: str, language: Language) -> bool:
    """Whether a sentence speaks of an act, a policy, a code or a section."""
    return bool(_provision_words(language).search(plain(sentence)))


@lru_cache(maxsize=2)
def _provision_words(language: Language) -> re.Pattern[str]:
    return whole_words(lists(language)["provision_words"])
