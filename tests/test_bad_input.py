"""Bad input through the real command line: read safely or refused in one line with the reason; the rest goes on, and no crash.

Each case stands beside a good report, which must come through. Peak memory is that of the process, as the system counts it (on Linux).
"""

from __future__ import annotations

import gzip
import io
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import BinaryIO

import pytest

from according.store import Account
from tests.warm import Warm

# The peak is told by the process itself: what the system tells its parent counts the parent's own memory before the start.
COMMAND = """
import atexit, re
from pathlib import Path
from according.cli import main
atexit.register(lambda: Path(".peak").write_text(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]))
main()
"""
GOOD = "The bridge at Lower Kesh is open."
MIB = 1024 * 1024
LIMITS = {"COLUMNS": "80", "ACCORDING_MAX_READ_CHARS": "2000"}
"""Of long texts only the head is looked through."""
PAGE = "<html><head><title>Kesh</title></head><body><article><p>{}</p></article></body></html>"


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    complaints: list[str]
    peak_mib: float


According = Callable[..., Ended]


@pytest.fixture(scope="module")
def according(warm: Warm) -> According:
    """The command line in a folder, without the start of a process, which takes longer than most of this input."""

    def run(folder: Path, *arguments: str, **environment: str) -> Ended:
        with (folder / ".stderr").open("w+b") as err, (folder / ".stdout").open("w+b") as out, open(os.devnull, "rb") as nothing:
            streams = [nothing.fileno(), out.fileno(), err.fileno()]
            code, peak_mib = warm.run(arguments, folder, {**os.environ, **LIMITS, **environment}, streams)
            return ended(code, out, err, peak_mib)

    return run


def start(folder: Path, *arguments: str, stdin: Iterable[bytes], **environment: str) -> Ended:
    """The command line in a process of its own."""
    with (folder / ".stderr").open("w+b") as err, (folder / ".stdout").open("w+b") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, *arguments],
            cwd=folder,
            env={**os.environ, **LIMITS, **environment},
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=err,
        )
        assert process.stdin
        process.stdin.writelines(stdin)
        process.stdin.close()
        process.wait()
        return ended(process.returncode, out, err, int((folder / ".peak").read_text()) / 1024)


def ended(code: int, out: BinaryIO, err: BinaryIO, peak_mib: float) -> Ended:
    """What the command line said; its own last line, which sums up, is left out."""
    out.seek(0)
    err.seek(0)
    lines = err.read().decode()
    assert "Traceback" not in lines
    said = [line.removeprefix("according: ") for line in lines.splitlines() if line.startswith("according: ")]
    return Ended(code, out.read().decode(), said, peak_mib)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder ``in`` of which the last file is a good report."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "z-good.txt").write_text(GOOD)
    return tmp_path


def warc(*bodies: bytes) -> bytes:
    records = []
    for number, body in enumerate(bodies):
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
        records.append(
            b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://kesh.example/%d\r\nWARC-Date: 2019-03-13T10:00:00Z\r\n"
            b"WARC-Record-ID: <urn:uuid:%032d>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
            % (number, number, len(http), http)
        )
    return b"".join(records)


def zip_of(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def pdf(text: str = "", *, encrypted: bool = False) -> bytes:
    """A PDF of one page, by hand; encrypted it names a filter that wants a password."""
    stream = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode() if text else b""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>",
    ]
    body, at = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        at.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in at)
    extra = b"/Encrypt 5 0 R/ID[<01><01>]" if encrypted else b""
    return body + table + b"trailer<</Size 6/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (extra, len(body))


LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
DOCTYPE = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{LOL}]>'
BOMB = f'<?xml version="1.0"?>{DOCTYPE}<rss version="2.0"><channel><item><title>&l11;</title></item></channel></rss>'
TRUNCATED = warc(PAGE.format(GOOD * 3).encode(), PAGE.format(GOOD * 4).encode())[:-80]

REFUSED: dict[str, tuple[str, bytes, list[tuple[str, str]]]] = {
    "an empty file": ("a.html", b"", [("in/a.html", "is empty")]),
    "binary named .html": ("a.html", bytes(range(256)) * 40, [("in/a.html", "")]),
    "a picture named .html": ("a.html", b"\x89PNG\r\n\x1a\n" + bytes(200), [("in/a.html", "PNG")]),
    "a PDF without text": ("a.pdf", pdf(), [("in/a.pdf", "text")]),
    "an encrypted PDF": ("a.pdf", pdf("Kesh", encrypted=True), [("in/a.pdf", "encrypted")]),
    "half a PDF": ("a.pdf", pdf("Kesh")[:120], [("in/a.pdf", "")]),
    "a line of JSON broken": ("a.jsonl", b'{"text": "One."}\n{"text": "Tw\n{"text": "Three."}\n', [("in/a.jsonl:2", "")]),
    "half of a gzip file": ("a.txt.gz", gzip.compress(os.urandom(4000))[:2000], [("in/a.txt.gz", "ends early")]),
    "a truncated WARC": ("a.warc", TRUNCATED, [("", "")]),
    "a gzip bomb": ("a.txt.gz", gzip.compress(bytes(200 * MIB)), [("in/a.txt.gz", "over the limit of")]),
    "a zip bomb": ("a.zip", zip_of("b.txt", bytes(200 * MIB)), [("in/a.zip/b.txt", "max_expansion")]),
    "a 50 MiB line": ("a.txt", b"Kesh " * (10 * MIB), [("in/a.txt", "max_item_bytes")]),
    "a 50 MiB line of JSON": ("a.jsonl", b'{"text": "' + b"Kesh " * (10 * MIB) + b'"}', [("in/a.jsonl:1", "max_item_bytes")]),
    "10 million nodes of HTML": ("a.html", b"<html><body>" + b"<i>" * (10 * MIB), [("in/a.html", "over the limit of")]),
    "nested without end": ("a.html", b"<html><body>" + b"<div>" * 200_000 + GOOD.encode(), [("in/a.html", "over the limit of")]),
    "brackets without end": ("a.json", b"[" * 100_000, [("in/a.json", "")]),
    "no record": ("a.json", b"17", [("in/a.json", "")]),
}


