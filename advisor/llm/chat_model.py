"""A chat model by name, asked for one JSON object: bounded in time, and silent to third parties."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias
from urllib.parse import urlsplit

from advisor.errors import ConfigurationError, ModelUnavailable

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

Schema: TypeAlias = Mapping[str, Any]
"""A JSON Schema of the reply."""

_NAME, _ADDRESS, _KEY = (f"ADVISOR_MODEL__{part}" for part in ("NAME", "BASE_URL", "API_KEY"))
_OPENAI = "https://api.openai.com/v1"
_LONGEST_REPLY = 1_500  # tokens
_PAUSE = 0.3  # seconds before the second try
_AGAIN = frozenset({"rejected", "rate_limited", "server_error", "unreachable"})
_OFF = frozenset({"", "false", "0", "no"})


class Chat(Protocol):
    """A model that answers with text. `label`: `provider/model`; `timeout`: seconds for a draft."""

    label: str
    timeout: float

    def ask(self, messages: Sequence[BaseMessage], schema: Schema, within: float) -> str:
        """The reply's text, within so many seconds. Raises ModelUnavailable with a code."""
        ...


class ChatModel:
    """A LangChain chat model behind the one method that is needed here."""

    def __init__(self, model: BaseChatModel, label: str, timeout: float, *, strict: bool) -> None:
        """`strict`: the provider speaks OpenAI's protocol, so a schema may be sent along."""
        self.label = label
        self.timeout = timeout
        self._model = model
        self._strict = strict

    def ask(self, messages: Sequence[BaseMessage], schema: Schema, within: float) -> str:
        """The reply's text: whatever the provider sent, to be validated by whoever asked.

        One more try is made after a busy or broken provider, and one without the schema after a
        provider that refuses it; `within` seconds cover both. Raises ModelUnavailable with a code:
        timeout, unreachable, unauthorised, not_found, rate_limited, server_error, rejected,
        redirected, too_large, unreadable.
        """
        deadline = time.monotonic() + within
        options = _strict_options(schema) if self._strict else {}
        for last in (False, True):
            left = deadline - time.monotonic()
            if left <= 0:
                raise ModelUnavailable("timeout")
            try:
                return _within(left, partial(self._text, messages, left, options))
            except Exception as error:
                code = _code(error)
                if last or code not in _AGAIN or (code == "rejected" and not options):
                    # the provider's words may repeat the question: they end here
                    raise ModelUnavailable(code) from None
            if code == "rejected":
                options = {}
            else:
                time.sleep(min(_PAUSE, left))
        raise AssertionError("the second try returns or raises")

    def _text(
        self, messages: Sequence[BaseMessage], left: float, options: Mapping[str, Any]
    ) -> str:
        from langsmith import tracing_context

        timeout: dict[str, Any] = {"timeout": left} if self._strict else {}
        # LANGSMITH_TRACING and its elder names would send every question to a third party
        with tracing_context(enabled=False):
            return str(self._model.invoke(list(messages), **timeout, **options).text)


def chat_model(
    name: str, base_url: str | None = None, api_key: str | None = None, timeout: float = 20.0
) -> ChatModel:
    """The model `name` (`provider:model`, the provider being one of LangChain's).

    `base_url`: where it is, by default the provider's own address; `timeout`: seconds that one
    draft may take, retry and repair included. The key is the one given: `OPENAI_API_KEY` is never
    sent to an address that was configured without a key. Raises ConfigurationError.
    """
    provider, _, model = name.partition(":")
    if not (provider and model):
        raise ConfigurationError(_NAME, "expected provider:model")
    address = base_url or (_OPENAI if provider == "openai" else None)
    if address is not None and not _is_http(address):
        raise ConfigurationError(_ADDRESS, "expected http:// or https:// and a host")
    if address is None and os.environ.get("LANGSMITH_GATEWAY", "").lower() not in _OFF:
        raise ConfigurationError("LANGSMITH_GATEWAY", f"set {_ADDRESS}: no gateway is used")
    if address == _OPENAI and api_key is None:
        raise ConfigurationError(_KEY, "absent")
    options: dict[str, Any] = {"timeout": timeout, "max_retries": 0}
    options |= {"base_url": address} if address else {}
    options |= {"api_key": api_key or "none"} if api_key or base_url else {}
    built = _initialised(provider, model, options)
    return ChatModel(built, f"{provider}/{model}", timeout, strict=provider == "openai")


def _initialised(provider: str, model: str, options: Mapping[str, Any]) -> BaseChatModel:
    try:
        from langchain.chat_models import init_chat_model

        if provider == "openai":
            options = {**options, **_openai_options(options["timeout"])}
        built: BaseChatModel = init_chat_model(model, model_provider=provider, **options)
    except ImportError as error:
        raise ConfigurationError(_NAME, f"package absent: {error.name}") from error
    except Exception as error:
        raise ConfigurationError(_NAME, f"cannot be used: {type(error).__name__}") from error
    return built


def _openai_options(timeout: float) -> dict[str, Any]:
    from advisor.llm.wire import bounded_client

    return {
        "http_client": bounded_client(timeout),
        "openai_proxy": None,  # OPENAI_PROXY is not the configured address
        "use_responses_api": False,  # other servers speak chat completions
        "max_tokens": _LONGEST_REPLY,
    }


def _strict_options(schema: Schema) -> dict[str, Any]:
    """The reply's schema, and no chance in it, for servers that understand either."""
    format = {"name": "reply", "strict": True, "schema": schema}
    asked = {"response_format": {"type": "json_schema", "json_schema": format}, "temperature": 0}
    return {"extra_body": asked}


def _is_http(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _within(seconds: float, call: Callable[[], str]) -> str:
    """What `call` returns, or TimeoutError; a call that hangs is left behind in its thread.

    Its own request ends by the same timeout; a provider's package may wait longer, we do not.
    """
    future: Future[str] = Future()

    def work() -> None:
        try:
            future.set_result(call())
        except Exception as error:
            future.set_exception(error)

    threading.Thread(target=work, name="advisor-model", daemon=True).start()
    return future.result(timeout=seconds)


def _code(error: Exception) -> str:
    from langchain_core.exceptions import ModelConnectionError, ModelTimeoutError

    if isinstance(error, TimeoutError | ModelTimeoutError):
        return "timeout"
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return _status_code(status)
    if "TooLarge" in {type(one).__name__ for one in _chain(error)}:
        return "too_large"
    return "unreachable" if isinstance(error, ModelConnectionError) else "unreadable"


def _status_code(status: int) -> str:
    known = {401: "unauthorised", 403: "unauthorised", 404: "not_found", 429: "rate_limited"}
    if status in known:
        return known[status]
    if status < 400:
        return "redirected"
    return "rejected" if status < 500 else "server_error"


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
