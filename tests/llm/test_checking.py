"""`advisor model check`: only a model whose statements verify, in both languages, passes."""

from __future__ import annotations

import pytest

from advisor.corpus.loading import Corpus
from advisor.domain.values import Language
from advisor.llm.checking import ModelCheck, check_model
from advisor.phrases import Phrases
from tests.fakes.openai_behaviours import (
    changed,
    empty,
    good_draft,
    hang,
    nothing_to_say,
    redirect,
    status,
    wrong_schema,
)
from tests.fakes.openai_server import Asked, Behaviour, OpenAIServer, Said

pytestmark = pytest.mark.network


def checked(behaviour: Behaviour, phrases: Phrases, corpus: Corpus) -> ModelCheck:
    with OpenAIServer(behaviour) as server:
        return check_model("openai:stub", server.base_url, None, 1.0, phrases, corpus)


def test_a_model_whose_statements_verify_passes(phrases: Phrases, corpus: Corpus) -> None:
    report = checked(good_draft, phrases, corpus)
    assert report.passed
    steps = ["reachable", "answers", "schema", "verifies"]
    assert [step.name for step in report.steps] == ["configured", *steps, *steps]
    verified = [step for step in report.steps if step.name == "verifies"]
    assert [step.language for step in verified] == list(Language)
    assert all(step.facts == {"kept": 2, "total": 2, "checks": "–"} for step in verified)


def only_english(asked: Asked) -> Said:
    """Honest in English; answers French questions with invented rules."""
    if "federal public servants" in asked.words:
        return good_draft(asked)
    return changed(text="Les cadeaux de moins de 100 $ sont permis.")(asked)


FAILURES: dict[str, tuple[Behaviour, str, str]] = {
    "wrong key": (status(401), "reachable", "unauthorised"),
    "unknown model": (status(404), "reachable", "not_found"),
    "broken": (status(500), "reachable", "server_error"),
    "no credit": (status(429), "reachable", "rate_limited"),
    "hangs": (hang, "reachable", "timeout"),
    "redirects": (redirect("http://127.0.0.1:1/"), "reachable", "redirected"),
    "silent": (empty, "answers", "silent"),
    "other shape": (wrong_schema, "schema", "schema_broken"),
    "says nothing": (nothing_to_say, "verifies", "nothing_drafted"),
    "invents": (changed(text="You may keep gifts under $100."), "verifies", "not_verified"),
    "no French": (only_english, "verifies", "not_verified"),
}


@pytest.mark.parametrize("kind", list(FAILURES))
def test_a_model_that_is_of_no_use_does_not_pass(
    phrases: Phrases, corpus: Corpus, kind: str
) -> None:
    behaviour, name, code = FAILURES[kind]
    report = checked(behaviour, phrases, corpus)
    assert not report.passed
    failed = [step for step in report.steps if not step.passed]
    assert {(step.name, step.code) for step in failed} == {(name, code)}


def test_a_repaired_reply_is_told_apart(phrases: Phrases, corpus: Corpus) -> None:
    def second_try(asked: Asked) -> Said:
        return good_draft(asked) if len(asked.payload["messages"]) > 2 else Said("Sure!")

    report = checked(second_try, phrases, corpus)
    assert report.passed
    assert [s.code for s in report.steps if s.name == "schema"] == ["schema_repaired"] * 2


def test_a_name_that_cannot_work_is_a_step_and_no_error(phrases: Phrases, corpus: Corpus) -> None:
    report = check_model("gpt", None, None, 1.0, phrases, corpus)
    assert not report.passed
    assert [(s.code, s.facts["setting"]) for s in report.steps] == [
        ("not_configured", "ADVISOR_MODEL__NAME")
    ]
