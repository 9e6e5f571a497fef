"""True pairs for the verifier's proof: sentences of real provisions with the words they rest on."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from advisor.answering.verification import verify
from advisor.corpus.parsing.justice_xml import Piece, read_justice
from advisor.domain.answers import Basis, Citation, Evidence, Judged, Part, Statement
from advisor.domain.sources import Passage, View
from advisor.domain.values import Language
from advisor.text import sentence_spans

GENERATION = "g1"
_OPENINGS = {
    Language.EN: ("In short, ", "Under this rule, ", "Here is the rule: "),
    Language.FR: ("En bref, ", "Selon cette règle, ", "Voici la règle : "),
}


@dataclass(frozen=True)
class Pair:
    """A sentence, the passage it cites and the part it rests on, and what else is in evidence.

    `drafted`: the quote as a model would write it, to be found in the passage; None: by offsets.
    `serving`: the index generation being served. `cited`: the id written in the citation.
    """

    text: str
    passage: Passage
    start: int
    end: int
    others: tuple[Passage, ...] = ()
    drafted: str | None = None
    serving: str = GENERATION
    cited: str | None = None

    @property
    def quote(self) -> str:
        return self.passage.text[self.start : self.end]

    def with_text(self, text: str) -> Pair:
        return replace(self, text=text)


def judge(pair: Pair) -> Judged:
    """The verdict on a pair whose quote is given by offsets."""
    citation = Citation(passage_id=pair.cited or pair.passage.id, start=pair.start, end=pair.end)
    statement = Statement(
        part=Part.STEP, text=pair.text, basis=Basis.OFFICIAL, citations=(citation,)
    )
    evidence = Evidence(cited=(pair.passage, *pair.others), generation=GENERATION)
    return verify(statement, evidence, pair.passage.language, frozenset(), generation=pair.serving)


@lru_cache(maxsize=2)
def provisions(data: Path, language: Language) -> tuple[Passage, ...]:
    """Every provision of the 18 instruments, as official passages in one language."""
    files = sorted((data / "justice-laws" / language).glob("*.xml"))
    return tuple(
        _passage(piece, file.stem.lower(), language)
        for file in files
        for piece in read_justice(file).pieces
        if piece.text.strip()
    )


def _passage(piece: Piece, source: str, language: Language) -> Passage:
    return Passage(
        source_id=source,
        locator=piece.locator,
        language=language,
        view=View.OFFICIAL,
        heading=piece.heading,
        ancestors=piece.ancestors,
        level=piece.level,
        text=piece.text,
    )


def pairs(data: Path, language: Language, rng: random.Random) -> Iterator[Pair]:
    """Endless true pairs: a sentence word for word, introduced, or resting on the whole text."""
    held = [
        passage
        for passage in provisions(data, language)
        if passage.level in ("section", "subsection") and len(passage.text) < 3_000
    ]
    while True:
        passage, other = rng.choice(held), rng.choice(held)
        start, end = rng.choice(sentence_spans(passage.text, language))
        if not 40 <= end - start <= 900:
            continue
        text = passage.text[start:end]
        shape = rng.randrange(3)
        if shape == 1:
            text = rng.choice(_OPENINGS[language]) + text
        if shape == 2:
            start, end = 0, len(passage.text)
        yield Pair(text=text, passage=passage, start=start, end=end, others=(other,))
