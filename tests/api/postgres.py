"""A PostgreSQL to test on: the one named by DATABASE_URL, or a cluster of our own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.api.serving import free_port


def server_programs() -> Path | None:
    """The folder of `initdb` and `postgres`, the newest version installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """The address of an empty cluster on loopback, gone afterwards. It never runs as root."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    user = _unprivileged()
    if user is not None:
        shutil.chown(folder, user)
    data, port = folder / "data", free_port()
    run = {"user": user, "cwd": folder, "check": True, "capture_output": True}
    control = [str(programs / "pg_ctl"), "-D", str(data), "-w", "-t", "60"]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder}"
    subprocess.run(  # type: ignore[call-overload]
        [programs / "initdb", "-D", data, "-U", "advisor", "-A", "trust", "-E", "UTF8", "-N"], **run
    )
    try:
        subprocess.run([*control, "-o", options, "-l", str(folder / "log"), "start"], **run)  # type: ignore[call-overload]
        yield f"postgresql://advisor@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **run | {"check": False})  # type: ignore[call-overload]
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> str | None:
    """Somebody else to run as when the tests run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)
