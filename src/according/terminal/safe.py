"""What reports hold, made fit for a terminal: nothing in them moves the cursor, clears the screen or turns a line around.

What is not shown as it is becomes visible instead of vanishing: control characters as their pictures (``␛``); those that
have none, characters that override the direction of writing, and halves of characters as ``�``.
"""

from __future__ import annotations

import io
import re
import sys

_PICTURES = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n"} | {0x7F: "␡"}
_FACELESS = dict.fromkeys((*range(0x80, 0xA0), 0x2028, 0x2029, 0x202D, 0x202E, *range(0xD800, 0xE000)), "�")
_VISIBLE = {**_PICTURES, **_FACELESS}
_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"
_CLOSERS = {"\u202a": _POP_EMBEDDING, "\u202b": _POP_EMBEDDING, "\u2066": _POP_ISOLATE, "\u2067": _POP_ISOLATE, "\u2068": _POP_ISOLATE}
_RAW_CONTROL = re.compile(rb"\xc2[\x80-\x9f]|\x7f")


def one_line(value: str) -> str:
    r"""A value on one line: white space is one space, and every other control character is visible.

    >>> one_line(" Fall of the\n city \x1b[2J")
    'Fall of the city ␛[2J'
    """
    return _closed(" ".join(value.split()).translate(_VISIBLE))


def shortened(value: str, longest: int) -> str:
    """A value on one line, cut between words where it has more than ``longest`` characters.

    >>> shortened("The bridge is open", 13)
    'The bridge…'
    """
    words = " ".join(value.split())
    if len(words) <= longest:
        return one_line(words)
    whole, _, _ = words[:longest].rpartition(" ")
    return one_line((whole if 2 * len(whole) > longest else words[: longest - 1]).rstrip() + "…")


def in_lines(value: str) -> str:
    r"""A text in its own lines and of its own length, so that spans of it are spans of what is shown.

    >>> in_lines("The end.\r\nBell: \a")
    'The end. \nBell: ␇'
    """
    return value.replace("\r\n", " \n").translate(_VISIBLE)


def in_json(line: bytes) -> bytes:
    r"""JSON whose strings hold no raw control character, of which terminals obey some beyond ASCII; its value is the same.

    >>> in_json('"a\x9bb"'.encode())
    b'"a\\u009bb"'
    """
    return _RAW_CONTROL.sub(lambda found: b"\\u00%02x" % found[0][-1], line)


def prepare_streams() -> None:
    """Let standard output and error take any character: what their encoding lacks is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _closed(line: str) -> str:
    """The line with every direction of writing that it opens closed again, so that what is printed behind it stands aright."""
    still_open: list[str] = []
    for char in line:
        if char in _CLOSERS:
            still_open.append(_CLOSERS[char])
        elif char in still_open:
            while still_open.pop() != char:
                pass
    return line + "".join(reversed(still_open))
