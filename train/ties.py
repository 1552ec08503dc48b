"""Fits the weights that tie mentions of one happening, date them and lend them roles: ``python -m train.ties [--data ../shared]``.

Needs the shipped tagger, numpy and torch; takes some minutes. Learns from all annotated reports as the tagger marks them, for that
is what will be read. Dates and ties have a linear model each, and a net that corrects it by the tagger's states; what one model
makes of a report teaches the next one only where it has not learned from that report. The same data give the same weights.
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

from according.events.calendar import Dated, make_dated
from according.events.dates import Choice, date_pairs, own_dates, weigh_dates
from according.events.lending import dates_spoken, lending_features, shares_of, spoken_for
from according.events.make import make_refines, usable
from according.events.mentions import Layout, Mention, make_mentions
from according.events.refining import FILE, Net, Nets
from according.events.roles import ROLES, is_pronoun, lent_offers, near_offers, offer_features, role_of
from according.events.ties import OwnDate, Pairs, compared, group, tie_pairs, tie_pairs_features
from according.events.weights import Fitted
from according.events.weights import Models as Given
from according.logistic import total_of
from according.model import Claim, Marks, Span, Time, Trigger
from according.read.datelines import find_datelines
from according.tag.tagger import Tagger
from according.tag.weights import load_tagger
from according.times import find_times
from train.figures import ANNOTATIONS, ROOT
from train.sources import read_reports
from train.told import Told, write_nets

WEIGHTS = ROOT / "src" / "according" / "events" / "weights.json"
THRESHOLDS = {"tie": 0.3, "own date": 0.5, "date": 0.25, "actor": 0.45, "target": 0.25, "place": 0.35}
"""Where a likelihood is enough, chosen by five-fold cross-validation as ``bench/events.py`` has it."""
_PARTS = 3
"""In so many parts reports are cut; what a model makes of a part comes from one that learned from the others."""
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
    dated: list[Dated]

    def states(self, spans: Sequence[Span]) -> Matrix:
        """The tagger's states of some spans (spans, width)."""
        assert self.seen.marks.states is not None
        found: Matrix = self.seen.marks.states.of(spans)
        return found


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
    dated = make_dated(seen.text, seen.times, layout, seen.published, cues_of(seen))
    return Learned(seen, mentions, gold, layout, dated)


def fit_models(reports: Iterable[Seen]) -> Fitted:
    """All models from some reports: dates first, for they speak for ties; then ties, for they speak for roles."""
    learned = [to_learned(seen, seen.marks.triggers) for seen in reports]
    models, nets = fit_dates_and_ties(learned)
    rows: dict[str, Rows] = defaultdict(list)
    for taught, asked in ((learned[::2], learned[1::2]), (learned[1::2], learned[::2])):
        halved = fit_dates_and_ties(taught)
        for one in asked:
            read = read_anew(one, *halved)
            rows["lend"] += lend_rows(one, read)
            for role in ROLES:
                rows[role] += role_rows(one, role, read.pairs)
    for name, some in rows.items():
        models[name] = fit(some, _RIDGE[name])
    return Fitted(models, nets)


def fit_dates_and_ties(learned: Sequence[Learned]) -> tuple[Models, dict[str, Net]]:
    """The two models that tell what one mention says by itself, and with another, each with its net."""
    parts = [np.arange(len(learned)) % _PARTS == part for part in range(_PARTS)]
    dated = [date_rows(one) for one in learned]
    date, date_net, refined = _fit_both("date", dated, parts)
    owns = [own_of(one, likely) for one, likely in zip(learned, refined, strict=True)]
    tie, tie_net, _ = _fit_both("tie", [tie_rows(one, own) for one, own in zip(learned, owns, strict=True)], parts)
    return {"thresholds": dict(THRESHOLDS), "date": date, "tie": tie}, {"date": date_net, "tie": tie_net}


def _fit_both(name: str, reports: Sequence[Compared], parts: Sequence[Matrix]) -> tuple[dict[str, float], Net, list[list[float]]]:
    """A linear model and its net, and what both make of each report when they have not learned from its part."""
    from train.nets import PLANS, fit_net  # not before: torch is not everywhere where the rest of this is used

    sums: list[Matrix] = [np.zeros(0, np.float32)] * len(reports)
    for part in parts:
        weights = fit([row for at in np.flatnonzero(~part).tolist() for row in reports[at].known()], _RIDGE[name])
        for at in np.flatnonzero(part).tolist():
            sums[at] = np.array([total_of(features, weights) for features in reports[at].features], np.float32)
    told = [one.told(total) for one, total in zip(reports, sums, strict=True)]
    refined: list[list[float]] = [[]] * len(reports)
    for part in parts if name == "date" else ():
        net = fit_net(_together([told[at] for at in np.flatnonzero(~part).tolist()]), PLANS[name])
        for at in np.flatnonzero(part).tolist():
            one = reports[at]
            refined[at] = net.refine(one.left, one.right)(sums[at].tolist(), one.pairs, one.apart)
    whole = fit([row for one in reports for row in one.known()], _RIDGE[name])
    return whole, fit_net(_together(told), PLANS[name]), refined


