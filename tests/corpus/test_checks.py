"""`corpus check`: each thing that must hold, broken on purpose."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.corpus.checks import check, coverage
from advisor.corpus.copying import RUN
from advisor.corpus.ingesting import IngestReport, ingest
from advisor.corpus.loading import Corpus, load_corpus
from advisor.corpus.texts import OfficialTexts, load_texts
from advisor.packaged import packaged
from tests.corpus.conftest import CARD, CONTACTS, DIGESTS, REGISTRY, ROUTING, VOCABULARY
from tests.corpus.test_justice_xml import HEAD

MakeCorpus = Callable[..., Corpus]
CARDS = "cards/fouls.yaml"
FILE = "digests/fair_play_act.yaml"
WHO = "contacts.yaml"
WAYS = "routing.yaml"
REVIEWED = "status: checked\n  reviewed: {by: {en: An officer, fr: Une agente}, on: 2026-01-31}"


def found(corpus: Corpus) -> set[tuple[str, str, str]]:
    return {(problem.code, problem.id, problem.field) for problem in check(corpus)}


def test_a_sound_corpus_has_no_problem(corpus_of: MakeCorpus) -> None:
    assert check(corpus_of()) == ()


@pytest.mark.parametrize(
    ("file", "content", "code", "field"),
    [
        (CARDS, CARD.replace("topic: fouls", "topic: chess"), "unknown_id", "topic"),
        (CARDS, CARD.replace("[employee]", "[goalie]"), "unknown_id", "applies_to"),
        (CARDS, CARD.replace("id: captain", "id: mascot"), "unknown_id", "contacts"),
        (CARDS, CARD.replace("e9, e10]", "e9]"), "count", "questions"),
        (CARDS, CARD.replace("e9, e10]", "e9, É1]"), "repeated_question", "questions"),
        (CARDS, CARD.replace("Yes. You", "Yes. " + "so " * 60 + "You"), "length", "short"),
        (CARDS, CARD.replace("#4.10]", "#4.11]"), "no_digest", "citations"),
        (CARDS, CARD.replace("in writing within 30", "in writing within 60"), "claim", "short"),
        (CARDS, CARD.replace("Remettez votre", "Il est interdit de garder votre"), "claim", "step"),
        (CARDS, CARD.replace("status: draft", "status: checked"), "status", "reviewed"),
        (
            CARDS,
            CARD.replace("status: draft", REVIEWED.replace("checked", "approved")),
            "status",
            "reviewed.organisation",
        ),
        (FILE, DIGESTS.replace("evidence: T", "evidence: S"), "not_to_confirm", "citations"),
        (FILE, DIGESTS.replace("evidence: T", "evidence: K"), "evidence", "evidence"),
        (WHO, CONTACTS.replace("evidence: P", "evidence: S"), "unverified_phone", "phone"),
        (WHO, CONTACTS.replace("[fouls]", "[chess]"), "unknown_id", "topics"),
        (WAYS, ROUTING.replace("[captain], n", "[mascot], n"), "unknown_id", "contacts"),
        (WAYS, ROUTING.replace("danger: [referee]", "danger: [me]"), "unknown_id", "crisis"),
        (WAYS, ROUTING.replace("  fouls: {", "  chess: {"), "no_route", "topics"),
        (
            "organisations/club.yaml",
            "{id: club, name: {en: Club, fr: Club}, kind: team}",
            "unknown_id",
            "kind",
        ),
    ],
)  # fmt: skip
def test_each_broken_rule_is_reported(
    corpus_of: MakeCorpus, file: str, content: str, code: str, field: str
) -> None:
    problems = check(corpus_of(**{file: content}))
    assert (code, field) in {(problem.code, problem.field) for problem in problems}


def test_a_reviewed_card_may_be_checked(corpus_of: MakeCorpus) -> None:
    assert check(corpus_of(**{CARDS: CARD.replace("status: draft", REVIEWED)})) == ()


def test_a_card_whose_only_door_must_never_be_alone_is_reported(corpus_of: MakeCorpus) -> None:
    alone = CARD.replace("    - {id: referee, why: {en: Takes the report, fr: Reçoit le signalement}}\n", "")  # fmt: skip  # noqa: E501
    assert ("only_door", "fouls.saw-one", "contacts") in found(corpus_of(**{CARDS: alone}))


def test_the_number_of_a_listed_contact_needs_no_digest(corpus_of: MakeCorpus) -> None:
    calls = CARD.replace("Write down what you saw.", "Call 9-1-1.")
    assert check(corpus_of(**{CARDS: calls})) == ()
    unlisted = calls.replace("    - {id: referee", "    - {id: captain")
    assert ("claim", "fouls.saw-one", "step") in found(corpus_of(**{CARDS: unlisted}))


def test_a_question_asked_on_two_cards_names_both(corpus_of: MakeCorpus) -> None:
    second = re.sub(r"\b([ef])(\d+)", r"other \1\2", CARD.lstrip())
    second = second.replace("fouls.saw-one", "fouls.other").replace("other e7", "E7?")
    problems = check(corpus_of(**{CARDS: CARD + second}))
    repeated = [problem for problem in problems if problem.code == "repeated_question"]
    assert [problem.detail for problem in repeated] == ["e 7 (fouls.saw-one, fouls.other)"]


def test_an_unnumbered_digest_needs_a_declared_anchor(corpus_of: MakeCorpus) -> None:
    digests = DIGESTS.replace("fair_play_act", "play_directive")
    good = digests.replace("4.10", "before-you-play")
    extra = "digests/play_directive.yaml"
    assert check(corpus_of(**{extra: good})) == ()
    bad = corpus_of(**{extra: good.replace("before-you-play", "after-you-play")})
    assert ("no_anchor", "play_directive#after-you-play", "locator") in found(bad)


def official(tmp_path: Path, corpus: Corpus, english: str, number: str = "4.10") -> Path:
    for language, words in (("en", english), ("fr", "Jouez franc jeu.")):
        path = tmp_path / f"{language}.xml"
        section = f"<Section><Label>{number}</Label><Text>{words}</Text></Section>"
        path.write_text(
            f"{HEAD.format(language=language)}<Body>{section}</Body></Statute>", "utf-8"
        )
        ingest([path], tmp_path / "home", corpus)
    return tmp_path / "home"


def test_a_citation_must_exist_in_an_ingested_text(corpus_of: MakeCorpus, tmp_path: Path) -> None:
    corpus = corpus_of()
    home = official(tmp_path, corpus, "Play fair.", number="4.1")
    problems = check(corpus, load_texts(home))
    assert {(p.code, p.kind, p.language) for p in problems} == {
        ("no_provision", kind, language) for kind in ("card", "digest") for language in ("en", "fr")
    }


def test_fifteen_shared_words_are_copied_and_fourteen_are_not(
    corpus_of: MakeCorpus, tmp_path: Path
) -> None:
    words = "player who sees a foul must tell the referee within 30 days, in writing, and may"
    run = words.split()[:RUN]
    corpus = corpus_of()
    home = official(tmp_path, corpus, "Any " + " ".join(run).replace(",", " —") + " so on.")
    (problem,) = check(corpus, load_texts(home))
    assert (problem.code, problem.id) == ("copied", "fair_play_act#4.10")
    assert problem.detail.startswith("fair_play_act#4.10: player who sees")
    home = official(tmp_path, corpus, "Any " + " ".join(run[:-1]) + " so on.")
    assert check(corpus, load_texts(home)) == ()


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("terms_of_art.yaml", "en: [tell the referee within]\n"),
        ("registry.yaml", REGISTRY.replace("en: Directive on Play", "en: Tell the Referee")),
    ],
)
def test_titles_and_reviewed_terms_do_not_count_as_copied(
    corpus_of: MakeCorpus, tmp_path: Path, file: str, content: str
) -> None:
    corpus = corpus_of(**{file: content})
    same = "A player who sees a foul must tell the referee within 30 days, in writing, and may ask."
    assert check(corpus, load_texts(official(tmp_path, corpus, same))) == ()


def test_coverage_names_every_topic(corpus_of: MakeCorpus) -> None:
    chess = VOCABULARY.replace("topics:", "topics:\n  - {id: chess, name: {en: C, fr: É}}")
    counted = coverage(corpus_of(**{"vocabulary.yaml": chess}))
    assert counted.model_dump() == {
        "cards": 1,
        "topics": {"chess": 0, "fouls": 1},
        "languages": {"en": 1, "fr": 1},
        "to_confirm": 0,
        "organisations": 0,
    }


def test_the_packaged_corpus_passes_its_own_check() -> None:
    assert check(load_corpus(packaged("corpus"))) == ()


def test_the_packaged_corpus_agrees_with_the_official_texts(
    ingested: tuple[IngestReport, OfficialTexts],
) -> None:
    _, texts = ingested
    assert check(load_corpus(packaged("corpus")), texts) == ()
