"""The words of a page that a person can see, each with its place, size and weight.

pypdf decodes the words; what is hidden is emptied before it reads them, since an instruction may
be planted where no reader looks. Hidden is: invisible by render mode, without contrast to what was
painted under it, transparent, smaller than print, turned, outside the page, in a layer that is
off, or covered by a later filled rectangle. Not seen from here: words over a picture count as on
paper (white ones are lost), words behind a picture or cut off by a clipping path are kept, and a
font may show other letters than it names.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from pypdf import PageObject
from pypdf.generic import ByteStringObject, DictionaryObject

from advisor.corpus.parsing.pdf_colour import LEAST_CONTRAST, RGB, contrast
from advisor.corpus.parsing.pdf_fonts import Widths, is_bold
from advisor.corpus.parsing.pdf_paint import DRAW, PAINT, Paint
from advisor.corpus.parsing.pdf_repair import BULLET, SOFT_HYPHEN, cleaned
from advisor.corpus.parsing.pdf_state import (
    Matrix,
    State,
    changed,
    dictionary,
    numbers,
    placed,
    string,
    times,
    upright,
    value,
)

_LEAST_SIZE = 3.0  # points; the smallest print met in official texts is 5
_LEAST_ALPHA = 0.1
_SHOW = frozenset({b"Tj", b"TJ", b"'", b'"'})


@dataclass(frozen=True)
class Run:
    """Words in one style on one baseline. Places in points, from the page's lower left corner.

    `x0`, `x1`: where it starts and ends; `y`: its baseline; `size`: of the letters as printed;
    `drawn`: a small shape instead of words, as some printers draw the bullets of a list.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    drawn: bool = False


@dataclass(frozen=True)
class _Piece:
    """What one operator shows: where it starts, how many bytes it has, its colour if told."""

    x: float
    length: int
    ink: RGB | None


class Layer(Enum):
    """Of a span of marked content: shown, not shown, or a hyphen that only parts a line."""

    SHOWN = "shown"
    OFF = "off"
    SOFT = "soft"


@dataclass(frozen=True)
class _Form:
    """A content stream being read: the page's own, or a form that it paints."""

    matrix: Matrix
    resources: DictionaryObject
    state: State
    saved: int = 0
    hidden: bool = False


