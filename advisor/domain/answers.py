"""One question on its way to an answer: every value that the walk passes on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum

from advisor.domain.cards import Card, Risk, Subject
from advisor.domain.contacts import Escalation
from advisor.domain.profiles import Profile
from advisor.domain.sources import Passage, View, passage_id
from advisor.domain.values import Language, Value


class Exchange(Value):
    """One earlier turn. `clarified`: what came back was a question."""

    question: str
    short: str = ""
    topic: str | None = None
    card_id: str | None = None
    clarified: bool = False


class Turn(Value):
    """A question as typed (1 to 4,000 characters), what came before, and who asks."""

    question: str
    history: tuple[Exchange, ...] = ()
    profile: Profile = Profile()

    @property
    def language(self) -> Language:
        """The language of the answer."""
        return self.profile.language


class Finding(Value):
    """Something the guard found in the raw text, as character offsets into it."""

    kind: str
    start: int
    end: int


class Guarded(Value):
    """What may travel on: the redacted question, and the fixed text that ends or opens the walk.

    `opening` and `stop` are ids of fixed texts; `recorded` is false when nothing may be kept.
    """

    question: str
    findings: tuple[Finding, ...] = ()
    opening: str | None = None
    stop: str | None = None
    recorded: bool = True


class RankedCard(Value):
    """A card and how well it fits.

    `score`: what cards are ranked by, from the other three; about 2 to 10, comparable between
    questions. `standing`: nearness of its wordings, in standard deviations above those of all
    cards. `words`: the weighted share of the question's words that the card uses, 0 to 1.
    `learned`: how much more than the others it claims the question, in standard deviations.
    """

    card: Card
    score: float
    standing: float = 0.0
    words: float = 0.0
    learned: float = 0.0


class RankedSubject(Value):
    """The outside subject nearest to a question; `score` is comparable with a card's."""

    subject: Subject
    score: float


class RankedPassage(Value):
    """A passage with its fused score (higher is better; comparable within one question only)."""

    passage: Passage
    score: float


class Evidence(Value):
    """All that an answer may rest on. `cited` holds the passages that the cards cite."""

    cards: tuple[RankedCard, ...] = ()
    outside: RankedSubject | None = None
    passages: tuple[RankedPassage, ...] = ()
    cited: tuple[Passage, ...] = ()
    conflicts: tuple[str, ...] = ()
    generation: str = ""

    def passage(self, id: str) -> Passage | None:
        """The passage with this id, if it is part of the evidence."""
        for passage in (*self.cited, *(ranked.passage for ranked in self.passages)):
            if passage.id == id:
                return passage
        return None

    def behind(self, statements: Iterable[Statement]) -> tuple[Passage, ...]:
        """The passages that `statements` cite, each once, in order of first appearance."""
        ids = dict.fromkeys(c.passage_id for s in statements for c in s.citations)
        return tuple(p for id in ids if (p := self.passage(id)) is not None)

    def best_view(self, provision: str, language: Language) -> Passage | None:
        """The official text of a provision in `language` if there is one, else its digest."""
        return self.passage(passage_id(provision, language, View.OFFICIAL)) or self.passage(
            passage_id(provision, language, View.DIGEST)
        )


class Outcome(StrEnum):
    """What kind of reply this is; ids of the vocabulary."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    DECLINED = "declined"
    CRISIS = "crisis"
    HELD = "held"


class Option(Value):
    """One way to answer a clarifying question; `value` is the next message."""

    label: str
    value: str


class Clarify(Value):
    """One question back, with the options that would settle it."""

    question: str
    options: tuple[Option, ...]


class Decision(Value):
    """What to do with a question. `reasons` name the rules and scores that decided.

    `subject_id`: the outside subject it is about; `declined`: the fixed text that says so;
    `crisis`: whose crisis it is, when only the nearest card told.
    """

    outcome: Outcome
    topic: str | None = None
    topics: tuple[str, ...] = ()
    involved: tuple[str, ...] = ()
    risk: Risk = Risk.LOW
    confidence: float | None = None
    card_id: str | None = None
    subject_id: str | None = None
    crisis: str | None = None
    clarify: Clarify | None = None
    declined: str | None = None
    reasons: tuple[str, ...] = ()


class Part(StrEnum):
    """The place of a statement in an answer."""

    SHORT = "short"
    STEP = "step"
    DEPENDS_ON = "depends_on"
    CAUTION = "caution"


class Basis(StrEnum):
    """What a statement rests on; it decides which checks it must pass."""

    OFFICIAL = "official"
    CARD = "card"
    DIGEST = "digest"
    CATALOGUE = "catalogue"
    GENERAL = "general"


class Citation(Value):
    """A passage relied on. `start` and `end` delimit the quote in its text (official text only).

    `n` is the mark a reader sees; 0 until the draft stands and is numbered.
    """

    passage_id: str
    start: int | None = None
    end: int | None = None
    n: int = 0


class Statement(Value):
    """The unit of trust: one claim, its basis and its citations.

    `source`: the card id for `card`, the fixed-text id for `catalogue`.
    `tailored`: a model fitted the card's words to the question.
    """

    part: Part
    text: str
    basis: Basis
    source: str | None = None
    citations: tuple[Citation, ...] = ()
    tailored: bool = False


class Verdict(StrEnum):
    """What the verifier says of a statement; only `supported` is shown."""

    SUPPORTED = "supported"
    MISQUOTED = "misquoted"
    ALTERED = "altered"
    UNSUPPORTED = "unsupported"
    UNCITED = "uncited"


class Judged(Value):
    """A statement with its verdict and, when it failed, the check (`V1` to `V11`) and why."""

    statement: Statement
    verdict: Verdict
    check: str | None = None
    reason: str | None = None


class Provenance(Value):
    """By what, and from which versions, an answer was made."""

    composer: str | None
    prompt_version: str
    corpus_version: str
    generation: str


class Answer(Value):
    """The whole reply to one turn.

    `asked` is what may be kept of the question as typed, `question` the stand-alone question that
    was answered; `passages` are those that the
    statements cite; `withheld` is advice that waits for an officer.
    """

    id: str
    turn: Turn
    asked: str
    question: str
    decision: Decision
    card_id: str | None = None
    opening: str | None = None
    statements: tuple[Statement, ...] = ()
    withheld: tuple[Statement, ...] = ()
    dropped: tuple[Judged, ...] = ()
    passages: tuple[Passage, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    flags: tuple[str, ...] = ()
    recorded: bool = True
    provenance: Provenance
    answered_at: datetime

    @staticmethod
    def now() -> datetime:
        """The present, in UTC."""
        return datetime.now(UTC)
