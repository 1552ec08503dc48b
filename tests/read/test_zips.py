"""What reading a zip archive as a folder must hold."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from according.config import MIB, Config
from according.errors import LimitExceeded, ReadError
from according.model import Failure, Item
from according.read.zips import iter_zip, open_zip

CONFIG = Config()


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def whole(ref: str, stream: BinaryIO) -> Iterator[Item | Failure]:
    yield Item(ref, stream.read(), "text", "2020-01-02T03:04:05Z")


def found(data: bytes, config: Config = CONFIG) -> list[tuple[str, bytes | str]]:
    """Ref and bytes of each member that was read, ref and reason of each that was not."""
    result = iter_zip(io.BytesIO(data), "a.zip", config, whole)
    return [(one.ref, one.data if isinstance(one, Item) else one.reason) for one in result]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_come_in_the_order_of_their_names(method: int) -> None:
    """The order is that of the names, not that of packing; folders and the droppings of macOS are passed over."""
    data = packed({"b.txt": b"two", "__MACOSX/._b.txt": b"x", "a/": b"", "a/c.txt": b"one"}, method)
    assert found(data) == [("a.zip/a/c.txt", b"one"), ("a.zip/b.txt", b"two")]


def test_nothing_is_written_whatever_a_member_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that climbs out of the folder is a name and nothing else."""
    monkeypatch.chdir(tmp_path)
    assert found(packed({"../../evil.txt": b"x", "/etc/evil": b"y"})) == [("a.zip/../../evil.txt", b"x"), ("a.zip//etc/evil", b"y")]
    assert list(tmp_path.iterdir()) == []


def test_a_zip_in_a_zip_is_gone_into_once() -> None:
    """One level of nesting is read, the next is refused by name."""
    inner = packed({"c.txt": b"deep", "third.zip": packed({"d.txt": b"deeper"})})
    assert found(packed({"b.zip": inner, "c.txt": b"flat"})) == [
        ("a.zip/b.zip/c.txt", b"deep"),
        ("a.zip/b.zip/third.zip", "is a zip in a zip in a zip, which is not opened"),
        ("a.zip/c.txt", b"flat"),
    ]


def test_an_encrypted_member_costs_itself_alone() -> None:
    """A member that needs a password is named, the others are read."""
    data = bytearray(packed({"a.txt": b"open", "b.txt": b"closed"}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rindex(signature) + at] |= 1
    assert found(bytes(data)) == [("a.zip/a.txt", b"open"), ("a.zip/b.txt", "is encrypted")]


def test_a_damaged_member_costs_itself_alone() -> None:
    """Bytes that no longer match their checksum are a failure of that member."""
    data = packed({"a.txt": b"first", "b.txt": b"second", "c.txt": b"third"}, zipfile.ZIP_STORED).replace(b"second", b"sec0nd", 1)
    one, two, three = found(data)
    assert (one[1], three[1]) == (b"first", b"third")
    assert "is damaged in its archive" in str(two[1])


def test_an_unknown_method_of_packing_is_named() -> None:
    """Methods that Python cannot unpack are said to be so."""
    data = bytearray(packed({"a.txt": b"x"}))
    for signature, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", data, data.index(signature) + at, 97)
    assert found(bytes(data)) == [("a.zip/a.txt", "is packed by a method that is not supported")]


def test_a_link_is_not_followed() -> None:
    """A member that stands for another file is named and not read as text."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/hostname")
    assert found(buffer.getvalue()) == [("a.zip/link", "is a symbolic link, which is not followed")]


def test_sizes_are_limited_by_the_settings() -> None:
    """A member over a limit is refused before a byte of it is unpacked, with the limit's name."""
    ((_, bomb),) = found(packed({"bomb.txt": bytes(17 * MIB)}), Config(max_expansion=100))
    ((_, large),) = found(packed({"large.txt": b"x" * 2_000}), Config(max_container_bytes=1_000))
    assert "(max_expansion)" in str(bomb)
    assert "(max_container_bytes)" in str(large)


@pytest.mark.parametrize("lie", [False, True])
def test_too_many_members_are_refused_even_if_the_archive_lies(lie: bool) -> None:
    """The entries are counted, whatever number the archive's last record gives."""
    data = bytearray(packed({f"{n}.txt": b"" for n in range(60)}))
    if lie:
        struct.pack_into("<HH", data, len(data) - 22 + 8, 1, 1)
    with pytest.raises(LimitExceeded, match="max_archive_members"):
        open_zip(io.BytesIO(data), Config(max_archive_members=50))


NO_ARCHIVES = [b"", b"PK", b"PK\x03\x04 and no more", packed({"a": b"x"})[:-10], b"x" * 200_000, b"PK\x05\x06" + b"\xff" * 40]


@pytest.mark.parametrize("data", NO_ARCHIVES, ids=len)
def test_what_is_no_whole_archive_is_refused(data: bytes) -> None:
    """An archive without its directory cannot be opened, and says so."""
    with pytest.raises(ReadError, match="no whole zip archive"):
        list(iter_zip(io.BytesIO(data), "a.zip", CONFIG, whole))


def test_an_archive_with_large_fields_is_opened() -> None:
    """The zip64 form, which streaming writers use, is read alike."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as member:
        member.write(b"one")
    assert found(buffer.getvalue()) == [("a.zip/a.txt", b"one")]


def test_a_failure_of_the_reader_costs_one_member() -> None:
    """What ``each`` raises for one member is that member's failure."""

    def fussy(ref: str, stream: BinaryIO) -> Iterator[Item | Failure]:
        if ref.endswith("a.txt"):
            raise ReadError("holds no text")
        yield from whole(ref, stream)

    result = list(iter_zip(io.BytesIO(packed({"a.txt": b"", "b.txt": b"x"})), "a.zip", CONFIG, fussy))
    assert [type(one) for one in result] == [Failure, Item]
