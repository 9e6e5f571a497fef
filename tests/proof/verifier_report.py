"""The adversarial run itself: how many false pairs of each kind the verifier accepts."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from pathlib import Path

from advisor.answering.quotes import locate
from advisor.domain.values import Language
from advisor.text import normalise
from tests.proof.verifier_mutations import NEVER, PUBLISHED, Mutation
from tests.proof.verifier_pairs import Pair, judge, pairs

_TRIES = 60_000


@dataclass
class Tally:
    """What became of the false pairs of one kind."""

    made: int = 0
    accepted: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return self.accepted / self.made if self.made else 0.0


@dataclass
class Outcome:
    """One language: true pairs refused, and the tally of each kind of mutation."""

    language: Language
    true_pairs: int = 0
    refused: int = 0
    refusals: list[str] = field(default_factory=list)
    kinds: dict[str, Tally] = field(default_factory=dict)

    def table(self) -> str:
        lines = [f"{self.language}: {self.refused} of {self.true_pairs} true pairs refused"]
        lines += [
            f"  {kind:<18} {tally.accepted:>5} of {tally.made:>5} accepted ({tally.rate:.1%})"
            for kind, tally in self.kinds.items()
        ]
        return "\n".join(lines)


def accepted(pair: Pair) -> bool:
    """Whether a pair would be shown: its drafted quote is found, and the verdict is good."""
    if pair.drafted is not None:
        span = locate(pair.drafted, pair.passage.text)
        if span is None:
            return False
    return judge(pair).check is None


def _is_true(pair: Pair, mutant: Pair) -> bool:
    """Whether the change left a sentence that the quote happens to hold all the same."""
    return (
        mutant.text != pair.text
        and mutant.drafted is None
        and normalise(mutant.text).strip(" .") in normalise(mutant.quote)
    )


def run(data: Path, language: Language, size: int, seed: int = 6) -> Outcome:
    """`size` false pairs in one language, spread evenly over the kinds; same seed, same pairs."""
    rng = random.Random(seed)
    kinds: dict[str, Mutation] = {**NEVER, **PUBLISHED}
    outcome = Outcome(language, kinds={kind: Tally() for kind in kinds})
    wanted = size * 21 // (20 * len(kinds)) + 1  # some kinds find few occasions
    source = pairs(data, language, rng)
    for _ in range(max(_TRIES, size * 6)):
        open_kinds = [kind for kind in kinds if outcome.kinds[kind].made < wanted]
        if not open_kinds:
            break
        pair = next(source)
        # The rare kinds first: amounts and dates stand in few provisions.
        occasions = [(kind, kinds[kind](pair, rng)) for kind in open_kinds]
        false = [(kind, mutant) for kind, mutant in occasions if mutant is not None]
        if not false:
            continue
        outcome.true_pairs += 1
        if not accepted(pair):
            outcome.refused += 1
            outcome.refusals.append(f"{judge(pair).check} {judge(pair).reason}: {pair.text}")
            continue
        for kind, mutant in false[:4]:
            _count(outcome.kinds[kind], pair, mutant, language)
    return outcome


def _count(tally: Tally, pair: Pair, mutant: Pair, language: Language) -> None:
    if (mutant == pair) or (_is_true(pair, mutant) and mutant.end == pair.end):
        return
    tally.made += 1
    if accepted(mutant):
        tally.accepted += 1
        tally.examples.append(f"{mutant.passage.id}\n    {pair.text}\n    {mutant.text}")


def write(outcomes: list[Outcome], path: Path) -> None:
    """The figures as JSON."""
    figures = {
        outcome.language.value: {
            "true_pairs": outcome.true_pairs,
            "true_pairs_refused": outcome.refused,
            "kinds": {
                kind: {"made": tally.made, "accepted": tally.accepted}
                for kind, tally in outcome.kinds.items()
            },
        }
        for outcome in outcomes
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
