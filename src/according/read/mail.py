"""Mail messages (``.eml``): the message as a document, and the documents attached to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import policy
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
from according.read.mail_parts import MALFORMED, Parts, charset_of, data_of, filename, form_of_part, take_apart
from according.read.pdf import read_pdf
from according.read.plain import read_plain

MAX_NESTING = 3


def read_mail(item: Item, config: Config, nesting: int = 0) -> tuple[Draft, ...]:
    """The message, and as ``attachment/1`` onwards what of its attachments can be read (HTML, text, PDF, mail).

    Raises ``ReadError`` where neither holds text. An attachment that cannot be read is a problem of the message.
    """
    if len(item.data) > config.max_item_bytes:
        raise LimitExceeded("max_item_bytes", config.max_item_bytes, f"holds {len(item.data):,} bytes")
    try:
        message = BytesParser(EmailMessage, policy=policy.default).parsebytes(item.data)
        parts = take_apart(message)
    except RecursionError as error:
        raise ReadError("its parts are nested too deep") from error
    except MALFORMED as error:  # in the library, on a Content-Type that it cannot make out
        raise ReadError("its headers are malformed") from error
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
    except MALFORMED:
        raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
        problems.append(f"the header {name} is malformed")
        value = _decoded(str(raw))
    value, cleaned = clean(" ".join(value.split()))
    problems.extend(f"{name}: {problem}" for problem in cleaned)
    return value or None


def _decoded(raw: str) -> str:
    try:
        return str(make_header(decode_header(raw)))
    except MALFORMED:
        return raw


def _read_body(parts: Parts, config: Config, problems: list[str]) -> Draft | None:
    """The plain part, or else the HTML part; None where neither holds text."""
    if parts.plain is not None:
        text, found = decode(data_of(parts.plain), charset_of(parts.plain))
        if text.strip():
            draft = read_plain(text)
            return replace(draft, problems=(*found, *draft.problems))
    if parts.html is not None:
        try:
            return _read_page(data_of(parts.html), charset_of(parts.html), config)
        except ReadError as error:
            problems.append(f"the body {error}")
    return None


def _read_attachments(attached: tuple[EmailMessage, ...], item: Item, config: Config, nesting: int, problems: list[str]) -> Iterator[Draft]:
    number = 0
    for part in attached:
        name = filename(part)
        form = form_of_part(part, name)
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
    data = data_of(part)
    if not data.strip():
        raise ReadError("is empty")
    if form == "pdf":
        return (read_pdf(replace(item, data=data, form="pdf"), config),)
    if form == "html":
        return (_read_page(data, charset_of(part), config),)
    if form == "mail":
        if nesting == MAX_NESTING:
            raise ReadError(f"is a mail in a mail, more than {MAX_NESTING} deep")
        return read_mail(replace(item, data=data, form="mail"), config, nesting + 1)
    text, found = decode(data, charset_of(part))
    if not text.strip():
        raise ReadError("holds no text")
    draft = read_plain(text)
    return (replace(draft, problems=(*found, *draft.problems)),)


def _read_page(data: bytes, charset: str | None, config: Config) -> Draft:
    text, found = decode(data, charset or declared_in_markup(data))
    draft = read_html(text, None, config)
    return replace(draft, problems=(*found, *draft.problems))
