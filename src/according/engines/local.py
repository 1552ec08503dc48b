"""Reading on this machine: in this process, or in several, with the same output in the same order."""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context, parent_process
from threading import Thread, current_thread, main_thread
from types import FrameType

from according.config import MIB, Config
from according.model import Failure, Item, Outcome, Reading
from according.pipeline import read_item

_CHUNK_ITEMS = 32
_CHUNK_BYTES = MIB // 2
_CHUNKS_AHEAD = 4
_BYTES_AHEAD = 64 * MIB

Chunk = list[Item | Failure]
Found = tuple[tuple[Reading, ...], tuple[Failure, ...]] | None


def map_items(items: Iterable[Item | Failure], config: Config) -> Generator[Outcome | Failure, None, None]:
    """The outcome of each item in the order in which they come, read by ``config.workers`` processes.

    Failures pass through in their place. Memory holds a bounded number of items ahead, and of bytes beyond the largest
    item. A process that dies on an item (a fault in a parser, or killed for memory) costs that item alone. Close the
    generator where it is not walked to its end, so that no process stays behind.
    """
    if config.workers <= 1:
        for item in items:
            yield item if isinstance(item, Failure) else read_item(item, config)
        return
    with _pool(config) as pool:
        yield from pool.map(items)


@dataclass(slots=True)
class _Waiting:
    """A chunk that is on its way through the workers."""

    chunk: Chunk
    future: Future[list[Found]]
    size: int


class _Pool:
    """Worker processes and what is on its way through them, oldest first."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.executor = _start(config.workers)
        self.waiting: deque[_Waiting] = deque()

    def map(self, items: Iterable[Item | Failure]) -> Iterator[Outcome | Failure]:
        for chunk, size in _chunks(items):
            while self._is_full(size):
                yield from self._oldest()
            self.waiting.append(_Waiting(chunk, self._submit(chunk), size))
        while self.waiting:
            yield from self._oldest()

    def _is_full(self, size: int) -> bool:
        ahead = sum(waiting.size for waiting in self.waiting)
        return bool(self.waiting) and (len(self.waiting) >= _CHUNKS_AHEAD * self.config.workers or ahead + size > _BYTES_AHEAD)

    def _submit(self, chunk: Chunk) -> Future[list[Found]]:
        try:
            return _submit(self.executor, chunk, self.config)
        except BrokenProcessPool as error:  # it died on an earlier chunk, whose turn to be looked at has not come
            dead: Future[list[Found]] = Future()
            dead.set_exception(error)
            return dead

    def _oldest(self) -> list[Outcome | Failure]:
        oldest = self.waiting.popleft()
        try:
            return _rejoin(oldest.chunk, oldest.future.result())
        except BrokenProcessPool:
            outcomes = list(_one_by_one(oldest.chunk, self.config))
            self.executor.shutdown(wait=True)
            self.executor = _start(self.config.workers)
            for waiting in self.waiting:
                if waiting.future.done() and waiting.future.exception() is not None:
                    waiting.future = self._submit(waiting.chunk)
            return outcomes


@contextmanager
def _pool(config: Config) -> Iterator[_Pool]:
    pool = _Pool(config)
    try:
        yield pool
    finally:
        pool.executor.shutdown(wait=True, cancel_futures=True)


def _one_by_one(chunk: Chunk, config: Config) -> Iterator[Outcome | Failure]:
    """The outcomes of a chunk of which one item killed the process it was in: each is now told apart from the others."""
    executor = _start(1)
    try:
        for item in chunk:
            if isinstance(item, Failure):
                yield item
                continue
            try:
                yield from _rejoin([item], _submit(executor, [item], config).result())
            except BrokenProcessPool:
                yield Outcome(item, failures=(Failure(item.ref, "the process that read it died"),))
                executor.shutdown(wait=True)
                executor = _start(1)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _start(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_end_with_the_parent)


def _submit(executor: ProcessPoolExecutor, chunk: Chunk, config: Config) -> Future[list[Found]]:
    """The result to come; a process started for it leaves interrupts to its parent from its first moment on."""
    with _interrupts_held_back():
        return executor.submit(_read_chunk, chunk, config)


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Let an interrupt wait, for a process that is half started would complain that the other half is missing.

    New processes inherit that this thread does not get it; but any other thread may get it in its stead and have Python
    raise it here, therefore it is caught as well.
    """
    caught: list[tuple[int, FrameType | None]] = []
    is_main = current_thread() is main_thread() and signal.getsignal(signal.SIGINT) is not None
    handler = signal.signal(signal.SIGINT, lambda *arguments: caught.append(arguments)) if is_main else None
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if is_main:
            signal.signal(signal.SIGINT, handler)
        if caught and callable(handler):
            handler(*caught[0])


def _end_with_the_parent() -> None:
    """Let this worker die with its parent, even one that was killed and could tell nobody."""
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _read_chunk(chunk: Chunk, config: Config) -> list[Found]:
    """What was found in each item; the items themselves need not travel back."""
    outcomes = (None if isinstance(item, Failure) else read_item(item, config) for item in chunk)
    found = [None if outcome is None else (outcome.readings, outcome.failures) for outcome in outcomes]
    spare_what_is_loaded()
    return found


@cache
def spare_what_is_loaded() -> None:
    """Spare the garbage collector what stays loaded for good (weights, vocabularies): once in a process of one's own, after its first item.

    Else it goes through all of it now and then, which takes a tenth of a second, as long as reading half a report.
    """
    gc.collect()
    gc.freeze()


def _rejoin(chunk: Chunk, found: list[Found]) -> list[Outcome | Failure]:
    pairs = zip(chunk, found, strict=True)
    return [item if isinstance(item, Failure) else Outcome(item, *(part or ())) for item, part in pairs]


def _chunks(items: Iterable[Item | Failure]) -> Iterator[tuple[Chunk, int]]:
    """The items in chunks large enough that passing them costs little, small enough that none waits for long; with their bytes."""
    chunk: Chunk = []
    size = 0
    for item in items:
        chunk.append(item)
        size += 200 if isinstance(item, Failure) else len(item.data)
        if len(chunk) >= _CHUNK_ITEMS or size >= _CHUNK_BYTES:
            yield chunk, size
            chunk, size = [], 0
    if chunk:
        yield chunk, size
