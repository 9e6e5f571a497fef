"""One writer at a time in a home: whoever changes its texts or its index holds its lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from advisor.errors import HomeBusy

_FILE = "writing.lock"


@contextmanager
def sole_writer(home: Path) -> Iterator[None]:
    """Hold the lock of `home` (made if absent) while inside; the thread that holds it may enter.

    Readers need none: what they read is replaced in one step. The lock is the operating system's
    and ends with the process that holds it, however that ends; the file stays and means nothing by
    itself. Raises HomeBusy at once when somebody else holds it.
    """
    home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home.resolve() / _FILE, timeout=0, is_singleton=True)
    try:
        lock.acquire()
    except Timeout as error:
        raise HomeBusy(home) from error
    try:
        yield
    finally:
        lock.release()
