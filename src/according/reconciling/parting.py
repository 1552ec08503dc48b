"""Joins and parts whole groups of happenings by people's judgements, all pairs in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from according.errors import NotInAccount, UsageError
from according.incidents import Judgement
from according.reconciling.joining import unite_judged
from according.reconciling.locking import lock
from according.reconciling.people import signed
from according.reconciling.settling import settle
from according.store import Account
from according.store.judging import add_judgements, find_judgement, make_judgement, make_retraction

MOST_PAIRS = 2_000


def part(account: Account, some: Sequence[str], others: Sequence[str], *, by: str, at: str, reason: str | None = None) -> list[Judgement]:
    """Hold that none of these happenings is any of the others, so that no third one brings them together again.

    Raises ``UsageError`` where one is on both sides, or where it is more pairs than anyone can have looked at.
    """
    if not some or not others or set(some) & set(others):
        raise UsageError("to split, say which stay together and which do not: some, but not all of them")
    if len(some) * len(others) > MOST_PAIRS:
        raise UsageError(f"that is {len(some) * len(others):,} pairs; split off less at a time, {MOST_PAIRS:,} pairs at most")
    reasons = (reason,) if reason else ()
    made = [make_judgement("happening", "different", left, right, signed(by), at, reasons=reasons) for left, right in product(some, others)]
    return _keep(account, made)


def join(account: Account, one: str, other: str, *, by: str, at: str, reason: str | None = None) -> list[Judgement]:
    """Hold that two happenings are the same, so that the incidents in which they stand are one."""
    if one == other:
        raise UsageError("a thing is the same as itself already")
    reasons = (reason,) if reason else ()
    return _keep(account, [make_judgement("happening", "same", one, other, signed(by), at, reasons=reasons)])


def take_back(account: Account, names: Sequence[str], *, by: str, at: str, reason: str | None = None) -> list[Judgement]:
    """Take judgements about happenings back, all of them or none; raises ``NotInAccount`` for one that is not there."""
    with account.reading_rows() as connection:
        found = [find_judgement(connection, name) for name in names]
    if any(len(one) != 1 or one[0].subject != "happening" for one in found):
        raise NotInAccount("the account holds no such judgement about happenings")
    reasons = (reason,) if reason else ()
    return _keep(account, [make_retraction(one[0], signed(by), at, reasons) for one in found])


def _keep(account: Account, made: list[Judgement]) -> list[Judgement]:
    with account.writing_rows() as connection:
        lock(connection)
        add_judgements(connection, made)
        touched: set[int] = set()
        sides: set[str] = set()
        for held in made:
            pair = held.left, held.right or held.left
            touched |= unite_judged(connection, *pair)
            sides.update(pair)
        if made:
            settle(connection, touched, made[0].at, anew=sides)
    return made
