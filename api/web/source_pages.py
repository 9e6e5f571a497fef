"""What the pages of sources show: the shelf, an instrument's outline, a provision twice.

Everything comes from the generation that serves, so that a page shows what an answer cites.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from advisor.corpus.outline import Pair, dates, down_to, in_reading_order, outline, side_by_side
from advisor.domain.sources import Passage, Source, View
from advisor.domain.values import Language
from advisor.phrases import Phrases
from advisor.retrieval.generations import Generation
from advisor.text import fold
from api.catalogue.public import public_sources
from api.web.twin import Twin, page_of

_LINES = 320
_KINDS = (
    *("statute", "regulation", "policy", "directive", "departmental_code", "guidance"),
    *("report", "paper", "court_decision", "replaced", "other"),
)

Context = dict[str, Any]


class SourcePages:
    """Contexts for the pages of one generation in one language."""

    def __init__(self, generation: Generation, phrases: Phrases, language: Language) -> None:
        """Texts come from `generation`, words from `phrases`."""
        self._corpus, self._store = generation.corpus, generation.passages
        self._phrases, self._language = phrases, language
        self._words = phrases.section("source", language)
        self._twin = Twin(phrases, language)

    def shelf(self, wanted: str = "") -> Context:
        """Every public source whose name holds the words `wanted`, by kind and authority."""
        words = fold(wanted).split()
        found = [s for s in public_sources(self._corpus) if _named(s, words)]
        return self._base("/sources") | {
            "wanted": wanted,
            "asked": f"q={quote(wanted)}&" if words else "",
            "groups": [
                {"kind": kind, "name": self._kind(kind), "sources": [self._entry(s) for s in group]}
                for kind, group in self._grouped(found)
            ],
        }

    def source(self, source: Source) -> Context:
        """One instrument: titles, dates and addresses, and the outline in both languages."""
        passages = self._passages(source)
        pairs = _pairs(passages)
        shown = down_to(pairs, _LINES)
        return self._base(page_of(source.id)) | {
            "title": source.title.to(self._language),
            "trail": self._trail(source),
            "notes": self._notes(source, empty=not pairs),
            "cells": self._twin.titles(source, passages),
            "lines": [self._twin.line(source, pair) for pair in shown],
            "cut": len(shown) < len(pairs),
        }

    def provision(self, source: Source, locator: str) -> Context | None:
        """One provision in both languages, what is in it and around it; None if it is not here."""
        passages = self._passages(source)
        pairs = _pairs(passages)
        at = next((n for n, pair in enumerate(pairs) if pair.locator == locator), None)
        if at is None:
            return None
        views = [passage for passage in passages if passage.locator == locator]
        above, inside = _above(pairs, at), _inside(pairs, at)
        shown, held = down_to(inside, _LINES), {pair.locator for pair in inside}
        parts = [passage for passage in passages if passage.locator in held]
        return self._base(page_of(source.id, locator)) | {
            "place": self._twin.place(source, views),
            "title": source.short.to(self._language),
            "trail": [
                *self._trail(source),
                {"page": page_of(source.id), "name": source.short.to(self._language)},
                *(self._twin.step(source, pair) for pair in above),
            ],
            "notes": self._notes(source) + self._apart(views),
            "cells": self._twin.provision(source, views, above, parts),
            "lines": [self._twin.line(source, pair, base=pairs[at].depth + 1) for pair in shown],
            "cut": len(shown) < len(inside),
            "before": self._neighbour(source, pairs[at::-1]),
            "after": self._neighbour(source, pairs[at:]),
        }

    def _base(self, elsewhere: str) -> Context:
        return {
            "language": self._language,
            "other": self._language.other,
            "elsewhere": elsewhere,
            "wide": True,
            "say": self._phrases.section("page", self._language),
            "kinds": self._phrases.section("basis", self._language),
            "words": self._words,
        }

    def _passages(self, source: Source) -> tuple[Passage, ...]:
        ids = self._store.of_source(source.id)
        found = (passage for id in ids if (passage := self._store.get(id)) is not None)
        return in_reading_order(found, source)

    def _grouped(self, found: Iterable[Source]) -> list[tuple[str, list[Source]]]:
        """The sources by kind, the kinds of most authority first; by authority and name within."""
        groups: dict[str, list[Source]] = {}
        for source in sorted(found, key=self._rank):
            groups.setdefault(_kind_of(source), []).append(source)
        order = {kind: (group[0].authority, _KINDS.index(kind)) for kind, group in groups.items()}
        return sorted(groups.items(), key=lambda item: order[item[0]])

    def _rank(self, source: Source) -> tuple[int, str]:
        return (source.authority, fold(source.title.to(self._language)))

    def _kind(self, kind: str) -> str:
        return self._phrases.section("source.kinds", self._language)[kind]

    def _entry(self, source: Source) -> Context:
        held = {View(id.rsplit("/", 1)[1]) for id in self._store.of_source(source.id)}
        return {
            "page": page_of(source.id),
            "title": source.title.to(self._language),
            "publisher": source.publisher.to(self._language),
            "held": sorted(held, reverse=True),
            "replaced": source.status == "replaced",
        }

    def _notes(self, source: Source, *, empty: bool = False) -> list[str]:
        """What a reader must know first: it was replaced, or nothing of it is here."""
        notes = [self._words["replaced_note"]] if source.status == "replaced" else []
        if empty:
            notes.append(self._words["unread_note" if source.status == "unread" else "empty_note"])
        return notes

    def _apart(self, views: Sequence[Passage]) -> list[str]:
        """A remark where the same view of a provision has another date in the other language."""
        known = dates(views)
        pairs = [[known.get((one, view)) for one in Language] for view in View]
        differ = any(en and fr and en != fr for en, fr in pairs)
        return [self._words["dates_differ"]] if differ else []

    def _trail(self, source: Source) -> list[Context]:
        kind = _kind_of(source)
        return [
            {"page": "/sources", "name": self._words["title"]},
            {"page": "/sources", "part": kind, "name": self._kind(kind)},
        ]

    def _neighbour(self, source: Source, walk: Sequence[Pair]) -> Context | None:
        """The nearest sibling of the first of `walk` in that direction, if there is one."""
        for pair in walk[1:]:
            if pair.depth < walk[0].depth:
                return None
            if pair.depth == walk[0].depth:
                return self._twin.step(source, pair)
        return None


def _pairs(passages: Sequence[Passage]) -> tuple[Pair, ...]:
    english, french = (outline(p for p in passages if p.language is one) for one in Language)
    return side_by_side(english, french)


def _above(pairs: Sequence[Pair], at: int) -> list[Pair]:
    """The provisions around the one at `at`, outermost first."""
    found: list[Pair] = []
    depth = pairs[at].depth
    for pair in reversed(pairs[:at]):
        if pair.depth < depth:
            found.append(pair)
            depth = pair.depth
    return found[::-1]


def _inside(pairs: Sequence[Pair], at: int) -> list[Pair]:
    """The provisions in the one at `at`."""
    found: list[Pair] = []
    for pair in pairs[at + 1 :]:
        if pair.depth <= pairs[at].depth:
            break
        found.append(pair)
    return found


def _kind_of(source: Source) -> str:
    return source.kind if source.kind in _KINDS else "other"


def _named(source: Source, words: Sequence[str]) -> bool:
    """Whether each of `words` (folded) stands in one of the source's names, or its publisher's."""
    names = (source.title, source.short, source.publisher)
    said = fold(" ".join([source.id, *(name.to(one) for name in names for one in Language)]))
    return all(word in said for word in words)
