"""Files that somebody else wrote are read in a process apart, which may do little and may die.

The child reads one file after the other, so that many files pay for one start. It gives back JSON
that is checked against the types of `Extract`; no object of it ever enters the parent. Its memory,
its time, what it may write and open are limited by the operating system where that can do so
(Windows knows only the time limit), and Python in it refuses sockets and programs.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Timer
from types import TracebackType
from typing import IO, Any

from pydantic import TypeAdapter, ValidationError

from advisor.corpus.parsing.extracting import Extract, extract
from advisor.errors import SourceUnreadable

SECONDS = 20.0
MEMORY = 512 * 1024 * 1024
_START_SECONDS = 60.0
_READY = b"ready"
MAX_REPLY = 16_000_000
"""Eight times what the longest instrument met (the Canada Labour Code) gives."""

_EXTRACT = TypeAdapter(Extract)
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from advisor.corpus.parsing.apart import serve; serve(*map(int, sys.argv[2:]))"
)
_ENVIRONMENT = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL")
_FORBIDDEN = (
    *("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"),
    *("subprocess.", "os.system", "os.exec", "os.fork", "os.spawn", "os.posix_spawn"),
    *("os.startfile", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod"),
    *("os.link", "os.symlink", "os.truncate", "ctypes.dlopen"),
)


class Apart:
    """Reads files in a child process; started when first needed, and anew after it failed."""

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        """`seconds`: the most that a file may take; `memory`: bytes the child may ask for."""
        self._seconds, self._memory = seconds, memory
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Apart:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, path: Path) -> Extract:
        """What the file holds.

        Raises SourceUnreadable: the codes of `extract`; `unexpected_structure`; `too_large` where
        a file gives more than an instrument holds; and, the child having been ended,
        `took_too_long`, `took_too_much_memory` or `crashed`. The next file is read all the same.
        """
        late = Event()
        try:
            child = self._child = self._child or self._started()
            with _within(self._seconds, child, late):
                answer = _ask(child, path)
        except (OSError, EOFError) as error:
            raise SourceUnreadable(path, self._ended(late)) from error
        status, body = answer[:1], answer[1:]
        if status == b"+":
            return self._checked(body, path)
        reason = body.decode("utf-8", errors="replace")
        if reason == "took_too_much_memory":
            self.close()  # what it still holds is not known
        raise SourceUnreadable(path, reason)

    def _checked(self, body: bytes, path: Path) -> Extract:
        try:
            return _EXTRACT.validate_json(body)
        except ValidationError as error:  # no child of ours says this
            self.close()
            raise SourceUnreadable(path, "crashed: answer") from error

    @property
    def process(self) -> int | None:
        """The id of the child, if it was started."""
        return self._child.pid if self._child is not None else None

    def close(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for stream in (child.stdin, child.stdout):
                if stream is not None:
                    _close(stream)

    def _started(self) -> subprocess.Popen[bytes]:
        limits = (str(self._memory), str(max(1, round(self._seconds))))
        paths = json.dumps([entry or str(Path.cwd()) for entry in sys.path])
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-I", "-X", "utf8", "-c", _START, paths, *limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        )
        self._child = child
        with _within(_START_SECONDS, child, Event()):
            _exactly(child.stdout, len(_READY))
        return child

    def _ended(self, late: Event) -> str:
        """Why there is no answer."""
        child = self._child
        try:
            code = child.wait(1) if child is not None else 0
        except subprocess.TimeoutExpired:
            code = 0
        self.close()
        if late.is_set() or code == -getattr(signal, "SIGXCPU", 0):
            return "took_too_long"
        if code == -signal.SIGABRT:  # how libraries in C and Rust leave when there is no more
            return "took_too_much_memory"
        return f"crashed: {code}"


@contextmanager
def _within(seconds: float, child: subprocess.Popen[bytes], late: Event) -> Iterator[None]:
    """End the child, and set `late`, unless what is inside is done in time."""

    def stop() -> None:
        late.set()
        child.kill()

    timer = Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _ask(child: subprocess.Popen[bytes], path: Path) -> bytes:
    if child.stdin is None:
        raise EOFError
    child.stdin.write(json.dumps(str(path.absolute())).encode() + b"\n")
    child.stdin.flush()
    size = int.from_bytes(_exactly(child.stdout, 8), "big")
    if size > MAX_REPLY + 1:
        raise EOFError
    return _exactly(child.stdout, size)


def _exactly(stream: IO[bytes] | None, size: int) -> bytes:
    found = stream.read(size) if stream is not None else b""
    if len(found) < size:
        raise EOFError
    return found


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:  # what was not yet written has no reader any more
        return


def serve(memory: int, seconds: int) -> None:
    """The child: answer each path on standard input with what the file holds, until it closes.

    It says when it is ready. An answer is eight bytes of length, then `+` and JSON, or `-` and the
    reason.
    """
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(2, sys.stdout.fileno())  # what a library prints must not mix with the answers
    _limit(memory)
    answers.write(_READY)
    answers.flush()
    for line in sys.stdin.buffer:
        _allow(seconds)
        answer = _answer(Path(json.loads(line)))
        answers.write(len(answer).to_bytes(8, "big") + answer)
        answers.flush()


def _answer(path: Path) -> bytes:
    try:
        found = b"+" + _EXTRACT.dump_json(extract(path))
    except SourceUnreadable as error:
        return f"-{error.reason}".encode("utf-8", errors="replace")
    except MemoryError:
        return b"-took_too_much_memory"
    except Exception as error:
        # a reader met what it was not written for: the file is refused, whatever it was
        return f"-unexpected_structure: {type(error).__name__}".encode()
    return found if len(found) <= MAX_REPLY else f"-too_large: {len(found)}".encode()


def _limit(memory: int) -> None:
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)
    if sys.platform != "win32":
        import resource

        for limit, value in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NOFILE, 64),
        ):
            resource.setrlimit(limit, (value, value))


def _allow(seconds: int) -> None:
    """Give the next file its processor time: without a parent, the child ends by itself."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime)
        resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds + 2, resource.RLIM_INFINITY))


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
    if event.startswith(_FORBIDDEN) or (event == "open" and (arguments[2] or 0) & writes):
        raise PermissionError(event)
