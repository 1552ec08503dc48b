"""How long a day of the world's news takes on two cores: ``python bench/day.py [--n 3000] [--data ../shared]``.

A day is taken as 300,000 articles of 600 words, of which 5 % are on conflict. A sample of that make-up is written as JSON Lines, as a
crawler hands on what it has extracted: the conflict part are real reports of the data, the rest real texts that are annotated as
being about something else, both laid end to end and cut to 600 words so that no article is shorter. The command reads it into an
account with two workers, screen, tagger, storing and joining included, and the day is the sample's time times its share.
Before it, a tenth of the sample is read once, so that the start of the workers is told apart.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from according.store import Account  # noqa: E402
from material import add_work_option, delete_account, read_command  # noqa: E402
from measure import describe_machine, format_table, run_measured  # noqa: E402
from train.screen.texts import read_texts  # noqa: E402

ARTICLES_A_DAY = 300_000
WORDS = 600
ON_CONFLICT = 0.05
_WORKERS = 2


def iter_articles(texts: Sequence[str], rng: Random) -> Iterator[str]:
    """Articles of 600 words for ever: whole texts in a drawn order, end to end, cut between words."""
    order = list(texts)
    rng.shuffle(order)
    words: list[str] = []
    for text in cycle(order):
        words += text.split()
        if len(words) >= WORDS:
            yield " ".join(words[:WORDS])
            words = []


def write_sample(shared: Path, count: int, path: Path) -> int:
    """Write the sample in a drawn order; returns how many of its articles are on conflict."""
    rng = Random("a day")
    reports = [json.loads(line)["text"] for line in (shared / "data" / "reports" / "syria.jsonl").read_text(encoding="utf-8").splitlines()]
    other = [text.text for text in read_texts(shared) if text.clear and not text.about]
    many = round(count * ON_CONFLICT)
    conflict, rest = iter_articles(reports, rng), iter_articles(other, rng)
    articles = [next(conflict) for _ in range(many)] + [next(rest) for _ in range(count - many)]
    rng.shuffle(articles)
    with path.open("w", encoding="utf-8") as lines:
        for number, text in enumerate(articles):
            record = {
                "ref": f"https://day.example/{number}",
                "published": "2017-03-01",
                "publisher": f"Outlet {number % 200}",
                "text": text,
            }
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    return many


def measure(shared: Path, work: Path, count: int) -> None:
    """Prints the table."""
    rows = []
    for number in (count // 10, count):
        sample, account = work / f"day-{number}.jsonl", work / "day.db"
        many = write_sample(shared, number, sample)
        delete_account(account)
        run = run_measured(read_command(sample, _WORKERS, account), work / "day.out")
        with Account.open(str(account)) as opened:
            read = sum(bool(reading.claims or reading.events) for reading in opened.readings())
        rows.append((number, many, read, run))
        delete_account(account)
    first, last = rows[0][3], rows[1][3]
    a_second = (count - count // 10) / (last.wall_s - first.wall_s)
    print(describe_machine() + "\n")
    heads = ("articles", "on conflict", "with claims or events", "seconds", "processor seconds", "peak memory, MB")
    cells = [
        (f"{n:,}", f"{many:,}", f"{read:,}", f"{run.wall_s:.1f}", f"{run.cpu_s:.1f}", f"{run.peak_mb:,.0f}") for n, many, read, run in rows
    ]
    print(format_table(heads, cells))
    print(
        f"\n{a_second:.1f} articles/s beyond the start; {ARTICLES_A_DAY:,} take {ARTICLES_A_DAY / a_second / 60:.0f} minutes on two cores."
    )


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=3_000)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("ACCORDING_DATA", ROOT.parent / "shared")))
    add_work_option(parser)
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    measure(given.data, given.work, given.n)
    return 0


if __name__ == "__main__":
    sys.exit(main())
