"""A mail message taken apart: which of its parts is the body, which are attached, and what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage

from according.errors import ReadError
from according.model import Form
from according.read.decode import clean

MAX_PARTS = 1_000
_FORMS: dict[str, Form] = {"text/html": "html", "text/plain": "text", "application/pdf": "pdf", "message/rfc822": "mail"}
_SUFFIXES: dict[str, Form] = {".html": "html", ".htm": "html", ".txt": "text", ".pdf": "pdf", ".eml": "mail"}
# What the standard library is known to raise for headers and parts that are malformed.
MALFORMED = (MessageError, ValueError, LookupError, AttributeError, TypeError)


@dataclass(frozen=True, slots=True)
class Parts:
    """A message taken apart: what stands in its body, and what is attached."""

    plain: EmailMessage | None
    html: EmailMessage | None
    attached: tuple[EmailMessage, ...]


def take_apart(message: EmailMessage) -> Parts:
    """The first plain and the first HTML part that is shown as the body, and every other part that is no picture of it."""
    plain = html = None
    attached: list[EmailMessage] = []
    for part in _leaves(message):
        shown = _disposition(part) != "attachment" and not filename(part)
        # A message of several parts that lacks the lines between them is one plain text.
        kind = "text/plain" if part.get_content_maintype() == "multipart" else part.get_content_type()
        if shown and kind == "text/plain" and plain is None:
            plain = part
        elif shown and kind == "text/html" and html is None:
            html = part
        else:
            attached.append(part)
        if len(attached) > MAX_PARTS:
            raise ReadError(f"has more than {MAX_PARTS:,} parts")
    return Parts(plain, html, tuple(attached))


def _leaves(part: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that hold something themselves; an attached message is one of them and is not gone into."""
    if part.is_multipart() and part.get_content_maintype() != "message":
        for inner in part.get_payload():
            if isinstance(inner, EmailMessage):
                yield from _leaves(inner)
    else:
        yield part


def _disposition(part: EmailMessage) -> str | None:
    try:
        return part.get_content_disposition()
    except MALFORMED:
        return None


def filename(part: EmailMessage) -> str | None:
    """The name that the sender gave the part, None if there is none."""
    try:
        return clean(part.get_filename() or "")[0] or None
    except MALFORMED:
        return None


def form_of_part(part: EmailMessage, name: str | None) -> Form | None:
    """The form by the part's type, else by its name; None for pictures and other things that are no reports."""
    kind = part.get_content_type()
    if kind in _FORMS:
        return _FORMS[kind]
    suffix = "." + name.lower().rpartition(".")[2] if name else ""
    return _SUFFIXES.get(suffix) if kind in ("application/octet-stream", "application/xhtml+xml") else None


def charset_of(part: EmailMessage) -> str | None:
    """The encoding that the part declares, None if it declares none."""
    try:
        return part.get_content_charset()
    except MALFORMED:
        return None


def data_of(part: EmailMessage) -> bytes:
    """What a part holds, decoded from its transfer encoding as far as that is whole."""
    try:
        if part.get_content_maintype() == "message":
            inner = part.get_payload()
            return b"".join(one.as_bytes() for one in inner if isinstance(one, EmailMessage)) if isinstance(inner, list) else b""
        data = part.get_payload(decode=True)
    except MALFORMED as error:
        raise ReadError(f"cannot be decoded: {error}") from error
    return data if isinstance(data, bytes) else b""
