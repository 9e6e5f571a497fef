"""Which lines of a PDF are headings, and how deep: by its outline, or by how they are printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from advisor.corpus.parsing.pdf_lines import Line
from advisor.text import fold, words

_LARGER = 1.08  # of the body's size
_MOST_WORDS = 30
_DEEPEST = 6
_LEAST_OUTLINE = 3  # entries found on their pages, from which the outline is believed
_STYLE = 0.5  # points: sizes of one style
_NUMBER = re.compile(r"^(?:\d{1,3}|[A-Z]{1,2})(?:\.\d{1,3})*[.)]?\s+(?=\S)")
_SENTENCE = re.compile(r"[a-zà-ÿ]{2}\.$|;$|,$")

Style = tuple[float, bool]


@dataclass(frozen=True)
class Entry:
    """One line of the outline. `depth` from 1; `page` from 1, None where it points nowhere."""

    title: str
    depth: int
    page: int | None


class Headings:
    """Answers for each line of a document whether it is a heading."""

    def __init__(self, lines: Sequence[Line], outline: Sequence[Entry] = ()) -> None:
        self.body = body_size(lines)
        self._bold_body = _mostly_bold(lines, self.body)
        self._found: dict[int, int] = {}
        self._ends: set[int] = set()
        styles = self._follow(lines, outline)
        believed = len(set(self._ends)) >= _LEAST_OUTLINE
        if not believed:
            self._found.clear()
            self._ends.clear()
            styles = {}
        self._print(lines, styles, larger_only=believed)

    def depth(self, line: Line) -> int:
        """How deep a heading lies that this line is, or is a part of, from 1; 0 if none."""
        return self._found.get(id(line), 0)

    def closes(self, line: Line) -> bool:
        """Whether the outline says that a heading ends with this line."""
        return id(line) in self._ends

    def _follow(self, lines: Sequence[Line], outline: Sequence[Entry]) -> dict[Style, int]:
        """Find the entries of the outline on their pages; the depth of each style so found."""
        votes: Counter[tuple[Style, int]] = Counter()
        at: dict[int, list[int]] = {}
        for index, line in enumerate(lines):
            at.setdefault(line.page, []).append(index)
        for entry in outline:
            key = _key(entry.title)
            place = self._place(lines, at.get(entry.page or 0, []), key) if key else None
            if place is None:
                continue
            for index in range(*place):
                self._found[id(lines[index])] = min(entry.depth, _DEEPEST)
            self._ends.add(id(lines[place[1] - 1]))
            votes[_style(lines[place[0]]), min(entry.depth, _DEEPEST)] += 1
        depths: dict[Style, int] = {}
        for (style, depth), _ in votes.most_common():
            depths.setdefault(style, depth)
        return depths

    def _place(
        self, lines: Sequence[Line], indexes: Sequence[int], key: str
    ) -> tuple[int, int] | None:
        """The lines of a page whose words are exactly those of an entry."""
        for index in indexes:
            if not _key(lines[index].text):
                continue
            text = ""
            for end in range(index, min(index + 5, indexes[-1] + 1)):
                text += " " + lines[end].text
                found = _key(text)
                if found == key and id(lines[index]) not in self._found:
                    return index, end + 1
                if not key.startswith(found):
                    break
        return None

    def _print(self, lines: Sequence[Line], known: dict[Style, int], *, larger_only: bool) -> None:
        """Headings by print: larger than the body, or bold in it and alone."""
        likely = [
            group
            for group in _groups(lines)
            if not any(id(line) in self._found for line in group)
            and self._looks(group, larger_only=larger_only, known=known)
        ]
        styles = sorted({_style(group[0]) for group in likely} - set(known), reverse=True)
        depths = {**known, **_ranked(styles, known)}
        for group in likely:
            for line in group:
                self._found[id(line)] = depths[_style(group[0])]

    def _looks(self, group: Sequence[Line], *, larger_only: bool, known: dict[Style, int]) -> bool:
        text = " ".join(line.text for line in group)
        size, bold = _style(group[0])
        larger = size >= _LARGER * self.body
        if not any(letter.isalpha() for letter in text) or group[0].cells or text[0] in "•–—-":
            return False
        if len(text.split()) > _MOST_WORDS or _SENTENCE.search(text):
            return False
        if larger_only:
            return larger and (_style(group[0]) in known or _style(group[0]) > max(known))
        return larger or (bold and not self._bold_body and size >= 0.95 * self.body)


def body_size(lines: Sequence[Line]) -> float:
    """The size of most letters of a document."""
    count: Counter[float] = Counter()
    for line in lines:
        count[line.size] += len(line.text)
    return count.most_common(1)[0][0] if count else 1.0


def _mostly_bold(lines: Sequence[Line], body: float) -> bool:
    letters = sum(len(line.text) for line in lines if line.size == body)
    return 2 * sum(len(line.text) for line in lines if line.size == body and line.bold) > letters


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Neighbouring lines in one style without a gap, as a heading of several lines has them."""
    groups: list[list[Line]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        near = last is not None and last.page == line.page and 0 < last.y - line.y < 1.6 * line.size
        if last is not None and near and _style(last) == _style(line) and not line.cells:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _ranked(styles: Sequence[Style], known: dict[Style, int]) -> dict[Style, int]:
    """Depths by size and weight; beside the outline's styles, that of the next larger one."""
    if not known:
        return {style: min(place, _DEEPEST) for place, style in enumerate(styles, start=1)}
    return {
        style: max((known[one] for one in known if one >= style), default=0) or 1
        for style in styles
    }


def _style(line: Line) -> Style:
    return round(line.size / _STYLE) * _STYLE, line.bold


def _key(text: str) -> str:
    return " ".join(fold(word) for word in words(_NUMBER.sub("", text.strip())))
