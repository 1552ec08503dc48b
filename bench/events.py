"""How well mentions are tied, dated and given roles: the annotated reports, five-fold by report.

    python bench/events.py [--data ../shared]

Weights are fitted on four fifths of the reports and measured on the fifth, once with the annotated mentions and once with those
that the tagger finds. The tagger learned from all reports but those in the rows "held back", which are therefore the ones to
believe. Counted as in the guidelines' scorer: kind and status where the trigger overlaps, roles as hits by mentions of which
either side has one, dates where the annotation has one (and `invented`: where it has none and we give one), ties over pairs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from according.events import make_events  # noqa: E402
from according.events.roles import ROLES  # noqa: E402
from according.events.weights import Fitted  # noqa: E402
from according.model import Event  # noqa: E402
from according.tag.weights import load_tagger  # noqa: E402
from train.figures import fold_of  # noqa: E402
from train.ties import Seen, fit_models, gold_triggers, overlap, read_seen  # noqa: E402

FOLDS = 5


def pair_up(seen: Seen, events: Sequence[Event]) -> list[tuple[int, int]]:
    """Annotated and found mentions whose triggers overlap, one to one, those of one kind first."""
    pairs = sorted(
        ((gold["kind"] != event.kind, i, j))
        for i, gold in enumerate(seen.gold)
        for j, event in enumerate(events)
        if overlap(gold["trigger"], event.trigger)
    )
    taken: set[tuple[str, int]] = set()
    kept = []
    for _, i, j in pairs:
        if ("gold", i) not in taken and ("found", j) not in taken:
            taken |= {("gold", i), ("found", j)}
            kept.append((i, j))
    return kept


def count(seen: Seen, events: Sequence[Event]) -> Counter[str]:
    """What is right in one report, by measure."""
    counts: Counter[str] = Counter()
    pairs = pair_up(seen, events)
    for i, j in pairs:
        gold, event = seen.gold[i], events[j]
        counts["found"] += 1
        counts["status"] += gold["status"] == event.status
        counts["dated" if gold["date"] else "undated"] += 1
        counts["date" if gold["date"] else "invented"] += gold["date"] == event.date if gold["date"] else event.date is not None
        for role in ROLES:
            counts[f"{role} n"] += bool(gold[role] or getattr(event, role))
            counts[role] += overlap(gold[role], getattr(event, role))
    for (i, j), (k, m) in combinations(pairs, 2):
        tied, found = seen.gold[i]["event"] == seen.gold[k]["event"], events[j].event == events[m].event
        counts.update({"tied": tied, "tied found": found, "tied right": tied and found})
    return counts


def row(name: str, counts: Counter[str], milliseconds: float) -> str:
    """The counts as a row of a table."""
    right, found, gold = counts["tied right"], counts["tied found"], counts["tied"]
    cells = [
        f"{100 * right / max(1, found):.1f} / {100 * right / max(1, gold):.1f} / {200 * right / max(1, found + gold):.1f}",
        _share(counts, "date", "dated"),
        _share(counts, "invented", "undated"),
        *(_share(counts, role, f"{role} n") for role in ROLES),
        _share(counts, "status", "found"),
        f"{milliseconds:.2f}",
    ]
    return f"| {name} | {counts['found']} | {' | '.join(cells)} |"


def _share(counts: Counter[str], hits: str, of: str) -> str:
    return f"{100 * counts[hits] / max(1, counts[of]):.1f}"


def is_held_back(ref: str) -> bool:
    """Whether the tagger did not learn from a report, as ``train/recipe.py`` has it."""
    return hashlib.sha256(ref.encode("utf-8")).digest()[0] < 25.6


def rows(reports: Sequence[Seen], fitted: Sequence[Fitted]) -> list[str]:
    """The table's rows: annotated and tagged mentions, all reports and those held back."""
    out = []
    for name in ("annotated", "tagged"):
        every: Counter[str] = Counter()
        held: Counter[str] = Counter()
        seconds = 0.0
        for seen in reports:
            triggers = gold_triggers(seen) if name == "annotated" else seen.marks.triggers
            begun = time.process_time()
            events = make_events(
                seen.ref,
                seen.text,
                triggers,
                seen.times,
                seen.published,
                seen.marks.sentences,
                seen.claims,
                seen.marks.states,
                fitted[fold_of(seen.ref, FOLDS)],
            )
            seconds += time.process_time() - begun
            counts = count(seen, events)
            every += counts
            held += counts if is_held_back(seen.ref) else Counter()
        per_report = 1000 * seconds / max(1, len(reports))
        out += [row(f"{name} mentions, all", every, per_report), row(f"{name} mentions, held back", held, per_report)]
    return out


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ACCORDING_DATA", ROOT.parent / "shared")))
    given = parser.parse_args()
    reports = read_seen(given.data, load_tagger())
    fitted = [fit_models([seen for seen in reports if fold_of(seen.ref, FOLDS) != fold]) for fold in range(FOLDS)]
    print("| mentions | found | same happening P / R / F1 | date | invented | actor | target | place | status | ms |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    print("\n".join(rows(reports, fitted)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
