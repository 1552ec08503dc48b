"""Scores figures: with the annotated spans, with the tagger's marks, by the spotter alone, ties to events, and IDMC's excerpts.

    python bench/figures.py [--data ../shared] [--dev]

Reports are those of ``train/annotations``; the weights that tell measures are fitted on four fifths of the reports and
tested on the fifth, and so with the excerpts of IDMC. The tagger learned from most of these reports: "held back" are those
that it did not learn from. ``gold/score.py`` counts. ``--dev`` scores the dev reports too, with the shipped weights.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from according.figures import find_quantities, make_figures, tie_figure
from according.figures.measures import Weights
from according.model import Figure, Marks, Quantity, Trigger
from according.places import fill_place_names, open_gazetteer
from according.places.folding import name_key
from according.tag.tagger import Tagger
from according.tag.weights import load_tagger
from train.figures import Annotated, fit, fold_of, iter_displaced, iter_examples, read_annotated
from train.sources import read_lines

DATA = Path(os.environ.get("ACCORDING_DATA", Path(__file__).resolve().parents[2] / "shared"))
_FOLDS = 5
_HOUSEHOLD = re.compile(r"\b(?:famil(?:y|ies)|households?)\b", re.IGNORECASE)
_TERMS = {
    "displaced": ("displaced",),
    "evacuated": ("evacuated",),
    "forced to flee": ("displaced",),
    "in relief camp": ("displaced", "in_need"),
    "sheltered": ("displaced", "evacuated", "in_need"),
    "relocated": ("displaced", "evacuated"),
    "homeless": ("displaced",),
    "destroyed housing": ("buildings",),
    "partially destroyed housing": ("buildings",),
    "uninhabitable housing": ("buildings", "displaced"),
}
"""The measures that say what a term of IDMC says."""
_NO_NAMES = frozenset(
    """province provinces district districts county region regions state states western eastern northern southern central south north
    east west southeastern area areas islands island municipality department city town prefecture autonomous village camp river
    rural""".split()
)
"""Words of a location that name no place by themselves."""
_DAMAGED = frozenset(("destroyed housing", "partially destroyed housing", "uninhabitable housing"))

Make = Callable[[Annotated, Weights], Sequence[Figure]]


def figures_of_marks(report: Annotated, weights: Weights) -> Sequence[Figure]:
    """What According makes of the tagger's marks."""
    return make_figures(report.text, report.marks.quantities, report.marks.triggers, weights)


def figures_of_marks_alone(report: Annotated, weights: Weights) -> Sequence[Figure]:
    """The same without what the spotter adds."""
    marks = report.marks
    return [
        figure
        for figure in make_figures(report.text, marks.quantities, marks.triggers, weights)
        if any(mark.span[0] < figure.span[1] and figure.span[0] < mark.span[1] for mark in marks.quantities)
    ]


def figures_of_gold(report: Annotated, weights: Weights) -> Sequence[Figure]:
    """Figures of the annotated spans alone, each with the measure that the tagger gives it there, if any."""
    spans = [tuple(figure["span"]) for figure in report.record["figures"]]
    marked = {
        span: next((mark for mark in report.marks.quantities if mark.span[0] < span[1] and span[0] < mark.span[1]), None) for span in spans
    }
    quantities = [Quantity(s, m.measure if m else "", m.scope if m else None, m.confidence if m else 0.0) for s, m in marked.items()]
    made = make_figures(report.text, quantities, report.marks.triggers, weights)
    return [figure for figure in made if any(figure.span[0] < end and start < figure.span[1] for start, end in spans)]


def figures_spotted(report: Annotated, weights: Weights) -> Sequence[Figure]:
    """What the spotter finds without any mark of the tagger, with the measures that it gives."""
    spotted = find_quantities(report.text, weights)
    measures = {mark.span: mark.measure for mark in spotted}
    made = make_figures(report.text, spotted, (), weights)
    return [replace(figure, measure=measures.get(figure.span, figure.measure)) for figure in made]


