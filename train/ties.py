"""Fits the weights that tie mentions of one happening, date them and lend them roles: ``python -m train.ties [--data ../shared]``.

Needs the shipped tagger and numpy, no more; takes some minutes. Learns from all annotated reports as the tagger marks them, for that
is what will be read. The same data give the same weights.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from according.events.calendar import make_dated
from according.events.dates import date_features, in_reach, lead_of, own_dates, rivals_of, weigh_dates
from according.events.lending import dates_spoken, lending_features, shares_of, spoken_for
from according.events.make import usable
from according.events.mentions import Layout, Mention, make_mentions
from according.events.roles import ROLES, is_pronoun, lent_offers, near_offers, offer_features, role_of
from according.events.ties import OwnDate, Pairs, compared, group, tie_features, tie_pairs
from according.model import Claim, Marks, Span, Time, Trigger
from according.read.datelines import find_datelines
from according.tag.tagger import Tagger
from according.tag.weights import load_tagger
from according.times import find_times
from train.figures import ANNOTATIONS, ROOT
from train.sources import read_reports

WEIGHTS = ROOT / "src" / "according" / "events" / "weights.json"
THRESHOLDS = {"tie": 0.3, "own date": 0.5, "date": 0.25, "actor": 0.45, "target": 0.25, "place": 0.35}
"""Where a likelihood is enough, chosen by five-fold cross-validation as ``bench/events.py`` has it."""
_RIDGE = {"tie": 8.0, "date": 8.0, "lend": 8.0, "actor": 12.0, "target": 8.0, "place": 12.0}
_SEEN_AT_LEAST = 20
_SMALLEST = 0.05
_ROUNDS = 14
_CLOSE = 0.5
"""When the loss falls by less in one round, it is enough."""
_ENOUGH = 15_000
"""How many rows are enough for the curvature, which need not be exact."""

Models = dict[str, dict[str, float]]
Rows = list[tuple[Sequence[str], bool]]
Matrix = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """An annotated report: its text, its events as annotated, and what is marked in it."""

    ref: str
    text: str
    published: str | None
    gold: tuple[dict[str, Any], ...]
    marks: Marks
    times: tuple[Time, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """The mentions of one report to learn from, each with its annotation, None where it has none."""

    seen: Seen
    mentions: list[Mention]
    gold: list[dict[str, Any] | None]
    layout: Layout


def read_seen(shared: Path, tagger: Tagger) -> list[Seen]:
    """The annotated reports in the order of their names."""
    reports = read_reports(shared)
    records = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(ANNOTATIONS.glob("*.json"))]
    return [to_seen(record, reports[record["id"]], tagger.mark(reports[record["id"]]["text"])) for record in records]


def to_seen(record: dict[str, Any], report: dict[str, Any], marks: Marks) -> Seen:
    """One annotated report with its marks, times and claims."""
    text = report["text"]
    published = find_datelines(text)[0] or report.get("published")
    claims = tuple(
        Claim(f"c{number}", one.content, one.source, one.cue, "unnamed", None, "indirect", one.act)
        for number, one in enumerate(marks.attributions)
    )
    return Seen(record["id"], text, published, tuple(record["events"]), marks, find_times(text, published), claims)


def cues_of(seen: Seen) -> list[Span]:
    """The words that introduce what someone says."""
    return [claim.cue for claim in seen.claims if claim.cue]


def gold_triggers(seen: Seen) -> tuple[Trigger, ...]:
    """The annotated mentions as if the tagger had marked them."""
    return tuple(
        Trigger(_span(e["trigger"]), e["kind"], e["status"], _maybe(e["actor"]), _maybe(e["target"]), _maybe(e["place"]), 0.95)
        for e in seen.gold
    )


def _maybe(pair: Sequence[int] | None) -> Span | None:
    return None if pair is None else _span(pair)


def _span(pair: Sequence[int]) -> Span:
    return (pair[0], pair[1])


def overlap(a: Sequence[int] | None, b: Sequence[int] | None) -> bool:
    """Whether two spans share a character."""
    return bool(a and b and a[0] < b[1] and b[0] < a[1])


def to_learned(seen: Seen, triggers: Sequence[Trigger]) -> Learned:
    """Mentions with their annotation: the one whose trigger overlaps, of the same kind before others."""
    layout = Layout(seen.text, seen.marks.sentences)
    mentions = make_mentions(seen.text, usable(seen.text, triggers), layout, seen.claims)
    gold = []
    for mention in mentions:
        found = [e for e in seen.gold if overlap(e["trigger"], mention.trigger.span)]
        gold.append(min(found, key=lambda e: e["kind"] != mention.trigger.kind, default=None))
    return Learned(seen, mentions, gold, layout)


def fit_models(reports: Iterable[Seen]) -> Models:
    """All models from some reports: dates first, for they speak for ties; then ties, for they speak for roles."""
    learned = [to_learned(seen, seen.marks.triggers) for seen in reports]
    models: Models = {"thresholds": dict(THRESHOLDS)}
    models |= fit_dates_and_ties(learned)
    models["lend"] = fit([row for part in halves(learned) for row in part_rows(*part)], _RIDGE["lend"])
    rows: dict[str, Rows] = defaultdict(list)
    for one in learned:
        pairs = tie_pairs(one.mentions, dates_of(one, models), models["tie"])
        for role in ROLES:
            rows[role] += role_rows(one, role, pairs)
    for role in ROLES:
        models[role] = fit(rows[role], _RIDGE[role])
    return models


def fit_dates_and_ties(learned: Sequence[Learned]) -> Models:
    """The two models that tell what one mention says by itself, and with another."""
    models: Models = {"thresholds": dict(THRESHOLDS)}
    models["date"] = fit([row for one in learned for row in date_rows(one)], _RIDGE["date"])
    models["tie"] = fit([row for one in learned for row in tie_rows(one, models)], _RIDGE["tie"])
    return models


def halves(learned: Sequence[Learned]) -> list[tuple[Sequence[Learned], Sequence[Learned]]]:
    """The reports in two halves, each with the other: what is learned of the one is applied to the other."""
    one, other = learned[::2], learned[1::2]
    return [(one, other), (other, one)]


def part_rows(taught: Sequence[Learned], asked: Sequence[Learned]) -> Rows:
    """Every date that speaks for a mention, and whether it is the mention's, as models see it that have not learned from its report."""
    models = fit_dates_and_ties(taught)
    rows: Rows = []
    for one in asked:
        seen = one.seen
        dated = make_dated(seen.text, seen.times, one.layout, seen.published, cues_of(seen))
        weighed = weigh_dates(seen.text, one.mentions, dated, seen.published, models["date"])
        pairs = tie_pairs(one.mentions, own_dates(one.mentions, weighed, THRESHOLDS["own date"]), models["tie"])
        groups = group(len(one.mentions), pairs, THRESHOLDS["tie"])
        shares = shares_of(weighed, groups)
        for mention, gold, own, spoken, number in zip(one.mentions, one.gold, weighed, spoken_for(weighed, pairs), groups, strict=True):
            for iso in dates_spoken(own, spoken) if gold else ():
                features = lending_features(mention, iso, own, spoken, shares[number], seen.published)
                rows.append((features, gold is not None and iso == gold["date"]))
    return rows


