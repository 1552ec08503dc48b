"""What the wire form of readings must hold."""

from __future__ import annotations

import json
from dataclasses import fields

import msgspec
import pytest

from according.codec import from_body, from_json, to_body, to_json
from according.model import Post, Reading, Report, Source

READING = Reading(
    Report("sha256:1", "a", "article", "Joy 🚧 \u200fهنا\n“x”", posts=(Post((0, 5), (0, 3), "twitter", media=("pic",)),)),
    sources=(Source("s1", "Karo", "social media", mentions=((0, 3),)),),
    problems=("1 NUL character replaced by U+FFFD",),
)


def test_a_reading_comes_back_as_it_was() -> None:
    """Writing and reading is the identity, and equal readings give equal bytes."""
    assert from_json(to_json(READING)) == READING
    assert to_json(from_json(to_json(READING))) == to_json(READING)


def test_the_wire_form_is_the_documented_one() -> None:
    """One line of UTF-8, the schema's name, null for what is not given, lists for spans."""
    data = to_json(READING)
    assert b"\n" not in data
    told = json.loads(data)
    assert told["schema"] == "according.reading/1"
    assert list(told) == [field.name for field in fields(Reading)]
    assert (told["report"]["text"], told["report"]["url"]) == (READING.report.text, None)
    assert told["report"]["posts"][0]["span"] == [0, 5]
    assert told["claims"] == []


def test_a_body_is_the_reading_without_its_text() -> None:
    """The text is kept once and put back."""
    body = to_body(READING)
    assert json.loads(body)["report"]["text"] == ""
    assert from_body(body, READING.report.text) == READING


def test_fields_of_later_versions_are_passed_over() -> None:
    """Fields may be added to the contract."""
    told = {**json.loads(to_json(READING)), "later": [1]}
    assert from_json(json.dumps(told).encode()) == READING


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"report": {"id": 5}}', b"\xff"])
def test_what_is_no_reading_is_refused(data: bytes) -> None:
    """By the decoder's own error."""
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)):
        from_json(data)
