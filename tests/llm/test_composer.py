"""What a model drafts becomes cited statements, or nothing at all; a card loses nothing to it."""

from __future__ import annotations

import pytest

from advisor.answering.ports import Composer
from advisor.corpus.loading import Corpus
from advisor.domain.answers import Basis, Part, Verdict
from advisor.domain.sources import Passage, View
from advisor.domain.values import Language
from advisor.errors import DraftMalformed, ModelUnavailable
from advisor.llm.composer import LlmComposer
from advisor.phrases import Phrases
from tests.contracts.composers import ComposerContract
from tests.fakes.openai_behaviours import (
    changed,
    cut_off,
    draft,
    empty,
    first_sentence,
    good_draft,
    hang,
    invented_token,
    not_json,
    nothing_to_say,
    refusal,
    says,
    statement,
    status,
    wrong_schema,
)
from tests.fakes.openai_server import Asked, Behaviour, Said
from tests.llm.conftest import (
    OFFICIAL,
    Connect,
    composed,
    digests,
    evidence,
    judged,
    official,
)

pytestmark = pytest.mark.network


def test_a_good_draft_stands(
    connect: Connect, phrases: Phrases, corpus: Corpus, language: Language
) -> None:
    model, server = connect(good_draft)
    found = evidence(*digests(corpus, language))
    statements = composed(model, phrases, found, language)
    assert [(s.part, s.basis) for s in statements] == [
        (Part.SHORT, Basis.DIGEST),
        (Part.STEP, Basis.DIGEST),
    ]
    standing = judged(statements, found, language)
    assert standing.stands
    assert standing.dropped == ()
    assert LlmComposer(model, phrases).name == "llm:openai/stub"
    assert len(server.requests) == 1


def test_a_quote_of_official_text_is_found_by_its_place(
    connect: Connect, phrases: Phrases, language: Language
) -> None:
    model, _ = connect(good_draft)
    passage = official(language)
    (made,) = composed(model, phrases, evidence(passage), language)
    (cited,) = made.citations
    assert made.basis is Basis.OFFICIAL
    assert passage.text[cited.start : cited.end] == first_sentence(OFFICIAL[language])
    assert judged((made,), evidence(passage), language).stands


def test_without_a_quote_the_nearest_sentence_is_cited(
    connect: Connect, phrases: Phrases, language: Language
) -> None:
    model, _ = connect(changed(quote=None))
    passage = official(language)
    (made,) = composed(model, phrases, evidence(passage), language)
    (cited,) = made.citations
    assert passage.text[cited.start : cited.end] == first_sentence(OFFICIAL[language])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"en": "must refuse", "fr": "doit refuser"}, {"en": "may refuse", "fr": "peut refuser"}),
        ({"en": "any prize", "fr": "tout prix"}, {"en": "any … prize", "fr": "tout … prix"}),
        ({"en": "player", "fr": "personne"}, {"en": "p\u200blayer", "fr": "p\u200bersonne"}),
    ],
    ids=["force", "ellipsis", "hidden character"],
)
def test_an_altered_quote_is_dropped_and_the_record_says_why(
    connect: Connect,
    phrases: Phrases,
    language: Language,
    old: dict[str, str],
    new: dict[str, str],
) -> None:
    quote = first_sentence(OFFICIAL[language]).replace(old[language], new[language])
    assert quote != first_sentence(OFFICIAL[language])
    model, _ = connect(changed(quote=quote))
    found = evidence(official(language))
    standing = judged(composed(model, phrases, found, language), found, language)
    assert [one.verdict for one in standing.verdicts] == [Verdict.MISQUOTED]
    assert not standing.stands


MALFORMED: dict[str, Behaviour] = {
    "wrong schema": wrong_schema,
    "prose": not_json,
    "invented token": invented_token,
    "empty": empty,
    "refusal": refusal,
    "cut off": cut_off,
    "unknown part": changed(part="verdict"),
    "one field more": changed(source="psdpa"),
    "no text": changed(text=""),
    "a link": changed(text="See https://example.test for more about gifts."),
    "markup": changed(text="Employees must refuse <b>gifts</b> at work."),
    "markdown": changed(text="Employees must refuse [gifts](javascript:alert(1))."),
    "a token in the sentence": changed(text="P1 says that employees must refuse gifts."),
    "a lone surrogate": says('{"statements": [{"token": "P1", "text": "\\ud800"}]}'),
    "deep nesting": says('{"statements": ' + "[" * 3_000 + "]" * 3_000 + "}"),
    "too many": lambda asked: Said(draft(*[statement(asked.material[0])] * 30)),
}


@pytest.mark.parametrize("kind", list(MALFORMED))
def test_what_is_malformed_twice_is_no_draft(
    connect: Connect, phrases: Phrases, corpus: Corpus, language: Language, kind: str
) -> None:
    model, server = connect(MALFORMED[kind])
    with pytest.raises(DraftMalformed):
        composed(model, phrases, evidence(*digests(corpus, language)), language)
    assert len(server.requests) == 2


