"""How often someone may ask: buckets that fill up again with time, kept in this process."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock

_MOST_KEPT = 20_000


@dataclass(slots=True)
class Limit:
    """At most ``most`` requests at once by one asker, and so many again in every ``per_s`` seconds; ``clock`` gives seconds.

    Example: ``Limit(10, 300.0, time.monotonic)`` lets ten through, then one every thirty seconds.
    """

    most: int
    per_s: float
    clock: Callable[[], float]
    _spent: dict[Hashable, tuple[float, float]] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def wait_s(self, asker: Hashable) -> float | None:
        """None if the asker may go on, which is counted; else after how many seconds it may."""
        with self._lock:
            now = self.clock()
            spent = self._left(asker, now)
            if spent + 1 > self.most:
                return (spent + 1 - self.most) * self.per_s / self.most
            if len(self._spent) >= _MOST_KEPT:
                self._forget(now)
            self._spent[asker] = (spent + 1, now)
            return None

    def _left(self, asker: Hashable, now: float) -> float:
        """How much of what the asker spent is not made good by time yet."""
        spent, at = self._spent.get(asker, (0.0, now))
        return max(0.0, spent - (now - at) * self.most / self.per_s)

    def _forget(self, now: float) -> None:
        """Forget whom nothing counts against any more, and where that is nobody, those who were let through longest ago."""
        kept = {asker: given for asker, given in self._spent.items() if self._left(asker, now) > 0}
        self._spent = dict(sorted(kept.items(), key=lambda pair: pair[1][1])[-_MOST_KEPT // 2 :])


@dataclass(slots=True)
class Trickle:
    """Lets some through and counts the others, so that whoever guesses all night does not fill a log that is kept for ever."""

    limit: Limit
    _held: int = 0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def take(self) -> int | None:
        """None where this one is only counted; else how many before it were, which then count no more."""
        with self._lock:
            if self.limit.wait_s("all") is not None:
                self._held += 1
                return None
            held, self._held = self._held, 0
            return held
