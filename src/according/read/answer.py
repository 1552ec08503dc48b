"""What a server answers: a status, headers, a body that is read only as far as a limit allows, or the way elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

from according.errors import FetchError, FetchRefused, LimitExceeded
from according.read.addresses import Target, resolve_redirect
from according.read.content_coding import decode_body

REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Limit:
    """How many bytes a body may have, by which setting; ``cut`` keeps that many instead of refusing it."""

    name: str
    size: int
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered; ``data`` is empty unless ``status`` is a success (200 to 299)."""

    status: int
    headers: tuple[tuple[str, str], ...]
    data: bytes = b""

    @property
    def is_success(self) -> bool:
        """Whether the body is what was asked for."""
        return 200 <= self.status < 300

    def header(self, name: str) -> str | None:
        """The first header of that name (lower case), None where there is none."""
        return next((value.strip() for key, value in self.headers if key.lower() == name), None)


def read_body(chunks: Iterable[bytes], answer: Answer, limit: Limit) -> bytes:
    """The body with its compression undone, as far as the limit allows."""
    _check_declared(answer, limit)
    coding = ",".join(value for name, value in answer.headers if name.lower() == "content-encoding")
    # BytesIO gives out its bytes without copying them, which counts where a PDF fills the limit.
    data = BytesIO()
    for piece in decode_body(_counted(chunks, limit), coding):
        data.write(piece)
        if data.tell() > limit.size and not limit.cut:
            raise LimitExceeded(limit.name, limit.size, f"holds at least {data.tell():,} bytes")
        if limit.cut and data.tell() >= limit.size:
            break
    data.truncate(limit.size)
    return data.getvalue()


def _check_declared(answer: Answer, limit: Limit) -> None:
    """Refuse at once what the server itself says is too large."""
    declared = answer.header("content-length") or ""
    if not limit.cut and declared.isascii() and declared.isdigit() and float(declared) > limit.size:
        raise LimitExceeded(limit.name, limit.size, f"announces {float(declared):,.0f} bytes")


def _counted(chunks: Iterable[bytes], limit: Limit) -> Iterator[bytes]:
    """The bytes on the wire, which are bounded too: compressed ones can go on for ever and unpack to nothing."""
    count = 0
    for chunk in chunks:
        if not limit.cut and count > limit.size:
            raise LimitExceeded(limit.name, limit.size, f"holds at least {count:,} compressed bytes")
        count += len(chunk)
        yield chunk
        if limit.cut and count >= limit.size:
            return


def next_hop(target: Target, answer: Answer) -> Target | None:
    """Where a redirect leads, None where the answer is none; raises ``FetchError`` or ``FetchRefused``."""
    if answer.status not in REDIRECTS:
        return None
    location = answer.header("location")
    if not location:
        raise FetchError(f"HTTP {answer.status} redirects without saying where to")
    try:
        return resolve_redirect(target, _decode_header(location))
    except FetchRefused as error:
        raise FetchRefused(f"redirected to an address that is never fetched: {error}") from error


def _decode_header(value: str) -> str:
    """A header that may hold raw UTF-8, which the standard does not foresee and browsers understand."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return value
