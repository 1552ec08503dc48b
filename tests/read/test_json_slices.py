"""What cutting objects out of JSON must hold: the same bytes, whatever stands around them and wherever a read ends."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.config import Config
from according.read.json_slices import Broken, Slice, iter_slices

CONFIG = Config(max_item_bytes=4_000)

SCALARS = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=12)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=8
)
ELEMENTS = st.lists(st.dictionaries(st.sampled_from("abcdef") | st.text(max_size=4), VALUES, max_size=4), max_size=6)


class Trickle(io.BytesIO):
    """A stream that gives few bytes at a time, so that every place is the end of a read once."""

    def __init__(self, data: bytes, step: int) -> None:
        super().__init__(data)
        self.step = step

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(self.step)


def cut(data: bytes, key: str | None = None, step: int = 1_000_000) -> list[Slice | Broken]:
    return list(iter_slices(Trickle(data, step), key, CONFIG))


def names(found: list[Slice | Broken]) -> list[Any]:
    """The value of ``"id"`` in each slice, and for what is broken its number (as text)."""
    return [json.loads(one.data)["id"] if isinstance(one, Slice) else f"broken {one.number}" for one in found]


@given(ELEMENTS, st.sampled_from([None, 1, 4]), st.booleans(), st.integers(1, 40))
def test_slices_are_the_bytes_that_stand_in_the_file(elements: list[Any], indent: int | None, ascii_only: bool, step: int) -> None:
    """Every object comes out once, in order, as exactly the bytes at its offset, wherever a read happens to end."""
    data = json.dumps(elements, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    found = cut(data, None, step)
    assert all(isinstance(one, Slice) and data[one.offset : one.offset + len(one.data)] == one.data for one in found)
    assert [json.loads(one.data) for one in found if isinstance(one, Slice)] == elements
    assert [one.number for one in found] == list(range(1, len(elements) + 1))


@given(ELEMENTS, ELEMENTS, SCALARS, VALUES, st.sampled_from([None, 1]), st.integers(1, 40))
def test_arrays_of_a_key_are_found_at_any_depth(
    first: list[Any], second: list[Any], plain: Any, other: Any, indent: int | None, step: int
) -> None:
    """Arrays of the key are found in their order, each with the plain members of the objects around it."""
    chats = [{"name": "Qast Wire", "messages": first}, {"name": plain, "other": other, "messages": second}]
    whole = {"about": "an export", "o": {"n": [1]}, "chats": {"about": "chats", "list": chats}}
    found = cut(json.dumps(whole, indent=indent).encode(), "messages", step)
    inner = 0 if not isinstance(other, dict | list) else json.dumps(other).count('"messages"')
    if inner == 0:
        assert [json.loads(one.data) for one in found if isinstance(one, Slice)] == first + second
        said = [one.said("name") for one in found if isinstance(one, Slice)]
        assert said == ["Qast Wire"] * len(first) + [plain] * len(second)


def test_members_around_an_array_are_those_before_it() -> None:
    """The scope goes from the outermost object inwards, and holds nothing of objects that were left."""
    data = b'{"about": "x", "left": {"name": "gone"}, "chats": {"list": [{"name": "A", "id": 7, "messages": [{"id": 1}]}]}}'
    (one,) = cut(data, "messages")
    assert isinstance(one, Slice)
    assert one.scope == (("about", "x"), ("name", "A"), ("id", 7))
    assert (one.said("name"), one.said("absent")) == ("A", None)


DAMAGE: dict[str, tuple[bytes, bytes]] = {
    "a string without its end": (b'"text": "two"', b'"text": "two'),
    "a brace too few": (b'"parts": {"x": 2}', b'"parts": {"x": 2'),
    "brackets that do not match": (b'"parts": {"x": 2}', b'"parts": {"x": [2}'),
    "bytes of something else": (b'{\n   "id": 2,', b"\x00\x01\x02 lost \xff,"),
    "more bytes than the limit": (b'"text": "two"', b'"text": "' + b"two " * 2_000 + b'"'),
    "nested too deep": (b'"parts": {"x": 2}', b'"parts": ' + b"[" * 1_500 + b"]" * 1_500),
    "an array instead of an object": (
        b'{\n   "id": 2,\n   "text": "two",\n   "parts": {"x": 2}\n  }',
        b"[2]",
    ),
    "a number instead of an object": (b'{\n   "id": 2,\n   "text": "two",\n   "parts": {"x": 2}\n  }', b"2.5"),
}


def chat(name: str, numbers: range) -> bytes:
    words = {1: "one", 2: "two", 3: "three"}
    elements = [b'{\n   "id": %d,\n   "text": "%s",\n   "parts": {"x": %d}\n  }' % (n, words.get(n, "more").encode(), n) for n in numbers]
    return b'{\n "name": "%s",\n "messages": [\n  ' % name.encode() + b",\n  ".join(elements) + b"\n ]\n}"


@pytest.mark.parametrize(("good", "bad"), DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("step", [1_000_000, 37])
def test_a_broken_element_costs_itself_alone(good: bytes, bad: bytes, step: int) -> None:
    """The elements before and after a broken one are cut out, and the broken one is named by number and place."""
    data = chat("Qast Wire", range(1, 7))
    assert good in data
    found = cut(data.replace(good, bad), "messages", step)
    assert [name for name in names(found) if isinstance(name, int)] == [1, 3, 4, 5, 6]
    (broken,) = [one for one in found if isinstance(one, Broken)]
    assert (broken.number, broken.reason != "") == (2, True)
    assert abs(broken.offset - data.index(b'{\n   "id": 2')) <= 1


def test_what_stands_between_two_elements_is_named() -> None:
    """A brace too many closes nothing, and is reported in its place."""
    data = chat("Qast Wire", range(1, 4)).replace(b'"parts": {"x": 2}', b'"parts": {"x": 2}}')
    assert names(cut(data, "messages")) == [1, 2, "broken 3", 3]


@pytest.mark.parametrize("number", [1, 6])
def test_the_first_or_last_element_may_be_the_broken_one(number: int) -> None:
    """Nothing is needed of the elements before to go on after a broken one, and nothing after."""
    data = chat("Qast Wire", range(1, 7)).replace(b'"parts": {"x": %d}' % number, b'"parts": {"x": %d' % number)
    found = names(cut(data, "messages"))
    assert found == [f"broken {number}" if n == number else n for n in range(1, 7)]


def test_messages_of_another_chat_are_never_given_to_the_first() -> None:
    """Where the broken element was its array's last, the next array's elements stand under their own name."""
    chats = chat("Broken Wire", range(1, 4)).replace(b'{"x": 3}', b'{"x": 3') + b",\n" + chat("Qast Wire", range(4, 7))
    found = cut(b'{"chats": {"list": [' + chats + b"]}}", "messages")
    assert names(found) == [1, 2, "broken 3", 4, 5, 6]
    assert [one.said("name") for one in found if isinstance(one, Slice)] == ["Broken Wire"] * 2 + ["Qast Wire"] * 3


def test_a_name_that_cannot_be_told_is_not_guessed() -> None:
    """Where the members before the next array cannot be read backwards, its elements come without a scope."""
    last = chat("Broken Wire", range(1, 2)).replace(b'{"x": 1}', b'{"x": 1')
    after = chat("Qast Wire", range(4, 6)).replace(b' "messages"', b' "tags": [],\n "messages"')
    found = cut(b'{"chats": {"list": [' + last + b",\n" + after + b"]}}", "messages")
    assert names(found) == ["broken 1", 4, 5]
    assert [one.scope for one in found if isinstance(one, Slice)] == [(), ()]


@pytest.mark.parametrize("end", [10, 60, 120, 200])
def test_a_file_cut_short_gives_what_is_whole_and_then_one_failure(end: int) -> None:
    """Half a file gives the objects that are whole, and says once that it ends early."""
    found = cut(chat("Qast Wire", range(1, 7))[:end], "messages")
    assert sum(isinstance(one, Broken) for one in found) == 1
    assert isinstance(found[-1], Broken)


BAD_FILES = [
    b"",
    b"   ",
    b"hello",
    b"\x89PNG",
    b'"a string"',
    b"12",
    b'{"id": 1} x',
    b"[1",
    b'{"a"',
    b"[" * 100_000,
    b'{"id": "' + b"x" * 9_000,
    b"]",
]


@pytest.mark.parametrize("data", BAD_FILES, ids=lambda data: str(data[:12]))
@pytest.mark.parametrize("key", [None, "messages"])
def test_what_is_no_json_never_raises(data: bytes, key: str | None) -> None:
    """Anything at all may come in; at most it is said to be broken."""
    assert len([one for one in cut(data, key) if isinstance(one, Broken)]) <= 1


@given(st.binary(max_size=300) | st.text('{}[],:"\\ab1 \n', max_size=200).map(str.encode), st.sampled_from([None, "a"]))
def test_any_bytes_at_all_are_survived(data: bytes, key: str | None) -> None:
    """No bytes make the scanner raise or run on, and every slice stands where it says."""
    for one in cut(data, key, 7):
        assert not isinstance(one, Slice) or data[one.offset : one.offset + len(one.data)] == one.data


def test_one_object_and_lines_of_objects_are_read_as_they_are() -> None:
    """A file that is one object gives it, and a file of objects one after the other gives all of them; a mark is skipped."""
    assert names(cut(b'\xef\xbb\xbf{"id": 1}\n')) == [1]
    assert names(cut(b'{"id": 1}\n{"id": 2}\r\n')) == [1, 2]
