"""Whatever is sent, the answer is a problem in the request's language, without an echo."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from advisor.domain.values import Language
from advisor.phrases import Phrases
from tests.api.asking import GIFT, ask

ECHO = "Zorblatt4711"


def assert_problem(response: httpx.Response, code: str, status: int, language: str = "en") -> None:
    """It is the problem `code`, whole, with people to turn to, and repeats nothing."""
    problem = response.json()
    assert problem["type"] == f"urn:ethics-advisor:problem:{code}"
    assert response.status_code == problem["status"] == status
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["language"] == language
    assert problem["title"] and problem["detail"]
    assert "crisis_988" in [door["contact_id"] for door in problem["help"]]
    assert ECHO.lower() not in response.text.lower()
    assert "Traceback" not in response.text


JSON = {"content-type": "application/json"}
DEEP = b'{"message":' * 5000 + b'"x"' + b"}" * 5000
RAW = {
    "nothing": (b"", "body-invalid"),
    "binary": (bytes(range(256)), "body-invalid"),
    "not utf-8": (b'{"message":"\xff\xfe' + ECHO.encode() + b'"}', "body-invalid"),
    "half": (b'{"message":"' + ECHO.encode(), "body-invalid"),
    "single quotes": (b"{'message':'" + ECHO.encode() + b"'}", "body-invalid"),
    "not a number": (b'{"message":NaN}', "body-invalid"),
    "infinity": (b'{"message":"x","language":Infinity}', "language-unknown"),
    "bare infinity": (b"-Infinity", "body-invalid"),
    "number": (b'{"message":42}', "body-invalid"),
    "list": (f'["{ECHO}"]'.encode(), "body-invalid"),
    "list as message": (f'{{"message":["{ECHO}"]}}'.encode(), "body-invalid"),
    "null": (b"null", "body-invalid"),
    "null message": (b'{"message":null}', "body-invalid"),
    "no message": (b'{"language":"en"}', "message-empty"),
    "deep": (DEEP, "body-invalid"),
    "deep list": (b"[" * 30000, "body-invalid"),
    "long digits": (b'{"message":' + b"9" * 60000 + b"}", "body-invalid"),
    "surrogate": (b'{"message":"' + ECHO.encode() + b' \\ud800"}', "message-unreadable"),
    "null byte": (b'{"message":"' + ECHO.encode() + b'\\u0000"}', "message-unreadable"),
    "escape character": (b'{"message":"' + ECHO.encode() + b'\\u001b[31m"}', "message-unreadable"),
    "c1 control": (b'{"message":"' + ECHO.encode() + b'\\u0090"}', "message-unreadable"),
    "unknown field": (f'{{"message":"x","{ECHO}":1}}'.encode(), "body-invalid"),
    "duplicate, last wrong": (b'{"message":"x","message":1}', "body-invalid"),
    "byte order mark": ("\ufeff{}".encode(), "message-empty"),
    "utf-16": ('{"message":1}'.encode("utf-16"), "body-invalid"),
}


@pytest.mark.parametrize("name", RAW)
def test_a_broken_body_is_a_problem(client: httpx.Client, name: str) -> None:
    body, code = RAW[name]
    assert_problem(client.post("/v1/chat", content=body, headers=JSON), code, 422)


FIELDS = {
    "empty": ({"message": ""}, "message-empty", 422),
    "blank": ({"message": " \t\r\n\u00a0\u2003"}, "message-empty", 422),
    "too long": ({"message": "a word " * 600}, "message-too-long", 422),
    "much too long": ({"message": ECHO * 5000}, "message-too-long", 422),
    "language": ({"message": "x", "language": ECHO}, "language-unknown", 422),
    "organisation": ({"message": "x", "organisation": ECHO}, "organisation-unknown", 422),
    "organisation, long": ({"message": "x", "organisation": ECHO * 9}, "organisation-unknown", 422),
    "profile": ({"message": "x", "profile": ECHO}, "profile-unknown", 422),
    "profile, number": ({"message": "x", "profile": 3}, "profile-unknown", 422),
    "conversation": ({"message": "x", "conversation_id": ECHO}, "conversation-unknown", 404),
    "conversation, path": ({"message": "x", "conversation_id": "../"}, "conversation-unknown", 404),
    "conversation, empty": ({"message": "x", "conversation_id": ""}, "conversation-unknown", 404),
}  # fmt: skip


@pytest.mark.parametrize("name", FIELDS)
def test_a_wrong_field_is_a_problem_of_its_own(client: httpx.Client, name: str) -> None:
    body, code, status = FIELDS[name]
    assert_problem(client.post("/v1/chat", json=body), code, status)


def test_the_longest_message_is_answered(client: httpx.Client) -> None:
    question = GIFT["en"] + " x" * ((4000 - len(GIFT["en"])) // 2)
    assert ask(client, f"  {question}\n")["outcome"] in ("answered", "clarify", "declined")


@pytest.mark.parametrize(
    "kind", ["application/xml", "text/plain", "application/x-www-form-urlencoded", "", "x"]
)
def test_another_content_type_is_a_problem(client: httpx.Client, kind: str) -> None:
    body = json.dumps({"message": ECHO}).encode()
    response = client.post("/v1/chat", content=body, headers={"content-type": kind})
    assert_problem(response, "body-invalid", 422)


@pytest.mark.parametrize(
    ("headers", "body", "language"),
    [
        ({"accept-language": "fr-CA, en;q=0.8"}, {"message": ""}, "fr"),
        ({"accept-language": "de, fr;q=0.5"}, {"message": ""}, "fr"),
        ({}, {"message": "", "language": "fr"}, "fr"),
        ({"accept-language": "en"}, {"message": GIFT["fr"] * 90}, "fr"),
        ({"accept-language": "fr"}, {"message": GIFT["en"] * 90}, "en"),
        ({"accept-language": "en"}, {"message": GIFT["fr"], "profile": "x"}, "fr"),
        ({}, {"message": GIFT["fr"], "organisation": ["x"]}, "fr"),
    ],
)
def test_a_problem_speaks_the_language_of_the_request(
    client: httpx.Client, headers: dict[str, str], body: dict[str, object], language: str
) -> None:
    problem = client.post("/v1/chat", json=body, headers=headers).json()
    assert problem["language"] == language
    code = problem["type"].rsplit(":", 1)[1]
    assert problem["title"] == Phrases().say(f"problems.{code}.title", Language(language))


@pytest.mark.parametrize("size", [65_537, 300_000, 10_000_000])
@pytest.mark.parametrize("announced", [True, False])
def test_a_huge_body_is_refused_announced_or_not(
    client: httpx.Client, size: int, announced: bool
) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(0, size, 65_536):
            yield b"x" * 65_536
        yield b"x"

    body = b"x" * size if announced else parts()
    response = client.post("/v1/chat", content=body, headers=JSON)
    assert_problem(response, "body-too-large", 413)


def test_a_body_that_never_comes_costs_nobody_else(client: httpx.Client, address: str) -> None:
    host, port = urlsplit(address).hostname, urlsplit(address).port
    with socket.create_connection((str(host), int(port or 0))) as stuck:
        stuck.sendall(b"POST /v1/chat HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{")
        assert ask(client, GIFT["en"])["outcome"] == "answered"


@pytest.mark.parametrize("raw", [b"GET /\x00 HTTP/1.1\r\n\r\n", b"\x16\x03\x01", b"POST\r\n\r\n"])
def test_what_is_not_http_is_refused(client: httpx.Client, address: str, raw: bytes) -> None:
    host, port = urlsplit(address).hostname, urlsplit(address).port
    with socket.create_connection((str(host), int(port or 0)), timeout=5) as broken:
        broken.sendall(raw)
        broken.shutdown(socket.SHUT_WR)
        assert b" 500 " not in broken.recv(200)
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "code", "status"),
    [
        ("GET", "/v1/chat", "method-not-allowed", 405),
        ("PUT", "/v1/chat", "method-not-allowed", 405),
        ("PATCH", "/", "method-not-allowed", 405),
        ("PURGE", "/v1/topics", "method-not-allowed", 405),
        ("GET", f"/{ECHO}", "not-found", 404),
        ("GET", f"/static/{ECHO}", "not-found", 404),
        ("GET", "/static/..%2f..%2fapp.py", "not-found", 404),
        ("GET", "/v1/topics?language=zorblatt4711", "language-unknown", 422),
        ("GET", "/v1/search", "query-invalid", 422),
        ("GET", "/v1/search?q=", "query-invalid", 422),
        ("GET", f"/v1/search?q={'x' * 1001}", "query-invalid", 422),
        ("GET", f"/v1/search?q=x&limit={ECHO}", "query-invalid", 422),
        ("GET", "/v1/search?q=x&limit=51", "query-invalid", 422),
        ("GET", f"/v1/search?q=x&organisation={ECHO}", "organisation-unknown", 422),
        ("GET", f"/v1/sources/{ECHO}", "not-found", 404),
        ("GET", f"/v1/sources/psdpa/provisions/{ECHO}", "not-found", 404),
        ("GET", f"/v1/sources/{ECHO}/provisions/1", "not-found", 404),
        ("GET", f"/v1/answers/{ECHO}/verify", "not-found", 404),
        ("GET", "/v1/answers/%00/verify", "not-found", 404),
        ("GET", f"/v1/conversations/{ECHO}", "conversation-unknown", 404),
        ("GET", "/v1/conversations/%00", "conversation-unknown", 404),
        ("DELETE", "/v1/conversations/%ff%fe'--", "conversation-unknown", 404),
    ],
)
def test_a_wrong_address_is_a_problem(
    client: httpx.Client, method: str, path: str, code: str, status: int
) -> None:
    assert_problem(client.request(method, path), code, status)


def test_a_method_that_is_not_allowed_is_told_which_are(client: httpx.Client) -> None:
    assert client.get("/v1/chat").headers["allow"] == "POST"


@pytest.mark.parametrize("path", ["/", "/v1/chat", "/v1/topics", "/static/page.css", "/nowhere"])
def test_every_response_carries_the_secure_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_request_line_that_is_too_long_is_refused(client: httpx.Client, address: str) -> None:
    connection = http.client.HTTPConnection(str(urlsplit(address).netloc), timeout=10)
    connection.request("GET", "/?q=" + "x" * 100_000)
    assert 400 <= connection.getresponse().status < 500
    connection.close()
