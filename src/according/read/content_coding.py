"""Bodies that a server compressed for the way: unpacked piece by piece, so that a small body cannot fill the memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from itertools import chain

import brotli  # type: ignore[import-untyped]
import zstandard

from according.errors import FetchError

PIECE = 64 * 1024
MAX_CODINGS = 3
# One zstd block of 4 bytes can stand for 128 KiB, and its reader gives out all that a call unpacks.
_ZSTD_SLICE = 64
_ZSTD_WINDOW = 8 * 1024 * 1024


def decode_body(chunks: Iterable[bytes], coding: str | None) -> Iterator[bytes]:
    """The body's pieces with its Content-Encoding undone; raises ``FetchError`` where it is broken or unknown.

    >>> b"".join(decode_body([zlib.compress(b"a quiet night")], "deflate"))
    b'a quiet night'
    """
    names = [name for part in (coding or "").split(",") if (name := part.strip().lower()) not in ("", "identity")]
    if len(names) > MAX_CODINGS:
        raise FetchError(f"the server compressed its answer {len(names)} times over")
    body = iter(chunks)
    for name in reversed(names):
        body = _decode(body, name)
    return body


def _decode(chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    match name:
        case "gzip" | "x-gzip":
            return _told(_gunzip(chunks), name)
        case "deflate":
            return _told(_inflate(chunks), name)
        case "br":
            return _told(_unbrotli(chunks), name)
        case "zstd":
            return _told(_unzstd(chunks), name)
    raise FetchError(f"the server compressed its answer as {name!r}, which is not understood")


def _told(pieces: Iterator[bytes], name: str) -> Iterator[bytes]:
    """The pieces, with a broken one told in plain words."""
    try:
        yield from pieces
    except (zlib.error, brotli.error, zstandard.ZstdError, EOFError) as error:
        raise FetchError(f"the server says that its answer is {name}, but it cannot be unpacked ({error})") from error


def _gunzip(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Gzip's members one after the other; what follows them and is no member is passed over, as browsers do."""
    engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    for chunk in chunks:
        while chunk:
            if engine.eof:
                if not chunk.startswith(b"\x1f"):
                    return
                engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
            yield engine.decompress(chunk, PIECE)
            chunk = engine.unconsumed_tail or engine.unused_data
    yield engine.flush()
    _check_end(engine.eof)


def _inflate(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Deflate in zlib's wrapping, as the standard says, or bare, as some servers send it."""
    first = b""
    for chunk in chunks:
        first += chunk
        if len(first) >= 2:
            break
    wrapped = len(first) >= 2 and first[0] & 0x0F == 8 and int.from_bytes(first[:2], "big") % 31 == 0
    engine = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
    for chunk in chain((first,), chunks):
        while chunk and not engine.eof:
            yield engine.decompress(chunk, PIECE)
            chunk = engine.unconsumed_tail
    yield engine.flush()
    _check_end(engine.eof)


def _unbrotli(chunks: Iterator[bytes]) -> Iterator[bytes]:
    engine = brotli.Decompressor()
    for chunk in chunks:
        if engine.is_finished():
            return
        piece = engine.process(chunk, output_buffer_limit=PIECE)
        while piece or not engine.can_accept_more_data():
            yield piece
            piece = engine.process(b"", output_buffer_limit=PIECE)
    _check_end(engine.is_finished())


def _unzstd(chunks: Iterator[bytes]) -> Iterator[bytes]:
    frames = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    engine = frames.decompressobj()
    for chunk in chunks:
        for start in range(0, len(chunk), _ZSTD_SLICE):
            rest = chunk[start : start + _ZSTD_SLICE]
            while rest:
                if engine.eof:
                    engine = frames.decompressobj()
                yield engine.decompress(rest)
                rest = engine.unused_data
    _check_end(engine.eof)


def _check_end(complete: bool) -> None:
    if not complete:
        raise EOFError("it ends too early")
