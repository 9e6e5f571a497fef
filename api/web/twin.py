"""The two languages of a source side by side: each cell in its own language, words included."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from advisor.answering.locating import locator_name
from advisor.corpus.outline import Pair, dates
from advisor.domain.sources import Passage, Source, View
from advisor.domain.values import Language
from advisor.phrases import Phrases

_DEEPEST = 5
_LETTER = 2
_WIDEST = 16
_NUMBER = re.compile(r"(?:(?<=\s)|^)(?:\(?\w{1,5}(?:\.\d+)?\)|\d+(?:\.\d+)*)\s*$")

Context = dict[str, Any]


def page_of(source_id: str, locator: str = "") -> str:
    """The address of a source's page, or of a provision's; without the language."""
    path = f"/sources/{quote(source_id, safe='')}"
    return f"{path}/{quote(locator, safe='')}" if locator else path


class Twin:
    """Cells in both languages, the reader's first: on a phone it is the one on top."""

    def __init__(self, phrases: Phrases, language: Language) -> None:
        """`language` is the reader's."""
        self._phrases = phrases
        self._both = (language, language.other)
        self._words = {one: phrases.section("source", one) for one in Language}

    def titles(self, source: Source, passages: Sequence[Passage]) -> list[Context]:
        """An instrument in each language: title, address, and of which date what is here is."""
        known = dates(passages)
        return [
            self._cell(one)
            | {
                "title": source.title.to(one),
                "publisher": source.publisher.to(one),
                "url": source.url.to(one),
                "held": [
                    {"view": view, "version": self._version(known[one, view], one)}
                    for view in (View.OFFICIAL, View.DIGEST)
                    if (one, view) in known
                ],
                "version": self._version(source.version.to(one), one),
            }
            for one in self._both
        ]

    def provision(
        self,
        source: Source,
        views: Sequence[Passage],
        above: Sequence[Pair],
        inside: Sequence[Passage],
    ) -> list[Context]:
        """A provision in each language, official text first; where it has none, what is nearest.

        `views`: every view of it; `above`: the provisions around it, outermost first; `inside`:
        the passages in it.
        """
        cells = []
        for one in self._both:
            own = _official_first(views, one)
            known = next((passage.url for passage in own if passage.url), None)
            cells.append(
                self._cell(one)
                | {
                    "place": f"{source.short.to(one)} {views[0].locator}",
                    "url": known or source.address(views[0].locator, one),
                    "views": [self._view(source, passage, inside) for passage in own],
                    "nearest": self._nearest(source, above, one),
                }
            )
        return cells

    def line(self, source: Source, pair: Pair, base: int = 0) -> Context:
        """One line of an outline; `base`: the depth that counts as outermost."""
        return self.step(source, pair) | {
            "depth": min(pair.depth - base, _DEEPEST),
            "mark": _mark(pair.locator, source),
            "names": [
                {
                    "language": one,
                    "heading": found.heading if (found := pair.to(one)) else "",
                    "opening": found.opening if found and not found.heading else "",
                    "absent": self._words[one]["not_here"],
                }
                for one in self._both
            ],
        }

    def step(self, source: Source, pair: Pair) -> Context:
        """A provision as a link: its locator, or the heading that an anchor stands for."""
        language = next(one for one in self._both if pair.to(one))
        found = pair.to(language)
        mark = _mark(pair.locator, source)
        return {
            "page": page_of(source.id, pair.locator),
            "name": mark or (found.heading if found else "") or pair.locator,
            "language": None if mark else language,
        }

    def place(self, source: Source, views: Sequence[Passage]) -> Context:
        """How the provision is called, in the reader's language if it has that one."""
        first = next(p for one in self._both for p in views if p.language is one)
        return {"language": first.language, "name": locator_name(first, source, self._phrases)}

    def _cell(self, language: Language) -> Context:
        return {
            "language": language,
            "words": self._words[language],
            "kinds": self._phrases.section("basis", language),
        }

    def _view(self, source: Source, passage: Passage, inside: Sequence[Passage]) -> Context:
        own = (p for p in inside if (p.language, p.view) == (passage.language, passage.view))
        return {
            "kind": passage.view,
            "heading": passage.heading or locator_name(passage, source, self._phrases),
            "text": in_lines(passage.text, [p.text for p in own]),
            "version": self._version(passage.version, passage.language),
        }

    def _nearest(self, source: Source, above: Sequence[Pair], language: Language) -> Context | None:
        found = next((pair for pair in reversed(above) if pair.to(language)), None)
        return self.step(source, found) if found else None

    def _version(self, version: str | None, language: Language) -> str:
        if version is None:
            return self._phrases.say("version_unknown", language)
        return self._phrases.say("version", language, date=version)


def in_lines(text: str, parts: Sequence[str]) -> str:
    """`text` with a line for each of its `parts`, begun by the part's number where it has one.

    Nothing but white space changes. A part that stands in it more than once begins no line.
    """
    starts = {_line_start(text, text.find(part)) for part in parts if text.count(part) == 1}
    edges = [0, *sorted(starts - {0}), len(text)]
    return "\n".join(text[a:b].strip() for a, b in pairwise(edges))


def _line_start(text: str, at: int) -> int:
    number = _NUMBER.search(text, max(0, at - _WIDEST), at)
    return number.start() if number else at


def _official_first(views: Sequence[Passage], language: Language) -> list[Passage]:
    own = [passage for passage in views if passage.language is language]
    return sorted(own, key=lambda passage: passage.view is not View.OFFICIAL)


def _mark(locator: str, source: Source) -> str:
    """What stands before a line: the number; nothing for an anchor, no term for a definition."""
    section, colon, term = locator.partition(":")
    named = any(anchor.id == locator for anchor in source.anchors)
    if named or not (len(section) <= _LETTER or any(c.isdigit() for c in section)):
        return ""
    if colon and "(" in term:
        return f"({term.split('(', 1)[1]}"
    return section
