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


def claims(readings: list[dict[str, Any]]) -> list[tuple[str, list[str], str, str]]:
    """Each claim of the article as who, via, certainty and content."""
    text = source_text()
    return [
        (claim["who"], claim["via"], claim["certainty"], " … ".join(text[a:b] for a, b in claim["content"]))
        for claim in readings[0]["claims"]
    ]


def claim_on(readings: list[dict[str, Any]], words: str) -> tuple[str, list[str], str, str]:
    """The shortest claim whose content has these words."""
    return min((claim for claim in claims(readings) if words in claim[3]), key=lambda claim: len(claim[3]))


@pytest.mark.parametrize(
    ("words", "who", "via"),
    [("surrender or die", "Zaid al-Saleh", "Sputnik"), ("used as pawns", "Rupert Colville", None), ("orchestrated", "Sergey Lavrov", None)],
)
def test_every_speaker_is_named(readings: list[dict[str, Any]], words: str, who: str, via: str | None) -> None:
    """By the fullest name that the text gives, through whom it came."""
    found = claim_on(readings, words)
    assert found[0] == who
    assert via is None or via in found[1]


def test_may_have_been_is_possible(readings: list[dict[str, Any]]) -> None:
    """In the minister's words, not in the reporter's or the machine's."""
    assert claim_on(readings, "orchestrated")[2] == "possible"


def test_unnamed_reports_are_a_source(readings: list[dict[str, Any]]) -> None:
    """Of the numbers that fled."""
    assert claim_on(readings, "130,000")[0] == "reports"


def test_the_posts_are_claims_of_their_authors(readings: list[dict[str, Any]]) -> None:
    """Three of them, by two people, in their own words."""
    authors = [post["author"] for post in readings[0]["report"]["posts"]]
    posts = [claim for claim in readings[0]["claims"] if claim["cue"] is None and claim["form"] == "direct" and claim["who"] in authors]
    assert [claim["who"] for claim in posts] == authors


def test_every_number_has_its_range_and_its_measure(readings: list[dict[str, Any]]) -> None:
    """What was counted in a day stands apart from the total."""
    text = source_text()
    figures = {text[slice(*figure["span"])]: figure for figure in readings[0]["figures"]}
    found = {words: (figure["low"], figure["high"], figure["measure"]) for words, figure in figures.items()}
    assert (10_000, 13_000, "displaced") in found.values()
    assert (130_000, 130_000, "displaced") in found.values()
    assert (4_000, 4_000, "fighters") in found.values()
    assert (3, 3, "places") in found.values() or (3, 3, "buildings") in found.values()
    scopes = {figure["low"]: figure["scope"] for figure in figures.values()}
    assert (scopes[10_000], scopes[130_000]) == ("new", "total")


def test_the_battle_began_on_its_day(readings: list[dict[str, Any]]) -> None:
    """The date that the text gives, for the time and for what happened then."""
    assert "2012-07-19" in [time["value"] for time in readings[0]["times"]]
    assert "2012-07-19" in [event["date"] for event in readings[0]["events"]]


def test_a_district_that_no_gazetteer_knows_lies_in_its_city(readings: list[dict[str, Any]]) -> None:
    """With the city's position, or its own where our list has it, and never nowhere."""
    text = source_text()
    (place,) = [place for place in readings[0]["places"] if text[slice(*place["span"])].startswith("Sheik Saeed")]
    assert place["within"] == "Aleppo"
    assert abs(place["lat"] - 36.2) < 0.2
    assert abs(place["lon"] - 37.16) < 0.2


def test_the_march_on_palmyra_has_its_actor_and_place(readings: list[dict[str, Any]]) -> None:
    """Who is said to have gone where."""
    text = source_text()
    events = [
        (event["kind"], event["actor"] and text[slice(*event["actor"])], event["place"] and text[slice(*event["place"])])
        for event in readings[0]["events"]
    ]
    assert any(kind == "battle" and actor and "militants" in actor and place and "Palmyra" in place for kind, actor, place in events)


def test_it_can_be_shown_and_found_again(account: Path, readings: list[dict[str, Any]]) -> None:
    """By its path and its words, whole."""
    assert source_text() in according(account, "show", readings[0]["report"]["ref"]).stdout.decode()
    assert according(account, "search", "liberated").stdout
    assert b"nothing changed" in according(account, "verify").stdout
