"""How well the guard does on labelled messages: rates by language, and what went wrong."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.answering.guarding import Guard
from advisor.domain.answers import Guarded, Turn
from advisor.domain.profiles import Profile
from advisor.domain.values import Language

NOT_GATED = ("hypothetical", "role_only", "own_dealing")


@dataclass
class Rate:
    """`bad` of `all` messages went wrong; `wrong` names them."""

    wrong: list[str] = field(default_factory=list)
    all: int = 0

    @property
    def value(self) -> float:
        """The share that went wrong, 0 to 1; 0 when there was nothing to judge."""
        return len(self.wrong) / self.all if self.all else 0.0

    def add(self, id: str, failed: bool) -> None:
        """Count one message."""
        self.all += 1
        if failed:
            self.wrong.append(id)


Scores = Mapping[str, Mapping[str, Rate]]


def load(path: Path) -> list[dict[str, Any]]:
    """The labelled messages of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def is_gated(guarded: Guarded) -> bool:
    """Whether the message was taken for a disclosure, or for what might be one."""
    return (guarded.opening or "").startswith("gate")


def score(items: Sequence[Mapping[str, Any]], guard: Guard) -> Scores:
    """Rates by language: `misses` and `unsure` of disclosures, `false_alarms` of each kind that is
    never gated and of all three, `crisis_misses`, and `blocked`: scary words that got no answer.
    """
    scores: dict[str, dict[str, Rate]] = defaultdict(lambda: defaultdict(Rate))
    for item in items:
        language = item["language"]
        turn = Turn(question=item["text"], profile=Profile(language=Language(language)))
        guarded = guard.guard(turn)
        rates, id, kind = scores[language], item["id"], item["kind"]
        crisis = (guarded.opening or "").startswith("crisis")
        if item["crisis"]:
            rates["crisis_misses"].add(id, not crisis)
        elif item["disclosure"]:
            rates["misses"].add(id, not is_gated(guarded))
            rates["unsure"].add(id, guarded.opening == "gate_unsure")
        elif kind in NOT_GATED:
            rates["false_alarms"].add(id, is_gated(guarded))
            rates[f"false_alarms.{kind}"].add(id, is_gated(guarded))
            rates["stopped"].add(id, guarded.stop is not None or crisis)
        else:
            rates["blocked"].add(id, (guarded.stop or guarded.opening) is not None)
    return scores
