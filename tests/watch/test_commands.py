"""The commands of watching and following: what they print, and how they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from according.cli import main
from according.config import Config, load_config
from according.errors import UsageError
from according.store import Account
from according.watch import Delivered, Terms, add_watch, deliver, make_alerts, read_log
from according.watch.alert import from_body
from according.watch.outbox import LEASE_S
from according.watch.polling import parse_stamp
from tests.watch.material import MORNING, strike
from tests.watch.servers import Answer, Asked, Site

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Kesh Relief</title>
<item><guid isPermaLink="false">kesh-1</guid><title>First bulletin</title><description>Two wells were dug.</description></item>
</channel></rss>"""
STRIKE = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Kesh Relief</title>
<item><link>https://relief.example/1</link><title>Strike on Aleppo</title><pubDate>Wed, 30 Apr 2031 06:00:00 GMT</pubDate>
<description>An air strike on Aleppo killed twelve civilians on Monday, the health ministry said.</description></item>
</channel></rss>"""
PROCESS = [sys.executable, "-c", "from according.cli import main; main()"]


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
def according(tmp_path: Path, account: Account, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """The command line beside an account that is there; returns how it ended and what it printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def command(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["according", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        printed = capfd.readouterr()
        return Ended(int(end.value.code or 0), printed.out, printed.err)

    return command


def test_a_watch_is_added_listed_and_removed(according: Command, tmp_path: Path) -> None:
    """With its place looked up, and all names of its actor."""
    done = according(
        *("watch", "add", "north", "--place", "Aleppo, SY", "--radius", "30", "--kind", "air_strike", "--kind", "shelling"),
        *("--actor", "the Nusra Front", "--actor", "Kesh Tigers", "--origins", "2", "--atom", "north.atom"),
    )
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "north  within 30 km of Aleppo, SY · air_strike or shelling · by or on Hayat Tahrir al-Sham or Kesh Tigers · "
        f"told by 2 origins or more  → atom: {tmp_path}/north.atom\n"
    )
    assert according("watch", "list").out == done.out
    (record,) = according("watch", "list", "--json").json
    assert (record["name"], record["terms"]["circle"]["radius_km"], record["terms"]["origins"]) == ("north", 30.0, 2)
    assert 36 < record["terms"]["circle"]["lat"] < 36.5
    assert {"al-Nusra Front", "Hayat Tahrir al-Sham"} < set(record["terms"]["actors"][0])
    assert record["terms"]["actors"][1] == ["Kesh Tigers"]
    assert according("watch", "remove", "north").err == "removed north\n"
    assert according("watch", "list").err == "no watches\n"
    assert according("watch", "remove", "north").err == "according: there is no watch called 'north'\n"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ([], "say where alerts go"),
        (["--atom", "a", "--place", "Xyzzyx"], "the gazetteer knows no place called 'Xyzzyx'"),
        (["--atom", "a", "--place", "Aleppo", "--at", "1,2"], "not both"),
        (["--atom", "a", "--at", "north"], "--at takes a latitude and a longitude"),
        (["--atom", "a", "--at", "nan,0"], "a place is a latitude"),
        (["--atom", "a", "--radius", "3"], "--radius needs --place or --at"),
        (["--atom", "a", "--kind", "bombing"], "no kind is called 'bombing'; there are battle"),
    ],
)
def test_a_watch_that_makes_no_sense_is_refused(according: Command, options: list[str], reason: str) -> None:
    """With exit code 2, and nothing kept."""
    done = according("watch", "add", "north", *options)
    assert (done.code, done.out) == (2, "")
    assert reason in done.err
    assert according("watch", "list", "--json").out == ""


def test_following_reads_joins_and_alerts(according: Command, account: Account, site: Site) -> None:
    """From a feed to a webhook: the sentence, who says so and where it stands; the second time there is nothing new."""
    add_watch(account, "desk", Terms(kinds=("air_strike", "killing"), webhook=site.url("/alerts")), MORNING)
    site.answer = lambda asked: Answer(200, STRIKE if asked.path == "/feed" else b"")
    host = f"127.0.0.1:{site.port}"
    done = according("follow", site.url("/feed"), "--once", "--allow-private", host)
    assert done.code == 0
    assert "Kesh Relief: Strike on Aleppo" in done.out
    assert "1 incident alerted; 1 sent" in done.err
    assert "1 report and 0 posts read; 1 new" in done.err
    alert = from_body(site.asked[1].body)
    (quote,) = alert.said
    assert quote.sentence == "An air strike on Aleppo killed twelve civilians on Monday, the health ministry said."
    assert (quote.publisher, quote.url, alert.place) == ("Kesh Relief", "https://relief.example/1", "Aleppo")
    text = account.reading(quote.report).report.text
    assert text[quote.start : quote.end] == quote.sentence
    again = according("follow", site.url("/feed"), "--once", "--allow-private", host, "--json")
    assert (again.code, again.out, again.err) == (0, "", "")
    assert [asked.path for asked in site.asked] == ["/feed", "/alerts", "/feed"]