@pytest.mark.parametrize(("name", "data", "named"), REFUSED.values(), ids=REFUSED)
def test_bad_input_is_named_with_its_reason_and_the_rest_is_read(
    according: According, folder: Path, name: str, data: bytes, named: list[tuple[str, str]]
) -> None:
    """One line each, code 1, less than 1 GiB of memory, and the good report beside it in the account."""
    (folder / "in" / name).write_bytes(data)
    found = according(folder, "read", "in")
    assert found.code == 1
    assert len(found.complaints) == len(named)
    for line, (ref, reason) in zip(found.complaints, named, strict=True):
        assert line.startswith(ref)
        assert reason in line
    assert f"{GOOD}" in found.out
    assert found.peak_mib < 1024


READ: dict[str, tuple[str, bytes, str]] = {
    "a lying encoding": (
        "a.html",
        PAGE.replace("<title>", "<meta charset=ascii><title>").format("Мост открыт снова, сказал гарнизон.").encode(),
        "Мост открыт",
    ),
    "no encoding named": ("a.txt", "Мост через реку снова открыт, сказали в гарнизоне.".encode("cp1251"), "Мост"),
    "UTF-16 with a mark": ("a.txt", "The bridge is open.".encode("utf-16"), "The bridge is open."),
    "NULs": ("a.txt", b"The bridge\0 is open.", "The bridge\ufffd is open."),
    "a lone surrogate": ("a.json", b'{"text": "The bridge \\ud83d is open."}', "The bridge \ufffd is open."),
    "right-to-left marks": (
        "a.txt",
        "\u200fحلب\u200f is open \u202eonce\u202c more.".encode(),
        "\u200fحلب\u200f is open \u202eonce\u202c more.",
    ),
    "a line of 5 MiB": ("a.txt", b"Kesh " * MIB, "Kesh Kesh"),
    "old ends of lines": ("a.txt", b"One.\r\nTwo.\rThree.", "One.\r\nTwo.\rThree."),
}


@pytest.mark.parametrize(("name", "data", "holds"), READ.values(), ids=READ)
def test_odd_input_is_read_and_its_text_kept(according: According, folder: Path, name: str, data: bytes, holds: str) -> None:
    """Nothing is refused that can be read."""
    (folder / "in" / name).write_bytes(data)
    found = according(folder, "read", "in", "--json")
    readings = [json.loads(line) for line in found.out.splitlines()]
    assert (found.code, found.complaints) == (0, [])
    assert holds in readings[0]["report"]["text"]
    assert found.peak_mib < 1024


def test_an_entity_bomb_in_a_feed_is_defused(according: According, folder: Path) -> None:
    """Read without what it unfolds to, or refused: either way in little memory."""
    (folder / "in" / "a.rss").write_text(BOMB)
    found = according(folder, "read", "in")
    assert GOOD in found.out
    assert "lollol" not in found.out
    assert found.peak_mib < 512


def test_what_is_whole_in_a_truncated_archive_is_read(according: According, folder: Path) -> None:
    """Only the record that is cut is lost."""
    (folder / "in" / "a.warc").write_bytes(TRUNCATED)
    refs = [json.loads(line)["report"]["ref"] for line in according(folder, "read", "in", "--json").out.splitlines()]
    assert refs == ["https://kesh.example/0", "in/z-good.txt"]


def test_the_other_lines_of_a_broken_file_are_read(according: According, folder: Path) -> None:
    """By their numbers in it."""
    (folder / "in" / "a.jsonl").write_text('{"text": "One."}\n{"text": "Tw\n\n{"text": "Four."}\n')
    refs = [json.loads(line)["report"]["ref"] for line in according(folder, "read", "in", "--json").out.splitlines()]
    assert refs == ["in/a.jsonl:1", "in/a.jsonl:4", "in/z-good.txt"]


