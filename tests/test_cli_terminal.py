"""What reports hold reaches a terminal as words: nothing in it moves the cursor, hides what stands beside it or breaks the output."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType
from rich.text import Text

from according.model import Capture, Post, Reading, Report, Source
from according.store import CaptureEntry, Finding, Hit
from according.terminal import finding_line, history_of, hit_of, lines_of, overview, page_of
from according.terminal.facts import author
from according.terminal.safe import in_json, in_lines, one_line, shortened
from according.terminal.write import Hanging

RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ud800-\udfff]")
CAPTURE = Capture("sha256:1", "ab" * 32, 10, "kesh.txt", "2019-03-13T10:00:00Z", "file", None, (), "according 0.1.0")
POST = Post((0, 4), (0, 4), "twitter")
REPORT = Report("sha256:2", "kesh.txt", "article", "Kesh is quiet.")

SHOWN = {
    "clear the screen": ("a\x1b[2Jb", "a␛[2Jb"),
    "set the window's title": ("a\x1b]0;b\x07c", "a␛]0;b␇c"),
    "the same in one character": ("a\x9b2Jb", "a�2Jb"),
    "go back over the line": ("good\rbad", "good bad"),
    "backspace": ("good\x08\x08bad", "good␈␈bad"),
    "delete": ("a\x7fb", "a␡b"),
    "lines and tabs": ("a\n\tb\x0bc", "a b c"),
    "other ends of lines": ("a\u2028b\x85c", "a b c"),
    "write backwards": ("a\u202ebc", "a�bc"),
    "half a character": ("a\ud83db", "a�b"),
    "open an embedding": ("a\u202bb", "a\u202bb\u202c"),
    "open an isolate in one": ("a\u202bb\u2067c", "a\u202bb\u2067c\u2069\u202c"),
    "close what is open": ("a\u2067b\u2069c", "a\u2067b\u2069c"),
    "close both at once": ("a\u2067b\u202ac\u2069d", "a\u2067b\u202ac\u2069d"),
    "Arabic with marks": ("\u200fحلب\u200e 12", "\u200fحلب\u200e 12"),
    "flags and families": ("🇸🇾 👩‍👧 ✌️", "🇸🇾 👩‍👧 ✌️"),
    "markup": ("[red]a[/b] :fire:", "[red]a[/b] :fire:"),
}


@pytest.mark.parametrize(("raw", "shown"), SHOWN.values(), ids=SHOWN)
def test_a_value_is_shown_on_one_line_without_power_over_the_terminal(raw: str, shown: str) -> None:
    """Control characters become visible; letters, marks and emoji stay."""
    assert one_line(raw) == shown


@given(st.text())
def test_no_text_leaves_a_raw_control_character(text: str) -> None:
    """Whatever it holds; and spans of the text are spans of what is shown."""
    assert not RAW.search(one_line(text))
    assert not RAW.search(in_lines(text).replace("\t", ""))
    assert len(in_lines(text)) == len(text)


@given(st.text(), st.integers(2, 40))
def test_what_is_cut_keeps_within_its_length(text: str, longest: int) -> None:
    """Apart from what closes a direction of writing that it opens."""
    assert len(shortened(text, longest).rstrip("\u202c\u2069")) <= longest


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_keeps_its_value_and_loses_raw_controls(text: str) -> None:
    """Escaped or not, it is the same string to whoever parses it."""
    line = in_json(json.dumps(text, ensure_ascii=False).encode())
    assert json.loads(line) == text
    assert not re.search("[\x7f-\x9f]", line.decode())


def hostile(value: str = "\x1b[2J[/red]\x9b1m\u202e\x07:fire:\r\n") -> Reading:
    post = replace(POST, author=value, handle=value, url=value, published=value, platform=value, forwarded_from=value)
    report = Report(
        *(value, value + "#post/1", "article", value * 3, value),
        url=value,
        publisher=value,
        credit=value + "s",
        byline=value,
        title=value,
        published="2019-03-13",
        published_at=value,
        language=value,
        posts=(post,),
    )
    return Reading(report, sources=(Source("s1", value, value),), problems=(value,))


def drawn(*parts: RenderableType, width: int = 80, terminal: bool = False) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=terminal, color_system=None, highlight=False)
    for part in parts:
        console.print(part, crop=False)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def all_views() -> list[RenderableType]:
    reading = hostile()
    alone = replace(reading, report=replace(reading.report, parent=None))
    value = reading.report.ref
    entry = CaptureEntry(replace(CAPTURE, retrieved_at=value), value, value, value)
    other = CaptureEntry(replace(CAPTURE, id="other", sha256=value), value, value, value + "more")
    hit = Hit(value, value, value, value, value, ((0, 2),), 0, len(value), value)
    return [
        *lines_of(reading),
        *page_of(reading, replace(CAPTURE, address=value, method=value)),
        *overview([alone, alone], lambda _: CAPTURE),
        *hit_of(hit),
        *history_of([entry, other]),
        finding_line(Finding("raw", value, value, value)),
    ]


@pytest.mark.parametrize("width", [1, 20, 40, 80, 200])
def test_no_view_of_a_hostile_report_gives_it_power_over_the_terminal(width: int) -> None:
    """Neither raw controls nor markup nor emoji codes take effect, at any width."""
    out = drawn(*all_views(), width=width)
    assert not RAW.search(out)
    assert "🔥" not in out
    assert width < 80 or "[/red]" in out


@pytest.mark.parametrize("width", [20, 40, 80, 120, 200])
def test_an_overview_keeps_within_its_width(width: int) -> None:
    """Long names, wide characters and right-to-left letters included; no line ends in spaces."""
    report = replace(
        REPORT, publisher="وكالة أنباء طويلة الاسم " * 4, title="大きな橋が再び開いた" * 9, published="2019-03-13", posts=(POST,)
    )
    parts = list(overview([Reading(report), Reading(REPORT)], lambda _: CAPTURE))
    for part in parts:
        for line in drawn(part, width=width).splitlines():
            assert Text(line).cell_len <= width
            assert line == line.rstrip()


def heads(*dates: str | None) -> list[str]:
    readings = [Reading(replace(REPORT, ref=str(number), published=date)) for number, date in enumerate(dates)]
    lines = drawn(*overview(readings, lambda _: CAPTURE)).splitlines()
    return [line for line in lines if " · " in line]


GROUPS = {
    "none": ((), []),
    "one day": (("2019-03-13", "2019-03-13"), ["Published on 2019-03-13 · 2 reports"]),
    "a week apart": (("2019-03-20", "2019-03-13"), ["Published from 2019-03-13 to 2019-03-20 · 2 reports"]),
    "more than a week": (("2019-03-13", "2019-03-21"), ["Published on 2019-03-13 · 1 report", "Published on 2019-03-21 · 1 report"]),
    "no date comes last": ((None, "2019-03-13"), ["Published on 2019-03-13 · 1 report", "No date given · 1 report"]),
    "none dated": ((None, None), ["No date given · 2 reports"]),
    "a month alone": (("2019-03", "2019-03-02"), ["Published from 2019-03 to 2019-03-02 · 2 reports"]),
    "a year alone": (("2018", "2019-03-02"), ["Published on 2018 · 1 report", "Published on 2019-03-02 · 1 report"]),
}


@pytest.mark.parametrize(("dates", "expected"), GROUPS.values(), ids=GROUPS)
def test_an_overview_parts_reports_where_a_week_brought_none(dates: tuple[str | None, ...], expected: list[str]) -> None:
    """The groups follow from the dates alone, and claim no more than that."""
    assert heads(*dates) == expected


ORIGINS = {
    "nobody credits": ([("A", None), ("B", None)], None),
    "one credits": ([("A", "Wire"), ("B", None)], None),
    "two credit one agency": (
        [("A", "Wire"), ("B", "Wire")],
        "2 of these reports come from Wire by their own account (A, B): one origin, not 2.",
    ),
    "the agency itself": (
        [("Wire", None), ("B", "Wire")],
        "2 of these reports come from Wire by their own account (Wire, B): one origin, not 2.",
    ),
    "two agencies": ([("A", "Wire"), ("B", "Cable")], None),
}


@pytest.mark.parametrize(("reports", "said"), ORIGINS.values(), ids=ORIGINS)
def test_copies_of_one_wire_are_named_as_one_origin(reports: list[tuple[str, str | None]], said: str | None) -> None:
    """Corroboration counts origins, never articles."""
    readings = [
        Reading(replace(REPORT, ref=str(number), publisher=publisher, credit=credit)) for number, (publisher, credit) in enumerate(reports)
    ]
    out = drawn(*overview(readings, lambda _: CAPTURE), width=200)
    assert (said in out) if said else ("one origin" not in out)


AUTHORS = {
    ("Mirel Tovas", "mirel"): "Mirel Tovas (@mirel)",
    ("mirel", "mirel"): "mirel",
    (None, "mirel"): "@mirel",
    ("Mirel Tovas", None): "Mirel Tovas",
    (None, None): "unnamed author",
}


@pytest.mark.parametrize(("names", "shown"), AUTHORS.items())
def test_an_author_is_named_by_what_is_known(names: tuple[str | None, str | None], shown: str) -> None:
    """Name and handle, or one of them, or neither."""
    assert author(replace(POST, author=names[0], handle=names[1])) == shown


LINES = {
    "an article": (REPORT, "article   no publisher given: Kesh is quiet. · no date given  kesh.txt"),
    "with a language": (replace(REPORT, language="en"), "article   no publisher given: Kesh is quiet. · no date given · en  kesh.txt"),
    "by an author": (replace(REPORT, byline="Ilka Roo"), "article   Ilka Roo: Kesh is quiet. · no date given  kesh.txt"),
    "a post alone": (replace(REPORT, kind="post", byline="Ilka"), "post      Ilka: Kesh is quiet. · no date given  kesh.txt"),
    "a post in a report": (
        replace(REPORT, kind="post", parent="sha256:1", ref="kesh.txt#post/12", posts=(replace(POST, handle="ilka"),)),
        "  ↳ post  @ilka: Kesh is quiet. · no date given  #post/12",
    ),
    "a post under a name of its own": (
        replace(REPORT, kind="post", parent="sha256:1", ref="post-7"),
        "  ↳ post  unnamed author: Kesh is quiet. · no date given  post-7",
    ),
}


@pytest.mark.parametrize(("report", "line"), LINES.values(), ids=LINES)
def test_a_report_takes_one_line(report: Report, line: str) -> None:
    """What is not known is said not to be given."""
    assert [text.plain for text in lines_of(Reading(report))] == [line]


def test_a_page_without_evidence_posts_or_sources_has_no_empty_sections() -> None:
    """Only the facts and the text."""
    out = drawn(*page_of(Reading(REPORT), None))
    assert [line for line in out.splitlines() if line and not line.startswith(" ")] == ["kesh.txt", "Text", "Kesh is quiet."]


def test_a_page_names_problems_and_addresses_of_posts() -> None:
    """Posts stand apart, each with the address it is known by, unbroken however long."""
    long = replace(POST, url="https://twitter.example/" + "x" * 100)
    reading = Reading(replace(REPORT, posts=(long, long)), problems=("the encoding lied",))
    out = drawn(*page_of(reading, CAPTURE))
    assert out.count(f"  {long.url}\n") == 2
    assert "  ! the encoding lied\n" in out


def test_a_hit_without_any_fact_is_named_by_its_ref() -> None:
    """And a match outside the snippet is not marked."""
    hit = Hit("i", "kesh.txt", None, None, None, ((0, 2), (90, 95)), 0, 14, "Kesh is quiet.")
    assert drawn(*hit_of(hit)) == "kesh.txt\n  … Kesh is quiet. …\n\n"


def test_a_hanging_text_gives_up_its_indent_where_there_is_no_room() -> None:
    """Words before white space."""
    assert drawn(Hanging(Text("Kesh is quiet again"), 4), width=14) == "Kesh is quiet\nagain\n"
    assert drawn(Hanging(Text("Kesh is quiet again today"), 4), width=24) == "Kesh is quiet again\n    today\n"
