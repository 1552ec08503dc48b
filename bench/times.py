"""How well time expressions are found and valued: WikiWars (war narratives without publication date) and tweets.

    python bench/times.py [--errors wikiwars|tweets] [--developed] [--folds]

The data are read from ACCORDING_DATA, by default ../shared. Five of the sixteen narratives and a third of the tweets, chosen by
the hash of their names, were kept unseen while the rules were made; they are the `unseen` rows. A found expression counts
if it overlaps one of the annotation, one to one, and has its value. `null` in the annotation is our None. The tweets' own notations
are read as the TimeML ones: 2015-XX-XX as 2015, 2013-03-30-WXX-6 as 2013-03-30, P12H as PT12H.

`--folds` parts all sixteen narratives into five folds. No rule is fitted on the other folds and eleven of the narratives were
seen when the rules were made, so that the folds show how much the figure varies; the `unseen` row is the one to believe.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import os
import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from according.times import find_times

_DATA = Path(os.environ.get("ACCORDING_DATA", Path(__file__).resolve().parent.parent.parent / "shared")) / "data" / "time"
_TIMEX = re.compile(r"<TIMEX3([^>]*)>(.*?)</TIMEX3>", re.DOTALL)
_UNSEEN_NARRATIVES = 5
_FOLDS = 5
Annotated = tuple[int, int, str | None]


@dataclass(frozen=True, slots=True)
class Document:
    """One annotated text; ``published`` is None for the narratives, whose stated date is that of the crawl."""

    name: str
    text: str
    published: str | None
    gold: tuple[Annotated, ...]


@dataclass(slots=True)
class Count:
    """Counts over documents, and what went wrong in them."""

    gold: int = 0
    found: int = 0
    spans: int = 0
    values: int = 0
    seconds: float = 0.0
    words: int = 0
    errors: list[str] = field(default_factory=list)

    def row(self, name: str) -> str:
        """The counts as a row of a table."""
        (sp, sr, sf), (vp, vr, vf) = (_prf(hits, self.found, self.gold) for hits in (self.spans, self.values))
        ms = 1000 * self.seconds / max(self.words, 1) * 400
        return f"| {name} | {self.gold} | {sp:.1f} | {sr:.1f} | {sf:.1f} | {vp:.1f} | {vr:.1f} | {vf:.1f} | {ms:.2f} |"


def _prf(hits: int, found: int, gold: int) -> tuple[float, float, float]:
    return 100 * hits / max(found, 1), 100 * hits / max(gold, 1), 200 * hits / max(found + gold, 1)


def read_document(path: Path, dated: bool) -> Document:
    """A TimeML file as text and annotations."""
    raw = path.read_text(encoding="utf-8")
    stated = re.search(r'value="([^"]*)"', raw[raw.index("<DCT>") :])
    body = raw[raw.index("<TEXT>") + 6 : raw.rindex("</TEXT>")]
    text, gold, at = "", [], 0
    for found in _TIMEX.finditer(body):
        text += html.unescape(body[at : found.start()])
        words = html.unescape(found[2])
        value = re.search(r'value="([^"]*)"', found[1])
        gold.append((len(text), len(text) + len(words), None if not value or value[1] == "null" else value[1]))
        text += words
        at = found.end()
    text += html.unescape(body[at:])
    return Document(path.stem, text, stated[1] if stated and dated else None, tuple(gold))


def usual(value: str | None) -> str | None:
    """A value in the notation of TimeML."""
    if value is None:
        return None
    value = re.sub(r"^(\d{4})-XX-XX$", r"\1", value)
    value = re.sub(r"^(\d{4}-\d\d-\d\d)-WXX-\d", r"\1", value)
    value = re.sub(r"^(\d{4})-\d\d-(W\d\d)", r"\1-\2", value)
    return re.sub(r"^P(\d+|X)H$", r"PT\1H", value)


def score(document: Document, count: Count) -> None:
    """Adds one document to the counts."""
    begun = time.perf_counter()
    times = find_times(document.text, document.published)
    count.seconds += time.perf_counter() - begun
    count.words += len(document.text.split())
    count.gold += len(document.gold)
    count.found += len(times)
    free = list(document.gold)
    for one in times:
        start, end = one.span
        words = document.text[start:end]
        around = document.text[max(0, start - 40) : end + 30].replace("\n", " ")
        match = next((gold for gold in free if gold[0] < end and start < gold[1]), None)
        if match is None:
            count.errors.append(f"EXTRA {words!r} = {one.value}  ... {around}")
            continue
        free.remove(match)
        count.spans += 1
        if usual(one.value) == usual(match[2]):
            count.values += 1
        else:
            count.errors.append(f"VALUE {words!r} = {one.value}, not {match[2]} ({document.published})  ... {around}")
    count.errors += [f"MISSED {document.text[a:b]!r} = {value} ... {document.text[max(0, a - 30) : b + 20]!r}" for a, b, value in free]


def _by_hash(paths: list[Path]) -> list[Path]:
    return sorted(paths, key=_hash)


def _hash(path: Path) -> int:
    return int(hashlib.sha256(path.stem.encode()).hexdigest(), 16)


def _tables() -> list[tuple[str, bool, list[Path], bool]]:
    """The rows: name, whether texts are dated, files, whether errors may be looked at."""
    narratives = _by_hash(list((_DATA / "wikiwars" / "train").glob("*.tml")))
    tweets = _by_hash(list((_DATA / "tweets" / "train").glob("*.tml")))
    unseen = [path for path in tweets if _hash(path) % 3 == 0]
    return [
        ("WikiWars, developed on", False, narratives[_UNSEEN_NARRATIVES:], True),
        ("WikiWars, unseen", False, narratives[:_UNSEEN_NARRATIVES], False),
        ("tweets, developed on", True, [path for path in tweets if path not in unseen], True),
        ("tweets, unseen", True, unseen, False),
    ]


def print_folds() -> None:
    """The five folds of the narratives by the order of their names' hashes, their mean, and all narratives together."""
    narratives = _by_hash(list((_DATA / "wikiwars" / "train").glob("*.tml")))
    folds = []
    for fold in range(_FOLDS):
        count = Count()
        for path in narratives[fold::_FOLDS]:
            score(read_document(path, dated=False), count)
        folds.append(count)
        print(f"fold {fold + 1}: {len(narratives[fold::_FOLDS])} narratives, span and value F1 {_value_f1(count):.1f}")
    everything = Count(*(sum(getattr(count, name) for count in folds) for name in ("gold", "found", "spans", "values")))
    print(f"mean of the folds {sum(map(_value_f1, folds)) / _FOLDS:.1f}, all narratives together {_value_f1(everything):.1f}")


def _value_f1(count: Count) -> float:
    return _prf(count.values, count.found, count.gold)[2]


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", choices=["wikiwars", "tweets"], help="print what went wrong in the documents developed on")
    parser.add_argument("--developed", action="store_true", help="leave out the documents kept unseen")
    parser.add_argument("--folds", action="store_true", help="all narratives in five folds, and the mean of the folds")
    given = parser.parse_args()
    if given.folds:
        print_folds()
        return 0
    print("| texts | expressions | span P | R | F1 | span and value P | R | F1 | ms per 400 words |\n|---|---|---|---|---|---|---|---|---|")
    for name, dated, paths, open_to_look in _tables():
        if not open_to_look and given.developed:
            continue
        count = Count()
        for path in sorted(paths):
            score(read_document(path, dated), count)
        print(count.row(name))
        if open_to_look and given.errors and name.lower().startswith(given.errors):
            sys.stdout.write("\n".join(count.errors) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
