"""Which reader reads which form of item, as one table; readers of other packages are asked before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from according.config import Config
from according.errors import LimitExceeded, ReadError
from according.model import Form, Item
from according.read.added import read_added
from according.read.decode import declared_in_markup, decode
from according.read.draft import Draft
from according.read.feeds import read_feed
from according.read.html import read_html
from according.read.mail import read_mail
from according.read.payloads import size_limit
from according.read.pdf import read_pdf
from according.read.plain import read_plain
from according.read.records import read_record
from according.read.sniff import name_of_binary
from according.read.telegram import read_message
from according.read.tweets import read_tweet

Drafts = tuple[Draft, ...]


def read_drafts(item: Item, config: Config) -> Drafts:
    """The drafts of all that an item holds; raises ``ReadError`` with the reason where it holds nothing that can be read."""
    limit, allowed = size_limit(item.form, config)
    if len(item.data) > allowed:
        raise LimitExceeded(limit, allowed, f"holds {len(item.data):,} bytes")
    if not item.data.strip():
        raise ReadError("is empty")
    drafts, problems = read_added(item, config)
    return tuple(_with_problems(draft, problems) for draft in drafts or _READERS[item.form](item, config))


def _read_page(item: Item, config: Config) -> Drafts:
    text, problems = decode(_textual(item), item.charset or declared_in_markup(item.data))
    draft = read_html(text, item.url, config)
    return (_with_problems(draft, problems),)


def _read_text(item: Item, _: Config) -> Drafts:
    text, problems = decode(_textual(item), item.charset)
    return (_with_problems(read_plain(text), problems),)


def _textual(item: Item) -> bytes:
    """The item's bytes; raises ``ReadError`` if they are a picture, a program or the like, whatever they are named."""
    if kind := name_of_binary(item.data[:4096]):
        raise ReadError(f"is no text but {kind}")
    return item.data


def _with_problems(draft: Draft, problems: tuple[str, ...]) -> Draft:
    return draft if not problems else replace(draft, problems=problems + draft.problems)


def _one(read: Callable[[Item, Config], Draft]) -> Callable[[Item, Config], Drafts]:
    return lambda item, config: (read(item, config),)


_READERS: Mapping[Form, Callable[[Item, Config], Drafts]] = {
    "html": _read_page,
    "text": _read_text,
    "record": _one(read_record),
    "feed": read_feed,
    "pdf": _one(read_pdf),
    "mail": read_mail,
    "telegram": _one(read_message),
    "tweet": _one(read_tweet),
}
