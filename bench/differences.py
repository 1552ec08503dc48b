"""How well differences between reports are found and typed, over the gold's incidents as they are, apart from the joining.

    python bench/differences.py [--half first|second] [--show]
    python bench/differences.py --account FILE [--incidents even|odd] [--draw 50] [--seed 1]

Each mention of the gold becomes a Happening with the kind, date, place, actor, target, figures and source that the gold gives it;
the position of its place, its status and the scope of its figure come from our own reading of the report. What one source says
has one origin, and so has what copies say in their own voice. An incident on which the gold says that reports disagree counts as
flagged if a difference of the field and type that the gold's reason states is found (`differences.yml`, read by eye). The rules were
made on the first half of the incidents by date; the second is the one to look at. `of them flagged` are incidents on which the gold
says that nobody disagrees.

With ``--account`` differences are drawn from an account of whole readings and printed with their sentences, to be read by eye: joins
and figures are then as good as they are. Rules are made on incidents whose id has an even hash; the odd ones are the ones to look at.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from according.codec import to_happening
from according.config import Config
from according.incidents import Difference, Happening
from according.model import Reading, Report
from according.pipeline import read_report
from according.reconcile.comparing import sources_of
from according.reconcile.differences import find_differences
from according.reconcile.entities import name_key
from according.reconcile.wording import content_words
from according.store import Account
from according.store.ledger import happenings, incidents

_SHARED = Path(os.environ.get("ACCORDING_DATA", Path(__file__).resolve().parent.parent.parent / "shared"))
_GOLD = _SHARED / "gold" / "incidents-dev.json"
_REPORTS = _SHARED / "data" / "reports" / "syria.jsonl"
_RIGHT = Path(__file__).with_suffix(".yml")
_PLACE_WORDS = frozenset("near north south east west of the in and town city village district outskirts".split())


@dataclass(frozen=True, slots=True)
class Case:
    """An incident of the gold with the differences found in it, and those that are right (None where it has no disagreement)."""

    id: str
    date: str
    disagrees: bool
    right: tuple[tuple[str, frozenset[str]], ...]
    found: tuple[Difference, ...]

    def hits(self) -> int:
        """How many of the right differences are found."""
        return sum(any(one.field == field and one.type in types for one in self.found) for field, types in self.right)


def read_cases() -> list[Case]:
    """The incidents of the gold that several reports tell of, by date."""
    gold = json.loads(_GOLD.read_text(encoding="utf-8"))
    right = yaml.safe_load(_RIGHT.read_text(encoding="utf-8"))
    several = sorted((one for one in gold["incidents"] if len(one["mentions"]) > 1), key=lambda one: (one["date"][:10], one["id"]))
    wanted = {mention["doc"] for one in several for mention in one["mentions"]}
    readings = {ref: read_report(report, config=Config(read_all=True)) for ref, report in _read_reports(wanted).items()}
    copies = {ref: min(group) for group in gold["copies"] for ref in group}
    return [_case(one, readings, copies, right.get(one["id"], [])) for one in several]


def _read_reports(wanted: set[str]) -> dict[str, Report]:
    rows = (json.loads(line) for line in _REPORTS.read_text(encoding="utf-8").splitlines())
    return {
        row["ref"]: Report(
            row["ref"], row["ref"], "article", row["text"], publisher=row["publisher"], published=row["published"], language="en"
        )
        for row in rows
        if row["ref"] in wanted
    }


def _case(incident: Mapping[str, Any], readings: Mapping[str, Reading], copies: Mapping[str, str], right: Sequence[str]) -> Case:
    happenings = [_happening(incident["id"], at, mention, readings[mention["doc"]]) for at, mention in enumerate(incident["mentions"])]
    origins = {one.id: _origin(one, copies) for one in happenings}
    stated = tuple((field, frozenset(types.split("/"))) for field, types in (entry.split() for entry in right))
    return Case(incident["id"], incident["date"], bool(incident["disagree"]), stated, find_differences(happenings, origins))


def _origin(one: Happening, copies: Mapping[str, str]) -> str:
    """Whoever is quoted; for a report's own voice the copies that share it."""
    said = sorted(sources_of(one))
    is_own = bool(sources_of(replace(one, who=None)) & set(said)) or set(said) & {name_key(one.publisher or "")}
    return copies.get(one.report, one.report) if is_own else " ".join(said)


