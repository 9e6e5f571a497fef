"""Treasury Board instruments and the policy glossary as CSV files that others captured."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from advisor.corpus.parsing.blocks import Block, Kind, Pages
from advisor.corpus.parsing.flow import printed, spaced
from advisor.corpus.parsing.xml import MAX_BYTES
from advisor.domain.sources import MaybeBilingual
from advisor.domain.values import Language
from advisor.errors import SourceUnreadable

MAX_ROWS = 20_000
"""The longest file met, the glossary, has 625."""

_BOM = b"\xef\xbb\xbf"
_CAPTURE = ("New column 0", "New column 1")
_GLOSSARY = (
    *("source_id", "source_en", "source_fr", "term_en", "term_fr"),
    *("def_en", "def_fr", "date_modified"),
)
_NAME = re.compile(r"(\d{4,6})-[\w-]+\.(en|fr)", re.IGNORECASE)
_CLAUSE = re.compile(r"(\d{1,3}(?:\.\d{1,3})+)\.?(?:\s+(?=\S)|$)")
_NOTE_MARK = re.compile(r"\[\d{1,2}\]")
_LOST_SPACE = re.compile(r"&?#160;")  # what was left of a no-break space
_CLOSING = re.compile(r"[.;]$|\b(?:and|or|et|ou)$")
_LONGEST_HEADING = 15
_EQUIVALENT = re.compile(r"(.+?) \(\s+(.+?)\s+\)\s*:?$")  # the spaces tell it from a remark
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MARK_UP = re.compile(r"^p>|</?[a-z][^<>]*>")


@dataclass(frozen=True)
class PolicyTerm:
    """A term that an instrument defines. `number`: the instrument's; None where it is not told.

    `instrument`: its English title, empty where it is not told. `date`: the day the captured page
    was last modified (ISO). Term and definition may be known in one language only.
    """

    number: str | None
    instrument: str
    term: MaybeBilingual
    definition: MaybeBilingual
    date: str


def is_capture(content: bytes) -> bool:
    """Whether these bytes open as a captured instrument does: two columns under dummy names."""
    return _opens_with(content, _CAPTURE)


def is_policy_glossary(content: bytes) -> bool:
    """Whether these bytes open with the header of the policy glossary."""
    return _opens_with(content, _GLOSSARY)


def read_capture(content: bytes, path: Path) -> Pages:
    """The sections and clauses of a captured instrument, as Treasury Board prints them.

    Number and language come from the file's name (`32627-conflict-of-interest.en.csv`), None
    where it says neither. Marks of footnotes are left out; the captures hold neither title nor
    date. Raises SourceUnreadable; its reason opens with a code: `too_large`, `not_utf8`,
    `malformed_csv`, `unknown_format` or `no_text`.
    """
    rows = _rows(content, path, _CAPTURE)
    blocks = tuple(block for heading, text in rows for block in _section(heading, text))
    if not blocks:
        raise SourceUnreadable(path, "no_text")
    named = _NAME.fullmatch(path.name.removesuffix(path.suffix))
    return Pages(
        title="",
        blocks=blocks,
        language=Language(named[2].lower()) if named else None,
        number=named[1] if named else None,
    )


def read_policy_glossary(content: bytes, path: Path) -> tuple[PolicyTerm, ...]:
    """The terms of the policy glossary, in its order; what is no term of it is left out.

    Raises SourceUnreadable as `read_capture` does.
    """
    rows = (dict(zip(_GLOSSARY, row, strict=True)) for row in _rows(content, path, _GLOSSARY))
    return tuple(term for row in rows if (term := _term(row)) is not None)


def _opens_with(content: bytes, header: tuple[str, ...]) -> bool:
    first, _, _ = content.removeprefix(_BOM).partition(b"\n")
    return first.strip() == ",".join(header).encode()


def _rows(content: bytes, path: Path, header: tuple[str, ...]) -> list[list[str]]:
    """The rows under `header`, each as wide as it."""
    if len(content) > MAX_BYTES:
        raise SourceUnreadable(path, f"too_large: {len(content)}")
    if not _opens_with(content, header):
        raise SourceUnreadable(path, "unknown_format")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceUnreadable(path, f"not_utf8: {error.start}") from error
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            rows += [row] if row else []
            if len(rows) > MAX_ROWS:
                raise SourceUnreadable(path, f"too_large: {MAX_ROWS}")
    except csv.Error as error:
        raise SourceUnreadable(path, f"malformed_csv: {error}") from error
    uneven = next((row for row in rows if len(row) != len(header)), None)
    if uneven is not None:
        raise SourceUnreadable(path, f"malformed_csv: {len(uneven)}")
    return rows[1:]


def _section(heading: str, text: str) -> Iterator[Block]:
    number, title = printed(_mended(heading))
    if title:
        yield Block(Kind.HEADING, title, number=number, depth=2)
    lines = _Lines(text, section=number)
    depth = 0
    for at, line in enumerate(lines.words):
        if lines.numbers[at]:
            depth = lines.numbers[at].count(".")
            yield Block(Kind.ITEM, line, number=lines.numbers[at], depth=depth)
        elif at == 0 and line == title:
            continue  # a heading captured twice
        elif lines.heads(at):
            yield Block(Kind.HEADING, line, depth=3)
        else:
            yield Block(Kind.TEXT, line, depth=depth)


class _Lines:
    """The lines of one section: the words of each, and the number that opens it, if any."""

    def __init__(self, text: str, section: str) -> None:
        self.words: list[str] = []
        self.numbers: list[str] = []
        self._alone: list[bool] = []
        waiting, blank = "", True
        for raw in text.splitlines():
            line = _mended(raw)
            number = _clause(line, section)
            if number and not line[len(number) :].strip(" ."):
                waiting = number  # it stands on a line of its own, above its words
            elif line:
                self.words.append(line[len(number) :].lstrip(" .") if number else line)
                self.numbers.append(number or waiting)
                self._alone.append(blank)
                waiting = ""
            blank = not line
        self._alone.append(True)

    def heads(self, at: int) -> bool:
        """Whether a line without number is a small heading over the clauses after it.

        Short, opened by a capital and not closed by a stop; and what comes before it is complete.
        It stands alone before a text, or a clause follows, at once or after one line more. The
        last title of a list of titles is none: the title before it is not closed.
        """
        if not self._is_short(at) or at + 1 >= len(self.words):
            return False
        if self._alone[at] and self._alone[at + 1] and not self._is_short(at + 1):
            return True
        after = next((n for n in self.numbers[at + 1 : at + 3] if n), "")
        return bool(after) and self._complete(at - 1, after)

    def _complete(self, at: int, after: str) -> bool:
        if at < 0 or _CLOSING.search(self.words[at]):
            return True
        if self.words[at].endswith(":"):  # the clauses listed are announced, under a heading
            return bool(self.numbers[at]) and after.startswith(f"{self.numbers[at]}.")
        return self.heads(at)

    def _is_short(self, at: int) -> bool:
        line = self.words[at]
        return (
            not self.numbers[at]
            and line[:1].isupper()
            and line[-1] not in ".;:,!?)"
            and not _CLOSING.search(line)
            and len(line.split()) <= _LONGEST_HEADING
        )


def _clause(line: str, section: str) -> str:
    """The number that opens a line; of a numbered section, only its own clauses' numbers."""
    match = _CLAUSE.match(line)
    if match is None or (section and not match[1].startswith(f"{section}.")):
        return ""
    return match[1]


