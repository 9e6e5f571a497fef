"""Whether a model's sentence stays with the words it rests on, all along and not on average.

The verifier's V8 asks for half of the content words of a whole statement. A true sentence with a
false one behind it may have that, and so may nonsense (a real small model's: "a basket of colours
and hospitality is a little his"). A model is told to keep to the words it is shown; here it is held
to that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.domain.values import Language
from advisor.text import STOP_WORDS, content_words, fold, stem, words

_STRETCH = 6
_SHARE = 2 / 3
_RUN_ON = re.compile(r"\w+[.!?…]+[\"'»”’)]*\s+[^\W\d_]\w*")


def is_close(text: str, support: Sequence[str], language: Language) -> bool:
    """Whether `text` stays with the texts of `support`.

    At least two thirds of its content words, and half of any six neighbouring ones, are words of
    `support`; after a full stop it does not go on in small letters, unless `support` does so there.
    """
    known = frozenset[str]().union(*(content_words(one, language) for one in support))
    meaningful = (word for word in words(text) if fold(word) not in STOP_WORDS[language])
    said = [stem(word, language) in known for word in meaningful]
    if not said or sum(said) < _SHARE * len(said):
        return False
    stretches = (said[at : at + _STRETCH] for at in range(max(1, len(said) - _STRETCH + 1)))
    if any(sum(stretch) < len(stretch) / 2 for stretch in stretches):
        return False
    run_on = (one for one in _RUN_ON.findall(text) if one.split()[-1][0].islower())
    return all(any(one in whole for whole in support) for one in run_on)
