"""The page of a report: its text to the letter, however findings overlap, with who says what marked in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from according.markup.segments import RANKS, Layer, mark_up
from according.model import Span
from according.show.reports import parse_at
from according.store import Account


class Page(HTMLParser):
    """The text within an element, with the classes around each piece of it; fails where elements are not nested."""

    def __init__(self, html: str, within: str | None = None) -> None:
        super().__init__(convert_charrefs=True)
        self.within = within
        self.stack: list[tuple[str, dict[str, str | None]]] = []
        self.pieces: list[tuple[str, tuple[str, ...]]] = []
        self.ids: list[str] = []
        assert "\r" not in html, "a parser would make a line feed of it"
        self.feed(html)
        self.close()
        assert not self.stack

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag not in ("meta", "link", "input", "br", "img", "hr"):
            self.stack.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self.within is None or any(attrs.get("data-view") == self.within for _, attrs in self.stack):
            self.pieces.append((data, tuple(str(attrs.get("class")) for _, attrs in self.stack)))

    @property
    def text(self) -> str:
        """All text."""
        return "".join(data for data, _ in self.pieces)


_TEXT = st.text(st.sampled_from("ab<&>\"' \n\r\u202e\u2067\u200b\x07\x85é😀"), max_size=30)


@st.composite
def _layered(draw: st.DrawFn) -> tuple[str, list[Layer]]:
    text = draw(_TEXT)
    edge = st.integers(-2, len(text) + 3)
    spans = st.lists(st.tuples(edge, edge), min_size=1, max_size=3).map(tuple)
    made = draw(st.lists(st.tuples(st.sampled_from(RANKS), spans), max_size=6))
    return text, [Layer(rank, own, f"l{number}", first={"id": f"i{number}"}) for number, (rank, own) in enumerate(made)]


@given(_layered())
def test_the_text_of_the_page_is_the_text_of_the_report(given: tuple[str, list[Layer]]) -> None:
    """To the letter; and each letter stands in the elements of exactly the findings that hold it, outer kinds outside."""
    text, layers = given
    page = Page(str(mark_up(text, layers)))
    assert page.text == text
    at = 0
    for data, classes in page.pieces:
        marked = [name for name in classes if name != "control"]
        for place in range(at, at + len(data)):
            holding = {f"l{number}" for number, layer in enumerate(layers) if _holds(layer.spans, place, len(text))}
            assert set(marked) == holding
        assert [RANKS.index(layers[int(name[1:])].rank) for name in marked] == sorted(
            RANKS.index(layers[int(name[1:])].rank) for name in marked
        )
        at += len(data)
    assert len(page.ids) == len(set(page.ids))


def _holds(spans: tuple[Span, ...], place: int, length: int) -> bool:
    return any(0 <= start <= place < end <= length for start, end in spans)


CASES = [
    ("nested => inside", "abc", [((0, 3),), ((1, 2),)], '<span class="0">a<span class="1">b</span>c</span>'),
    (
        "overlapping => cut in two",
        "abc",
        [((0, 2),), ((1, 3),)],
        '<span class="0">a<span class="1">b</span></span><span class="1">c</span>',
    ),
    ("in two parts => two elements", "abc", [((0, 1), (2, 3))], '<span class="0">a</span>b<span class="0">c</span>'),
    ("alike => one in the other", "a", [((0, 1),), ((0, 1),)], '<span class="0"><span class="1">a</span></span>'),
    ("nothing marked => plain text", "a<b", [], "a&lt;b"),
]


@pytest.mark.parametrize(("case", "text", "spans", "html"), CASES)
def test_how_findings_become_elements(case: str, text: str, spans: list[tuple[Span, ...]], html: str) -> None:
    """As few elements as nesting allows."""
    assert str(mark_up(text, [Layer("claim", own, str(number)) for number, own in enumerate(spans)])) == html, case


@pytest.mark.parametrize(("value", "span"), [(None, None), ("", None), ("0-4", (0, 4)), ("2-10", (2, 10))])
def test_which_span_is_asked_for(value: str | None, span: Span | None) -> None:
    """Offsets count from nought, the end not included."""
    assert parse_at(value, 10) == span


def _reports(demo_file: object) -> list[tuple[str, str]]:
    with Account.open(str(demo_file)) as account:
        return [(reading.report.id.removeprefix("sha256:"), reading.report.text) for reading in account.readings()]


def test_every_report_of_the_demo_is_shown_to_the_letter(desk: TestClient, demo_file: object) -> None:
    """With its posts, its evidence, a link to each thing in it, and no id twice."""
    for name, text in _reports(demo_file):
        answer = desk.get(f"/reports/{name}?show=event&show=figure&show=place")
        assert answer.status_code == 200
        page = Page(answer.text, within="text")
        assert page.text == text
        assert len(page.ids) == len(set(page.ids))
        assert "SHA-256" in answer.text


def test_a_span_of_the_address_is_marked_and_can_be_linked_to(desk: TestClient, demo_file: object) -> None:
    """As other pages link to it."""
    name, text = _reports(demo_file)[0]
    html = desk.get(f"/reports/{name}?at=5-20").text
    page = Page(html, within="text")
    assert "".join(data for data, classes in page.pieces if "asked" in classes) == text[5:20]
    assert "o5" in page.ids


@pytest.mark.parametrize("at", ["5", "9-5", "5-5", "-1-4", "0-99999999", "a-b", "5-20-30", "١-٢"])
def test_a_span_that_is_none_is_refused(desk: TestClient, demo_file: object, at: str) -> None:
    """With the reason."""
    name, _ = _reports(demo_file)[0]
    answer = desk.get(f"/reports/{name}", params={"at": at})
    assert answer.status_code == (200 if at == "١-٢" and parse_at(at, 99) else 400)


def test_claims_stand_in_the_margin_with_chain_act_and_confidence(desk: TestClient, demo_file: object) -> None:
    """Each tied to its words in the text by one key, reached by Tab, and described by its chain."""
    for name, _ in _reports(demo_file):
        html = desk.get(f"/reports/{name}").text
        listed = re.findall(r'data-claim="(c\d+)"', html)
        marked = {key for keys in re.findall(r'data-claims="([^"]*)"', html) for key in keys.split()}
        assert marked == set(listed)
        assert len(re.findall(r'tabindex="0" aria-describedby="chain-\d+"', html)) == len(listed)


def test_the_raw_bytes_are_saved_and_never_shown(desk: TestClient, demo_file: object) -> None:
    """They are what a stranger's server sent."""
    name, _ = _reports(demo_file)[0]
    answer = desk.get(f"/reports/{name}/raw")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_reports_are_listed_and_what_is_not_there_is_not_found(desk: TestClient) -> None:
    """The last that came first."""
    assert "/reports/" in desk.get("/reports").text
    assert desk.get("/reports?before=1").status_code == 200
    assert desk.get("/reports?before=x").status_code == 400
    assert desk.get("/reports/" + "0" * 64).status_code == 404
