"""Inputs in parts: however an input is cut, its parts hold together what one machine finds in the whole."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.config import Config
from according.engines.cutting import cut_input
from according.engines.inputs import Input, iter_inputs
from according.engines.parts import Part, Size, from_text, make_shards, to_text
from according.engines.slices import InputChanged, iter_items
from according.errors import ReadError
from according.model import Failure, Item
from tests.engines.material import STAMP, lines, on_one_machine, warc_record, warc_records, write_jsonl, write_parquet, write_warc

CONFIG = Config()
Found = list[Item | Failure]


def the_input(path: Path) -> Input:
    """The file as an input."""
    (found,) = iter_inputs([str(path)])
    assert isinstance(found, Input)
    return found


def in_parts(path: Path, size: Size, config: Config = CONFIG) -> tuple[tuple[Part, ...], Found]:
    """The parts of a file, and what is in all of them, one after the other."""
    parts = cut_input(the_input(path), config, size, STAMP)
    return parts, [item for part in parts for item in iter_items(part, config)]


def sour(path: Path) -> Path:
    """The file with one byte in its middle changed."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    return path


def short(path: Path) -> Path:
    """The file without its last bytes."""
    path.write_bytes(path.read_bytes()[:-30])
    return path


WHOLE: dict[str, Callable[[Path], Path]] = {
    "web archive, packed record by record": lambda to: write_warc(to / "a.warc.gz", warc_records(30)),
    "web archive, not packed": lambda to: write_warc(to / "a.warc", warc_records(30)),
    "web archive, packed as one": lambda to: write_warc(to / "a.warc.gz", [b"".join(warc_records(30))]),
    "lines": lambda to: write_jsonl(to / "a.jsonl", lines(30)),
    "lines, packed": lambda to: write_jsonl(to / "a.jsonl.gz", lines(30)),
    "lines with blank and broken ones": lambda to: write_jsonl(to / "a.jsonl", [b"\xef\xbb\xbf{}", b"", b"{broken", *lines(30), b" "]),
}
NOT_WHOLE: dict[str, Callable[[Path], Path]] = {
    "a byte of a packed archive changed": lambda to: sour(write_warc(to / "a.warc.gz", warc_records(400))),
    "a packed archive cut short": lambda to: short(write_warc(to / "a.warc.gz", warc_records(400))),
    "an archive cut short": lambda to: short(write_warc(to / "a.warc", warc_records(30))),
    "something between the records": lambda to: write_warc(to / "a.warc", [*warc_records(9), b"lost\r\n", *warc_records(9)]),
    "a record without an address": lambda to: write_warc(to / "a.warc.gz", warc_records(9, address=False)),
    "packed lines cut short": lambda to: short(write_jsonl(to / "a.jsonl.gz", lines(900))),
    "packed twice": lambda to: write_warc(to / "a.warc.gz", [gzip.compress(b"".join(warc_records(9)))]),
}


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("items", [1, 7, 1000])
def test_the_parts_of_a_whole_input_hold_what_is_in_it(name: str, items: int, tmp_path: Path) -> None:
    """In the same order, under the same names, however small they are."""
    path = WHOLE[name](tmp_path)
    parts, found = in_parts(path, Size(items=items))
    assert found == on_one_machine(path, CONFIG)
    assert len(parts) == -(-sum(part.items for part in parts) // items)


@pytest.mark.parametrize("name", NOT_WHOLE)
def test_an_input_that_is_not_whole_is_read_as_on_one_machine(name: str, tmp_path: Path) -> None:
    """It is not cut, and what is wrong with it is said in the same words."""
    path = NOT_WHOLE[name](tmp_path)
    parts, found = in_parts(path, Size(items=5))
    assert found == on_one_machine(path, CONFIG)
    assert [part.end for part in parts] == [None]


def test_a_page_that_is_refused_is_refused_in_its_part(tmp_path: Path) -> None:
    """Too large, or not what its digest says: the same failures in the same places."""
    bad = warc_record("response", 99, b"<html>").replace(b"WARC-Date", b"WARC-Block-Digest: sha1:WRONG\r\nWARC-Date")
    path = write_warc(
        tmp_path / "a.warc.gz", [*warc_records(5), bad, warc_record("response", 98, b"<html>" + b"x" * 9000), *warc_records(3)]
    )
    config = replace(CONFIG, max_item_bytes=5000)
    _, found = in_parts(path, Size(items=2), config)
    assert found == on_one_machine(path, config)
    assert sum(isinstance(one, Failure) for one in found) == 2


def test_a_line_that_is_too_long_is_named_by_its_number(tmp_path: Path) -> None:
    """And the lines after it keep theirs."""
    path = write_jsonl(tmp_path / "a.jsonl", [*lines(3), b'{"text": "' + b"x" * 9000 + b'"}', *lines(9)])
    config = replace(CONFIG, max_item_bytes=2000)
    _, found = in_parts(path, Size(items=2), config)
    assert found == on_one_machine(path, config)
    assert any(isinstance(one, Failure) and one.ref.endswith("a.jsonl:4") for one in found)


def test_a_table_reads_like_lines(tmp_path: Path) -> None:
    """Rows give the items that the same reports give as JSON Lines, called by their row where they have no name."""
    table, text = write_parquet(tmp_path / "a.parquet", 30), write_jsonl(tmp_path / "a.jsonl", lines(30))
    parts, found = in_parts(table, Size(items=4))
    expected = [replace(one, ref=one.ref.replace("a.jsonl", "a.parquet")) for one in on_one_machine(text, CONFIG)]
    assert (len(parts), found) == (8, expected)


def test_a_table_without_text_is_named(tmp_path: Path) -> None:
    """And so is one that is broken."""
    broken = tmp_path / "b.parquet"
    broken.write_bytes(b"PAR1 and nothing more")
    _, found = in_parts(broken, Size())
    assert [(one.ref, "no whole Parquet" in one.reason) for one in found if isinstance(one, Failure)] == [(str(broken), True)]


def test_other_kinds_are_refused(tmp_path: Path) -> None:
    """They are read without a cluster."""
    path = tmp_path / "a.txt"
    path.write_text("Kesh is quiet.")
    with pytest.raises(ReadError, match="neither WARC, JSON Lines nor Parquet"):
        cut_input(the_input(path), CONFIG, Size(), STAMP)


@pytest.mark.parametrize("name", [*WHOLE, "table"])
def test_a_change_after_the_cut_is_noticed(name: str, tmp_path: Path) -> None:
    """A part whose bytes are not those that were cut is not read as if they were."""
    path = write_parquet(tmp_path / "a.parquet", 30) if name == "table" else WHOLE[name](tmp_path)
    parts = cut_input(the_input(path), CONFIG, Size(items=10), STAMP)
    path.write_bytes(path.read_bytes()[: len(path.read_bytes()) // 3])
    with pytest.raises(InputChanged, match=r"a\.\w+"):
        _ = [item for part in parts for item in iter_items(part, CONFIG)]


@given(
    written=st.lists(st.sampled_from([b"", b"{}", b'{"text": "Kesh"}', b"\xff", b"[", b'{"ref": "r"}']), max_size=30),
    items=st.integers(1, 9),
)
def test_lines_of_any_kind_in_parts_of_any_size(written: list[bytes], items: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Always give what the whole gives."""
    path = write_jsonl(tmp_path_factory.mktemp("lines") / "a.jsonl", [b'{"text": "first"}', b'{"text": "second"}', *written])
    assert in_parts(path, Size(items=items))[1] == on_one_machine(path, CONFIG)


def test_small_inputs_share_a_shard_and_large_ones_do_not(tmp_path: Path) -> None:
    """So that a change in one input leaves the shards of those that were cut as they were."""
    paths = [write_jsonl(tmp_path / f"{number}.jsonl", lines(count)) for number, count in enumerate([3, 4, 25, 5, 6])]
    sources = [the_input(path) for path in paths]
    size = Size(items=10)
    cut = [(cut_input(source, CONFIG, size, STAMP), source.bytes) for source in sources]
    shards = list(make_shards(cut, CONFIG, "according 1", size))
    assert [[Path(part.ref).stem for part in shard.parts] for shard in shards] == [["0", "1"], ["2"], ["2"], ["2"], ["3"], ["4"]]
    assert sum(shard.bytes for shard in shards) == sum(source.bytes for source in sources)
    assert [from_text(to_text(shard)) for shard in shards] == shards


def test_a_shard_is_known_by_what_is_in_it_and_by_who_reads_it_how(tmp_path: Path) -> None:
    """Another text, version or setting that counts makes another shard; the time of looking at it does not."""
    path = write_jsonl(tmp_path / "a.jsonl", lines(3))

    def the_id(config: Config = CONFIG, reader: str = "according 1", stamp: str = STAMP) -> str:
        source = the_input(path)
        (shard,) = make_shards([(cut_input(source, config, Size(), stamp), source.bytes)], config, reader, Size())
        return shard.id

    first = the_id()
    assert the_id(stamp="2020-01-01T00:00:00Z") == the_id(replace(CONFIG, account="b.db", workers=9)) == first
    others = {the_id(replace(CONFIG, read_all=True)), the_id(replace(CONFIG, max_read_chars=9)), the_id(reader="according 2")}
    write_jsonl(path, lines(4))
    assert len({first, *others, the_id()}) == 5


def test_what_the_user_names_is_found_in_a_fixed_order(tmp_path: Path) -> None:
    """Folders are walked, patterns filled in, addresses of file systems opened; nothing comes twice."""
    for name in ("b.jsonl", "a.jsonl", "sub/c.parquet", "sub/d.png", ".hidden.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"{}\n")

    def names(*given: str) -> list[str]:
        found = list(iter_inputs(given))
        assert not [one for one in found if isinstance(one, Failure)]
        return [Path(one.path).name for one in found if isinstance(one, Input)]

    assert names(str(tmp_path)) == ["a.jsonl", "b.jsonl", "c.parquet"]
    assert names(f"{tmp_path}/*.jsonl", str(tmp_path / "a.jsonl")) == ["a.jsonl", "b.jsonl"]
    assert names(f"file://{tmp_path}") == ["a.jsonl", "b.jsonl", "c.parquet"]
    assert names(f"file://{tmp_path}/*.jsonl") == ["a.jsonl", "b.jsonl"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere.jsonl", "is not there"),
        ("nowhere/*.jsonl", "fits no file"),
        ("-", "is no file"),
        ("https://herald.example/a.warc.gz", "is no file"),
        ("nosuch://bucket/a", "file system that cannot be opened"),
        ("file:///nowhere/a.jsonl", "is not there"),
    ],
)
def test_what_cannot_be_found_is_named(name: str, reason: str) -> None:
    """With the reason, and nothing is raised."""
    (found,) = iter_inputs([name])
    assert isinstance(found, Failure)
    assert reason in found.reason
