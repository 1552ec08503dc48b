"""Finds the axes along which the shipped network's features differ most: ``python -m train.axes [--data ../shared]``.

Needs the packages of ``train/requirements.txt``. They are the principal components of the features of all word pieces of the annotated
reports, in units in which a piece lies at 1 from the mean on average, over all axes. ``python -m train`` runs this itself.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from according.tag.decode import Floats
from according.tag.settings import Axes
from according.tag.tagger import Network, iter_features
from according.tag.weights import Session
from according.tag.windows import split_pieces
from train.export import write_hashes
from train.figures import ANNOTATIONS, ROOT
from train.recipe import make_tokenizer
from train.sources import read_reports

WEIGHTS = ROOT / "src" / "according" / "tag" / "weights"
WIDTH = 96


def find_axes(network: Network, tokenizer: Tokenizer, texts: Iterable[str], width: int = WIDTH) -> Axes:
    """The axes of the features of all pieces of some texts."""
    count, total, squares = 0, np.float64(0), np.float64(0)
    for features in _features(network, tokenizer, texts):
        rows = features.astype(np.float64)
        count, total, squares = count + len(rows), total + rows.sum(axis=0), squares + rows.T @ rows
    mean = total / count
    spread, axes = np.linalg.eigh(squares / count - np.outer(mean, mean))
    axes = axes[:, ::-1][:, :width]
    axes *= np.where(axes[np.abs(axes).argmax(axis=0), np.arange(width)] < 0, -1.0, 1.0)  # else their direction is anybody's guess
    return Axes(mean.astype(np.float32), (axes / np.sqrt(spread[::-1][:width].mean())).astype(np.float32))


def _features(network: Network, tokenizer: Tokenizer, texts: Iterable[str]) -> Iterator[Floats]:
    for text in texts:
        for _, features in iter_features(network, split_pieces(text, tokenizer)):
            yield features


def write_axes(axes: Axes, folder: Path) -> None:
    """Writes the axes beside the network, in half precision, and the hashes of all files that are shipped."""
    np.savez(folder / "states.npz", mean=axes.mean.astype(np.float16), axes=axes.axes.astype(np.float16))
    write_hashes(folder)


def annotated_texts(shared: Path) -> list[str]:
    """The texts of the annotated reports, in the order of their names."""
    reports = read_reports(shared)
    return [reports[path.stem]["text"] for path in sorted(ANNOTATIONS.glob("*.json"))]


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ACCORDING_DATA", ROOT.parent / "shared")))
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    network = Session((given.out / "tagger.onnx").read_bytes())
    write_axes(find_axes(network, make_tokenizer(), annotated_texts(given.data)), given.out)
    sys.stdout.write(f"wrote {given.out / 'states.npz'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
