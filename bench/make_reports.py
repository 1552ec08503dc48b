"""Writes N invented reports as JSON Lines: ``python bench/make_reports.py --n 100000 -o reports.jsonl``.

Each has ref, url, publisher, published, title and a text of 1,500 to 3,500 characters. The same seed and number give the
same report, however many are asked for. No report is a copy of another: its sentences are varied by words that are its own, or
all would be of one group of copies, as no reports of the world are, and joining them would take the longer the more there are.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from prose import Writer, load_lists, make_names

SHORTEST, LONGEST = 1_500, 3_500
_BETWEEN_WORDS = re.compile(r"(?<=[a-z]) (?=[a-z])")
_VARIED = 0.25
"""At so many of the places between two common words a report has one more, of its own."""


def make_report(seed: int, number: int) -> dict[str, str]:
    """One report as the fields that According reads from a line of JSON."""
    writer = Writer(f"report/{seed}/{number}")
    site = writer.rng.choice(load_lists()["site"])
    published = date(2014, 1, 1) + timedelta(days=writer.rng.randrange(2_000))
    host = site.lower().replace(" ", "-") + ".example"
    return {
        "ref": f"bench-{seed}-{number}",
        "url": f"https://{host}/{published:%Y/%m/%d}/{number}",
        "publisher": site,
        "published": published.isoformat(),
        "title": writer.write("headline"),
        "text": _make_text(writer, writer.rng.randint(SHORTEST + 100, LONGEST - 100)),
    }


def _make_text(writer: Writer, length: int) -> str:
    """Paragraphs, with blank lines between them, of about ``length`` characters in all."""
    paragraphs = [f"{writer.fill('place').upper()} ({writer.fill('agency_name')}) — {_vary(writer, writer.write('lead'))}"]
    size = len(paragraphs[0])
    while size < length - 100:
        paragraphs.append(_vary(writer, writer.write("quote" if writer.rng.random() < 0.2 else "sentence")))
        if writer.rng.random() < 0.6:
            paragraphs[-1] += " " + _vary(writer, writer.write("sentence"))
        size += len(paragraphs[-1]) + 2
    text = "\n\n".join(paragraphs)
    return text if len(text) <= LONGEST else text[: text.rindex(" ", 0, LONGEST)]


def _vary(writer: Writer, sentence: str) -> str:
    """The sentence with invented things called by their names among its words."""
    rng, things = writer.rng, make_names().things
    return _BETWEEN_WORDS.sub(lambda _: f" {rng.choice(things)} " if rng.random() < _VARIED else " ", sentence)


def iter_lines(seed: int, count: int) -> Iterator[str]:
    """The lines of the file, one report each."""
    for number in range(count):
        yield json.dumps(make_report(seed, number), ensure_ascii=False) + "\n"


def write_reports(path: Path, count: int, seed: int = 1) -> None:
    """The reports in one file; the folder is made if there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(iter_lines(seed, count))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=100_000, help="reports to write (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, default=Path("reports.jsonl"))
    options = parser.parse_args()
    write_reports(options.output, options.n, options.seed)


if __name__ == "__main__":
    main()
