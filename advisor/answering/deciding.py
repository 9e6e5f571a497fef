"""What to do with a question, from the evidence alone: pure, explained, the same every time."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

from advisor.answering.composing.citing import speaks_of
from advisor.answering.involvement import involved
from advisor.domain.answers import (
    Clarify,
    Decision,
    Evidence,
    Guarded,
    Option,
    Outcome,
    RankedCard,
    RankedSubject,
    Turn,
)
from advisor.domain.cards import Risk
from advisor.domain.profiles import Profile
from advisor.domain.values import Language, Value
from advisor.phrases import Phrases
from advisor.text import content_words, detect_language

_FITTED = Path(__file__).resolve().parent.parent / "models" / "decision.json"
_OTHER_ASKER = 0.2
_CLOSE = 0.25
_SURE = 0.9
_OPTIONS = 3
_WORTH_ASKING = 0.25
_NEAREST = 5
_ALMOST = 0.1
_CRISIS = "crisis_"  # how the fixed texts of the guard that give help begin
_DISTRESS = ("wellness_crisis", "harassment_violence")
# In these the asker's own dealing is put forward for advice, which is never gated (trust.md 1).
_OWN = frozenset(
    {"gifts_hospitality", "outside_employment", "post_employment", "political_activity"}
)
UNSURE = "gate_unsure"


class Fit(Value):
    """When a card fits: a logistic model over `features`, and the floor of the probability.

    Fitted by `python -m evals.calibrate` on the development set; the floor is the lowest at which
    at most 5 % of the cards shown there were wrong: new text is harder than what it was fitted on.
    """

    coefficients: tuple[float, ...]
    intercept: float
    floor: float
    embedder: str = ""
    fitted_on: int = 0

    @classmethod
    def shipped(cls) -> Fit:
        """The coefficients that ship with the bundled model."""
        return cls.model_validate(json.loads(_FITTED.read_text(encoding="utf-8")))

    def probability(self, values: tuple[float, ...]) -> float:
        """Probability, 0 to 1, that the best card answers the question."""
        weighed = zip(self.coefficients, values, strict=True)
        return 1.0 / (1.0 + math.exp(-(self.intercept + sum(c * v for c, v in weighed))))


def order(cards: tuple[RankedCard, ...], profile: Profile) -> tuple[RankedCard, ...]:
    """Cards best first; those written for another kind of asker a little behind their equals."""
    return tuple(
        sorted(
            cards,
            key=lambda r: -(r.score - (0.0 if profile.who in r.card.applies_to else _OTHER_ASKER)),
        )
    )


def features(
    ranked: tuple[RankedCard, ...],
    outside: RankedSubject | None,
    question: str,
    language: Language,
) -> tuple[float, ...]:
    """What the fit looks at in the best of `ranked` (at least one card).

    Its standing, its words, what was learned; its lead over the next card, over the next topic and
    over the nearest outside subject, in points of score; the number of content words, at most ten,
    divided by ten; 1 for French.
    """
    best = ranked[0]
    others = [r.score for r in ranked[1:]] or [0.0]
    topics = [r.score for r in ranked if r.card.topic != best.card.topic] or [others[-1]]
    length = min(len(content_words(question, language)), 10) / 10
    return (
        best.standing,
        best.words,
        best.learned,
        best.score - others[0],
        best.score - topics[0],
        best.score - outside.score if outside else best.score,
        length,
        1.0 if language is Language.FR else 0.0,
    )


class Decider:
    """Chooses the outcome, the card, the topics and the risk of one question."""

    def __init__(
        self, phrases: Phrases, fit: Fit | None = None, officers: frozenset[str] = frozenset()
    ) -> None:
        """`officers`: organisations that have officers; `*` when some serve every organisation."""
        self._phrases = phrases
        self._fit = fit or Fit.shipped()
        self._officers = officers

    def decide(self, turn: Turn, guarded: Guarded, question: str, evidence: Evidence) -> Decision:
        """The decision for the stand-alone `question`; `reasons` name what decided."""
        ranked = order(evidence.cards, turn.profile)
        who = involved(question, turn.language, self._phrases)
        if not ranked:
            if heard := (guarded.opening or "").partition(_CRISIS)[2]:
                return Decision(outcome=Outcome.CRISIS, crisis=heard, reasons=("no card",))
            return self._without_card(turn, question, evidence, who, ("no card",))
        best = ranked[0]
        spoken = detect_language(question, turn.language)
        seen = features(ranked, evidence.outside, question, spoken)
        confidence = self._fit.probability(seen)
        clarify = self._clarify(turn, ranked, evidence, confidence)
        sure = confidence >= self._fit.floor and clarify is None
        if whose := _crisis(guarded, ranked, evidence.outside, sure=sure):
            reasons = _reasons("crisis", best, confidence)
            return Decision(outcome=Outcome.CRISIS, crisis=whose, reasons=reasons)
        if guarded.opening == UNSURE and not (sure and best.card.topic in _OWN):
            return self._unsure(turn, ranked, _reasons("maybe a disclosure", best, confidence))
        if confidence < self._fit.floor and clarify is None:
            reasons = _reasons("no card fits", best, confidence)
            return self._without_card(turn, question, evidence, who, reasons)
        return Decision(
            outcome=Outcome.CLARIFY if clarify else self._released(best, turn, guarded),
            topic=best.card.topic,
            topics=_topics(ranked),
            involved=who,
            risk=best.card.risk,
            confidence=round(confidence, 3),
            card_id=None if clarify else best.card.id,
            clarify=clarify,
            reasons=_reasons("card asked about" if clarify else "card fits", best, confidence),
        )

    def _unsure(
        self, turn: Turn, ranked: tuple[RankedCard, ...], reasons: tuple[str, ...]
    ) -> Decision:
        """Asks for general terms, and offers some: the nearest situations as people ask them.

        Where the rules doubt but the situation is surely the asker's own dealing, it is answered.
        """
        again = bool(turn.history) and turn.history[-1].clarified
        clarify = None if again else self._question("clarify.which", turn, ranked[:_OPTIONS])
        return Decision(outcome=Outcome.CLARIFY, clarify=clarify, reasons=reasons)

    def _released(self, best: RankedCard, turn: Turn, guarded: Guarded) -> Outcome:
        """Held only where an officer is there to answer, and never what may not be kept."""
        served = "*" in self._officers or turn.profile.organisation in self._officers
        if best.card.risk is Risk.HOLD and served and guarded.recorded:
            return Outcome.HELD
        return Outcome.ANSWERED

    def _clarify(
        self, turn: Turn, ranked: tuple[RankedCard, ...], evidence: Evidence, confidence: float
    ) -> Clarify | None:
        """One question back, never twice in a row: which of these situations is it?

        Asked when two situations with different acts fit equally well, and when the nearest ones
        may fit but not surely enough to advise.
        """
        if turn.history and turn.history[-1].clarified:
            return None
        close = [r for r in ranked[:_OPTIONS] if ranked[0].score - r.score < _CLOSE]
        if confidence >= self._fit.floor:
            unsure = confidence < _SURE and len(close) > 1 and _differ(close[0], close[1])
            return self._question("clarify.question", turn, close) if unsure else None
        outside = evidence.outside.score if evidence.outside else 0.0
        if confidence < self._fit.floor * _WORTH_ASKING or outside > ranked[0].score:
            return None
        return self._question("clarify.which", turn, ranked[:_OPTIONS])

    def _question(self, key: str, turn: Turn, ranked: Sequence[RankedCard]) -> Clarify:
        """The question `key` with one option a card: a way of asking for it."""
        labels = [r.card.questions.to(turn.language)[0] for r in ranked]
        return Clarify(
            question=self._phrases.say(key, turn.language),
            options=tuple(Option(label=label, value=label) for label in labels),
        )

    @staticmethod
    def _without_card(
        turn: Turn,
        question: str,
        evidence: Evidence,
        who: tuple[str, ...],
        reasons: tuple[str, ...],
    ) -> Decision:
        """A subject outside, extracts where a provision speaks of it, or an honest "not known"."""
        near = evidence.outside
        if near is not None and near.score > max((r.score for r in evidence.cards), default=0.0):
            return Decision(
                outcome=Outcome.DECLINED,
                subject_id=near.subject.id,
                involved=who,
                declined="out_of_scope",
                reasons=(*reasons, f"outside: {near.subject.id} {near.score:.2f}"),
            )
        spoken = (r.passage for r in evidence.passages)
        found = [p.provision for p in spoken if speaks_of(p, question, turn.language)]
        if found:
            reasons = (*reasons, f"provision speaks of it: {found[0]}")
            return Decision(outcome=Outcome.ANSWERED, involved=who, reasons=reasons)
        return Decision(
            outcome=Outcome.DECLINED, involved=who, declined="not_known", reasons=reasons
        )


def _crisis(
    guarded: Guarded,
    ranked: tuple[RankedCard, ...],
    outside: RankedSubject | None,
    *,
    sure: bool,
) -> str | None:
    """Whose crisis it is, where help is all that is said; None where something else is too.

    A situation as near as the nearest is a crisis: no floor, for here a false alarm costs least.
    Or the guard heard one: then only a card that surely fits, with no distress among the nearest
    ones, may follow the help; rules that hear a hint also hear turns of phrase.
    """
    least = max(ranked[0].score, outside.score if outside else 0.0) - _ALMOST
    for r in ranked[:_OPTIONS]:
        if r.card.crisis and r.score >= least:
            return r.card.crisis
    heard = (guarded.opening or "").partition(_CRISIS)[2]
    near = any(r.card.crisis or r.card.topic in _DISTRESS for r in ranked[:_NEAREST])
    return heard if heard and (near or not sure) else None


def _topics(ranked: tuple[RankedCard, ...]) -> tuple[str, ...]:
    near = ranked[0].score - 2 * _CLOSE
    return tuple(dict.fromkeys(r.card.topic for r in ranked if r.score >= near))


def _reasons(what: str, best: RankedCard, confidence: float) -> tuple[str, ...]:
    return (
        f"{what}: {best.card.id} at {confidence:.3f}",
        f"score {best.score:.2f}: standing {best.standing:.2f}, words {best.words:.2f}, "
        f"learned {best.learned:.2f}",
    )


def _differ(one: RankedCard, other: RankedCard) -> bool:
    """Whether two situations lead to different acts: other topic, risk or first contact."""
    a, b = one.card, other.card
    return (a.topic, a.risk, a.contacts[0].id) != (b.topic, b.risk, b.contacts[0].id)
