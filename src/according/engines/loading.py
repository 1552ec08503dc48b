"""From shards into the account: in the order of the inputs, and many items in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from according.engines.parts import Shard
from according.engines.shards import Finished, ShardFolder
from according.engines.worker import Done
from according.errors import AccordingError, ItemRefused
from according.model import Failure, Outcome, Reading
from according.store import Account
from according.store.intake import prepare, store


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one item: its readings, kept now if there is an account, how many of them were new, and what failed."""

    readings: tuple[Reading, ...]
    new: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A few items further, all of them kept; ``bytes`` of the inputs are done with the shard's last step."""

    loaded: tuple[Loaded, ...]
    bytes: int = 0


def load_shards(
    shards: Sequence[Shard], done: Iterable[Done], folder: ShardFolder, account: Account | None, finished: list[Finished]
) -> Iterator[Step]:
    """Bring shards into the account in their order, each as soon as it is finished and all before it are in.

    What is in a shard is in the account as if one machine had read it, item after item. A shard that could not be read is a failure
    that names its inputs; the others go on. Records of shards are added to ``finished``.
    """
    waiting: dict[str, Done] = {}
    answers = iter(done)
    for shard in shards:
        while shard.id not in waiting:
            answer = next(answers, None)
            if answer is None:
                waiting[shard.id] = Done(shard.id, fault="no worker answered for it")
            else:
                waiting[answer.shard] = answer
        yield from _load(shard, waiting[shard.id], folder, account, finished)


def _load(shard: Shard, done: Done, folder: ShardFolder, account: Account | None, finished: list[Finished]) -> Iterator[Step]:
    if done.finished is None:
        yield Step((_faulty(shard, done.fault or "nothing is known of it"),), shard.bytes)
        return
    try:
        for outcomes in folder.read(done.finished):
            yield Step(tuple(_keep(outcomes, account, done.finished.reader)))
    except AccordingError as error:
        yield Step((_faulty(shard, str(error)),), shard.bytes)
        return
    finished.append(done.finished)
    yield Step((), shard.bytes)


def _faulty(shard: Shard, fault: str) -> Loaded:
    first, last = shard.parts[0], shard.parts[-1]
    name = first.ref if first.ref == last.ref else f"{first.ref} to {last.ref}"
    return Loaded((), 0, (Failure(f"{name} (shard {shard.id})", fault),))


def _keep(outcomes: Sequence[Outcome | Failure], account: Account | None, reader: str) -> list[Loaded]:
    """Keep outcomes in one transaction; an item that the account refuses costs itself alone."""
    if account is None:
        return [_found(outcome) for outcome in outcomes]
    kept: list[Loaded] = []
    with account.writing_rows() as connection:
        for outcome in outcomes:
            loaded = _found(outcome)
            if isinstance(outcome, Outcome) and outcome.readings:
                try:
                    with connection.begin_nested():
                        new = len(store(connection, prepare(outcome, reader)).new)
                    loaded = Loaded(outcome.readings, new, outcome.failures)
                except ItemRefused as error:
                    loaded = Loaded((), 0, (*outcome.failures, Failure(outcome.item.ref, str(error))))
            kept.append(loaded)
    return kept


def _found(outcome: Outcome | Failure) -> Loaded:
    return Loaded((), 0, (outcome,)) if isinstance(outcome, Failure) else Loaded(outcome.readings, 0, outcome.failures)
