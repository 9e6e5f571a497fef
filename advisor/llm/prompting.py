"""Instructions in `prompts/<language>/*.md` as LangChain chat prompts, and material shown as data.

A file holds sections that begin with a line `# name`. `# system` opens every conversation; the
other sections are messages of the person who asks, or, in `# repair`, what follows a bad reply.
`{places}` are filled; a brace that is meant is written twice.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from advisor.domain.values import Language, Value
from advisor.phrases import Phrases

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.prompts import ChatPromptTemplate

_SECTION = re.compile(r"^# (\w+)\n", re.MULTILINE)
_RULE = "====="
_LONGEST_ECHO = 4_000


class Item(Value):
    """One piece of material: the token it is known by, what it is, and its words."""

    token: str
    kind: str
    text: str


def chat_prompt(
    phrases: Phrases, name: str, section: str, language: Language
) -> ChatPromptTemplate:
    """The prompt made of the sections `system` and `section` of the file `name`."""
    from langchain_core.prompts import ChatPromptTemplate

    held = _sections(phrases.prompt(name, language))
    return ChatPromptTemplate.from_messages([("system", held["system"]), ("human", held[section])])


def messages(
    prompt: ChatPromptTemplate, material: tuple[Item, ...], question: str, **places: str
) -> list[BaseMessage]:
    """The conversation so far, with `material` and `question` between sealed lines.

    The seal is a checksum of all that stands between the lines: no text can hold its own.
    """
    shown = "\0".join((*(item.text for item in material), question))
    seal = hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest()[:12]
    blocks = [_block(f"{item.token} {item.kind}", item.text, seal) for item in material]
    values: Mapping[str, str] = {
        "material": "\n\n".join(blocks),
        "question": _block("question", question, seal),
        "tokens": ", ".join(item.token for item in material),
        "seal": seal,
        **places,
    }
    return prompt.format_messages(**{name: values[name] for name in prompt.input_variables})


def repaired(
    before: list[BaseMessage], reply: str, problems: str, phrases: Phrases, language: Language
) -> list[BaseMessage]:
    """The conversation with the unusable `reply` and what is wrong with it."""
    from langchain_core.messages import AIMessage, HumanMessage

    words = _sections(phrases.prompt("compose", language))["repair"].format(problems=problems)
    return [*before, AIMessage(reply[:_LONGEST_ECHO]), HumanMessage(words)]


def _block(label: str, text: str, seal: str) -> str:
    return f"{_RULE} {label} {seal}\n{text}\n{_RULE} {seal}"


def _sections(text: str) -> dict[str, str]:
    _, *pieces = _SECTION.split(text)
    return {name: body.strip() for name, body in zip(pieces[::2], pieces[1::2], strict=True)}
