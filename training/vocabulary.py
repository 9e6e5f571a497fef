"""Cuts the tokenizer's vocabulary to what English and French need.

The tokenizer is a unigram model of 250,002 pieces for a hundred languages; a piece that is kept
keeps its score, so a text whose pieces are all kept is tokenised as before.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tokenizers import Tokenizer

SPACE = "▁"  # the piece alphabet's sign for the start of a word
SAMPLE = 60_000
SEEN_IN_SAMPLE = 2  # a piece met only once in the sample is likelier a misprint than a word
ABBREVIATION = re.compile(rf"{SPACE}[A-Z]{{2,5}}")
ABBREVIATIONS = """
    HR RH OK IT TI AI IA ADM SMA DM SM DG EX PSC CFP PSAC AFPC PIPSC IPFPC TBS SCT OCHRO BDPRH
    PSLREB CRTESPF PSDPA LPFDAR PSIC ISPC COI VEC GC PCO BCP CRA ARC RCMP GRC CAF FAC DND MDN
    ESDC EDSC IRCC PSPC SPAC SSC SPC CSPS EFPC EAP PAE ATIP AIPRP PIA EFVP LGBTQ CEO PDG CFO DPF
    FAQ PDF URL USB VPN TV US UK UN EU ONU QC ON BC CB AB SK MB NB NS NE PE NL NU YT NT
"""


@dataclass(frozen=True)
class Cut:
    """The cut tokenizer as JSON, and for each of its pieces the piece's row in the original."""

    tokenizer: dict[str, Any]
    rows: list[int]


def is_single_latin(piece: str) -> bool:
    """Whether a piece is one character that English or French text can hold, word start or not."""
    character = piece.removeprefix(SPACE)
    if len(character) != 1:
        return False
    if character.isascii():
        return True
    name = unicodedata.name(character, "")
    return name.startswith("LATIN ") or character in "«»‹›“”‘’–—…€£°·•§¶×÷±½¼¾²³†‡™©®№≤≥→"


def cut(tokenizer: dict[str, Any], kept: set[int]) -> Cut:
    """Keep the pieces with these rows and the special tokens, in their order.

    `tokenizer` is the content of a tokenizer.json with a unigram model; it is not changed.
    """
    special = {int(token["id"]) for token in tokenizer["added_tokens"]}
    rows = sorted(kept | special)
    position = {row: place for place, row in enumerate(rows)}
    result: dict[str, Any] = json.loads(json.dumps(tokenizer))
    pieces = result["model"]["vocab"]
    result["model"]["vocab"] = [pieces[row] for row in rows]
    result["model"]["unk_id"] = position[int(tokenizer["model"]["unk_id"])]
    for token in result["added_tokens"]:
        token["id"] = position[int(token["id"])]
    for token in result["post_processor"]["special_tokens"].values():
        token["ids"] = [position[int(row)] for row in token["ids"]]
    return Cut(result, rows)


def sample_texts(pairs: Sequence[tuple[str, str]], seed: int) -> list[str]:
    """Both sides of a sample of aligned pairs."""
    sample = random.Random(seed).sample(list(pairs), min(SAMPLE, len(pairs)))
    return [text for pair in sample for text in pair]


def used_rows(tokenizer: dict[str, Any], words: Iterable[str], running: Iterable[str]) -> set[int]:
    """The rows of the pieces to keep: used by `words`, repeated in `running`, or kept by form.

    Abbreviations of the public service and the teachers' prefixes count as words.
    """
    whole = Tokenizer.from_str(json.dumps(tokenizer))
    always = [*words, *ABBREVIATIONS.split(), "query:", "passage:"]
    kept = {row for encoded in whole.encode_batch(always) for row in encoded.ids}
    counts = Counter(row for encoded in whole.encode_batch(list(running)) for row in encoded.ids)
    kept |= {row for row, count in counts.items() if count >= SEEN_IN_SAMPLE}
    for row, (piece, _score) in enumerate(tokenizer["model"]["vocab"]):
        if is_single_latin(piece) or ABBREVIATION.fullmatch(piece):
            kept.add(row)
    return kept
