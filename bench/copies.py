"""How well copies are found, and how fast: on the incident gold, on copies made of real reports, and among unrelated reports.

    python bench/copies.py [--gold FILE.json] [--reports FILE.jsonl …] [--seed 1]

Candidates are pairs of reports with a key in common; found are those of them that are judged copies, by pairs within groups.
Copies are made of reports in ways that outlets have: the end cut off, another lead, a part taken into another report, a word
here and there replaced, signs lost, and all of these together. Unrelated are reports on Syria of which one was published more
than a year after the other, and a report on Syria beside one on other stories. Speed is the processor's time on one thread.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from according.model import Report
from according.reconcile.copies import Prepared, compare_prepared, group_copies, prepare
from according.reconcile.signatures import band_keys

DATA = Path(os.environ.get("ACCORDING_DATA", Path(__file__).resolve().parent.parent.parent / "shared"))
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_UNRELATED = 20_000
_FEWEST_WORDS = 150
Pairs = set[tuple[str, str]]


def read_reports(paths: Iterable[Path]) -> dict[str, Report]:
    """The reports of JSON Lines files by their refs."""
    rows: list[dict[str, Any]] = [
        json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    return {
        row["ref"]: Report(row["ref"], row["ref"], "article", row["text"], publisher=row["publisher"], published=row["published"])
        for row in rows
    }


def all_pairs(groups: Iterable[Sequence[str]]) -> Pairs:
    """The pairs within groups."""
    return {(min(pair), max(pair)) for group in groups for pair in combinations(group, 2)}


def find_candidates(keys: dict[str, tuple[int, ...]]) -> Pairs:
    """The pairs of reports that have a key in common."""
    holders: dict[int, list[str]] = defaultdict(list)
    for name, own in keys.items():
        for key in own:
            holders[key].append(name)
    return all_pairs(holders.values())


def find_groups(reports: dict[str, Report]) -> tuple[Pairs, list[tuple[str, ...]]]:
    """The candidates among reports, and the groups of copies."""
    candidates = find_candidates({name: band_keys(report.text) for name, report in reports.items()})
    prepared = {name: prepare(report) for name, report in reports.items()}
    found = [pair for pair in sorted(candidates) if compare_prepared(prepared[pair[0]], prepared[pair[1]])]
    return candidates, group_copies(found, reports)


def score_gold(path: Path, reports: dict[str, Report]) -> None:
    """Candidate recall, and precision, recall and F1 of pairs."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    candidates, groups = find_groups({name: reports[name] for name in gold["reports"]})
    wanted, got = all_pairs(gold["copies"]), all_pairs(groups)
    hit = len(wanted & got)
    precision, recall = hit / max(1, len(got)), hit / max(1, len(wanted))
    f1 = 200 * hit / max(1, len(wanted) + len(got))
    met = group_copies(candidates & wanted)
    print(f"gold: {len(gold['reports'])} reports, {len(wanted)} pairs in {len(gold['copies'])} groups")
    print(
        f"  candidates: {len(candidates)} pairs, with {len(candidates & wanted)} of the gold ones; in groups {len(wanted & all_pairs(met))}"
    )
    print(f"  copies: F1 {f1:.1f} (P {100 * precision:.1f} R {100 * recall:.1f})")


def cut_end(text: str, _: str, chance: random.Random) -> str:
    """The first half or so."""
    sentences = _SENTENCE.split(text)
    return " ".join(sentences[: max(3, int(len(sentences) * chance.uniform(0.4, 0.7)))])


def change_lead(text: str, other: str, chance: random.Random) -> str:
    """Another lead of one to three sentences."""
    count = chance.randint(1, 3)
    return " ".join(_SENTENCE.split(other)[:count] + _SENTENCE.split(text)[count:])


def take_part(text: str, other: str, chance: random.Random) -> str:
    """A part of a text behind a part of another, about as long."""
    words, others = text.split(), other.split()
    length = int(len(words) * chance.uniform(0.4, 0.6))
    start = chance.randint(0, len(words) - length)
    return " ".join(others[: int(length * 0.8)] + words[start : start + length])


def rewrite(text: str, other: str, chance: random.Random) -> str:
    """One word in twelve replaced, dropped or doubled by another."""
    others = other.split()
    changed: list[str] = []
    for word in text.split():
        if chance.random() > 1 / 12:
            changed.append(word)
        else:
            changed += chance.choice([[chance.choice(others)], [], [word, chance.choice(others)]])
    return " ".join(changed)


