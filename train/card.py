"""The model card: what the weights were made from and how good they are, written beside them by the training."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from according.tag.weights import FILES
from train.network import BASE_SHA256

_BEGIN, _END = "<!-- written by the training: begin -->", "<!-- written by the training: end -->"
_SETS = {
    "gold/train": "gold/train/*.json",
    "gold/train-reports.jsonl": "gold/train-reports.jsonl",
    "reports": "data/reports/*.jsonl",
    "PolNeAR, train": "data/polnear/train/*/*",
    "re3d": "data/re3d/*/*.json",
    "RAMS": "data/rams/*.jsonlines",
    "WikiEvents": "data/wikievents/*.jsonl",
    "UW and UDS-IH2, train": "data/factuality/*/train.jsonl",
    "WikiWars and tweets": "data/time/**/*.tml",
    "GeoWebNews and LGL": "data/geo/*.xml",
    "MUC-4, train": "data/muc4/train.json",
    "IDMC": "data/idmc/idmc_fully_labelled.csv",
}


def describe_data(shared: Path, learned: int, held_back: int) -> dict[str, Any]:
    """Hashes of all that was learned from, versions, and how many of our own reports there were."""
    sets = {name: hash_files(sorted(shared.glob(pattern))) for name, pattern in _SETS.items()}
    sets["train/annotations"] = hash_files(sorted((Path(__file__).parent / "annotations").glob("*.json")))
    packages = {name: version(name) for name in ("torch", "onnx", "onnxruntime", "tokenizers", "numpy")}
    return {"sets": sets, "versions": {"python": platform.python_version(), **packages}, "learned": learned, "held_back": held_back}


def hash_files(paths: list[Path]) -> str:
    """One SHA-256 over the names and bytes of files, in the order of their names."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode("utf-8") + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def write_card(card: Path, weights: Path, facts: dict[str, Any]) -> None:
    """Put the facts into the card between its two marks; the words around them are written by hand."""
    text = card.read_text(encoding="utf-8")
    before, rest = text.split(_BEGIN)
    after = rest.split(_END)[1]
    card.write_text(before + "\n".join((_BEGIN, *_rows(weights, facts), _END)) + after, encoding="utf-8")


def _rows(weights: Path, facts: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield f"Our own reports: {facts['learned']} learned from, {facts['held_back']} held back for thresholds and calibration."
    yield ""
    yield "| file | bytes | SHA-256 |"
    yield "|---|---:|---|"
    for name in FILES:
        data = (weights / name).read_bytes()
        yield f"| `{name}` | {len(data):,} | `{hashlib.sha256(data).hexdigest()}` |"
    yield ""
    yield "| learned from | SHA-256 over its files |"
    yield "|---|---|"
    yield f"| all-MiniLM-L6-v2, `model.safetensors` | `{BASE_SHA256}` |"
    for name, digest in facts["sets"].items():
        yield f"| {name} | `{digest}` |"
    yield ""
    yield "Versions: " + ", ".join(f"{name} {number}" for name, number in facts["versions"].items()) + "."
    yield ""
