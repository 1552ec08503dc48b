"""What the relevance screen keeps of sets that it has not seen, and how fast it is beside the tagger.

    python bench/screening.py [--data ../shared] [--reports 60]

Every set is scored by weights that are fitted without it, with the shipped threshold; then the shipped weights and the
shipped tagger read the same reports in turn, on one thread, and the ratio is that of the medians.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from according.screen import is_about_conflict
from according.screen.judge import load_weights
from according.tag.weights import load_tagger
from measure import describe_machine
from train.screen.fit import find_known
from train.screen.measure import read_material, score_left_out, tabulate
from train.screen.texts import FOLDS, SYRIA_AND_IRAQ

_DEFAULT = Path(os.environ.get("ACCORDING_DATA", Path(__file__).resolve().parent.parent.parent / "shared"))


def time_over(texts: list[str], read: Callable[[str], object]) -> float:
    """Seconds to read all texts."""
    start = time.perf_counter()
    for text in texts:
        read(text)
    return time.perf_counter() - start


def compare_speed(texts: list[str], rounds: int = 3) -> str:
    """The words per second of both, and their ratio."""
    screen, tagger = is_about_conflict, load_tagger().mark
    screen(texts[0]), tagger(texts[0])
    screening, tagging = [], []
    for _ in range(rounds):
        tagging.append(time_over(texts, tagger))
        screening.append(time_over(texts * 20, screen) / 20)
    words = sum(len(text.split()) for text in texts)
    fast, slow = statistics.median(screening), statistics.median(tagging)
    return (
        f"{len(texts)} reports, {words:,} words, one thread, medians of {rounds} rounds: the screen reads {words / fast:,.0f} words/s "
        f"({1000 * fast / len(texts):.2f} ms a report), the tagger {words / slow:,.0f}: {slow / fast:,.0f} times as fast."
    )


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=_DEFAULT)
    parser.add_argument("--reports", type=int, default=60, help="how many reports both read for the ratio")
    parser.add_argument("--speed-only", action="store_true")
    given = parser.parse_args()
    lines = (given.data / "data/reports/rumours.jsonl").read_text(encoding="utf-8").splitlines()
    print(f"{describe_machine()}\n\n{compare_speed([json.loads(line)['text'] for line in lines[: given.reports]])}", flush=True)
    if given.speed_only:
        return 0
    material = read_material(given.data)
    known = find_known([text for text, _ in material])
    threshold = load_weights().threshold
    for title, folds in (("Each fold left out", FOLDS), ("All of Syria and Iraq left out together", (SYRIA_AND_IRAQ,))):
        scored = [one for fold in folds for one in score_left_out(material, fold, known)]
        print("\n".join(["", f"{title}:", "", *tabulate(scored, threshold)]), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
