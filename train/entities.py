"""Makes ``spelling.json``: how likely two spellings are one name, learned from the names that GeoNames gives its places.

    python -m train.entities [--measure]

Pairs are names of one country that begin alike or share their consonants, and look alike at all: of one place (the same) or of two
that share no name (different). Countries are parted by the hash of their code: two in ten are kept for choosing the threshold and
measuring.
``--measure`` writes nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from according.reconcile.spelling import NAMES, features
from according.reconcile.wording import spelling_key

ROOT = Path(__file__).resolve().parent.parent
_OUT = ROOT / "src" / "according" / "reconcile" / "spelling.json"
_GAZETTEER = ROOT / "src" / "according" / "places" / "gazetteer.db"
_ARTICLES = frozenset("al el ar as ash at ad az adh an ath ul ed es et ez ech".split())
_COUNTRIES = "SY IQ YE LY SD ET SO ML NG TD UA GE AF PK MM CO".split()
_MOST_PAIRS = 250  # of one country and label
_MOST_NAMES = 1_200  # of one country
_MOST_BLOCK = 25  # names
_ALIKE = 0.5  # by sounds; what differs more nobody would take for one name
_WANTED = 0.97
Pair = tuple[str, str, bool]


def read_names(country: str) -> dict[str, frozenset[int]]:
    """The Latin names of a country's places without articles, each with the places that bear it."""
    with sqlite3.connect(f"{_GAZETTEER.as_uri()}?mode=ro", uri=True) as file:
        rows = file.execute(
            "SELECT key, place FROM name JOIN place ON id = place WHERE country = ? AND kind IN ('city', 'capital')"
            " ORDER BY population DESC, id, key LIMIT ?",
            (country, _MOST_NAMES),
        ).fetchall()
    names: dict[str, set[int]] = defaultdict(set)
    for key, place in rows:
        bare = " ".join(word for word in key.split() if word not in _ARTICLES)
        if bare.isascii() and len(bare) > 2 and not any(sign.isdigit() for sign in bare):
            names[bare].add(place)
    return {name: frozenset(places) for name, places in names.items()}


def make_pairs(country: str, rng: random.Random) -> list[Pair]:
    """Pairs of names that look alike: of one place, and of places that share no name at all."""
    names = read_names(country)
    names_of: dict[int, set[str]] = defaultdict(set)
    for name, places in names.items():
        for place in places:
            names_of[place].add(name)
    shared = {place: {other for name in its for other in names[name]} for place, its in names_of.items()}
    same = {pair for its in names_of.values() for pair in combinations(sorted(its), 2) if _blocks(pair[0]) & _blocks(pair[1])}
    different = {pair for pair in _near(names) if not any(shared[one] & names[pair[1]] for one in names[pair[0]])}
    found: list[Pair] = []
    for pairs, is_same in ((same, True), (different, False)):
        drawn = rng.sample(sorted(pairs), min(len(pairs), 4 * _MOST_PAIRS))
        found += [(*pair, is_same) for pair in drawn if _look_alike(*pair)][:_MOST_PAIRS]
    return found


def _near(names: dict[str, frozenset[int]]) -> Iterator[tuple[str, str]]:
    """Pairs of names that share a block, drawn from the names of each block in alphabetical order."""
    blocks: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        for block in _blocks(name):
            blocks[block].append(name)
    for members in blocks.values():
        yield from combinations(members[:_MOST_BLOCK], 2)


def _blocks(name: str) -> frozenset[str]:
    """What names are looked up by: all their consonants, the first three, the first with the last two."""
    key = spelling_key(name.replace(" ", ""))
    return frozenset((key, f"{key[:3]}-", f"{key[:1]}-{key[-2:]}"))


def _look_alike(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) <= 5 and features(one, other)[2] <= _ALIKE


def fit(rows: NDArray[np.float64], labels: NDArray[np.float64], ridge: float = 1.0) -> NDArray[np.float64]:
    """The weights of a logistic regression, both labels weighing alike, by Newton's method."""
    weights = np.zeros(rows.shape[1])
    share = labels.mean()
    weigh = np.where(labels > 0, 0.5 / share, 0.5 / (1 - share))
    for _ in range(30):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (weigh * (likely - labels)) + ridge * weights
        curve = (rows * (weigh * likely * (1 - likely))[:, None]).T @ rows + ridge * np.eye(rows.shape[1])
        weights -= np.linalg.solve(curve, slope)
    return weights


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", action="store_true", help="write nothing")
    args = parser.parse_args()
    rng = random.Random(1)
    pairs = {country: make_pairs(country, rng) for country in _COUNTRIES}
    kept = {country for country in _COUNTRIES if int(hashlib.sha256(country.encode()).hexdigest(), 16) % 10 < 2}
    sets = [[pair for country in _COUNTRIES if (country in kept) == is_kept for pair in pairs[country]] for is_kept in (False, True)]
    rows, labels = zip(
        *((np.array([features(*pair[:2]) for pair in part]), np.array([float(pair[2]) for pair in part])) for part in sets), strict=True
    )
    weights = fit(rows[0], labels[0])
    score = 1 / (1 + np.exp(-rows[1] @ weights))
    order = np.argsort(-score)
    hits = np.cumsum(labels[1][order])
    precision = hits / np.arange(1, len(order) + 1)
    last = max((at for at in range(len(order)) if precision[at] >= _WANTED), default=0)
    threshold = float(np.ceil(score[order[last]] * 1000) / 1000)
    sys.stdout.write(
        f"{len(labels[0]):,} pairs of {len(_COUNTRIES) - len(kept)} countries, {len(labels[1]):,} of {', '.join(sorted(kept))} kept\n"
    )
    for limit in (0.5, threshold, 0.95, 0.98):
        chosen = score >= limit
        sys.stdout.write(
            f"likeness >= {limit:.3f}: precision {labels[1][chosen].mean():.3f}, recall {labels[1][chosen].sum() / labels[1].sum():.3f}\n"
        )
    exact = rows[1][:, 1] == 1
    sys.stdout.write(
        f"same consonants alone: precision {labels[1][exact].mean():.3f}, recall {labels[1][exact].sum() / labels[1].sum():.3f}\n"
    )
    sys.stdout.write(f"{dict(zip(NAMES, weights.round(3), strict=True))}\n")
    if not args.measure:
        made = {"weights": {name: round(float(weight), 4) for name, weight in zip(NAMES, weights, strict=True)}, "threshold": threshold}
        _OUT.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
