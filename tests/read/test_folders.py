"""Folders are walked in a fixed order; what cannot be entered or opened is named, and nothing is waited for."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.errors import ReadError
from according.model import Failure
from according.read.folders import Skipped, is_asset, iter_files, open_file, reason_of, shown


def walked(folder: Path) -> list[str]:
    """What a walk finds, as lines: files by their path in the folder, failures with ``!`` and their reason."""
    lines = []
    for found in iter_files(folder):
        if isinstance(found, Failure):
            lines.append(f"! {found.ref.removeprefix(f'{folder}/')}: {found.reason}")
        elif isinstance(found, Skipped):
            lines.append(f"- {found.kind}")
        else:
            lines.append(str(found.relative_to(folder)))
    return lines


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("The bridge is open.")


def test_files_come_sorted_level_by_level(tmp_path: Path) -> None:
    """First those of a folder, then those of the folders in it, by the bytes of their names."""
    make(tmp_path, "b/z.txt", "b/a/c.html", "a.txt", "Z.txt", "é.txt", "c.txt", "a/b.txt")
    assert walked(tmp_path) == ["Z.txt", "a.txt", "c.txt", "é.txt", "a/b.txt", "b/z.txt", "b/a/c.html"]


def test_hidden_files_page_folders_and_assets_are_passed_over(tmp_path: Path) -> None:
    """What a browser saves beside a page belongs to it; a folder of that name without a page is a folder."""
    make(tmp_path, ".git/a.txt", ".hidden.txt", "page.html", "page_files/frame.html", "other_files/a.txt", "old.htm", "old_files/a.txt")
    make(tmp_path, "map.PNG", "style.css", "data.csv", "tweets.js", "tweets-part1.js", "script.js")
    found = walked(tmp_path)
    assert [line for line in found if line.startswith("-")] == ["- .csv", "- .png", "- .js", "- .css"]
    assert [line for line in found if not line.startswith("-")] == [
        "old.htm",
        "page.html",
        "tweets-part1.js",
        "tweets.js",
        "other_files/a.txt",
    ]


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    """And is no failure."""
    assert walked(tmp_path) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """It may have gone between two steps of the walk."""
    assert walked(tmp_path / "gone") == [f"! {tmp_path / 'gone'}: is not there"]


def test_links_are_followed_and_loops_are_named(tmp_path: Path) -> None:
    """A link to a folder above it is a loop; one to itself leads nowhere; the rest is read."""
    make(tmp_path, "a/one.txt", "elsewhere.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "self").symlink_to("self")
    (tmp_path / "a" / "two.txt").symlink_to(tmp_path / "elsewhere.txt")
    assert walked(tmp_path) == [
        "elsewhere.txt",
        "a/one.txt",
        "! a/self: is a link that leads back to itself",
        "a/two.txt",
        "! a/up: is a loop: the folder links to one that it lies in",
    ]


def test_folders_that_link_to_each_other_are_walked_once_each(tmp_path: Path) -> None:
    """Ten folders with links to all others would be walked millions of times over."""
    folders = [tmp_path / f"f{number}" for number in range(10)]
    for folder in folders:
        make(folder, "a.txt")
    for folder in folders:
        for other in folders:
            (folder / f"to-{other.name}").symlink_to(other)
    found = walked(tmp_path)
    assert len(found) < 200
    assert sum(line.endswith("a.txt") for line in found) == 10
    assert "- link to a folder that was read already" in found


def test_a_name_that_is_no_utf8_is_named_and_the_rest_found(tmp_path: Path) -> None:
    """Its bytes are shown as escapes, since nothing could be stored under it."""
    make(tmp_path, "b.txt")
    (tmp_path / os.fsdecode(b"a\xff.txt")).write_text("The bridge is open.")
    assert walked(tmp_path) == ["! a\\xff.txt: has a name that is not UTF-8; rename it to read it", "b.txt"]


def test_names_with_line_ends_are_names(tmp_path: Path) -> None:
    """No name breaks the walk."""
    make(tmp_path, "a\nb.txt")
    assert walked(tmp_path) == ["a\nb.txt"]


NOT_FILES = {
    "a folder": (lambda path: path.mkdir(), "is a folder"),
    "a named pipe": (os.mkfifo, "is a named pipe, which is not opened (pipe into standard input, named -, instead)"),
    "a socket": (lambda path: socket.socket(socket.AF_UNIX).bind(str(path)), "is a socket, which is not opened"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "is a device, which is not opened"),
    "a link to nothing": (lambda path: path.symlink_to("nothing"), "is a link to something that is not there"),
}


@pytest.mark.parametrize(("create", "reason"), NOT_FILES.values(), ids=NOT_FILES)
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, create, reason: str) -> None:  # type: ignore[no-untyped-def]
    """Opening a pipe would wait for its other end for ever."""
    monkeypatch.chdir(tmp_path)
    create(Path("a.txt"))
    with pytest.raises(ReadError) as refused:
        open_file(Path("a.txt"))
    assert str(refused.value) == reason


def test_a_file_is_opened(tmp_path: Path) -> None:
    """And one that is not there is the system's to refuse."""
    make(tmp_path, "a.txt")
    with open_file(tmp_path / "a.txt") as stream:
        assert stream.read() == b"The bridge is open."
    with pytest.raises(FileNotFoundError):
        open_file(tmp_path / "b.txt")


REASONS = {
    errno.ENOENT: "is not there",
    errno.EACCES: "may not be read (permission denied)",
    errno.EPERM: "may not be read (permission denied)",
    errno.ENAMETOOLONG: "has too long a name",
    errno.EIO: "Input/output error",
}


@pytest.mark.parametrize(("number", "words"), REASONS.items())
def test_a_refusal_of_the_system_is_put_in_words(number: int, words: str) -> None:
    """Those that people meet in ours, others in the system's."""
    assert reason_of(OSError(number, os.strerror(number))) == words


def test_a_refusal_without_a_number_is_shown_as_it_is() -> None:
    """Whatever raised it."""
    assert reason_of(OSError("the tape tore")) == "the tape tore"


@given(st.binary(min_size=1).filter(lambda name: b"/" not in name and b"\0" not in name))
def test_any_name_can_be_shown_and_stored(name: bytes) -> None:
    """As UTF-8, whatever bytes the file system has for it."""
    assert shown(os.fsdecode(name)).encode("utf-8")


def test_pictures_and_scripts_are_assets() -> None:
    """Whatever the case of their endings; posts of X are none."""
    assert [name for name in ("a.JPG", "b.js", "tweet.js", "tweets-part2.js", "c.html", "d") if is_asset(Path(name))] == ["a.JPG", "b.js"]
