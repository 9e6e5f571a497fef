"""How a true pair is made false: one change of each kind that trust.md, row 6, names.

Each mutation takes a pair and a source of chance, and returns a false pair, or None where the
sentence gives no occasion for it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from advisor.text import sentence_spans
from tests.proof import verifier_swaps as swaps
from tests.proof.verifier_pairs import Pair
from tests.proof.verifier_swaps import Swap

Mutation = Callable[[Pair, random.Random], Pair | None]


def _swapped(pair: Pair, rng: random.Random, pairs: Sequence[Swap]) -> Pair | None:
    """One occurrence of one of the patterns, chosen by chance, replaced."""
    found = [
        (match, replacement)
        for pattern, replacement in pairs
        for match in re.finditer(pattern, pair.text)
    ]
    if not found:
        return None
    match, replacement = rng.choice(found)
    text = pair.text[: match.start()] + match.expand(replacement) + pair.text[match.end() :]
    return pair.with_text(text) if text != pair.text else None


def negation(pair: Pair, rng: random.Random) -> Pair | None:
    return _swapped(pair, rng, swaps.NEGATIONS[pair.passage.language])


def obligation(pair: Pair, rng: random.Random) -> Pair | None:
    return _swapped(pair, rng, swaps.OBLIGATIONS[pair.passage.language])


def number(pair: Pair, rng: random.Random) -> Pair | None:
    words = swaps.NUMBER_WORDS[pair.passage.language]
    figure = str(rng.randrange(2, 98))
    choices = [(rf"\b(?:{'|'.join(words)})\b", rng.choice(words)), (r"(?<![\d$])\d+\b", figure)]
    return _swapped(pair, rng, choices)


def amount(pair: Pair, rng: random.Random) -> Pair | None:
    figure = str(rng.randrange(100, 90_000))
    money = r"(?<=\$)[\d,]+|\d[\d\s]*(?=[\s\u00a0]?\$)"
    return _swapped(pair, rng, [(money, figure)])


def date(pair: Pair, rng: random.Random) -> Pair | None:
    months = "|".join(swaps.MONTHS[pair.passage.language])
    return _swapped(
        pair,
        rng,
        [
            (rf"\b(?:{months})\b(?= \d)", rng.choice(swaps.MONTHS[pair.passage.language])),
            (rf"(?<=(?:\w) )\b\d{{1,2}}(?= (?:{months})\b)", str(rng.randrange(2, 28))),
            (r"\b(?:19|20)\d\d\b", str(rng.randrange(1950, 2030))),
        ],
    )


def unit(pair: Pair, rng: random.Random) -> Pair | None:
    words = "|".join(swaps.NUMBER_WORDS[pair.passage.language])
    choices = [
        (rf"((?:\d+|\b(?:{words}|one|un))[- ]){old}\b", rf"\g<1>{new}")
        for names in swaps.UNITS[pair.passage.language]
        for old in names
        for new in names
        if new != old and {old, new} != {"ans", "années"}
    ]
    return _swapped(pair, rng, choices)


def locator(pair: Pair, rng: random.Random) -> Pair | None:
    """Another section named in the sentence, or another provision named in the citation."""
    if rng.random() < 0.3:
        return replace(
            pair, cited=f"{pair.passage.source_id}#{rng.randrange(900, 999)}@en/official"
        )
    if rng.random() < 0.3 and pair.others[0].id != pair.passage.id:
        return replace(pair, cited=pair.others[0].id)
    found = list(re.finditer(swaps.REFERENCE[pair.passage.language], pair.text))
    if not found:
        return None
    start, end = rng.choice(found).span(1)
    other = str(rng.randrange(1, 250))
    if other == pair.text[start:end]:
        return None
    return pair.with_text(pair.text[:start] + other + pair.text[end:])


def version(pair: Pair, rng: random.Random) -> Pair | None:
    """A repealed text, another generation, or a sentence of a text that has changed since."""
    way = rng.randrange(3)
    if way == 0:
        return replace(pair, passage=pair.passage.model_copy(update={"in_force": False}))
    if way == 1:
        return replace(pair, serving="g2")
    changed = number(pair.with_text(pair.passage.text), rng)
    if changed is None:
        return None
    passage = pair.passage.model_copy(update={"text": changed.text})
    found = replace(pair, passage=passage)
    return None if pair.text in changed.text or pair.quote in found.text else found


def exception(pair: Pair, rng: random.Random) -> Pair | None:
    """The exception left out of the sentence, or of the quote as well."""
    language = pair.passage.language
    if rng.random() < 0.5:
        return _swapped(pair, rng, [(swaps.EXCEPTION[language], "")])
    found = list(re.finditer(swaps.EXCEPTION[language], pair.quote))
    if not found or found[0].start() < 40:
        return None
    cut = replace(pair, end=pair.start + found[0].start())
    return cut.with_text(cut.quote + ".")


def condition(pair: Pair, rng: random.Random) -> Pair | None:
    return _swapped(pair, rng, [(swaps.CONDITION[pair.passage.language], "")])


def widened(pair: Pair, rng: random.Random) -> Pair | None:
    return _swapped(pair, rng, swaps.SCOPES[pair.passage.language][0])


def narrowed(pair: Pair, rng: random.Random) -> Pair | None:
    return _swapped(pair, rng, swaps.SCOPES[pair.passage.language][1])


def actor(pair: Pair, rng: random.Random) -> Pair | None:
    """Two actors exchanged, or one replaced."""
    named = swaps.ACTORS[pair.passage.language]
    found = list(re.finditer(rf"\b(?:{'|'.join(named)})\b", pair.text))
    kinds = sorted({match.group() for match in found})
    if len(kinds) > 1 and rng.random() < 0.6:
        one, two = rng.sample(kinds, 2)
        swap = {one: two, two: one}
        pattern = rf"\b(?:{one}|{two})\b"
        return pair.with_text(re.sub(pattern, lambda match: swap[match.group()], pair.text))
    if not found:
        return None
    match = rng.choice(found)
    new = rng.choice([name for name in named if name != match.group()])
    return pair.with_text(pair.text[: match.start()] + new + pair.text[match.end() :])


def obj(pair: Pair, rng: random.Random) -> Pair | None:
    """Two long words of the sentence change places."""
    found = list(re.finditer(r"(?<= )[a-zà-ÿ]{6,}(?=[ ,.;])", pair.text))
    if len({match.group() for match in found}) < 2:
        return None
    one, two = sorted(rng.sample(found, 2), key=lambda match: match.start())
    if one.group() == two.group():
        return None
    text, middle = pair.text, pair.text[one.end() : two.start()]
    return pair.with_text(
        text[: one.start()] + two.group() + middle + one.group() + text[two.end() :]
    )


def homoglyph(pair: Pair, rng: random.Random) -> Pair | None:
    """A letter that only looks right, or a hidden one, in the sentence or the drafted quote."""
    whole = pair.text if rng.random() < 0.5 else pair.quote
    places = [place for place, letter in enumerate(whole) if letter in swaps.ALIKE]
    if not places:
        return None
    place = rng.choice(places)
    letter = rng.choice((swaps.ALIKE[whole[place]], whole[place] + rng.choice(swaps.HIDDEN)))
    changed = whole[:place] + letter + whole[place + 1 :]
    return pair.with_text(changed) if whole is pair.text else replace(pair, drafted=changed)


def ellipsis(pair: Pair, rng: random.Random) -> Pair | None:
    """The middle left out of the drafted quote, or of the words between quotation marks."""
    words = pair.quote.split()
    if len(words) < 9:
        return None
    cut = rng.randrange(3, len(words) - 4)
    dots = rng.choice(("…", "...", "[...]", "[…]"))
    shortened = " ".join([*words[:cut], dots, *words[cut + 2 :]])
    if rng.random() < 0.5:
        return replace(pair, drafted=shortened)
    return pair.with_text(f"“{shortened}”" if rng.random() < 0.5 else shortened)


def foreign(pair: Pair, rng: random.Random) -> Pair | None:
    """A clause of another provision joined to the sentence, or put in its place."""
    other = pair.others[0].text
    spans = sentence_spans(other, pair.passage.language)
    start, end = rng.choice(spans)
    clause = other[start:end]
    if len(clause) < 40 or clause in pair.passage.text:
        return None
    way = rng.randrange(3)
    if way == 0:
        return pair.with_text(clause)
    part = clause.split(",")[0].rstrip(".;: ")
    joined = f"{pair.text.rstrip('. ')}, {part[:1].lower()}{part[1:]}."
    return pair.with_text(joined if way == 1 else f"{pair.text} {clause}")


NEVER: dict[str, Mutation] = {
    "negation": negation,
    "obligation": obligation,
    "number": number,
    "amount": amount,
    "date": date,
    "deadline unit": unit,
    "locator": locator,
    "stale version": version,
    "homoglyph": homoglyph,
    "ellipsis": ellipsis,
}
"""Kinds of which none may be accepted."""

PUBLISHED: dict[str, Mutation] = {
    "dropped exception": exception,
    "dropped condition": condition,
    "widened scope": widened,
    "narrowed scope": narrowed,
    "swapped actor": actor,
    "swapped object": obj,
    "foreign clause": foreign,
}
"""Kinds of which the escape rate is published, and falls."""
