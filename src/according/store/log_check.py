"""Holds the log against itself, and against the judgements and the register of people that it tells of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from sqlalchemy import Connection

from according.ids import text_sha256
from according.store.judging import JUDGED, RETRACTED, iter_judgements
from according.store.logbook import Entry, LogFault, iter_log, verify_chain
from according.store.people_entries import Register


def check_log(connection: Connection, noted: str | None = None) -> Iterator[LogFault]:
    """What is no longer as it was written: entries that were changed, removed or moved, and what does not agree with them.

    Judgements must be what their entries say, and people registered as what they were let in as, or given since.

    ``noted`` is the hash of an entry (or its first digits) that was written down elsewhere, which alone shows that a whole log
    was not written anew or cut off behind it.
    """
    told: dict[str, tuple[int, str]] = {}
    register = Register()
    yield from verify_chain(_noting(iter_log(connection), told, register), noted)
    for one in iter_judgements(connection, people_only=True):
        number, said = told.pop(one.id, (None, ""))
        if number is None:
            yield LogFault(
                None, f"judgement {one.id} of {one.by} has no entry: the entry was removed, or the judgement put in beside the log"
            )
        elif said != _digest(json.dumps(asdict(one))):
            yield LogFault(number, f"judgement {one.id} is not what entry {number} says of it")
    for name, (number, _) in told.items():
        yield LogFault(number, f"judgement {name}, which entry {number} tells of, is missing")
    yield from register.check(connection)


def _noting(entries: Iterator[Entry], told: dict[str, tuple[int, str]], register: Register) -> Iterator[Entry]:
    """The entries as they come, with a note of each judgement and of all people that they tell of."""
    for entry in entries:
        register.follow(entry)
        if entry.action in (JUDGED, RETRACTED) and entry.about is not None:
            told[entry.about] = (entry.number, _digest(entry.body))
        yield entry


def _digest(body: str) -> str:
    """One hash for all ways of writing the same JSON; what is no JSON is like nothing else."""
    try:
        return text_sha256(json.dumps(json.loads(body), sort_keys=True))
    except ValueError:
        return ""