def print_scores(title: str, reports: Sequence[Annotated], weights: Mapping[str, Weights], make: Make, shared: Path) -> None:
    """The lines of ``score.py`` on figures, and how many spans are cut exactly."""
    exact = found = 0
    with tempfile.TemporaryDirectory() as folder:
        readings, gold = Path(folder) / "readings.jsonl", Path(folder) / "gold"
        gold.mkdir()
        with readings.open("w", encoding="utf-8") as lines:
            for report in reports:
                figures = make(report, weights[report.ref])
                spans = {tuple(figure["span"]) for figure in report.record["figures"]}
                exact += sum(figure.span in spans for figure in figures)
                found += sum(any(f.span[0] < end and start < f.span[1] for start, end in spans) for f in figures)
                reading = {"report": {"ref": report.ref, "text": report.text}, "claims": [], "events": []}
                lines.write(json.dumps(reading | {"figures": [asdict(figure) for figure in figures]}) + "\n")
                (gold / f"{report.ref}.json").write_text(json.dumps(report.record), encoding="utf-8")
        print(f"{title} ({len(reports)} reports)")
        print_figure_lines(shared, readings, gold)
    print(f"  exact span {100 * exact / max(1, found):.1f} of {found}")


def print_figure_lines(shared: Path, readings: Path, gold: Path) -> None:
    """What ``score.py`` says of figures."""
    score = subprocess.run(
        [sys.executable, str(shared / "gold/score.py"), str(readings), str(gold)], capture_output=True, text=True, check=False
    )
    for line in score.stdout.splitlines():
        if line.startswith("figures"):
            print(" ", line)


def print_ties(title: str, reports: Iterable[Annotated], with_marks: bool) -> None:
    """How often the annotated figures are tied to a mention of their own happening."""
    counts: Counter[str] = Counter()
    for report in reports:
        events = {tuple(event["trigger"]): event for event in report.record["events"]}
        triggers = report.marks.triggers if with_marks else [_trigger(event) for event in report.record["events"]]
        for gold in report.record["figures"]:
            start, end = gold["span"]
            figure = Figure((start, end), gold["low"], gold["high"], None, gold["measure"], gold["of"], gold["scope"])
            tied = tie_figure(figure, triggers, report.text)
            event = next((e["event"] for span, e in events.items() if tied and span[0] < tied.span[1] and tied.span[0] < span[1]), None)
            if gold["event"]:
                counts["tied"] += 1
                counts["right"] += event == gold["event"]
            else:
                counts["untied"] += 1
                counts["left untied"] += event is None
    print(f"{title}: right {100 * counts['right'] / counts['tied']:.1f} of {counts['tied']}", end="")
    print(f"; without event and left so {counts['left untied']} of {counts['untied']}")


def _trigger(event: Mapping[str, Any]) -> Trigger:
    actor, target, place = (tuple(event[role]) if event[role] else None for role in ("actor", "target", "place"))
    return Trigger(tuple(event["trigger"]), event["kind"], event["status"], actor, target, place, 1.0)


def print_idmc(folder: Path, tagger: Tagger, folds: Sequence[Weights]) -> None:
    """Figure, term, unit and place of IDMC's excerpts; a figure that the excerpt does not state as one is counted as missed.

    The coders took many a location from the page around the excerpt; places are counted where the excerpt names one of them.
    """
    counts: Counter[str] = Counter()
    with (folder / "idmc_fully_labelled.csv").open(encoding="cp1252", errors="replace", newline="") as table:
        for number, row in enumerate(csv.DictReader(table)):
            term, digits = row["Reporting term"].strip().lower(), re.sub(r"\D", "", row["Displacement figure"])
            if term not in _TERMS or not digits:
                continue
            text, wanted = row["Excerpt"], int(digits)
            marks = tagger.mark(text)
            weights = folds[fold_of(f"idmc/{number}")]
            figures = make_figures(text, marks.quantities, marks.triggers, weights)
            valued = [figure for figure in figures if wanted in (figure.low, figure.high)]
            termed = [figure for figure in valued if figure.measure in _TERMS[term]]
            stated = (_names(row["Specific location"] or "") - _NO_NAMES) & _names(text)
            place = bool(stated & _place_names(text, marks))
            counts["all"] += 1
            counts["figure"] += bool(valued)
            counts["figure and term"] += bool(termed)
            counts["figure, term and unit"] += any(_unit(figure, term) == row["Reporting unit"] for figure in termed)
            counts["place stated"] += bool(stated)
            counts["place"] += place
            counts["figure, term and place"] += bool(termed) and place
    print(f"IDMC excerpts ({counts['all']})")
    for measure in ("figure", "figure and term", "figure, term and unit"):
        print(f"  {measure} {100 * counts[measure] / counts['all']:.1f}")
    for measure in ("place", "figure, term and place"):
        print(f"  {measure} {100 * counts[measure] / counts['place stated']:.1f} of {counts['place stated']} whose excerpt names the place")


