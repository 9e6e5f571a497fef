"""Text as both languages need it: normalised, split, stemmed, recognised. Pure; linear time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import Stemmer
import yaml

from advisor.domain.values import Language

_LISTS = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text("utf-8"))
STOP_WORDS = {language: frozenset(_LISTS["stop_words"][language].split()) for language in Language}
_ELIDED = frozenset(_LISTS["elided"])
_ABBREVIATIONS = {language: frozenset(_LISTS["abbreviations"][language]) for language in Language}
_NEUTRAL = frozenset(_LISTS["neutral"].split())
_TELLING = {language: frozenset(_LISTS["telling"][language].split()) for language in Language}
_SURE = 0.7
_CERTAIN = 0.95
_SNOWBALL = {Language.EN: "english", Language.FR: "french"}

_SOFT_HYPHEN = "\u00ad"
_SAME = (
    dict.fromkeys("‘’‚‛′ʼ`´", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {_SOFT_HYPHEN: ""}
)
_GUILLEMETS = "«»"
_FOLDED = str.maketrans({k: v for k, v in _SAME.items() if k not in _GUILLEMETS})
# No mark that composes with the character before it: the common case, done without a loop.
_SINGLE = re.compile(r"[\x00-\u02ff\u2000-\u20cf\u2100-\u22ff]*")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[^\W_]")
_END = re.compile(r"(?<![.!?…])[.!?…]++(?:[\"'”’)\]]|\s?»)*+\s++|\n++")
_INITIALS = re.compile(r"(?!a\.m|p\.m)[^\W\d_](?:\.[^\W\d_])*")
_LIST_ITEM = re.compile(r"\(\w{1,4}\)|[•*]|[-–—]\s|\w\)")


def normalise(text: str) -> str:
    """`text` in the one form in which quotes are compared (trust.md, V3).

    NFC; one kind of quote mark, apostrophe, dash and space; runs of white space become one space,
    none at the ends nor inside French quote marks; soft hyphens removed. Case and punctuation stay.
    """
    if not _SINGLE.fullmatch(text):
        return normalise_with_offsets(text)[0]
    one_form = unicodedata.normalize("NFC", text).translate(_FOLDED)
    spaced = " ".join(one_form.split()).replace("« ", '"').replace(" »", '"')
    return spaced.replace("«", '"').replace("»", '"')


def normalise_with_offsets(text: str) -> tuple[str, list[int]]:
    """The normalised text, and where each of its characters came from.

    The list has one entry more than the text: `offsets[i]` is the position in `text` of the i-th
    normalised character, the last entry the end of the last one. So the normalised slice `[i:j]`
    came from `text[offsets[i]:offsets[j]]`.
    """
    letters: list[str] = []
    offsets: list[int] = []
    end, space_at = 0, -1
    opened = False
    for start, stop, cluster in _clusters(text):
        if cluster.isspace():
            space_at = start if space_at < 0 else space_at
            continue
        composed = unicodedata.normalize("NFC", cluster)
        written = _SAME.get(composed, composed)
        if space_at >= 0 and letters and not opened and composed != "»":
            letters.append(" ")
            offsets.append(space_at)
        space_at, opened = -1, composed == "«"
        letters.extend(written)
        whole = len(written) == stop - start
        offsets.extend(start + (place if whole else 0) for place in range(len(written)))
        end = stop
    return "".join(letters), [*offsets, end]


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, characters that compose together): a base and its marks, no soft hyphen."""
    start, end, cluster = 0, 0, ""
    for position, character in enumerate(text):
        if character == _SOFT_HYPHEN:
            continue
        if cluster and _joins(cluster[0], character):
            cluster += character
        else:
            if cluster:
                yield start, end, cluster
            start, cluster = position, character
        end = position + 1
    if cluster:
        yield start, end, cluster


def _joins(base: str, character: str) -> bool:
    """Whether a character may compose with the one before: a mark, a Hangul vowel or final.

    What is written in another form anyway (spaces, quote marks, dashes) takes no mark with it.
    """
    if character < "\u0300" or base.isspace() or base in _SAME:
        return False
    return "\u1160" <= character <= "\u11ff" or unicodedata.category(character)[0] == "M"


