"""What reading JSON records must hold."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.config import Config
from according.errors import ReadError
from according.model import Failure, Item
from according.read.draft import Draft, Stated
from according.read.records import iter_json, iter_jsonl, read_record

CONFIG = Config(max_item_bytes=5_000)
NOW = "2024-01-01T00:00:00Z"
TEXT = "The bridge at Qast was closed, the council said. It gave no reason for it."


def lines(data: bytes, config: Config = CONFIG) -> list[Item | Failure]:
    return list(iter_jsonl(io.BytesIO(data), "a.jsonl", config, NOW))


def read(config: Config = CONFIG, **record: Any) -> Draft:
    return read_record(Item("a.jsonl:1", json.dumps(record).encode(), "record", NOW), config)


def test_each_line_is_an_item_of_exactly_its_bytes() -> None:
    """The item holds the line as it stands, under its own ref or address, or under its number."""
    data = b'\xef\xbb\xbf{"ref": "r1", "text": "x"}\r\n\n  \n{"url": "http://qast.example/2" }\n{"text": "x"}'
    assert [(one.ref, one.url, one.data) for one in lines(data) if isinstance(one, Item)] == [
        ("r1", None, b'{"ref": "r1", "text": "x"}'),
        ("http://qast.example/2", "http://qast.example/2", b'{"url": "http://qast.example/2" }'),
        ("a.jsonl:5", None, b'{"text": "x"}'),
    ]


@pytest.mark.parametrize(
    "bad", [b'{"ref": "r2", "te', b"\xff\xfe\x00", b"[]", b'{"ref": 5}', b'{"ref": ""}', b'{"ref": "a\\u0000"}', b"[" * 4_000]
)
def test_a_line_that_cannot_be_parsed_is_named_by_its_number(bad: bytes) -> None:
    """The line keeps its place as its name, and its neighbours are whole."""
    found = lines(b'{"ref": "r1"}\n' + bad + b'\n{"ref": "r3"}\n')
    assert [one.ref for one in found] == ["r1", "a.jsonl:2", "r3"]


@pytest.mark.parametrize("end", [b"\n", b""])
def test_a_line_over_the_limit_is_passed_over_and_named(end: bytes) -> None:
    """A line of any length costs no memory and no other line."""
    found = lines(b'{"ref": "r1"}\n' + b"x" * 100_000 + end + (b'{"ref": "r3"}' if end else b""))
    assert [one.ref for one in found] == ["r1", "a.jsonl:2", *(["r3"] if end else [])]
    assert found[1] == Failure("a.jsonl:2", f"holds {100_000 + len(end):,} bytes, over the limit of 5,000 (max_item_bytes)")


@given(st.lists(st.binary(max_size=30).filter(lambda line: b"\n" not in line and line.removeprefix(b"\xef\xbb\xbf").strip())))
def test_no_line_is_lost(every: list[bytes]) -> None:
    """Whatever the lines hold, each is an item, in order."""
    found = lines(b"\n".join(every))
    assert len(found) == len(every)
    assert all(isinstance(one, Item) for one in found)


def test_an_array_and_a_single_record_are_read_from_json() -> None:
    """A ``.json`` file is an array of records or one record; what is no record in it is named."""
    array = list(iter_json(io.BytesIO(b'[{"ref": "r1"}, 7, {"text": "x"}]'), "a.json", CONFIG, NOW))
    assert [(one.ref, type(one)) for one in array] == [("r1", Item), ("a.json:2", Failure), ("a.json:3", Item)]
    (one,) = iter_json(io.BytesIO(b'{"ref": "r1"}'), "a.json", CONFIG, NOW)
    assert one == Item("r1", b'{"ref": "r1"}', "record", NOW)
    (bad,) = iter_json(io.BytesIO(b"hello"), "a.json", CONFIG, NOW)
    assert isinstance(bad, Failure)


def test_what_a_record_gives_is_taken_as_given() -> None:
    """Every field arrives, and each says that it came with the record."""
    draft = read(
        ref="r1",
        url="http://qast.example/1",
        publisher="Qast Wire",
        published="2016-12-12T23:30:00+02:00",
        title="Bridge closed",
        byline="Ann Lee",
        language="en",
        text=TEXT,
    )
    assert draft.text == TEXT
    assert (draft.ref, draft.url) == ("r1", "http://qast.example/1")
    assert (draft.publisher, draft.title, draft.byline, draft.language) == (
        ("Qast Wire", "input"),
        ("Bridge closed", "input"),
        ("Ann Lee", "input"),
        ("en", "input"),
    )
    assert draft.published == (Stated("2016-12-12", "2016-12-12T23:30:00+02:00"), "input")
    assert draft.problems == ()


def test_given_fields_win_and_missing_ones_leave_what_the_text_says() -> None:
    """The record overrules the text; where it is silent (null, empty) the text is heard."""
    text = "date 2016-12-10\n\n" + TEXT
    assert read(text=text, published="2016-12-12").published == (Stated("2016-12-12"), "input")
    assert read(text=text, published=None) == read(text=text, published="", title="  ")
    assert read(text=text).published == (Stated("2016-12-10"), "text")


def test_html_is_read_as_a_page() -> None:
    """Markup gives its text, and the record's own title stays."""
    page = f"<html><head><title>Other</title></head><body><article><h1>Other</h1><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
    draft = read(html=page, title="Bridge closed", text=None)
    assert TEXT in draft.text
    assert draft.title == ("Bridge closed", "input")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({}, "holds no text"),
        ({"text": ""}, "holds no text"),
        ({"text": " \n", "html": ""}, "holds no text"),
        ({"text": ["a"]}, "text is a list, not text"),
        ({"text": 5}, "text is a number, not text"),
        ({"html": {"a": 1}}, "html is an object, not text"),
    ],
)
def test_a_record_without_text_is_refused_with_the_reason(record: dict[str, Any], reason: str) -> None:
    """Without words there is no report."""
    with pytest.raises(ReadError, match=reason):
        read(**record)


