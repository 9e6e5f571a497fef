from __future__ import annotations

from itertools import product

import pytest

from advisor.answering.escalation import refusal_help, route
from advisor.corpus.loading import Corpus, load_corpus
from advisor.domain.answers import Decision, Outcome
from advisor.domain.profiles import Profile
from advisor.packaged import packaged


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(packaged("corpus"))


def doors(
    corpus: Corpus,
    topic: str | None,
    *,
    involved: tuple[str, ...] = (),
    profile: Profile | None = None,
    card: str | None = None,
    opening: str | None = None,
) -> list[str]:
    decision = Decision(outcome=Outcome.ANSWERED, topic=topic, involved=involved, card_id=card)
    chosen = route(
        decision,
        corpus.cards.get(card or ""),
        profile or Profile(),
        corpus.contacts,
        corpus.routing,
        opening,
    )
    return [escalation.contact_id for escalation in chosen]


def test_nobody_is_sent_back_to_the_supervisor_who_may_be_the_problem(corpus: Corpus) -> None:
    for topic in ("wrongdoing_disclosure", "harassment_violence", "reprisal"):
        assert "supervisor" not in doors(corpus, topic, involved=("supervisor",))
    assert doors(corpus, "harassment_violence", involved=("supervisor",))[0] == (
        "designated_recipient_hv"
    )
    assert set(doors(corpus, "wrongdoing_disclosure", involved=("supervisor",))) & {
        "senior_officer_disclosure",
        "psic",
    }


def test_a_card_cannot_bring_back_a_door_that_is_closed(corpus: Corpus) -> None:
    for card in corpus.cards.values():
        route_of = corpus.routing.topics[card.topic]
        for who, change in route_of.involved.items():
            shown = doors(corpus, card.topic, involved=(who,), card=card.id)
            assert not set(shown) & set(change.never), card.id


def test_the_supervisor_is_never_the_only_door_on_any_topic(corpus: Corpus) -> None:
    profiles = [p.id for p in corpus.vocabulary.lists["profiles"]]
    for topic, who in product(corpus.routing.topics, profiles):
        shown = doors(corpus, topic, profile=Profile(who=who))
        assert shown, (topic, who)
        assert set(shown) - {"supervisor"}, (topic, who)


@pytest.mark.parametrize("organisation", ["caf", "csis", "cse"])
def test_people_outside_the_disclosure_act_get_their_own_doors(
    corpus: Corpus, organisation: str
) -> None:
    profile = Profile(organisation=organisation)
    for topic in corpus.routing.topics:
        shown = doors(corpus, topic, profile=profile)
        assert not {"psic", "psdp_tribunal"} & set(shown), topic
    assert "own_disclosure_regime" in doors(corpus, "wrongdoing_disclosure", profile=profile)
    helped = [e.contact_id for e in refusal_help(profile, corpus.contacts, corpus.routing)]
    assert "psic" not in helped and "crisis_988" in helped


def test_help_lines_come_before_everything_in_a_crisis(corpus: Corpus) -> None:
    assert doors(corpus, None, opening="crisis_self")[0] == "crisis_988"
    assert doors(corpus, None, opening="crisis_danger")[0] == "emergency_911"


def test_a_gated_message_is_shown_the_three_doors_first(corpus: Corpus) -> None:
    shown = doors(corpus, "gifts_hospitality", opening="gate")
    assert {"senior_officer_disclosure", "psic"} <= set(shown[:3])


def test_the_cards_own_contacts_lead_with_their_reasons(corpus: Corpus) -> None:
    card = next(c for c in corpus.cards.values() if c.topic == "gifts_hospitality")
    assert doors(corpus, card.topic, card=card.id)[0] == card.contacts[0].id


def test_an_unknown_topic_still_has_somebody_to_turn_to(corpus: Corpus) -> None:
    assert doors(corpus, None) == ["ve_office"]


def test_a_named_boss_does_not_displace_the_door_that_the_situation_is_about(
    corpus: Corpus,
) -> None:
    card = corpus.cards["info.pressure-to-delete-records"]
    shown = doors(corpus, card.topic, card=card.id, involved=("supervisor",))
    assert shown[0] == card.contacts[0].id == "atip_privacy_office"
    assert {"senior_officer_disclosure", "psic"} & set(shown)
    assert "supervisor" not in shown


def test_nobody_involved_and_no_profile_displaces_help_in_danger(corpus: Corpus) -> None:
    card = corpus.cards["harassment.threat-or-violence-now"]
    for entry in corpus.vocabulary.lists["profiles"]:
        for involved in ((), ("supervisor",), ("deputy_head",)):
            profile = Profile(who=entry.id)
            shown = doors(corpus, card.topic, card=card.id, involved=involved, profile=profile)
            assert shown[0] == "emergency_911", (entry.id, involved)