@pytest.mark.parametrize("kind", list(MALFORMED))
def test_one_repair_is_asked_for_and_taken(
    connect: Connect, phrases: Phrases, corpus: Corpus, language: Language, kind: str
) -> None:
    model, server = connect(MALFORMED[kind], good_draft)
    found = evidence(*digests(corpus, language))
    assert judged(composed(model, phrases, found, language), found, language).stands
    roles = [one["role"] for one in server.requests[1].payload["messages"]]
    assert roles == ["system", "user", "assistant", "user"]


def test_what_is_wrong_is_told_without_the_model_s_own_words(
    connect: Connect, phrases: Phrases, corpus: Corpus
) -> None:
    model, _ = connect(says('{"\\u001b[31mHACKED": 1, "statements": [{"evil": 2}]}'))
    with pytest.raises(DraftMalformed) as caught:
        composed(model, phrases, evidence(*digests(corpus, Language.EN)), Language.EN)
    assert "HACKED" not in str(caught.value)
    assert "evil" not in str(caught.value)


def test_a_fence_and_a_greeting_around_the_object_do_no_harm(
    connect: Connect, phrases: Phrases, corpus: Corpus, language: Language
) -> None:
    def polite(asked: Asked) -> Said:
        return Said(f"Voici!\n```json\n{good_draft(asked).content}\n```\nMerci.")

    model, server = connect(polite)
    assert composed(model, phrases, evidence(*digests(corpus, language)), language)
    assert len(server.requests) == 1


def test_a_model_with_nothing_to_say_says_nothing(
    connect: Connect, phrases: Phrases, corpus: Corpus, language: Language
) -> None:
    model, _ = connect(nothing_to_say)
    assert composed(model, phrases, evidence(*digests(corpus, language)), language) == ()


def test_a_sentence_said_eight_times_is_one_statement(
    connect: Connect, phrases: Phrases, corpus: Corpus
) -> None:
    model, _ = connect(lambda asked: Said(draft(*[statement(asked.material[0])] * 8)))
    found = evidence(*digests(corpus, Language.EN))
    assert len(composed(model, phrases, found, Language.EN)) == 1


@pytest.mark.parametrize("fault", [status(500), status(401), hang], ids=["500", "401", "hang"])
def test_a_provider_that_fails_is_a_composition_error(
    connect: Connect, phrases: Phrases, corpus: Corpus, fault: Behaviour
) -> None:
    model, _ = connect(fault, timeout=0.7)
    with pytest.raises(ModelUnavailable):
        composed(model, phrases, evidence(*digests(corpus, Language.EN)), Language.EN)


def test_draft_and_repair_share_one_allowance_of_time(
    connect: Connect, phrases: Phrases, corpus: Corpus
) -> None:
    model, server = connect(not_json, hang, timeout=0.7)
    with pytest.raises(ModelUnavailable, match="timeout"):
        composed(model, phrases, evidence(*digests(corpus, Language.EN)), Language.EN)
    waited = float(server.requests[1].headers["x-stainless-read-timeout"])
    assert waited < 0.7


@pytest.mark.parametrize("found", ["nothing", "other language", "repealed"])
def test_without_usable_evidence_no_model_is_asked(
    connect: Connect, phrases: Phrases, corpus: Corpus, language: Language, found: str
) -> None:
    model, server = connect(good_draft)
    passages: dict[str, tuple[Passage, ...]] = {
        "nothing": (),
        "other language": digests(corpus, language.other),
        "repealed": (official(language).model_copy(update={"in_force": False}),),
    }
    assert composed(model, phrases, evidence(*passages[found]), language) == ()
    assert server.requests == []


def test_one_view_of_a_provision_is_shown_and_official_text_wins(
    connect: Connect, phrases: Phrases, language: Language
) -> None:
    model, server = connect(good_draft)
    text = official(language)
    summary = text.model_copy(update={"view": View.DIGEST, "text": "A summary of ours."})
    composed(model, phrases, evidence(summary, text), language)
    assert [(s.token, s.kind) for s in server.requests[0].material] == [("P1", "official")]


def test_a_text_too_long_to_show_whole_is_shown_as_our_summary(
    connect: Connect, phrases: Phrases, corpus: Corpus, language: Language
) -> None:
    model, server = connect(good_draft)
    (summary, _) = digests(corpus, language)
    long = summary.model_copy(update={"view": View.OFFICIAL, "text": summary.text * 20})
    composed(model, phrases, evidence(long, summary), language)
    assert [s.kind for s in server.requests[0].material] == ["summary"]


class TestLlmComposerHonoursTheContract(ComposerContract):
    @pytest.fixture
    def composer(self, connect: Connect, phrases: Phrases) -> Composer:
        model, _ = connect(*[good_draft] * 4)
        return LlmComposer(model, phrases)