def test_links_pipes_and_names_in_a_folder_are_named_and_nothing_hangs(according: According, folder: Path) -> None:
    """Each with its reason, and the good report is read."""
    (folder / "in" / "loop").symlink_to(folder / "in")
    (folder / "in" / "dangling.txt").symlink_to("none")
    (folder / "in" / "self.txt").symlink_to("self.txt")
    (folder / "in" / "device.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "in" / "pipe.txt")
    (folder / "in" / os.fsdecode(b"\xff.txt")).write_text("Lost.")
    found = according(folder, "read", "in", "none.txt", "x" * 4_000)
    assert [line.partition(": ")[2].partition(",")[0] for line in found.complaints] == [
        "is a link to something that is not there",
        "is a device",
        "is a named pipe",
        "is a link that leads back to itself",
        "has a name that is not UTF-8; rename it to read it",
        "is a loop: the folder links to one that it lies in",
        "is not there",
        "has too long a name",
    ]
    assert (found.code, GOOD in found.out) == (1, True)


def test_an_empty_folder_is_read_to_its_end(according: According, tmp_path: Path) -> None:
    """Nothing in it is no failure."""
    (tmp_path / "in").mkdir()
    assert according(tmp_path, "read", "in").code == 0


def test_records_on_standard_input_take_little_memory(tmp_path: Path) -> None:
    """They are read as they come: most of these are refused at once, for their size."""
    lines = [json.dumps({"text": GOOD * count}).encode() + b"\n" for count in (1, 100_000)]
    found = start(
        tmp_path, "read", "-", "--no-store", stdin=chain(lines[:1], repeat(lines[1], 200), lines[:1]), ACCORDING_MAX_ITEM_BYTES="10000"
    )
    assert (found.code, len(found.complaints), len(found.out.splitlines())) == (1, 200, 2)
    assert found.peak_mib < 400


FOREIGN: dict[str, tuple[Callable[[Path], object], str]] = {
    "not an account": (lambda path: path.write_text("Dear diary"), "not an account of According"),
    "an empty file": (lambda path: path.write_text(""), "an empty file"),
    "a folder": (lambda path: path.mkdir(), "directory"),
    "of another program": (lambda path: sqlite3.connect(path).execute("CREATE TABLE t (x)"), "another program"),
}


@pytest.mark.parametrize(("make", "reason"), FOREIGN.values(), ids=FOREIGN)
def test_what_is_no_account_is_refused_untouched(according: According, folder: Path, make: Callable[[Path], object], reason: str) -> None:
    """One line, code 1, and not a byte of it is changed."""
    path = folder / "account.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    found = according(folder, "read", "in")
    assert (found.code, found.out, len(found.complaints)) == (1, "", 1)
    assert reason.lower() in found.complaints[0].lower()
    assert (path.read_bytes() if path.is_file() else None) == before


def test_an_account_in_a_folder_that_is_not_there_is_refused(according: According, folder: Path) -> None:
    """As is one that is asked and not there."""
    for command in (["read", "in"], ["show", "x"], ["search", "x"], ["history", "x"], ["verify"]):
        found = according(folder, *command, "--account", "no/such/account.db")
        assert (found.code, found.out, len(found.complaints)) == (1, "", 1)
    assert not (folder / "no").exists()


def test_an_account_of_a_newer_version_is_refused_untouched(according: According, folder: Path) -> None:
    """Its bytes are as they were."""
    path = folder / "account.db"
    Account.open(str(path)).close()
    with sqlite3.connect(path) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE name LIKE '%version%'")]
        connection.execute(f"UPDATE {tables[0]} SET version_num = '9999'")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = path.read_bytes()
    found = according(folder, "read", "in")
    assert (found.code, found.out, len(found.complaints), "newer" in found.complaints[0]) == (1, "", 1, True)
    assert path.read_bytes() == before


def test_an_account_in_use_is_waited_for_and_then_given_up(according: According, folder: Path) -> None:
    """The line says what to do, and afterwards the same command goes through."""
    Account.open(str(folder / "account.db")).close()
    holder = sqlite3.connect(folder / "account.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    found = according(folder, "read", "in", ACCORDING_BUSY_TIMEOUT_S="0.2")
    assert (found.code, found.out, len(found.complaints)) == (1, "", 1)
    assert "another process is writing" in found.complaints[0]
    holder.execute("ROLLBACK")
    holder.close()
    assert according(folder, "read", "in").code == 0


def test_a_full_disk_ends_the_run_and_keeps_what_was_acknowledged(according: According, folder: Path) -> None:
    """Here a small file system of its own is full; what was printed is there, and the account is whole."""
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("left out: this user may not mount a small file system to fill")
    try:
        for number in range(40):
            (folder / "in" / f"{number:02}.txt").write_text(os.urandom(60_000).hex())
        found = according(folder, "read", "in", "--json", "--account", "disk/account.db")
        told = [json.loads(line)["report"]["id"] for line in found.out.splitlines()]
        assert (found.code, len(found.complaints), 0 < len(told) < 41) == (1, 1, True)
        assert "no room left" in found.complaints[0]
        with Account.open(str(disk / "account.db"), create=False) as account:
            assert [reading.report.id for reading in account.readings()] == told
            assert list(account.verify()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)
