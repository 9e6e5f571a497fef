"""How a true pair is made false: one change of each kind that trust.md, row 6, names.

Each mutation takes a pair and a source of chance, and returns a false pair, or None where the
sentence gives no occasion for it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from advisor.domain.values import Language
from advisor.text import sentence_spans
from tests.proof.verifier_pairs import Pair

Mutation = Callable[[Pair, random.Random], Pair | None]
Swap = tuple[str, str]

_NEGATIONS: dict[Language, tuple[Swap, ...]] = {
    Language.EN: (
        (r"\b(shall|must|may|does|is|are|has|have|do|did|was|were) not\b", r"\1"),
        (r"\b(must|shall|may|should)\b(?! not)", r"\1 not"),
        (r"\b(is|are|was|were|has been)\b(?! not)", r"\1 not"),
        (r"\bwithout\b", "with"),
        (r"\bNo (person|public servant|employee|action|member)\b", r"A \1"),
        (r"\bno (?=[a-z])", "a "),
        (r"\bcannot\b", "can"),
        (r"\b(must|shall)\b(?! not)", r"\1 never"),
    ),
    Language.FR: (
        (r"\bne (\w+) pas\b", r"\1"),
        (r"\bn[’'](\w+) pas\b", r"\1"),
        (r"(?<!Nul )(?<!nul )\bne (peut|peuvent|doit|doivent)\b(?! pas| ni)", r"\1"),
        (r"(?<![Nn]e )\b(peut|peuvent|doit|doivent)\b", r"ne \1 pas"),
        (r"(?<![Nn]e )(?<![Nn][’'])\b(est|sont)\b", r"n'\1 pas"),
        (r"\bsans\b", "avec"),
        (r"\bn(?:[’']|e )(\w+) aucun(e?)\b", r"\1 un\2"),
        (r"\bNul ne\b", "Chacun"),
        (r"(?<![Nn]e )\b(doit|peut)\b(?! pas)", r"ne \1 jamais"),
    ),
}
_OBLIGATIONS: dict[Language, tuple[Swap, ...]] = {
    Language.EN: (
        (r"\b(shall|must)\b(?! not)", "may"),
        (r"\b(shall|must)\b(?! not)", "should"),
        (r"\bmay\b(?! not)", "must"),
        (r"\bmay\b(?! not)", "should"),
        (r"\bmay\b(?! not)", "is required to"),
        (r"\b(shall|must|may) not\b", "need not"),
        (r"\b(shall|must|may) not\b", "should not"),
        (r"\bis required to\b", "may"),
        (r"\bis entitled to\b", "must"),
        (r"\bshould\b", "must"),
    ),
    Language.FR: (
        (r"(?<![Nn]e )\bdoit\b", "peut"),
        (r"(?<![Nn]e )\bdoivent\b", "peuvent"),
        (r"(?<![Nn]e )\bpeut\b", "doit"),
        (r"(?<![Nn]e )\bpeuvent\b", "doivent"),
        (r"(?<![Nn]e )\bpeut\b", "devrait"),
        (r"(?<![Nn]e )\bdoit\b", "devrait"),
        (r"(?<![Nn]e )\bpeut\b", "est tenu de"),
        (r"\best tenue? de\b", "peut"),
        (r"\best tenue? d[’']", "peut "),
        (r"\bdevrait\b", "doit"),
        (r"\ba le droit de\b", "doit"),
    ),
}
_NUMBER_WORDS = {
    Language.EN: ("two", "three", "four", "five", "six", "ten", "twelve", "thirty", "sixty"),
    Language.FR: ("deux", "trois", "quatre", "cinq", "six", "dix", "douze", "trente", "soixante"),
}
_MONTHS = {
    Language.EN: ("January", "March", "April", "June", "July", "September", "December"),
    Language.FR: ("janvier", "mars", "avril", "juin", "juillet", "septembre", "décembre"),
}
_UNITS: dict[Language, tuple[tuple[str, ...], ...]] = {
    Language.EN: (("days", "weeks", "months", "years"), ("day", "week", "month", "year")),
    Language.FR: (("jours", "semaines", "mois", "ans", "années"), ("jour", "semaine", "an")),
}
_REFERENCE = {
    Language.EN: r"\b(?:sub)?(?:section|paragraph)s? \(?(\d+(?:\.\d+)?)",
    Language.FR: r"\b(?:article|paragraphe|alinéa)s? \(?(\d+(?:\.\d+)?)",
}
_EXCEPTION = {
    Language.EN: r",? (?:unless|except|other than|subject to|only if)\b[^.;:]*",
    Language.FR: (
        r",? (?:sauf|à moins (?:que|qu’|de|d’)|sous réserve|à l’exception|autres? que)[^.;:]*"
    ),
}
_CONDITION = {
    Language.EN: r",? \b(?:if|when|where|whenever|provided that|until)\b [^.,;:]*",
    Language.FR: (
        r",? \b(?:si|s’il|lorsque|lorsqu’il|dans le cas où|en cas de|tant que)\b ?[^.,;:]*"
    ),
}
_SCOPES: dict[Language, tuple[tuple[Swap, ...], tuple[Swap, ...]]] = {
    Language.EN: (
        (
            (r"\bonly\b ?", ""),
            (r"\bat least\b", "at most"),
            (r"\b(?:within|not later than) (?=\w+ days)", "after "),
            (r"\b(?:a|the) public servant\b", "any person"),
            (r"\bsome\b", "all"),
            (r"\b(?:the|a) (?=\w+ (?:must|may|shall)\b)", "every "),
            (r"\b(?:reasonable|serious|written|specific) ", ""),
        ),
        (
            (r"\b(may|must|shall)\b", r"\1 only"),
            (r"\b(?:any|every|all)\b", "some"),
            (r"\b(may|must|shall)\b(?! not)", r"\1 usually"),
            (r"\bnot more than\b", "not less than"),
            (r"\bperson\b", "minister"),
        ),
    ),
    Language.FR: (
        (
            (r"\b(?:seulement|uniquement|exclusivement)\b ?", ""),
            (r"\bau moins\b", "au plus"),
            (r"\bdans les (?=\w+ jours)", "après les "),
            (r"\b[Ll]e fonctionnaire\b", "toute personne"),
            (r"\bcertains\b", "tous les"),
            (r"\b[Ll]e (?=\w+ (?:peut|doit)\b)", "chaque "),
            (r" (?:raisonnables?|graves?|écrite?|précis)\b", ""),
        ),
        (
            (r"\b(peut|doit)\b", r"\1 seulement"),
            (r"\b(?:tous les|toutes les)\b", "certains"),
            (r"\btoute\b", "certaine"),
            (r"\b(peut|doit)\b", r"\1 généralement"),
            (r"\bau plus\b", "au moins"),
            (r"\bpersonne\b", "ministre"),
        ),
    ),
}
_ACTORS = {
    Language.EN: (
        "Commissioner", "Minister", "employer", "employee", "public servant", "deputy head",
        "Tribunal", "Board", "chief executive", "complainant", "Governor in Council", "person",
    ),
    Language.FR: (
        "commissaire", "ministre", "employeur", "fonctionnaire", "administrateur général",
        "Tribunal", "plaignant", "gouverneur en conseil", "personne", "Commission",
    ),
}  # fmt: skip
_ALIKE = {"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "i": "і", "x": "х", "s": "ѕ"}
_HIDDEN = ("\u200b", "\u2060", "\ufeff", "\u202e", "\U000e0061")


def _swapped(pair: Pair, rng: random.Random, swaps: Sequence[Swap]) -> Pair | None:
    """One occurrence of one of the patterns, chosen by chance, replaced."""
    found = [
        (match, replacement)
        for pattern, replacement in swaps
        for match in re.finditer(pattern, pair.text)
    ]
    if not found:
        return None
    match, replacement = rng.choice(found)
    text = pair.text[: match.start()] + match.expand(replacement) + pair.text[match.end() :]
    return pair.with_text(text) if text != pair.text else None


def negation(pair: Pair, rng: random.Random) -> Pair | None:
    return _swapped(pair, rng, _NEGATIONS[pair.passage.language])


def obligation(pair: Pair, rng: random.Random) -> Pair | None:
    return _swapped(pair, rng, _OBLIGATIONS[pair.passage.language])


def number(pair: Pair, rng: random.Random) -> Pair | None:
    words = _NUMBER_WORDS[pair.passage.language]
    figure = str(rng.randrange(2, 98))
    swaps = [(rf"\b(?:{'|'.join(words)})\b", rng.choice(words)), (r"(?<![\d$])\d+\b", figure)]
    return _swapped(pair, rng, swaps)


def amount(pair: Pair, rng: random.Random) -> Pair | None:
    figure = str(rng.randrange(100, 90_000))
    money = r"(?<=\$)[\d,]+|\d[\d\s]*(?=[\s\u00a0]?\$)"
    return _swapped(pair, rng, [(money, figure)])


def date(pair: Pair, rng: random.Random) -> Pair | None:
    months = "|".join(_MONTHS[pair.passage.language])
    return _swapped(
        pair,
        rng,
        [
            (rf"\b(?:{months})\b(?= \d)", rng.choice(_MONTHS[pair.passage.language])),
            (rf"(?<=(?:\w) )\b\d{{1,2}}(?= (?:{months})\b)", str(rng.randrange(2, 28))),
            (r"\b(?:19|20)\d\d\b", str(rng.randrange(1950, 2030))),
        ],
    )


def unit(pair: Pair, rng: random.Random) -> Pair | None:
    words = "|".join(_NUMBER_WORDS[pair.passage.language])
    swaps = [
        (rf"((?:\d+|\b(?:{words}|one|un))[- ]){old}\b", rf"\g<1>{new}")
        for names in _UNITS[pair.passage.language]
        for old in names
        for new in names
        if new != old and {old, new} != {"ans", "années"}
    ]
    return _swapped(pair, rng, swaps)


def locator(pair: Pair, rng: random.Random) -> Pair | None:
    """Another section named in the sentence, or another provision named in the citation."""
    if rng.random() < 0.3:
        return replace(
            pair, cited=f"{pair.passage.source_id}#{rng.randrange(900, 999)}@en/official"
        )
    if rng.random() < 0.3 and pair.others[0].id != pair.passage.id:
        return replace(pair, cited=pair.others[0].id)
    found = list(re.finditer(_REFERENCE[pair.passage.language], pair.text))
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
        return _swapped(pair, rng, [(_EXCEPTION[language], "")])
    found = list(re.finditer(_EXCEPTION[language], pair.quote))
    if not found or found[0].start() < 40:
        return None
    cut = replace(pair, end=pair.start + found[0].start())
    return cut.with_text(cut.quote + ".")


def condition(pair: Pair, rng: random.Random) -> Pair | None:
    return _swapped(pair, rng, [(_CONDITION[pair.passage.language], "")])


def widened(pair: Pair, rng: random.Random) -> Pair | None:
    return _swapped(pair, rng, _SCOPES[pair.passage.language][0])


def narrowed(pair: Pair, rng: random.Random) -> Pair | None:
    return _swapped(pair, rng, _SCOPES[pair.passage.language][1])


def actor(pair: Pair, rng: random.Random) -> Pair | None:
    """Two actors exchanged, or one replaced."""
    named = _ACTORS[pair.passage.language]
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
    places = [place for place, letter in enumerate(whole) if letter in _ALIKE]
    if not places:
        return None
    place = rng.choice(places)
    letter = rng.choice((_ALIKE[whole[place]], whole[place] + rng.choice(_HIDDEN)))
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
