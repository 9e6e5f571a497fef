"""Both languages instruct a model alike, and neither leaves a place unfilled."""

from __future__ import annotations

import pytest

from advisor.domain.values import Language
from advisor.llm.prompting import Item, chat_prompt, messages
from advisor.phrases import Phrases

SECTIONS = [
    ("compose", "passages", {"seal", "material", "question", "tokens"}),
    ("compose", "card", {"seal", "material", "question", "tokens"}),
    ("rewrite", "follow_up", {"seal", "material", "question"}),
]


@pytest.mark.parametrize(("file", "section", "places"), SECTIONS)
def test_both_languages_have_the_same_places(
    phrases: Phrases, language: Language, file: str, section: str, places: set[str]
) -> None:
    assert set(chat_prompt(phrases, file, section, language).input_variables) == places


@pytest.mark.parametrize("word", ['"token"', '"quote"', '"text"', '"part"', '"short"', "official"])
def test_both_languages_name_the_keys_of_the_reply(
    phrases: Phrases, language: Language, word: str
) -> None:
    assert word in phrases.prompt("compose", language)


def test_the_same_question_makes_the_same_prompt(phrases: Phrases, language: Language) -> None:
    prompt = chat_prompt(phrases, "compose", "passages", language)
    shown = (Item(token="P1", kind="summary", text="Words with {braces} and ===== lines."),)
    first, second = (messages(prompt, shown, "Why?") for _ in range(2))
    assert [one.content for one in first] == [one.content for one in second]
    assert "Words with {braces} and ===== lines." in str(first[1].content)


def test_another_question_makes_another_seal(phrases: Phrases, language: Language) -> None:
    prompt = chat_prompt(phrases, "compose", "passages", language)
    shown = (Item(token="P1", kind="summary", text="Words."),)
    one, other = (messages(prompt, shown, asked)[0].content for asked in ("Why?", "How?"))
    assert one != other
