"""Runs every benchmark and writes ``bench/RESULTS.md``: ``python bench/run.py``, or with smaller numbers for a quick look."""

from __future__ import annotations

import argparse
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from measure import describe_machine

_HERE = Path(__file__).resolve().parent


_LEAST = 100
"""With fewer reports some benchmarks tell nothing but what it takes to start."""


def plan_sections(pages: int, reports: int) -> list[tuple[str, list[str]]]:
    """The benchmarks in their order: the heading of each and its command, script first.

    Those that read or make fewer reports than asked for take a share of that number, so that a small one is a quick look at all.
    """
    sizes = [str(max(1, reports // share)) for share in (100, 10, 1)]
    return [
        ("Reading HTML pages into an account", ["reading.py", "pages", "--n", str(pages)]),
        ("Reading HTML pages, not storing them", ["reading.py", "pages", "--no-store", "--rounds", "1", "--n", str(pages)]),
        ("Reading JSON Lines into SQLite", ["reading.py", "reports", "--n", str(reports)]),
        ("Searching", ["searching.py", "--n", str(reports)]),
        ("What is kept of real pages", ["extraction.py"]),
        ("Marks and whole readings on our own dev reports", ["quality.py", "gold", "gold/dev"]),
        ("The tagger on PolNeAR, dev part", ["quality.py", "polnear", "data/polnear/dev"]),
        ("The tagger on certainty, dev parts", ["quality.py", "factuality", "data/factuality"]),
        ("Speakers and chains of annotated attributions", ["speakers.py"]),
        ("Times", ["times.py"]),
        ("Figures", ["figures.py"]),
        ("Events", ["events.py"]),
        ("Places", ["places.py", "--unseen"]),
        ("The screen", ["screening.py"]),
        ("Speed of the tagger and of whole readings", ["tagging.py", "--n", str(max(_LEAST, min(1_000, reports // 100)))]),
        ("A day of the world's news", ["day.py", "--n", str(max(_LEAST, min(3_000, reports // 10)))]),
        ("One machine, one and two workers, and Ray", ["scaling.py", "--n", str(max(_LEAST, min(1_000, reports // 30)))]),
        ("Copies", ["copies.py"]),
        ("Incidents across reports", ["incidents.py"]),
        ("Differences within an incident", ["differences.py"]),
        ("What it costs to reconcile one report", ["reconciling.py", "--n", *sizes]),
        ("Views", ["views.py", "--n", str(reports)]),
        ("The desk", ["desk.py", "--n", str(reports), "--seconds", str(min(15, max(1, reports // 1_000)))]),
        ("Panning the map", ["panning.py", "--points", str(min(50_000, reports // 2))]),
        ("Exports", ["exporting.py", "--n", str(reports)]),
    ]


def run_section(heading: str, command: list[str]) -> tuple[str, bool]:
    """One section of the results, and whether its benchmark ran to its end."""
    script, *options = command
    shown = " ".join(["python", f"bench/{script}", *options])
    done = subprocess.run([sys.executable, str(_HERE / script), *options], capture_output=True, text=True, check=False)
    body = done.stdout.strip() if done.returncode == 0 else f"**{done.stderr.strip() or 'It failed.'}**"
    return f"## {heading}\n\n`{shown}`\n\n{body}\n", done.returncode == 0


def main() -> int:
    """The command line; 1 if any benchmark did not run to its end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n-pages", type=int, default=10_000, help="HTML pages (default: %(default)s)")
    parser.add_argument("--n-reports", type=int, default=100_000, help="reports as JSON Lines (default: %(default)s)")
    parser.add_argument("-o", "--output", type=Path, default=_HERE / "RESULTS.md")
    options = parser.parse_args()
    parts = [f"# Results\n\nMade by `python bench/run.py`. Machine: {describe_machine()}. according {version('according')}.\n"]
    complete = True
    for heading, command in plan_sections(options.n_pages, options.n_reports):
        print(f"{heading}: {' '.join(command)}", flush=True)
        section, ran = run_section(heading, command)
        parts.append(section)
        complete = complete and ran
        options.output.write_text("\n".join(parts), encoding="utf-8")
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main())
