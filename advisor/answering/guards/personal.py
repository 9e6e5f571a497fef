"""Direct identifiers in a text: what never travels on, whoever it belongs to.

Recognised by shape, check digit and the word before; linear time. References to law (SOR/2021-241,
section 4.2.16, ATIA 16.5) have none of these shapes. Names are not looked for here.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator

_BEFORE = 40
_DIGIT_WORDS = (
    r"zero|one|two|three|four|five|six|seven|eight|nine|"
    r"z[ée]ro|une?|deux|trois|quatre|cinq|sept|huit|neuf"
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
# "jane dot doe at example dot com": a known ending is required, or "at" would mean nothing.
# Nothing is given back once taken (`+` after a repetition), or long runs would be tried many times.
_DOT = r"\s?[\[(]?\b(?:dot|point)\b[\])]?\s?"
_SPELLED_EMAIL = re.compile(
    rf"(?<![\w-])[\w-]{{1,30}}+(?:{_DOT}[\w-]{{1,30}}+){{0,2}}\s?[\[(]?\b(?:at|arobase|arobas)\b[\])]?\s?"
    rf"[\w-]{{1,30}}+(?:{_DOT}(?!(?:com|ca|org|net|info)\b)[\w-]{{1,30}}+){{0,2}}"
    rf"{_DOT}(?:com|ca|org|net|info)\b",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w.-])(?:\+?1[ .-]?)?(?:\(\d{3}\)\s?|\d{3}[ .-])\d{3}[ .-]?\d{4}(?![\w-])"
    r"(?:\s{0,2}(?:ext|x|poste|p)\.?\s{0,2}\d{1,6})?",
    re.IGNORECASE,
)
# ten digits together are a telephone number only where a word says so: a contract has ten too
_DIALLED = re.compile(
    r"\b(?:call|phone|tel|cell|text|fax|appele[rz]|t[ée]l[ée]?phone|t[ée]l|textez)\b"
    r"[^\d\n]{0,12}"
    r"(?P<value>\d{10,11})(?!\d)",
    re.IGNORECASE,
)
_SIN = re.compile(r"(?<![\d.-])\d{3}[ .-]?\d{3}[ .-]?\d{3}(?![\d-])")
_CARD = re.compile(r"(?<![\d-])\d(?:[ -]?\d){12,18}(?!\d)")
_POSTAL = re.compile(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d\b", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?<![\w.,$-])\d{1,5}[a-z]?,?\s(?:"
    r"(?:[A-Z][\w'.-]{0,20}\s){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Boulevard|Blvd|Crescent|Cres|Lane|"
    r"Court|Crt|Way|Place|Terrace|Parkway|Highway)\b"
    r"|[a-z'.-]{2,20}\s(?:street|avenue|boulevard|crescent)\b"
    r"|(?:rue|avenue|av\.|boulevard|boul\.|chemin|promenade|rang|mont[ée]e|impasse|all[ée]e)\s"
    r"(?:(?:de|du|des|la|le|les)\s){0,2}[\w'.-]{2,30}(?:\s[A-Z][\w'.-]{1,30}){0,2})"
)
_ADDRESS_LOWER = re.compile(
    r"(?<![\w.,$-])\d{1,5}[a-z]?,?\s[a-z'.-]{2,20}\s(?:street|avenue|boulevard|crescent)\b",
    re.IGNORECASE,
)
_IP = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
_URL = re.compile(r"https?://[^\s<>\"]{1,500}")
_SPELLED = re.compile(rf"\b(?:(?:{_DIGIT_WORDS})\b[\s,.-]{{0,3}}){{7,20}}", re.IGNORECASE)
# a word that says what the number after it is
_LABELLED = re.compile(
    r"\b(?P<label>pri|cidp|employee\s(?:id|number|no\.?)|num[ée]ro\sd['’]employ[ée]e?|matricule|"
    r"passport|passeport|uci|iuc|health\scard|carte\s(?:sant[ée]|d['’]assurance[ -]maladie)|ramq|"
    r"ohip|"
    r"driver['’]?s?\slicen[cs]e|permis\sde\sconduire|service\snumber|num[ée]ro\sde\sservice|"
    r"badge|client\s(?:id|number)|num[ée]ro\sde\sclient|bank\saccount|compte\sbancaire|"
    r"dossier\sm[ée]dical|medical\sfile|sin|nas|social\sinsurance\s(?:number|no\.?)|"
    r"num[ée]ro\sd['’]assurance[ -]sociale)"
    r"(?P<between>[^\d\n]{0,20}?)"
    r"(?P<value>(?<![A-Z0-9])(?-i:[A-Z]{1,6}[ -]?)?\d(?:[ -]?\d){3,24}(?:-[A-Z0-9]{1,12}){0,4})",
    re.IGNORECASE,
)
_MEDICAL = re.compile(
    r"\b(?:dossier\sm[ée]dical|medical\sfile)\s(?P<value>[A-Z0-9]{1,10}(?:-[A-Z0-9]{1,10}){1,4})",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"\b(?:born(?:\son)?|date\sof\sbirth|dob|birthday|n[ée]e?\sle|date\sde\snaissance)\b[^\d\n]{0,16}"
    r"(?P<value>\d[\d\s/.-]{0,4}[\wéû]{1,10}[\s/.,-]{0,3}\d{2,4}|\d{1,2}[\s/.-]\d{1,2}[\s/.-]\d{2,4})",
    re.IGNORECASE,
)
PATTERNS = (
    _EMAIL, _SPELLED_EMAIL, _PHONE, _DIALLED, _SIN, _CARD, _POSTAL, _ADDRESS, _ADDRESS_LOWER, _IP,
    _URL, _SPELLED, _LABELLED, _MEDICAL, _BORN,
)  # fmt: skip


def identifiers(text: str) -> tuple[tuple[str, int, int], ...]:
    """(kind, start, end) of every identifier in `text`, in order; overlapping ones are joined.

    Kinds: email, phone, sin, card, postal_code, address, ip_address, url, number, birth_date.
    """
    found = sorted(
        ((kind, *span) for kind, find in _FINDERS for span in find(text)),
        key=lambda one: (one[1], -one[2]),
    )
    joined: list[tuple[str, int, int]] = []
    for kind, start, end in found:
        if joined and start < joined[-1][2]:
            first = joined[-1]
            joined[-1] = (first[0], first[1], max(first[2], end))
        else:
            joined.append((kind, start, end))
    return tuple(joined)


def luhn(digits: str) -> bool:
    """Whether the check digit of a card or social insurance number holds."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _checked(pattern: re.Pattern[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    """Matches whose digits carry a good check digit and are not all the same."""

    def find(text: str) -> Iterator[tuple[int, int]]:
        for match in pattern.finditer(text):
            digits = "".join(c for c in match.group() if c.isdigit())
            if len(set(digits)) > 1 and luhn(digits):
                yield match.span()

    return find


def _plain(*patterns: re.Pattern[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    def find(text: str) -> Iterator[tuple[int, int]]:
        for pattern in patterns:
            for match in pattern.finditer(text):
                yield match.span("value") if "value" in pattern.groupindex else match.span()

    return find


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Internet addresses; "4.1.6.1" is a clause: one part must have three digits."""
    for match in _IP.finditer(text):
        parts = match.group().split(".")
        try:
            ipaddress.IPv4Address(match.group())
        except ValueError:
            continue
        if any(len(part) == 3 for part in parts):
            yield match.span()


def _links(text: str) -> Iterator[tuple[int, int]]:
    """Links that carry a query or an account; a plain official page stays."""
    for match in _URL.finditer(text):
        if any(mark in match.group() for mark in "?@=") or "intranet" in match.group():
            yield match.span()


_FINDERS: tuple[tuple[str, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    ("email", _plain(_EMAIL, _SPELLED_EMAIL)),
    ("url", _links),
    ("sin", _checked(_SIN)),
    ("card", _checked(_CARD)),
    ("phone", _plain(_PHONE, _DIALLED)),
    ("number", _plain(_LABELLED, _MEDICAL, _SPELLED)),
    ("postal_code", _plain(_POSTAL)),
    ("address", _plain(_ADDRESS, _ADDRESS_LOWER)),
    ("ip_address", _addresses),
    ("birth_date", _plain(_BORN)),
)
