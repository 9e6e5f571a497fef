"""From a question to evidence: every index asked, the rankings fused, both languages used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from advisor.domain.answers import Evidence, RankedCard, RankedPassage, RankedSubject
from advisor.domain.profiles import Profile
from advisor.domain.sources import Passage, View
from advisor.domain.values import Language, Value
from advisor.retrieval.generations import Generation
from advisor.retrieval.ports import Embedder, Hit, Vectors, collection
from advisor.retrieval.situations import outside_id
from advisor.text import detect_language

_RANK_CONSTANT = 60


class Weights(Value):
    """How much words count beside meaning.

    `lexical_*`: BM25 beside the dense ranking of passages, by language of the question. For cards,
    beside the standing: `words` the share of words, `learned` the classifier; as measured best on
    the development set.
    """

    lexical_en: float = 0.3
    lexical_fr: float = 0.5
    words: float = 2.0
    learned: float = 0.25

    def lexical(self, language: Language) -> float:
        """The weight of BM25 for a question in `language`."""
        return self.lexical_fr if language is Language.FR else self.lexical_en


class HybridRetriever:
    """Dense search in both languages, BM25 in the asker's, reciprocal rank fusion, counterparts."""

    def __init__(self, embedder: Embedder, weights: Weights = Weights(), depth: int = 40) -> None:  # noqa: B008
        """`depth`: hits taken from each collection before fusion."""
        self._embedder = embedder
        self._weights = weights
        self._depth = depth

    def retrieve(
        self,
        question: str,
        profile: Profile,
        generation: Generation,
        *,
        passages: int = 8,
        cards: int = 5,
    ) -> Evidence:
        """Evidence from one generation: at most `passages` and `cards`, best first."""
        vector = self._embedder.embed([question])[0]
        audiences = [None, profile.organisation] if profile.organisation else [None]
        both = [collection(language, who) for language in Language for who in audiences]
        spoken = detect_language(question, profile.language)  # a question may be in either
        own = [collection(spoken, who) for who in audiences]
        dense = _by_provision(generation.dense.search(question, vector, both, self._depth))
        lexical = _by_provision(generation.lexical.search(question, vector, own, self._depth))
        fused = fuse([(dense, 1.0), (lexical, self._weights.lexical(spoken))], _RANK_CONSTANT)
        ranked, outside = self._situations(question, vector, spoken, generation)
        ranked = ranked[:cards]
        shown = self._shown(fused[:passages], dict(dense), profile.language, generation)
        behind = cited(ranked, generation)
        return Evidence(
            cards=ranked,
            outside=outside,
            passages=shown,
            cited=(*behind, *_exceptions((*behind, *(r.passage for r in shown)), generation)),
            generation=generation.name,
        )

    def _situations(
        self, question: str, vector: Vectors, language: Language, generation: Generation
    ) -> tuple[tuple[RankedCard, ...], RankedSubject | None]:
        """Every card, best first, and the nearest outside subject.

        The score adds up the standing of the wordings, the words shared, and what was learned.
        """
        standings = generation.cards.standings(vector)
        shares = generation.words.shares(question, language)
        learned = generation.classifier.scores(question, vector)
        weights = self._weights
        score = {
            id: standing + weights.words * shares[id] + weights.learned * learned[id]
            for id, standing in standings.items()
        }
        corpus = generation.corpus
        cards = (
            RankedCard(
                card=card,
                score=score[card.id],
                standing=standings[card.id],
                words=shares[card.id],
                learned=learned[card.id],
            )
            for card in corpus.cards.values()
        )
        subjects = (
            RankedSubject(subject=subject, score=score[outside_id(subject.id)])
            for subject in corpus.outside.values()
        )
        return (
            tuple(sorted(cards, key=lambda r: (-r.score, r.card.id))),
            max(subjects, key=lambda r: (r.score, r.subject.id), default=None),
        )

    def _shown(
        self,
        fused: Sequence[tuple[str, float]],
        dense: dict[str, float],
        language: Language,
        generation: Generation,
    ) -> tuple[RankedPassage, ...]:
        """The best view of each provision, in the asker's language if it exists there.

        The score of a passage is its provision's mean cosine over the two languages, 0 to 1.
        """
        shown: list[RankedPassage] = []
        for provision, _ in fused:
            views = generation.passages.views(provision)
            score = dense.get(provision, 0.0) / len(Language)
            shown += [
                RankedPassage(passage=view, score=score) for view in preferred(views, language)
            ]
        return tuple(shown)


def preferred(views: Iterable[Passage], language: Language) -> list[Passage]:
    """Views in `language`, official first; the other language's when there is none in it."""
    views = list(views)
    own = [view for view in views if view.language is language] or views
    return sorted(own, key=lambda view: view.view is not View.OFFICIAL)


def cited(cards: Sequence[RankedCard], generation: Generation) -> tuple[Passage, ...]:
    """Every view, in both languages, of the provisions that `cards` cite."""
    provisions = dict.fromkeys(c for ranked in cards for c in ranked.card.citations)
    return tuple(view for provision in provisions for view in generation.passages.views(provision))


def _exceptions(passages: Iterable[Passage], generation: Generation) -> Iterator[Passage]:
    """What a citation of `passages` brings along."""
    for passage in passages:
        yield from generation.passages.exceptions(passage.id)


def fuse(
    rankings: Iterable[tuple[Sequence[tuple[str, float]], float]], constant: int
) -> list[tuple[str, float]]:
    """Weighted reciprocal rank fusion: the sum of weight / (constant + rank), best first.

    Source: Cormack, Clarke and Büttcher, SIGIR 2009. Ties keep the order in which they were met.
    """
    scores: dict[str, float] = defaultdict(float)
    for ranking, weight in rankings:
        for rank, (id, _) in enumerate(ranking, start=1):
            scores[id] += weight / (constant + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])


def _by_provision(hits: Sequence[Hit]) -> list[tuple[str, float]]:
    """Hits as provisions: the best view in each language, the languages added up, best first."""
    best: dict[tuple[str, str], float] = {}
    for hit in hits:
        provision, _, view = hit.passage_id.rpartition("@")
        key = (provision, view[:2])
        best[key] = max(best.get(key, 0.0), hit.score)
    scores: dict[str, float] = defaultdict(float)
    for (provision, _), score in best.items():
        scores[provision] += score
    return sorted(scores.items(), key=lambda pair: -pair[1])
