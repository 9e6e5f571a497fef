"""A provider that misbehaves costs time and nothing else; nobody but the provider hears a word."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from advisor.errors import ConfigurationError, ModelUnavailable
from advisor.llm.chat_model import chat_model
from tests.fakes.openai_behaviours import (
    empty,
    gzip_bomb,
    hang,
    html,
    huge,
    raw,
    redirect,
    refuses_schema,
    says,
    status,
    trickle,
)
from tests.fakes.openai_server import Behaviour, OpenAIServer, Said
from tests.llm.conftest import Connect

pytestmark = pytest.mark.network

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}


def hello() -> list[object]:
    from langchain_core.messages import HumanMessage

    return [HumanMessage("Hello")]


def in_fresh_python(script: str, *arguments: str, **environment: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PATH": "", "PYTHONPATH": str(ROOT), **environment},
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_the_reply_is_what_the_model_said(connect: Connect) -> None:
    model, server = connect(says("Bonjour à vous."))
    assert model.ask(hello(), SCHEMA, 5.0) == "Bonjour à vous."
    assert model.label == "openai/stub"
    payload = server.requests[0].payload
    assert payload["temperature"] == 0
    assert payload["response_format"]["json_schema"]["schema"] == SCHEMA


FAULTS: dict[str, tuple[Behaviour, str, int]] = {
    "401": (status(401), "unauthorised", 1),
    "402": (status(402), "rejected", 2),
    "403": (status(403), "unauthorised", 1),
    "404": (status(404), "not_found", 1),
    "429": (status(429), "rate_limited", 2),
    "429 that asks for a minute": (status(429, **{"Retry-After": "60"}), "rate_limited", 2),
    "500": (status(500), "server_error", 2),
    "502 with a page": (html(502), "server_error", 2),
    "200 with a page": (html(200), "unreadable", 1),
    "redirect": (redirect("http://127.0.0.1:1/v1/chat/completions"), "redirected", 1),
    "truncated": (raw(b'{"choices": [{"message"'), "unreadable", 1),
    "no bytes": (raw(b""), "unreadable", 1),
    "bytes that are no text": (raw(b"\xff\xfe\x00\x80"), "unreadable", 1),
    "no choices": (raw(b'{"id": "c", "choices": []}'), "unreadable", 1),
    "huge": (huge, "too_large", 1),
    "gzip bomb": (gzip_bomb, "too_large", 1),
}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_fault_of_the_provider_has_a_code(connect: Connect, fault: str) -> None:
    behaviour, code, requests = FAULTS[fault]
    model, server = connect(behaviour)
    with pytest.raises(ModelUnavailable) as caught:
        model.ask(hello(), SCHEMA, 5.0)
    assert str(caught.value) == code
    assert len(server.requests) == requests
    assert caught.value.__cause__ is None  # the provider's words may repeat the question


@pytest.mark.parametrize("slow", [hang, trickle], ids=["hangs", "trickles"])
def test_a_slow_provider_is_given_up_in_the_time_allowed(connect: Connect, slow: Behaviour) -> None:
    model, server = connect(slow)
    start = time.monotonic()
    with pytest.raises(ModelUnavailable, match="timeout"):
        model.ask(hello(), SCHEMA, 0.6)
    assert time.monotonic() - start < 1.5
    assert len(server.requests) == 1


def test_nothing_listening_is_unreachable() -> None:
    with OpenAIServer(empty) as server:
        address = server.base_url
    with pytest.raises(ModelUnavailable, match="unreachable"):
        chat_model("openai:stub", address, "key").ask(hello(), SCHEMA, 5.0)


def test_a_busy_provider_is_asked_once_more(connect: Connect) -> None:
    model, server = connect(status(503), says("There."))
    assert model.ask(hello(), SCHEMA, 5.0) == "There."
    assert len(server.requests) == 2


def test_a_server_that_knows_no_schema_is_asked_without(connect: Connect) -> None:
    model, server = connect(refuses_schema)
    assert model.ask(hello(), SCHEMA, 5.0)
    assert [("response_format" in one.payload) for one in server.requests] == [True, False]


def test_a_redirect_is_not_followed_even_to_a_server_that_would_answer() -> None:
    with OpenAIServer(says("Mine now.")) as other:
        elsewhere = redirect(f"{other.base_url}/chat/completions")
        with OpenAIServer(elsewhere) as server, pytest.raises(ModelUnavailable, match="redirected"):
            chat_model("openai:stub", server.base_url, "key").ask(hello(), SCHEMA, 5.0)
        assert other.requests == []


def test_the_key_goes_out_as_given_and_the_environment_s_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    with OpenAIServer(says("ok")) as server:
        chat_model("openai:stub", server.base_url, "mine").ask(hello(), SCHEMA, 5.0)
        chat_model("openai:stub", server.base_url, None).ask(hello(), SCHEMA, 5.0)
    sent = [one.headers["authorization"] for one in server.requests]
    assert sent[0] == "Bearer mine"
    assert "somebody-else" not in sent[1]


def test_proxies_and_addresses_of_the_environment_are_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with OpenAIServer(says("from elsewhere")) as other, OpenAIServer(says("from here")) as server:
        for name in ("HTTP_PROXY", "ALL_PROXY", "OPENAI_PROXY", "http_proxy"):
            monkeypatch.setenv(name, other.base_url.removesuffix("/v1"))
        for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "LANGSMITH_GATEWAY"):
            monkeypatch.setenv(name, other.base_url)
        model = chat_model("openai:stub", server.base_url, "key")
        assert model.ask(hello(), SCHEMA, 5.0) == "from here"
        assert other.requests == []


@pytest.mark.parametrize(
    ("name", "base_url", "key", "setting"),
    [
        ("gpt-4.1-mini", "http://127.0.0.1:1/v1", "k", "ADVISOR_MODEL__NAME"),
        ("openai:", "http://127.0.0.1:1/v1", "k", "ADVISOR_MODEL__NAME"),
        ("nobody:x", "http://127.0.0.1:1/v1", "k", "ADVISOR_MODEL__NAME"),
        ("mistralai:x", "http://127.0.0.1:1/v1", "k", "ADVISOR_MODEL__NAME"),  # not installed
        ("openai:x", "ftp://127.0.0.1/v1", "k", "ADVISOR_MODEL__BASE_URL"),
        ("openai:x", "http:///v1", "k", "ADVISOR_MODEL__BASE_URL"),
        ("openai:x", "http://[::1", "k", "ADVISOR_MODEL__BASE_URL"),
        ("openai:x", None, None, "ADVISOR_MODEL__API_KEY"),
    ],
)
def test_a_setting_that_cannot_work_is_named_at_once(
    name: str, base_url: str | None, key: str | None, setting: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        chat_model(name, base_url, key)
    assert caught.value.setting == setting


def test_a_gateway_of_the_environment_is_refused_where_no_address_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANGSMITH_GATEWAY", "true")
    with pytest.raises(ConfigurationError) as caught:
        chat_model("anthropic:some-model", None, "key")
    assert caught.value.setting == "LANGSMITH_GATEWAY"


def test_without_a_base_url_openai_is_asked_at_its_own_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANGSMITH_GATEWAY", "true")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    built = chat_model("openai:gpt-4.1-mini", None, "key")._model
    assert getattr(built, "openai_api_base", None) == "https://api.openai.com/v1"


TRACED = """
import sys
from langchain_core.messages import HumanMessage
from advisor.llm.chat_model import chat_model
model = chat_model("openai:stub", sys.argv[1], "key")
if sys.argv[2] == "ours":
    print(model.ask([HumanMessage("secret question")], {"type": "object"}, 20.0))
