"""The commands: what they print on which stream, and the code they end with."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from according.cli import main

ARTICLE = """date 2019-03-13
Bridge at Lower Kesh reopened

The garrison said on Wednesday that 300 people had crossed.

Crossing now 🌉 pic.twitter.com/aB3dE5fG7h — Anneli Roo (@anneli_crosses) March 13, 2019

Dorvan Post reports:
The river was quiet.
"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Kesh Relief</title>
<item><guid>kesh-1</guid><title>First bulletin</title><description>{first}</description></item>
<item><guid>kesh-2</guid><title>Second bulletin</title><description>Two wells were dug in Upper Kesh.</description></item>
</channel></rss>"""


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def json(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Command = Callable[..., Ended]


@pytest.fixture
def according(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """The command line in a folder of its own; returns how it ended and what it printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def command(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["according", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        printed = capfd.readouterr()
        return Ended(int(end.value.code or 0), printed.out, printed.err)

    return command


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "kesh.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


USAGE = {
    "no command": [],
    "an unknown command": ["reed", "a.txt"],
    "an unknown option": ["read", "--bogus", "a.txt"],
    "no input": ["read"],
    "no worker": ["read", "--workers", "0", "a.txt"],
    "workers that are no number": ["read", "--workers", "two", "a.txt"],
    "a settings file that is not there": ["read", "--config", "none.toml", "a.txt"],
    "no name to show": ["show"],
    "no hits wanted": ["search", "kesh", "--limit", "0"],
}


@pytest.mark.parametrize("arguments", USAGE.values(), ids=USAGE)
def test_a_wrong_call_ends_with_2_and_does_nothing(according: Command, tmp_path: Path, arguments: list[str]) -> None:
    """The way a command is called is checked before anything is opened or made."""
    assert according(*arguments).code == 2
    assert not list(tmp_path.iterdir())


BAD_SETTINGS = {
    "max_item_bytes = 'many'": "max_item_bytes",
    "workers = -1": "workers",
    "colour = 'red'": "colour",
    "workers = ": "settings.toml",
}


@pytest.mark.parametrize(("line", "named"), BAD_SETTINGS.items())
def test_a_bad_setting_is_named_and_ends_with_2(according: Command, tmp_path: Path, line: str, named: str) -> None:
    """From a file or from the environment, with one line that says which."""
    (tmp_path / "settings.toml").write_text(line)
    ended = according("read", "--config", "settings.toml", "a.txt")
    assert (ended.code, ended.out, named in ended.err, len(ended.err.splitlines())) == (2, "", True, 1)


def test_a_bad_setting_in_the_environment_is_named(according: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment is checked like a file."""
    monkeypatch.setenv("ACCORDING_BUSY_TIMEOUT_S", "soon")
    ended = according("read", "a.txt")
    assert (ended.code, "busy_timeout_s" in ended.err) == (2, True)


def test_reading_prints_a_line_for_each_report_and_its_posts(according: Command, article: Path) -> None:
    """What it is, whose, of when and how that is known, and the name to ask for it; a post has its number there."""
    ended = according("read", "kesh.txt")
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "article   no publisher given: Bridge at Lower Kesh reopened"
        " · 2019-03-13 (from the text) · en · 1 post · 3 claims · 1 event  kesh.txt",
        "  ↳ post  Anneli Roo (@anneli_crosses): Crossing now 🌉 pic.twitter.com/aB3dE5fG7h"
        " · 2019-03-13 (from the text) · 1 claim  #post/1",
    ]
    assert ended.err == "1 report and 1 post read; 2 new and 0 already known in account.db\n"


def test_the_same_bytes_again_add_nothing(according: Command, article: Path) -> None:
    """In another run, under another name, or twice in one run."""
    according("read", "kesh.txt")
    Path("copy.txt").write_bytes(article.read_bytes())
    ended = according("read", "kesh.txt", "copy.txt", "kesh.txt", "--quiet")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == "3 reports and 3 posts read; 0 new and 6 already known in account.db\n"
    assert "1 capture, 1 report and 1 post verified" in according("verify").out
    assert len(according("history", "kesh.txt").out.splitlines()) == 1


def test_json_puts_readings_on_standard_output_and_nothing_else(according: Command, article: Path) -> None:
    """Failures are on standard error, and there is no last line."""
    ended = according("read", "--json", "kesh.txt", "none.txt")
    assert (ended.code, ended.err) == (1, "according: none.txt: is not there\n")
    assert [(reading["schema"], reading["report"]["kind"]) for reading in ended.json] == [
        ("according.reading/1", "article"),
        ("according.reading/1", "post"),
    ]
    assert ended.json[0]["report"]["text"] == ARTICLE


def test_without_a_store_there_is_no_account(according: Command, article: Path, tmp_path: Path) -> None:
    """Only the lines are left."""
    ended = according("read", "--no-store", "kesh.txt")
    assert (ended.code, ended.err) == (0, "1 report and 1 post read\n")
    assert list(tmp_path.iterdir()) == [article]


def test_problems_of_a_report_stand_below_its_line(according: Command, tmp_path: Path) -> None:
    """A record that is read with a reservation is read all the same."""
    (tmp_path / "one.json").write_text('{"text": "The ferry runs again.", "published": "the day before yesterday"}')
    ended = according("read", "one.json")
    assert ended.code == 0
    assert ended.out.splitlines()[1].startswith("          ! published 'the day before yesterday' states no full date")


@pytest.mark.parametrize("as_json", [True, False], ids=["JSON", "lines"])
def test_the_output_is_the_same_for_any_number_of_workers(according: Command, tmp_path: Path, as_json: bool) -> None:
    """Reports and failures in the same order, byte for byte, on both streams."""
    lines = [json.dumps({"ref": f"r-{n}", "text": f"Report {n} from Kesh."}) if n % 7 else '{"ref": "broken' for n in range(100)]
    (tmp_path / "many.jsonl").write_text("\n".join(lines))
    (tmp_path / "empty.html").write_text("")
    arguments = ["read", "--no-store", "empty.html", "many.jsonl", "none.txt", *(["--json"] if as_json else [])]
    ended = [according(*arguments, "--workers", str(workers)) for workers in (1, 2, 3)]
    assert ended[0] == ended[1] == ended[2]
    assert (ended[0].code, len(ended[0].out.splitlines()), ended[0].err.count("many.jsonl:")) == (1, 85, 15)


def test_what_the_account_cannot_keep_is_named_and_the_rest_goes_on(according: Command, tmp_path: Path) -> None:
    """One failure costs one thing."""
    (tmp_path / "two.jsonl").write_text('{"url": "https://kesh.example/\\u0000", "text": "One."}\n{"ref": "whole", "text": "Two."}')
    ended = according("read", "two.jsonl")
    assert (ended.code, len(ended.err.splitlines()), ended.out.splitlines()[-1].split()[-1]) == (1, 2, "whole")


def test_show_tells_facts_evidence_sources_posts_and_text(according: Command, article: Path) -> None:
    """Each with how it is known; ids and hashes stand on one line, and the text as the report gives it."""
    according("read", "kesh.txt")
    out = according("show", "kesh.txt").out
    for line in (
        "Bridge at Lower Kesh reopened",
        "  publisher   not given",
        "  published   2019-03-13  from the text",
        f"  SHA-256     {hashlib.sha256(article.read_bytes()).hexdigest()}",
        "  Anneli Roo (@anneli_crosses) · twitter · 2019-03-13",
    ):
        assert line in out.splitlines()
    assert out.endswith(f"\nText\n{ARTICLE}\n")
    assert "Dorvan Post  media" in out


def test_a_report_is_found_by_its_ref_or_its_id_or_the_beginning_of_that(according: Command, article: Path) -> None:
    """All three show the same page."""
    identity = according("read", "kesh.txt", "--json").json[0]["report"]["id"]
    assert len({according("show", name).out for name in ("kesh.txt", identity, identity.removeprefix("sha256:")[:10])}) == 1


def test_show_as_json_gives_the_reading_that_was_printed(according: Command, article: Path) -> None:
    """The account gives back what came out of reading, byte for byte."""
    read = according("read", "kesh.txt", "--json").out.splitlines()
    assert according("show", "kesh.txt#post/1", "--json").out.splitlines() == read[1:]


@pytest.mark.parametrize("command", ["show", "history"])
@pytest.mark.parametrize("name", ["nothing", "sha256:" + "0" * 64, "\udcff.txt", ""])
def test_a_name_that_the_account_does_not_hold_ends_with_1(according: Command, article: Path, command: str, name: str) -> None:
    """One line says so, whatever the name is made of."""
    according("read", "kesh.txt")
    ended = according(command, name)
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (1, "", 1)


def test_search_shows_the_words_around_the_matches(according: Command, article: Path) -> None:
    """The report's name stands beside them; nothing found is no failure."""
    according("read", "kesh.txt")
    found = according("search", '"people had crossed" garr*')
    assert (found.code, "kesh.txt" in found.out, "300 people had crossed." in found.out) == (0, True, True)
    assert according("search", "garrison", "--json").json[0]["ref"] == "kesh.txt"
    nothing = according("search", "parliament")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "nothing found\n")
    assert according("search", "...").code == 1


def test_history_shows_the_captures_of_an_address_and_the_difference(according: Command, article: Path) -> None:
    """Lines lost and gained, between one capture and the next."""
    according("read", "kesh.txt")
    article.write_text(ARTICLE.replace("300 people", "400 people"), encoding="utf-8")
    according("read", "kesh.txt")
    lines = according("history", "kesh.txt").out.splitlines()
    assert [line for line in lines if line.startswith(("-", "+"))] == [
        "-The garrison said on Wednesday that 300 people had crossed.",
        "+The garrison said on Wednesday that 400 people had crossed.",
    ]
    assert sum("sha256:" in line for line in lines) == 2
    entries = according("history", "kesh.txt", "--json").json
    assert [entry["capture"]["sha256"] in "".join(lines) for entry in entries] == [True, True]


def test_history_says_where_only_the_ends_of_lines_differ(according: Command, article: Path) -> None:
    """Other bytes with the same words are another capture, and no difference in the words is claimed."""
    according("read", "kesh.txt")
    article.write_bytes(ARTICLE.replace("\n", "\r\n").encode())
    according("read", "kesh.txt")
    assert "the same lines, ended otherwise" in according("history", "kesh.txt").out


def test_history_of_a_feed_compares_each_report_with_itself(according: Command, tmp_path: Path) -> None:
    """Not one bulletin with another that came beside it."""
    for first in ("One well was dug in Lower Kesh.", "Three wells were dug in Lower Kesh."):
        (tmp_path / "kesh.rss").write_text(FEED.format(first=first))
        according("read", "kesh.rss")
    lines = according("history", "kesh.rss").out.splitlines()
    changes = [line for line in lines if line.startswith(("-", "+"))]
    assert changes == ["-One well was dug in Lower Kesh.", "+Three wells were dug in Lower Kesh."]
    assert lines.count("  the same text") == 1


def test_verify_names_what_was_tampered_with(according: Command, article: Path) -> None:
    """The kind of thing, its id, where it came from, and what is wrong with it; the code is 1."""
    according("read", "kesh.txt")
    assert according("verify") == Ended(0, "1 capture, 1 report and 1 post verified: nothing changed\n", "")
    with sqlite3.connect("account.db") as connection:
        connection.execute("UPDATE reports SET text = replace(text, '300', '900') WHERE parent_id IS NULL")
    connection.close()
    ended = according("verify")
    assert ended.code == 1
    assert "kesh.txt" in ended.out.splitlines()[0]
    assert ended.out.splitlines()[-1].endswith("changed")
    assert {finding["what"] for finding in according("verify", "--json").json} >= {"text", "report"}


def test_the_demo_prints_the_account_of_its_bundle(according: Command, tmp_path: Path) -> None:
    """Two groups in the order of time, with posts, credits and evidence; nothing is left behind."""
    ended = according("demo")
    assert ended.code == 0
    headings = [line for line in ended.out.splitlines() if line.startswith("Published from")]
    assert [heading.partition(" · ")[0] for heading in headings] == [
        "Published from 2019-03-12 to 2019-03-14",
        "Published from 2019-04-11 to 2019-04-12",
    ]
    assert all(words in ended.out for words in ("↳ Mirel Tovas (@GheldaMirel)", "credits Transmeer News", "one origin, not 2"))
    assert max(map(len, ended.out.splitlines())) <= 80
    assert not any(line != line.rstrip() for line in ended.out.splitlines())
    assert not list(tmp_path.iterdir())


def test_the_demo_can_be_kept_and_its_readings_printed(according: Command) -> None:
    """In an account of its own, which then answers like any other."""
    readings = according("demo", "--json", "--account", "demo.db").json
    assert len(readings) == 24
    assert according("show", readings[0]["report"]["id"], "--account", "demo.db").code == 0


def test_version_names_the_version_and_the_schema(according: Command) -> None:
    """On one line."""
    assert according("version") == Ended(0, "according 0.1.0 (according.reading/1)\n", "")


def test_a_private_address_is_refused_unless_it_is_allowed(according: Command) -> None:
    """With --allow-private only what answers there decides; nobody listens on that port."""
    refused = according("read", "--no-store", "http://127.0.0.1:9/a")
    allowed = according("read", "--no-store", "--allow-private", "127.0.0.1:9", "--config", "fast.toml", "http://127.0.0.1:9/a")
    assert (refused.code, allowed.code) == (1, 2)
    Path("fast.toml").write_text("fetch_retries = 0")
    allowed = according("read", "--no-store", "--allow-private", "127.0.0.1:9", "--config", "fast.toml", "http://127.0.0.1:9/a")
    assert allowed.code == 1
    assert refused.err != allowed.err
