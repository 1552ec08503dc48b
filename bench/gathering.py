"""How well the passages of one report are gathered to happenings: the annotated reports, five-fold by report.

    python bench/gathering.py [--data ../shared]

Weights are fitted on four fifths of the reports and measured on the fifth, whose mentions were tied by models that have not learned
from them either. Counted over passages (the mentions of one event id in one sentence) of which the annotation says something: pairs
of one happening, and B-cubed. "by ties" is the event ids of the reading alone, "by weights" what makes happenings.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from according.logistic import Weights  # noqa: E402
from according.reconcile.gathering import gather  # noqa: E402
from according.reconcile.passages import Passage, find_passages  # noqa: E402
from according.tag.weights import load_tagger  # noqa: E402
from train.figures import fold_of  # noqa: E402
from train.gathering import FOLDS, events_of, fit_folds, fit_weights, pair_rows, read_unknown  # noqa: E402
from train.ties import read_seen  # noqa: E402

Told = Sequence[frozenset[str]]


def by_ties(passages: Sequence[Passage]) -> list[int]:
    """The group of each passage by its event id."""
    numbers = {name: at for at, name in enumerate(dict.fromkeys(passage.id for passage in passages))}
    return [numbers[passage.id] for passage in passages]


def by_weights(text: str, passages: Sequence[Passage], weights: Weights) -> list[int]:
    """The group of each passage as happenings are made."""
    place = {id(passage): at for at, passage in enumerate(passages)}
    of = {place[id(passage)]: number for number, group in enumerate(gather(text, passages, weights)) for passage in group}
    return [of[at] for at in range(len(passages))]


def count(groups: Sequence[int], told: Told) -> Counter[str]:
    """Pairs that are found, right and annotated, and what B-cubed adds up, with the number of groups."""
    known = [at for at, ids in enumerate(told) if ids]
    found: Counter[str] = Counter(groups=len(set(groups)), passages=len(known))
    for a, b in combinations(known, 2):
        is_one, is_found = bool(told[a] & told[b]), groups[a] == groups[b]
        found.update({"one": is_one, "found": is_found, "right": is_one and is_found})
    for a in known:
        mine, theirs = {b for b in known if groups[b] == groups[a]}, {b for b in known if told[a] & told[b]}
        found["precision"] += len(mine & theirs) / len(mine)  # type: ignore[assignment]
        found["recall"] += len(mine & theirs) / len(theirs)  # type: ignore[assignment]
    return found


def row(name: str, counts: Counter[str]) -> str:
    """The counts as a row of a table."""
    pairs = (counts["right"] / counts["found"], counts["right"] / counts["one"])
    cubed = (counts["precision"] / counts["passages"], counts["recall"] / counts["passages"])
    cells = [f"{100 * p:.1f} / {100 * r:.1f} / {200 * p * r / (p + r):.1f}" for p, r in (pairs, cubed)]
    return f"| {name} | {' | '.join(cells)} | {counts['groups']} |"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ACCORDING_DATA", ROOT.parent / "shared")))
    given = parser.parse_args()
    reports = read_seen(given.data, load_tagger())
    read = read_unknown(reports, fit_folds(reports))
    rows = {fold: [row for seen, reading in read if fold_of(seen.ref) != fold for row in pair_rows(seen, reading)] for fold in range(FOLDS)}
    weights = {fold: fit_weights(rows[fold]) for fold in range(FOLDS)}
    ties: Counter[str] = Counter()
    weighed: Counter[str] = Counter()
    for seen, reading in read:
        passages = find_passages(reading)
        told = events_of(passages, seen.gold)
        ties += count(by_ties(passages), told)
        weighed += count(by_weights(reading.report.text, passages, weights[fold_of(seen.ref)]), told)
    print(f"{len(read)} reports")
    print("| passages gathered | pairs P / R / F1 | b3 P / R / F1 | groups |")
    print("|---|---|---|---|")
    print("\n".join((row("by ties", ties), row("by weights", weighed))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
