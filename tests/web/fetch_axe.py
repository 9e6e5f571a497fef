"""Fetch axe-core, which judges the page's accessibility: 0.6 MB, once, never shipped.

    python -m tests.web.fetch_axe

The package `axe-core` (MPL-2.0) comes through npm; one file of it goes to the test cache.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "axe-core@4.14.1"
MEMBER = "package/axe.min.js"
SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
TARGET = Path(__file__).resolve().parents[2] / ".pytest_cache" / "axe.min.js"


def fetch(target: Path = TARGET) -> Path:
    """The file, downloaded if it is not there. Exits when it is not the one expected."""
    if target.is_file() and hashlib.sha256(target.read_bytes()).hexdigest() == SHA256:
        return target
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as package:
            member = package.extractfile(MEMBER)
            assert member is not None
            script = member.read()
    if hashlib.sha256(script).hexdigest() != SHA256:
        sys.exit(f"{PACKAGE}: not the file expected")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(script)
    return target


if __name__ == "__main__":
    print(fetch())