def _happening(incident: str, at: int, mention: Mapping[str, Any], reading: Reading) -> Happening:
    """A mention of the gold as a happening of our own."""
    start, end = mention["span"]
    inside = [event for event in reading.events if start <= event.trigger[0] < end and event.kind == mention["kind"]]
    figures = [one for one in reading.figures if start <= one.span[0] < end and one.measure == "killed"]
    days = (mention["date"] or "").split("/")
    text = reading.report.text
    words = set((mention["place"] or "").lower().split()) - _PLACE_WORDS
    named = [
        (len(set(text[slice(*one.span)].lower().split()) & words), start <= one.span[0] < end, one) for one in reading.places if one.lat
    ]
    place = max((one for one in named if one[0]), key=lambda one: one[:2], default=(0, False, None))[2]
    return Happening(
        id=f"{incident}.{at}",
        report=mention["doc"],
        mentions=(),
        trigger=inside[0].trigger if inside else (start, end),
        sentence=(start, end),
        kind=mention["kind"],
        status=inside[0].status if len(inside) == 1 and inside[0].status == "denied" else "happened",
        date_from=days[0] or None,
        date_to=days[-1] or None,
        date_how=inside[0].date_how if inside else None,
        published=reading.report.published,
        place=mention["place"],
        place_name=place.name if place else None,
        geonames=place.geonames if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        radius_km=place.radius_km if place else None,
        country=(place.country if place else None) or _country(reading),
        actor=mention["actor"],
        target=mention["target"],
        killed=tuple(mention["killed"]) if mention["killed"] else None,
        injured=tuple(mention["injured"]) if mention["injured"] else None,
        scope=figures[0].scope if figures else None,
        who=mention["who"],
        publisher=reading.report.publisher,
        words=content_words([text[start:end]]),
    )


def _country(reading: Reading) -> str | None:
    counted = Counter(place.country for place in reading.places if place.country)
    return counted.most_common(1)[0][0] if counted else None


def _print(name: str, cases: Sequence[Case]) -> None:
    contested = [case for case in cases if case.disagrees]
    flagged = sum(case.hits() > 0 for case in contested)
    stated = sum(len(case.right) for case in contested)
    hits = sum(case.hits() for case in contested)
    quiet = [case for case in cases if not case.disagrees]
    clean = sum(not case.found for case in quiet)
    found = Counter(f"{one.field} {one.type}" for case in cases for one in case.found)
    told = ", ".join(f"{kind} {n}" for kind, n in sorted(found.items()))
    share = 100 * flagged / max(len(contested), 1)
    print(f"| {name} | {len(contested)} | {share:.1f} | {hits} of {stated} | {len(quiet)} | {len(quiet) - clean} | {told} |")


def print_drawn(address: str, half: str | None, n: int, seed: int) -> None:
    """Prints differences drawn from an account: field, type, and each side's value with one of its sentences."""
    with Account.open(address, create=False) as account:
        with account.reading_rows() as connection:
            rows = connection.execute(select(incidents.c.id, incidents.c.differences).where(incidents.c.is_contested)).all()
            bodies = connection.execute(select(happenings.c.body).where(happenings.c.incident.in_([row.id for row in rows]))).scalars()
            told = {one.id: one for one in map(to_happening, bodies)}
        pool = [(row.id, found) for row in sorted(rows) if half in (None, _half_of(row.id)) for found in json.loads(row.differences)]
        random.Random(seed).shuffle(pool)
        print(f"{len(pool)} differences, {min(n, len(pool))} drawn")
        for at, (incident, found) in enumerate(pool[:n], start=1):
            print(f"\n{at}. {found['field']} {found['type']} in {incident}")
            for value, ids in found["sides"]:
                one = told[ids[0]]
                reading = account.reading(one.report)
                words = " ".join(reading.report.text[slice(*one.sentence)].split()) if reading else ""
                print(f"   {value} ({len(ids)}): {one.who or one.publisher}, {(one.published or 'no date')[:10]}: {words}")


def _half_of(incident: str) -> str:
    return "odd" if int(hashlib.sha256(incident.encode()).hexdigest(), 16) % 2 else "even"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("first", "second"), help="only this half of the incidents, by date")
    parser.add_argument("--show", action="store_true", help="every difference found, with its sides")
    parser.add_argument("--account", metavar="FILE", help="draw from this account instead of scoring the gold")
    parser.add_argument("--incidents", choices=("even", "odd"), help="with --account, only incidents whose id has such a hash")
    parser.add_argument("--draw", type=int, default=50, metavar="N", help="with --account, how many")
    parser.add_argument("--seed", type=int, default=1, help="with --account, of the draw")
    args = parser.parse_args()
    if args.account:
        print_drawn(args.account, args.incidents, args.draw, args.seed)
        return
    cases = read_cases()
    halves = {"first": cases[: len(cases) // 2], "second": cases[len(cases) // 2 :]}
    chosen = {args.half: halves[args.half]} if args.half else halves
    print(
        "| half | contested | flagged with a right type, % | stated differences found | quiet | of them flagged | found |\n"
        + "|---" * 7
        + "|"
    )
    for name, part in chosen.items():
        _print(name, part)
    for case in (case for part in chosen.values() for case in part if args.show):
        print(f"{case.id} {case.date} right: {[(field, sorted(types)) for field, types in case.right]}")
        for one in case.found:
            print(f"    {one.field} {one.type}: " + " | ".join(f"{value} ({len(ids)}: {', '.join(ids)})" for value, ids in one.sides))


if __name__ == "__main__":
    main()
