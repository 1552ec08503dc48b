"""From what the user names (files, folders, addresses, standard input) to the items to read, one after the other.

One of the four places that decide failures: whatever goes wrong with one input becomes a ``Failure`` that names it, and the
rest goes on.
"""

from __future__ import annotations

import io
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from according.config import MIB, Config
from according.errors import LimitExceeded, ReadError
from according.model import Failure, Form, Hints, Item
from according.read.fetch import Fetcher, utc_stamp
from according.read.folders import Skipped, is_asset, iter_files, open_file, reason_of, shown
from according.read.payloads import size_limit
from according.read.records import iter_json, iter_jsonl
from according.read.sniff import Sort, sniff
from according.read.telegram import iter_telegram
from according.read.tweets import is_tweet_archive, iter_tweet_folder, iter_tweet_zip, iter_tweets, read_account
from according.read.unpack import is_compressed, read_head, unpack
from according.read.web_archives import is_wacz, iter_wacz, iter_warc
from according.read.zips import iter_zip, open_zip

Found = Iterator[Item | Failure]
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|(?:file|data|mailto|javascript):", re.IGNORECASE)
_HEAD_BYTES = 4096
_SPOOLED_BYTES = 8 * MIB
_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Progress:
    """How far the intake is: bytes of files handed out and in all, and what was passed over, by kind."""

    bytes_total: int = 0
    bytes_done: int = 0
    skipped: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a stream comes from, for the items in it."""

    retrieved_at: str
    method: str = "file"
    url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    hints: Hints = field(default_factory=Hints)


def is_address(name: str) -> bool:
    """Whether an input is a web address (or tries to be one) and not the path of a file.

    >>> is_address("https://herald.example/a"), is_address("file:///etc/passwd"), is_address("folder/a.html")
    (True, True, False)
    """
    return _ADDRESS.match(name) is not None and not os.path.lexists(name)


class Intake:
    """The items of all inputs, in the order of the inputs and of what is in them; walk over it once."""

    def __init__(self, inputs: Sequence[str], config: Config, *, fetcher: Fetcher, now: Callable[[], datetime], stdin: BinaryIO) -> None:
        self.inputs, self.config, self.fetcher, self.now, self.stdin = inputs, config, fetcher, now, stdin
        self.progress = Progress(bytes_total=sum(_size(Path(name)) for name in inputs if not is_address(name) and name != "-"))

    def __iter__(self) -> Found:
        for name in self.inputs:
            if name == "-":
                yield from self._stdin()
            elif is_address(name):
                yield from self._address(name)
            else:
                yield from self._path(Path(name))

    def _stamp(self) -> str:
        return utc_stamp(self.now())

    def _stdin(self) -> Found:
        """What standard input holds, read as it comes and never held whole but for a document."""
        try:
            yield from self._stream("-", self.stdin, _Origin(self._stamp(), "stdin"))
        except OSError as error:
            yield Failure("-", reason_of(error))

    def _address(self, url: str) -> Found:
        try:
            fetched = self.fetcher.fetch(url)
        except ReadError as error:
            yield Failure(url, str(error))
            return
        origin = _Origin(fetched.retrieved_at, "http", fetched.final_url, fetched.media_type, fetched.charset, fetched.headers)
        yield from self._stream(url, io.BytesIO(fetched.data), origin)

    def _path(self, path: Path) -> Found:
        if not os.path.isdir(path):
            yield from self._file(path)
        elif _is_tweet_folder(path):
            yield from iter_tweet_folder(path, shown(path), self.config, self._stamp())
        else:
            yield from self._folder(path)

    def _folder(self, path: Path) -> Found:
        for found in iter_files(path):
            if isinstance(found, Failure):
                yield found
            elif isinstance(found, Skipped):
                self.progress.skipped[found.kind] += 1
            else:
                yield from self._file(found)

    def _file(self, path: Path) -> Found:
        name = shown(path)
        try:
            with open_file(path) as stream:
                origin = _Origin(self._stamp(), hints=self._owner_of(path))
                yield from self._counted(self._stream(name, stream, origin), stream)
        except OSError as error:
            yield Failure(name, reason_of(error))
        except ReadError as error:
            yield Failure(name, str(error))

    def _owner_of(self, path: Path) -> Hints:
        """Whose posts an unpacked archive of X holds, told by the file beside them; nothing for any other file."""
        beside = path.with_name("account.js")
        if path.suffix != ".js" or not beside.is_file():
            return Hints()
        with open_file(beside) as stream:
            return read_account(stream.read(self.config.max_item_bytes))

    def _counted(self, found: Found, stream: BinaryIO) -> Found:
        """The same items, with the progress told as the file is read."""
        before = self.progress.bytes_done
        for item in found:
            self.progress.bytes_done = before + stream.tell()
            yield item
        self.progress.bytes_done = before + stream.seek(0, os.SEEK_END)

    def _stream(self, ref: str, stream: BinaryIO, origin: _Origin) -> Found:
        """What a stream holds: one item, or those of the container that it is."""
        try:
            head, packed = read_head(stream, _HEAD_BYTES)
            within, opened = read_head(unpack(packed, self.config) if is_compressed(head) else packed, _HEAD_BYTES)
            sort = sniff(origin.url or ref, within, origin.media_type)
            if sort is None:
                raise ReadError("is of a kind that is not read")
            if sort != "zip":
                yield from self._sorted(sort, ref, opened, origin)
            elif stream is self.stdin and not stream.seekable():
                yield from self._spooled_zip(ref, opened, origin)
            elif is_compressed(head) or not stream.seekable():
                raise ReadError("is a zip archive inside other compression, which is not opened")
            else:
                yield from self._zip(ref, stream, origin)
        except ReadError as error:
            yield Failure(ref, str(error))

    def _sorted(self, sort: Sort, ref: str, stream: BinaryIO, origin: _Origin) -> Found:
        config, at = self.config, origin.retrieved_at
        if sort == "warc":
            yield from iter_warc(stream, ref, config, at)
        elif sort == "jsonl":
            yield from _from(origin, iter_jsonl(stream, ref, config, at))
        elif sort == "json":
            yield from _from(origin, _iter_json(stream, ref, config, at))
        elif sort == "telegram_export":
            yield from _from(origin, iter_telegram(stream, ref, config, at))
        elif sort == "tweets":
            yield from _from(origin, iter_tweets(stream, ref, config, at, origin.hints))
        elif sort != "zip":
            yield self._document(sort, ref, stream, origin)

    def _zip(self, ref: str, stream: BinaryIO, origin: _Origin) -> Found:
        config, at = self.config, origin.retrieved_at
        stream.seek(0)
        with open_zip(stream, config) as archive:
            names = archive.namelist()
        stream.seek(0)
        if is_wacz(names):
            yield from iter_wacz(stream, ref, config, at)
        elif is_tweet_archive(names):
            yield from iter_tweet_zip(stream, ref, config, at)
        else:
            yield from iter_zip(stream, ref, config, lambda member, opened: self._member(member, opened, origin))

    def _spooled_zip(self, ref: str, stream: BinaryIO, origin: _Origin) -> Found:
        """A zip that comes through a pipe, kept in a nameless file since its directory stands at its end."""
        with SpooledTemporaryFile(max_size=_SPOOLED_BYTES) as whole:
            while data := stream.read(_SPOOLED_BYTES):
                whole.write(data)
                if whole.tell() > self.config.max_container_bytes:
                    raise LimitExceeded("max_container_bytes", self.config.max_container_bytes, f"holds over {whole.tell():,} bytes")
            yield from self._zip(ref, cast(BinaryIO, whole), origin)

    def _member(self, ref: str, stream: BinaryIO, origin: _Origin) -> Found:
        """A file in a zip, treated as one in a folder."""
        if is_asset(Path(ref)):
            self.progress.skipped[Path(ref).suffix.lower()] += 1
        else:
            yield from self._stream(ref, stream, origin)

    def _document(self, form: Form, ref: str, stream: BinaryIO, origin: _Origin) -> Item:
        limit, allowed = size_limit(form, self.config)
        data = stream.read(allowed + 1)
        if len(data) > allowed:
            raise LimitExceeded(limit, allowed, "holds more bytes")
        return Item(
            ref=ref,
            data=data,
            form=form,
            retrieved_at=origin.retrieved_at,
            method=origin.method,
            url=origin.url,
            media_type=origin.media_type,
            charset=origin.charset,
            headers=origin.headers,
            hints=origin.hints,
        )


def _from(origin: _Origin, found: Found) -> Found:
    """The same items, with how their container came."""
    for item in found:
        yield item if isinstance(item, Failure) else replace(item, method=origin.method, headers=origin.headers)


def _iter_json(stream: BinaryIO, ref: str, config: Config, retrieved_at: str) -> Found:
    """The records of a JSON file; one that is no array but a record alone comes under the file's own name."""
    head, stream = read_head(stream, _HEAD_BYTES)
    found = iter_json(stream, ref, config, retrieved_at)
    first = next(found, None)
    if isinstance(first, Item) and first.ref == f"{ref}:1" and head.removeprefix(_BOM).lstrip().startswith(b"{"):
        first = replace(first, ref=ref)
    if first is not None:
        yield first
    yield from found


def _is_tweet_folder(folder: Path) -> bool:
    """Whether a folder is an unpacked archive of X; one in which a script is no regular file is walked like any other."""
    try:
        with os.scandir(folder / "data") as entries:
            scripts = [entry for entry in entries if entry.name.endswith(".js")]
            return is_tweet_archive([f"data/{entry.name}" for entry in scripts]) and all(entry.is_file() for entry in scripts)
    except OSError:
        return False


def _size(path: Path) -> int:
    """The bytes of a file, or of the files below a folder; 0 where they cannot be seen."""
    files = iter_files(path) if os.path.isdir(path) else (path,)
    total = 0
    for file in files:
        if isinstance(file, Path):
            try:
                total += file.stat().st_size
            except OSError:
                continue  # named when its turn comes
    return total
