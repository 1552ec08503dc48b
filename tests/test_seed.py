"""The first report that According was made for, through the whole command line. Its text stays outside this repository."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
SEED = Path(os.environ.get("ACCORDING_DATA", ROOT.parent / "shared")) / "data" / "seed"
SIGNATURE = re.compile(r"(?P<media>pic\.twitter\.com/\w+) — (?P<author>[^(\n]+) \(@(?P<handle>\w+)\) December 12, 2016")

pytestmark = pytest.mark.skipif(not SEED.is_dir(), reason=f"left out: the seed report is not there ({SEED})")


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seed")


@pytest.fixture(scope="module")
def readings(account: Path) -> list[dict[str, Any]]:
    """What ``according read --json`` prints for the folder, parsed."""
    done = according(account, "read", str(SEED), "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    return [json.loads(line) for line in done.stdout.splitlines()]


def according(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from according.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False)


def source_text() -> str:
    (path,) = SEED.glob("*.txt")
    return path.read_bytes().decode("utf-8")


def test_every_character_is_kept(readings: list[dict[str, Any]]) -> None:
    """Flags and emoji included: the text is the file."""
    assert readings[0]["report"]["text"] == source_text()


def test_the_date_of_publication_is_known_from_the_text(readings: list[dict[str, Any]]) -> None:
    """Not from the day of reading."""
    report = readings[0]["report"]
    assert (report["published"], report["published_how"], report["kind"], report["language"]) == ("2016-12-12", "text", "article", "en")


def test_the_three_posts_come_out_with_author_handle_date_and_media(readings: list[dict[str, Any]]) -> None:
    """As spans of the article, and each as a report of its own with the article as parent."""
    text = source_text()
    expected = [(found["author"], found["handle"], (found["media"],)) for found in SIGNATURE.finditer(text)]
    assert len(expected) == 3
    article, *posts = (reading["report"] for reading in readings)
    assert [(post["author"], post["handle"], tuple(post["media"])) for post in article["posts"]] == expected
    assert {(post["published"], post["platform"]) for post in article["posts"]} == {("2016-12-12", "twitter")}
    assert all(SIGNATURE.search(text[slice(*post["span"])]) for post in article["posts"])
    assert [(post["kind"], post["parent"]) for post in posts] == [("post", article["id"])] * 3
    assert [post["text"] for post in posts] == [text[slice(*post["text_span"])] for post in article["posts"]]
    assert any("🇸🇾" in post["text"] for post in posts)


def test_the_outlet_quoted_is_named(readings: list[dict[str, Any]]) -> None:
    """Where its name stands in the text."""
    (outlet,) = (source for source in readings[0]["sources"] if source["name"] == "Sputnik")
    assert source_text()[slice(*outlet["mentions"][0])].startswith("Sputnik")


def test_it_can_be_shown_and_found_again(account: Path, readings: list[dict[str, Any]]) -> None:
    """By its path and its words, whole."""
    assert source_text() in according(account, "show", readings[0]["report"]["ref"]).stdout.decode()
    assert according(account, "search", "liberated").stdout
    assert b"nothing changed" in according(account, "verify").stdout
