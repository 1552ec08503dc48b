"""Fits the relevance screen: ``python -m train.screen [--data ../shared]``.

Needs numpy, no more; takes a few minutes on one core. Learns a linear model over hashed words from reports on wars, from news
and talk about other things, and from sentences that are made up here, and prints how it does on sets that it has not seen.

What is labelled how: a set is about conflict, about other things, or mixed. In a mixed set, and in the sets about other
things, a text counts by the words of ``CLEAR``: none of them, and it is about something else; two different ones (one
in a sentence), and it is about conflict; what lies between is left out, as are the documents of ``DOUBTFUL``. Sets of
crime, accidents and disasters count as other things whatever their words, so that the screen learns those words' other use.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from according.screen.judge import WEIGHTS, Weights, to_probability
from train.screen.fit import find_known
from train.screen.measure import calibrate, choose_threshold, fit_without, read_material, score_left_out, tabulate
from train.screen.texts import FOLDS

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "src" / "according" / "screen" / WEIGHTS


def write_weights(weights: Weights, out: Path) -> None:
    """The weights as a file of numpy; the same weights give the same bytes."""
    numbers = np.array([weights.step, weights.bias, weights.threshold, weights.slope, weights.intercept])
    np.savez_compressed(out, table=weights.table, known=np.packbits(weights.known), numbers=numbers)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ACCORDING_DATA", ROOT.parent / "shared")))
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    material = read_material(given.data)
    known = find_known([text for text, _ in material])
    scored = [one for fold in FOLDS for one in score_left_out(material, fold, known)]
    threshold, (slope, intercept) = choose_threshold(scored), calibrate(scored)
    weights = replace(fit_without(material, (), known), threshold=threshold, slope=slope, intercept=intercept)
    write_weights(weights, given.out)
    lines = [
        f"Threshold: log-odds {threshold:.2f}, probability {to_probability(threshold, weights):.3f}.",
        "",
        *tabulate(scored, threshold),
    ]
    digest = hashlib.sha256(given.out.read_bytes()).hexdigest()
    sys.stdout.write("\n".join([*lines, "", f"wrote {given.out}: {given.out.stat().st_size:,} bytes, {digest}", ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
