"""A pack that was cut, altered, added to, forged, or made to do harm is refused, by name of the file and with the reason."""

from __future__ import annotations

import json
import random
import re
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from according.export.bag import MANIFEST, ROOT, make_entry
from tests.export.packs import AIR_STRIKES, Change, demo_file, faults_of, files_of, forge, judged, pack, write_pack, zip_up

__all__ = ["demo_file", "judged", "pack"]
A_TEXT, A_RAW, A_REPORT, AN_INCIDENT = "data/texts/", "data/raw/", "data/view/reports/", "data/view/incidents/"


def first(pack: Path, start: str) -> str:
    """The first file of a pack below a folder, lists aside."""
    return next(path for path in sorted(files_of(pack)) if path.startswith(start) and "index" not in path and len(path) > 60)


@pytest.fixture(scope="module")
def small(judged: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of a few incidents."""
    return write_pack(judged, tmp_path_factory.mktemp("small") / "small.zip", AIR_STRIKES)


def test_one_byte_that_is_altered_anywhere_is_found(small: Path, tmp_path: Path) -> None:
    """Also where no file in the bag changes by it: in the headers between the files and in the list at the end."""
    data, choose, broken = small.read_bytes(), random.Random(7), tmp_path / "broken.zip"
    with zipfile.ZipFile(small) as opened:
        listed, heads = opened.start_dir, [one.header_offset for one in opened.infolist()]
    places = [*(choose.choice(heads) + choose.randrange(30) for _ in range(6)), *(choose.randrange(listed, len(data)) for _ in range(6))]
    for at in (*places, *(choose.randrange(listed) for _ in range(3))):
        broken.write_bytes(data[:at] + bytes([data[at] ^ (1 << choose.randrange(8))]) + data[at + 1 :])
        assert faults_of(broken), f"the byte at {at}"


@pytest.mark.parametrize("left", [0, 10, 0.3, 0.99, -1])
def test_a_pack_that_was_cut_short_is_refused(small: Path, tmp_path: Path, left: float) -> None:
    data, cut = small.read_bytes(), tmp_path / "cut.zip"
    cut.write_bytes(data[: int(left * len(data)) if 0 < left < 1 else int(left)])
    (fault,) = faults_of(cut)
    assert (fault.file, "no whole zip file" in fault.reason) == ("cut.zip", True)


def test_bytes_behind_or_before_the_pack_are_found(small: Path, tmp_path: Path) -> None:
    for data in (small.read_bytes() + b"!", b"MZ" + small.read_bytes()):
        (tmp_path / "more.zip").write_bytes(data)
        assert faults_of(tmp_path / "more.zip")


def test_a_file_that_was_added_removed_or_altered_is_named(small: Path, tmp_path: Path) -> None:
    files = files_of(small)
    text, raw = first(small, A_TEXT), first(small, A_RAW)
    altered = {**files, text: files[text] + b" And more.", "data/extra.txt": b"!", "extra.txt": b"!"}
    del altered[raw]
    found = {(fault.file, fault.reason.split(":")[0]) for fault in faults_of(zip_up(altered, tmp_path / "altered.zip"))}
    for fault in ((text, "is altered"), ("data/extra.txt", "is in no manifest"), ("extra.txt", "is in no manifest"), (raw, "is missing")):
        assert fault in found


def test_a_bag_without_its_manifests_is_no_pack(small: Path, tmp_path: Path) -> None:
    files = files_of(small)
    del files[MANIFEST]
    assert (MANIFEST, "is missing") in {(one.file, one.reason) for one in faults_of(zip_up(files, tmp_path / "bare.zip"))}


def test_a_pack_that_another_program_packed_again_says_so_and_is_sound_unpacked(small: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(small, tmp_path / "out")
    again = Path(shutil.make_archive(str(tmp_path / "again"), "zip", tmp_path / "out", "evidence-pack"))
    faults = faults_of(again)
    assert len(faults) == 1
    assert "unpack it and verify the folder" in faults[0].reason
    assert faults_of(tmp_path / "out") == []


def on_line(number: int, change: Callable[[Any], None]) -> Change:
    """Changes one line of JSON."""

    def changed(data: bytes) -> bytes:
        lines = data.splitlines()
        said = json.loads(lines[number])
        change(said)
        lines[number] = json.dumps(said).encode()
        return b"\n".join(lines) + b"\n"

    return changed


def put(*path: str | int, value: Any) -> Callable[[Any], None]:
    """Puts a value somewhere into JSON."""

    def change(said: Any) -> None:
        for part in path[:-1]:
            said = said[part]
        said[path[-1]] = value

    return change


OUTSIDE = {"span": [9**9, 9**9], "value": None, "type": "DATE", "how": "text"}
FORGERIES = {
    "a capture's address": ("data/captures.jsonl", on_line(0, put("url", value="https://elsewhere.example/")), "does not follow"),
    "a report's address": ("data/reports.jsonl", on_line(0, put("url", value="https://elsewhere.example/")), "does not follow"),
    "a report that is gone": ("data/reports.jsonl", lambda data: data.split(b"\n", 1)[1], "not in the pack"),
    "a reading": ("data/readings.jsonl", on_line(0, put("reading", "problems", value=["all is well"])), "does not follow"),
    "a span": ("data/readings.jsonl", on_line(0, put("reading", "times", value=[OUTSIDE])), "outside"),
    "a sentence": ("data/incidents.jsonl", on_line(0, put("told", 0, "sentence", value="Nobody was hurt.")), "is not the one at"),
    "words that trigger": ("data/incidents.jsonl", on_line(0, put("told", 0, "happening", "trigger", value=[0, 1])), "does not follow"),
    "who judged": ("data/judgements.jsonl", lambda data: data.replace(b"person:Amira", b"person:Bojan"), "does not follow"),
    "what was judged": ("data/log.jsonl", lambda data: data.replace(b"right", b"wrong"), "not as it was written"),
    "an entry that is gone": ("data/log.jsonl", lambda data: data.split(b"\n", 1)[1], "stands behind entry 0"),
    "no JSON": ("data/captures.jsonl", lambda data: b"{" + data, "is not what it should be"),
    "numbers": ("data/pack.json", lambda data: re.sub(rb'"reports": \d+', b'"reports": 1', data, count=1), "lines, and pack.json says"),
    "a text": (A_TEXT, lambda data: data.replace(b"e", b"a", 1), "does not follow"),
    "raw bytes": (A_RAW, lambda data: data + b"\n", "is not the bytes of the capture"),
    "a page's text": (A_REPORT, lambda data: re.sub(rb'(report-text"[^>]*>)', rb"\1Peace! ", data), "does not show the text"),
    "a page's sentence": (AN_INCIDENT, lambda data: re.sub(rb'(<blockquote.*?<bdi>)', rb"\1Not so: ", data), "not as it stands"),
    "a script": (AN_INCIDENT, lambda data: data.replace(b"</main>", b"<script>x()</script></main>"), "holds <script>"),
    "a handler": (AN_INCIDENT, lambda data: data.replace(b"<main", b"<main onclick=x()"), "that runs"),
    "a picture": (AN_INCIDENT, lambda data: data.replace(b"</main>", b"<img src=//e.example/x></main>"), "that loads something"),
    "a link": (AN_INCIDENT, lambda data: data.replace(b'href="../../reports/', b'href="../../../../../reports/'), "not in the pack"),
    "a link that runs": (AN_INCIDENT, lambda data: data.replace(b"</main>", b"<a href=javascript:x()>x</a></main>"), "leads to javascript"),
    "the policy": (AN_INCIDENT, lambda data: data.replace(b"default-src &#39;none&#39;", b"default-src *"), "does not forbid"),
    "a page that is gone": (AN_INCIDENT, None, "the page is missing"),
    "an unnamed file": ("data/raw/00/x.bin", b"!", "no capture has these bytes"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_what_was_forged_is_found_though_all_manifests_were_written_anew(small: Path, tmp_path: Path, name: str) -> None:
    path, change, reason = FORGERIES[name]
    where = first(small, path) if path in (A_TEXT, A_RAW, A_REPORT, AN_INCIDENT) else path
    assert change is None or isinstance(change, bytes) or change(files_of(small)[where]) != files_of(small)[where]
    faults = [fault for fault in faults_of(forge(small, tmp_path / "forged.zip", {where: change})) if "zip file" not in fault.reason]
    assert any(reason in fault.reason for fault in faults), faults
    assert all(fault.file for fault in faults)


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "/etc/evil.txt",
        ROOT + "../evil.txt",
        ROOT + "data/../../evil.txt",
        ROOT + "a\\..\\evil.txt",
        "C:evil.txt",
        ROOT + "data//x",
    ],
)
def test_a_path_that_climbs_out_is_refused_before_anything_is_read(small: Path, tmp_path: Path, name: str) -> None:
    evil = tmp_path / "evil.zip"
    shutil.copy(small, evil)
    with zipfile.ZipFile(evil, "a") as opened:
        opened.writestr(make_entry(name), b"!")
    (fault,) = faults_of(evil)
    assert fault.file == name
    assert "not opened" in fault.reason
    assert [one.name for one in tmp_path.iterdir()] == ["evil.zip"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_links_double_names_and_bombs_are_refused(tmp_path: Path) -> None:
    link, double = make_entry(ROOT + "link"), make_entry(ROOT + "bagit.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    made: dict[str, list[tuple[zipfile.ZipInfo, bytes]]] = {
        "no plain file": [(link, b"/etc/passwd")],
        "there twice": [(double, b"1"), (make_entry(ROOT + "bagit.txt"), b"2")],
        "it is not opened": [(make_entry(ROOT + f"data/{number}"), bytes(60 << 20)) for number in range(2)],
    }
    for reason, entries in made.items():
        path = tmp_path / "harm.zip"
        with zipfile.ZipFile(path, "w") as opened:
            for entry, data in entries:
                opened.writestr(entry, data)
        (fault,) = faults_of(path)
        assert reason in fault.reason


def test_a_folder_with_a_link_or_without_a_bag_is_refused(small: Path, tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path)
    assert "is no pack" in fault.reason
    shutil.unpack_archive(small, tmp_path)
    (tmp_path / "evidence-pack" / "data" / "link").symlink_to("/etc/passwd")
    (fault,) = faults_of(tmp_path)
    assert fault.file == "data/link"
