"""Step `export`: the student as one small ONNX file, pooling and normalisation inside.

Weights are stored in 8 bits: the word table with one scale a row, the matrices with one scale an
output. Arithmetic is in float32.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from training.base import MAX_TOKENS
from training.fetch import digest
from training.places import SHIPPED, Places
from training.teachers import load_model

OPSET = 17
INPUTS = ("input_ids", "attention_mask")
OUTPUT = "embedding"
NAME = "ethics-advisor-bilingual"
LIMIT_BYTES = 40_000_000


class RowwiseTable(nn.Module):
    """A word table in int8 with one float32 scale a row, in the place of an Embedding."""

    def __init__(self, weight: Tensor) -> None:
        """`weight`: float32, shape (pieces, width)."""
        super().__init__()
        scale = weight.abs().amax(dim=1, keepdim=True).clamp_min(1e-12) / 127
        table = (weight / scale).round().clamp(-127, 127).to(torch.int8)
        self.register_buffer("table", table)
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """Ids (batch, sequence) → rows (batch, sequence, width)."""
        rows = functional.embedding(ids, self.get_buffer("table"))
        return rows.to(torch.float32) * functional.embedding(ids, self.get_buffer("scale"))


class WholeModel(nn.Module):
    """Network, mean pooling, projection and normalisation as one graph."""

    def __init__(self, student: Any) -> None:
        """Take the network and the projection out of a sentence-transformers model."""
        super().__init__()
        self.network = student[0].auto_model
        self.projection = student[2].linear
        words = self.network.embeddings.word_embeddings.weight.detach()
        self.network.embeddings.word_embeddings = RowwiseTable(words)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Ids and mask, int64 (batch, sequence) → unit vectors, float32 (batch, 768)."""
        hidden = self._hidden(input_ids, attention_mask)
        weights = attention_mask.to(hidden.dtype)[:, :, None]
        pooled = (hidden * weights).sum(dim=1) / weights.sum(dim=1).clamp_min(1e-9)
        return functional.normalize(self.projection(pooled), dim=1)

    def _hidden(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """The last layer's states (batch, sequence, width); masked places count for nothing."""
        embeddings = self.network.embeddings
        places = torch.arange(input_ids.shape[1])[None, :]
        hidden: Tensor = embeddings.word_embeddings(input_ids)
        hidden = hidden + embeddings.position_embeddings(places)
        hidden = hidden + embeddings.token_type_embeddings.weight[0]
        hidden = embeddings.LayerNorm(hidden)
        bias = (1.0 - attention_mask.to(hidden.dtype))[:, None, None, :] * -1e4
        for layer in self.network.encoder.layer:
            hidden = _layer(layer, hidden, bias)
        return hidden


def _layer(layer: Any, hidden: Tensor, bias: Tensor) -> Tensor:
    """One BERT layer, written out so that the graph has only what it needs."""
    attention, heads = layer.attention.self, layer.attention.self.num_attention_heads
    width = hidden.shape[-1] // heads

    def split(values: Tensor) -> Tensor:
        return values.reshape(values.shape[0], -1, heads, width).transpose(1, 2)

    query, key = split(attention.query(hidden)), split(attention.key(hidden))
    scores = query @ key.transpose(-1, -2) * width**-0.5 + bias
    mixed = scores.softmax(dim=-1) @ split(attention.value(hidden))
    mixed = mixed.transpose(1, 2).reshape(mixed.shape[0], -1, heads * width)
    output = layer.attention.output
    hidden = output.LayerNorm(output.dense(mixed) + hidden)
    inner = functional.gelu(layer.intermediate.dense(hidden))
    result: Tensor = layer.output.LayerNorm(layer.output.dense(inner) + hidden)
    return result


def to_onnx(student: Any, path: Path) -> None:
    """Write the graph in float32, but for the word table, to `path`."""
    model = WholeModel(student).eval()
    ids = torch.tensor([[0, 5, 6, 2], [0, 5, 2, 1]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    axes = {0: "batch", 1: "sequence"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter speaks of its own deprecation
        torch.onnx.export(
            model, (ids, mask), str(path), opset_version=OPSET, dynamo=False,
            input_names=list(INPUTS), output_names=[OUTPUT],
            dynamic_axes=dict.fromkeys(INPUTS, axes) | {OUTPUT: {0: "batch"}},
        )  # fmt: skip


def eight_bits(source: Path, target: Path) -> int:
    """Store each constant matrix in int8 with one scale an output; returns how many.

    They are read back to float32 when the file is opened. Activations are never rounded: doing so
    costs far more (see the model card) and makes a vector depend on the texts beside it.
    """
    model = onnx.load(str(source))
    graph = model.graph
    constants = {constant.name: constant for constant in graph.initializer}
    readers: list[Any] = []
    for node in graph.node:
        if node.op_type != "MatMul" or node.input[1] not in constants:
            continue
        name = node.input[1]
        matrix = numpy_helper.to_array(constants[name])  # (inputs, outputs)
        scale = np.maximum(np.abs(matrix).max(axis=0), 1e-12).astype(np.float32) / np.float32(127)
        rounded = np.clip(np.rint(matrix / scale), -127, 127).astype(np.int8)
        graph.initializer.remove(constants[name])
        graph.initializer.append(numpy_helper.from_array(rounded, f"{name}_int8"))
        graph.initializer.append(numpy_helper.from_array(scale, f"{name}_scale"))
        parts = [f"{name}_int8", f"{name}_scale"]
        readers.append(helper.make_node("DequantizeLinear", parts, [name], axis=1))
    for reader in reversed(readers):
        graph.node.insert(0, reader)
    onnx.checker.check_model(model)
    onnx.save(model, str(target))
    return len(readers)


def run(places: Places, folder: Path = SHIPPED) -> dict[str, Any]:
    """Write model.onnx, tokenizer.json and config.json to `folder` from the saved student."""
    student = load_model(str(places.student))
    with tempfile.TemporaryDirectory() as temporary:
        plain, small = Path(temporary) / "plain.onnx", Path(temporary) / "model.onnx"
        to_onnx(student, plain)
        matrices = eight_bits(plain, small)
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / "model.onnx.new"
        shutil.copyfile(small, fresh)
        fresh.replace(folder / "model.onnx")
    tokens = _write_tokenizer(places, folder)
    size = (folder / "model.onnx").stat().st_size
    if size > LIMIT_BYTES:
        raise ValueError(f"model.onnx has {size} bytes, more than {LIMIT_BYTES}")
    figures = {
        "name": NAME, "dimension": int(student[2].out_features), "max_tokens": tokens,
        "sha256": digest(folder / "model.onnx"),
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return {**figures, "bytes": size, "matrices": matrices}


def _write_tokenizer(places: Places, folder: Path) -> int:
    """Copy the tokenizer with its limit of tokens set; returns the limit."""
    tokenizer = Tokenizer.from_file(str(places.student / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    return MAX_TOKENS
