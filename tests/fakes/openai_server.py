"""A server on loopback that speaks OpenAI's chat completions, and misbehaves as it is told.

    with OpenAIServer(good_draft) as server:
        chat_model("openai:stub", server.base_url, "key")

A behaviour takes an `Asked` (one request, read as a model would read it) and gives a `Said`;
`openai_behaviours` holds many. Every request is kept in `server.requests`; a reply that hangs is
let go when the server closes.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

_BLOCK = re.compile(r"^===== (\S+) (\w+) \w{12}\n(.*?)\n===== \w{12}$", re.MULTILINE | re.DOTALL)
_QUESTION = re.compile(r"^===== question \w{12}\n(.*?)\n===== \w{12}$", re.MULTILINE | re.DOTALL)
JSON = "application/json"


@dataclass(frozen=True)
class Shown:
    """A piece of material of the prompt."""

    token: str
    kind: str
    text: str


@dataclass(frozen=True)
class Asked:
    """One request. `number` counts from 1; `headers` are lower-case."""

    number: int
    path: str
    headers: dict[str, str]
    payload: dict[str, Any]

    @property
    def words(self) -> str:
        """Everything said in the conversation."""
        return "\n".join(str(one["content"]) for one in self.payload["messages"])

    @property
    def material(self) -> tuple[Shown, ...]:
        """The sealed pieces of material, in the order shown."""
        return tuple(Shown(*found) for found in _BLOCK.findall(self.words))

    @property
    def question(self) -> str:
        """The sealed question."""
        found = _QUESTION.search(self.words)
        return found.group(1) if found else ""


@dataclass(frozen=True)
class Said:
    """One reply. `content` becomes a completion; `body` is sent as it is instead.

    `trickle`: seconds between the bytes of the body; `hang`: nothing is sent at all.
    """

    content: str = ""
    refusal: str | None = None
    finish: str = "stop"
    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = JSON
    trickle: float = 0.0
    hang: bool = False


Behaviour = Callable[[Asked], Said]


class OpenAIServer:
    """The server, running while the `with` block does."""

    def __init__(self, *behaviours: Behaviour) -> None:
        """Each request takes the next of `behaviours`; the last one goes on."""
        self.requests: list[Asked] = []
        self._behaviours = behaviours
        self._lock = threading.Lock()
        self.released = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def base_url(self) -> str:
        """Where it is, as the setting wants it."""
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def reply(self, path: str, headers: dict[str, str], payload: dict[str, Any]) -> Said:
        """The reply to a request, which is kept."""
        with self._lock:
            asked = Asked(len(self.requests) + 1, path, headers, payload)
            self.requests.append(asked)
        return self._behaviours[min(asked.number, len(self._behaviours)) - 1](asked)

    def __enter__(self) -> OpenAIServer:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.released.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


def _handler(server: OpenAIServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            payload = json.loads(raw) if headers.get("content-type", "").startswith(JSON) else {}
            said = server.reply(self.path, headers, payload)
            if said.hang:
                server.released.wait(60)
                self.close_connection = True
                return
            body, kind = _body(said, payload)
            self.send_response(said.status)
            for name, value in {"Content-Type": kind, **said.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self._write(body, said.trickle)
            except OSError:
                self.close_connection = True  # whoever asked has gone

        do_GET = do_POST  # noqa: N815, the names that the base class calls

        def _write(self, body: bytes, trickle: float) -> None:
            if not trickle:
                self.wfile.write(body)
                return
            for byte in body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                if server.released.wait(trickle):
                    return

        def log_message(self, format: str, *args: object) -> None:
            """Silent: the requests are kept."""

    return Handler


def _body(said: Said, payload: dict[str, Any]) -> tuple[bytes, str]:
    if said.body is not None:
        return said.body, said.content_type
    if payload.get("stream"):
        events = "".join(f"data: {one}\n\n" for one in _chunks(said))
        return events.encode(), "text/event-stream"
    message = {"role": "assistant", "content": said.content, "refusal": said.refusal}
    choice = {"index": 0, "message": message, "finish_reason": said.finish}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    whole = {"id": "c-1", "object": "chat.completion", "created": 0, "model": "stub"}
    return json.dumps({**whole, "choices": [choice], "usage": usage}).encode(), JSON


def _chunks(said: Said) -> Iterator[str]:
    head = {"id": "c-1", "object": "chat.completion.chunk", "created": 0, "model": "stub"}
    pieces: list[tuple[dict[str, str], str | None]] = [({"role": "assistant", "content": ""}, None)]
    pieces += [({"content": piece}, None) for piece in re.findall(r"(?s).{1,12}", said.content)]
    for delta, finish in [*pieces, ({}, said.finish)]:
        yield json.dumps(
            {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
        )
    yield "[DONE]"
