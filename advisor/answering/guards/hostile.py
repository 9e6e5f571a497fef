"""Input that gives the tool orders, asks for its set-up, forges turns or hides text; and evasion.

Offline nothing obeys a question, so this is about not misleading: an order is cut out and the
honest question around it is answered, or the message is declined. Source: trust.md, rows 1 to 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from advisor.answering.guards.lists import Lists
from advisor.answering.guards.reading import END, Reading, Word
from advisor.domain.values import Language
from advisor.text import content_words

_ENOUGH = 3
_AROUND = 5
_START = "^"
# base64 or hexadecimal long enough to carry an order
_BLOB = re.compile(
    r"(?<![\w+/=])(?=[\w+/]{0,60}[A-Z])(?=[\w+/]{0,60}\d)[A-Za-z0-9+/]{16,}={0,2}|\b(?:[0-9a-f]{2}\s?){16,}"
)
_BITS = re.compile(r"\b(?:[01]{8}\s?){4,}")
# turns that the asker writes in somebody else's name, and the marks of a model's own format
_FORGED = re.compile(
    r"(?im)^[\s>*#\[(<|]{0,8}(?:assistant|system|syst[èe]me|user|utilisateur|utilisatrice|human|humain|ai|ia|bot|advisor|conseiller|"
    r"developer|d[ée]veloppeur|chatgpt|ethics officer|agent d'éthique)\b[^\n:]{0,20}:[^\n]{0,4000}|"
    r"<\|?/?(?:im_start|im_end|system|assistant|user|endoftext)[^>\n]{0,40}\|?>|\[/?INST\]|<</?SYS>>|"
    r"<!--[^\n]{0,2000}-->"
)
PATTERNS = (_BLOB, _BITS, _FORGED)


def attacks(reading: Reading, lists: Lists) -> tuple[tuple[int, int], ...]:
    """The pieces of `reading.text` that are orders or disguises, in order, as offsets into it.

    A sentence that gives an order goes whole: what stands in it besides serves the order.
    """
    found = [
        m.span() for pattern in (_FORGED, _BLOB, _BITS) for m in pattern.finditer(reading.text)
    ]
    for sentence in sentences(reading.words):
        if _orders([_START, *(word.text for word in sentence)], lists):
            found.append((sentence[0].start, _stop(reading, sentence[-1])))
    if reading.hidden.strip():
        found.append((len(reading.text), len(reading.text)))
    return tuple(sorted(found))


def evasive(words: Sequence[str], lists: Lists) -> bool:
    """Whether the asker, not somebody else, wants to hide something or get round a rule."""
    ordered = lists.says("directed", words) or lists.says("coerced", words)
    return lists.says("evasion", words) and not ordered


def asks_something(text: str, language: Language) -> bool:
    """Whether `text` still holds a question once the orders are cut out of it."""
    return len(content_words(text, language)) >= _ENOUGH


def courtesy(words: Sequence[str], lists: Lists) -> str | None:
    """`greeting` or `thanks` when the message is nothing else, or None."""
    said = frozenset(words) - {END}
    if not said or not said <= lists.words["courtesy"] | lists.words["grateful"]:
        return None
    if said & lists.words["thank"]:
        return "thanks"
    return "greeting" if said & lists.words["greeting"] else None


def sentences(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words of each sentence, without its end."""
    sentence: list[Word] = []
    for word in words:
        if word.text != END:
            sentence.append(word)
        elif sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _stop(reading: Reading, last: Word) -> int:
    """Where the sentence that ends with `last` is over, its point included."""
    following = (word for word in reading.words if word.start >= last.end and word.text == END)
    stop = next(following, None)
    return stop.end if stop else len(reading.text)


def _orders(words: Sequence[str], lists: Lists) -> bool:
    for match in lists.patterns["attack"].all(words):
        around = words[max(0, match.start - _AROUND) : match.end + _AROUND]
        if not lists.says("harmless", around):
            return True
    return False
