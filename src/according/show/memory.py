"""What the desk remembers: answers that were found before, each good as long as the account stands as it stood, in bounded memory."""

from __future__ import annotations

import dataclasses
import sys
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import cache
from threading import Lock
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Select, func, select

from according.store.ledger import happenings, judgements, pending
from according.store.schema import captures, readings

MOST_BYTES = 96 * 1024 * 1024
"""So much is remembered at most by one process; what was asked for least recently goes first."""
_LARGEST_PART = 4
"""An answer that alone takes more than this part of it is given, and not remembered."""
_T = TypeVar("_T")
_Key = tuple[object, ...]
Stamp = tuple[int, ...]


def stamp(connection: Connection) -> Stamp:
    """What changes whenever anything is captured, read into the account, joined or judged, by whichever process.

    Captures, readings and judgements are only ever added, each in the transaction of all that follows from it; joining what was
    read leaves these as they are and takes it off the list of what is pending. So no two states of an account have the same stamp.
    """
    return tuple(connection.execute(_stamp_query()).one())


@cache
def _stamp_query() -> Select[Any]:
    """The question, written once."""
    last = [select(func.coalesce(func.max(table.c.seq), 0)).scalar_subquery() for table in (captures, readings, judgements, happenings)]
    return select(*last, select(func.count()).select_from(pending).scalar_subquery())


class Memory:
    """Answers by what they are asked for; the first member of each key is the ``stamp`` of the account that it was found in."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._lock = Lock()
        self._answers: OrderedDict[_Key, tuple[Any, int]] = OrderedDict()
        self._asking: dict[_Key, Lock] = {}
        self._bytes = 0

    @property
    def held_bytes(self) -> int:
        """How much is remembered now, as far as ``weigh`` can tell."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._answers)

    def answer(self, key: _Key, find: Callable[[], _T]) -> _T:
        """The answer under a key, found once however many ask at the same time."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return cast("_T", self._answers[key][0])
            asking = self._asking.setdefault(key, Lock())
        with asking:
            with self._lock:
                if key in self._answers:
                    return cast("_T", self._answers[key][0])
            try:
                found = find()
                weight = weigh(found) + weigh(key)
            finally:
                with self._lock:
                    self._asking.pop(key, None)
            with self._lock:
                self._keep(key, found, weight)
            return found

    def _keep(self, key: _Key, found: object, weight: int) -> None:
        if weight * _LARGEST_PART > self._most_bytes or key in self._answers:
            return
        self._answers[key] = found, weight
        self._bytes += weight
        while self._bytes > self._most_bytes:
            _, (_, gone) = self._answers.popitem(last=False)
            self._bytes -= gone


def weigh(value: object) -> int:
    """About how many bytes a value takes with all that it holds; texts that several values share are counted each time."""
    own = sys.getsizeof(value)
    if isinstance(value, str | bytes | int | float | None):
        return own
    if isinstance(value, Mapping):
        return own + sum(weigh(key) + weigh(one) for key, one in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return own + sum(map(weigh, value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return own + sum(weigh(getattr(value, one.name)) for one in dataclasses.fields(value))
    return own
