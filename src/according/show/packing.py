"""Answers that are kept packed, and sent so to all who can take it: what is asked for often is compressed once."""

from __future__ import annotations

import gzip
import zlib

from starlette.requests import Request
from starlette.responses import Response

_LEVEL = 1


def pack(body: bytes) -> bytes:
    """The body as gzip has it: fast, and the same for the same body."""
    packer = zlib.compressobj(_LEVEL, wbits=31)
    return packer.compress(body) + packer.flush()


def send_packed(request: Request, packed: bytes, media_type: str) -> Response:
    """The answer as whoever asks can take it."""
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, headers={"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}, media_type=media_type)
    return Response(gzip.decompress(packed), media_type=media_type)  # it is said of every answer that goes out unpacked by what it varies
