"""An account with reports and the incidents that reconciling would find in them, put there in a few words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select

from according.codec import from_happening
from according.ids import happening_id
from according.incidents import Difference, Happening
from according.store import Account
from according.store.ledger import happenings, incidents
from according.store.schema import reports
from tests.store.material import READER, make_outcome

MORNING = datetime(2031, 5, 1, 6, 0, tzinfo=UTC)
KESH = (36.2, 37.16)


@dataclass
class Clock:
    """A clock that moves only when it is told to; it stops whoever waits for longer than it runs."""

    moment: datetime = MORNING
    ends: datetime = MORNING + timedelta(days=30)
    waits: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return (self.moment - MORNING).total_seconds()

    def sleep(self, seconds: float, /) -> None:
        self.moment += timedelta(seconds=seconds)

    def wait(self, seconds: float) -> bool:
        if seconds:
            self.waits.append(seconds)
            self.moment += timedelta(seconds=seconds)
        return self.moment >= self.ends


def tell(account: Account, ref: str, text: str, **facts: Any) -> Happening:
    """A report that is one sentence, kept in the account, with the happening that it tells of: an air strike on Kesh."""
    outcome = make_outcome(ref, text, url=facts.pop("url", None))
    account.add(outcome, reader=READER)
    report = outcome.readings[0].report
    origin = facts.pop("origin", ref)
    given = {
        "kind": "air_strike", "status": "happened", "date_from": "2031-04-30", "date_to": "2031-04-30", "published": "2031-05-01",
        "place": "Kesh", "place_name": "Kesh", "lat": KESH[0], "lon": KESH[1], "radius_km": 5.0, "who": "a medic",
        "words": tuple(sorted(set(text.lower().split()))),
    }  # fmt: skip
    told = Happening(
        id=happening_id(report.id, (4, 7)), report=report.id, mentions=(), trigger=(4, 7), sentence=(0, len(text)), **(given | facts)
    )
    with account.writing_rows() as connection:
        seq = connection.scalar(select(reports.c.seq).where(reports.c.id == report.id))
        plain = {name: value for name, value in asdict(told).items() if name in happenings.c and name not in ("trigger",)}
        start, end = told.trigger
        row = plain | {"report_seq": seq, "origin": origin, "trigger_start": start, "trigger_end": end, "body": from_happening(told)}
        connection.execute(insert(happenings).values(row))
    return told


def join(account: Account, *members: Happening, differences: Sequence[Difference] = (), **facts: Any) -> str:
    """Make one incident of happenings, in place of those that they stood in; returns its id, that of the first."""
    name = members[0].id
    ids = [one.id for one in members]
    with account.writing_rows() as connection:
        before = connection.scalars(select(happenings.c.incident).where(happenings.c.id.in_(ids), happenings.c.incident.is_not(None))).all()
        connection.execute(delete(incidents).where(incidents.c.id.in_([*before, name])))
        connection.execute(happenings.update().where(happenings.c.id.in_(ids)).values(incident=name))
        origins = set(connection.scalars(select(happenings.c.origin).where(happenings.c.id.in_(ids))))
        first = members[0]
        row = {
            "id": name, "kind": first.kind, "date_from": first.date_from, "date_to": first.date_to, "place": first.place,
            "lat": first.lat, "lon": first.lon, "radius_km": first.radius_km, "actors": json.dumps([first.actor] if first.actor else []),
            "origins": len(origins), "reports": len(members), "is_contested": bool(differences),
            "differences": json.dumps([asdict(one) for one in differences]),
        }  # fmt: skip
        connection.execute(insert(incidents).values(row | facts))
    return name


def strike(account: Account, ref: str, text: str = "The air strike on Kesh killed two.", **facts: Any) -> str:
    """One report of one incident that nobody else tells of."""
    return join(account, tell(account, ref, text, **facts))


def denial(yes: Happening, no: Happening) -> Difference:
    """One says that it happened, the other that it did not."""
    return Difference("status", "denied", (("happened", (yes.id,)), ("denied", (no.id,))), "denied by the army")
