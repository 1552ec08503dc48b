"""What reading WARC and WACZ must hold."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import zipfile
from typing import Any

import pytest
import zstandard

from according.config import Config
from according.model import Failure, Item
from according.read.web_archives import iter_wacz, iter_warc

CONFIG = Config()
NOW = "2024-01-01T00:00:00Z"
PAGE = "<html><body><p>Shells fell on Qast’s harbour.</p></body></html>".encode()


def record(kind: str, url: str | None, block: bytes, **headers: str) -> bytes:
    """A WARC record with a block digest, unless the headers say otherwise; ``Content_Type`` stands for the header."""
    fields = {
        "WARC-Type": kind,
        "WARC-Date": "2016-12-12T10:00:00Z",
        "WARC-Record-ID": "<urn:uuid:0b0c3c3e-0000-4000-8000-000000000001>",
        "WARC-Block-Digest": digest(block),
        "Content-Type": "application/http; msgtype=response",
    }
    fields |= {"WARC-Target-URI": url} if url else {}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}\r\n" for name, value in fields.items()]
    return b"WARC/1.1\r\n" + "".join(lines).encode() + b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"


def digest(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def http(body: bytes, *headers: str, content_type: str | None = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    lines = ([f"Content-Type: {content_type}"] if content_type else []) + list(headers)
    return f"HTTP/1.1 {status}\r\n".encode() + "".join(f"{line}\r\n" for line in lines).encode() + b"\r\n" + body


def page(number: int, **kwargs: Any) -> bytes:
    return record("response", f"http://qast.example/{number}", http(PAGE), **kwargs)


def found(data: bytes, config: Config = CONFIG) -> list[Item | Failure]:
    return list(iter_warc(io.BytesIO(data), "a.warc", config, NOW))


def refs(result: list[Item | Failure]) -> list[str]:
    return [one.ref if isinstance(one, Item) else f"! {one.ref}: {one.reason}" for one in result]


PACKERS = {
    "plain": lambda parts: b"".join(parts),
    "gzip by record": lambda parts: b"".join(gzip.compress(part) for part in parts),
    "gzip as a whole": lambda parts: gzip.compress(b"".join(parts)),
    "zstd by record": lambda parts: b"".join(zstandard.compress(part) for part in parts),
}


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_a_response_becomes_an_item_with_all_that_was_recorded_of_it(pack: Any) -> None:
    """Address, time, headers, type and bytes are those of the record, however the archive is packed."""
    (one, two) = found(pack([page(1), page(2)]))
    assert isinstance(one, Item)
    assert one == Item(
        ref="http://qast.example/1",
        data=PAGE,
        form="html",
        retrieved_at="2016-12-12T10:00:00Z",
        method="warc",
        url="http://qast.example/1",
        media_type="text/html",
        charset="utf-8",
        headers=(("Content-Type", "text/html; charset=utf-8"),),
    )
    assert two.ref == "http://qast.example/2"


def chunked(body: bytes) -> bytes:
    return b"".join(b"%x;x=1\r\n%s\r\n" % (len(body[at : at + 9]), body[at : at + 9]) for at in range(0, len(body), 9)) + b"0\r\n\r\n"


BODIES = [
    ("gzip", http(gzip.compress(PAGE), "Content-Encoding: gzip")),
    ("zstd", http(zstandard.compress(PAGE), "content-encoding: zstd")),
    ("chunks", http(chunked(PAGE), "Transfer-Encoding: chunked")),
    ("chunks of gzip", http(chunked(gzip.compress(PAGE)), "Transfer-Encoding: chunked", "Content-Encoding: GZIP")),
    ("chunks that the archive took off", http(PAGE, "Transfer-Encoding: chunked")),
    ("gzip that the archive took off", http(PAGE, "Content-Encoding: gzip")),
    ("brotli that the archive took off", http(PAGE, "Content-Encoding: br")),
    ("bare line ends", http(PAGE).replace(b"\r\n", b"\n")),
    ("no content type", http(PAGE, content_type=None)),
    ("a header in two lines", http(PAGE, "X-Note: one\r\n two")),
]


@pytest.mark.parametrize("block", [block for _, block in BODIES], ids=[name for name, _ in BODIES])
def test_the_payload_comes_without_its_encodings(block: bytes) -> None:
    """Whatever a body was wrapped in for the way, the item holds the page."""
    (one,) = found(record("response", "http://qast.example/1", block))
    assert isinstance(one, Item)
    assert (one.data, one.form) == (PAGE, "html")


@pytest.mark.parametrize(
    "of", [gzip.compress(PAGE, mtime=0), chunked(gzip.compress(PAGE, mtime=0)), PAGE], ids=["encoded", "as sent", "page"]
)
def test_a_payload_digest_may_be_of_any_form_of_the_payload(of: bytes) -> None:
    """Makers of archives differ in what they take the digest of; any of the three forms may match."""
    block = http(chunked(gzip.compress(PAGE, mtime=0)), "Transfer-Encoding: chunked", "Content-Encoding: gzip")
    (one,) = found(record("response", "http://qast.example/1", block, WARC_Payload_Digest="sha256:" + hashlib.sha256(of).hexdigest()))
    assert isinstance(one, Item)


FORMS = [
    ("text/plain", b"Plain words.", "text"),
    ("application/pdf", b"%PDF-1.4", "pdf"),
    ("application/rss+xml", b"<?xml version='1.0'?><rss version='2.0'></rss>", "feed"),
    ("text/xml", b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "feed"),
    ("text/xml", b"<urlset><url/></urlset>", None),
    ("application/json", b'{"title": "T", "text": "Words."}', "record"),
    ("application/json", b'{"status": "ok"}', None),
    ("image/png", b"\x89PNG", None),
    ("text/css", b"p {}", None),
    (None, b"%PDF-1.4", "pdf"),
    (None, b"\x00\x01", None),
]


@pytest.mark.parametrize(("content_type", "body", "form"), FORMS)
def test_what_no_reader_of_a_page_reads_is_passed_over(content_type: str | None, body: bytes, form: str | None) -> None:
    """Documents and feeds come out in their form; pictures, scripts, and data that pages load do not."""
    result = found(record("response", "http://qast.example/1", http(body, content_type=content_type)))
    assert [one.form for one in result if isinstance(one, Item)] == ([form] if form else [])
    assert len(result) == (1 if form else 0)


def test_records_of_other_kinds_are_passed_over_in_silence() -> None:
    """Only responses with status 200 and resources are reports; a DNS answer is a response of another kind."""
    others = [
        record("warcinfo", None, b"software: x", Content_Type="application/warc-fields"),
        record("request", "http://qast.example/1", b"GET / HTTP/1.1\r\n\r\n", Content_Type="application/http; msgtype=request"),
        record("revisit", "http://qast.example/1", http(b"")),
        record("metadata", "http://qast.example/1", b"x: y", Content_Type="application/warc-fields"),
        record("response", "dns:qast.example", b"qast.example. 60 IN A 192.0.2.1", Content_Type="text/dns"),
        record("response", "http://qast.example/gone", http(PAGE, status="404 Not Found")),
        record("response", "http://qast.example/moved", http(PAGE, status="302 Found")),
        record("resource", "http://qast.example/map.png", b"\x89PNG", Content_Type="image/png"),
    ]
    text = record("resource", "<http://qast.example/note>", b"Words.", Content_Type="text/plain", WARC_Date="long ago")
    (one,) = found(b"".join(others) + text)
    assert isinstance(one, Item)
    assert (one.url, one.data, one.form, one.retrieved_at) == ("http://qast.example/note", b"Words.", "text", NOW)


BROKEN = [
    ("block digest", page(2, WARC_Block_Digest=digest(b"other")), "do not match the archive's WARC-Block-Digest"),
    ("payload digest", page(2, WARC_Payload_Digest=digest(b"other")), "do not match the archive's WARC-Payload-Digest"),
    ("no HTTP", record("response", "http://qast.example/2", b"hello"), "is no whole HTTP response"),
    ("too large", record("response", "http://qast.example/2", http(b"x" * 5_000)), "max_item_bytes"),
    (
        "too large unpacked",
        record("response", "http://qast.example/2", http(gzip.compress(bytes(9_000)), "Content-Encoding: gzip")),
        "max_item_bytes",
    ),
    (
        "gzip cut short",
        record("response", "http://qast.example/2", http(gzip.compress(PAGE)[:-9], "Content-Encoding: gzip")),
        "ends too early",
    ),
    ("chunks cut short", record("response", "http://qast.example/2", http(chunked(PAGE)[:-9], "Transfer-Encoding: chunked")), "chunks"),
]


@pytest.mark.parametrize(("bad", "reason"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_bad_record_costs_itself_alone(bad: bytes, reason: str) -> None:
    """The record is one failure under its address, and its neighbours are read."""
    one, two, three = found(page(1) + bad + page(3), Config(max_item_bytes=4_000))
    assert isinstance(two, Failure)
    assert (one.ref, two.ref, three.ref) == ("http://qast.example/1", "http://qast.example/2", "http://qast.example/3")
    assert reason in two.reason


def test_bytes_between_records_are_named_once_and_passed_over() -> None:
    """Damage ends where the next record begins."""
    junk = b"lost bytes\nof something\r\n" * 50
    assert refs(found(page(1) + junk + page(2))) == [
        "http://qast.example/1",
        f"! a.warc: the bytes from {len(page(1)):,} on belong to no record",
        "http://qast.example/2",
    ]


@pytest.mark.parametrize("length", [b"none", b"-5", b"9" * 40])
def test_a_record_without_a_length_costs_itself_alone(length: bytes) -> None:
    """Where a block ends cannot be told, so the next record is looked for."""
    bad = page(2).replace(b"Content-Length: ", b"Content-Length: " + length + b" ")
    one, two, three = found(page(1) + bad + page(3))
    assert (one.ref, three.ref) == ("http://qast.example/1", "http://qast.example/3")
    assert isinstance(two, Failure)
    assert "has no valid length" in two.reason


def test_headers_without_end_are_damage() -> None:
    """A header block over a mebibyte is none."""
    (one, two) = found(b"WARC/1.1\r\n" + b"X: y\r\n" * 200_000 + b"\r\n" + page(2))
    assert isinstance(one, Failure)
    assert two.ref == "http://qast.example/2"


def test_header_lines_may_be_continued() -> None:
    """A header in two lines, as the older standard allows, is one."""
    (one,) = found(page(1).replace(b"http://qast.example/1", b"http://qast.example/\r\n 1"))
    assert one.ref == "http://qast.example/ 1"


def test_a_digest_of_an_unknown_kind_is_no_reason_to_refuse() -> None:
    """What cannot be checked is not held against the record."""
    assert refs(found(page(1, WARC_Block_Digest="blake9:abc"))) == ["http://qast.example/1"]


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
@pytest.mark.parametrize("lost", [20, len(page(3)) - 90, len(page(3)) - 20])
def test_an_archive_cut_short_gives_what_is_whole_and_one_failure(pack: Any, lost: int) -> None:
    """Wherever the last record is cut, those before it are read and the end is reported once."""
    data = pack([page(1), page(2), page(3)])
    keep = len(data) - min(lost, len(pack([page(3)])) - 8)
    result = found(data[:keep])
    assert sum(isinstance(one, Failure) for one in result) == 1
    whole = [one.ref for one in result if isinstance(one, Item)]
    assert whole == ["http://qast.example/1", "http://qast.example/2", "http://qast.example/3"][: len(whole)]
    assert isinstance(result[-1], Failure)


def test_a_passed_over_record_that_is_cut_short_is_reported_too() -> None:
    """The end of the archive is noticed in records that are not read."""
    (one, two) = found(page(1) + record("response", "http://qast.example/a.png", http(bytes(90_000), content_type="image/png"))[:-5_000])
    assert refs([one]) == ["http://qast.example/1"]
    assert isinstance(two, Failure)
    assert "ends early" in two.reason


@pytest.mark.parametrize("data", [b"hello\n" * 9, b"WARC/1.1\r\n", b"\x1f\x8b\x08\x00", bytes(100)])
def test_what_is_no_web_archive_is_one_failure(data: bytes) -> None:
    """Other bytes are refused in one line."""
    (one,) = found(data)
    assert isinstance(one, Failure)


def wacz(members: dict[str, bytes]) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer


def test_a_wacz_gives_the_records_of_its_archives_in_order() -> None:
    """Its WARC files are read by name, the pages list and indexes are not, and a broken one costs itself alone."""
    broken = gzip.compress(page(7))[:-40]
    buffer = wacz(
        {"archive/b.warc.gz": gzip.compress(page(2)), "pages/p.jsonl": b"{}", "archive/a.warc": page(1), "archive/aa.warc.gz": broken}
    )
    one, two, three = iter_wacz(buffer, "a.wacz", CONFIG, NOW)
    assert (one.ref, two.ref, three.ref) == ("http://qast.example/1", "a.wacz/archive/aa.warc.gz", "http://qast.example/2")
    assert isinstance(two, Failure)
