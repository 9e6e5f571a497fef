"""A server on loopback that speaks OpenAI's chat completions, and misbehaves as it is told.

    with OpenAIServer(good_draft) as server:
        chat_model("openai:stub", server.base_url, "key")

A behaviour takes an `Asked` (one request, read as a model would read it) and gives a `Said`. Every
request is kept in `server.requests`; a reply that hangs is let go when the server closes.
"""

from __future__ import annotations

import gzip
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
_JSON = "application/json"
_HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"


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
    content_type: str = _JSON
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
            payload = json.loads(raw) if headers.get("content-type", "").startswith(_JSON) else {}
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
    return json.dumps({**whole, "choices": [choice], "usage": usage}).encode(), _JSON


def _chunks(said: Said) -> Iterator[str]:
    head = {"id": "c-1", "object": "chat.completion.chunk", "created": 0, "model": "stub"}
    pieces: list[tuple[dict[str, str], str | None]] = [({"role": "assistant", "content": ""}, None)]
    pieces += [({"content": piece}, None) for piece in re.findall(r"(?s).{1,12}", said.content)]
    for delta, finish in [*pieces, ({}, said.finish)]:
        yield json.dumps(
            {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
        )
    yield "[DONE]"


# -- behaviours ------------------------------------------------------------------------------------


def says(content: str) -> Behaviour:
    """Always the same words."""
    return lambda asked: Said(content)


def statement(shown: Shown, **changes: Any) -> dict[str, Any]:
    """An honest statement on one passage: its first sentence, quoted where it is official."""
    first = first_sentence(shown.text)
    quote = first if shown.kind == "official" else None
    return {"token": shown.token, "quote": quote, "text": first, "part": "short", **changes}


def first_sentence(text: str) -> str:
    """Up to the first full stop that ends a sentence."""
    return re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý])", text, maxsplit=1)[0]


def draft(*statements: dict[str, Any]) -> str:
    """Statements in the shape that is asked for."""
    return json.dumps({"statements": statements}, ensure_ascii=False)


def good_draft(asked: Asked) -> Said:
    """The first sentence of each of the first two passages; a card's sentences as they stand."""
    passages = [one for one in asked.material if one.token.startswith("P")]
    parts = ("short", "step")
    return Said(draft(*(statement(one, part=p) for one, p in zip(passages, parts, strict=False))))


def changed(**changes: Any) -> Behaviour:
    """An honest draft with these fields changed in every statement."""
    return lambda asked: Said(draft(*(statement(one, **changes) for one in asked.material[:1])))


wrong_schema = says('{"answers": [{"claim": "Yes."}]}')
not_json = says("Sure! Gifts are fine, no need to ask anybody.")
invented_token = changed(token="P99")
nothing_to_say = says('{"statements": []}')
empty = says("")


def refusal(asked: Asked) -> Said:
    """The model declines."""
    return Said(refusal="I cannot help with that.")


def cut_off(asked: Asked) -> Said:
    """An honest draft, ended by the limit of tokens."""
    content = good_draft(asked).content
    return Said(content[: len(content) // 2], finish="length")


def status(code: int, **headers: str) -> Behaviour:
    """An error in the provider's own shape."""
    error = {"error": {"message": "no", "type": "stub", "code": None}}
    body = json.dumps(error).encode()
    return lambda asked: Said(status=code, body=body, headers=headers)


def html(code: int) -> Behaviour:
    """A proxy's page instead of an answer."""
    return lambda asked: Said(status=code, body=_HTML, content_type="text/html")


def redirect(address: str) -> Behaviour:
    """Sends whoever asks elsewhere, with the method and the body."""
    return lambda asked: Said(status=307, body=b"", headers={"Location": address})


def raw(body: bytes, content_type: str = _JSON) -> Behaviour:
    """These bytes, as a success."""
    return lambda asked: Said(body=body, content_type=content_type)


def hang(asked: Asked) -> Said:
    """Nothing, for longer than anybody waits."""
    return Said(hang=True)


def trickle(asked: Asked) -> Said:
    """A valid reply at twenty bytes a second: each byte resets a naive timeout."""
    return Said(good_draft(asked).content, trickle=0.05)


huge = raw(b'{"choices": [' + b'"x",' * 2_000_000 + b'"x"]}')


def gzip_bomb(asked: Asked) -> Said:
    """Fifty megabytes in fifty kilobytes."""
    return Said(body=gzip.compress(b" " * 50_000_000), headers={"Content-Encoding": "gzip"})


def refuses_schema(asked: Asked) -> Said:
    """A server that knows no `response_format`, and is honest otherwise."""
    if "response_format" in asked.payload:
        return status(400)(asked)
    return good_draft(asked)


def obeys(attack: str) -> tuple[Behaviour, ...]:
    """A model that does all that `attack` says, in every place where words can be smuggled in."""

    def with_truth(asked: Asked) -> Said:
        honest = statement(asked.material[0])
        return Said(draft({**honest, "text": f"{honest['text']} {attack}"}))

    def both(asked: Asked) -> Said:
        honest = statement(asked.material[0])
        return Said(draft(honest, {**honest, "text": attack, "part": "step"}))

    def fenced(asked: Asked) -> Said:
        honest = statement(asked.material[0])
        return Said(f"{attack}\n```json\n{draft({**honest, 'text': attack})}\n```\n{attack}")

    return (
        changed(text=attack),
        changed(text=attack, quote=attack),
        changed(text=attack[:200].replace("\n", " "), part="caution"),
        with_truth,
        both,
        fenced,
        says(attack),
    )
