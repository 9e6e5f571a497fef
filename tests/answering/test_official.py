"""After a real statute is ingested, answers quote it with deep links, in both languages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from advisor.answering.engine import Advisor
from advisor.answering.presenting import CitationReply, Reply, present
from advisor.bootstrap import build_advisor, build_index, read_corpus
from advisor.config import Settings
from advisor.corpus.ingesting import ingest
from advisor.domain.answers import Basis, Turn
from advisor.domain.profiles import Profile
from advisor.domain.values import Language
from evals.property import violations

CARD = "reprisal.punished-after-disclosure"
LINKS = {
    Language.EN: "https://laws-lois.justice.gc.ca/eng/acts/P-31.9/section-19.1.html",
    Language.FR: "https://laws-lois.justice.gc.ca/fra/lois/P-31.9/article-19.1.html",
}


@pytest.fixture(scope="module")
def quoting(
    settings: Settings, official_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Advisor:
    """The advisor with the disclosure act ingested in both languages."""
    home = tmp_path_factory.mktemp("official")
    (home / "index").mkdir()
    shutil.copy(settings.home / "index" / "vectors.db", home / "index" / "vectors.db")
    mine = Settings(home=home)
    files = [official_data / "justice-laws" / lang / "P-31.9.xml" for lang in Language]
    report = ingest(files, home, read_corpus(mine))
    assert {r.language for r in report.read} == set(Language)
    build_index(mine, lambda *_: None)
    return build_advisor(mine)


def _reply(advisor: Advisor, language: Language) -> Reply:
    asked = advisor.serving.generation().corpus.cards[CARD].questions.to(language)[0]
    turn = Turn(question=asked, profile=Profile(language=language))
    answered = advisor.last(turn)
    assert violations(answered, advisor) == ()
    return present(answered.answer, answered.corpus, advisor.phrases)


def _cited(reply: Reply, source: str, locator: str) -> CitationReply:
    return next(c for c in reply.citations if (c.source_id, c.locator) == (source, locator))


@pytest.mark.parametrize("language", list(Language))
def test_the_reprisal_deadline_is_quoted_from_the_act_with_its_address(
    quoting: Advisor, language: Language
) -> None:
    reply = _reply(quoting, language)
    citation = _cited(reply, "psdpa", "19.1")
    assert citation.text_kind == "official"
    assert citation.url == LINKS[language]
    assert citation.counterpart_url == LINKS[language.other]
    assert citation.quote and citation.quote in citation.passage
    assert "60" in reply.answer.short


def test_official_sentences_are_verified_quotes(quoting: Advisor) -> None:
    question = "Does the Act say who appoints the members of the Tribunal and for how long?"
    turn = Turn(question=question, profile=Profile())
    found = quoting.last(turn).answer
    quoted = [s for s in found.statements if s.basis is Basis.OFFICIAL]
    for statement in quoted:
        (citation,) = statement.citations
        passage = next(p for p in found.passages if p.id == citation.passage_id)
        assert passage.text[citation.start : citation.end] == statement.text
