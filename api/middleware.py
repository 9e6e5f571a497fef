"""What happens to every request: a size limit, secure headers, one line of log without text."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import code_of, respond

LARGEST_BODY = 64 * 1024
_DRAINED = 1024 * 1024
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}

_log = structlog.get_logger("api")


class BodyLimit:
    """Refuses bodies over 64 KiB, announced or not, before anything reads them.

    FastAPI's own limit answers in plain text; a refusal here is a problem with people to turn to.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its whole body, or answer 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            body = await _whole_body(receive)
        except ClientDisconnect:
            return
        if body is None:
            refused = await run_in_threadpool(respond, Request(scope), "body-too-large")
            await refused(scope, receive, send)
            return
        await self._app(scope, _replayed(body, receive), send)


async def _whole_body(receive: Receive) -> bytes | None:
    """The body, or None when it is over the limit. Raises ClientDisconnect.

    An excess is read on for a while and thrown away: most clients listen only when they have sent.
    """
    chunks: list[bytes] = []
    size = 0
    while size <= _DRAINED:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientDisconnect
        part = message.get("body", b"")
        size += len(part)
        if size <= LARGEST_BODY:
            chunks.append(part)
        if not message.get("more_body", False):
            return b"".join(chunks) if size <= LARGEST_BODY else None
    return None


def _replayed(body: bytes, receive: Receive) -> Callable[[], Awaitable[Message]]:
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


class Unfailing:
    """Answers what no handler foresaw with a problem, instead of a trace in somebody's log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; an error before the first byte becomes a problem."""
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception as error:
            if started or scope["type"] != "http":
                raise
            failed = await run_in_threadpool(respond, Request(scope), code_of(error))
            await failed(scope, receive, send)


class SecureHeaders:
    """Adds the headers that keep a page from being framed, sniffed or fed foreign script."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; the response carries the headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


class Logged:
    """One JSON line a request: route, method, status, milliseconds. Never text, never a query."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log how it ended; status 0: the client had left."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, status = time.perf_counter(), 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            route = getattr(scope.get("route"), "path", None)
            _log.info(
                "request",
                method=scope["method"] if scope["method"].isalpha() else "?",
                route=route or "unmatched",
                status=status,
                ms=round((time.perf_counter() - start) * 1000, 1),
            )
