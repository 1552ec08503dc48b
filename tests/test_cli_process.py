"""The command line as a process: pipes, interrupts, encodings, terminals, and being killed at any instant."""

from __future__ import annotations

import json
import os
import pty
import random
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

ACCORDING = [sys.executable, "-m", "according"]
RECORDS = 1_200
FEW = 420
KILLS = 8
UNWELCOME = ("PYTHONIOENCODING", "PYTHONUTF8", "LC_ALL", "LC_CTYPE", "LANG", "COLUMNS", "FORCE_COLOR", "TTY_COMPATIBLE")


def environment(**changes: str) -> dict[str, str]:
    return {**{name: value for name, value in os.environ.items() if name not in UNWELCOME}, "LANG": "C.UTF-8", **changes}


def start(folder: Path, *arguments: str, **changes: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*ACCORDING, *arguments],
        cwd=folder,
        env=environment(**changes),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    )


def ended(folder: Path, *arguments: str, **changes: str) -> tuple[int, str, str]:
    process = start(folder, *arguments, **changes)
    out, err = process.communicate(timeout=120)
    return process.returncode, out.decode(), err.decode()


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Many short reports in several files, so that a run takes a while."""
    return write_records(tmp_path, RECORDS)


def write_records(folder: Path, count: int) -> Path:
    reports = folder / "reports"
    reports.mkdir()
    for part in range(6):
        lines = (json.dumps({"ref": f"r-{part}-{n}", "text": f"Report {n} of part {part} from Kesh."}) for n in range(count // 6))
        (reports / f"{part}.jsonl").write_text("\n".join(lines))
    return reports


@pytest.mark.parametrize("options", [[], ["--json"], ["--json", "--workers", "2"]], ids=["lines", "JSON", "two workers"])
def test_a_reader_that_has_seen_enough_ends_the_run_quietly(records: Path, tmp_path: Path, options: list[str]) -> None:
    """As ``| head -1`` does: nothing on standard error, and no process left."""
    process = start(tmp_path, "read", "--no-store", "reports", *options)
    assert process.stdout
    assert process.stderr
    assert process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 1


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupt_ends_with_one_line_and_keeps_what_was_acknowledged(records: Path, tmp_path: Path, workers: str) -> None:
    """Code 130, no traceback, no process left behind, and the account is whole."""
    process = start(tmp_path, "read", "--json", "--workers", workers, "reports")
    assert process.stdout
    first = json.loads(process.stdout.readline())
    os.kill(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err.decode()) == (130, "according: interrupted; what was told of as read is kept\n")
    told = [first["report"]["id"], *(json.loads(line)["report"]["id"] for line in out.splitlines())]
    assert 0 < len(told) < RECORDS
    assert ids_in_account(tmp_path) >= set(told)
    assert not children_of(process.pid)


def test_an_interrupt_of_the_whole_group_reaches_no_worker(records: Path, tmp_path: Path) -> None:
    """Ctrl-C goes to all processes of a terminal's foreground, also to workers that are only just starting."""
    command = [*ACCORDING, "read", "--json", "--workers", "2", "reports"]
    for pause_s in (0.0, 0.2, 0.6):
        process = subprocess.Popen(
            command, cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
        )
        while not children_of(process.pid) and process.poll() is None:
            time.sleep(0.02)
        time.sleep(pause_s)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
        assert err.decode() in ("according: interrupted; what was told of as read is kept\n", "")


