"""From lines in order to headings, paragraphs, items and rows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from advisor.corpus.parsing.blocks import Block, Kind
from advisor.corpus.parsing.flow import printed
from advisor.corpus.parsing.pdf_headings import Headings
from advisor.corpus.parsing.pdf_lines import Line
from advisor.corpus.parsing.pdf_repair import Joiner
from advisor.text import fold, words

_WIDER = 1.3  # of the usual distance of lines: a gap that parts paragraphs
_INDENT = 0.8  # of the size
_BULLET = re.compile(r"([•o*–-])\s+(?=\S)")
_LETTER = re.compile(r"[(\[]?(?:[a-z]|[ivx]{2,5})[.)\]]\s+(?=\S)|\(\d{1,2}\)\s+(?=\S)")
_CLAUSE = re.compile(r"((?:\d{1,3}|[A-Z]{1,2})(?:\.\d{1,3})+)\.?\s+(?=\S)")
_PLAIN = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_BARE = re.compile(r"(\d{1,3})\s+(?=[A-ZÀ-Ý])")
_ENTRY = re.compile(r"(.*\S)[\s|.…]+(?:\d{1,4}|[ivxl]{1,6})")
_ENDED = re.compile(r"[.!?:;…][\s»”\"’')\]]*$")
_BROKEN = re.compile(r"[,/]$|[^\W_][-\u2010\u00ad]$")
_OPENING = re.compile(r"[«“\"'‘(\[—–\s©]*[A-ZÀ-Ý0-9]")


@dataclass
class _Part:
    """A paragraph, heading, item or row being put together."""

    kind: Kind
    lines: list[Line]
    depth: int = 0
    hang: float = 0.0
    """Where the words of an item start, behind its bullet."""

    @property
    def last(self) -> Line:
        return self.lines[-1]


@dataclass
class _Parts:
    """Puts lines together. `leading`: the usual distance of lines, in sizes; `right`: edges."""

    headings: Headings
    leading: float
    right: Mapping[int, float]
    indents: frozenset[int]
    found: list[_Part] = field(default_factory=list)
    _bullets: list[float] = field(default_factory=list)

    def take(self, line: Line) -> None:
        last = self.found[-1] if self.found else None
        depth = self.headings.depth(line)
        if line.cells:
            self._open(Kind.ROW, line)
        elif depth:
            same = last is not None and last.kind is Kind.HEADING and last.depth == depth
            if same and last is not None and self._one_heading(last.last, line):
                last.lines.append(line)
            else:
                self._open(Kind.HEADING, line, depth)
        elif _opens_item(line.text) and not self._runs_into(last, line):
            self._item(line)
        elif last is not None and last.kind in (Kind.TEXT, Kind.ITEM) and self._goes_on(last, line):
            last.lines.append(line)
        else:
            self._open(Kind.TEXT, line)

    def _open(self, kind: Kind, line: Line, depth: int = 0) -> None:
        if kind is not Kind.ITEM and line.x0 < line.left + line.size:
            self._bullets.clear()
        self.found.append(_Part(kind, [line], depth))

    def _item(self, line: Line) -> None:
        start = line.x0 - line.left
        if _CLAUSE.match(line.text):  # a list inside a clause is the outermost of its own
            self._bullets.clear()
            self.found.append(_Part(Kind.ITEM, [line], hang=line.indent - line.left))
            return
        while self._bullets and self._bullets[-1] > start - 0.5 * line.size:
            self._bullets.pop()
        self._bullets.append(start)
        self.found.append(_Part(Kind.ITEM, [line], len(self._bullets), line.indent - line.left))

    def _runs_into(self, last: _Part | None, line: Line) -> bool:
        """Whether a figure or a dash at the start of a line is only where a sentence was broken."""
        if last is None or last.kind not in (Kind.TEXT, Kind.ITEM) or line.text[0] == "•":
            return False
        before = last.last
        near = before.page == line.page and before.left == line.left
        full = not _ENDED.search(before.text) and not self._had_room(before, line)
        return near and full and self._goes_on(last, line)

    def _one_heading(self, before: Line, line: Line) -> bool:
        if self.headings.closes(before):
            return False
        return before.page == line.page and 0 < before.y - line.y < 1.6 * line.size

    def _goes_on(self, part: _Part, line: Line) -> bool:
        before = part.last
        if abs(before.size - line.size) > 0.12 * before.size:
            return False
        distance = before.y - line.y
        opens, room = bool(_OPENING.match(line.text)), self._had_room(before, line)
        ended = opens and bool(_ENDED.search(before.text))
        if before.page != line.page or distance <= 0:  # the next column or page
            quotes = before.text[-1] in "”»" and line.text[0] in "“«"
            return not (ended and (room or quotes))
        if distance > _WIDER * self.leading * line.size:
            return False
        moved = (line.x0 - line.left) - (before.x0 - before.left)
        if part.kind is Kind.ITEM and line.x0 - line.left < part.hang - _INDENT * line.size:
            return not room and (line.x0 >= part.lines[0].x0 - 1 or not ended)
        if part.kind is Kind.TEXT and moved > _INDENT * line.size and (opens or room):
            return False
        if part.kind is Kind.TEXT and opens and _indent(line) in self.indents:
            return False
        return not (opens and room) or bool(_BROKEN.search(before.text))

    def _had_room(self, before: Line, line: Line) -> bool:
        """Whether the first word of a line would have fitted on the line before."""
        right = max(self.right.get(_edge(before.left), before.right), before.x1)
        first = line.text.split(" ", 1)[0]
        width = (line.x1 - line.x0) * (len(first) + 1) / max(len(line.text), 1)
        return right - before.x1 > width + 0.6 * line.size


def blocks_of(lines: Sequence[Line], headings: Headings) -> list[Block]:
    """The blocks of a document, paragraphs rejoined over lines, columns and pages."""
    parts = _Parts(headings, _leading(lines), _right_edges(lines), _first_lines(lines))
    for line in lines:
        parts.take(line)
    joiner = Joiner([line.text for line in lines])
    read = _without_contents([(part, _text(part.lines, joiner)) for part in parts.found])
    numbers = _Numbers(
        clauses=_is_sequence(_PLAIN, (text for part, text in read if part.kind is not Kind.ROW)),
        bare=_is_sequence(_BARE, (text for part, text in read if part.kind is Kind.HEADING)),
    )
    return [_block(part, text, numbers) for part, text in read]


@dataclass
class _Numbers:
    """How a document counts. `clauses`: `1.` opens a clause; `bare`: `1 Title` heads a part."""

    clauses: bool
    bare: bool
    seen: set[str] = field(default_factory=set)


def _block(part: _Part, text: str, numbers: _Numbers) -> Block:
    page = part.lines[0].page
    if part.kind is Kind.HEADING:
        number, title = printed(text)
        if not number and numbers.bare and (match := _BARE.match(text)):
            number, title = match[1], text[match.end() :]
        numbers.seen.add(number)
        return Block(Kind.HEADING, title, number=number, depth=part.depth, page=page)
    if part.kind is Kind.ROW:
        return Block(Kind.ROW, text, page=page)
    match = _CLAUSE.match(text) or (_PLAIN.match(text) if numbers.clauses else None)
    if match and match[1] not in numbers.seen:
        numbers.seen.add(match[1])
        return Block(Kind.TEXT, text[match.end() :], number=match[1], page=page)
    if part.kind is Kind.ITEM and part.depth:
        return Block(Kind.ITEM, _BULLET.sub("", text, count=1), depth=part.depth, page=page)
    return Block(Kind.TEXT, text, page=page)


def _without_contents(read: Sequence[tuple[_Part, str]]) -> list[tuple[_Part, str]]:
    """Leave out what a table of contents says: a later heading and a page, with no dots between.

    Else its numbers would be taken for the provisions they point to.
    """
    later: Counter[str] = Counter(_key(text) for part, text in read if part.kind is Kind.HEADING)
    found = []
    for part, text in read:
        if part.kind is Kind.HEADING:
            later[_key(text)] -= 1
        match = _ENTRY.fullmatch(text)
        if not (match and later[_key(match[1])] > 0):
            found.append((part, text))
    return found


def _key(text: str) -> str:
    return " ".join(fold(word) for word in words(text))


def _opens_item(text: str) -> bool:
    return any(pattern.match(text) for pattern in (_BULLET, _LETTER, _CLAUSE, _PLAIN))


def _is_sequence(pattern: re.Pattern[str], texts: Iterable[str]) -> bool:
    """Whether the numbers that texts open with are one sequence that is never begun again."""
    numbers = [int(match[1]) for text in texts if (match := pattern.match(text))]
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _text(lines: Sequence[Line], joiner: Joiner) -> str:
    text = lines[0].text
    for line in lines[1:]:
        text = joiner.joined(text, line.text)
    return text.replace("\u00ad", "").strip()


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance of two lines of one column, in sizes of the print."""
    count: Counter[float] = Counter()
    for above, below in pairwise(lines):
        distance = (above.y - below.y) / below.size
        if above.page == below.page and above.size == below.size and 0.8 < distance < 3:
            count[round(distance, 2)] += 1
    return count.most_common(1)[0][0] if count else 1.2


def _right_edges(lines: Iterable[Line]) -> dict[int, float]:
    """How far lines reach in columns that start at one place, on any page."""
    ends: defaultdict[int, list[float]] = defaultdict(list)
    for line in lines:
        ends[_edge(line.left)].append(line.x1)
    return {edge: sorted(found)[int(0.97 * (len(found) - 1))] for edge, found in ends.items()}


def _first_lines(lines: Sequence[Line]) -> frozenset[int]:
    """The indents at which nearly all lines begin as a paragraph does."""
    opening: Counter[int] = Counter()
    count: Counter[int] = Counter()
    for line in lines:
        if line.x0 - line.left > _INDENT * line.size and not _opens_item(line.text):
            count[_indent(line)] += 1
            opening[_indent(line)] += bool(_OPENING.match(line.text))
    return frozenset(one for one, n in count.items() if n >= 5 and opening[one] >= 0.9 * n)


def _indent(line: Line) -> int:
    return round((line.x0 - line.left) / 3)


def _edge(left: float) -> int:
    return round(left / 8)
