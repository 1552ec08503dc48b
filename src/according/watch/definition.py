"""What a watch is: which incidents someone wants to be told of, and where to send word of them."""

from __future__ import annotations

import math
import os
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from according.errors import FetchRefused, NotInAccount, UsageError
from according.ids import watch_id
from according.read.addresses import parse_target
from according.read.fetch import utc_stamp
from according.store import Account
from according.store.ledger import alerts, watches
from according.store.schema import reports

CHANNELS = ("atom", "webhook", "mail")
"""The ways in which alerts go out, in the order in which they are tried."""
EARTH_KM = 6371.0
_LONGEST_NAME = 100
_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True, slots=True)
class Circle:
    """All that lies within ``radius_km`` of a point (degrees, WGS 84), for example 30 km around Aleppo."""

    lat: float
    lon: float
    radius_km: float
    place: str | None = None

    def holds(self, lat: float | None, lon: float | None) -> bool:
        """Whether a point lies in it; what has no position lies in no circle."""
        return lat is not None and lon is not None and self.distance_km(lat, lon) <= self.radius_km

    def distance_km(self, lat: float, lon: float) -> float:
        """How far a point is from the centre, over the ground."""
        here, there = math.radians(self.lat), math.radians(lat)
        turn = math.sin((there - here) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(math.radians(lon - self.lon) / 2) ** 2
        return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, turn)))


@dataclass(frozen=True, slots=True)
class Terms:
    """What is wanted, and by which ways it goes out; what is left empty counts for everything.

    ``actors`` are all names of each actor, any of which may have acted or suffered. ``origins`` is the least number of
    independent origins. Reports up to ``after_report`` (a ``seq``) were in the account before: what they told is not new.
    """

    circle: Circle | None = None
    kinds: tuple[str, ...] = ()
    actors: tuple[tuple[str, ...], ...] = ()
    origins: int = 1
    after_report: int = 0
    atom: str | None = None
    webhook: str | None = None
    mail: str | None = None

    def address(self, channel: str) -> str | None:
        """Where alerts go by one of the ``CHANNELS``, None if they do not go that way."""
        return {"atom": self.atom, "webhook": self.webhook, "mail": self.mail}[channel]


@dataclass(frozen=True, slots=True)
class Watch:
    """A watch as the account keeps it."""

    id: str
    name: str
    created_at: str
    terms: Terms


def add_watch(account: Account, name: str, terms: Terms, now: datetime, *, past: bool = False) -> Watch:
    """Keep a watch; with ``past`` it also tells of what the account holds already. Raises ``UsageError``."""
    _check(name, terms)
    if terms.atom:
        terms = replace(terms, atom=os.path.abspath(terms.atom))
    with account.writing_rows() as connection:
        for other in active_watches(connection):
            if other.name == name:
                raise UsageError(f"there is a watch called {name!r} already; remove it first")
            if terms.atom and other.terms.atom == terms.atom:
                raise UsageError(f"the watch {other.name!r} writes to {terms.atom} already; give each its own file")
        last = connection.scalar(select(func.max(reports.c.seq))) or 0
        terms = replace(terms, after_report=0 if past else last)
        definition, created_at = msgspec.json.encode(terms).decode("utf-8"), utc_stamp(now)
        watch = Watch(watch_id(name, definition, created_at), name, created_at, terms)
        connection.execute(insert(watches).values(id=watch.id, name=name, definition=definition, created_at=created_at))
    return watch


def list_watches(account: Account) -> tuple[Watch, ...]:
    """All watches that are not removed, in the order in which they were added."""
    with account.reading_rows() as connection:
        return active_watches(connection)


def remove_watch(account: Account, name: str, now: datetime) -> int:
    """Remove a watch, and return how many alerts were dropped with it unsent; raises ``NotInAccount``.

    Its alerts stay in the log.
    """
    with account.writing_rows() as connection:
        found = next((watch for watch in active_watches(connection) if watch.name == name), None)
        if found is None:
            raise NotInAccount(f"there is no watch called {name!r}")
        connection.execute(update(watches).where(watches.c.id == found.id).values(removed_at=utc_stamp(now)))
        unsent = alerts.c.watch_id == found.id, alerts.c.state.in_(("pending", "failed"))
        return connection.execute(update(alerts).where(*unsent).values(state="dropped", next_at=None)).rowcount


def active_watches(connection: Connection, *, lock: bool = False) -> tuple[Watch, ...]:
    """All watches that are not removed; with ``lock`` nobody else changes their alerts until the transaction ends."""
    query = select(watches).where(watches.c.removed_at.is_(None)).order_by(watches.c.seq)
    rows = connection.execute(query.with_for_update() if lock else query)
    return tuple(Watch(row.id, row.name, row.created_at, msgspec.json.decode(row.definition, type=Terms)) for row in rows)


def is_mail_address(text: str) -> bool:
    """Whether a text is one plain mail address in ASCII, for example ``desk@herald.example``."""
    return _MAIL_ADDRESS.fullmatch(text) is not None


def _check(name: str, terms: Terms) -> None:
    """Refuse what could never be sent, while the one who asks for it is still there to hear of it."""
    if not name.strip() or len(name) > _LONGEST_NAME or any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in name):
        raise UsageError(f"the name of a watch is one line of at most {_LONGEST_NAME} characters")
    if not any(terms.address(channel) for channel in CHANNELS):
        raise UsageError("say where alerts go: --atom PATH, --webhook URL or --mail ADDRESS")
    if terms.circle and not (abs(terms.circle.lat) <= 90 and abs(terms.circle.lon) <= 180 and 0 < terms.circle.radius_km <= 20_100):
        raise UsageError("a place is a latitude from -90 to 90, a longitude from -180 to 180, and a radius above 0 km")
    if terms.origins < 1:
        raise UsageError("the least number of origins is 1 or more")
    if terms.mail and not is_mail_address(terms.mail):
        raise UsageError(f"{terms.mail!r} is not a mail address")
    if terms.webhook:
        try:
            parse_target(terms.webhook)
        except FetchRefused as error:
            raise UsageError(f"webhook: {error}") from error