def children_of(pid: int) -> list[str]:
    """The processes whose parent it is."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended while we looked
            parent = stat.read_text(errors="replace").rpartition(")")[2].split()[1]
            found += [stat.parent.name] if parent == str(pid) else []
    return found


def ids_in_account(folder: Path) -> set[str]:
    from according.store import Account

    with Account.open(str(folder / "account.db"), create=False) as account:
        return {reading.report.id for reading in account.readings()}


def test_killed_at_random_instants_nothing_acknowledged_is_lost_and_nothing_comes_twice(tmp_path: Path) -> None:
    """Every line that was printed stands for a report in the account; a last run fills up the rest, once each."""
    write_records(tmp_path, FEW)
    told: set[str] = set()
    chance = random.Random(20190313)
    for round_number in range(KILLS):
        process = start(tmp_path, "read", "--json", "--workers", "2" if round_number % 4 == 3 else "1", "reports")
        assert process.stdout
        for _ in range(chance.randrange(1, 70)):
            if not (line := process.stdout.readline()):
                break
            told.add(json.loads(line)["report"]["id"])
        time.sleep(chance.random() * 0.02)
        process.kill()
        rest = process.stdout.read()  # communicate() would pass over what readline() has fetched already
        process.communicate()
        told |= {json.loads(line)["report"]["id"] for line in rest.split(b"\n")[:-1]}
        assert told <= ids_in_account(tmp_path)
    code, out, err = ended(tmp_path, "read", "--json", "reports")
    assert (code, err, len(out.splitlines())) == (0, "", FEW)
    code, out, _ = ended(tmp_path, "verify")
    assert (code, out) == (0, f"{FEW} captures, {FEW} reports and 0 posts verified: nothing changed\n")


def test_workers_end_with_a_parent_that_was_killed(records: Path, tmp_path: Path) -> None:
    """Nobody tells them, so they have to notice."""
    process = start(tmp_path, "read", "--json", "--no-store", "--workers", "2", "reports")
    assert process.stdout
    process.stdout.readline()
    workers = children_of(process.pid)
    process.kill()
    process.communicate()
    assert len(workers) >= 2
    for _ in range(500):
        alive = [pid for pid in workers if Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes()]
        if not alive:
            return
        time.sleep(0.02)
    pytest.fail(f"still there: {alive}")


LOCALES = {
    "the C locale": {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "ASCII streams": {"PYTHONIOENCODING": "ascii"},
}


@pytest.mark.parametrize("changes", LOCALES.values(), ids=LOCALES)
def test_output_that_its_encoding_does_not_have_is_escaped(tmp_path: Path, changes: dict[str, str]) -> None:
    """No crash, and nothing is left out."""
    (tmp_path / "kesh.txt").write_text("Мост открыт 🌉 – снова\n", encoding="utf-8")
    code, out, err = ended(tmp_path, "read", "kesh.txt", **changes)
    assert (code, err) == (0, "1 report and 0 posts read; 1 new and 0 already known in account.db\n")
    assert "\\u041c\\u043e\\u0441\\u0442" in out
    for command in (["show", "kesh.txt"], ["demo"], ["--help"]):
        assert ended(tmp_path, *command, **changes)[0] == 0


def test_closed_streams_are_no_reason_to_crash(tmp_path: Path) -> None:
    """Without standard input a file is read all the same; without standard output JSON has nowhere to go, which is said."""
    (tmp_path / "kesh.txt").write_text("The bridge is open.")
    shell = 'exec "$@" <&-'
    done = subprocess.run(
        ["sh", "-c", shell, "sh", *ACCORDING, "read", "kesh.txt", "-"], cwd=tmp_path, env=environment(), capture_output=True
    )
    assert (done.returncode, b"Traceback" in done.stderr, b"kesh.txt" in done.stdout) == (1, False, True)
    shell = 'exec "$@" >&-'
    done = subprocess.run(
        ["sh", "-c", shell, "sh", *ACCORDING, "show", "kesh.txt", "--json"], cwd=tmp_path, env=environment(), capture_output=True
    )
    assert (done.returncode, done.stderr) == (1, b"according: cannot go on: standard output is closed\n")


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["lines", "JSON"])
def test_a_full_disk_behind_standard_output_is_said_in_one_line(tmp_path: Path, options: list[str]) -> None:
    """Where what is printed cannot be written, the run ends."""
    (tmp_path / "kesh.txt").write_text("The bridge is open.")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*ACCORDING, "read", "kesh.txt", *options], cwd=tmp_path, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (1, b"according: cannot go on: No space left on device\n")


def shown_on_a_terminal(folder: Path, *arguments: str, width: int, out: Path | None = None) -> str:
    """What a terminal of that width shows; standard output goes to a file where one is given."""
    parent, child = pty.openpty()
    with ExitStack() as stack:
        target = stack.enter_context(out.open("wb")) if out else child
        process = subprocess.Popen(
            [*ACCORDING, *arguments],
            cwd=folder,
            env=environment(COLUMNS=str(width), TERM="xterm-256color"),
            stdout=target,
            stderr=child,
            stdin=child,
        )
    os.close(child)
    shown = bytearray()
    with suppress(OSError):  # how Linux says that the other side is closed
        while data := os.read(parent, 65536):
            shown += data
    process.wait(timeout=60)
    os.close(parent)
    return shown.decode("utf-8", "replace")


@pytest.mark.parametrize("width", [40, 200])
@pytest.mark.parametrize("command", [["read", "kesh.txt"], ["show", "kesh.txt"]], ids=lambda c: c[0])
def test_a_terminal_of_any_width_gets_what_fits_and_nothing_raw(tmp_path: Path, width: int, command: list[str]) -> None:
    """Escapes in a report are shown, never sent."""
    (tmp_path / "kesh.txt").write_text(
        "Bridge \x1b]0;pwned\x07 open \x1b[2J حلب 大きな橋\n\nThe bridge is open again for all who want to cross it.\n" * 3
    )
    ended(tmp_path, "read", "kesh.txt")
    shown = shown_on_a_terminal(tmp_path, *command, width=width)
    assert "\x1b]0;pwned" not in shown
    assert "\x1b[2J" not in shown
    assert "Traceback" not in shown


def test_progress_shows_where_somebody_watches_and_lines_go_where_they_are_sent(records: Path, tmp_path: Path) -> None:
    """The bar is on standard error; a file that standard output was sent to gets every line of it and nothing of the bar."""
    lines = tmp_path / "lines"
    shown = shown_on_a_terminal(tmp_path, "read", "--no-store", "reports", width=100, out=lines)
    assert "reports/s" in shown
    assert "r-0-1" not in shown
    assert len(lines.read_text().splitlines()) == RECORDS
    assert ended(tmp_path, "read", "--no-store", "--quiet", "reports")[2] == f"{RECORDS:,} reports and 0 posts read\n"
