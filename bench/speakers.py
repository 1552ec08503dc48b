"""How well speakers and chains are read from annotated attributions, so that the tagger's errors do not count.

    python bench/speakers.py [FOLDER]

FOLDER holds annotations as offsets (default: ``train/annotations``, on which the rules were made); texts come from the data under
``$ACCORDING_DATA``. Names count as the same as in ``score.py``: half of their words.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

from according.claims.attribute import Said, attribute
from according.claims.known import FROM_VOCABULARY
from according.claims.passages import find_passages
from according.claims.sources import find_lead_ins
from according.model import Attribution, Mark
from according.sentences import find_sentences
from according.tag.weights import load_tagger

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from train.sources import read_lines, read_reports  # noqa: E402

DATA = Path(os.environ.get("ACCORDING_DATA", ROOT.parent / "shared"))
_DROPPED = frozenset("the a an of mr mrs ms dr s".split())


def words(name: str) -> set[str]:
    """The words by which names are compared."""
    return set(re.findall(r"\w+", name.lower())) - _DROPPED


def is_same(one: str, other: str) -> bool:
    """Whether two names share half of their words."""
    a, b = words(one), words(other)
    return bool(a and b and 2 * len(a & b) / (len(a) + len(b)) >= 0.5)


def read_claims(text: str, claims: list[dict[str, Any]], names: tuple[Mark, ...] = ()) -> list[Said]:
    """Speakers and chains of annotated attributions."""
    marks = [
        Attribution(
            tuple((a, b) for a, b in claim["content"]),
            tuple(claim["source"]) if claim["source"] else None,
            tuple(claim["cue"]) if claim["cue"] else None,
            claim["act"],
            1.0,
        )
        for claim in claims
    ]
    return attribute(text, marks, names, find_sentences(text), find_passages(text, find_lead_ins(text)), FROM_VOCABULARY)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "train" / "annotations")
    parser.add_argument("--marked", action="store_true", help="with the names that the tagger marks")
    parser.add_argument("--wrong", action="store_true", help="print what is wrong")
    given = parser.parse_args()
    reports = read_reports(DATA) | {record["ref"]: record for record in read_lines(DATA / "gold/dev-reports.jsonl")}
    counts = dict.fromkeys(("claims", "who", "chains", "via"), 0)
    for path in sorted(given.folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))["claims"]
        text = reports[path.stem]["text"]
        for claim, one in zip(gold, read_claims(text, gold, load_tagger().mark(text).names if given.marked else ()), strict=True):
            who = is_same(claim["who"], one.who) or claim["who"] == one.who
            counts["claims"] += 1
            counts["who"] += who
            via = len(claim["via"]) == len(one.via) and all(map(is_same, claim["via"], one.via))
            counts["chains"] += bool(claim["via"] or one.via)
            counts["via"] += bool(claim["via"] or one.via) and via
            if given.wrong and not (who and via):
                source, cue = (text[slice(*claim[part])] if claim[part] else None for part in ("source", "cue"))
                around = " ".join(text[max(0, (claim["cue"] or claim["content"][0])[0] - 60) :][:120].split())
                sys.stdout.write(f"{path.stem} | {source} | {cue} | {claim['who']} {claim['via']} | {one.who} {list(one.via)} | {around}\n")
    sys.stdout.write("| | right, % | of |\n| --- | ---: | ---: |\n")
    for measure, of in (("who", "claims"), ("via", "chains")):
        sys.stdout.write(f"| {measure} | {100 * counts[measure] / max(1, counts[of]):.1f} | {counts[of]:,} |\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
