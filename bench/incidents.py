"""How well happenings of different reports are joined to incidents: the annotated reports, cross-validated by date.

    python bench/incidents.py [--data ../shared] [--only incidents|ecbplus]

The incidents are laid in order of their dates and cut into five blocks. A pair of happenings is scored by weights that were
fitted without any happening of the blocks that either belongs to, so no incident and no neighbour of it trains on itself. Our own
annotations of other months, a week or more away, train all of them.
Counted as the scorer of incidents counts: `found` is the recall of annotated mentions, `pairs` F1 over pairs of mentions, `b3`
B-cubed F1, `killed` the share of annotated death tolls that are right, `met` the share of pairs of one incident that share a key.

Then ECB+ (dev), event coreference with gold mentions and gold topics, singletons counted: the same features, and what its train part
tells of heads, with weights fitted on that part, against the baselines that join all mentions of one head's stem, in a topic or anywhere.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from according.model import Reading  # noqa: E402
from according.reconcile.blocking import block_keys  # noqa: E402
from according.reconcile.clustering import cluster  # noqa: E402
from according.reconcile.neighbours import Neighbours  # noqa: E402
from according.reconcile.ties import find_ties  # noqa: E402
from according.reconcile.walls import find_walls  # noqa: E402
from coreference import Clusters, conll  # noqa: E402
from train.ecbplus import fit_ecbplus, learn_heads, pairs_of, read_ecbplus  # noqa: E402
from train.incidents import (  # noqa: E402
    THRESHOLD,
    Annotated,
    Matrix,
    Rows,
    count_words,
    fit_evenly,
    known_rows,
    level_names,
    likelihoods,
    make_rows,
    read_golds,
    read_reports,
    to_annotated,
    to_scorer,
    unweighted,
)

BLOCKS = 5
_APART_DAYS = 7
ECBPLUS_THRESHOLD, ECBPLUS_POWER = 0.35, 2
"""Where the root of a mean squared score joins, the best ones on the train part."""


def blocks_of(annotated: Annotated) -> Matrix:
    """The block of each happening, -1 for one that stands for no annotated mention."""
    incidents = sorted(annotated.gold["incidents"], key=lambda one: (one["date"] or "", one["id"]))
    total, before, block = sum(len(one["mentions"]) for one in incidents), 0, {}
    for one in incidents:
        block[one["id"]] = min(BLOCKS - 1, BLOCKS * before // total)
        before += len(one["mentions"])
    found = np.full(len(annotated.happenings), -1)
    for at, ids in annotated.incidents.items():
        found[at] = min(block[one] for one in ids)
    return found


def cross_validated(
    annotated: Annotated, rows: Rows, names: Sequence[tuple[str, str]], words: Mapping[str, float], more: tuple[Matrix, Matrix, Matrix]
) -> Matrix:
    """The likelihood of each pair by weights fitted without the blocks of both, and on ``more`` pairs: levels, labels, weights."""
    block = blocks_of(annotated)
    first, second = block[rows.pairs[:, 0]], block[rows.pairs[:, 1]]
    likely = np.zeros(len(rows.pairs))
    fitted: dict[frozenset[int], Matrix] = {}
    for a in range(-1, BLOCKS):
        for b in range(-1, BLOCKS):
            here = (first == a) & (second == b)
            held = frozenset({a, b} - {-1}) or frozenset({0})
            if not here.any():
                continue
            if held not in fitted:
                used = (rows.label >= 0) & ~np.isin(first, list(held)) & ~np.isin(second, list(held))
                own = (rows.seen[used], rows.label[used], rows.weight[used])
                seen, label, weight = (np.concatenate(parts) for parts in zip(own, more, strict=True))
                scorer = to_scorer(fit_evenly(seen, label, weight), names, words)
                fitted[held] = np.array([scorer.levels.get(group, {}).get(name, 0.0) for group, name in names] + [scorer.bias])
            weights = fitted[held]
            likely[here] = likelihoods(rows.seen[here], weights)
    return likely


def _far_from(gold: Sequence[Reading], some: Sequence[Reading]) -> list[Reading]:
    """Those of some reports that were in print a week or more before or after every one of the gold."""
    days = {_day(one) for one in gold}
    near = {day + shift for day in days for shift in range(-_APART_DAYS + 1, _APART_DAYS)}
    return [one for one in some if _day(one) not in near]


def _day(reading: Reading) -> int:
    return date.fromisoformat((reading.report.published or "")[:10]).toordinal()


def group(annotated: Annotated, rows: Rows, likely: Matrix, threshold: float) -> tuple[tuple[str, ...], ...]:
    """Incidents as the account would make them, from the scores of pairs that share a key or a neighbour."""
    happenings = annotated.happenings
    keys = [set(block_keys(one)) for one in happenings]
    ids = [one.id for one in happenings]
    scores: dict[bool, dict[tuple[str, str], float]] = {True: {}, False: {}}
    for (a, b), score in zip(rows.pairs.tolist(), likely.tolist(), strict=True):
        scores[bool(keys[a] & keys[b])][ids[a], ids[b]] = round(score, 4)
    met = scores[True] | Neighbours(ids, scores[True], threshold).through(scores[False])
    return cluster(ids, met, threshold=threshold, walls=find_walls(happenings), ties=find_ties(happenings))


def score(annotated: Annotated, groups: Sequence[Sequence[str]]) -> dict[str, float]:
    """The measures of one grouping against the annotation, in percent."""
    system, info, tolls = stand(annotated, groups)
    found = 100 * sum(one is not None for one in system.values()) / len(system)
    return {**_measures(system, info), "killed": 100 * sum(tolls) / max(1, len(tolls)), "found": found}


Gold = tuple[str, int]
"""A gold mention: its incident, and its number there."""


def stand(annotated: Annotated, groups: Sequence[Sequence[str]]) -> tuple[dict[Gold, int | None], dict[Gold, dict[str, Any]], list[bool]]:
    """In which group each gold mention stands (None: not found), what the gold says of it, and of each toll whether it is right."""
    of = {name: number for number, members in enumerate(groups) for name in members}
    told = defaultdict(list)
    for one in annotated.happenings:
        for mention in one.mentions:
            told[annotated.refs[one.report]].append((mention, one, of[one.id]))
    system: dict[Gold, int | None] = {}
    info: dict[Gold, dict[str, Any]] = {}
    tolls: list[bool] = []
    for incident in annotated.gold["incidents"]:
        for number, gold in enumerate(incident["mentions"]):
            start, end = gold["span"]
            inside = [
                (m.kind != gold["kind"], m.trigger[0], group, one)
                for m, one, group in told[gold["doc"]]
                if m.trigger[0] < end and m.trigger[1] > start
            ]
            key = (incident["id"], number)
            info[key] = gold
            system[key] = min(inside, key=lambda one: one[:2])[2] if inside else None
            if gold.get("killed"):
                tolls.append(any(_same_range(gold["killed"], one.killed) for *_, one in inside))
    return system, info, tolls


def count_pairs(system: Mapping[Gold, int | None], info: Mapping[Gold, dict[str, Any]]) -> tuple[int, int, int]:
    """Pairs of gold mentions of two reports: those of one incident that are joined, those joined, those of one incident."""
    hit = got = want = 0
    for a, b in combinations(system, 2):
        if info[a]["doc"] != info[b]["doc"]:
            same, joined = a[0] == b[0], system[a] is not None and system[a] == system[b]
            want, got, hit = want + same, got + joined, hit + (same and joined)
    return hit, got, want


def _measures(system: Mapping[Gold, int | None], info: Mapping[Gold, dict[str, Any]]) -> dict[str, float]:
    hit, got, want = count_pairs(system, info)
    precision = recall = 0.0
    for a in system:
        gold = {b for b in system if b[0] == a[0]}
        ours = {b for b in system if system[b] == system[a]} if system[a] is not None else {a}
        precision += len(gold & ours) / len(ours) / len(system)
        recall += len(gold & ours) / len(gold) / len(system)
    return {
        "pairs": 200 * hit / max(1, got + want),
        "pairs P": 100 * hit / max(1, got),
        "pairs R": 100 * hit / max(1, want),
        "b3": 200 * precision * recall / (precision + recall),
    }


def _same_range(gold: Sequence[int | None], ours: tuple[int | None, int | None] | None) -> bool:
    if not ours or gold[1] != ours[1] or (gold[0] is None) != (ours[0] is None):
        return False
    return gold[0] is None or ours[0] is None or gold[0] == ours[0] or (gold[1] is None and abs(gold[0] - ours[0]) <= 1)


def met(annotated: Annotated) -> tuple[float, float]:
    """Of the pairs of one incident the share that share a key, and how many keys a happening has on average."""
    keys = [set(block_keys(one)) for one in annotated.happenings]
    pairs = [
        (a, b)
        for a, b in combinations(sorted(annotated.incidents), 2)
        if annotated.incidents[a] & annotated.incidents[b] and annotated.happenings[a].report != annotated.happenings[b].report
    ]
    return 100 * sum(bool(keys[a] & keys[b]) for a, b in pairs) / len(pairs), sum(map(len, keys)) / len(keys)


def measure(shared: Path) -> None:
    """Prints the table."""
    words = count_words(shared)
    gold, *others = read_golds(shared)
    readings = read_reports(shared, set(gold["reports"]))
    began = time.perf_counter()
    annotated = to_annotated(readings, gold)
    made_ms = 1000 * (time.perf_counter() - began) / len(readings)
    columns = unweighted(words).prepare(annotated.happenings)
    with np.errstate(invalid="ignore", over="ignore"):
        rows = make_rows(annotated, columns)
        names = level_names(columns)
    far = [known_rows(to_annotated(_far_from(readings, read_reports(shared, set(one["reports"]))), one), words) for one in others]
    seen, label, weight = (np.concatenate(parts) for parts in zip(*far, strict=True))
    likely = cross_validated(annotated, rows, names, words, (seen, label, weight))
    share, mean_keys = met(annotated)
    print(f"{len(readings)} reports, {len(annotated.happenings)} happenings, {made_ms:.1f} ms a report")
    print(f"met {share:.1f}, {mean_keys:.1f} keys each")
    for threshold in sorted({THRESHOLD, 0.3, 0.35, 0.375, 0.4, 0.425, 0.45, 0.5}):
        found = score(annotated, group(annotated, rows, likely, threshold))
        print(
            f"threshold {threshold:.3f}{'*' if threshold == THRESHOLD else ' '} "
            + "  ".join(f"{name} {value:5.1f}" for name, value in found.items())
        )


def measure_ecbplus(shared: Path) -> None:
    """Prints the table of ECB+."""
    folder, words = shared / "data" / "ecbplus", count_words(shared)
    learned, told = read_ecbplus(folder, "Train"), read_ecbplus(folder, "Dev")
    heads = learn_heads(learned)
    weights = fit_ecbplus(learned, words, heads)
    gold: Clusters = {at: (one.topic, one.chain) for at, one in enumerate(told)}
    pairs, seen, _ = pairs_of(told, unweighted(words), heads)
    likely = likelihoods(seen, weights)
    ids = [one.happening.id for one in told]
    scores = {(ids[a], ids[b]): round(value, 4) for (a, b), value in zip(pairs, likely.tolist(), strict=True)}
    groups = cluster(ids, scores, threshold=ECBPLUS_THRESHOLD, power=ECBPLUS_POWER)
    of = {name: number for number, members in enumerate(groups) for name in members}
    rows: dict[str, Clusters] = {
        "one stem": {at: one.head for at, one in enumerate(told)},
        "one stem in one topic": {at: (one.topic, one.head) for at, one in enumerate(told)},
        "According": {at: of[one.happening.id] for at, one in enumerate(told)},
    }
    for name, ours in rows.items():
        print(f"{name:24}" + "  ".join(f"{measure} {value:5.1f}" for measure, value in conll(gold, ours).items()))


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ACCORDING_DATA", ROOT.parent / "shared")))
    parser.add_argument("--only", choices=("incidents", "ecbplus"))
    given = parser.parse_args()
    if given.only != "ecbplus":
        measure(given.data)
    if given.only != "incidents":
        measure_ecbplus(given.data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
