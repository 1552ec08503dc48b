"""Mail messages (``.eml``): the message as a document, and the documents attached to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from according.config import Config
from according.errors import LimitExceeded, ReadError
from according.model import Form, Item
from according.read.dates import parse_stated
from according.read.decode import clean, declared_in_markup, decode
from according.read.draft import Draft
from according.read.html import read_html
from according.read.pdf import read_pdf
from according.read.plain import read_plain

MAX_NESTING = 3
MAX_PARTS = 1_000
_FORMS: dict[str, Form] = {"text/html": "html", "text/plain": "text", "application/pdf": "pdf", "message/rfc822": "mail"}
_SUFFIXES: dict[str, Form] = {".html": "html", ".htm": "html", ".txt": "text", ".pdf": "pdf", ".eml": "mail"}
# What the standard library is known to raise for headers and parts that are malformed.
_MALFORMED = (MessageError, ValueError, LookupError, AttributeError, TypeError)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A message taken apart: what stands in its body, and what is attached."""

    plain: EmailMessage | None
    html: EmailMessage | None
    attached: tuple[EmailMessage, ...]


def read_mail(item: Item, config: Config, nesting: int = 0) -> tuple[Draft, ...]:
    """The message, and as ``attachment/1`` onwards what of its attachments can be read (HTML, text, PDF, mail).

    Raises ``ReadError`` where neither holds text. An attachment that cannot be read is a problem of the message.
    """
    if len(item.data) > config.max_item_bytes:
        raise LimitExceeded("max_item_bytes", config.max_item_bytes, f"holds {len(item.data):,} bytes")
    try:
        message = BytesParser(EmailMessage, policy=policy.default).parsebytes(item.data)
        parts = _take_apart(message)
    except RecursionError as error:
        raise ReadError("its parts are nested too deep") from error
    problems: list[str] = []
    attached = list(_read_attachments(parts.attached, item, config, nesting, problems))
    draft = _read_body(parts, config, problems)
    if draft is None and not attached:
        raise ReadError("; ".join(["holds no text", *problems]))
    if draft is None:
        return (replace(attached[0], problems=(*problems, *attached[0].problems)), *attached[1:])
    return (_with_headers(draft, message, problems), *attached)


def _with_headers(draft: Draft, message: EmailMessage, problems: list[str]) -> Draft:
    """The body with what the headers say of it; they win over what the text says of itself."""
    title, sender, date = (_header(message, name, problems) for name in ("Subject", "From", "Date"))
    byline = parseaddr(sender)[0].strip() if sender else None
    published = parse_stated(date) if date else None
    if date and not published:
        problems.append(f"the date {date[:80]!r} is none; passed over")
    problems.extend(f"the mail is malformed: {type(defect).__name__}" for part in message.walk() for defect in part.defects)
    return replace(
        draft,
        kind="document",
        title=(title, "input") if title else draft.title,
        byline=(byline, "input") if byline else draft.byline,
        published=(published, "input") if published else draft.published,
        problems=tuple(dict.fromkeys((*problems, *draft.problems))),
    )


def _header(message: EmailMessage, name: str, problems: list[str]) -> str | None:
    """A header's words on one line; where its form is broken, decoded as far as that goes."""
    try:
        value = str(message[name] or "")
    except _MALFORMED:
        raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
        problems.append(f"the header {name} is malformed")
        value = _decoded(str(raw))
    value, cleaned = clean(" ".join(value.split()))
    problems.extend(f"{name}: {problem}" for problem in cleaned)
    return value or None


def _decoded(raw: str) -> str:
    try:
        return str(make_header(decode_header(raw)))
    except _MALFORMED:
        return raw


def _take_apart(message: EmailMessage) -> _Parts:
    """The first plain and the first HTML part that is shown as the body, and every other part that is no picture of it."""
    plain = html = None
    attached: list[EmailMessage] = []
    for part in _leaves(message):
        shown = _disposition(part) != "attachment" and not _filename(part)
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
    return _Parts(plain, html, tuple(attached))


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
    except _MALFORMED:
        return None


def _filename(part: EmailMessage) -> str | None:
    try:
        return clean(part.get_filename() or "")[0] or None
    except _MALFORMED:
        return None


def _read_body(parts: _Parts, config: Config, problems: list[str]) -> Draft | None:
    """The plain part, or else the HTML part; None where neither holds text."""
    if parts.plain is not None:
        text, found = decode(_data(parts.plain), _charset(parts.plain))
        if text.strip():
            draft = read_plain(text)
            return replace(draft, problems=(*found, *draft.problems))
    if parts.html is not None:
        try:
            return _read_page(_data(parts.html), _charset(parts.html), config)
        except ReadError as error:
            problems.append(f"the body {error}")
    return None


def _read_attachments(attached: tuple[EmailMessage, ...], item: Item, config: Config, nesting: int, problems: list[str]) -> Iterator[Draft]:
    number = 0
    for part in attached:
        name = _filename(part)
        form = _form(part, name)
        if form is None:
            continue
        number += 1
        try:
            drafts = _read_attachment(part, form, item, config, nesting)
        except ReadError as error:
            problems.append(f"attachment {number}{f' ({name})' if name else ''}: {error}")
            continue
        for draft in drafts:
            inner = f"attachment/{number}" + (f"/{draft.locator}" if draft.locator else "")
            yield replace(draft, locator=inner, kind="document")


def _read_attachment(part: EmailMessage, form: Form, item: Item, config: Config, nesting: int) -> tuple[Draft, ...]:
    data = _data(part)
    if not data.strip():
        raise ReadError("is empty")
    if form == "pdf":
        return (read_pdf(replace(item, data=data, form="pdf"), config),)
    if form == "html":
        return (_read_page(data, _charset(part), config),)
    if form == "mail":
        if nesting == MAX_NESTING:
            raise ReadError(f"is a mail in a mail, more than {MAX_NESTING} deep")
        return read_mail(replace(item, data=data, form="mail"), config, nesting + 1)
    text, found = decode(data, _charset(part))
    if not text.strip():
        raise ReadError("holds no text")
    draft = read_plain(text)
    return (replace(draft, problems=(*found, *draft.problems)),)


def _read_page(data: bytes, charset: str | None, config: Config) -> Draft:
    text, found = decode(data, charset or declared_in_markup(data))
    draft = read_html(text, None, config)
    return replace(draft, problems=(*found, *draft.problems))


def _form(part: EmailMessage, name: str | None) -> Form | None:
    """The form by the part's type, else by its name; None for pictures and other things that are no reports."""
    kind = part.get_content_type()
    if kind in _FORMS:
        return _FORMS[kind]
    suffix = "." + name.lower().rpartition(".")[2] if name else ""
    return _SUFFIXES.get(suffix) if kind in ("application/octet-stream", "application/xhtml+xml") else None


def _charset(part: EmailMessage) -> str | None:
    try:
        return part.get_content_charset()
    except _MALFORMED:
        return None


def _data(part: EmailMessage) -> bytes:
    """What a part holds, decoded from its transfer encoding as far as that is whole."""
    try:
        if part.get_content_maintype() == "message":
            inner = part.get_payload()
            return b"".join(one.as_bytes() for one in inner if isinstance(one, EmailMessage)) if isinstance(inner, list) else b""
        data = part.get_payload(decode=True)
    except _MALFORMED as error:
        raise ReadError(f"cannot be decoded: {error}") from error
    return data if isinstance(data, bytes) else b""
