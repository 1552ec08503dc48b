"""The archive that X/Twitter gives a user of their own posts: ``data/tweets.js`` and its like, in a folder or zip."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from according.config import Config
from according.errors import ReadError
from according.model import Failure, Hints, Item, Post
from according.read.draft import Draft, Stated
from according.read.json_slices import Broken, iter_slices
from according.read.json_values import Values, kind_of, read_object
from according.read.unpack import read_head
from according.read.zips import open_member, open_zip

Found = Iterator[Item | Failure]

_ASSIGNMENT = re.compile(rb"(?:\xef\xbb\xbf)?\s*window\.YTD\.\w+\.part\d+\s*=\s*")
_TWEET_FILE = re.compile(r"(?:.*/)?data/tweets?(?:-part\d+)?\.js")
_ACCOUNT_FILE = re.compile(r"(?:.*/)?data/account\.js")
_HEAD_BYTES = 256
_ACCOUNT_BYTES = 64 * 1024
_TIME = re.compile(r"\w{3} (\w{3}) (\d{1,2}) (\d\d):(\d\d):(\d\d) \+0000 (\d{4})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RETWEET = re.compile(r"RT @(\w{1,30}):")
_HANDLE = re.compile(r"\w{1,30}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_OLD_LANGUAGES = {"in": "id", "iw": "he"}


class _Number(msgspec.Struct):
    id_str: str | None = None
    id: str | int | None = None


class _Glance(msgspec.Struct):
    """What names a tweet; older archives hold it bare, newer ones in an object of its own."""

    tweet: _Number | None = None
    id_str: str | None = None


_glance = msgspec.json.Decoder(_Glance)


def is_tweet_archive(names: Sequence[str]) -> bool:
    """Whether files of these names, with ``/`` between folders, are the archive of an account.

    >>> is_tweet_archive(["data/account.js", "data/tweets.js"]), is_tweet_archive(["tweets.html"])
    (True, False)
    """
    return any(_TWEET_FILE.fullmatch(name) for name in names)


def iter_tweet_folder(folder: Path, ref: str, config: Config, retrieved_at: str) -> Found:
    """The tweets of an unpacked archive, under its ``data`` folder."""
    names = [f"data/{path.name}" for path in (folder / "data").glob("*.js")]
    yield from _iter_files(names, lambda name: (folder / name).open("rb"), ref, config, retrieved_at)


def iter_tweet_zip(stream: BinaryIO, ref: str, config: Config, retrieved_at: str) -> Found:
    """The tweets of an archive as it is downloaded, a zip; raises ``ReadError`` where that cannot be opened."""
    with open_zip(stream, config) as archive:
        members = {info.filename: info for info in archive.infolist()}
        yield from _iter_files(list(members), lambda name: open_member(archive, members[name], config), ref, config, retrieved_at)


def iter_tweets(stream: BinaryIO, ref: str, config: Config, retrieved_at: str, account: Hints | None = None) -> Found:
    """The tweets of one such file, by the account if it is known; each under its address, or by its number in the file."""
    head, stream = read_head(stream, _HEAD_BYTES)
    assignment = _ASSIGNMENT.match(head)
    skipped = len(stream.read(assignment.end())) if assignment else 0
    for found in iter_slices(stream, None, config):
        offset = found.offset + skipped
        place = ref if found.number is None else f"{ref}:{found.number}"
        if isinstance(found, Broken):
            yield Failure(place, f"{found.reason} (from byte {offset:,} on)")
            continue
        try:
            glance = _glance.decode(found.data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            yield Failure(place, f"is not JSON: {error} (from byte {offset:,} on)")
            continue
        number = glance.tweet.id_str or glance.tweet.id if glance.tweet else glance.id_str
        hints = account or Hints()
        url = _address(hints.handle, str(number)) if number else None
        yield Item(ref=url or place, data=found.data, form="tweet", retrieved_at=retrieved_at, url=url, hints=hints)


def read_account(data: bytes) -> Hints:
    """Whose archive it is, by its ``account.js``; raises ``ReadError`` where that cannot be read."""
    assignment = _ASSIGNMENT.match(data)
    try:
        value = json.loads(data[assignment.end() if assignment else 0 :])
        account = Values(dict(value[0]["account"]))
    except (ValueError, RecursionError, LookupError, TypeError) as error:
        raise ReadError("does not say whose archive it is") from error
    handle = account.text("username")
    return Hints(author=account.text("accountDisplayName"), handle=handle if handle and _HANDLE.fullmatch(handle) else None)


def read_tweet(item: Item, config: Config) -> Draft:
    """The post that a tweet is; raises ``ReadError`` where it is broken or holds no text."""
    values = read_object(item.data)
    if isinstance(inner := values.members.get("tweet"), dict):
        values = replace(values, members=inner)
    raw = values.needed_text("full_text") or values.needed_text("text")
    if raw is None:
        raise ReadError("holds no text")
    text = html.unescape(raw)
    published, language = _time(values), _language(values)
    retweeted = _RETWEET.match(text)
    author = item.hints.author
    post = Post(
        span=(0, len(text)),
        text_span=(0, len(text)),
        platform="twitter",
        author=author,
        handle=item.hints.handle,
        url=item.url,
        published=published.date if published else None,
        published_how="input" if published else None,
        media=_media(values),
        forwarded_from=retweeted.group(1) if retweeted else None,
    )
    return Draft(
        text=text,
        kind="post",
        url=item.url,
        byline=(author, "input") if author else None,
        published=(published, "input") if published else None,
        language=(language, "input") if language else None,
        posts=(post,),
        problems=tuple(values.problems),
    )


def _iter_files(names: Sequence[str], open_file: Callable[[str], BinaryIO], ref: str, config: Config, retrieved_at: str) -> Found:
    """The tweets of an archive's files in the order of their names, after the account that wrote them is known."""
    account = Hints()
    for name in sorted(filter(_ACCOUNT_FILE.fullmatch, names)):
        try:
            with open_file(name) as stream:
                account = read_account(stream.read(_ACCOUNT_BYTES))
        except (ReadError, OSError) as error:
            yield Failure(f"{ref}/{name}", str(error))
    for name in sorted(filter(_TWEET_FILE.fullmatch, names)):
        try:
            with open_file(name) as stream:
                yield from iter_tweets(stream, f"{ref}/{name}", config, retrieved_at, account)
        except (ReadError, OSError) as error:
            yield Failure(f"{ref}/{name}", str(error))


