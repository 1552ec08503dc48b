"""Mapping over processes: the order is kept, memory is bounded, and a process that dies costs one item."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import active_children
from typing import NoReturn

import pytest

from according.config import Config
from according.engines import map_items
from according.model import Failure, Item, Outcome

NOW = "2019-03-13T10:00:00Z"


def item(number: int, size: int = 0) -> Item:
    return Item(ref=f"r-{number}", data=f"Report {number} from Kesh. ".encode() + b"x" * size, form="text", retrieved_at=NOW)


def mixed(count: int) -> list[Item | Failure]:
    """Items with failures in between, and one that its reader refuses."""
    found: list[Item | Failure] = [Failure(f"f-{n}", "is not there") if n % 5 == 3 else item(n) for n in range(count)]
    return [*found, Item(ref="empty", data=b"", form="text", retrieved_at=NOW)]


def refs(outcomes: list[Outcome | Failure]) -> list[str]:
    return [outcome.ref if isinstance(outcome, Failure) else outcome.item.ref for outcome in outcomes]


def workers_of_this_process() -> list[int]:
    """The worker processes that live now."""
    return [process.pid for process in active_children() if process.pid]


@pytest.mark.parametrize("workers", [0, 1, 2, 3])
def test_outcomes_come_in_the_order_of_the_items(workers: int) -> None:
    """With failures in their places, and equal whatever the number of workers."""
    items = mixed(300)
    outcomes = list(map_items(items, Config(workers=workers)))
    assert refs(outcomes) == refs(list(map_items(items, Config())))
    assert outcomes == list(map_items(items, Config()))
    assert isinstance(outcomes[-1], Outcome)
    assert outcomes[-1].failures


@pytest.mark.parametrize("workers", [1, 2])
def test_nothing_to_map_gives_nothing(workers: int) -> None:
    """No item, no outcome."""
    assert list(map_items([], Config(workers=workers))) == []


@dataclass
class Pulled:
    """A source that counts what was taken from it beyond what came out."""

    items: Iterator[Item]
    out: int = 0
    taken: int = 0
    most_items: int = 0

    def __iter__(self) -> Iterator[Item]:
        for one in self.items:
            self.taken += 1
            self.most_items = max(self.most_items, self.taken - self.out)
            yield one


def test_only_so_many_items_are_pulled_ahead() -> None:
    """However many there are and however small."""
    source = Pulled(item(n) for n in range(1500))
    for _ in map_items(source, Config(workers=2)):
        source.out += 1
    assert (source.taken, source.out) == (1500, 1500)
    assert source.most_items <= 2 * 4 * 32 + 32


def test_only_so_many_bytes_are_pulled_ahead() -> None:
    """However large the items: beyond 64 MiB one waits for another to be done."""
    mib = 1024 * 1024
    source = Pulled(item(n, size=20 * mib) for n in range(10))
    for _ in map_items(source, Config(workers=2, max_item_bytes=mib)):
        source.out += 1
    assert source.out == 10
    assert source.most_items <= 5


def test_one_worker_pulls_nothing_ahead() -> None:
    """What is read in this process is handed out before the next is asked for."""
    source = Pulled(item(n) for n in range(5))
    for _ in map_items(source, Config()):
        source.out += 1
    assert source.most_items == 1


class Deadly:
    """Items and failures; at some of them all workers are killed that live."""

    def __init__(self, count: int, kill_after: set[int]) -> None:
        self.count, self.kill_after = count, kill_after

    def __iter__(self) -> Iterator[Item | Failure]:
        for number in range(self.count):
            if number in self.kill_after:
                for pid in workers_of_this_process():
                    with suppress(ProcessLookupError):  # it may just have ended because another was killed
                        os.kill(pid, signal.SIGKILL)
            yield Failure(f"r-{number}", "is not there") if number % 50 == 7 else item(number)


def test_workers_that_are_killed_from_outside_cost_nothing() -> None:
    """What they had in hand is read again, in order and once."""
    outcomes = list(map_items(Deadly(400, {64, 200, 201, 399}), Config(workers=2)))
    assert refs(outcomes) == [f"r-{n}" for n in range(400)]
    assert sum(isinstance(outcome, Failure) for outcome in outcomes) == 8
    assert all(outcome.readings for outcome in outcomes if isinstance(outcome, Outcome))


class Poison(bytes):
    """Bytes on which any process but this one ends, as on a fault in a parser or for want of memory."""

    def __reduce__(self) -> tuple[Callable[[int], NoReturn], tuple[int]]:
        return os._exit, (1,)


def test_an_item_that_kills_whatever_reads_it_costs_itself_alone() -> None:
    """It is given up, by name; those beside it, before it and after it are read."""
    deadly = Item(ref="deadly", data=Poison(b"Kesh is quiet."), form="text", retrieved_at=NOW)
    items = [item(0), Failure("f", "is not there"), deadly, *(item(n) for n in range(1, 100))]
    outcomes = list(map_items(items, Config(workers=2)))
    assert refs(outcomes) == ["r-0", "f", "deadly", *(f"r-{n}" for n in range(1, 100))]
    given_up = outcomes[2]
    assert isinstance(given_up, Outcome)
    assert (given_up.readings, given_up.failures) == ((), (Failure("deadly", "the process that read it died"),))
    assert all(outcome.readings for outcome in [outcomes[0], *outcomes[3:]] if isinstance(outcome, Outcome))


def test_a_walk_that_is_given_up_leaves_no_process() -> None:
    """Closing the generator ends the workers."""
    outcomes = map_items((item(n) for n in range(10_000)), Config(workers=2))
    assert next(outcomes)
    assert workers_of_this_process()
    outcomes.close()
    assert workers_of_this_process() == []


def test_an_error_of_the_source_is_passed_on_and_leaves_no_process() -> None:
    """What the items come from may fail; that is not the engine's to judge."""

    def source() -> Iterator[Item]:
        yield from (item(n) for n in range(100))
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        list(map_items(source(), Config(workers=2)))
    assert workers_of_this_process() == []
