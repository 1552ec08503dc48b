"""What a stream of bytes is, told by its first bytes and, where they leave it open, by its name or media type."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Literal

from according.model import Form

Sort = Form | Literal["jsonl", "json", "telegram_export", "tweets", "warc", "zip"]

_BINARIES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF file (WebP, WAV or AVI)"),
    (b"\x7fELF", "a program (ELF)"),
    (b"MZ\x90", "a program (Windows)"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
)
_MOVIE = re.compile(rb"\A.{4}ftyp", re.DOTALL)
_CONTROLS = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_BY_SUFFIX: dict[str, Sort] = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html", ".txt": "text", ".text": "text", ".md": "text", ".json": "json",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".rss": "feed", ".atom": "feed", ".eml": "mail", ".pdf": "pdf", ".warc": "warc", ".wacz": "zip", ".zip": "zip",
}  # fmt: skip
_BY_MEDIA_TYPE: dict[str, Sort] = {
    "text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "application/json": "json", "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl", "application/rss+xml": "feed", "application/atom+xml": "feed", "application/rdf+xml": "feed", "application/xml": "feed",
    "text/xml": "feed", "message/rfc822": "mail", "application/pdf": "pdf", "application/warc": "warc", "application/zip": "zip",
}  # fmt: skip
_COMPRESSIONS = frozenset({".gz", ".bz2", ".xz", ".zst"})
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_HTML = re.compile(rb"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_MAIL = re.compile(
    rb"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?(?:From|Received|Return-Path|Message-ID):", re.IGNORECASE
)
_MAIL_NEEDS = re.compile(rb"^(?:Subject|Date|MIME-Version|To):", re.IGNORECASE | re.MULTILINE)
_TWEETS = re.compile(rb"\A\s*window\.YTD\.")
_TELEGRAM = re.compile(
    rb'\A\s*\{.*?"(?:messages|chats)"\s*:\s*[\[{]|\A\s*\{\s*"(?:about|name)"\s*:.*?"type"\s*:\s*"\w+_(?:channel|group|supergroup|chat)"',
    re.DOTALL,
)


def sniff(name: str, head: bytes, media_type: str | None = None) -> Sort | None:
    """The sort of a stream with this name, first few KiB (compression taken off) and media type; None if it is nothing readable.

    >>> sniff("stdin", b"<!DOCTYPE html><html>"), sniff("a.html", b"\\x89PNG...")
    ('html', 'html')
    """
    sure = _by_bytes(head)
    named = _by_name(name) or _BY_MEDIA_TYPE.get(media_type or "")
    if sure in ("pdf", "warc", "zip", "tweets", "telegram_export"):
        return sure
    if named in ("feed", "html") and sure in ("feed", "html"):
        return sure
    if named:
        return named
    if sure:
        return sure
    return None if name_of_binary(head) else "text"


def name_of_binary(head: bytes) -> str | None:
    """What the bytes are if they are no text, in words; None if they may be text."""
    for magic, kind in _BINARIES:
        if head.startswith(magic):
            return kind
    if _MOVIE.match(head):
        return "a film or a picture (MP4, HEIC)"
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")) or b"\0" in (head[1:2], head[:1])
    if head and not wide and len(_CONTROLS.findall(head)) > 0.05 * len(head):
        return "binary data"
    return None


def _by_bytes(head: bytes) -> Sort | None:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if _TWEETS.match(head):
        return "tweets"
    return _by_text(head.removeprefix(b"\xef\xbb\xbf"))


def _by_text(head: bytes) -> Sort | None:
    if _HTML.match(head):
        return "html"
    if head.lstrip().startswith(b"<") and _FEED.search(head):
        return "feed"
    if head.lstrip().startswith((b"{", b"[")):
        return "telegram_export" if _TELEGRAM.match(head) else "jsonl" if re.search(rb"\}\s*\n\s*\{", head) else "json"
    if _MAIL.match(head) and _MAIL_NEEDS.search(head):
        return "mail"
    return None


def _by_name(name: str) -> Sort | None:
    path = PurePosixPath(name.lower())
    if path.suffix in _COMPRESSIONS:
        path = path.with_suffix("")
    return _BY_SUFFIX.get(path.suffix)
