"""Bytes to text that is never altered afterwards, whatever encoding the source claims."""

from __future__ import annotations

import re

from according.read.encodings import (
    escaped_encoding,
    guessed_encoding,
    is_damaged_utf8,
    known_encoding,
    looks_like_text,
    marked_encoding,
    wide_encoding,
)

_DECLARED = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,400}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
# An emoji as two surrogates, each encoded for itself (CESU-8), as some databases export it.
_SURROGATE_PAIR = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    r"""The text with NULs and lone surrogates, which no store can keep, replaced one for one, and what was replaced.

    >>> clean('a\x00b')
    ('a\ufffdb', ('1 NUL character replaced by U+FFFD',))
    """
    problems = []
    if nuls := text.count("\0"):
        text = text.replace("\0", "\ufffd")
        problems.append(f"{nuls} NUL character{'s' if nuls > 1 else ''} replaced by U+FFFD")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text, lone = _SURROGATE.subn("\ufffd", text)
        problems.append(f"{lone} lone surrogate{'s' if lone > 1 else ''} replaced by U+FFFD")
    return text, tuple(problems)


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of ``data`` and what was wrong with its encoding.

    ``declared`` is the encoding that the server or the document names; it is believed only where the bytes agree. A byte
    order mark is taken off, since it is no character of the text.
    """
    text, problems = _decoded(data, known_encoding(declared), declared)
    text, cleaned = clean(text)
    return text, problems + cleaned


def declared_in_markup(data: bytes) -> str | None:
    """The encoding that an HTML or XML document names in its first 4 KiB, None if it names none."""
    found = _DECLARED.search(data[:4096])
    return found.group(1).decode("ascii") if found else None


def _decoded(data: bytes, codec: str | None, declared: str | None) -> tuple[str, tuple[str, ...]]:
    if marked := marked_encoding(data):
        mark, name = marked
        return _replacing(data.removeprefix(mark), name)
    if wide := wide_encoding(data):
        return _replacing(data, wide)
    if codec and codec.startswith(("iso2022", "hz")):  # these hide other scripts behind ASCII bytes
        return _replacing(data, codec)
    if escaped := escaped_encoding(data):
        return _replacing(data, escaped)
    joined, pairs = _SURROGATE_PAIR.subn(_joined_pair, data)
    try:
        return joined.decode("utf-8"), (*_pairs_joined(pairs), *_disagreement(data, codec, declared))
    except UnicodeDecodeError:
        pass
    if is_damaged_utf8(joined):
        text, problems = _replacing(joined, "utf-8")
        return text, (*_pairs_joined(pairs), *problems)
    if codec and codec != "utf-8" and looks_like_text(data, codec):
        return _replacing(data, codec)
    guess = guessed_encoding(data)
    text, problems = _replacing(data, guess)
    instead = f"not {declared} as declared" if declared else "not declared"
    return text, (f"encoding {instead}; read as {guess}", *problems)


def _disagreement(data: bytes, codec: str | None, declared: str | None) -> tuple[str, ...]:
    if codec in (None, "utf-8") or data.isascii():
        return ()
    return (f"encoding not {declared} as declared; read as utf-8",)


def _replacing(data: bytes, codec: str) -> tuple[str, tuple[str, ...]]:
    """The decoded text, with U+FFFD for what cannot be decoded and a problem that says how often."""
    try:
        return data.decode(codec), ()
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
    bad = text.count("\ufffd") - (data.count(b"\xef\xbf\xbd") if codec == "utf-8" else 0)
    return text, (f"{bad} sequence{'s' if bad > 1 else ''} of bytes {'are' if bad > 1 else 'is'} not {codec}; replaced by U+FFFD",)


def _joined_pair(pair: re.Match[bytes]) -> bytes:
    halves = pair[0].decode("utf-8", "surrogatepass")
    return halves.encode("utf-16", "surrogatepass").decode("utf-16").encode("utf-8")


def _pairs_joined(pairs: int) -> tuple[str, ...]:
    return (f"{pairs} character{'s' if pairs > 1 else ''} encoded as surrogate pairs (CESU-8); joined",) if pairs else ()
