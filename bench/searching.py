"""How long a search takes in an account of N reports: ``python bench/searching.py --n 100000``.

The account is the one that ``reading.py reports`` left, or is read now. Queries are drawn from the reports themselves, by
the number of reports that a word stands in, so that all but those of the last kind must find something. Each is timed as
it comes, the first time included.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

from according.store import Account
from material import add_work_option, ensure_reports, read_command
from measure import format_table

_WORD = re.compile(r"[^\W\d_]{4,}")
_PHRASE = re.compile(r"[^\W\d_]+ [^\W\d_]+ [^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Timed:
    """The searches of one kind: how many, how many of them found something, and their milliseconds, sorted."""

    kind: str
    found: int
    times_ms: tuple[float, ...]

    def row(self) -> tuple[str, ...]:
        """The searches as cells: kind, number, how many found something, median, 99th percentile, longest."""
        late = self.times_ms[min(len(self.times_ms) - 1, int(len(self.times_ms) * 0.99))]
        cells = (f"{ms:.1f}" for ms in (median(self.times_ms), late, self.times_ms[-1]))
        return self.kind, f"{len(self.times_ms):,}", f"{self.found:,}", *cells


def make_queries(source: Path, each: int) -> dict[str, list[str]]:
    """Queries by kind, as many of each as asked for, drawn from the reports of a JSONL file."""
    rng, in_reports, total = Random("queries"), Counter[str](), 0
    sample: list[str] = []
    for text in _iter_texts(source):
        total += 1
        in_reports.update(set(_WORD.findall(text.lower())))
        if total <= each:
            sample.append(text)
        elif (place := rng.randrange(total)) < each:
            sample[place] = text
    words = sorted(in_reports)
    common = [word for word in words if in_reports[word] >= total / 2]
    return {
        "rare word (in 1 to 10 reports)": rng.choices([word for word in words if in_reports[word] <= 10], k=each),
        "middling word (in 0.1 to 5 %)": rng.choices([word for word in words if 0.001 <= in_reports[word] / total <= 0.05], k=each),
        "common word (in half or more)": rng.choices(common, k=each),
        "two common words": [" ".join(rng.sample(common, 2)) for _ in range(each)],
        "two words of one report": [" ".join(rng.sample(_WORD.findall(rng.choice(sample)), 2)) for _ in range(each)],
        "phrase of three words": [f'"{rng.choice(_PHRASE.findall(rng.choice(sample)))}"' for _ in range(each)],
        "prefix of three letters": [f"{word[:3]}*" for word in rng.choices(words, k=each)],
        "word in no report": [f"zz{word}zz" for word in rng.choices(words, k=each)],
    }


def _iter_texts(source: Path) -> Iterator[str]:
    """The text of each report of a JSONL file."""
    with source.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def time_queries(account: Account, kind: str, queries: list[str]) -> Timed:
    """All queries of one kind, each searched once for its twenty best reports."""
    found, times_ms = 0, []
    for query in queries:
        start = time.perf_counter()
        hits = account.search(query, limit=20)
        times_ms.append((time.perf_counter() - start) * 1_000)
        found += bool(hits)
    return Timed(kind, found, tuple(sorted(times_ms)))


def measure_search(work: Path, count: int, each: int) -> None:
    """Prints one line for each kind of query, and one for all of them."""
    source, address = ensure_reports(work, count), work / f"reports-{count}.db"
    if not address.exists():
        subprocess.run(read_command(source, 2, address), check=True, stdout=subprocess.DEVNULL)
    queries = make_queries(source, each)
    start = time.perf_counter()
    with Account.open(str(address), create=False) as account:
        account.search(queries["rare word (in 1 to 10 reports)"][0])
        first_ms = (time.perf_counter() - start) * 1_000
        timed = [time_queries(account, kind, asked) for kind, asked in queries.items()]
    everything = Timed("all", sum(one.found for one in timed), tuple(sorted(ms for one in timed for ms in one.times_ms)))
    print(f"{count:,} reports in SQLite, twenty hits asked for. Opening the account and the first search take {first_ms:.0f} ms.\n")
    header = ("query", "searches", "with hits", "median, ms", "99th percentile, ms", "longest, ms")
    print(format_table(header, [one.row() for one in (*timed, everything)]))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_work_option(parser)
    parser.add_argument("--n", type=int, default=100_000, help="reports in the account (default: %(default)s)")
    parser.add_argument("--queries", type=int, default=200, help="searches of each kind (default: %(default)s)")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    measure_search(options.work, options.n, options.queries)


if __name__ == "__main__":
    main()
