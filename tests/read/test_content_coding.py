"""Bodies that a server compressed: unpacked exactly, in bounded pieces."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from according.errors import FetchError
from according.read.content_coding import decode_body

MIB = 1024 * 1024


def bare_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


def quick_brotli(data: bytes) -> bytes:
    return bytes(brotli.compress(data, quality=1))


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "gzip in two members": ("x-gzip", lambda data: gzip.compress(data[:3]) + gzip.compress(data[3:])),
    "deflate in zlib's wrapping": ("deflate", zlib.compress),
    "bare deflate": ("deflate", bare_deflate),
    "brotli": ("br", quick_brotli),
    "zstd": ("zstd", zstandard.compress),
    "zstd in two frames": ("zstd", lambda data: zstandard.compress(data[:3]) + zstandard.compress(data[3:])),
    "one in the other": (" GZIP , br", lambda data: quick_brotli(gzip.compress(data))),
    "identity": ("identity", bytes),
}


def cut(data: bytes, size: int) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


@pytest.mark.parametrize("name", PACKERS)
@given(data=st.binary(max_size=300), repeat=st.integers(1, 400), size=st.integers(1, 500))
def test_unpacking_gives_exactly_what_was_packed(name: str, data: bytes, repeat: int, size: int) -> None:
    """Whatever the bytes and however they are cut on the way, every coding gives them back."""
    coding, pack = PACKERS[name]
    assert b"".join(decode_body(cut(pack(data * repeat), size), coding)) == data * repeat


@pytest.mark.parametrize("name", [name for name in PACKERS if name != "identity"])
@pytest.mark.parametrize("spoil", [lambda data: data[:-5], lambda data: b"no such thing", lambda data: b""], ids=["cut", "other", "empty"])
def test_a_broken_body_is_refused(name: str, spoil: Callable[[bytes], bytes]) -> None:
    """A body that ends early, or is not what the server says, is an error and never half a report."""
    coding, pack = PACKERS[name]
    with pytest.raises(FetchError, match="cannot be unpacked"):
        list(decode_body(cut(spoil(pack(b"The bridge at Sorrel Ford is open again. " * 50)), 7), coding))


@pytest.mark.parametrize("name", ["gzip", "deflate in zlib's wrapping", "bare deflate", "brotli", "zstd"])
def test_a_bomb_is_unpacked_in_small_pieces(name: str) -> None:
    """A small body that unpacks to 64 MiB never holds more than a few MiB at once."""
    coding, pack = PACKERS[name]
    bomb = pack(bytes(64 * MIB))
    tracemalloc.start()
    try:
        total = sum(map(len, decode_body(iter([bomb]), coding)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert total == 64 * MIB
    assert peak < 4 * MIB


@pytest.mark.parametrize(
    ("coding", "reason"), [("compress", "not understood"), ("gzip, rot13", "not understood"), ("br,br,br,br", "4 times")]
)
def test_an_unknown_coding_is_refused(coding: str, reason: str) -> None:
    """A coding that is not understood is named; codings piled up are refused."""
    with pytest.raises(FetchError, match=reason):
        list(decode_body([b"x"], coding))


def test_what_follows_a_gzip_member_and_is_none_is_passed_over() -> None:
    """Padding after gzip is no part of the body."""
    assert b"".join(decode_body([gzip.compress(b"calm"), b"\0\0\0"], "gzip")) == b"calm"
