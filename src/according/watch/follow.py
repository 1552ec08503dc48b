"""Follows feeds: asks each in turn, reads what is new, and goes on until it is told to stop.

One feed that fails is named and asked again later, with growing pauses; it never ends the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from according.errors import AccountBusy, UsageError
from according.model import Failure, Item
from according.read.fetch import Fetcher
from according.read.intake import is_address
from according.store import Account
from according.watch.outbox import next_delivery
from according.watch.polling import Follow, capture_of, keep_follow, parse_stamp, poll, read_follow

SHORTEST_WAIT_S = 1.0


@dataclass(frozen=True, slots=True)
class Errands:
    """What following needs of the program around it.

    ``read`` reads items into the account, and tells whether it read them all before it was to stop; ``after`` is called once
    what could be read is read; ``name`` tells of a failure and ``note`` of anything else; ``wait`` lets seconds pass and tells
    whether to stop, at once if that is asked meanwhile.
    """

    read: Callable[[Sequence[Item]], bool]
    after: Callable[[], None]
    name: Callable[[Failure], None]
    note: Callable[[str], None]
    now: Callable[[], datetime]
    wait: Callable[[float], bool]


def follow(feeds: Sequence[str], account: Account, fetcher: Fetcher, errands: Errands, *, every_s: float, once: bool = False) -> None:
    """Ask each feed every ``every_s`` seconds, less often where it asks for that, until ``errands.wait`` tells to stop.

    With ``once`` each is asked once, if its time has come. Raises ``UsageError`` for what is no web address, and an
    ``AccountError`` that concerns more than one item.
    """
    for url in feeds:
        if not is_address(url):
            raise UsageError(f"{url} is not the address of a feed")
    rounds = _Rounds(account, fetcher, errands, every_s)
    due = dict.fromkeys(feeds, errands.now())
    while True:
        for url in due:
            if due[url] <= errands.now() and not errands.wait(0):
                due[url] = rounds.ask(url, tell=once)
        if not errands.wait(0):
            rounds.settle()
        if once or errands.wait(_pause_s(account, errands.now(), min(due.values()))):
            return


class _Rounds:
    """One run of following: what it has read so far stays known, so that an entry that cannot be read is named once."""

    def __init__(self, account: Account, fetcher: Fetcher, errands: Errands, every_s: float) -> None:
        self._account, self._fetcher, self._errands, self._every_s = account, fetcher, errands, every_s
        self._known: set[str] = set()

    def ask(self, url: str, *, tell: bool) -> datetime:
        """Ask a feed if its time has come, read what is new in it, and return when to ask again."""
        now = self._errands.now()
        try:
            before = read_follow(self._account, url)
            if before.next_at and (next_at := parse_stamp(before.next_at)) > now:
                if tell:
                    self._errands.note(f"{url}: not to be asked before {before.next_at}")
                return next_at
            return self._ask(before, now)
        except AccountBusy as error:
            self._errands.name(Failure(url, str(error)))
            return now + timedelta(seconds=self._every_s)

    def _ask(self, before: Follow, now: datetime) -> datetime:
        found = poll(self._account, self._fetcher, before, now, self._every_s, self._known)
        if found.failure:
            self._errands.name(found.failure)
        # What the server gave to ask for changes by is kept only when all of its answer is, or the rest would never come.
        if found.items and not self._errands.read(found.items):
            return now
        self._known.update(capture_of(item) for item in found.items)
        keep_follow(self._account, found.follow)
        later = self._errands.now() + timedelta(seconds=self._every_s)
        return max(later, parse_stamp(found.follow.next_at)) if found.follow.next_at else later

    def settle(self) -> None:
        """Let follow what follows from reading; an account that is busy is tried again in the next round."""
        try:
            self._errands.after()
        except AccountBusy as error:
            self._errands.name(Failure("alerts", str(error)))


def _pause_s(account: Account, now: datetime, next_poll: datetime) -> float:
    """The time until the next feed or the next delivery is due."""
    try:
        delivery = next_delivery(account)
    except AccountBusy:
        delivery = None
    moment = min(next_poll, parse_stamp(delivery)) if delivery else next_poll
    return max(SHORTEST_WAIT_S, (moment - now).total_seconds())
