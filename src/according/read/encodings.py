"""Which encoding bytes without a true label are in: by their shape where it is sure, by the look of the text otherwise."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

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
_LABELS = {
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-6-e": "iso-8859-6",
    "windows-31j": "cp932",
    "sjis": "cp932",
    "mac-cyrillic": "mac_cyrillic",
    "unicode": "utf-16",
    "utf8mb3": "utf-8",
    "utf8mb4": "utf-8",
    "visual": "iso-8859-8",
    "logical": "iso-8859-8",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# In the order in which they win where the bytes tell no difference; the web knows hardly any other.
_CANDIDATES = (
    "cp1252 cp1251 cp1256 cp1250 cp1253 cp1254 cp1255 cp1257 cp1258 koi8_r koi8_u cp866 iso8859_2 iso8859_5 iso8859_6 iso8859_8 cp874"
    " cp932 euc_jp gb18030 big5 cp949"
).split()
_SAMPLE_BYTES = 256 * 1024
_SHAPE_BYTES = 2048
_BETWEEN_WORDS = re.compile(rb"<[^<>]{0,2000}>|\n")
_ISO_2022_JP = re.compile(rb"\x1b\$[@B](?:[!-~]{2})+\x1b\(")
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"})
_BEYOND_ASCII = bytes(range(0x80, 0x100))


def known_encoding(label: str | None) -> str | None:
    """Python's name of a declared encoding as browsers would read it, None if there is no such encoding of text.

    >>> known_encoding("ISO-8859-1"), known_encoding("x-sjis"), known_encoding("nonsense")
    ('cp1252', 'cp932', None)
    """
    name = (label or "").strip().lower().replace("_", "-")
    name = name.removeprefix("x-") if name.startswith(("x-cp", "x-sjis", "x-gbk", "x-euc", "x-big5", "x-mac-cyr")) else name
    name = re.sub(r"^(?:win|cp|windows)-?(?=125\d$)", "cp", name)
    try:
        info = codecs.lookup(_LABELS.get(name, name))
    except (LookupError, ValueError):
        return None
    return _WIDER.get(info.name, info.name) if info._is_text_encoding and info.name not in ("idna", "punycode") else None


def marked_encoding(data: bytes) -> tuple[bytes, str] | None:
    """The byte order mark that the bytes begin with and the encoding that it stands for, None without one."""
    return next(((mark, codec) for mark, codec in _MARKS if data.startswith(mark)), None)


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, known by the half of the bytes that are NUL or nearly so in alphabetic scripts.

    >>> wide_encoding("Новости дня".encode("utf-16-be"))
    'utf-16-be'
    """
    head = data[:_SHAPE_BYTES]
    if len(head) < 8 or b"\0" not in head:
        return None
    for codec, empty in (("utf-32-le", head[3::4] + head[2::4]), ("utf-32-be", head[0::4] + head[1::4])):
        if not empty.strip(b"\0"):
            return codec if _is_written(head, codec) else None
    even, odd = _share_of_controls(head[0::2]), _share_of_controls(head[1::2])
    if max(even, odd) > 0.6 and min(even, odd) < 0.4:
        codec = "utf-16-le" if odd > even else "utf-16-be"
        return codec if _is_written(head, codec) else None
    return None


def escaped_encoding(data: bytes) -> str | None:
    """ISO-2022-JP, which hides Japanese behind ASCII bytes and gives itself away by its escapes."""
    return "iso2022_jp" if b"\x1b$" in data and data.isascii() and _ISO_2022_JP.search(data) else None


def is_damaged_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 with some damage or with passages in another encoding.

    Text in another encoding forms good sequences by chance, but hardly more than one to two bad ones.
    """
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    good = len(text) - len(data.translate(None, _BEYOND_ASCII)) - bad
    return good >= 10 * bad or (good >= max(bad, 2) and bad <= 3) or (good >= 20 and good >= bad)


def guessed_encoding(data: bytes) -> str:
    """The likeliest encoding; Windows-1252, the commonest, where too few bytes are beyond ASCII to show any language."""
    sample = _words(data)
    beyond_ascii = len(sample) - len(sample.translate(None, _BEYOND_ASCII))
    matches = [match for match in from_bytes(sample, cp_isolation=_CANDIDATES) if match.encoding in _CANDIDATES]
    ranked = sorted(matches, key=lambda match: (2 * match.chaos - match.coherence, _CANDIDATES.index(match.encoding)))
    if not ranked or not (ranked[0].coherence > 0 or beyond_ascii > 0.2 * len(sample) > 2):
        return "cp1252"
    likely = [codec for codec in _CANDIDATES if _same_text(sample, codec, ranked[0].encoding)]
    return likely[0] if likely else ranked[0].encoding


def looks_like_text(data: bytes, codec: str) -> bool:
    """Whether bytes decoded so look like writing and not like a wrong guess."""
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return bool(from_bytes(_words(data), cp_isolation=[codec]))


def _share_of_controls(data: bytes) -> float:
    return (len(data) - len(data.translate(None, _CONTROLS))) / len(data)


def _is_written(data: bytes, codec: str) -> bool:
    """Whether hardly any of the characters are controls or no characters at all, as in anything but text."""
    text = data.decode(codec, "replace")
    return sum(c.isprintable() or c.isspace() for c in text) >= 0.95 * len(text)


def _words(data: bytes) -> bytes:
    """A sample of the lines beyond ASCII, without tags, whose letters would drown those that tell the encoding."""
    return b"\n".join(piece for piece in _BETWEEN_WORDS.split(data[:_SAMPLE_BYTES]) if not piece.isascii())


def _same_text(data: bytes, one: str, other: str) -> bool:
    try:
        return data.decode(one) == data.decode(other)
    except UnicodeDecodeError:
        return False
