"""What telling the sort of a stream must hold: its bytes decide, its name and media type only where they leave it open."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from according.read.sniff import name_of_binary, sniff

PAGE = b"<!DOCTYPE html><html><head><title>Qast</title></head><body><p>Hi</p></body></html>"
RECORD = b'{"ref": "r1", "text": "The bridge is closed."}'
LINES = RECORD + b"\n" + RECORD
PRETTY = b'{\n "ref": "r1",\n "text": "x"\n}\n{\n "ref": "r2"\n}'
RSS = b'<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>'
ATOM = b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>'
MAIL = b"Return-Path: <a@qast.example>\r\nFrom: A <a@qast.example>\r\nSubject: Bridge\r\nDate: Mon, 12 Dec 2016 10:00:00 +0000\r\n\r\nHi"
CHANNEL = b'{\n "name": "Qast",\n "type": "public_channel",\n "id": 1,\n "messages": [\n'
CHANNELS = b'{\n "about": "Here is",\n "chats": {"list": []}}'
TWEETS = b"window.YTD.tweets.part0 = [ {"
MARK = b"\xef\xbb\xbf"
PNG = b"\x89PNG\r\n\x1a\n"
WARC = b"WARC/1.0\r\nWARC-Type: warcinfo\r\n"
WORDS = b"The bridge is closed."
WIDE = PAGE.decode().encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "head", "media_type", "sort"),
    [
        # The bytes are sure.
        ("a.txt", PAGE, None, "html"),
        ("a.txt", RECORD, None, "json"),
        ("a.txt", LINES, None, "jsonl"),
        ("a.txt", RSS, None, "feed"),
        ("a.txt", b"%PDF-1.7\n", None, "pdf"),
        ("a.txt", WARC, None, "warc"),
        ("dump", WARC, None, "warc"),
        ("a.html", RECORD, None, "json"),
        ("a.html", RSS, None, "feed"),
        ("a.html", b"%PDF-1.7\n", None, "pdf"),
        ("a.json", PAGE, None, "html"),
        ("a.json", LINES, None, "jsonl"),
        ("a.eml", PAGE, None, "html"),
        ("result.json", CHANNEL, None, "telegram_export"),
        ("result.json", CHANNELS, None, "telegram_export"),
        ("tweets.js", TWEETS, None, "tweets"),
        ("a.docx", b"PK\x03\x04", None, "zip"),
        ("empty.zip", b"PK\x05\x06", None, "zip"),
        ("message", MAIL, None, "mail"),
        ("-", PRETTY, None, "json"),
        ("-", b"[" + RECORD + b"]", None, "json"),
        ("-", b"<!-- a --> <!-- b -->\n<!doctype HTML>", None, "html"),
        ("-", b"<?xml version='1.0'?>\n<html>", None, "html"),
        # A byte order mark and UTF-16 hide nothing.
        ("-", MARK + RECORD, None, "json"),
        ("-", MARK + PAGE, None, "html"),
        ("-", MARK + MAIL, None, "mail"),
        ("-", MARK + TWEETS, None, "tweets"),
        ("result.json", MARK + CHANNEL, None, "telegram_export"),
        ("-", b"\xff\xfe" + WIDE, None, "html"),
        ("-", WIDE, None, "html"),
        ("-", PAGE.decode().encode("utf-16-be"), None, "html"),
        ("-", RECORD.decode().encode("utf-16"), None, "json"),
        ("-", "Новости дня из города".encode("utf-16-le"), None, "text"),
        # What servers say of it.
        ("http://qast.example/feed", RSS, "text/html", "feed"),
        ("http://qast.example/feed", ATOM, "text/html; charset=utf-8", "feed"),
        ("http://qast.example/a", PAGE, "application/xml", "html"),
        ("http://qast.example/a", PAGE, "text/plain", "html"),
        ("http://qast.example/a.pdf", PAGE, "text/html", "html"),
        ("http://qast.example/a.png", PAGE, "text/html", "html"),
        ("http://qast.example/a", b"%PDF-1.7", "text/html", "pdf"),
        ("http://qast.example/a", WORDS, "TEXT/HTML; charset=x", "html"),
        ("http://qast.example/a.json?page=1", b"\n", None, "json"),
        # The bytes leave it open: the name, then the media type, then text.
        ("a.html", WORDS, None, "html"),
        ("A.HTML", WORDS, None, "html"),
        ("a.htm.gz", WORDS, None, "html"),
        ("a.jsonl", RECORD, None, "jsonl"),
        ("a.txt", MAIL, None, "text"),
        ("a.rss", b"<rdf>", None, "feed"),
        ("a.html", PNG, None, "html"),
        ("a", PNG, "image/png", None),
        ("-", WORDS, None, "text"),
        ("-", b"", None, "text"),
        ("-", b"<p>A fragment", None, "text"),
        ("-", b"[1] A footnote", None, "text"),
        ("-", b"[2016-12-12] The bridge", None, "text"),
        ("-", b"{no json}", None, "text"),
        ("-", b"From: the bridge\nTo: the town\n\nA story", None, "text"),
        ("-", b"\x01\x02\x03\x04" * 20, None, None),
    ],
)
def test_each_stream_is_told_by_its_bytes_before_its_name(name: str, head: bytes, media_type: str | None, sort: str | None) -> None:
    """Files are named wrongly and servers say wrong things; what stands in the bytes counts."""
    assert sniff(name, head, media_type) == sort


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (PNG, "a PNG picture"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture"),
        (b"GIF89a", "a GIF picture"),
        (b"RIFF\x00\x00\x00\x00WEBP", "a RIFF file (WebP, WAV or AVI)"),
        (b"\x00\x00\x00\x18ftypmp42", "a film or a picture (MP4, HEIC)"),
        (b"{\\rtf1\\ansi", "an RTF document"),
        (b"\x1f\x8b\x08", "gzip data"),
        (bytes(range(256)), "binary data"),
        (b"\0" * 100, "binary data"),
        (b"\x01\0\0\0" * 50, "binary data"),
        (b"RIFF river was crossed", None),
        (b"ID3 is a tag", None),
        (b"GIF8 for the council", None),
        (b"MZ is a region", None),
        (WORDS, None),
        (WIDE, None),
        ("Новости дня".encode("utf-16"), None),
        (b"", None),
    ],
)
def test_what_is_no_text_is_named(head: bytes, kind: str | None) -> None:
    """Pictures, programs and archives are named in words; text that begins like one is none."""
    assert name_of_binary(head) == kind


@pytest.mark.parametrize("unit", [b"A: x\r\n", b"<!-- a -->", b"<!--", b"{\n", b"A:\n ", b"<", b" ", b'{"about":'])
def test_no_beginning_takes_long_to_tell(unit: bytes) -> None:
    """Near-matches repeated for 4 KiB do not multiply the ways to try."""
    assert sniff("-", (unit * 4096)[:4096]) in ("text", "json", "jsonl", "feed")


@settings(deadline=None)
@given(st.binary(max_size=200), st.text(max_size=20), st.none() | st.text(max_size=20))
def test_anything_is_told(head: bytes, name: str, media_type: str | None) -> None:
    """No bytes, name or media type crash it."""
    assert sniff(name, head, media_type) == sniff(name, head, media_type)
