"""The HTTP client for a provider: bounded in size and time, and one address only."""

from __future__ import annotations

import time
from collections.abc import Iterator

# The client library of the openai package (3 and later), which takes one ready-made.
import httpx2

LARGEST = 1_000_000
"""Bytes that a provider's reply may have; a draft has a few thousand."""


class TooLarge(httpx2.TransportError):
    """A reply beyond LARGEST, or compressed, so that its size is not known until it is unpacked."""


class BoundedTransport(httpx2.BaseTransport):
    """Passes a request on; cuts the reply off at LARGEST bytes and at the request's own timeout.

    httpx counts its timeout from one byte to the next, so that a trickle never ends; this one
    counts from the request. Compressed replies are refused. A proxy named in the environment is not
    used, and no connection is kept: what was sent to the configured address went nowhere else.
    """

    def __init__(self) -> None:
        self._inner = httpx2.HTTPTransport(
            trust_env=False, limits=httpx2.Limits(max_keepalive_connections=0)
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The reply, to be read within bounds. Raises httpx2's own errors, and TooLarge."""
        allowed = request.extensions.get("timeout", {}).get("read")
        deadline = None if allowed is None else time.monotonic() + allowed
        request.headers["Accept-Encoding"] = "identity"
        response = self._inner.handle_request(request)
        assert isinstance(response.stream, httpx2.SyncByteStream)  # the inner one is synchronous
        if response.headers.get("Content-Encoding", "identity") != "identity":
            response.stream.close()
            raise TooLarge("compressed", request=request)
        return httpx2.Response(
            response.status_code,
            headers=response.headers,
            stream=_BoundedStream(response.stream, request, deadline),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Give up every connection."""
        self._inner.close()


class _BoundedStream(httpx2.SyncByteStream):
    def __init__(
        self, inner: httpx2.SyncByteStream, request: httpx2.Request, deadline: float | None
    ) -> None:
        self._inner, self._request, self._deadline = inner, request, deadline

    def __iter__(self) -> Iterator[bytes]:
        read = 0
        for chunk in self._inner:
            read += len(chunk)
            if read > LARGEST:
                raise TooLarge("reply", request=self._request)
            if self._deadline is not None and time.monotonic() > self._deadline:
                raise httpx2.ReadTimeout("reply", request=self._request)
            yield chunk

    def close(self) -> None:
        self._inner.close()


def bounded_client(timeout: float) -> httpx2.Client:
    """A client with BoundedTransport that follows no redirect. `timeout`: seconds for a request."""
    return httpx2.Client(
        transport=BoundedTransport(), timeout=timeout, follow_redirects=False, trust_env=False
    )
