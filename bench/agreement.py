"""How far two annotations of the same reports agree: one is scored as a reading against the other.

    python bench/agreement.py FIRST SECOND --reports FILE.jsonl … [--score ../shared/gold/score.py]

FIRST and SECOND are folders of ID.json files in offsets; only reports that are in both count. F1 does not depend on which
of the two is taken for gold.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

_DEFAULT = Path(os.environ.get("ACCORDING_DATA", Path(__file__).resolve().parent.parent.parent / "shared")) / "gold" / "score.py"


def to_reading(record: dict[str, Any], text: str) -> dict[str, Any]:
    """An annotated report as a reading."""
    return {"report": {"ref": record["id"], "text": text}, **{part: record[part] for part in ("claims", "events", "figures")}}


def main() -> int:
    """The command line; 1 if no report is in both folders."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--reports", type=Path, nargs="+", required=True)
    parser.add_argument("--score", type=Path, default=_DEFAULT)
    given = parser.parse_args()
    lines = [json.loads(line) for path in given.reports for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    texts = {line["ref"]: line["text"] for line in lines}
    both = sorted({path.name for path in given.first.glob("*.json")} & {path.name for path in given.second.glob("*.json")})
    if not both:
        sys.stderr.write(f"no report is in both {given.first} and {given.second}\n")
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        gold = Path(scratch) / "gold"
        gold.mkdir()
        readings = []
        for name in both:
            shutil.copy(given.first / name, gold / name)
            record = json.loads((given.second / name).read_text(encoding="utf-8"))
            readings.append(json.dumps(to_reading(record, texts[record["id"]])))
        (Path(scratch) / "readings.jsonl").write_text("\n".join(readings) + "\n", encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(given.score), f"{scratch}/readings.jsonl", str(gold)], capture_output=True, text=True, check=True
        )
    sys.stdout.write(f"{len(both)} reports annotated twice\n\n```text\n{done.stdout.rstrip()}\n```\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
