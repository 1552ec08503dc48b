"""From trained weights to the files that are shipped: an ONNX graph in int8, the link heads, the tokenizer, hashes."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from according.tag.settings import Choices
from according.tag.weights import FILES, HASHES
from train.fit import link_weights
from train.network import ATTENTION_HEADS, HIDDEN, Network
from train.recipe import make_tokenizer


class Shipped(nn.Module):
    """The network as it is shipped: word vectors in int8 with a scale for each word, no mask, no dropout."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        words = network.encoder.words.weight.detach()
        scale = (words.abs().amax(dim=1, keepdim=True) / 127).clamp_min(1e-8)
        self.register_buffer("table", torch.round(words / scale).to(torch.int8))
        self.register_buffer("scale", scale)
        self.network = network

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores, link features and sentence features."""
        encoder = self.network.encoder
        words = functional.embedding(ids, self.table).float() * functional.embedding(ids, self.scale)
        x = encoder.norm(words + encoder.positions(torch.arange(ids.shape[1])))
        for layer in encoder.layers:
            batch, length, _ = x.shape
            q, k, v = layer.qkv(x).view(batch, length, 3, ATTENTION_HEADS, HIDDEN // ATTENTION_HEADS).permute(2, 0, 3, 1, 4)
            weights = torch.softmax(q @ k.transpose(-1, -2) * (HIDDEN // ATTENTION_HEADS) ** -0.5, dim=-1)
            x = layer.norm1(x + layer.out((weights @ v).transpose(1, 2).reshape(batch, length, HIDDEN)))
            x = layer.norm2(x + layer.down(functional.gelu(layer.up(x))))
        return self.network.heads(x)


def export(network: Network, folder: Path) -> None:
    """Write the network, its link heads and its tokenizer to a folder; 7-bit weights, since processors without VNNI overflow on 8 bits."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        torch.onnx.export(
            Shipped(network.eval()),
            (torch.ones(1, 16, dtype=torch.long),),
            plain,
            input_names=["ids"],
            output_names=["scores", "links", "vectors"],
            dynamic_axes={"ids": {1: "pieces"}, "scores": {1: "pieces"}, "links": {1: "pieces"}, "vectors": {1: "pieces"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            plain,
            folder / "tagger.onnx",
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gemm"],
        )
    onnx.checker.check_model(str(folder / "tagger.onnx"))
    links = link_weights(network)
    tables = {f"{part}/{name}": table for part in ("near", "weight", "bias") for name, table in getattr(links, part).items()}
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **tables)
    (folder / "links.npz").write_bytes(buffer.getvalue())
    (folder / "tokenizer.json").write_text(make_tokenizer().to_str(), encoding="utf-8")


def write_choices(choices: Choices, folder: Path) -> None:
    """Write the thresholds beside the network."""
    (folder / "choices.json").write_text(json.dumps(asdict(choices), indent=1, sort_keys=True) + "\n", encoding="utf-8")


def write_hashes(folder: Path) -> None:
    """The SHA-256 of each shipped file, beside them."""
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    (folder / HASHES).write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")
