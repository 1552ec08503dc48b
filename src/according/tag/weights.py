"""The shipped tagger: its files, checked against their hashes, in an ONNX Runtime session of one thread."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from according.errors import WeightsError
from according.tag.decode import Floats, Ints
from according.tag.settings import Axes, Choices, LinkWeights
from according.tag.tagger import Tagger

FILES = ("tagger.onnx", "links.npz", "states.npz", "tokenizer.json", "choices.json")
HASHES = "hashes.json"


@cache
def load_tagger() -> Tagger:
    """The shipped tagger of this process, loaded once; raises ``WeightsError`` if a file is missing or altered."""
    return read_tagger(files("according.tag") / "weights")


def read_tagger(folder: Traversable) -> Tagger:
    """A tagger from a folder of weights; raises ``WeightsError`` if a file is missing or not what its hash says."""
    data = _read_checked(folder)
    tables = np.load(io.BytesIO(data["links.npz"]), allow_pickle=False)
    states = np.load(io.BytesIO(data["states.npz"]), allow_pickle=False)
    choices = json.loads(data["choices.json"])
    return Tagger(
        Session(data["tagger.onnx"]),
        Tokenizer.from_str(data["tokenizer.json"].decode("utf-8")),
        LinkWeights(
            *({key.split("/")[1]: tables[key] for key in tables if key.startswith(part + "/")} for part in ("near", "weight", "bias"))
        ),
        Choices(
            choices["least"],
            choices["restart"],
            choices["leaving"],
            {kind: (slope, intercept) for kind, (slope, intercept) in choices["calibration"].items()},
            choices["staying"],
            choices["trust"],
        ),
        Axes(states["mean"].astype(np.float32), states["axes"].astype(np.float32)),
    )


def _read_checked(folder: Traversable) -> Mapping[str, bytes]:
    expected: dict[str, Any] = json.loads(_read(folder, HASHES, "listed nowhere"))
    data = {}
    for name in FILES:
        data[name] = _read(folder, name, expected[name])
        if (found := hashlib.sha256(data[name]).hexdigest()) != expected[name]:
            raise WeightsError(
                f"the tagger's file {name} is altered: its SHA-256 is {found}, expected {expected[name]}; install According again"
            )
    return data


def _read(folder: Traversable, name: str, expected: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise WeightsError(f"the tagger's file {name} is missing (expected SHA-256: {expected}); install According again") from error


class Session:
    """ONNX Runtime on one thread, so that several workers do not fight for the processor, and the same sums come out on each."""

    def __init__(self, model: bytes) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
        options.use_deterministic_compute = True
        options.log_severity_level = 3
        self._session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def __call__(self, ids: Ints) -> tuple[Floats, Floats, Floats]:
        """Scores, link features and sentence features of one window of word pieces."""
        scores, links, vectors = self._session.run(["scores", "links", "vectors"], {"ids": ids})
        return scores, links, vectors
