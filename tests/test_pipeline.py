"""What reading an item must hold: any bytes give readings or a reason, the same each time, with offsets that hold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from according.codec import from_json, to_json
from according.config import Config
from according.model import Form, Item, Mark, Marks, Outcome, Reading
from according.pipeline import read_item, read_marks

CONFIG = Config()
NOW = "2024-01-01T00:00:00Z"
PIECES = [
    "The bridge at Qast is closed.",
    "Qast Radio reports:",
    "QAST, May 4, 2016 (AFP) —",
    "By Anna Darvel",
    "Published: 12 Dec 2016",
    "title: ",
    "— Karo Tem (@karo) December 12, 2016",
    "A post shared by Karo (@karo)",
    "Posted by Karo on Monday, May 4, 2016",
    "pic.twitter.com/a1B2",
    "https://twitter.com/karo/status/808375193436491776",
    "2016-12-12",
    "\u200fالجسر مغلق",
    *("🚧", "\n", "\n\n", " ", "\r\n", "(", "@", "\u0301", "\ufeff", "\x00", "\ud800"),
]
TAGS = [
    "<blockquote class='twitter-tweet'>",
    "</blockquote>",
    "<a href='https://twitter.com/karo/status/808375193436491776'>",
    "<meta property='og:title' content='Bridge'>",
    *(
        "<p>",
        "</p>",
        "</a>",
        "<div>",
        "<ul><li>",
        "<script>",
        "<!--",
        "-->",
        "<table><td>",
        "&amp;",
        "&#0;",
        "<h1>",
        "</h1>",
        "<img alt='x'>",
    ),
]
STORIES = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=14).map("".join)
PAGES = st.lists(st.sampled_from(PIECES + TAGS) | st.text(max_size=8), max_size=24).map("".join)


def read(form: Form, data: bytes, **more: str) -> Outcome:
    return read_item(Item("a", data, form, NOW, **more), CONFIG)


def check(outcome: Outcome) -> None:
    """What holds for every outcome, whatever was read."""
    assert bool(outcome.readings) != bool(outcome.failures)
    assert all(failure.reason and "\n" not in failure.reason for failure in outcome.failures)
    by_id = {reading.report.id: reading.report for reading in outcome.readings}
    for reading in outcome.readings:
        report = reading.report
        for post in report.posts:
            assert 0 <= post.span[0] <= post.text_span[0] <= post.text_span[1] <= post.span[1] <= len(report.text)
        assert all(0 <= a < b <= len(report.text) for a, b in spans_of(reading))
        if report.parent:
            parent = by_id[report.parent]
            assert report.text in [parent.text[slice(*post.text_span)] for post in parent.posts]
        assert from_json(to_json(reading)) == reading
        assert "" not in (report.publisher, report.byline, report.title, report.published, report.url)


def spans_of(reading: Reading) -> Iterator[tuple[int, int]]:
    """Every span that a reading gives."""
    for source in reading.sources:
        yield from source.mentions
    for claim in reading.claims:
        yield from (*claim.content, *(span for span in (claim.source, claim.cue) if span))
    for event in reading.events:
        yield from (span for span in (event.trigger, event.actor, event.target, event.place) if span)
    for found in (*reading.figures, *reading.places, *reading.times, *reading.names):
        yield found.span


def check_twice(form: Form, data: bytes) -> None:
    first, second = read(form, data), read(form, data)
    check(first)
    assert [to_json(one) for one in first.readings] == [to_json(one) for one in second.readings]
    assert first.failures == second.failures


@settings(deadline=None)
@given(STORIES)
def test_any_text_is_read_with_offsets_that_hold(text: str) -> None:
    """Posts, sources and titles lie in the text; reading twice changes nothing."""
    check_twice("text", text.encode("utf-8", "surrogatepass"))


@settings(deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["text", "html", "record", "feed", "mail", "pdf", "telegram", "tweet"]))
def test_any_bytes_are_read_or_refused(data: bytes, form: Form) -> None:
    """Nothing that bytes can be stops a run, in any form."""
    check_twice(form, data)


@settings(deadline=None)
@given(PAGES)
def test_any_page_is_read_with_offsets_that_hold(page: str) -> None:
    """However broken its markup."""
    check_twice("html", page.encode("utf-8", "surrogatepass"))


@settings(deadline=None)
@given(
    st.fixed_dictionaries(
        {"text": STORIES}, optional=dict.fromkeys(("ref", "url", "publisher", "published", "title", "byline", "language"), STORIES)
    )
)
def test_any_record_is_read_with_offsets_that_hold(record: dict[str, str]) -> None:
    """Whatever its fields hold, lone surrogates among them."""
    check_twice("record", json.dumps(record).encode())


def test_the_text_is_the_sources_own() -> None:
    """Not a character is altered, emoji and right-to-left marks included."""
    text = "  The bridge 🚧 at Qast\u200f is\u00a0closed.\r\n\r\nالجسر مغلق\u200e \n"
    (reading,) = read("text", text.encode()).readings
    assert reading.report.text == text


@pytest.mark.parametrize(
    ("byline", "places"),
    [
        ("Penn Adeyra", ["Aleppo", "New York"]),
        ("By Penn Adeyra and Mira Tolen", ["Aleppo", "New York"]),
        ("Mira Tolen; Penn Adeyra, New York", ["Aleppo", "New York"]),
        ("Mira Tolen", ["Aleppo", "Penn Adeyra", "New York"]),
        (None, ["Aleppo", "Penn Adeyra", "New York"]),
    ],
)
def test_whoever_wrote_the_report_is_no_place(byline: str | None, places: list[str]) -> None:
    """However the byline names them; a town in it is still a place in the text."""
    text = "Shells hit a market in Aleppo on Monday. Shells also fell in Penn Adeyra. The wounded were flown to New York."
    (reading,) = read("record", json.dumps({"text": text, "byline": byline} if byline else {"text": text}).encode()).readings
    assert [reading.report.text[slice(*place.span)] for place in reading.places] == places


@pytest.mark.parametrize("words", ["UK-based Syrian Observatory for Human Rights", "Syrian Observatory for Human Rights"])
def test_a_body_is_no_place_wherever_it_is_based(words: str) -> None:
    """Also where the tagger takes its name for one."""
    text = f"The {words} said that shells hit a market."
    (reading,) = read("text", text.encode()).readings
    start = text.index(words)
    spans = [(start, start + len(words)), (text.index("Syrian"), start + len(words))]
    marks = Marks(names=(Mark(spans[0], "facility", 0.9), Mark(spans[1], "organisation", 0.9)))
    assert read_marks(reading.report, marks).places == ()


def test_an_article_stands_before_its_posts_and_keeps_the_problems() -> None:
    """What went wrong concerns the whole item and is told once."""
    text = "The bridge is closed\0.\n\nNo way through — Karo Tem (@karo) December 12, 2016\n"
    article, post = read_item(Item("a", text.encode(), "text", NOW), Config(read_all=True)).readings
    assert (article.report.kind, post.report.kind, post.report.parent) == ("article", "post", article.report.id)
    assert (article.problems, post.problems) == (("1 NUL character replaced by U+FFFD",), ())
    assert [source.name for source in article.sources] == ["Karo Tem"]


@pytest.mark.parametrize(
    ("form", "data", "reason"),
    [
        ("text", b"", "is empty"),
        ("html", b"\x89PNG\r\n\x1a\n....", "is no text but a PNG picture"),
        ("record", b"{", "is not JSON"),
        ("record", b'{"a":' * 100_000, "nested too deep"),
        ("record", b"{}", "holds no text"),
        ("pdf", b"no pdf", ""),
    ],
)
def test_what_cannot_be_read_is_named_with_its_reason(form: Form, data: bytes, reason: str) -> None:
    """One bad item is one failure, in words."""
    outcome = read(form, data)
    assert outcome.readings == ()
    assert [failure.ref for failure in outcome.failures] == ["a"]
    assert reason in outcome.failures[0].reason


class Breaking(bytes):
    """Bytes that break in a reader's hands, as a fault of ours would show itself."""

    def __new__(cls, error: BaseException) -> Breaking:
        made = super().__new__(cls, b"x")
        made.error = error
        return made

    error: BaseException

    def strip(self, *_: object) -> bytes:
        raise self.error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (KeyError("karo"), "could not be read (KeyError: 'karo')"),
        (MemoryError(), "could not be read (MemoryError:)"),
        (ValueError("two\n\nlines " + "x" * 1000), f"could not be read (ValueError: two lines {'x' * 278})"),
        (RecursionError(), "is nested too deeply to be read"),
    ],
)
def test_a_reader_that_breaks_costs_its_item_only(error: Exception, reason: str) -> None:
    """Whatever breaks becomes that item's failure, on one line, with the fault's name."""
    assert [failure.reason for failure in read("text", Breaking(error)).failures] == [reason]


