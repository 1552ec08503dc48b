"""From what the user names to items: each form by its ref, each failure by its name, and the rest goes on."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import zstandard

from according.config import Config
from according.model import Failure, Item
from according.read.fetch import Fetcher, utc_stamp
from according.read.intake import Intake, is_address

NOW = datetime(2019, 3, 13, 10, 30, tzinfo=UTC)
PAGE = b"<!DOCTYPE html><html><body><p>The bridge is open.</p></body></html>"
RECORDS = b'{"text": "One."}\n{"text": "Two.", "ref": "kvr-2"}\n'
EXPORT = json.dumps(
    {"name": "Kesh", "type": "public_channel", "id": 7, "messages": [{"id": 1, "type": "message", "text": "Open."}]}
).encode()
TWEETS = b'window.YTD.tweets.part0 = [{"tweet": {"id_str": "5", "full_text": "Open again."}}]'
ACCOUNT = b'window.YTD.account.part0 = [{"account": {"username": "kesh_now", "accountDisplayName": "Kesh Now"}}]'


class Pipe(io.BytesIO):
    """Standard input as a pipe gives it: once, and only forwards."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: object) -> int:
        raise io.UnsupportedOperation("seek")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def intake(*inputs: str, config: Config | None = None, stdin: bytes = b"") -> Intake:
    config = config or Config()
    return Intake(inputs, config, fetcher=Fetcher(config), now=lambda: NOW, stdin=Pipe(stdin))


def taken(*inputs: str, config: Config | None = None, stdin: bytes = b"") -> list[tuple[str, str]]:
    """The refs of what comes in, each with its form, or with the reason why it does not."""
    found = intake(*inputs, config=config, stdin=stdin)
    return [(one.ref, one.reason if isinstance(one, Failure) else one.form) for one in found]