@pytest.mark.parametrize("data", [b'{"text": "x"', b"", b"\xff", b"[1]", b'"text"', b"null", b"[" * 4_900, b'{"a": ' + b"9" * 4_900 + b"}"])
def test_a_broken_record_is_refused(data: bytes) -> None:
    """Anything that is not one JSON object is a ``ReadError``, however it is broken."""
    with pytest.raises(ReadError, match=r"JSON|object|nested"):
        read_record(Item("a.jsonl:1", data, "record", NOW), CONFIG)


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ({"published": "last week"}, "published 'last week' states no full date; passed over"),
        ({"published": 20161212}, "published is a number, not text; passed over"),
        ({"language": "English, mostly"}, "language 'English, mostly' is no language tag; passed over"),
        ({"title": ["T"]}, "title is a list, not text; passed over"),
        ({"byline": True}, "byline is a truth value, not text; passed over"),
        ({"title": "a\x00b"}, "title: 1 NUL character replaced by U+FFFD"),
    ],
)
def test_a_bad_field_is_a_problem_and_no_failure(record: dict[str, Any], problem: str) -> None:
    """The report is read, and what could not be taken is said."""
    draft = read(text=TEXT, **record)
    assert (draft.text, draft.problems) == (TEXT, (problem,))


def test_characters_that_no_store_can_keep_are_replaced_one_for_one() -> None:
    """Offsets hold, and the problem says what was replaced."""
    draft = read(text="a\x00b\ud800c " + TEXT)
    assert draft.text == "a\ufffdb\ufffdc " + TEXT
    assert len(draft.problems) == 2


def test_bytes_that_are_not_utf8_cost_a_character() -> None:
    """A damaged byte is no reason to lose the report."""
    draft = read_record(Item("r", b'{"text": "caf\xe9 closed"}', "record", NOW), CONFIG)
    assert draft.text == "caf\ufffd closed"
    assert "not UTF-8" in draft.problems[0]