@dataclass
class Ink:
    """Reads one page. `off`: numbers of the layers that are off; `tick`: called for each operator.

    `tick` may raise to end the reading.
    """

    page: PageObject
    off: frozenset[int]
    tick: Callable[[], None]
    widths: Widths = field(default_factory=Widths)
    size: tuple[float, float] = (0.0, 0.0)
    pictures: int = 0
    _runs: list[Run] = field(default_factory=list)
    _paint: Paint = field(default_factory=Paint)
    _state: State = field(default_factory=State)
    _stack: list[State] = field(default_factory=list)
    _forms: list[_Form] = field(default_factory=list)
    _entering: _Form | None = None
    _depths: list[int] = field(default_factory=list)
    _layers: list[Layer] = field(default_factory=list)
    _pieces: list[_Piece] = field(default_factory=list)
    _spaced: bool = False

    def runs(self) -> list[Run]:
        """The visible runs in the order in which the page paints them."""
        box = self.page.cropbox
        left, bottom, width, height = map(float, (box.left, box.bottom, box.width, box.height))
        turn = upright(self.page.rotation, width, height)
        self.size = (height, width) if (self.page.rotation // 90) % 2 else (width, height)
        base = times((1.0, 0.0, 0.0, 1.0, -left, -bottom), turn)
        self._forms = [_Form(base, dictionary(self.page.get("/Resources")), self._state)]
        self.page.extract_text(
            visitor_operand_before=self._before,
            visitor_operand_after=self._after,
            visitor_text=self._text,
        )
        return [run for order, run in enumerate(self._runs) if not self._covered(run, order)]

    def _before(
        self, operator: bytes, operands: list[Any], cm: list[float], tm: list[float]
    ) -> None:
        self.tick()
        if self._entering is not None:  # only now: pypdf first gives the words before the form
            self._forms.append(self._entering)
            self._entering = None
        matrix = times(cm, self._forms[-1].matrix)
        if operator in _SHOW:
            self._show(operands, times(tm, matrix))
        elif operator in DRAW:
            self._paint.draw(operator, operands, matrix)
        elif operator in PAINT:
            self._fill(operator)
        elif operator == b"Do":
            self._depths.append(len(self._forms))
            self._enter(operands, matrix)
        elif operator == b"q":
            self._stack.append(self._state)
        elif operator == b"Q":
            self._state = self._stack.pop() if self._stack else State()
        elif operator in (b"BMC", b"BDC"):
            self._layers.append(self._layer(operands))
        elif operator == b"EMC":
            self._layers[-1:] = []
        elif operator == b"INLINE IMAGE":
            self.pictures += 1
        else:
            self._state = changed(self._state, operator, operands, self._forms[-1].resources)

    def _after(self, operator: bytes, *_: Any) -> None:
        """Leave a form with the state in which it was entered."""
        if operator != b"Do":
            return
        self._entering = None
        depth = self._depths.pop()
        if len(self._forms) > depth:
            form = self._forms[depth]
            del self._forms[depth:], self._stack[form.saved :]
            self._state = form.state

    def _enter(self, operands: list[Any], matrix: Matrix) -> None:
        here = self._forms[-1]
        found = dictionary(here.resources.get("/XObject")).get(operands[0]) if operands else None
        form = dictionary(found)
        if form.get("/Subtype") != "/Form":
            self.pictures += 1
            return
        own = numbers(form.get("/Matrix"), 6) or [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
        self._entering = _Form(
            matrix=times(own, matrix),
            resources=dictionary(form.get("/Resources")) or here.resources,
            state=self._state,
            saved=len(self._stack),
            hidden=here.hidden or self._is_off(form.get("/OC")),
        )

    def _layer(self, operands: list[Any]) -> Layer:
        """What a span of marked content says of the words in it."""
        if len(operands) < 2:
            return Layer.SHOWN
        if operands[0] == "/OC":
            layers = dictionary(self._forms[-1].resources.get("/Properties"))
            off = self._is_off(layers.raw_get(operands[1]) if operands[1] in layers else None)
            return Layer.OFF if off else Layer.SHOWN
        words = string(dictionary(operands[1]).get("/ActualText"))
        if not words or cleaned(words).strip(SOFT_HYPHEN):
            return Layer.SHOWN
        return Layer.SOFT if SOFT_HYPHEN in words else Layer.OFF

    def _is_off(self, layer: Any) -> bool:
        """Whether a layer, or all layers of a group (PDF 32000-1, 8.11.2), are off."""
        if getattr(layer, "idnum", None) in self.off:
            return True
        members = dictionary(layer).get("/OCGs")
        members = members if isinstance(members, list) else [] if members is None else [members]
        known = [getattr(one, "idnum", None) or _number_of(one) for one in members]
        return bool(known) and all(one in self.off for one in known)

    def _show(self, operands: list[Any], matrix: Matrix) -> None:
        """Empty the operands of what cannot be seen; note where this piece starts."""
        if self._hides(matrix):
            operands[-1:] = [ByteStringObject(b"")]
            return
        if self._layers and self._layers[-1] is Layer.SOFT:
            (x, y), size = placed(matrix, 0.0, 0.0), self._state.size * math.hypot(*matrix[2:4])
            self._runs.append(Run(SOFT_HYPHEN, x, x, y, size))
            operands[-1:] = [ByteStringObject(b"")]
            return
        last = operands[-1] if operands else b""
        pieces = last if isinstance(last, list) else [last]
        shown = [bytes(one) for one in pieces if isinstance(one, bytes)]
        if not self._pieces:  # pypdf puts a space of its own before words that start a new piece
            first = next(filter(None, shown), b"")
            self._spaced = self.widths.begins_with_space(self._state.font, first)
        length = sum(map(len, shown))
        self._pieces.append(_Piece(placed(matrix, 0.0, 0.0)[0], length, self._ink()))

    def _hides(self, matrix: Matrix) -> bool:
        state = self._state
        if state.mode in (3, 7) or state.alpha < _LEAST_ALPHA or state.stretch < 10:
            return True
        if Layer.OFF in self._layers or self._forms[-1].hidden:
            return True
        a, b, _, _, x, y = matrix
        if a <= 0 or abs(b) > 0.1 * a:
            return True
        if not (-1 <= x <= self.size[0] + 1 and -1 <= y <= self.size[1] + 1):
            return True
        return self._faint(self._ink(), x, y)

    def _ink(self) -> RGB | None:
        return self._state.fill if self._state.mode in (0, 2, 4, 6) else None

    def _faint(self, ink: RGB | None, x: float, y: float) -> bool:
        """Whether ink has no contrast to what lies under it at a place."""
        under = self._paint.under(x, y)
        return bool(ink and under and contrast(ink, under) < LEAST_CONTRAST)

    def _fades(self, pieces: Sequence[_Piece], end: float, y: float) -> bool:
        """Whether words that begin on one ground run on over another where they are not seen."""
        ends = [*(piece.x for piece in pieces[1:]), end]
        for piece, stop in zip(pieces, ends, strict=False):
            self.tick()
            places = (piece.x + share * (stop - piece.x) for share in (0.5, 0.95))
            if any(self._faint(piece.ink, x, y) for x in places):
                return True
        return False

    def _fill(self, operator: bytes) -> None:
        state = self._state
        shown = Layer.OFF not in self._layers and not self._forms[-1].hidden
        drawn = self._paint.end(
            operator, state.fill, state.alpha if shown else 0.0, len(self._runs)
        )
        if drawn is not None:
            x0, y0, x1, y1 = drawn
            self._runs.append(Run(BULLET, x0, x1, y0, y1 - y0, drawn=True))

    def _covered(self, run: Run, order: int) -> bool:
        """Whether a part of a run was painted over later."""
        self.tick()
        width, y = run.x1 - run.x0, run.y + run.size / 4
        places = (run.x0 + share * width for share in (0.05, 0.25, 0.5, 0.75, 0.95))
        return self._paint.any and any(self._paint.covers(x, y, order) for x in places)

    def _text(self, text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        """Take the words that pypdf has put together since it last gave some."""
        pieces, self._pieces = self._pieces, []
        if not text.strip():
            return
        matrix = times(tm, times(cm, self._forms[-1].matrix))
        x, y = placed(matrix, 0.0, 0.0)
        across = abs(matrix[0]) * size * self._state.stretch / 100
        printed = size * math.hypot(matrix[2], matrix[3])
        if printed < _LEAST_SIZE:
            return
        text = text.rstrip("\n") if self._spaced else text.strip("\n").lstrip(" ")
        end = x + self.widths.of(text, font) * across
        if pieces and (whole := sum(piece.length for piece in pieces)):
            last = pieces[-1]  # justified lines are stretched between their pieces
            tail = text[len(text) - round(len(text) * last.length / whole) :]
            end = max(end, last.x + self.widths.of(tail, font) * across)
        if self._paint.any and self._fades(pieces, end, y):
            return
        bold = is_bold(font) or self._state.mode == 2
        self._runs.append(Run(text, x, end, y, printed, bold))


def _number_of(found: Any) -> int | None:
    return getattr(getattr(value(found), "indirect_reference", None), "idnum", None)