def zipped(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return data.getvalue()


FORMS: dict[str, tuple[str, bytes, list[tuple[str, str]]]] = {
    "plain text": ("a.txt", b"The bridge is open.", [("a.txt", "text")]),
    "a page": ("a.html", PAGE, [("a.html", "html")]),
    "a page by another name": ("a", PAGE, [("a", "html")]),
    "JSON Lines": ("a.jsonl", RECORDS, [("a.jsonl:1", "record"), ("kvr-2", "record")]),
    "an array": ("a.json", b'[{"text": "One."}, {"text": "Two."}]', [("a.json:1", "record"), ("a.json:2", "record")]),
    "an array of one": ("a.json", b'[{"text": "One."}]', [("a.json:1", "record")]),
    "a record alone": ("a.json", b' {"text": "One."}', [("a.json", "record")]),
    "a record alone with a mark before it": ("a.json", b'\xef\xbb\xbf{"text": "One."}', [("a.json", "record")]),
    "a record alone with a ref": ("a.json", b'{"text": "One.", "ref": "kvr-1"}', [("kvr-1", "record")]),
    "a broken record": ("a.json", b'{"text": "One.', [("a.json:1", "it is not finished where the file ends")]),
    "a feed": ("a.rss", b"<rss><channel></channel></rss>", [("a.rss", "feed")]),
    "a mail": ("a.eml", b"From: a@kesh.example\nTo: b@kesh.example\n\nOpen.", [("a.eml", "mail")]),
    "a PDF": ("a.pdf", b"%PDF-1.7", [("a.pdf", "pdf")]),
    "a channel": ("result.json", EXPORT, [("result.json/7/1", "telegram")]),
    "tweets": ("tweets.js", TWEETS, [("tweets.js:1", "tweet")]),
    "a zip": (
        "a.zip",
        zipped(b_html=PAGE, a__c_jsonl=RECORDS, d_png=b"\x89PNG"),
        [("a.zip/a/c.jsonl:1", "record"), ("kvr-2", "record"), ("a.zip/b.html", "html")],
    ),
    "an empty file": ("a.txt", b"", [("a.txt", "text")]),
    "a picture named as itself": ("a.png", b"\x89PNG\r\n\x1a\n", [("a.png", "is of a kind that is not read")]),
    "gzip of a zip": (
        "a.zip.gz",
        gzip.compress(zipped(b_html=PAGE)),
        [("a.zip.gz", "is a zip archive inside other compression, which is not opened")],
    ),
    "a zip in a zip under another name": (
        "a.zip",
        zipped(b_bin=zipped(c_html=PAGE)),
        [("a.zip/b.bin", "is a zip archive inside other compression, which is not opened")],
    ),
    "a WARC": ("a.warc", b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n", []),
    "a WACZ": ("a.wacz", zipped(datapackage_json=b"{}", archive__a_warc=b""), []),
    "an archive of X": (
        "a.zip",
        zipped(data__account_js=ACCOUNT, data__tweets_js=TWEETS),
        [("https://twitter.com/kesh_now/status/5", "tweet")],
    ),
    "a zip that is none": ("a.zip", b"PK\x03\x04 and no more", [("a.zip", "is no whole zip archive: it has no directory")]),
    "broken gzip": ("a.txt.gz", b"\x1f\x8b\x08 and no more", [("a.txt.gz", "gzip data is corrupt")]),
}


@pytest.mark.parametrize(("name", "data", "expected"), FORMS.values(), ids=FORMS)
def test_each_form_comes_in_under_its_ref(folder: Path, name: str, data: bytes, expected: list[tuple[str, str]]) -> None:
    """A container's items by what they are called, or by their place in it."""
    Path(name).write_bytes(data)
    found = taken(name)
    assert [ref for ref, _ in found] == [ref for ref, _ in expected]
    assert all(said.startswith(part) for (_, said), (_, part) in zip(found, expected, strict=True)), found


PACKED = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstandard.compress}


@pytest.mark.parametrize(("ending", "pack"), PACKED.items())
def test_compression_makes_no_difference(folder: Path, ending: str, pack) -> None:  # type: ignore[no-untyped-def]
    """The same items with the same bytes."""
    Path(f"a.jsonl.{ending}").write_bytes(pack(RECORDS))
    assert [one.data for one in intake(f"a.jsonl.{ending}") if isinstance(one, Item)] == RECORDS.splitlines()


STDIN = {
    "text": (b"The bridge is open.", [("-", "text")]),
    "a page": (PAGE, [("-", "html")]),
    "JSON Lines": (RECORDS, [("-:1", "record"), ("kvr-2", "record")]),
    "gzip": (gzip.compress(RECORDS), [("-:1", "record"), ("kvr-2", "record")]),
    "a zip through a pipe": (zipped(b_html=PAGE), [("-/b.html", "html")]),
    "a zip in gzip through a pipe": (gzip.compress(zipped(b_html=PAGE)), [("-/b.html", "html")]),
    "a picture": (b"\x89PNG\r\n\x1a\n", [("-", "is of a kind that is not read")]),
}


@pytest.mark.parametrize(("data", "expected"), STDIN.values(), ids=STDIN)
def test_standard_input_is_told_by_its_bytes(data: bytes, expected: list[tuple[str, str]]) -> None:
    """It has no name that could say what it is."""
    assert taken("-", stdin=data) == expected


def test_standard_input_is_not_held_before_it_is_handed_on() -> None:
    """Records come out while more go in."""

    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            line = b'{"text": "One more."}\n'
            count = len(buffer) // len(line) or 1
            data = (line * count)[: len(buffer)]
            buffer[: len(data)] = data
            self.given += len(data)
            return len(data)

    source = Endless()
    config = Config()
    items = iter(Intake(["-"], config, fetcher=Fetcher(config), now=lambda: NOW, stdin=io.BufferedReader(source)))
    assert [next(items).ref for _ in range(3)] == ["-:1", "-:2", "-:3"]
    assert source.given < 1_000_000


def test_standard_input_that_breaks_is_named() -> None:
    """Like a file whose disk does."""

    class Broken(Pipe):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("the line went dead")

    config = Config()
    found = list(Intake(["-"], config, fetcher=Fetcher(config), now=lambda: NOW, stdin=Broken()))
    assert found == [Failure("-", "the line went dead")]


def test_a_zip_through_a_pipe_keeps_the_limit_on_containers() -> None:
    """What has to be held before it can be opened is not held without end."""
    found = taken("-", stdin=zipped(b_html=os.urandom(5_000)), config=Config(max_container_bytes=4_000))
    assert [(ref, "max_container_bytes" in reason) for ref, reason in found] == [("-", True)]


def test_a_document_over_the_limit_is_refused_and_the_rest_goes_on(folder: Path) -> None:
    """The limit is named."""
    Path("a.txt").write_bytes(b"x" * 101)
    Path("b.txt").write_bytes(b"x" * 100)
    config = Config(max_item_bytes=100)
    assert taken("a.txt", "b.txt", config=config) == [
        ("a.txt", "holds more bytes, over the limit of 100 (max_item_bytes)"),
        ("b.txt", "text"),
    ]


NO_FILES = {
    "nothing": ("none.txt", "is not there"),
    "a name too long": ("x" * 5_000, "has too long a name"),
    "a path through a file": ("a.txt/b.txt", "Not a directory"),
    "a link to itself": ("self.txt", "is a link that leads back to itself"),
    "a link to nothing": ("dangling.txt", "is a link to something that is not there"),
    "a pipe": ("pipe.txt", "is a named pipe"),
    "a device": ("/dev/zero", "is a device"),
}


@pytest.mark.parametrize(("name", "reason"), NO_FILES.values(), ids=NO_FILES)
def test_what_cannot_be_opened_is_named_and_the_rest_goes_on(folder: Path, name: str, reason: str) -> None:
    """In its place, before and after what can."""
    Path("a.txt").write_text("The bridge is open.")
    Path("self.txt").symlink_to("self.txt")
    Path("dangling.txt").symlink_to("none.txt")
    os.mkfifo("pipe.txt")
    first, failed, last = taken("a.txt", name, "a.txt")
    assert first == last == ("a.txt", "text")
    assert failed[0] == name
    assert failed[1].startswith(reason)


def test_a_file_that_may_not_be_read_is_named(folder: Path) -> None:
    """With the reason, and the rest of its folder is read."""
    if os.geteuid() == 0:
        pytest.skip("left out: this user is root, who may read everything")
    Path("f/closed").mkdir(parents=True)
    Path("f/a.txt").write_text("The bridge is open.")
    Path("f/b.txt").write_text("The bridge is open.")
    Path("f/a.txt").chmod(0)
    Path("f/closed").chmod(0)
    try:
        assert taken("f") == [
            ("f/a.txt", "may not be read (permission denied)"),
            ("f/b.txt", "text"),
            ("f/closed", "may not be read (permission denied)"),
        ]
    finally:
        Path("f/closed").chmod(0o700)


def test_a_name_that_is_no_utf8_can_be_given_outright(folder: Path) -> None:
    """It comes in under its escaped form."""
    name = os.fsdecode(b"a\xff.txt")
    Path(name).write_text("The bridge is open.")
    assert taken(name) == [("a\\xff.txt", "text")]


def test_a_folder_tells_what_it_passed_over(folder: Path) -> None:
    """By kind, in zips too."""
    Path("f").mkdir()
    for name in ("a.PNG", "b.png", "c.css", "d.txt"):
        Path("f", name).write_text("The bridge is open.")
    Path("f/z.zip").write_bytes(zipped(a_png=b"\x89PNG", b_txt=b"The bridge is open."))
    found = intake("f")
    assert [one.ref for one in found] == ["f/d.txt", "f/z.zip/b.txt"]
    assert found.progress.skipped == {".png": 3, ".css": 1}


def test_what_a_folder_cannot_give_is_named(folder: Path) -> None:
    """In its place in the walk."""
    Path("f").mkdir()
    Path("f/a.txt").write_text("The bridge is open.")
    Path("f/up").symlink_to("..", target_is_directory=True)
    Path("f/loop").symlink_to(".", target_is_directory=True)
    assert taken("f")[:2] == [("f/a.txt", "text"), ("f/loop", "is a loop: the folder links to one that it lies in")]


def test_an_unpacked_archive_of_x_is_known_by_its_files(folder: Path) -> None:
    """Its tweets come under their author's addresses, also where a single file of it is named."""
    Path("x/data").mkdir(parents=True)
    Path("x/data/account.js").write_bytes(ACCOUNT)
    Path("x/data/tweets.js").write_bytes(TWEETS)
    expected = [("https://twitter.com/kesh_now/status/5", "tweet")]
    assert taken("x") == taken("x/data/tweets.js") == taken("x/data") == expected


def test_an_archive_of_x_with_a_pipe_in_it_is_not_waited_for(folder: Path) -> None:
    """It is walked like any folder, which names the pipe."""
    Path("x/data").mkdir(parents=True)
    os.mkfifo("x/data/account.js")
    Path("x/data/tweets.js").write_bytes(TWEETS)
    assert taken("x") == [("x/data/tweets.js:1", "tweet")]


def test_an_account_file_that_says_nothing_is_named(folder: Path) -> None:
    """Beside the tweets that were asked for."""
    Path("tweets.js").write_bytes(TWEETS)
    Path("account.js").write_bytes(b"nothing")
    assert taken("tweets.js") == [("tweets.js", "does not say whose archive it is")]


def test_a_file_that_shrinks_while_it_is_read_gives_what_is_left(folder: Path) -> None:
    """And the rest goes on."""
    Path("a.jsonl").write_bytes(RECORDS * 100_000)
    Path("b.txt").write_text("The bridge is open.")
    found = iter(intake("a.jsonl", "b.txt"))
    assert next(found).ref == "a.jsonl:1"
    os.truncate("a.jsonl", 10)
    assert [one.ref for one in found][-1] == "b.txt"


def test_a_file_that_vanishes_is_named(folder: Path) -> None:
    """Between being seen and being opened."""
    Path("f").mkdir()
    for name in ("a.txt", "b.txt"):
        Path("f", name).write_text("The bridge is open.")
    found = iter(intake("f"))
    assert next(found).ref == "f/a.txt"
    Path("f/b.txt").unlink()
    assert next(found) == Failure("f/b.txt", "is not there")


def test_progress_counts_the_bytes_of_files(folder: Path) -> None:
    """Of all inputs at first, and in the end as many done, also where some could not be read."""
    Path("f").mkdir()
    Path("f/a.txt").write_bytes(b"x" * 10)
    Path("f/b.jsonl").write_bytes(RECORDS)
    found = intake("f", "f/a.txt", "none.txt", "-")
    assert found.progress.bytes_total == 20 + len(RECORDS)
    assert len(list(found)) == 6
    assert found.progress.bytes_done == found.progress.bytes_total


def test_items_tell_when_and_how_they_came(folder: Path) -> None:
    """In UTC."""
    Path("a.txt").write_text("The bridge is open.")
    items = [one for one in intake("a.txt", "-", stdin=RECORDS) if isinstance(one, Item)]
    assert [(one.method, one.retrieved_at) for one in items] == [("file", "2019-03-13T10:30:00Z")] + 2 * [("stdin", "2019-03-13T10:30:00Z")]


class Channel(BaseHTTPRequestHandler):
    """A server that gives a channel's export under every path, and no robots.txt."""

    def do_GET(self) -> None:
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Length", str(len(EXPORT)))
        self.end_headers()
        self.wfile.write(EXPORT)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def test_what_an_address_gives_is_told_by_its_bytes_and_keeps_how_it_came(folder: Path) -> None:
    """A channel's export from the web is a channel's export, with the headers of the response as evidence."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Channel) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        host = f"127.0.0.1:{server.server_port}"
        (found,) = intake(f"http://{host}/export", config=Config(fetch_allow_private=(host,), fetch_host_delay_s=0))
        server.shutdown()
    assert isinstance(found, Item)
    assert (found.form, found.method, found.ref) == ("telegram", "http", f"http://{host}/export/7/1")
    assert ("content-length", str(len(EXPORT))) in {(name.lower(), value) for name, value in found.headers}


REFUSED = ["file:///etc/passwd", "http://127.0.0.1/a", "ftp://kesh.example/a", "data:text/plain,open", "http://"]


@pytest.mark.parametrize("address", REFUSED)
def test_addresses_that_are_never_fetched_are_named(address: str) -> None:
    """And not taken for files."""
    (found,) = intake(address)
    assert isinstance(found, Failure)
    assert found.ref == address


def test_a_file_with_a_name_like_an_address_is_a_file(folder: Path) -> None:
    """If it is there."""
    assert is_address("data:a.txt")
    Path("data:a.txt").write_text("The bridge is open.")
    assert not is_address("data:a.txt")
    assert taken("data:a.txt") == [("data:a.txt", "text")]


def test_a_stamp_is_in_utc() -> None:
    """Whatever the zone of the clock."""
    zone = datetime.fromisoformat("2019-03-13T12:30:00+02:00")
    assert utc_stamp(zone) == utc_stamp(NOW) == "2019-03-13T10:30:00Z"


def test_the_same_walk_gives_the_same_items(folder: Path) -> None:
    """In the same order, with the same bytes."""
    Path("f").mkdir()
    for number in range(20):
        Path("f", f"{number}.txt").write_text(f"Report {number}.")

    def walk() -> Iterator[Item | Failure]:
        return iter(intake("f"))

    assert list(walk()) == list(walk())
