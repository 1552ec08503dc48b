"""What a stream of bytes is, told by its first bytes and, where they leave it open, by its name or media type."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import urlsplit

from according.model import Form
from according.read.encodings import marked_encoding, wide_encoding

Sort = Form | Literal["jsonl", "json", "telegram_export", "tweets", "warc", "zip"]

_BINARIES: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(magic, re.DOTALL), kind)
    for magic, kind in (
        (rb"\x89PNG", "a PNG picture"),
        (rb"\xff\xd8\xff", "a JPEG picture"),
        (rb"GIF8[79]a", "a GIF picture"),
        (rb"II\*\0|MM\0\*", "a TIFF picture"),
        (rb"RIFF....(?:WEBP|WAVE|AVI )", "a RIFF file (WebP, WAV or AVI)"),
        (rb"....ftyp", "a film or a picture (MP4, HEIC)"),
        (rb"\x1aE\xdf\xa3", "a film (Matroska, WebM)"),
        (rb"\x7fELF", "a program (ELF)"),
        (rb"MZ\x90", "a program (Windows)"),
        (rb"\xca\xfe\xba\xbe", "a program (Java, macOS)"),
        (rb"\xd0\xcf\x11\xe0", "an old Office document"),
        (rb"\{\\rtf", "an RTF document"),
        (rb"SQLite format 3\0", "a SQLite database"),
        (rb"ID3[\x02-\x04]|\xff[\xfb\xf3\xf2][\x10-\xef]", "an MP3 recording"),
        (rb"fLaC\0", "a FLAC recording"),
        (rb"OggS\0", "an Ogg recording"),
        (rb"\0\0\x01\0", "an icon"),
        (rb"%PDF-", "a PDF"),
        (rb"PK\x03\x04", "a zip archive"),
        (rb"\x1f\x8b", "gzip data"),
        (rb"BZh[1-9]1AY&SY", "bzip2 data"),
        (rb"\xfd7zXZ\0", "xz data"),
        (rb"\x28\xb5\x2f\xfd", "Zstandard data"),
        (rb"wOF[F2]\0", "a font"),
        (rb"Rar!\x1a", "a RAR archive"),
        (rb"7z\xbc\xaf", "a 7-Zip archive"),
    )
)
_CONTROLS = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_BY_SUFFIX: dict[str, Sort] = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html", ".txt": "text", ".text": "text", ".md": "text",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".rss": "feed", ".atom": "feed", ".eml": "mail", ".pdf": "pdf",
    ".warc": "warc", ".wacz": "zip", ".zip": "zip",
}  # fmt: skip
_BY_MEDIA_TYPE: dict[str, Sort] = {
    "text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "application/json": "json",
    "application/x-ndjson": "jsonl", "application/jsonl": "jsonl", "application/rss+xml": "feed", "application/atom+xml": "feed",
    "application/rdf+xml": "feed", "application/xml": "feed", "text/xml": "feed", "message/rfc822": "mail", "application/pdf": "pdf",
    "application/warc": "warc", "application/zip": "zip",
}  # fmt: skip
_COMPRESSIONS = frozenset({".gz", ".bz2", ".xz", ".zst"})
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_HTML = re.compile(
    rb"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_JSON = re.compile(rb"""\A\s*(?:\{\s*["}]|\[\s*[\[{"\]])""")
_JSON_LINES = re.compile(rb"\A\s*\{[^\n]*\}[ \t\r]*\n\s*\{")
_MAIL = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:From|Received|Return-Path|Message-ID):", re.IGNORECASE)
_MAIL_NEEDS = re.compile(rb"^(?:Subject|Date|MIME-Version):", re.IGNORECASE | re.MULTILINE)
_TWEETS = re.compile(rb"\A\s*window\.YTD\.")
_TELEGRAM = re.compile(
    rb'\A\s*\{.*?"(?:messages|chats)"\s*:\s*[\[{]|\A\s*\{\s*"(?:about|name)"\s*:.*?"type"\s*:\s*"\w+_(?:channel|group|supergroup|chat)"',
    re.DOTALL,
)


def sniff(name: str, head: bytes, media_type: str | None = None) -> Sort | None:
    """The sort of a stream with this name, first few KiB (compression taken off) and media type; None if it is nothing readable.

    >>> sniff("a.txt", b"<!DOCTYPE html><html>"), sniff("a.html", b"Words only"), sniff("-", b"Words only")
    ('html', 'html', 'text')
    """
    sure = _by_bytes(_as_utf8(head))
    named = _by_name(name) or _BY_MEDIA_TYPE.get((media_type or "").split(";")[0].strip().lower())
    if sure is None:
        return named or (None if name_of_binary(head) else "text")
    if sure == "mail":  # people paste mail into files of text
        return named or sure
    return named if named == "jsonl" and sure == "json" else sure


def name_of_binary(head: bytes) -> str | None:
    """What the bytes are if they are no text, in words; None if they may be text."""
    for magic, kind in _BINARIES:
        if magic.match(head):
            return kind
    wide = marked_encoding(head) or wide_encoding(head)
    if head and not wide and len(_CONTROLS.findall(head)) > 0.05 * len(head):
        return "binary data"
    return None


def _as_utf8(head: bytes) -> bytes:
    """The same beginning without a byte order mark, in UTF-8 if it was in UTF-16 or UTF-32."""
    marked = marked_encoding(head)
    mark, codec = marked or (b"", wide_encoding(head))
    head = head.removeprefix(mark)
    return head.decode(codec, "replace").encode("utf-8") if codec and codec != "utf-8" else head


def _by_bytes(head: bytes) -> Sort | None:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if _TWEETS.match(head):
        return "tweets"
    if _HTML.match(head):
        return "html"
    if head.lstrip().startswith(b"<") and _FEED.search(head):
        return "feed"
    if _JSON.match(head):
        return "telegram_export" if _TELEGRAM.match(head) else "jsonl" if _JSON_LINES.search(head) else "json"
    if _MAIL.match(head) and _MAIL_NEEDS.search(head):
        return "mail"
    return None


def _by_name(name: str) -> Sort | None:
    path = PurePosixPath((urlsplit(name).path if "://" in name else name).lower())
    if path.suffix in _COMPRESSIONS:
        path = path.with_suffix("")
    return _BY_SUFFIX.get(path.suffix)
