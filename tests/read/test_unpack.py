"""What taking compression off a stream must hold."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from according.config import MIB, Config
from according.errors import LimitExceeded, ReadError
from according.read.unpack import is_compressed, unpack

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": lambda data: zstandard.ZstdCompressor(write_checksum=True).compress(data),
}
CONFIG = Config()
PROSE = b"The ferry at Qast was hit twice before noon.\n" * 4_000
NOISE = random.Random(7).randbytes(300_000)

by_packer = pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)


def unpacked(data: bytes, config: Config = CONFIG) -> bytes:
    return unpack(io.BytesIO(data), config).read()


@by_packer
@pytest.mark.parametrize("data", [b"", b"x", PROSE, NOISE], ids=["empty", "one byte", "prose", "noise"])
def test_what_was_packed_comes_out_whole(pack: Callable[[bytes], bytes], data: bytes) -> None:
    """Packing and unpacking is the identity for every form."""
    assert unpacked(pack(data)) == data


@given(st.binary(max_size=2_000), st.sampled_from(sorted(PACKERS)), st.sampled_from(sorted(PACKERS)))
def test_two_layers_come_off(data: bytes, inner: str, outer: str) -> None:
    """Compression within compression is taken off as well, whatever the two forms; what shows beneath is never touched."""
    if not is_compressed(data[:6]):
        assert unpacked(PACKERS[outer](PACKERS[inner](data))) == data


def test_a_third_layer_is_refused() -> None:
    """A file packed three times over is not opened."""
    data = PROSE
    for _ in range(3):
        data = PACKERS["gzip"](data)
    with pytest.raises(ReadError, match="more than 2 times"):
        unpacked(data)


@pytest.mark.parametrize("data", [b"", b"B", b"<html>", b"\x1f\x8b", b"BZ", PROSE])
def test_a_plain_stream_comes_back_as_it_is(data: bytes) -> None:
    """What is not compressed is passed through, however short."""
    assert unpacked(data) == data


@by_packer
def test_members_one_after_the_other_are_one_stream(pack: Callable[[bytes], bytes]) -> None:
    """A file of several members, as log rotation and web archives write them, holds all of their bytes."""
    assert unpacked(pack(PROSE) + pack(b"") + pack(NOISE)) == PROSE + NOISE


@by_packer
def test_zeros_after_the_last_member_are_padding(pack: Callable[[bytes], bytes]) -> None:
    """Tapes and block devices pad files with zeros, which are no damage."""
    assert unpacked(pack(PROSE) + b"\0" * 70_000) == PROSE


@by_packer
def test_something_else_behind_the_data_is_named(pack: Callable[[bytes], bytes]) -> None:
    """Bytes that belong to no member may be damage, and are never passed over in silence."""
    with pytest.raises(ReadError, match="followed by something else"):
        unpacked(pack(PROSE) + b"and more")


@by_packer
@pytest.mark.parametrize("part", [0.3, 0.9])
def test_a_stream_cut_short_gives_what_is_whole_and_then_says_so(pack: Callable[[bytes], bytes], part: float) -> None:
    """Half a download is read up to its end, and the end is an error."""
    packed = pack(NOISE)
    got: list[bytes] = []
    with pytest.raises(ReadError, match="ends early"):
        got.extend(iter(unpack(io.BytesIO(packed[: int(len(packed) * part)]), CONFIG).readline, b""))
    assert NOISE.startswith(b"".join(got))


@by_packer
def test_a_broken_member_is_an_error_with_its_place(pack: Callable[[bytes], bytes]) -> None:
    """Corrupt bytes raise a ``ReadError`` that says how far the data was good."""
    packed = bytearray(pack(NOISE))
    packed[len(packed) // 2 : len(packed) // 2 + 2_000] = b"\xff" * 2_000
    with pytest.raises(ReadError, match=r"corrupt after|ends early"):
        unpacked(bytes(packed))


@by_packer
def test_a_bomb_is_refused_while_it_is_read(pack: Callable[[bytes], bytes]) -> None:
    """A small file that unfolds without end stops at the configured ratio, from 16 MiB on."""
    bomb = pack(bytes(40 * MIB))
    with pytest.raises(LimitExceeded, match="max_expansion"):
        unpacked(bomb, Config(max_expansion=100))


def test_a_bomb_within_a_bomb_is_measured_by_the_bytes_on_disk() -> None:
    """The ratio is that of the innermost bytes to the outermost, so two harmless-looking layers do not multiply."""
    bomb = PACKERS["zstd"](PACKERS["gzip"](bytes(40 * MIB)))
    with pytest.raises(LimitExceeded, match="max_expansion"):
        unpacked(bomb, Config(max_expansion=2_000))


@by_packer
def test_the_total_is_limited(pack: Callable[[bytes], bytes]) -> None:
    """A container never unpacks to more than ``max_container_bytes``."""
    with pytest.raises(LimitExceeded, match="max_container_bytes"):
        unpacked(pack(NOISE), Config(max_container_bytes=100_000))


def test_a_stream_that_gives_few_bytes_at_a_time_is_read_alike() -> None:
    """Pipes hand over what they have; the beginning is still recognised."""

    class Trickle(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(1 if size is None or size < 0 else min(size, 1))

    packed = PACKERS["gzip"](PROSE[:500])
    assert unpack(Trickle(packed), CONFIG).read() == PROSE[:500]