def _unit(figure: Figure, term: str) -> str:
    return "Households" if term in _DAMAGED or _HOUSEHOLD.search(figure.of or "") else "People"


def _names(text: str) -> set[str]:
    """The capitalised words of a text, without their accents and in lower case."""
    return {name_key(word) for word in re.findall(r"[^\W\d_]{3,}", text) if word[0].isupper()}


def _place_names(text: str, marks: Marks) -> set[str]:
    """The words of the places that are found in a text: those that the tagger marks, and those that fill its gaps."""
    marked = [mark.span for mark in marks.names if mark.type in ("place", "facility")]
    people = [mark.span for mark in marks.names if mark.type == "person"]
    return {word for span in fill_place_names(text, marked, people, open_gazetteer()) for word in _names(text[slice(*span)])}


def print_speed(reports: Sequence[Annotated]) -> None:
    """Milliseconds for the figures of one report, all told."""
    make_figures("At least 40 people were killed.", (), ())
    start = time.perf_counter()
    for report in reports:
        for figure in make_figures(report.text, report.marks.quantities, report.marks.triggers):
            tie_figure(figure, report.marks.triggers, report.text)
    made = time.perf_counter() - start
    start = time.perf_counter()
    for report in reports:
        find_quantities(report.text)
    spotted, words = time.perf_counter() - start, sum(len(report.text.split()) for report in reports)
    print(
        f"{1000 * made / len(reports):.2f} ms to make and tie a report's figures, {1000 * spotted / len(reports):.2f} ms to spot alone",
        end="",
    )
    print(f" ({words / len(reports):.0f} words on average)")


def print_dev(shared: Path, tagger: Tagger) -> None:
    """The dev reports, by the shipped weights."""
    with tempfile.TemporaryDirectory() as folder:
        readings = Path(folder) / "readings.jsonl"
        with readings.open("w", encoding="utf-8") as lines:
            for record in read_lines(shared / "gold/dev-reports.jsonl"):
                marks = tagger.mark(record["text"])
                figures = make_figures(record["text"], marks.quantities, marks.triggers)
                reading = {"report": {"ref": record["ref"], "text": record["text"]}, "claims": [], "events": []}
                lines.write(json.dumps(reading | {"figures": [asdict(figure) for figure in figures]}) + "\n")
        print("Dev reports, shipped weights")
        print_figure_lines(shared, readings, shared / "gold/dev")


def is_held_back(ref: str, shared: Path) -> bool:
    """Whether the tagger learned nothing from this report, by the rule of ``train.recipe``."""
    return hashlib.sha256(ref.encode("utf-8")).digest()[0] < 25.6 and not (shared / f"gold/train/{ref}.json").exists()


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--dev", action="store_true", help="score the dev reports too")
    given = parser.parse_args()
    tagger = load_tagger()
    reports = read_annotated(given.data, tagger)
    held_back = [report for report in reports if is_held_back(report.ref, given.data)]
    examples = [*iter_examples(reports), *iter_displaced(given.data / "data/idmc", tagger)]
    folds = [fit([example for example in examples if fold_of(example.ref) != fold]) for fold in range(_FOLDS)]
    weights = {report.ref: folds[fold_of(report.ref)] for report in reports}
    print_scores("Annotated spans", reports, weights, figures_of_gold, given.data)
    print_scores("Spotter alone", reports, weights, figures_spotted, given.data)
    print_scores("Tagger's marks", reports, weights, figures_of_marks_alone, given.data)
    print_scores("Tagger's marks and spotter", reports, weights, figures_of_marks, given.data)
    print_scores("Tagger's marks, held back", held_back, weights, figures_of_marks_alone, given.data)
    print_scores("Tagger's marks and spotter, held back", held_back, weights, figures_of_marks, given.data)
    print_ties("Ties, annotated triggers", reports, with_marks=False)
    print_ties("Ties, tagger's triggers", reports, with_marks=True)
    print_ties("Ties, tagger's triggers, held back", held_back, with_marks=True)
    print_idmc(given.data / "data/idmc", tagger, folds)
    print_speed(reports)
    if given.dev:
        print_dev(given.data, tagger)
    return 0


if __name__ == "__main__":
    sys.exit(main())
