"""Feeds are asked politely and for changes only; each entry is read once; nothing ends the loop but being told to stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from according.config import Config
from according.errors import AccountBusy, UsageError
from according.model import Failure, Item
from according.pipeline import READER
from according.read.fetch import Fetcher
from according.run import Tally, run
from according.store import Account
from according.watch import Errands, follow
from according.watch.polling import read_follow
from tests.watch.material import MORNING, Clock
from tests.watch.servers import Answer, Asked, Site

QUARTER_S = 900.0
ITEM = "<item><guid isPermaLink='false'>{guid}</guid><title>Bulletin {guid}</title><description>{text}</description></item>"


def feed(*guids: str, head: str = "", text: str = "Two wells were dug in Upper Kesh.") -> bytes:
    items = "".join(ITEM.format(guid=guid, text=text) for guid in guids)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Kesh Relief</title>{head}{items}</channel></rss>'.encode()


@dataclass
class Desk:
    """The program around following: it reads into the account, and writes down what it is told."""

    account: Account
    clock: Clock
    config: Config
    read: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rounds: int = 0
    tally: Tally = field(default_factory=Tally)
    take: Callable[[Sequence[Item]], bool] | None = None

    def _read(self, items: Sequence[Item]) -> bool:
        if self.take:
            return self.take(items)
        for readings in run(items, self.config, self.account, self.tally, self._name):
            self.read += [reading.report.ref for reading in readings]
        return True

    def _name(self, failure: Failure) -> None:
        self.failures.append(f"{failure.ref}: {failure.reason}")

    def _after(self) -> None:
        self.rounds += 1

    def follow(self, *feeds: str, hours: float = 1.0, once: bool = False) -> None:
        self.clock.ends = self.clock.moment + timedelta(hours=hours)
        errands = Errands(self._read, self._after, self._name, self.notes.append, self.clock.now, self.clock.wait)
        with Fetcher(self.config, clock=self.clock, now=self.clock.now) as fetcher:
            follow(feeds, self.account, fetcher, errands, every_s=QUARTER_S, once=once)


@pytest.fixture
def desk(account: Account, clock: Clock) -> Desk:
    return Desk(account, clock, Config(fetch_allow_private=("127.0.0.1",), fetch_retries=0, fetch_host_delay_s=0))


def with_etags(bodies: list[bytes]) -> Callable[[Asked], Answer]:
    """A server that gives one body after the other, each until it was given, and then says that nothing is newer."""

    def answer(asked: Asked) -> Answer:
        body = bodies[0]
        tag = f'"{len(bodies)}"'
        if asked.headers.get("if-none-match") == tag and len(bodies) > 1:
            del bodies[0]
            body, tag = bodies[0], f'"{len(bodies)}"'
        elif asked.headers.get("if-none-match") == tag:
            return Answer(304)
        return Answer(200, body, {"ETag": tag, "Last-Modified": "Thu, 01 May 2031 05:00:00 GMT"})

    return answer


def test_each_entry_is_read_once_and_only_changes_are_asked_for(desk: Desk, site: Site) -> None:
    """Two entries, then a third in front of them, then nothing new."""
    site.answer = with_etags([feed("1", "2"), feed("3", "1", "2")])
    desk.follow(site.url("/feed"))
    assert desk.read == ["1", "2", "3"]
    assert [asked.headers.get("if-none-match") for asked in site.asked] == [None, '"2"', '"1"', '"1"']
    assert site.asked[1].headers["if-modified-since"] == "Thu, 01 May 2031 05:00:00 GMT"
    assert desk.clock.waits == [QUARTER_S] * 4
    assert (desk.failures, desk.rounds) == ([], 4)
    known = read_follow(desk.account, site.url("/feed"))
    assert (known.etag, known.polled_at, known.next_at, known.failures) == ('"1"', "2031-05-01T06:45:00Z", None, 0)


def test_an_entry_that_drops_off_the_feed_stays_current(desk: Desk, site: Site) -> None:
    """It is not overtaken by the entries that came after it; only a later form of itself overtakes it."""
    site.say(Answer(200, feed("1")), Answer(200, feed("2")), Answer(200, feed("2", text="Three wells were dug in Upper Kesh.")))
    desk.follow(site.url("/feed"))
    assert desk.read == ["1", "2", "2"]
    current = {reading.report.ref: reading.report.text for reading in desk.account.readings()}
    assert current == {"1": "Two wells were dug in Upper Kesh.", "2": "Three wells were dug in Upper Kesh."}
    capture = desk.account.capture("1")
    assert capture.address == site.url("/feed") + "#1"
    assert list(desk.account.verify()) == []


def test_a_server_without_etags_costs_no_second_reading(desk: Desk, site: Site) -> None:
    """Also after a new start."""
    site.say(Answer(200, feed("1", "2")))
    desk.follow(site.url("/feed"))
    desk.follow(site.url("/feed"))
    assert desk.read == ["1", "2"]
    assert len(site.asked) == 8


@pytest.mark.parametrize(
    ("answer", "pause_s"),
    [
        (Answer(200, feed("1", head="<ttl>30</ttl>")), 1800.0),
        (Answer(200, feed("1", head="<ttl>5</ttl>")), QUARTER_S),
        (Answer(200, feed("1"), {"Cache-Control": "public, max-age=2400"}), 2400.0),
        (Answer(503, headers={"Retry-After": "3000"}), 3000.0),
        (Answer(404), QUARTER_S),
    ],
    ids=["ttl", "a ttl that is shorter than ours", "max-age", "Retry-After", "not found"],
)
def test_a_feed_is_asked_no_sooner_than_it_wants(desk: Desk, site: Site, answer: Answer, pause_s: float) -> None:
    """Nor sooner than every quarter of an hour."""
    site.say(answer)
    desk.follow(site.url("/feed"), hours=0.9)
    assert desk.clock.waits[0] == pause_s


def test_a_feed_that_fails_is_named_and_asked_again_with_growing_pauses(desk: Desk, site: Site) -> None:
    """The other one goes on; once it is back all is as before."""
    other = site.url("/other")
    broken = [Answer(500), Answer(500), Answer(500), Answer(200, feed("1"))]
    site.answer = lambda asked: Answer(200, feed("2")) if asked.path == "/other" else (broken.pop(0) if len(broken) > 1 else broken[0])
    desk.follow(site.url("/feed"), other, hours=2.5)
    assert desk.failures == [f"{site.url('/feed')}: HTTP 500 Internal Server Error"] * 3
    assert desk.read == ["2", "1"]
    asked = [asked.path for asked in site.asked]
    assert (asked.count("/feed"), asked.count("/other")) == (6, 10)  # at 0, 15, 45 and 105 minutes, and then every 15
    assert read_follow(desk.account, site.url("/feed")).failures == 0


def test_what_is_no_feed_is_named_and_never_ends_the_loop(desk: Desk, site: Site) -> None:
    """A page, nothing at all, a feed with an entry without text: each is named once, not at each look."""
    pages = {
        "/page": b"<html><p>Not a feed.</p></html>",
        "/none": b"",
        "/good": feed("1"),
        "/mute": feed("9", text="").replace(b"Bulletin 9", b""),
    }
    site.answer = lambda asked: Answer(200, pages[asked.path])
    desk.follow(*(site.url(path) for path in pages))
    assert desk.read == ["1"]
    assert len(desk.failures) == 3


def test_robots_are_obeyed(desk: Desk) -> None:
    """A feed on a private host that is not named is not asked at all."""
    desk.config = Config()
    desk.follow("http://127.0.0.1:1/feed")
    assert "not on the public internet" in desk.failures[0]


def test_once_is_once_and_not_before_its_time(desk: Desk, site: Site) -> None:
    """What the feed asked for is kept between two runs."""
    site.say(Answer(200, feed("1", head="<ttl>60</ttl>")))
    desk.follow(site.url("/feed"), once=True)
    desk.clock.moment += timedelta(minutes=59)
    desk.follow(site.url("/feed"), once=True)
    assert (len(site.asked), desk.notes) == (1, [f"{site.url('/feed')}: not to be asked before 2031-05-01T07:00:00Z"])
    desk.clock.moment += timedelta(minutes=1)
    desk.follow(site.url("/feed"), once=True)
    assert (len(site.asked), desk.rounds, desk.clock.waits) == (2, 3, [])


def test_what_was_not_read_to_its_end_is_asked_for_again(desk: Desk, site: Site) -> None:
    """Stopped in the middle, or with the account busy: the server must not say that nothing is newer."""
    site.answer = with_etags([feed("1", "2")])

    def stopped(items: Sequence[Item]) -> bool:
        return False

    def busy(items: Sequence[Item]) -> bool:
        raise AccountBusy("account.db: another process is writing")

    desk.take = stopped
    desk.follow(site.url("/feed"), once=True)
    assert read_follow(desk.account, site.url("/feed")).etag is None
    desk.take = busy
    desk.follow(site.url("/feed"), once=True)
    assert desk.failures == [f"{site.url('/feed')}: account.db: another process is writing"]
    desk.take = None
    desk.follow(site.url("/feed"), once=True)
    assert desk.read == ["1", "2"]
    assert [asked.headers.get("if-none-match") for asked in site.asked] == [None, None, None]


@pytest.mark.parametrize("name", ["feed.xml", "https:/feed", ""])
def test_a_feed_is_named_by_its_address(desk: Desk, name: str) -> None:
    """A file is read by ``read``."""
    with pytest.raises(UsageError, match="is not the address of a feed"):
        desk.follow(name)


def test_the_reader_is_named_in_the_evidence(desk: Desk, site: Site) -> None:
    """As for anything that is read."""
    site.say(Answer(200, feed("1"), {"X-Made-By": "Kesh"}))
    desk.follow(site.url("/feed"), once=True)
    capture = desk.account.capture("1")
    assert (capture.reader, capture.method, capture.retrieved_at) == (READER, "http", "2031-05-01T06:00:00Z")
    assert ("X-Made-By", "Kesh") in capture.headers
    assert desk.clock.moment == MORNING


def test_no_answer_header_that_could_not_be_sent_back_is_kept(desk: Desk, site: Site, tmp_path: Path) -> None:
    """An ETag of a million characters, for example."""
    site.say(Answer(200, feed("1"), {"ETag": '"' + "x" * 5_000 + '"'}))
    desk.follow(site.url("/feed"), once=True)
    assert read_follow(desk.account, site.url("/feed")).etag is None
