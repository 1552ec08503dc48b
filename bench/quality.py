"""Scores the shipped tagger on a folder of one of the sets it is measured on.

    python bench/quality.py SET DIR

SET is one of gold, polnear, re3d, names, times, geo, factuality; DIR a folder in the form that the set has under ``data``
(for gold: a folder of ID.json files, whose texts stand in ``DIR-reports.jsonl`` beside it or in files given by ``--reports``);
a path that is not there is looked for under ``$ACCORDING_DATA`` (by default ``../shared`` beside the repository).
Prints a table in Markdown. Figures are per cent, micro-averaged over all texts of the folder. For gold also what
``score.py`` beside the folder prints of the whole readings.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from according.codec import to_json
from according.model import Report
from according.pipeline import read_marks
from according.tag.tagger import Tagger
from according.tag.weights import load_tagger, read_tagger
from quality_sets import Tally, score_attributions, score_factuality, score_quantities, score_spans, score_triggers
from train import sources
from train.choose import PAIRS, calibration_error
from train.samples import Sample

DATA = Path(os.environ.get("ACCORDING_DATA", Path(__file__).resolve().parents[2] / "shared"))


def format_table(tally: Tally) -> Iterator[str]:
    """A row for each measure."""
    yield "| measure | precision | recall | F1 | to be found |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for measure, size in tally.gold.items():
        precision, recall, f1 = tally.scores(measure)
        yield f"| {measure} | {precision:.1f} | {recall:.1f} | {f1:.1f} | {size:,} |"


def _each(samples: Iterable[Sample], score: Callable[[Sample, Tally], None]) -> Iterator[str]:
    tally = Tally()
    for sample in samples:
        score(sample, tally)
    return format_table(tally)


def score_polnear(folder: Path, tagger: Tagger) -> Iterator[str]:
    """Source, cue and content, by the rules of PolNeAR's own style."""
    return _each(sources.read_polnear(folder), lambda sample, tally: score_attributions(sample, tagger, tally))


def score_re3d(folder: Path, tagger: Tagger) -> Iterator[str]:
    """Entities by the set's own types; DIR holds one folder for each source."""
    return _each(sources.read_re3d(folder), lambda sample, tally: score_spans(sample, tagger, tally, "re3d"))


def score_names(folder: Path, tagger: Tagger) -> Iterator[str]:
    """The same reports by our types of names, as far as re3d's types tell."""
    return _each(sources.read_re3d(folder), lambda sample, tally: score_spans(sample, tagger, tally, "name"))


def score_times(folder: Path, tagger: Tagger) -> Iterator[str]:
    """TimeML files (WikiWars, tweets): time expressions and their types."""
    return _each(sources.read_times(folder), lambda sample, tally: score_spans(sample, tagger, tally, "time"))


def score_geo(folder: Path, tagger: Tagger) -> Iterator[str]:
    """GeoWebNews, LGL, GeoVirus: names of places; names of other types are not looked at."""
    files = sorted(path.name for path in folder.glob("*.xml"))
    return _each(
        sources.read_places(folder, files), lambda sample, tally: score_spans(sample, tagger, tally, "name", ("place", "facility"))
    )


def score_certainty(folder: Path, tagger: Tagger) -> Iterator[str]:
    """UW and UDS-IH2 (DIR/UW/dev.jsonl, DIR/UDS_IH2/dev.jsonl): mean absolute error and correlation of certainty."""
    yield "| set | mean absolute error | Pearson's r | words |"
    yield "| --- | ---: | ---: | ---: |"
    samples = list(sources.read_factuality(folder, "dev"))
    for name in ("UW", "UDS_IH2"):
        pairs: list[tuple[float, float]] = []
        for sample in samples:
            if sample.id.startswith(name):
                score_factuality(sample, tagger, pairs)
        error = sum(abs(gold - found) for gold, found in pairs) / len(pairs)
        yield f"| {name} | {error:.3f} | {_correlation(pairs):.3f} | {len(pairs):,} |"


def _correlation(pairs: list[tuple[float, float]]) -> float:
    count = len(pairs)
    mean_a, mean_b = sum(a for a, _ in pairs) / count, sum(b for _, b in pairs) / count
    covariance = sum((a - mean_a) * (b - mean_b) for a, b in pairs)
    spread = (sum((a - mean_a) ** 2 for a, _ in pairs) * sum((b - mean_b) ** 2 for _, b in pairs)) ** 0.5
    return float(covariance / spread)


def score_gold(folder: Path, tagger: Tagger, reports: list[Path]) -> Iterator[str]:
    """Our own annotations: marks against marks, then whole readings by ``score.py``."""
    reports = reports or [folder.with_name(f"{folder.name}-reports.jsonl")]
    records = {record["ref"]: record for path in reports for record in sources.read_lines(path)}
    texts = {ref: record["text"] for ref, record in records.items()}
    samples = list(sources.read_gold(sorted(folder.glob("*.json")), texts))

    def score(sample: Sample, tally: Tally) -> None:
        score_attributions(sample, tagger, tally)
        score_triggers(sample, tagger, tally)
        score_quantities(sample, tagger, tally)

    yield from _each(samples, score)
    yield from ("", "| marks | expected calibration error | confidence, mean | right |", "| --- | ---: | ---: | ---: |")
    for kind, pairs in PAIRS.items():
        outcomes = [outcome for sample in samples for outcome in pairs(sample, tagger.mark(sample.text))[0]]
        confidence, right = (100 * sum(column) / max(1, len(outcomes)) for column in zip(*outcomes, strict=True))
        yield f"| {kind} | {100 * calibration_error(outcomes):.1f} | {confidence:.1f} | {right:.1f} |"
    if (script := folder.parent / "score.py").exists():
        with tempfile.TemporaryDirectory() as scratch:
            readings = Path(scratch) / "readings.jsonl"
            lines = (to_json(read_marks(_report(records[sample.id]), tagger.mark(sample.text))) for sample in samples)
            readings.write_bytes(b"\n".join(lines) + b"\n")
            done = subprocess.run([sys.executable, str(script), str(readings), str(folder)], capture_output=True, text=True, check=True)
        yield from ("", "```text", done.stdout.rstrip(), "```")


def _report(record: dict[str, Any]) -> Report:
    given = {name: record.get(name) or None for name in ("publisher", "title", "published")}
    return replace(Report(record["ref"], record["ref"], "article", record["text"], language="en"), **given)  # type: ignore[arg-type]


SETS: dict[str, Callable[[Path, Tagger], Iterator[str]]] = {
    "polnear": score_polnear,
    "re3d": score_re3d,
    "names": score_names,
    "times": score_times,
    "geo": score_geo,
    "factuality": score_certainty,
}


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", choices=[*SETS, "gold"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=Path, action="append", default=[], help="gold: JSON Lines with the texts")
    parser.add_argument("--weights", type=Path, help="folder of weights to score instead of the shipped ones")
    given = parser.parse_args()
    folder = given.folder if given.folder.is_dir() else DATA / given.folder
    if not folder.is_dir():
        parser.error(f"{given.folder} is no folder, neither here nor under {DATA}")
    tagger = read_tagger(given.weights) if given.weights else load_tagger()
    rows = score_gold(folder, tagger, given.reports) if given.set == "gold" else SETS[given.set](folder, tagger)
    for row in rows:
        sys.stdout.write(row + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
