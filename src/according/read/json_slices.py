"""Cuts the objects of a JSON array out of a stream, byte for byte, without holding the file.

The scanner knows JSON's brackets and strings and leaves the rest to whoever parses a slice. Where an element is broken it
goes on at the next one, which it knows by looking like the first: the same white space, the same first key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from according.config import Config
from according.errors import ReadError
from according.read.json_scan import BARE, MAX_DEPTH, OPENING, STRING, Scalar, Window, element_size, next_token, parse_scalar

Scope = tuple[tuple[str, Scalar], ...]

_OVERLAP = 64 * 1024
_MAX_SCOPE = 1_000
_MAX_SCALAR_BYTES = 10_000
_BOM = b"\xef\xbb\xbf"
_HEAD = re.compile(rb"\{\s*+(?:" + STRING + rb")\s*+:", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Slice:
    """One object of an array, as its bytes stand in the file.

    ``number`` counts from 1 within its array; ``offset`` is that of its first byte; ``scope`` holds the plain members that
    the objects around the array had before it, the nearest last.
    """

    data: bytes
    number: int
    offset: int
    scope: Scope = ()

    def said(self, name: str) -> Scalar:
        """The nearest plain member of that name around the array, None if there is none."""
        return next((value for key, value in reversed(self.scope) if key == name), None)


@dataclass(frozen=True, slots=True)
class Broken:
    """An element that could not be cut out, or (``number`` None) a place from which on the file cannot be read."""

    number: int | None
    offset: int
    reason: str


@dataclass(slots=True)
class _Frame:
    """An object (or array) that the scanner is in, outside the elements that it cuts out."""

    opening: int
    key: str | None = None
    members: dict[str, Scalar] = field(default_factory=dict)


def iter_slices(stream: BinaryIO, key: str | None, config: Config) -> Iterator[Slice | Broken]:
    """The objects of every array that is the value of ``key``, at any depth, in the file's order.

    With ``key`` None they are those of the array that the file is, or the one object that it is. Never raises for what
    the stream holds: what is broken, or over ``max_item_bytes``, is named and left out.
    """
    window = Window(stream)
    try:
        window.more()
        if window.held.startswith(_BOM):
            window.at = len(_BOM)
        yield from _walk(window, key, config) if key is not None else _top(window, config)
    except ReadError as error:
        yield Broken(None, window.offset, str(error))


def _top(window: Window, config: Config) -> Iterator[Slice | Broken]:
    window.skip_blank()
    if window.next_byte() == ord("["):
        window.at += 1
        yield from _iter_elements(window, None, _Frame(ord("[")), (), config)
    elif window.next_byte() == ord("{"):
        yield from _iter_objects(window, config)
    else:
        raise ReadError("is neither a JSON array nor a JSON object")
    window.skip_blank()
    if window.next_byte() is not None:
        raise ReadError("something follows the end of the JSON")


def _iter_objects(window: Window, config: Config) -> Iterator[Slice | Broken]:
    """The one object that the file is, or all of them where it is rather JSON Lines."""
    number = 0
    while window.next_byte() == ord("{"):
        number += 1
        cut = _cut(window, number, (), config)
        yield cut
        if isinstance(cut, Broken):
            window.give_up()
        window.skip_blank()


def _walk(window: Window, key: str, config: Config) -> Iterator[Slice | Broken]:
    """The elements of the arrays of that key; goes through everything outside them, keeping what stands around them."""
    frames: list[_Frame] = []
    while token := next_token(window, config.max_item_bytes):
        frame = frames[-1] if frames else None
        if token in b"{[":
            frames.append(_Frame(token[0]))
            if len(frames) > MAX_DEPTH:
                raise ReadError(f"is nested more than {MAX_DEPTH:,} deep")
            if token == b"[" and frame is not None and frame.key == key:
                frames.pop()
                yield from _iter_elements(window, key, frame, _scope(frames[:-1]), config)
                frame.key = None
        elif token in b"}]":
            if frame is None or frame.opening != OPENING[token[0]]:
                raise ReadError("a bracket closes that was never opened")
            frames.pop()
            if frames:
                frames[-1].key = None
        elif frame is not None and frame.opening == ord("{"):
            _note(frame, token)
    if frames and not window.given_up:
        raise ReadError("the JSON ends early")


def _scope(frames: list[_Frame]) -> Scope:
    return tuple(member for frame in frames for member in frame.members.items())


def _note(frame: _Frame, token: bytes) -> None:
    """Takes a key or a plain value into the object that it stands in."""
    if token in b",:":
        if token == b",":
            frame.key = None
    elif frame.key is None:
        frame.key = str(parse_scalar(token))
    elif len(token) <= _MAX_SCALAR_BYTES and len(frame.members) < _MAX_SCOPE:
        frame.members[frame.key] = parse_scalar(token)


def _iter_elements(window: Window, key: str | None, frame: _Frame, outer: Scope, config: Config) -> Iterator[Slice | Broken]:
    """The objects of one array, from behind its opening bracket to behind its closing one."""
    number, mark, scope = 0, None, (*outer, *frame.members.items())
    while True:
        blank = window.skip_blank()
        if (byte := window.next_byte()) is None:
            raise ReadError("the JSON ends early")
        if byte in b",]":
            window.at += 1
            if byte == ord("]"):
                return
            continue
        number += 1
        start = window.offset
        cut = _cut(window, number, scope, config)
        mark = mark or _mark_of(blank, cut, window)
        yield cut
        if isinstance(cut, Broken) and window.offset == start:
            around = _resume(window, mark, key)
            if window.given_up:
                return
            if around is not None:
                number, frame.members, scope = 0, around, tuple(around.items())


def _cut(window: Window, number: int, scope: Scope, config: Config) -> Slice | Broken:
    """The element that begins here, moved past; or why it cannot be cut out, moved past only where its end is sure."""
    offset = window.offset
    try:
        size = element_size(window, config.max_item_bytes)
    except ReadError as error:
        return Broken(number, offset, str(error))
    data = window.held[window.at : window.at + size]
    window.at += size
    if not data.startswith(b"{"):
        return Broken(number, offset, "is not a JSON object")
    return Slice(data, number, offset, scope)


def _mark_of(blank: bytes, cut: Slice | Broken, window: Window) -> bytes | None:
    """What the elements of this array begin with: white space, a brace and the first key."""
    head = _HEAD.match(cut.data) if isinstance(cut, Slice) else _HEAD.match(window.held, window.at)
    return b"," + blank + head.group() if head else None


def _resume(window: Window, mark: bytes | None, key: str | None) -> dict[str, Scalar] | None:
    """Moves past the broken element that begins here, to the next, or gives up where none is found.

    The array may have ended in the broken part and another of that key begun. Its elements must not be taken for those of
    the first: then the plain members of the object around the other are returned, as far as they can be told.
    """
    sought = _seam(mark, key)
    window.at += 1
    while not (found := sought.search(window.held, window.at)):
        window.at = max(window.at, len(window.held) - _OVERLAP)
        if not window.more():
            window.give_up()
            return None
    if found["other"] is None:
        window.at = found.start()
        return None
    window.at = found.end()
    members = (found["members"] or b"").decode("utf-8", "replace").rstrip(", \t\r\n")
    return dict(json.loads("{" + members + "}"))


def _seam(mark: bytes | None, key: str | None) -> re.Pattern[bytes]:
    """What a broken element can end before: the next element, or the opening of another array of that key."""
    either = [re.escape(mark)] if mark else []
    member = rb"\s*+" + STRING + rb"\s*+:\s*+(?:" + STRING + rb"|" + BARE + rb")\s*+,"
    if key is not None:
        name = re.escape(json.dumps(key).encode())
        either.append(rb"(?P<other>(?:\{(?P<members>(?:" + member + rb")*+)\s*+)?+" + name + rb"\s*+:\s*+\[)")
    else:
        either.append(rb"(?P<other>(?!))")
    return re.compile(rb"|".join(either), re.DOTALL)
