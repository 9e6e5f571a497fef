"""Numbers, dates, amounts, durations and references to sections, in one form for both languages.

`trust.md`, V6: what a sentence says in figures must be what its quotes say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from advisor.claims.lists import any_of, lists, plain
from advisor.domain.values import Language

# Every repetition is bounded or possessive: no input makes a search slower than linear.
_NUMBER = (
    r"(?<!\d)(?<!\d[.,])(?:\d{1,3}(?:[ ,]\d{3}){1,4}+(?:[.,]\d{1,2})?+(?!\d)"
    r"|\d{1,12}+(?:[.,]\d{1,12}+){0,5}+)"
)
_STEP = r"(?: ?\([a-z]{1,5}(?:\.\d{1,3})?\)| ?\(\d{1,4}(?:\.\d{1,4})?\)|[a-z]{1,3}\))"
_LOCATOR = (
    rf"(?:\d{{1,5}}+(?:\.\d{{1,4}}){{0,5}}+{_STEP}{{0,6}}"
    r"|\(?[a-z]{1,3}(?:\.\d{1,3})?\)|\(\d{1,4}(?:\.\d{1,4})?\))"
)
_PLAIN = re.compile(rf"(?<!\w){_NUMBER}")
_PHONE = re.compile(r"\b\d{1,4}(?:[-. ]\d{3,4}){2,3}\b|\b\d(?:-\d){2,}\b|\b\d{3}-\d{4}\b")
_MASK = "\u0000"
_BARE = ("number", "count")
_COUNTED = 12
_UNBOUNDED = ("reference", "phone")
_UNITS = ("minute", "hour", "day", "week", "month", "year")

_Reader: TypeAlias = Callable[[re.Match[str]], list[tuple[str, str]]]


@dataclass(frozen=True)
class Amount:
    """One thing said in figures.

    `kind`: date, reference, money, percent, phone, number, a unit of time (`working day`), or
    `count`: a small number in words, without unit ("the two of you").
    `value`: the figure without separators, `year/month/day` with `-` for what is not said, or a
    locator.
    `bound`: at `most`, at `least`, `over`, `under`, `after`, `before`, or nothing.
    `said`: the words, folded.
    """

    kind: str
    value: str
    bound: str | None
    said: str

    @property
    def is_time(self) -> bool:
        """Whether it is a date or a length of time: a deadline, for instance."""
        return self.kind == "date" or self.kind.split()[-1] in _UNITS


@dataclass(frozen=True)
class _Patterns:
    words: re.Pattern[str]
    dates: tuple[re.Pattern[str], ...]
    reference: re.Pattern[str]
    money: re.Pattern[str]
    percent: re.Pattern[str]
    duration: re.Pattern[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]


@lru_cache(maxsize=2)
def _patterns(language: Language) -> _Patterns:
    its = lists(language)
    numbers = its["numbers"]
    word = any_of([*numbers["units"], *numbers["scales"]]) + r"\b"
    link = r"(?:[ -]|" + "|".join(f" {word} " for word in numbers["linking"]) + ")"
    month = any_of(its["months"])
    day = r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|e)?"
    alone = [name for name in its["months"] if name not in its["ambiguous_months"]]
    clear = alone if language is Language.EN else its["months"]  # "section 5 may" is no date
    unit = any_of(name for names in its["time"].values() for name in names)
    further = rf"(?!\d+(?: \w+)? {unit}){_LOCATOR}"  # "section 8, 60 days" is one section
    locators = rf"{_LOCATOR}(?:(?:,? (?:{'|'.join(its['joining'])})|,|-) ?{further})*+"
    kinds = any_of(name for names in its["day_kinds"].values() for name in names)
    once = any_of(its["once"])
    signs, scale = any_of(its["money"]["signs"]), any_of(numbers["scales"])
    small = rf"(?: (?:{any_of(its['small_words'])})\b|[ (])*"
    return _Patterns(
        words=re.compile(rf"\b{word}(?:{link}{word})*"),
        dates=(
            re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})(?:-(?P<d>\d{2}))?\b"),
            re.compile(rf"\b{day} (?:of )?(?P<m>{month})\b,? (?P<y>\d{{4}})\b"),
            re.compile(rf"\b{day} (?:of )?(?P<m>{any_of(clear)})\b"),
            re.compile(rf"\b(?P<m>{month})\.? {day}\b(?:,? (?P<y>\d{{4}})\b)?"),
            re.compile(rf"\b(?P<m>{month}) (?P<y>\d{{4}})\b"),
            re.compile(rf"\b(?P<m>{any_of(alone)})\b"),
        ),
        reference=re.compile(
            rf"\b(?:{any_of(its['references'])}|{any_of(its['short_references'])}\.?) "
            rf"(?P<l>{locators})"
        ),
        money=re.compile(
            rf"{signs} ?(?P<a>{_NUMBER})(?P<x> {scale})?"
            rf"|(?P<b>{_NUMBER}) ?(?:(?P<z>{scale}) )?"
            rf"(?:{signs}|{any_of(its['money']['words'])}\b)"
        ),
        percent=re.compile(rf"(?P<n>{_NUMBER}) ?{any_of(its['percent'])}"),
        duration=re.compile(
            rf"(?:(?P<n>{_NUMBER})(?:st|nd|rd|th|er|re|e|ieme)?\)?|\b(?P<one>{once}))[ -]"
            rf"(?:(?P<k>{kinds})[ -])?(?P<u>{unit})\b(?: (?P<l>{kinds})\b)?"
        ),
        before=_bounds(its["bounds"], rf"\b(?:%s){small}$"),
        behind=_bounds(its["bounds_after"], r"^ ?(?:%s)\b"),
    )


def _bounds(phrases: dict[str, list[str]], form: str) -> re.Pattern[str]:
    """One group per bound; the leftmost phrase wins, so `not more than` beats `more than`."""
    groups = "|".join(f"(?P<{name}>{any_of(those)})" for name, those in phrases.items())
    return re.compile(form % groups)


def amounts(text: str, language: Language) -> tuple[Amount, ...]:
    """Everything that `text` says in figures or number words, in no particular order."""
    return _amounts(plain(text), language)


def in_digits(text: str, language: Language) -> str:
    """The folded text with number words as digits: `soixante jours` is `60 jours`."""
    return _digits(plain(text), language, _patterns(language))


@lru_cache(maxsize=4096)
def _amounts(text: str, language: Language) -> tuple[Amount, ...]:
    patterns = _patterns(language)
    scan = _Scan(_digits(text, language, patterns), language, patterns)
    for pattern in patterns.dates:
        scan.take(pattern, scan.date)
    scan.take(_PHONE, lambda match: [("phone", re.sub(r"\D", "", match.group()))])
    scan.take(patterns.reference, scan.references)
    scan.take(patterns.money, _money_of(language))
    scan.take(patterns.percent, lambda match: [("percent", _value(match["n"]))])
    scan.take(patterns.duration, scan.duration)
    in_figures = {_value(figure) for figure in _PLAIN.findall(text)}

    def number(match: re.Match[str]) -> list[tuple[str, str]]:
        value = _value(match.group())
        counted = value not in in_figures and value.isdigit() and int(value) <= _COUNTED
        return [("count" if counted else "number", value)]

    scan.take(_PLAIN, number)
    return tuple(scan.found)


class _Scan:
    """Finds the most telling reading first and hides it from the next."""

    def __init__(self, text: str, language: Language, patterns: _Patterns) -> None:
        self.text = text
        self.language = language
        self.patterns = patterns
        self.found: list[Amount] = []

    def take(self, pattern: re.Pattern[str], read: _Reader) -> None:
        def hide(match: re.Match[str]) -> str:
            pairs = read(match)
            bound = self._bound(match) if pairs and pairs[0][0] not in _UNBOUNDED else None
            self.found += [Amount(kind, value, bound, match.group()) for kind, value in pairs]
            return _MASK * len(match.group()) if pairs else match.group()

        self.text = pattern.sub(hide, self.text)

    def _bound(self, match: re.Match[str]) -> str | None:
        before = self.text[max(0, match.start() - 48) : match.start()]
        behind = self.text[match.end() : match.end() + 16]
        found = self.patterns.behind.search(behind) or self.patterns.before.search(before)
        return found.lastgroup if found else None

    def date(self, match: re.Match[str]) -> list[tuple[str, str]]:
        parts = match.groupdict()
        months = lists(self.language)["months"]
        month = parts["m"]
        number = int(month) if month.isdigit() else months.index(month) + 1
        day = int(parts["d"]) if parts.get("d") else 0
        return [("date", f"{parts.get('y') or '-'}/{number}/{day or '-'}")]

    def references(self, match: re.Match[str]) -> list[tuple[str, str]]:
        return [("reference", _locator(found)) for found in re.findall(_LOCATOR, match["l"])]

    def duration(self, match: re.Match[str]) -> list[tuple[str, str]]:
        its = lists(self.language)
        unit = next(name for name, words in its["time"].items() if match["u"] in words)
        said = match["k"] or match["l"]
        kind = next((name for name, words in its["day_kinds"].items() if said in words), "plain")
        if match["one"] and match["one"] not in its["numbers"]["alone"] and not self._bound(match):
            return []
        value = _value(match["n"]) if match["n"] else "1"
        return [(unit if kind == "plain" else f"{kind} {unit}", value)]


def _money_of(language: Language) -> _Reader:
    scales = lists(language)["numbers"]["scales"]

    def read(match: re.Match[str]) -> list[tuple[str, str]]:
        scale = (match["x"] or match["z"] or "").strip()
        value = float(_value(match["a"] or match["b"])) * scales.get(scale, 1)
        return [("money", _value(f"{value:.2f}"))]

    return read


def _value(figure: str) -> str:
    """A figure without separators: `1,000`, `1 000` and `1000.00` are one; `2,5` is `2.5`."""
    bare = re.sub(r"[ ,](?=\d{3}(?:\D|$))", "", figure).replace(",", ".")
    return re.sub(r"\.0+$", "", bare) if bare.count(".") == 1 else bare


def _locator(found: str) -> str:
    """`8(1)a)` and `8 (1) (a)` are `8(1)(a)`; `a)` is `(a)`."""
    steps = re.findall(r"[a-z]+(?:\.\d+)?|\d+(?:\.\d+)*", found)
    bracketed = not found[0].isdigit() or (found.rstrip(")").isdigit() and found.endswith(")"))
    first = f"({steps[0]})" if bracketed else steps[0]
    return first + "".join(f"({step})" for step in steps[1:])


def _digits(text: str, language: Language, patterns: _Patterns) -> str:
    """The text with its number words as digits; `one` alone stays, being a pronoun too."""
    numbers = lists(language)["numbers"]

    def write(match: re.Match[str]) -> str:
        words = [w for w in re.split(r"[ -]", match.group()) if w not in numbers["linking"]]
        if len(words) == 1 and (words[0] in numbers["alone"] or words[0] in numbers["scales"]):
            return match.group()
        return str(_number(words, numbers["units"], numbers["scales"]))

    return patterns.words.sub(write, text)


def _number(words: list[str], units: dict[str, int], scales: dict[str, int]) -> int:
    total, current = 0, 0
    for word in words:
        if word in scales:
            scale = scales[word]
            current = max(current, 1) * scale
            if scale > 100:
                total, current = total + current, 0
        elif word in ("vingt", "vingts") and current % 100 == 4:
            current = current - 4 + 80
        else:
            current += units[word]
    return total + current


def carried(amount: Amount, by: Iterable[Amount]) -> bool:
    """Whether what `amount` says is said by one of the others, with the same bound.

    A number without a bound may drop one; "within" may be added where the other gives no bound.
    """
    for other in by:
        bounded = amount.bound in (None, other.bound) or (
            amount.bound == "most" and other.bound in (None, "before")
        )
        if bounded and _same(amount, other):
            return True
    return False


def _same(amount: Amount, other: Amount) -> bool:
    if amount.kind == other.kind == "date":
        pairs = zip(amount.value.split("/"), other.value.split("/"), strict=True)
        return all(mine in ("-", theirs) for mine, theirs in pairs)
    if amount.kind in (*_BARE, "reference") and other.kind in _BARE:
        return amount.value == other.value
    if amount.kind in _BARE:
        return amount.value in (other.value, other.value.split("/")[0])
    return (amount.kind, amount.value) == (other.kind, other.value)
