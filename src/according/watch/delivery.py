"""Sends what is in the outbox, each watch and each of its ways by itself: one that fails holds no other up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select, update

from according.config import Config
from according.store import Account
from according.store.ledger import alerts, watches
from according.watch.alert import from_body
from according.watch.atom import FEED_ENTRIES, feed_xml, write_whole
from according.watch.definition import CHANNELS, Watch, list_watches
from according.watch.mail import send_mail
from according.watch.outbox import UNSENT, Parcel, Undelivered, count_unsent, note_failure, note_sent, take, waiting
from according.watch.webhook import post

_MOST_FAILURES = 5
"""After so many alerts that a receiver refused, the others wait for the next time."""

Send = Callable[[Watch, Parcel, Config, datetime], None]
"""Sends a parcel, or raises ``Undelivered``."""
_SENDERS: Mapping[str, Send] = {"webhook": post, "mail": send_mail}


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of alerts: sent now, failed now (to be tried again), and still unsent in all."""

    sent: int = 0
    failed: int = 0
    pending: int = 0


def deliver(account: Account, config: Config, now: datetime) -> Delivered:
    """Send what is due. What cannot be sent now stays, with the reason and the time of the next attempt."""
    due = waiting(account, now)
    sent = failed = 0
    for watch in list_watches(account) if due else ():
        for channel in CHANNELS:
            if (watch.id, channel) in due:
                done = _write_feed(account, watch, now) if channel == "atom" else _send_all(account, config, watch, channel, now)
                sent, failed = sent + done.sent, failed + done.failed
    return Delivered(sent, failed, count_unsent(account))


def _send_all(account: Account, config: Config, watch: Watch, channel: str, now: datetime) -> Delivered:
    """Send parcel after parcel until none is due, or the receiver seems to be gone."""
    sent = failed = refused = 0
    while refused < _MOST_FAILURES and (parcel := take(account, watch, channel, now)):
        which = alerts.c.id.in_([alert.id for alert in parcel.alerts])
        try:
            _SENDERS[channel](watch, parcel, config, now)
        except Undelivered as error:
            with account.writing_rows() as connection:
                failed += note_failure(connection, which, error, parcel.attempt, now)
            refused += 1 if error.is_alone else _MOST_FAILURES
        else:
            with account.writing_rows() as connection:
                sent += note_sent(connection, which, now)
    return Delivered(sent, failed)


def _write_feed(account: Account, watch: Watch, now: datetime) -> Delivered:
    """Write the feed anew with its newest entries; nobody else writes it meanwhile, for the watch is locked."""
    mine = and_(alerts.c.watch_id == watch.id, alerts.c.channel == "atom")
    with account.writing_rows() as connection:
        connection.execute(select(watches.c.seq).where(watches.c.id == watch.id).with_for_update())
        newest = select(alerts.c.body).where(mine).order_by(alerts.c.seq.desc()).limit(FEED_ENTRIES)
        entries = [from_body(body) for body in connection.scalars(newest)]
        unsent = and_(mine, alerts.c.state.in_(UNSENT))
        attempt = 1 + (connection.scalar(select(func.max(alerts.c.attempts)).where(unsent)) or 0)
        connection.execute(update(alerts).where(unsent).values(attempts=attempt))
        path = watch.terms.atom or ""
        try:
            write_whole(path, feed_xml(watch, entries))
        except OSError as error:
            return Delivered(failed=note_failure(connection, mine, Undelivered(f"{path}: {error.strerror or error}"), attempt, now))
        return Delivered(sent=note_sent(connection, mine, now))
