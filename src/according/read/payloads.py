"""What a recorded HTTP message holds: its headers, its body without transfer and content encodings, and its form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from according.config import Config
from according.errors import LimitExceeded, ReadError
from according.model import Form
from according.read.content_coding import decode_body

_FORMS: dict[str, Form] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "application/pdf": "pdf",
    "application/json": "record",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
}
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b|<(?:\w+:)?(?:rss|feed|RDF)\b[^>]{0,400}(?:purl\.org/rss|Atom|1999/02/22-rdf)", re.IGNORECASE)
_RECORD = re.compile(rb'\A\s*\{.*"(?:text|html)"\s*:\s*"', re.DOTALL)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s"';,]+)""", re.IGNORECASE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_HEAD = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,400})?\r\n")
_MAGIC = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
_STATUS = re.compile(rb"HTTP/\d\S*\s+(\d{3})")
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Response:
    """A recorded HTTP response: its status, its headers as sent, and where in the record its body begins."""

    status: int
    headers: Headers
    body_at: int

    def get(self, name: str) -> str | None:
        """The first header of that name, in whatever case; None if there is none."""
        return next((value for key, value in self.headers if key.lower() == name), None)


def parse_response(head: bytes) -> Response:
    """The response that begins with these bytes; raises ``ReadError`` if they are no HTTP or hold no end of the headers."""
    status, end = _STATUS.match(head), _HEAD_END.search(head)
    if not status or not end:
        raise ReadError("is no whole HTTP response")
    headers: list[tuple[str, str]] = []
    for line in head[: end.start()].decode("utf-8", "replace").replace("\0", "\ufffd").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if line[:1] in " \t" and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}")
        elif colon:
            headers.append((name.strip(), value.strip()))
    return Response(int(status.group(1)), tuple(headers), end.end())


def media_type(content_type: str | None) -> str | None:
    """The media type alone, in lower case.

    >>> media_type("Text/HTML; charset=utf-8")
    'text/html'
    """
    return (content_type or "").partition(";")[0].strip().lower() or None


def charset(content_type: str | None) -> str | None:
    """The encoding that a content type names, None if it names none."""
    found = _CHARSET.search(content_type or "")
    return found.group(1) if found else None


def form_of(media: str | None) -> Form | None:
    """The form that a media type promises, None for what is not read (pictures, scripts, video)."""
    return _FORMS.get(media or "")


def is_as_promised(form: Form, body: bytes) -> bool:
    """Whether a body may be read in that form: JSON and XML are so only where they are a record or a feed.

    Pages load much JSON and XML that no reader sees; that is passed over like their scripts.
    """
    if form == "record":
        return _RECORD.match(body) is not None
    if form == "feed":
        return _FEED.search(body[:4096].replace(b"\0", b"")) is not None
    return True


def size_limit(form: Form, config: Config) -> tuple[str, int]:
    """The name and value of the limit for documents of a form, in bytes."""
    return ("max_pdf_bytes", config.max_pdf_bytes) if form == "pdf" else ("max_item_bytes", config.max_item_bytes)


def without_chunks(body: bytes, transfer_encoding: str | None) -> bytes:
    """The body without the chunks it was sent in; one that an archive took them off already comes back as it is."""
    parts: list[bytes] = []
    at = 0
    while "chunked" in (transfer_encoding or "").lower() and (head := _CHUNK_HEAD.match(body, at)):
        at = head.end() + int(head.group(1), 16)
        if at == head.end():
            return b"".join(parts)
        if body[at : at + 2] != b"\r\n":
            break
        parts.append(body[head.end() : at])
        at += 2
    if parts:
        raise ReadError("the chunks of its body end early")
    return body


def without_encoding(body: bytes, content_encoding: str | None, form: Form, config: Config) -> bytes:
    """The body without its content encodings; one that an archive took off already is recognised by the bytes."""
    if _is_bare(body, (content_encoding or "").rpartition(",")[2].strip().lower()):
        return body
    name, allowed = size_limit(form, config)
    data = bytearray()
    for part in decode_body([body], content_encoding):
        data += part
        if len(data) > allowed:
            raise LimitExceeded(name, allowed, f"unpacks to over {allowed:,} bytes")
    return bytes(data)


def _is_bare(body: bytes, encoding: str) -> bool:
    """Whether a body is not in the encoding that its headers name last."""
    if encoding in ("", "identity"):
        return True
    if magic := _MAGIC.get(encoding):
        return not body.startswith(magic)
    return body.lstrip()[:1] in (b"<", b"{", b"%")
