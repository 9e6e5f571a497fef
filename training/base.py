"""Step `base`: multilingual-e5-small from its 4-bit file, its vocabulary cut, as the student.

The student is a sentence-transformers model: Transformer, mean pooling, a linear layer of 768
outputs that starts as two copies of the pooled vector, and normalisation.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import (
    Dense,
    Normalize,
    Pooling,
    Transformer,
)
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from training import vocabulary
from training.fourbit import FourBitFile
from training.parallel import read_pairs
from training.places import Places, parallel_pairs
from training.words import vocabulary_words

MAX_TOKENS = 256
HALVES = 2  # one half of the vector for each teacher
_SPECIAL = {
    "bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "sep_token": "</s>",
    "pad_token": "<pad>", "unk_token": "<unk>", "mask_token": "<mask>",
}  # fmt: skip
_LAYER = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip


def run(places: Places, seed: int) -> dict[str, Any]:
    """Write the untrained student to `places.base`. Returns sizes for the report."""
    source = FourBitFile(places.sources / "e5-small-q4.bin")
    text = (places.sources / "e5-tokenizer.json").read_text(encoding="utf-8")
    running = vocabulary.sample_texts(read_pairs(parallel_pairs()), seed)
    whole = json.loads(text)
    cut = vocabulary.cut(whole, vocabulary.used_rows(whole, vocabulary_words(), running))
    print(f"base: {len(cut.rows)} of {len(whole['model']['vocab'])} pieces kept", flush=True)
    network = places.work / "network"
    shutil.rmtree(network, ignore_errors=True)
    parameters = _write_network(source, cut, network)
    shutil.rmtree(places.base, ignore_errors=True)
    assemble(network).save(str(places.base))
    shutil.rmtree(network)
    return {"pieces": len(cut.rows), "parameters": parameters, "seed": seed}


def assemble(network: Path) -> SentenceTransformer:
    """The four modules over a BERT folder, the linear layer as identities side by side."""
    transformer = Transformer(str(network), max_seq_length=MAX_TOKENS)
    width = int(transformer.get_embedding_dimension())
    projection = Dense(width, HALVES * width, bias=False, activation_function=nn.Identity())
    with torch.no_grad():
        projection.linear.weight.copy_(torch.eye(width).repeat(HALVES, 1))
    return SentenceTransformer(
        modules=[transformer, Pooling(width, pooling_mode="mean"), projection, Normalize()],
        device="cpu",
    )


def _write_network(source: FourBitFile, cut: vocabulary.Cut, folder: Path) -> int:
    """Write the BERT network and tokenizer in the transformers format; returns parameters."""
    sizes = source.sizes
    config = BertConfig(
        vocab_size=len(cut.rows), hidden_size=sizes.width, num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads, intermediate_size=sizes.inner,
        max_position_embeddings=sizes.positions, type_vocab_size=sizes.segments,
        layer_norm_eps=sizes.epsilon, pad_token_id=1,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    network = BertModel(config)
    network.load_state_dict(_weights(source, cut.rows), strict=True)
    network.save_pretrained(folder)
    fast: Any = PreTrainedTokenizerFast
    fast(
        tokenizer_object=Tokenizer.from_str(json.dumps(cut.tokenizer)),
        model_max_length=MAX_TOKENS, model_input_names=["input_ids", "attention_mask"], **_SPECIAL,
    ).save_pretrained(folder)  # fmt: skip
    return sum(parameter.numel() for parameter in network.parameters())


def _weights(source: FourBitFile, rows: list[int]) -> dict[str, torch.Tensor]:
    """The network's weights under transformers' names, the word table cut to `rows`."""
    width, inner = source.sizes.width, source.sizes.inner

    def read(name: str, *shape: int) -> torch.Tensor:
        return torch.from_numpy(np.ascontiguousarray(source.tensor(name).reshape(shape)))

    words = source.tensor("emb.word").reshape(-1, width)[rows]
    result = {
        "embeddings.word_embeddings.weight": torch.from_numpy(words),
        "embeddings.position_embeddings.weight": read("emb.pos", -1, width),
        "embeddings.token_type_embeddings.weight": read("emb.type", -1, width),
        "embeddings.LayerNorm.weight": read("emb.ln.w", width),
        "embeddings.LayerNorm.bias": read("emb.ln.b", width),
        # not used: sentence-transformers pools by itself, but transformers expects the layer
        "pooler.dense.weight": torch.zeros(width, width),
        "pooler.dense.bias": torch.zeros(width),
    }
    for layer in range(source.sizes.layers):
        for short, long in _LAYER.items():
            target = f"encoder.layer.{layer}.{long}"
            outputs = inner if short == "fi" else width
            shape = (width,) if short.endswith("ln") else (outputs, -1)
            result[f"{target}.weight"] = read(f"l{layer}.{short}.w", *shape)
            result[f"{target}.bias"] = read(f"l{layer}.{short}.b", outputs)
    return result