def _mended(text: str) -> str:
    return spaced(_NOTE_MARK.sub("", _LOST_SPACE.sub(" ", text)))


def _term(row: dict[str, str]) -> PolicyTerm | None:
    """The term of a row; None for a line of the page around it (`Date modified: 2017-08-24`)."""
    english, french = _equivalents(row["term_en"], row["term_fr"])
    definition = MaybeBilingual(en=_plain(row["def_en"]), fr=_plain(row["def_fr"]))
    said = [text for text in (definition.en, definition.fr) if text]
    if not said or not (english or french) or all(_DATE.fullmatch(text) for text in said):
        return None
    return PolicyTerm(
        number=row["source_id"].strip() or None,
        instrument=spaced(row["source_en"] or row["source_fr"]),
        term=MaybeBilingual(en=_plain(english, ": "), fr=_plain(french, ": ")),
        definition=definition,
        date=row["date_modified"].strip(),
    )


def _equivalents(english: str, french: str) -> tuple[str, str]:
    """Both terms. `amendment ( modification )`, alone in its row, holds the other language's.

    One in capitals is an abbreviation and stays with its term.
    """
    match = _EQUIVALENT.match((english or french).strip())
    if match is None or match[2].isupper() or (english and french):
        return english, french
    return (match[1], match[2]) if english else (match[2], match[1])


def _plain(text: str, closing: str = " ") -> str | None:
    return spaced(_MARK_UP.sub("", text)).rstrip(closing) or None