def test_an_interrupt_is_no_failure_of_an_item() -> None:
    """Who stops the run stops it."""
    with pytest.raises(KeyboardInterrupt):
        read("text", Breaking(KeyboardInterrupt()))


def test_another_process_reads_the_same() -> None:
    """No reading depends on hash seeds, the clock's zone, the locale or on what was read before."""
    text = "Jeudi 24 février 2022\n\nQAST (AFP) — L'armée est entrée à Darvel, dit le conseil.\n\nOui — Karo (@karo) 12 décembre 2016\n"
    code = (
        "import sys\nfrom according.pipeline import read_item\nfrom according.config import Config\nfrom according.model import Item\n"
        f"outcome = read_item(Item('a', sys.stdin.buffer.read(), 'text', {NOW!r}), Config())\n"
        "from according.codec import to_json\nfor one in outcome.readings: sys.stdout.buffer.write(to_json(one))"
    )
    found = {b"".join(map(to_json, read("text", text.encode()).readings))}
    for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland")):
        environ = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        found.add(subprocess.run([sys.executable, "-c", code], input=text.encode(), env=environ, capture_output=True, check=True).stdout)
    assert len(found) == 1


def reports() -> list[bytes]:
    """The lines of the reports that are lent for checks, skipped where they are absent."""
    folder = Path(os.environ.get("ACCORDING_DATA") or Path(__file__).parents[1] / "../shared") / "data/reports"
    if not folder.is_dir():
        pytest.skip(f"left out: the collections of reports are not at {folder} (set ACCORDING_DATA)")
    return [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_bytes().splitlines()]


def test_real_reports_are_read_without_a_failure() -> None:
    """Every sixteenth of the collections, where they are at hand: no failure, offsets that hold, dates mostly where one is stated."""
    lines = reports()[::16]
    outcomes = [read("record", line) for line in lines]
    for outcome in outcomes:
        check(outcome)
    assert not [failure for outcome in outcomes for failure in outcome.failures]
    assert [outcome.readings[0].report.text for outcome in outcomes] == [json.loads(line)["text"] for line in lines]
