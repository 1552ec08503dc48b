"""JSON's brackets, strings and bare words in a stream of bytes, told apart without parsing or holding it."""

from __future__ import annotations

import io
import json
import re
from typing import BinaryIO

from according.errors import LimitExceeded, ReadError

Scalar = str | int | float | bool | None

MAX_DEPTH = 1_000
STRING = rb'"(?:[^"\\\x00-\x1f]++|\\.)*+"'
BARE = rb"[-+.\w]++"
_CHUNK = 256 * 1024
_PLAIN = re.compile(rb'(?:[^{}\[\]"]++|' + STRING + rb")*+", re.DOTALL)
_BROKEN_STRING = re.compile(rb'"(?:[^"\\\x00-\x1f]++|\\.)*+[\x00-\x1f]', re.DOTALL)
_BLANK = re.compile(rb"[ \t\r\n]*+")
_TOKEN = re.compile(rb"[{}\[\],:]|" + STRING + rb"|" + BARE, re.DOTALL)
OPENING = {ord("}"): ord("{"), ord("]"): ord("[")}


class Window:
    """The part of the stream that is held: ``held[at:]`` is still to be scanned, and grows on demand."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.held = b""
        self.at = 0
        self.given_up = False
        self._dropped = 0

    @property
    def offset(self) -> int:
        """Where in the stream the next byte stands."""
        return self._dropped + self.at

    def give_up(self) -> None:
        """Moves to the end, where nothing that can be told apart follows what was reported as broken."""
        self._stream, self.at, self.given_up = io.BytesIO(), len(self.held), True

    def more(self) -> bool:
        """Reads on, at least as much again as is held, so that what grows is scanned a few times at most."""
        kept = self.held[self.at :]
        self._dropped += self.at
        data = self._stream.read(max(_CHUNK, len(kept)))
        self.held, self.at = kept + data, 0
        return bool(data)

    def skip_blank(self) -> bytes:
        """Moves on to the next byte that is no white space; returns the white space before it, as far as it is held."""
        start = self.at
        while True:
            found = _BLANK.match(self.held, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.held):
                return self.held[start : self.at]
            if not self.more():
                return b""
            start = 0

    def next_byte(self) -> int | None:
        """The byte to be scanned next, None at the end of what is held."""
        return self.held[self.at] if self.at < len(self.held) else None


def parse_scalar(token: bytes) -> Scalar:
    """The value of a string or bare word; raises ``ReadError`` if it has none."""
    try:
        value: Scalar = json.loads(token.decode("utf-8", "replace"))
    except ValueError as error:
        raise ReadError("is not JSON") from error
    return value


def next_token(window: Window, limit: int) -> bytes:
    """The next bracket, comma, colon, string or bare word, moved past; empty at the end."""
    window.skip_blank()
    while window.at < len(window.held):
        found = _TOKEN.match(window.held, window.at)
        if found and found.end() < len(window.held):
            window.at = found.end()
            return found.group()
        if len(window.held) - window.at > limit:
            raise LimitExceeded("max_item_bytes", limit, "a string is longer")
        if _BROKEN_STRING.match(window.held, window.at) or (not found and window.held[window.at] != ord('"')):
            raise ReadError("is not JSON")
        if not window.more():
            if not found:
                raise ReadError("the JSON ends early")
            window.at += len(found.group())
            return found.group()
    return b""


def element_size(window: Window, limit: int) -> int:
    """How many bytes the element that begins here has; raises ``ReadError`` where its end cannot be told."""
    if window.held[window.at] not in b"{[":
        return _scalar_size(window, limit)
    size, stack = 0, bytearray()
    while True:
        plain = _PLAIN.match(window.held, window.at + size)
        size = (plain.end() if plain else window.at + size) - window.at
        if size > limit:
            raise LimitExceeded("max_item_bytes", limit, "holds more bytes")
        if window.at + size == len(window.held) or (byte := window.held[window.at + size]) == ord('"'):
            _await(window, window.at + size, limit)
            continue
        size += 1
        if byte in b"{[":
            stack.append(byte)
        elif stack.pop() != OPENING[byte]:
            raise ReadError("its brackets do not match")
        if not stack:
            return size
        if len(stack) > MAX_DEPTH:
            raise ReadError(f"is nested more than {MAX_DEPTH:,} deep")


def _await(window: Window, at: int, limit: int) -> None:
    """Reads on for an element whose bytes are held up to ``at``, where it ends or a string begins that goes on."""
    if _BROKEN_STRING.match(window.held, at):
        raise ReadError("a string in it does not end on its line")
    if len(window.held) - window.at > limit:
        raise LimitExceeded("max_item_bytes", limit, "holds more bytes")
    if not window.more():
        raise ReadError("it is not finished where the file ends")


def _scalar_size(window: Window, limit: int) -> int:
    while True:
        found = _TOKEN.match(window.held, window.at)
        if found and found.end() < len(window.held):
            return found.end() - window.at
        if not found and window.held[window.at] != ord('"'):
            raise ReadError("is not JSON")
        _await(window, window.at, limit)