def lose_signs(text: str, _: str, chance: random.Random) -> str:
    """Apostrophes, commas and quotation marks lost or left as spaces, lines run together."""
    sign = chance.choice(["", " "])
    return " ".join(re.sub(r"[,“”\"]", "", re.sub(r"['’]", sign, text)).split())


def do_all(text: str, other: str, chance: random.Random) -> str:
    """Another lead, the end cut off, words replaced, signs lost."""
    for way in (change_lead, cut_end, rewrite, lose_signs):
        text = way(text, other, chance)
    return text


WAYS: dict[str, Callable[[str, str, random.Random], str]] = {
    "the end cut off": cut_end,
    "another lead": change_lead,
    "a part taken into another": take_part,
    "lightly rewritten": rewrite,
    "signs lost": lose_signs,
    "all but the second and third": lambda text, other, chance: lose_signs(
        rewrite(cut_end(text, other, chance), other, chance), other, chance
    ),
    "all together": do_all,
}


def score_made(reports: dict[str, Report], seed: int) -> None:
    """How many made copies meet the report that they were made of, and how many are judged its copies."""
    long = [report for report in reports.values() if len(report.text.split()) >= _FEWEST_WORDS]
    print(f"made copies of {len(long)} reports")
    for name, way in WAYS.items():
        chance = random.Random(seed)
        met = found = 0
        for report in long:
            other = chance.choice(long)
            made = Report("made", "made", "article", way(report.text, other.text, chance))
            is_met = not set(band_keys(made.text)).isdisjoint(band_keys(report.text))
            met += is_met
            found += is_met and compare_prepared(prepare(made), prepare(report)) is not None
        print(f"  {name:30} candidates {100 * met / len(long):5.1f} %, found {100 * found / len(long):5.1f} %")


def score_unrelated(reports: dict[str, Report], seed: int) -> None:
    """How many pairs of reports that have nothing to do with each other are candidates, and judged copies."""
    chance = random.Random(seed)
    names = sorted(reports)
    prepared: dict[str, Prepared] = {}
    pairs: Pairs = set()
    while len(pairs) < _UNRELATED:
        left, right = sorted(chance.sample(names, 2))
        if _are_unrelated(reports[left], reports[right]):
            pairs.add((left, right))
    prepared = {name: prepare(report) for name, report in reports.items()}
    met = pairs & find_candidates({name: band_keys(report.text) for name, report in reports.items()})
    found = [pair for pair in pairs if compare_prepared(prepared[pair[0]], prepared[pair[1]])]
    print(f"unrelated: {len(pairs)} pairs, {len(met)} candidates, {len(found)} judged copies")
    for pair in sorted(found):
        print("  ", *pair)


def _are_unrelated(left: Report, right: Report) -> bool:
    if (left.published is None) != (right.published is None):
        return True
    return bool(left.published and right.published and abs(int(left.published[:4]) - int(right.published[:4])) > 1)


def time_all(reports: dict[str, Report]) -> None:
    """Milliseconds for what is done once for a report, and for each comparison, as medians over the reports of 300 to 500 words."""
    some = [report for report in reports.values() if 300 <= len(report.text.split()) <= 500]
    ready = [prepare(report) for report in some]
    keys = statistics.median(_ms(lambda report=report: band_keys(report.text)) for report in some)  # type: ignore[misc]
    once = statistics.median(_ms(lambda report=report: prepare(report)) for report in some)  # type: ignore[misc]
    pair = statistics.median(_ms(lambda one=one: compare_prepared(one, ready[0])) for one in ready[1:])  # type: ignore[misc]
    count = statistics.mean(len(band_keys(report.text)) for report in reports.values())
    print(f"speed, {len(some)} reports of 300 to 500 words: keys {keys:.2f} ms, preparing {once:.2f} ms, a comparison {pair:.3f} ms")
    print(f"keys: {count:.0f} a report, at most {max(len(band_keys(report.text)) for report in reports.values())}")


def _ms(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=DATA / "gold/incidents-dev.json")
    files = [DATA / "data/reports/syria.jsonl", DATA / "data/reports/rumours.jsonl"]
    parser.add_argument("--reports", type=Path, nargs="+", default=files, help="JSON Lines with ref, publisher, published and text")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    reports = read_reports(given.reports)
    if given.gold.exists():
        score_gold(given.gold, reports)
    score_made(reports, given.seed)
    score_unrelated(reports, given.seed)
    time_all(reports)
    return 0


if __name__ == "__main__":
    sys.exit(main())
