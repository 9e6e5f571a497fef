"""What stands around the text of a page: running heads and feet, page numbers, footnotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from advisor.corpus.parsing.pdf_lines import Line

_SHARE = 0.5  # of the pages: what stands there is no text of the page
_SHARE_OF_ONE_SIDE = 0.35  # left and right pages may have heads of their own
_LEAST_PAGES = 3
_OUTER = 4  # lines at the top and at the bottom that may be heads and feet
_BAND = 0.15  # of the page's height: where running heads and feet stand
_MARGIN = 0.1  # of the page's height: where a bare page number stands
_LEVEL = 2.0  # points: how far the parts of one line lie apart
_NOTE_SIZE = 0.95  # of the body's size
_COUNT = re.compile(
    r"[-–—|\[(\s]*(?:page\s*)?(?:\d{1,4}|[ivxl]{1,6})"
    r"(?:\s*(?:/|of|de|sur)\s*\d{1,4})?[-–—|\])\s]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*(?:\d{1,4}|[ivxl]{1,6})?$|…{2,}\s*\d{1,4}$")
_NOTE = re.compile(r"[(\[]?(\d{1,3}|[*†‡§]{1,3}|[¹²³⁰⁴-⁹]+)[)\].]?\s")


def without_heads(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """Pages without running heads and feet, page numbers and the lines of tables of contents.

    A running line has the same words, apart from figures, at the same height on half of the
    pages, or on a third of them where left and right pages differ; on three pages at least. One
    that names the chapter is known by its place: the outermost line of half of the pages, with
    words that two of them share. A number alone counts in the outer tenth of any page.
    """
    seen: Counter[tuple[str, int]] = Counter()
    places: Counter[int] = Counter()
    for lines in pages:
        seen.update({key for line in _outer(lines, _OUTER) for key in _keys(line)})
        places.update({place for line in _outer(lines, 1) for place in _places(line)})
    written = sum(1 for lines in pages if lines)
    least = max(_LEAST_PAGES, _SHARE_OF_ONE_SIDE * written)
    if written < 2 * _LEAST_PAGES:
        least = max(2, _SHARE * written)
    shared = {place for place, count in places.items() if count >= max(least, _SHARE * written)}
    return [
        _body(lines, height, seen, shared, least)
        for lines, height in zip(pages, heights, strict=True)
    ]


def _body(
    lines: Sequence[Line],
    height: float,
    seen: Counter[tuple[str, int]],
    shared: set[int],
    least: float,
) -> list[Line]:
    contents = [line.y for line in lines if _LEADERS.search(line.text)]
    outer = {id(line) for line in _outer(lines, _OUTER)}
    outermost = {id(line) for line in _outer(lines, 1) if shared.intersection(_places(line))}
    return [
        line
        for line in lines
        if not any(abs(line.y - y) < _LEVEL for y in contents)
        and not (
            id(line) in outer
            and _is_head(line, seen, 2 if id(line) in outermost else least, height)
        )
    ]


def _outer(lines: Sequence[Line], count: int) -> list[Line]:
    """The lines that stand on the first and last `count` levels of a page."""
    levels = sorted({line.y for line in lines}, reverse=True)
    if len(levels) <= 2 * count:
        return list(lines)
    return [line for line in lines if line.y >= levels[count - 1] or line.y <= levels[-count]]


def _places(line: Line) -> tuple[int, int]:
    """The height of a line in two grids, so that no edge parts equal heights."""
    return round(line.y / 6), round((line.y + 3) / 6) + 10_000


def _keys(line: Line) -> list[tuple[str, int]]:
    words = _DIGITS.sub("#", line.text.casefold())
    return [(words, place) for place in _places(line)]


def _is_head(line: Line, seen: Counter[tuple[str, int]], least: float, height: float) -> bool:
    outside = not _MARGIN * height < line.y < (1 - _MARGIN) * height
    if outside and _COUNT.fullmatch(line.text):
        return True
    if _BAND * height < line.y < (1 - _BAND) * height:
        return False
    return max(seen[key] for key in _keys(line)) >= least


def without_notes(lines: Sequence[Line], body: float) -> list[Line]:
    """The lines of a document, in order, without footnotes.

    A footnote stands in smaller print, at the end of a column, behind a mark that the page's text
    has. They are left out: they belong to the word that carries the mark, and read after the page
    they would become part of a provision that happens to end there. The official texts of
    statutes are read in the same way.
    """
    marks: dict[int, set[str]] = defaultdict(set)
    for line in lines:
        marks[line.page] |= {part for mark in line.marks for part in re.split(r"[,;\s]+", mark)}
    found: list[Line] = []
    note: Line | None = None
    for line in lines:
        small = line.size <= _NOTE_SIZE * body
        opens = line.note or ((match := _NOTE.match(line.text)) and match[1]) or ""
        if small and opens and opens in marks[line.page]:
            note = line
        elif note and not (small and line.page == note.page and _under(line, note)):
            note = None
        if note is None:
            found.append(line)
    return found


def _under(line: Line, note: Line) -> bool:
    return line.y < note.y and line.x0 < note.x0 + 200 and line.left == note.left
