"""The wire, with a real model at its end: llama.cpp serving a small instruct model on loopback.

Far too small to advise anybody, and that is its use here: real nonsense for the verifier. The file
is fetched by `python tests/llm/fetch_gguf.py`; `ADVISOR_TEST_GGUF` names another.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advisor.corpus.loading import Corpus
from advisor.domain.answers import Statement
from advisor.domain.values import Language
from advisor.errors import DraftMalformed, ModelUnavailable
from advisor.llm.chat_model import ChatModel, Schema, chat_model
from advisor.llm.closeness import is_close
from advisor.llm.composer import LlmComposer
from advisor.phrases import Phrases
from tests.llm.conftest import ANSWERED, digests, evidence, judged, turn
from tests.llm.fetch_gguf import TARGET

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

pytestmark = [pytest.mark.model, pytest.mark.network]

_SERVE = Path(__file__).with_name("serve_gguf.py")
_CHOICE: Schema = {
    "type": "object",
    "properties": {"colour": {"type": "string", "enum": ["teal", "ochre"]}},
    "required": ["colour"],
    "additionalProperties": False,
}


_ENDLESS: Schema = {
    "type": "object",
    "properties": {
        "count": {"type": "array", "minItems": 300, "items": {"enum": ["one", "two", "three"]}}
    },
    "required": ["count"],
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    file = Path(os.environ.get("ADVISOR_TEST_GGUF", TARGET))
    if not file.is_file():
        pytest.skip(f"no model at {file}: run tests/llm/fetch_gguf.py")
    if importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("xllamacpp is not installed")
    with subprocess.Popen(
        [sys.executable, str(_SERVE), str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().strip() + "/v1"
        finally:
            server.kill()


@pytest.fixture
def model(address: str) -> ChatModel:
    return chat_model("openai:smollm2", address, timeout=60.0)


def _said(words: str) -> list[BaseMessage]:
    from langchain_core.messages import HumanMessage

    return [HumanMessage(words)]


class Brief:
    """The model, asked once, about the material and the question only: more is too much for it."""

    def __init__(self, model: ChatModel) -> None:
        self.label, self.timeout = model.label, model.timeout
        self.replies: list[str] = []
        self._model = model

    def ask(self, messages: Sequence[BaseMessage], schema: Schema, within: float) -> str:
        if self.replies:
            raise ModelUnavailable("asked once")
        sealed = str(messages[1].content).rpartition("\n=====")[0]
        two = deepcopy(dict(schema))
        two["properties"]["statements"]["maxItems"] = 2
        fields = two["properties"]["statements"]["items"]["properties"]
        fields["quote"], fields["text"]["maxLength"] = {"type": "null"}, 160
        self.replies.append(self._model.ask(_said(sealed), two, within))
        return self.replies[-1]


def test_a_real_server_keeps_to_the_schema_that_is_sent(model: ChatModel) -> None:
    reply = model.ask(_said("Tell me a long story about a dog."), _CHOICE, 20.0)
    assert json.loads(reply)["colour"] in ("teal", "ochre")


def test_a_real_generation_is_given_up_in_time_and_frees_the_server(model: ChatModel) -> None:
    start = time.monotonic()
    with pytest.raises(ModelUnavailable, match="timeout"):
        model.ask(_said("Count."), _ENDLESS, 0.7)
    assert time.monotonic() - start < 1.7
    start = time.monotonic()
    assert json.loads(model.ask(_said("Choose a colour."), _CHOICE, 30.0))
    assert time.monotonic() - start < 10.0  # the whole count would have taken longer


@pytest.mark.parametrize("language", list(Language), ids=str)
def test_nothing_a_real_model_makes_up_gets_through(
    model: ChatModel, corpus: Corpus, phrases: Phrases, language: Language
) -> None:
    passage = digests(corpus, language)[0]
    found = evidence(passage)
    brief = Brief(model)
    statements: tuple[Statement, ...] = ()
    with contextlib.suppress(ModelUnavailable, DraftMalformed):
        statements = tuple(LlmComposer(brief, phrases).compose(turn(language), found, ANSWERED))
    assert brief.replies, "the model never replied: give it more time"
    draft = judged(statements, found, language)
    for statement in draft.kept if draft.stands else ():
        assert {one.passage_id for one in statement.citations} == {passage.id}
        assert set(re.findall(r"\d+", statement.text)) <= set(re.findall(r"\d+", passage.text))
        assert is_close(statement.text, [passage.text], language)
    assert all(one.check for one in draft.dropped)