def fold(text: str) -> str:
    """`text` without case and accents: for search and lists, never for comparing quotes."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words(text: str) -> tuple[str, ...]:
    """Lower-cased word tokens. `l'`, `d'`, `qu'` stand apart; `aujourd'hui` and `don't` stay whole.

    Numbers keep their inner points and commas (`19.1`, `1,000`); hyphens separate.
    """
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(normalise(text).lower()):
        token = match.group()
        while "'" in token and (head := token.split("'", 1))[0] in _ELIDED:
            yield head[0]
            token = head[1]
        yield token


@lru_cache(maxsize=65536)
def stem(word: str, language: Language) -> str:
    """One lower-cased word without its ending and accents."""
    # A stemmer is not safe to share between threads and cheap to make; the cache keeps it rare.
    return fold(Stemmer.Stemmer(_SNOWBALL[language]).stemWord(word))


def stems(text: str, language: Language) -> list[str]:
    """Tokens for lexical search: elided articles dropped, stemmed, then without accents."""
    elided = _ELIDED if language is Language.FR else frozenset()
    return [stem(word, language) for word in words(text) if word not in elided]


def content_words(text: str, language: Language) -> frozenset[str]:
    """The stems of the words that carry meaning: stop words left out."""
    stop = STOP_WORDS[language]
    return frozenset(stem(word, language) for word in words(text) if fold(word) not in stop)


def sentence_spans(text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence in `text`, white space around it left out.

    Abbreviations (`s. 19.1`, `p. ex.`, `M.`), numbers and list items `(a)`, `(b)` end no sentence.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match.end() < len(text) and _ends(text, start, match, language):
            spans.append(_trimmed(text, start, match.end()))
            start = match.end()
    spans.append(_trimmed(text, start, len(text)))
    return tuple(span for span in spans if span[0] < span[1])


def sentences(text: str, language: Language) -> tuple[str, ...]:
    """The sentences of `text`, in order."""
    return tuple(text[start:end] for start, end in sentence_spans(text, language))


def _ends(text: str, start: int, match: re.Match[str], language: Language) -> bool:
    """Whether a sentence that began at `start` is over at this stop or line break."""
    following = text[match.end() : match.end() + 8]
    if match.group()[0] == "\n":
        before = text[start : match.start()].rstrip()[-1:]
        return bool(before) and before not in ",;:-–—(" and not _LIST_ITEM.match(following)
    first = following.lstrip("\"'«“(‘ \u00a0\u202f")[:1]
    if not (first.isupper() or first.isdigit()):
        return "\n" in match.group() and not _LIST_ITEM.match(following)
    if match.group()[0] != "." or match.group().startswith(".."):
        return True
    before = text[max(start, match.start() - 16) : match.start()]
    word = re.split(r"[\s(«\"'’]", before)[-1].lower()
    if word in _ABBREVIATIONS[language] or _INITIALS.fullmatch(word):
        return False
    return not (word.isdigit() and text[start : match.start()].strip() == word)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


@lru_cache(maxsize=1)
def _identifier() -> Any:
    # Half a second and a few megabytes: only for the first question whose language is not given.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([str(language) for language in Language])
    return identifier


def detect_language(text: str, default: Language) -> Language:
    """The language of a question; `default` where its words do not tell (acronyms, names, "ok").

    Only the first 2,000 characters are read.
    """
    told = [word for word in words(text[:2000]) if fold(word) not in _NEUTRAL and word.isalpha()]
    told += [word for word in words(text[:2000]) if "'" in word]
    if not told:
        return default
    votes = {
        language: sum(fold(word) in _TELLING[language] for word in told) for language in Language
    }
    ranked = _identifier().rank(" ".join(told))
    best, probability = Language(ranked[0][0]), ranked[0][1]
    if votes[default] == votes[default.other]:
        return best if probability >= _SURE else default
    favourite = max(votes, key=lambda language: votes[language])
    ahead = votes[favourite] - votes[favourite.other]
    return best if probability >= _CERTAIN and ahead < 2 else favourite