def _together(told: Sequence[Told]) -> Told:
    return Told(*(np.concatenate([getattr(one, name) for one in told]) for name in Told.__dataclass_fields__))


@dataclass(frozen=True, slots=True)
class Compared:
    """The pairs of one report, by number of their sides: features, distance, whether it is so (None if nobody says), all sides' states."""

    pairs: list[tuple[int, int]]
    features: list[list[str]]
    apart: list[int]
    label: list[bool | None]
    left: Matrix
    right: Matrix

    def known(self) -> Rows:
        """The features of the pairs of which the annotation tells, with what it tells."""
        return [(features, label) for features, label in zip(self.features, self.label, strict=True) if label is not None]

    def told(self, sums: Matrix) -> Told:
        """The same pairs as a net learns from them."""
        at = np.array([number for number, label in enumerate(self.label) if label is not None], np.int64)
        one, other = np.array(self.pairs, np.int64).reshape(-1, 2)[at].T
        label = np.array([bool(self.label[number]) for number in at], np.float32)
        return Told(sums[at], self.left[one], self.right[other], np.array(self.apart, np.int64)[at], label)


@dataclass(frozen=True, slots=True)
class ReadAnew:
    """What models make of a report: the dates that each mention may have, how likely each two are one, and the groups that follow."""

    weighed: list[list[Choice]]
    pairs: Pairs
    groups: list[int]


def read_anew(one: Learned, models: Given, nets: Nets) -> ReadAnew:
    """A report as these models read it."""
    seen = one.seen
    refine_dates, refine_ties = make_refines(one.mentions, one.dated, seen.marks.states, nets)
    weighed = weigh_dates(seen.text, one.mentions, one.dated, seen.published, models["date"], refine_dates)
    pairs = tie_pairs(one.mentions, own_dates(one.mentions, weighed, THRESHOLDS["own date"]), models["tie"], refine_ties)
    return ReadAnew(weighed, pairs, group(len(one.mentions), pairs, THRESHOLDS["tie"]))


def lend_rows(one: Learned, read: ReadAnew) -> Rows:
    """Every date that speaks for a mention, and whether it is the mention's."""
    shares = shares_of(read.weighed, read.groups)
    rows: Rows = []
    spoken_to = spoken_for(read.weighed, read.pairs)
    for mention, gold, own, spoken, number in zip(one.mentions, one.gold, read.weighed, spoken_to, read.groups, strict=True):
        for iso in dates_spoken(own, spoken) if gold else ():
            features = lending_features(mention, iso, own, spoken, shares[number], one.seen.published)
            rows.append((features, gold is not None and iso == gold["date"]))
    return rows


def date_rows(one: Learned) -> Compared:
    """Every expression in reach of a mention, and whether it is the mention's date."""
    seen = one.seen
    pairs, features, apart = date_pairs(seen.text, one.mentions, one.dated, seen.published)
    label = [None if (gold := one.gold[at]) is None else one.dated[number].date == gold["date"] for at, number in pairs]
    return Compared(
        pairs, features, apart, label, one.states([m.trigger.span for m in one.mentions]), one.states([d.span for d in one.dated])
    )


def own_of(one: Learned, likely: Sequence[float]) -> list[OwnDate | None]:
    """The dates that the mentions of a report have of their own, each expression in reach being so likely."""
    given = iter(likely)
    weighed = weigh_dates(one.seen.text, one.mentions, one.dated, one.seen.published, {}, lambda sums, *_: [next(given) for _ in sums])
    return own_dates(one.mentions, weighed, THRESHOLDS["own date"])


def tie_rows(one: Learned, dates: Sequence[OwnDate | None]) -> Compared:
    """Every pair of mentions that is compared, and whether they are of one happening."""
    pairs = compared(one.mentions)
    label: list[bool | None] = []
    for i, j in pairs:
        first, second = one.gold[i], one.gold[j]
        label.append(first["event"] == second["event"] if first and second and first is not second else None)
    features, apart = tie_pairs_features(one.mentions, dates, pairs)
    states = one.states([m.trigger.span for m in one.mentions])
    return Compared(pairs, features, apart, label, states, states)


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


def write_models(models: Given, path: Path) -> None:
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
    models, nets = fit_models(read_seen(given.data, load_tagger()))
    write_models(models, given.out)
    write_nets(nets, given.out.with_name(FILE))
    sys.stdout.write(f"wrote {given.out}: {', '.join(f'{name} {len(weights)}' for name, weights in models.items())}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
