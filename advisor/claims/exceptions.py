"""Provisions that take something back from the one before them or above them."""

from __future__ import annotations

from advisor.domain.values import Language
from advisor.text import fold

_HEADING = "exception"
_OPENINGS = {
    Language.EN: ("despite", "notwithstanding"),
    Language.FR: ("malgre", "par derogation", "nonobstant"),
}
_NUMBERING = "0123456789(). "


def is_exception(heading: str, text: str, language: Language) -> bool:
    """Whether a provision is headed "Exception" or opens with "Despite", "Malgré" or the like.

    Source: trust.md, section 5, on what a cited provision brings along.
    """
    opening = fold(text).lstrip(_NUMBERING)
    return fold(heading).startswith(_HEADING) or opening.startswith(_OPENINGS[language])
