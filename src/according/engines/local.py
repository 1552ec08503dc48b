"""Reading on this machine: in this process, or in several, with the same output in the same order."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from according.config import Config
from according.model import Failure, Item, Outcome, Reading
from according.pipeline import read_item

_CHUNK_ITEMS = 32
_CHUNK_BYTES = 512 * 1024
_CHUNKS_AHEAD = 4

Chunk = list[Item | Failure]
Found = tuple[tuple[Reading, ...], tuple[Failure, ...]] | None


def map_items(items: Iterable[Item | Failure], config: Config) -> Iterator[Outcome | Failure]:
    """The outcome of each item in the order in which they come, read by ``config.workers`` processes.

    Failures pass through in their place. Memory holds a bounded number of items ahead. A process that dies on an item
    (a fault in a parser, or killed for memory) costs that item alone.
    """
    if config.workers <= 1:
        for item in items:
            yield item if isinstance(item, Failure) else read_item(item, config)
        return
    with _Pool(config) as pool:
        yield from pool.map(items)


class _Pool:
    """Worker processes and the chunks that are on their way through them, oldest first."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.executor = self._start(config.workers)
        self.pending: deque[tuple[Chunk, Future[list[Found]]]] = deque()

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.executor.shutdown(wait=True, cancel_futures=True)

    def map(self, items: Iterable[Item | Failure]) -> Iterator[Outcome | Failure]:
        for chunk in _chunks(items):
            self.pending.append((chunk, self._submit(chunk)))
            if len(self.pending) >= _CHUNKS_AHEAD * self.config.workers:
                yield from self._oldest()
        while self.pending:
            yield from self._oldest()

    def _submit(self, chunk: Chunk) -> Future[list[Found]]:
        try:
            return self.executor.submit(_read_chunk, chunk, self.config)
        except BrokenProcessPool:  # it died on an earlier chunk, whose turn to be looked at has not come
            dead: Future[list[Found]] = Future()
            dead.set_exception(BrokenProcessPool())
            return dead

    def _oldest(self) -> list[Outcome | Failure]:
        chunk, future = self.pending.popleft()
        try:
            return _rejoin(chunk, future.result())
        except BrokenProcessPool:
            outcomes = [self._alone(item) for item in chunk]
            self.executor.shutdown(wait=False)
            self.executor = self._start(self.config.workers)
            self.pending = deque((waiting, self._submit(waiting)) for waiting, _ in self.pending)
            return outcomes

    def _alone(self, item: Item | Failure) -> Outcome | Failure:
        """The outcome of an item read in a process of its own, since one of its chunk killed the process it was in."""
        if isinstance(item, Failure):
            return item
        with self._start(1) as executor:
            try:
                return _rejoin([item], executor.submit(_read_chunk, [item], self.config).result())[0]
            except BrokenProcessPool:
                return Outcome(item, failures=(Failure(item.ref, "the process that read it died"),))

    @staticmethod
    def _start(workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_leave_interrupts_to_the_parent)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read_chunk(chunk: Chunk, config: Config) -> list[Found]:
    """What was found in each item; the items themselves need not travel back."""
    outcomes = (None if isinstance(item, Failure) else read_item(item, config) for item in chunk)
    return [None if outcome is None else (outcome.readings, outcome.failures) for outcome in outcomes]


def _rejoin(chunk: Chunk, found: list[Found]) -> list[Outcome | Failure]:
    pairs = zip(chunk, found, strict=True)
    return [item if isinstance(item, Failure) else Outcome(item, *(part or ())) for item, part in pairs]


def _chunks(items: Iterable[Item | Failure]) -> Iterator[Chunk]:
    """The items in chunks large enough that passing them costs little, small enough that none waits for long."""
    chunk: Chunk = []
    size = 0
    for item in items:
        chunk.append(item)
        size += 200 if isinstance(item, Failure) else len(item.data)
        if len(chunk) >= _CHUNK_ITEMS or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
