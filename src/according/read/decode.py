"""Bytes to text that is never altered afterwards, whatever encoding the source claims."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Browsers read the left as the right (WHATWG encoding standard), and so pages are written.
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
}
_DECLARED = re.compile(rb"""<(?:meta|\?xml)\b[^>]{0,400}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SAMPLE_BYTES = 256 * 1024


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
    text, problems = _decoded(data, _known(declared), declared)
    text, cleaned = clean(text)
    return text, problems + cleaned


def declared_in_markup(data: bytes) -> str | None:
    """The encoding that an HTML or XML document names in its first 4 KiB, None if it names none."""
    found = _DECLARED.search(data[:4096])
    return found.group(1).decode("ascii") if found else None


def _decoded(data: bytes, codec: str | None, declared: str | None) -> tuple[str, tuple[str, ...]]:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], name)
    if wide := _utf16_without_mark(data):
        return _replacing(data, wide)
    if codec and codec.startswith(("iso2022", "hz")):  # these hide other scripts behind ASCII bytes
        return _replacing(data, codec)
    try:
        return data.decode("utf-8"), _disagreement(data, codec, declared)
    except UnicodeDecodeError:
        pass
    if _nearly_utf8(data):
        return _replacing(data, "utf-8")
    if codec and codec != "utf-8" and _plausible(data, codec):
        return _replacing(data, codec)
    guess = _guess(data)
    text, problems = _replacing(data, guess)
    instead = f"not {declared} as declared" if declared else "not declared"
    return text, (f"encoding {instead}; read as {guess}", *problems)


def _known(declared: str | None) -> str | None:
    """Python's name of a declared encoding, None if there is no such encoding of text."""
    try:
        info = codecs.lookup((declared or "").strip())
    except (LookupError, ValueError):
        return None
    return _WIDER.get(info.name, info.name) if info._is_text_encoding else None


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
    return text, (f"{text.count(chr(0xFFFD))} sequences of bytes are not {codec}; replaced by U+FFFD",)


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16's byte order where every other byte of the beginning is NUL, as in Latin text."""
    head = data[:2048]
    if len(head) < 8 or b"\0" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _nearly_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 with a little damage: far more good sequences than bad ones."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for c in text[:1_000_000] if c > "\x7f") - bad
    return good >= 10 * bad or (bad <= 3 and good >= max(bad, 2))


def _guess(data: bytes) -> str:
    """The likeliest encoding; Windows-1252, the commonest, where too few bytes are beyond ASCII to show any language."""
    best = from_bytes(data[:_SAMPLE_BYTES], cp_exclusion=["utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_7"]).best()
    beyond_ascii = sum(byte > 0x7F for byte in data[:_SAMPLE_BYTES])
    if best and (best.coherence > 0 or beyond_ascii > 0.2 * min(len(data), _SAMPLE_BYTES)):
        return best.encoding
    return "cp1252"


def _plausible(data: bytes, codec: str) -> bool:
    """Whether text decoded so looks like writing and not like a wrong guess."""
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return bool(from_bytes(data[:_SAMPLE_BYTES], cp_isolation=[codec]))
