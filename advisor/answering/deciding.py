"""What to do with a question, from the evidence alone: pure, explained, the same every time."""

from __future__ import annotations

import math

from advisor.answering.involvement import involved
from advisor.domain.answers import (
    Clarify,
    Decision,
    Evidence,
    Guarded,
    Option,
    Outcome,
    RankedCard,
    Turn,
)
from advisor.domain.cards import Risk
from advisor.domain.profiles import Profile
from advisor.domain.values import Value
from advisor.phrases import Phrases


class Floors(Value):
    """Where one outcome ends and the next begins.

    Fitted by `python -m evals calibrate` on wordings kept out of the cards and on questions that no
    card answers; the figures stand in docs/calibration.md.
    """

    answered: float = 0.5
    extract: float = 0.62
    margin: float = 0.03
    weight: float = 22.0
    middle: float = 0.70
    lead: float = 4.0

    def confidence(self, best: float, lead: float) -> float:
        """Probability that the best card is the right one: logistic in its score and its lead.

        `best`: the card's score; `lead`: how far it is ahead of the best card of another topic.
        """
        return 1.0 / (1.0 + math.exp(-(self.weight * (best - self.middle) + self.lead * lead)))


class Decider:
    """Chooses the outcome, the card, the topics and the risk of one question."""

    def __init__(
        self,
        phrases: Phrases,
        floors: Floors = Floors(),  # noqa: B008
        officers: frozenset[str] = frozenset(),
    ) -> None:
        """`officers`: organisations that have officers; `*` when some serve every organisation."""
        self._phrases = phrases
        self._floors = floors
        self._officers = officers

    def decide(self, turn: Turn, guarded: Guarded, question: str, evidence: Evidence) -> Decision:
        """The decision for the stand-alone `question`; `reasons` name what decided."""
        ranked = self._fitting(evidence.cards, turn.profile)
        who = involved(question, turn.language, self._phrases)
        if not ranked:
            return self._without_card(evidence, who, 0.0)
        best = ranked[0]
        lead = self._lead(ranked)
        confidence = self._floors.confidence(best.score, lead)
        if confidence < self._floors.answered:
            return self._without_card(evidence, who, confidence)
        clarify = self._clarify(turn, ranked)
        outcome = Outcome.CLARIFY if clarify else self._released(best, turn, guarded)
        return Decision(
            outcome=outcome,
            topic=best.card.topic,
            topics=self._topics(ranked),
            involved=who,
            risk=best.card.risk,
            confidence=round(confidence, 3),
            card_id=best.card.id,
            clarify=clarify,
            reasons=(f"card {best.card.id} {best.score:.3f}", f"lead {lead:.3f}"),
        )

    @staticmethod
    def _fitting(cards: tuple[RankedCard, ...], profile: Profile) -> list[RankedCard]:
        """Cards for this kind of asker first; the others stay behind those of equal standing."""
        return sorted(
            cards,
            key=lambda r: -(r.score - (0.0 if profile.who in r.card.applies_to else 0.02)),
        )

    @staticmethod
    def _lead(ranked: list[RankedCard]) -> float:
        other = [r.score for r in ranked if r.card.topic != ranked[0].card.topic]
        return ranked[0].score - (max(other) if other else 0.0)

    def _topics(self, ranked: list[RankedCard]) -> tuple[str, ...]:
        near = ranked[0].score - 2 * self._floors.margin
        return tuple(dict.fromkeys(r.card.topic for r in ranked if r.score >= near))

    def _released(self, best: RankedCard, turn: Turn, guarded: Guarded) -> Outcome:
        """Held only where an officer is there to answer, and never what may not be kept."""
        organisation = turn.profile.organisation
        served = "*" in self._officers or organisation in self._officers
        if best.card.risk is Risk.HOLD and served and guarded.recorded:
            return Outcome.HELD
        return Outcome.ANSWERED

    def _clarify(self, turn: Turn, ranked: list[RankedCard]) -> Clarify | None:
        """One question back when two situations fit equally well; never twice in a row."""
        asked_before = bool(turn.history) and turn.history[-1].clarified
        if asked_before or len(ranked) < 2:
            return None
        close = [r for r in ranked[:3] if ranked[0].score - r.score < self._floors.margin]
        certain = ranked[0].score >= self._floors.middle + 0.15
        if len(close) < 2 or certain or not _differ(close[0], close[1]):
            return None
        language = turn.language
        options = tuple(
            Option(label=asked, value=asked)
            for asked in (r.card.questions.to(language)[0] for r in close)
        )
        return Clarify(question=self._phrases.say("clarify.question", language), options=options)

    def _without_card(
        self, evidence: Evidence, who: tuple[str, ...], confidence: float
    ) -> Decision:
        """Extracts where a provision is near enough; otherwise an honest "not known here"."""
        topics = tuple(dict.fromkeys(r.card.topic for r in evidence.cards[:1]))
        near = evidence.passages[0].score if evidence.passages else 0.0
        if near >= self._floors.extract:
            return Decision(
                outcome=Outcome.ANSWERED,
                topics=(),
                involved=who,
                risk=Risk.HIGH,
                confidence=round(min(confidence, 0.49), 3),
                reasons=(f"no card {confidence:.3f}", f"passage {near:.3f}"),
            )
        return Decision(
            outcome=Outcome.DECLINED,
            topics=topics if confidence >= self._floors.answered / 2 else (),
            topic=topics[0] if topics and confidence >= self._floors.answered / 2 else None,
            involved=who,
            confidence=round(confidence, 3),
            declined="not_known",
            reasons=(f"no card {confidence:.3f}", f"passage {near:.3f}"),
        )


def _differ(one: RankedCard, other: RankedCard) -> bool:
    """Whether two situations lead to different acts: other first contact, risk or topic."""
    a, b = one.card, other.card
    return (a.topic, a.risk, a.contacts[0].id) != (b.topic, b.risk, b.contacts[0].id)