else:
    print(model._model.invoke([HumanMessage("secret question")]).text)
from langchain_core.tracers.langchain import wait_for_all_tracers
wait_for_all_tracers()
"""


@pytest.mark.parametrize("path", ["ours", "bare"])
def test_tracing_that_the_environment_turns_on_stays_off(path: str) -> None:
    tracer: Behaviour = lambda asked: Said(status=200, body=b"{}")  # noqa: E731
    with OpenAIServer(tracer) as third, OpenAIServer(says("ok")) as server:
        environment = {
            "LANGSMITH_TRACING": "true",
            "LANGCHAIN_TRACING_V2": "true",
            "LANGSMITH_API_KEY": "lsv2-x",
            "LANGSMITH_ENDPOINT": third.base_url,
        }
        assert in_fresh_python(TRACED, server.base_url, path, **environment) == "ok"
        # the bare model shows that the third party would have heard of it
        assert bool(third.requests) == (path == "bare")


def test_importing_the_package_costs_no_langchain() -> None:
    loaded = in_fresh_python(
        "import sys, advisor.llm, advisor.llm.chat_model, advisor.llm.composer\n"
        "import advisor.llm.rewriter, advisor.llm.checking, advisor.llm.prompting\n"
        "heavy = ('langchain', 'langsmith', 'openai', 'httpx2', 'torch')\n"
        "print([name for name in sys.modules if name.startswith(heavy)])"
    )
    assert loaded == "[]"


def test_the_stub_streams_as_a_provider_does_and_the_client_reads_it() -> None:
    from openai import OpenAI

    from advisor.llm.wire import bounded_client

    with OpenAIServer(says("one two three four five")) as server:
        http = bounded_client(5.0)
        client = OpenAI(base_url=server.base_url, api_key="k", http_client=http, max_retries=0)
        stream = client.chat.completions.create(
            model="stub", stream=True, messages=[{"role": "user", "content": "Count"}]
        )
        pieces = [chunk.choices[0].delta.content or "" for chunk in stream]
        http.close()
    assert "".join(pieces) == "one two three four five"
    assert len(pieces) > 3