def date_rows(one: Learned) -> Rows:
    """Every expression in reach of a mention, and whether it is the mention's date."""
    seen = one.seen
    dated = make_dated(seen.text, seen.times, one.layout, seen.published, cues_of(seen))
    starts = [d.span[0] for d in dated]
    triggers_at = [mention.trigger.span[0] for mention in one.mentions]
    lead = lead_of(dated)
    rows: Rows = []
    for mention, gold in zip(one.mentions, one.gold, strict=True):
        at = sum(start < mention.trigger.span[0] for start in starts)
        reach = in_reach(mention, dated, starts)
        rivals = rivals_of(mention, dated[reach.start : reach.stop])
        if gold is None:
            continue
        for number in reach:
            features = date_features(seen.text, mention, dated[number], number - at, triggers_at, rivals, lead, seen.published)
            rows.append((features, dated[number].date == gold["date"]))
    return rows


def dates_of(one: Learned, models: Models) -> list[OwnDate | None]:
    """The dates that the mentions have of their own."""
    seen = one.seen
    dated = make_dated(seen.text, seen.times, one.layout, seen.published, cues_of(seen))
    return own_dates(
        one.mentions, weigh_dates(seen.text, one.mentions, dated, seen.published, models["date"]), models["thresholds"]["own date"]
    )


