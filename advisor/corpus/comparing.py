"""Two versions of one document: which provisions came, went, or say something else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from advisor.corpus.parsing.document import Piece
from advisor.domain.values import Value
from advisor.text import normalise


class Changes(Value):
    """Locators, each in the order of its own version; `reworded` in the order of the new one.

    A provision is reworded when its heading or its own words differ, those of its children left
    aside: a change of 4.1.3 is told once, not again for 4.1 and 4. Typography (kinds of quote
    marks, spaces) is no change.
    """

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()

    @property
    def none(self) -> bool:
        """Whether both versions say the same."""
        return not (self.added or self.removed or self.reworded)


def changes(old: Sequence[Piece], new: Sequence[Piece]) -> Changes:
    """What differs between two versions of a document, provision by provision.

    A provision that keeps its words under another number is one removed and one added.
    """
    before, after = _own(old), _own(new)
    return Changes(
        added=tuple(locator for locator in after if locator not in before),
        removed=tuple(locator for locator in before if locator not in after),
        reworded=tuple(
            locator
            for locator, words in after.items()
            if locator in before and before[locator] != words
        ),
    )


def _own(pieces: Iterable[Piece]) -> dict[str, tuple[str, str]]:
    """By locator: the heading of each provision, and its words without its children's."""
    children: defaultdict[str, list[Piece]] = defaultdict(list)
    listed = tuple(pieces)
    for piece in listed:
        if piece.ancestors:
            children[piece.ancestors[-1]].append(piece)
    return {
        piece.locator: (
            normalise(piece.heading),
            normalise(_without(piece, children[piece.locator])),
        )
        for piece in listed
    }


def _without(piece: Piece, children: Iterable[Piece]) -> str:
    """The words of a provision with each child, and the label before it, cut out."""
    rest, own = piece.text, ""
    for child in children:
        before, found, after = rest.partition(child.text)
        if found:
            own += _unlabelled(before, child)
            rest = after
    return f"{own}\n{rest}"


def _unlabelled(before: str, child: Piece) -> str:
    """`before` without the number and the heading that close it: they are the child's."""
    step = child.locator[len(child.ancestors[-1]) :]
    for label in (child.heading, child.locator, step):
        if label:
            before = before.rstrip().removesuffix(label)
    return before.rstrip() + "\n"
