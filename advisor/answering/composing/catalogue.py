"""Fixed texts as statements: shown word for word, with the provisions they name."""

from __future__ import annotations

from advisor.answering.composing.citing import cite
from advisor.domain.answers import Basis, Evidence, Part, Statement
from advisor.domain.values import Language
from advisor.phrases import FixedText


def fixed_statements(
    id: str, text: FixedText, evidence: Evidence, language: Language
) -> tuple[Statement, ...]:
    """The pieces of a fixed text in order; its provisions are cited by its short answer."""
    passages = [evidence.best_view(provision, language) for provision in text.citations]
    return tuple(
        Statement(
            part=Part(piece.part),
            text=piece.text,
            basis=Basis.CATALOGUE,
            source=piece.id,
            citations=tuple(cite(p, piece.text) for p in passages if p)
            if piece.part == Part.SHORT
            else (),
        )
        for piece in text.pieces(id)
    )
