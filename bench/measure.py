"""Runs a command and watches it: seconds, processor seconds, and the memory of all its processes from start to end.

Memory is as ``/proc`` gives it (Linux), added up over the command and its descendants. Resident memory counts pages that they
share in each, so the sum is never too low; proportional memory (PSS) shares them out, so the sum is what the machine gave.
"""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

_EVERY_S, _LOOK_TAKES = 0.1, 0.01
"""How often the processes are looked at, unless the looking itself would take more than such a share of the time.

The kernel goes through all pages of a process to tell its proportional memory: for the dozen processes of Ray that is no little work.
"""
_KIB_PER_MB = 1_000_000 / 1_024


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at the processes: seconds from the start, and megabytes of all of them, resident and proportional."""

    at_s: float
    rss_mb: float
    pss_mb: float


@dataclass(frozen=True, slots=True)
class Run:
    """A command that ended: its exit code, its seconds, the processor's seconds and the memory in megabytes (10^6 bytes).

    ``peak_mb`` adds up the high-water marks of resident memory that the kernel keeps for each process, so that no peak
    between two samples is lost.
    """

    exit_code: int
    wall_s: float
    cpu_s: float
    peak_mb: float
    samples: tuple[Sample, ...]

    @property
    def peak_pss_mb(self) -> float:
        """The most proportional memory that any sample saw."""
        return max(sample.pss_mb for sample in self.samples)

    def curve_mb(self, slices: int = 10) -> list[float]:
        """The mean memory in each of as many equal slices of the run; an empty slice repeats the one before."""
        curve: list[float] = []
        for number in range(slices):
            low, high = self.wall_s * number / slices, self.wall_s * (number + 1) / slices
            inside = [sample.rss_mb for sample in self.samples if low <= sample.at_s < high]
            curve.append(mean(inside) if inside else curve[-1] if curve else 0.0)
        return curve


def run_measured(command: Sequence[str], output: Path) -> Run:
    """The command run to its end, its standard output and error written to one file."""
    before = _children_cpu_s()
    samples, peak_mb, start = [], 0.0, time.perf_counter()
    with output.open("wb") as file, subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL) as process:
        while True:
            begun = time.perf_counter()
            rss_mb, high_mb, pss_mb = _memory_mb(process.pid)
            peak_mb = max(peak_mb, high_mb)
            samples.append(Sample(begun - start, rss_mb, pss_mb))
            try:
                exit_code = process.wait(max(_EVERY_S, (time.perf_counter() - begun) / _LOOK_TAKES))
            except subprocess.TimeoutExpired:
                continue
            break
        wall_s = time.perf_counter() - start
    return Run(exit_code, wall_s, _children_cpu_s() - before, peak_mb, tuple(samples))


def _children_cpu_s() -> float:
    """The processor seconds of all child processes that ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _memory_mb(pid: int) -> tuple[float, float, float]:
    """The memory of a process and its descendants: resident now, resident at each one's highest, proportional now."""
    now = high = shared_out = 0.0
    for member in _iter_family(pid):
        status, rollup = _read_fields(f"/proc/{member}/status"), _read_fields(f"/proc/{member}/smaps_rollup")
        now += int(status.get("VmRSS", "0").split()[0]) / _KIB_PER_MB
        high += int(status.get("VmHWM", "0").split()[0]) / _KIB_PER_MB
        shared_out += int(rollup.get("Pss", "0").split()[0]) / _KIB_PER_MB
    return now, high, shared_out


def _read_fields(path: str) -> dict[str, str]:
    """The lines ``name: value`` of a file of ``/proc``."""
    return dict(line.split(":", 1) for line in _read_proc(path).splitlines() if ":" in line)


def _iter_family(pid: int) -> Iterator[int]:
    """A process and all its descendants that live."""
    yield pid
    for task in _list_proc(f"/proc/{pid}/task"):
        for child in _read_proc(f"/proc/{pid}/task/{task}/children").split():
            yield from _iter_family(int(child))


def _read_proc(path: str) -> str:
    """A file of ``/proc``, empty if its process has just ended."""
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _list_proc(path: str) -> list[str]:
    """A folder of ``/proc``, empty if its process has just ended."""
    try:
        return os.listdir(path)
    except OSError:
        return []


def format_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; the first column is words, the others are numbers and stand right."""
    lines = [header, ["---", *("---:" for _ in header[1:])], *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines)


def describe_machine() -> str:
    """The processor, its cores, the memory and the Python that ran, in one line."""
    info = [line.split(":", 1)[1].strip() for line in _read_proc("/proc/cpuinfo").splitlines() if line.startswith("model name")]
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    model = info[0] if info else platform.machine()
    return (
        f"{model}, {len(os.sched_getaffinity(0))} cores, {memory_gb:.0f} GB memory, {platform.system()}, Python {platform.python_version()}"
    )