def _address(handle: str | None, number: str) -> str | None:
    return f"https://twitter.com/{handle}/status/{number}" if handle and number.isascii() and number.isdigit() else None


def _time(values: Values) -> Stated | None:
    value = values.text("created_at")
    found = _TIME.fullmatch(value or "")
    if not found or found.group(1) not in _MONTHS:
        if value:
            values.problems.append(f"created_at {value[:80]!r} is no time; passed over")
        return None
    day, hour, minute, second, year = map(int, found.group(2, 3, 4, 5, 6))
    try:
        at = datetime(year, _MONTHS.index(found.group(1)) + 1, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        values.problems.append(f"created_at {value!r} is no time; passed over")
        return None
    return Stated(at.date().isoformat(), at.isoformat().replace("+00:00", "Z"))


def _language(values: Values) -> str | None:
    """The language that X took the tweet to be in; its codes for "none" and "unknown" are none."""
    value = values.text("lang")
    return _OLD_LANGUAGES.get(value, value) if value and _LANGUAGE.fullmatch(value) else None


def _media(values: Values) -> tuple[str, ...]:
    """The links of a tweet's pictures and films: as shown in its text, and where they lie."""
    links: dict[str, None] = {}
    for name in ("entities", "extended_entities"):
        entities = values.members.get(name)
        media: Any = entities.get("media") if isinstance(entities, dict) else None
        for one in media if isinstance(media, list) else []:
            if not isinstance(one, dict):
                values.problems.append(f"a link to media is {kind_of(one)}; passed over")
                continue
            links.update({link: None for key in ("display_url", "media_url_https") if (link := Values(one).text(key))})
    return tuple(links)
