"""The user's own map below ours: a PMTiles file that the desk hands out in parts, or tiles under an address."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from according.errors import UsageError
from according.show.desk import BASEMAP, Desk

_MEDIA_TYPE = "application/vnd.pmtiles"
_MAGIC, _VERSION = b"PMTiles", 3
_HEADER_BYTES = 127
_PARTS = (("root directory", 8), ("metadata", 24), ("leaf directories", 40), ("tiles", 56))
"""Where the header says at which byte a part begins; how long it is stands in the eight bytes after."""
_TYPE_AT = 99
_DRAWN = {1: "vector", 2: "PNG", 3: "JPEG", 4: "WebP", 5: "AVIF"}
_ADDRESS_PARTS = ("{z}", "{x}", "{y}")


def check_basemap(given: str) -> None:
    """Raises ``UsageError`` that says what is wrong with a file or an address that cannot be drawn below the map."""
    if "://" in given:
        missing = [part for part in _ADDRESS_PARTS if part not in given]
        if len(missing) in (1, 2):
            raise UsageError(f"{given}: an address of tiles holds {', '.join(_ADDRESS_PARTS)}; {' and '.join(missing)} is not there")
        return
    path = Path(given)
    if not path.is_file():
        raise UsageError(f"{given}: there is no such file")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError as error:
        raise UsageError(f"{given}: cannot be read: {error.strerror or error}") from error
    if fault := _fault(header, size):
        raise UsageError(f"{given}: {fault}")


def _fault(header: bytes, size: int) -> str | None:
    """What is wrong with the beginning of a PMTiles file of so many bytes; None if nothing is."""
    if not header.startswith(_MAGIC):
        return "this is no PMTiles file"
    if len(header) < _HEADER_BYTES:
        return f"the file is cut off: its header has {_HEADER_BYTES} bytes, and there are {len(header)}"
    if header[len(_MAGIC)] != _VERSION:
        return f"this is PMTiles version {header[len(_MAGIC)]}; the map reads version {_VERSION}"
    if header[_TYPE_AT] not in _DRAWN:
        return f"its tiles are of kind {header[_TYPE_AT]}; the map draws {', '.join(_DRAWN.values())}"
    for name, at in _PARTS:
        end = int.from_bytes(header[at : at + 8], "little") + int.from_bytes(header[at + 8 : at + 16], "little")
        if end > size:
            return f"the file is cut off: its {name} would end at byte {end:,}, and it has {size:,}"
    return None


def give_basemap(request: Request) -> Response:
    """The user's file, in parts as the browser asks for them; 304 for one who has it, 404 where it is there no more."""
    desk: Desk = request.app.state.desk
    if desk.map_base != BASEMAP or desk.basemap is None:
        raise HTTPException(404, "no file was given to be drawn below the map")
    path = Path(desk.basemap)
    try:
        found = path.stat()
    except OSError as error:
        raise HTTPException(404, f"the map's file {path.name} is there no more") from error
    answer = FileResponse(path, media_type=_MEDIA_TYPE, stat_result=found)
    if answer.headers["etag"] in (one.strip() for one in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers={"ETag": answer.headers["etag"]})
    return answer


class Compressing(GZipMiddleware):
    """Sends answers compressed, but for the user's map: a part of a file is a part of that file, byte for byte."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on."""
        await (self.app if scope.get("path") == BASEMAP else super().__call__)(scope, receive, send)
