"""The exceptions to what an answer cites, as cautions beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.answering.composing.citing import cite_sentence
from advisor.answering.quotes import companions
from advisor.domain.answers import Evidence, Part, Statement

_MOST = 2


def exceptions(statements: Sequence[Statement], evidence: Evidence) -> tuple[Statement, ...]:
    """At most two cautions: the first sentence of each exception to a provision that is cited.

    An exception that the statements cite themselves is not repeated.
    """
    return tuple(_cautions(statements, evidence))[:_MOST]


def _cautions(statements: Sequence[Statement], evidence: Evidence) -> Iterator[Statement]:
    cited = evidence.behind(statements)
    seen = {passage.provision for passage in cited}
    for passage in cited:
        for other in companions(passage, evidence):
            if other.provision in seen:
                continue
            seen.add(other.provision)
            caution = cite_sentence(other, Part.CAUTION)
            if caution is not None:
                yield caution
