"""What programs send to the API: reports to be read, and judgements; both end up where the commands would put them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from threading import Lock
from typing import TypeVar

import msgspec
from msgspec import UNSET
from sqlalchemy import select
from starlette.exceptions import HTTPException

from according.config import MIB
from according.errors import UsageError
from according.ids import sha256_hex
from according.incidents import Judgement, Relation, Subject
from according.model import Failure, Item, Reading
from according.read.records import iter_jsonl
from according.reconciling import find_judged, judge, reconcile, retract
from according.reconciling.reviews import Signing, accept, correct, reject
from according.run import Tally, run
from according.show.api_sent import Accept, Act, CopyOf, Correct, Different, Independent, Reject, ReportRecord, Retraction, Same, Wrong
from according.show.desk import Desk
from according.show.guard import Person
from according.store.judging import PERSON, find_judgement
from according.store.ledger import happenings
from according.store.schema import reports
from according.watch import make_alerts

MOST_BYTES = 8 * MIB
MOST_RECORDS = 200
ARRAY, LINES = "application/json", "application/x-ndjson"
_PATIENCE_S = 20.0
_reading = Lock()
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Taken:
    """A report that was read: its ids, how much was found in it, and the incidents that it tells of now."""

    id: str
    ref: str
    claims: int
    events: int
    figures: int
    incidents: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of reports that were sent: those that were read (posts in them after them), how many were new, what failed."""

    reports: tuple[Taken, ...]
    new: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """The judgements that were kept."""

    judgements: tuple[Judgement, ...]


_records = msgspec.json.Decoder(list[ReportRecord])
_record = msgspec.json.Decoder(ReportRecord)


def parse_records(body: bytes, media_type: str) -> list[ReportRecord]:
    """The records that were sent, as an array or one a line; raises ``UsageError`` that says which is wrong and how."""
    if media_type == ARRAY:
        found = decode(body, _records)
    else:
        found = [decode(line, _record, f"line {number}: ") for number, line in enumerate(body.split(b"\n"), 1) if line.strip()]
    if not 0 < len(found) <= MOST_RECORDS:
        raise UsageError(f"send one record at least and {MOST_RECORDS} at most: there are {len(found)}")
    for number, one in enumerate(found, 1):
        if (one.text is UNSET) == (one.html is UNSET):
            raise UsageError(f"record {number}: give text or html, one of the two")
    return found


def decode(body: bytes, decoder: msgspec.json.Decoder[_T], where: str = "") -> _T:
    """The value of a body; raises ``UsageError`` in words."""
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{where}{error}") from error
    except RecursionError as error:
        raise UsageError(f"{where}nested too deeply") from error


def take_in(desk: Desk, records: list[ReportRecord]) -> TakenIn:
    """Read reports into the account and join them to all that is there; one lot after the other."""
    if not _reading.acquire(timeout=_PATIENCE_S):
        raise HTTPException(503, "others are being read: try again in a while", {"Retry-After": "20"})
    try:
        failures: list[Failure] = []
        tally = Tally()
        config = replace(desk.config, workers=1)
        now = datetime.now(UTC)
        readings: list[Reading] = []
        for some in run(_items(records, now, desk), config, desk.account, tally, failures.append):
            readings += some
        failures += reconcile(desk.account, now.isoformat(timespec="microseconds")).failures
        make_alerts(desk.account, now)
    finally:
        _reading.release()
    return TakenIn(tuple(_taken(desk, readings)), tally.new, tuple(failures))


def _items(records: list[ReportRecord], now: datetime, desk: Desk) -> Iterator[Item | Failure]:
    body = b"\n".join(msgspec.json.encode(one) for one in records)
    ref = f"api/{sha256_hex(body)[:16]}"
    for found in iter_jsonl(BytesIO(body), ref, desk.config, now.isoformat(timespec="seconds")):
        yield replace(found, method="api") if isinstance(found, Item) else found


def _taken(desk: Desk, readings: list[Reading]) -> Iterator[Taken]:
    with desk.account.reading_rows() as connection:
        query = select(happenings.c.incident).join(reports, reports.c.seq == happenings.c.report_seq).distinct()
        for one in readings:
            told = query.where(reports.c.id == one.report.id, happenings.c.incident.is_not(None))
            incidents = tuple(sorted(name for name in connection.scalars(told) if name))
            yield Taken(one.report.id, one.report.ref, len(one.claims), len(one.events), len(one.figures), incidents, one.problems)


def sign(person: Person, is_local: bool, by: str | None) -> str:
    """Whose name stands under it: with accounts that of whoever is signed in, and of nobody else; raises ``UsageError``."""
    if is_local:
        if by is None:
            raise UsageError("a judgement is signed: give a name in by")
        return by
    if by is not None and by != person.name:
        raise UsageError("by is the name of whoever is signed in: leave it out")
    return person.name


def keep(desk: Desk, person: Person, act: Act) -> Kept:
    """Keep what someone holds, and follow it at once."""
    by = sign(person, not desk.users, act.by)
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    account = desk.account
    if isinstance(act, Accept | Reject | Correct):
        signing = Signing(by, at, act.reason)
        name = find_judged(account, "report", act.report)
        if isinstance(act, Accept):
            return Kept((accept(account, name, act.subject, act.thing, signing),))
        if isinstance(act, Reject):
            return Kept((reject(account, name, act.subject, act.thing, signing),))
        values = {field: msgspec.json.encode(value).decode() for field, value in act.values.items()}
        return Kept(correct(account, name, act.subject, act.thing, values, signing))
    subject, relation, left, right = _sides(act)
    one = find_judged(account, subject, left)
    other = find_judged(account, subject, right) if right is not None else None
    return Kept((judge(account, subject, relation, one, other, by=by, at=at, reason=act.reason),))


def _sides(act: Same | Different | Wrong | CopyOf | Independent) -> tuple[Subject, Relation, str, str | None]:
    if isinstance(act, Wrong):
        return "happening", "wrong", act.happening, None
    if isinstance(act, Same):
        return "happening", "same", act.left, act.right
    if isinstance(act, Different):
        return "happening", "different", act.left, act.right
    return "report", "copy" if isinstance(act, CopyOf) else "different", act.left, act.right


def take_back(desk: Desk, person: Person, name: str, given: Retraction) -> Kept:
    """Take a judgement back: one's own, or with the right to it another's; raises ``HTTPException`` 403 without."""
    by = sign(person, not desk.users, given.by)
    with desk.account.reading_rows() as connection:
        found = find_judgement(connection, name)
    if len(found) == 1 and found[0].by != PERSON + by and not person.may("take back others'"):
        raise HTTPException(403, "your role takes back your own judgements only")
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    return Kept((retract(desk.account, name, by=by, at=at, reason=given.reason),))