def tie_rows(one: Learned, models: Models) -> Rows:
    """Every pair of mentions that is compared, and whether they are of one happening."""
    dates = dates_of(one, models)
    rows: Rows = []
    for i, j in compared(one.mentions):
        first, second = one.gold[i], one.gold[j]
        if first and second and first is not second:
            features = tie_features(one.mentions[i], one.mentions[j], j - i - 1, (dates[i], dates[j]))
            rows.append((features, first["event"] == second["event"]))
    return rows


def role_rows(one: Learned, role: str, pairs: Pairs) -> Rows:
    """Every span offered for a role that a mention has not, and whether it is the one."""

    def tie(i: int, j: int) -> float:
        return pairs.get((min(i, j), max(i, j)), 0.0)

    text = one.seen.text
    rows: Rows = []
    for at, (mention, gold) in enumerate(zip(one.mentions, one.gold, strict=True)):
        own = role_of(mention.trigger, role)
        if gold is None or (own and not is_pronoun(text, own)):
            continue
        sentence = one.layout.sentences[mention.sentence]
        for offer in (*near_offers(text, mention, sentence), *lent_offers(text, one.mentions, at, role, tie)):
            rows.append((offer_features(text, one.mentions, at, offer), overlap(gold[role], offer.span)))
    return rows


def fit(rows: Rows, ridge: float) -> dict[str, float]:
    """Weights of a logistic regression under an L2 penalty, by Newton's method with the curvature of a part of the rows."""
    counts = Counter(feature for features, _ in rows for feature in set(features))
    names = sorted(name for name, count in counts.items() if count >= _SEEN_AT_LEAST)
    column = {name: at for at, name in enumerate(names)}
    seen = np.zeros((len(rows), len(names)), np.float32)
    for row, (features, _) in enumerate(rows):
        seen[row, [column[name] for name in set(features) if name in column]] = 1
    gold = np.array([label for _, label in rows], np.float32)
    each = 1 + len(rows) // _ENOUGH
    part = seen[::each]
    weights = np.zeros(len(names))
    likely, loss = _predict(seen, gold, weights, ridge)
    for _ in range(_ROUNDS):
        slope = seen.T @ (likely - gold) + ridge * weights
        spread = likely * (1 - likely)
        curve = each * (part * spread[::each, None]).T @ part
        np.fill_diagonal(curve, np.maximum(np.diag(curve), spread @ seen) + ridge)
        step = np.linalg.solve(curve.astype(np.float64), slope)
        before = loss
        for size in (1.0, 0.5, 0.25, 0.1):
            likely, loss = _predict(seen, gold, weights - size * step, ridge)
            if loss < before:
                weights = weights - size * step
                break
        if before - loss < _CLOSE:
            break
    rounded = {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}
    return {name: weight for name, weight in rounded.items() if abs(weight) >= _SMALLEST}


def _predict(seen: Matrix, gold: Matrix, weights: Matrix, ridge: float) -> tuple[Matrix, float]:
    """The likelihood of each row, and the loss with its penalty."""
    sums = np.clip(seen @ weights.astype(np.float32), -30, 30)
    loss = float((np.logaddexp(0, sums) - gold * sums).sum(dtype=np.float64) + ridge / 2 * weights @ weights)
    return 1 / (1 + np.exp(-sums)), loss


def write_models(models: Models, path: Path) -> None:
    """Writes the models, one feature a line."""
    parts = []
    for model, weights in models.items():
        lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(weight)}" for name, weight in weights.items())
        parts.append(f"{json.dumps(model)}: {{\n{lines}\n}}")
    path.write_text("{" + ",\n".join(parts) + "}\n", encoding="utf-8")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ACCORDING_DATA", ROOT.parent / "shared")))
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    given = parser.parse_args()
    models = fit_models(read_seen(given.data, load_tagger()))
    write_models(models, given.out)
    sys.stdout.write(f"wrote {given.out}: {', '.join(f'{name} {len(weights)}' for name, weights in models.items())}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
