"""Whether a model's sentence stays with the words it rests on, all along and not on average.

The verifier's V8 asks for half of the content words of a whole statement. A true sentence with a
false one behind it may have that; so a model's words are held to it in every stretch.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.claims import read
from advisor.domain.values import Language
from advisor.errors import DraftMalformed

_STRETCH = 6
_RUN_ON = re.compile(r"\w+[.!?…]+[\"'»”’)]*\s+[^\W\d_]\w*")


def check_close(text: str, support: Sequence[str], language: Language) -> None:
    """Raise DraftMalformed when `text` strays from the texts of `support`.

    It strays where fewer than half of six neighbouring content words are words of `support`, and
    where it goes on after a full stop in small letters, as no passage does.
    """
    known = frozenset[str]().union(*(read(one, language).content for one in support))
    said = [word in known for word, _ in read(text, language).governed]
    stretches = (said[at : at + _STRETCH] for at in range(max(1, len(said) - _STRETCH + 1)))
    if any(sum(stretch) < len(stretch) / 2 for stretch in stretches):
        raise DraftMalformed("text: strays from the words of its token")
    for run_on in _RUN_ON.findall(text):
        if run_on.split()[-1][0].islower() and not any(run_on in one for one in support):
            raise DraftMalformed("text: one sentence expected")
