"""The outbox: alerts that wait to be sent, taken one parcel at a time and never by two processes at once.

An alert is taken (its ``next_at`` moves on) before it is sent, and marked as sent after the answer. Whoever dies in
between leaves it to be sent again later, under the same key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, update

from according.ids import batch_id
from according.read.fetch import utc_stamp
from according.store import Account
from according.store.ledger import alerts
from according.watch.alert import Alert, from_body
from according.watch.definition import Watch

FIRST_PAUSE_S = 60.0
LONGEST_PAUSE_S = 6 * 3600.0
LONGEST_ASKED_S = 7 * 24 * 3600.0
MAIL_ALERTS = 200
"""Most alerts in one mail."""
LEASE_S = 900.0
"""How long an alert that was taken is left alone: longer than sending it can last."""
UNSENT = ("pending", "failed")
"""States of what is still to be sent: ``failed`` is what the receiver refused for its own sake, which keeps nothing else waiting."""


class Undelivered(Exception):
    """A parcel was not taken; the message is the reason.

    ``asked_s`` is how long the receiver asks to wait; ``is_alone`` tells that it may well take others.
    """

    def __init__(self, reason: str, asked_s: float | None = None, *, is_alone: bool = False) -> None:
        super().__init__(reason)
        self.asked_s, self.is_alone = asked_s, is_alone


@dataclass(frozen=True, slots=True)
class Parcel:
    """Alerts that go out together under one key, for the how-manieth time."""

    key: str
    alerts: tuple[Alert, ...]
    attempt: int


def waiting(account: Account, now: datetime) -> frozenset[tuple[str, str]]:
    """The watches and channels for which something is due."""
    query = select(alerts.c.watch_id, alerts.c.channel).distinct().where(alerts.c.state.in_(UNSENT), is_due(now))
    with account.reading_rows() as connection:
        return frozenset((row.watch_id, row.channel) for row in connection.execute(query))


def count_unsent(account: Account) -> int:
    """How many alerts are still to be sent."""
    with account.reading_rows() as connection:
        return connection.scalar(select(func.count()).select_from(alerts).where(alerts.c.state.in_(UNSENT))) or 0


def next_delivery(account: Account) -> str | None:
    """When the next alert is to be sent (UTC, ISO 8601), None if there is none."""
    query = select(func.min(func.coalesce(alerts.c.next_at, alerts.c.made_at))).where(alerts.c.state.in_(UNSENT))
    with account.reading_rows() as connection:
        found: str | None = connection.scalar(query)
    return found


def is_due(now: datetime) -> ColumnElement[bool]:
    """Whether an alert's time has come."""
    return or_(alerts.c.next_at.is_(None), alerts.c.next_at <= utc_stamp(now))


def take(account: Account, watch: Watch, channel: str, now: datetime) -> Parcel | None:
    """The next parcel of a watch to send by a channel, oldest first; None if none is due, or the channel is resting.

    A mail holds several alerts, always the same ones however often it is tried.
    """
    mine = and_(alerts.c.watch_id == watch.id, alerts.c.channel == channel)
    with account.writing_rows() as connection:
        if _is_resting(connection, mine, now):
            return None
        due = and_(mine, alerts.c.state.in_(UNSENT), is_due(now))
        query = select(alerts.c.id, alerts.c.body, alerts.c.attempts, alerts.c.batch).where(due).order_by(alerts.c.seq)
        rows = connection.execute(query.limit(MAIL_ALERTS if channel == "mail" else 1).with_for_update(skip_locked=True)).all()
        if not rows:
            return None
        rows = [row for row in rows if row.batch == rows[0].batch]
        ids = tuple(row.id for row in rows)
        key = rows[0].batch or (batch_id(ids) if channel == "mail" else ids[0])
        attempt = rows[0].attempts + 1
        values = {"attempts": attempt, "next_at": _later(now, LEASE_S), "batch": key if channel == "mail" else None}
        connection.execute(update(alerts).where(alerts.c.id.in_(ids)).values(values))
    return Parcel(key, tuple(from_body(row.body) for row in rows), attempt)


def note_sent(connection: Connection, which: ColumnElement[bool], now: datetime) -> int:
    """Mark alerts as sent, and return how many they are."""
    values = {"state": "sent", "sent_at": utc_stamp(now), "next_at": None, "last_error": None}
    return connection.execute(update(alerts).where(which, alerts.c.state.in_(UNSENT)).values(values)).rowcount


def note_failure(connection: Connection, which: ColumnElement[bool], error: Undelivered, attempt: int, now: datetime) -> int:
    """Keep why alerts could not be sent and when they are tried again, and return how many they are."""
    values = {
        "state": "failed" if error.is_alone else "pending",
        "next_at": _later(now, pause_s(attempt, error.asked_s)),
        "last_error": str(error),
    }
    return connection.execute(update(alerts).where(which, alerts.c.state.in_(UNSENT)).values(values)).rowcount


def pause_s(attempt: int, asked_s: float | None = None) -> float:
    """How long to wait after a failed attempt: a minute, then twice as long each time up to six hours, or as the receiver asks.

    >>> [pause_s(1), pause_s(3), pause_s(30), pause_s(1, 900.0)]
    [60.0, 240.0, 21600.0, 900.0]
    """
    own = min(FIRST_PAUSE_S * 2.0 ** min(attempt - 1, 20), LONGEST_PAUSE_S)
    return max(own, min(asked_s or 0.0, LONGEST_ASKED_S))


def _is_resting(connection: Connection, mine: ColumnElement[bool], now: datetime) -> bool:
    """Whether an alert was tried in vain or is being sent right now, so that those behind it wait for its time."""
    tried = and_(alerts.c.state == "pending", alerts.c.attempts > 0, alerts.c.next_at > utc_stamp(now))
    return bool(connection.scalar(select(exists().where(mine, tried))))


def _later(now: datetime, seconds: float) -> str:
    return utc_stamp(now + timedelta(seconds=seconds))