def test_following_once_ends_with_1_if_a_feed_failed(according: Command, site: Site) -> None:
    """The feed is named; the other one is read."""
    site.answer = lambda asked: Answer(200, FEED) if asked.path == "/feed" else Answer(404)
    done = according("follow", site.url("/gone"), site.url("/feed"), "--once", "--json", "--allow-private", "127.0.0.1")
    assert (done.code, done.err) == (1, f"according: {site.url('/gone')}: HTTP 404 Not Found\n")
    assert [reading["report"]["ref"] for reading in done.json] == ["kesh-1"]
    assert according("follow", "feed.xml", "--once").code == 2


def test_the_log_says_what_was_not_sent_and_why(according: Command, account: Account) -> None:
    """As lines, or as JSON."""
    assert according("watch", "log").err == "no alerts\n"
    add_watch(account, "desk", Terms(webhook="http://127.0.0.1:1/"), MORNING)
    strike(account, "herald/1")
    make_alerts(account, MORNING)
    deliver(account, Config(), MORNING)
    shown = according("watch", "log").out
    assert "2031-05-01T06:00:00Z  pending webhook desk: Air strike, Kesh, 2031-04-30 (1 origin)" in shown
    assert "! 1 attempt: no connection to the receiver (Connection refused); tried again at 2031-05-01T06:01:00Z" in shown
    (record,) = according("watch", "log", "desk", "--json").json
    assert (record["state"], record["attempts"], record["next_at"]) == ("pending", 1, "2031-05-01T06:01:00Z")


def test_secrets_come_from_the_environment_only(tmp_path: Path) -> None:
    """A settings file that holds one is refused."""
    assert load_config({"ACCORDING_SMTP_PASSWORD": "sesame"}).smtp_password == "sesame"
    (tmp_path / "settings.toml").write_text('webhook_secret = "sesame"\n')
    with pytest.raises(UsageError, match="webhook_secret is taken from the environment only"):
        load_config({}, tmp_path / "settings.toml")


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}
    return subprocess.Popen([*PROCESS, *arguments], cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_following_stops_cleanly_when_it_is_told_to(account: Account, tmp_path: Path, site: Site, number: signal.Signals) -> None:
    """While it waits for the next look: code 0, and a last line with what was read."""
    site.answer = lambda _: Answer(200, FEED)
    process = start(tmp_path, "follow", site.url("/feed"), "--allow-private", "127.0.0.1")
    assert process.stdout
    assert b"First bulletin" in process.stdout.readline()
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err.decode()) == (0, "1 report and 0 posts read; 1 new and 0 already known in account.db\n")


def test_an_alert_outlives_a_process_that_is_killed_while_sending(account: Account, tmp_path: Path, site: Site) -> None:
    """The receiver had it all, but its answer came to nobody: it comes again, later, under the same key."""
    add_watch(account, "desk", Terms(webhook=site.url("/alerts")), MORNING)
    arrived, go_on = threading.Event(), threading.Event()

    def hold(asked: Asked) -> Answer:
        if asked.path == "/alerts":
            arrived.set()
            go_on.wait(60)
        return Answer(200, STRIKE)

    site.answer = hold
    process = start(tmp_path, "follow", site.url("/feed"), "--once", "--allow-private", "127.0.0.1")
    assert arrived.wait(60)
    process.kill()
    process.communicate(timeout=60)
    go_on.set()
    (entry,) = read_log(account)
    assert (entry.state, entry.attempts) == ("pending", 1)
    assert entry.next_at
    due = parse_stamp(entry.next_at)
    assert due - parse_stamp(entry.made_at) >= timedelta(seconds=LEASE_S)
    assert deliver(account, Config(), due) == Delivered(sent=1)
    assert len({asked.headers["idempotency-key"] for asked in site.asked if asked.path == "/alerts"}) == 1
