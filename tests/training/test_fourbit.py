"""The reader of the 4-bit format, on a tiny made-up file."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from training.fourbit import FourBitFile, unpack_blocks


def block(scale: float, nibbles: list[int]) -> bytes:
    packed = bytes(low | high << 4 for low, high in zip(nibbles[:16], nibbles[16:], strict=True))
    return struct.pack("<e", scale) + packed


def written(folder: Path, tensors: dict[str, tuple[int, bytes]]) -> Path:
    """A file with two pieces, one normalisation entry, and these tensors (count, bytes)."""
    head = b"E5S1" + struct.pack("<i7ifi", 1, 32, 1, 2, 64, 2, 8, 2, 1e-12, 32)
    head += (
        struct.pack("<5iQ", 2, 0, 2, 1, 3, 5) + struct.pack("<3I2f", 0, 2, 5, 0.0, -1.5) + b"abcde"
    )
    head += struct.pack("<iI", 1, 9) + b"\x00" * 9
    entries = [name.encode() for name in tensors]
    start = len(head) + 4 + sum(2 + len(name) + 1 + 4 + 8 + 8 for name in entries)
    directory, body = struct.pack("<i", len(tensors)), b""
    for name, (count, raw) in zip(entries, tensors.values(), strict=True):
        directory += struct.pack("<H", len(name)) + name
        directory += struct.pack("<BIQQ", 1, count, start + len(body), len(raw))
        body += raw
    path = folder / "tiny.bin"
    path.write_bytes(head + directory + body)
    return path


def test_low_nibbles_come_first_and_are_centred_on_eight() -> None:
    nibbles = list(range(16)) + [15 - number for number in range(16)]
    values = unpack_blocks(block(0.5, nibbles))
    assert np.array_equal(values, (np.array(nibbles, dtype=np.float32) - 8) * 0.5)


def test_each_block_has_its_own_scale() -> None:
    values = unpack_blocks(block(1.0, [9] * 32) + block(2.0, [9] * 32))
    assert values.tolist() == [1.0] * 32 + [2.0] * 32


def test_a_file_gives_its_sizes_and_both_kinds_of_tensor(tmp_path: Path) -> None:
    plain = np.arange(4, dtype="<f4")
    path = written(
        tmp_path,
        {"emb.word": (32, block(1.0, [8] * 31 + [10])), "emb.ln.w": (4, plain.tobytes())},
    )
    file = FourBitFile(path)
    assert (file.sizes.width, file.sizes.layers, file.sizes.vocabulary) == (32, 1, 2)
    assert file.sizes.epsilon == pytest.approx(1e-12)
    assert file.names == ["emb.word", "emb.ln.w"]
    assert file.tensor("emb.word").tolist() == [0.0] * 31 + [2.0]
    assert file.tensor("emb.ln.w").tolist() == [0.0, 1.0, 2.0, 3.0]


def test_a_tensor_whose_bytes_do_not_fit_is_refused(tmp_path: Path) -> None:
    file = FourBitFile(written(tmp_path, {"odd": (32, b"\x00" * 20)}))
    with pytest.raises(ValueError, match="odd"):
        file.tensor("odd")


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(b"GGUF" + b"\x00" * 60)
    with pytest.raises(ValueError, match="not a 4-bit"):
        FourBitFile(path)
