"""Real reports and pages through the whole command line: every one is read. They stay outside this repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("ACCORDING_DATA", ROOT.parent / "shared")) / "data"

pytestmark = pytest.mark.skipif(not (DATA / "reports").is_dir(), reason=f"left out: the real reports are not there ({DATA})")


def read(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from according.cli import main; main()", "read", "--json", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False)


def test_reports_are_read_and_kept_word_for_word(tmp_path: Path) -> None:
    """Every twenty-fourth record of each collection, each under its own ref, with its text untouched and its offsets true."""
    lines = [line for file in sorted((DATA / "reports").glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()[1::24]]
    (tmp_path / "reports.jsonl").write_text("\n".join(lines), encoding="utf-8")
    given = [json.loads(line) for line in lines]
    done = read(tmp_path, "reports.jsonl")
    assert (done.returncode, done.stderr) == (0, b"")
    readings = [json.loads(line) for line in done.stdout.splitlines()]
    reports = [reading["report"] for reading in readings if reading["report"]["parent"] is None]
    assert len(given) > 40
    assert [(report["ref"], report["text"]) for report in reports] == [(record["ref"], record["text"]) for record in given]
    for reading in readings:
        text = reading["report"]["text"]
        for post in reading["report"]["posts"]:
            start, end = post["span"]
            assert 0 <= start < end <= len(text)
        for source in reading["sources"]:
            if source["kind"] != "social media":
                assert all(text[start:end].strip() for start, end in source["mentions"])
    again = subprocess.run(
        [sys.executable, "-c", "from according.cli import main; main()", "verify"], cwd=tmp_path, capture_output=True, check=False
    )
    assert b"nothing changed" in again.stdout


def test_all_pages_are_read_with_the_same_output_for_two_workers(tmp_path: Path) -> None:
    """No page fails, none is empty; every third is read again by one worker."""
    pages = DATA / "extraction" / "pages"
    some = {str(page) for page in sorted(pages.glob("*.html"))[::3]}
    together, alone = read(tmp_path, "--no-store", "--workers", "2", str(pages)), read(tmp_path, "--no-store", *sorted(some))
    assert (together.returncode, together.stderr) == (alone.returncode, alone.stderr) == (0, b"")
    lines = together.stdout.splitlines()
    assert alone.stdout.splitlines() == [line for line in lines if json.loads(line)["report"]["ref"].partition("#")[0] in some]
    reports = [json.loads(line)["report"] for line in lines]
    articles = [report for report in reports if report["parent"] is None]
    assert len(articles) == len(list(pages.glob("*.html")))
    assert all(report["text"].strip() for report in articles)
