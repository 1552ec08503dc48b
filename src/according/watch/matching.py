"""Which incidents a watch has to tell of, and the alerts that are made of them.

What was told is kept by happening and not by incident, since incidents are views: they merge, part and change their
name as reports and judgements come. An incident of which any happening was told is not new.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, or_, select

from according.codec import to_happening
from according.ids import alert_id, page_key
from according.incidents import Difference, Happening
from according.read.fetch import utc_stamp
from according.store import Account
from according.store.intake import insert_rows
from according.store.ledger import acts, alerts, happenings, incidents, told
from according.store.schema import reports
from according.watch.alert import CONTESTED, NEW, Alert, Quote, to_body
from according.watch.definition import CHANNELS, Watch, active_watches

MOST_QUOTES = 40
_PAGE = 200
_DEGREE_KM = 111.0

Member = tuple[Happening, Any]
"""A happening of an incident, with the row that tells its origin and its report."""


def make_alerts(account: Account, now: datetime) -> int:
    """Make an alert for each incident that a watch has not told of and now has to, and return for how many incidents.

    Each alert stands once for each way in which its watch sends, until ``deliver`` has sent it.
    """
    with account.reading_rows() as connection:
        watches = active_watches(connection)
    return sum(_look(account, watch.id, utc_stamp(now)) for watch in watches)


def _look(account: Account, watch_id: str, at: str) -> int:
    """Make one watch's alerts, a page of incidents in each transaction."""
    made, after = 0, ""
    while True:
        with account.writing_rows() as connection:
            watch = next((watch for watch in active_watches(connection, lock=True) if watch.id == watch_id), None)
            if watch is None:  # removed by another process
                return made
            page = connection.execute(_candidates(watch, after)).all()
            made += sum(_tell(connection, watch, row, at) for row in page)
        if len(page) < _PAGE:
            return made
        after = page[-1].id


def _candidates(watch: Watch, after: str) -> Select[Any]:
    """The incidents that meet the watch as far as the database can tell, hold a report since it was added, and were not told."""
    terms = watch.terms
    members = happenings.c.incident == incidents.c.id
    wanted: list[ColumnElement[bool]] = [
        incidents.c.id > after,
        incidents.c.origins >= terms.origins,
        or_(~_was_told(watch, NEW), incidents.c.is_contested & ~_was_told(watch, CONTESTED)),
    ]
    if terms.after_report:
        since = select(happenings.c.incident).where(happenings.c.report_seq > terms.after_report, happenings.c.incident.is_not(None))
        wanted.append(incidents.c.id.in_(since))
    if terms.kinds:
        mentioned = exists().where(acts.c.happening_seq == happenings.c.seq, acts.c.kind.in_(terms.kinds)).correlate(happenings)
        told_so = exists().where(members, or_(happenings.c.kind.in_(terms.kinds), mentioned)).correlate(incidents)
        wanted.append(or_(incidents.c.kind.in_(terms.kinds), told_so))
    if terms.circle:
        height = terms.circle.radius_km / _DEGREE_KM
        wanted.append(incidents.c.lat.between(terms.circle.lat - height, terms.circle.lat + height))
    if terms.actors:
        wanted.append(exists().where(members, _is_by_or_on([name for names in terms.actors for name in names])))
    return select(incidents).where(*wanted).order_by(incidents.c.id).limit(_PAGE)


def _was_told(watch: Watch, reason: str) -> ColumnElement[bool]:
    """Whether any happening of the incident was told for this reason."""
    # One inside the other, so that no database starts from all that was ever told.
    one = exists().where(told.c.watch_id == watch.id, told.c.key == happenings.c.id, told.c.reason == reason)
    return exists().where(happenings.c.incident == incidents.c.id, one.correlate(happenings)).correlate(incidents)


def _is_by_or_on(names: Sequence[str]) -> ColumnElement[bool]:
    """Whether a happening has an actor or a target of one of these names: the vocabulary's as it is, a report's in any case."""
    spelled = {form for name in names for form in (name, name.lower(), f"the {name}", f"the {name}".lower())}
    written = [func.lower(column).in_(spelled) | column.in_(spelled) for column in (happenings.c.actor, happenings.c.target)]
    return or_(happenings.c.actor_key.in_(names), happenings.c.target_key.in_(names), *written)


def _tell(connection: Connection, watch: Watch, incident: Row[Any], at: str) -> int:
    """Make the alert that an incident calls for (1), or note that there is nothing to tell of it (0)."""
    if watch.terms.circle and not watch.terms.circle.holds(incident.lat, incident.lon):
        return 0
    members = _members(connection, incident.id)
    known = _known(connection, watch, members)
    old = {one.id for one, row in members if row.report_seq <= watch.terms.after_report}
    differences = tuple(msgspec.json.decode(incident.differences, type=tuple[Difference, ...]))
    due = {
        NEW: NEW not in known and len({row.origin for one, row in members if one.id in old}) < watch.terms.origins,
        CONTESTED: incident.is_contested and CONTESTED not in known and not any(_was_open(one, old) for one in differences),
    }
    reasons = [NEW, CONTESTED] if incident.is_contested else [NEW]
    rows = [{"watch_id": watch.id, "key": key, "reason": reason} for reason in reasons for key in dict.fromkeys(_keys(members))]
    insert_rows(connection, told, rows)
    reason = NEW if due[NEW] else CONTESTED
    if not due[reason]:
        return 0
    alert = _make_alert(connection, watch, incident, members, differences, reason, at)
    for channel in CHANNELS:
        if watch.terms.address(channel):
            _keep(connection, watch, replace(alert, id=alert_id(watch.id, incident.id, reason, channel)), channel)
    return 1


def _members(connection: Connection, incident: str) -> list[Member]:
    """The happenings of an incident, earliest published first."""
    query = (
        select(happenings.c.body, happenings.c.origin, happenings.c.report_seq, reports.c.ref, reports.c.url)
        .join(reports, reports.c.seq == happenings.c.report_seq)
        .where(happenings.c.incident == incident)
    )
    found = [(to_happening(row.body), row) for row in connection.execute(query)]
    return sorted(found, key=lambda member: (member[0].published or "9999", member[0].id))


def _keys(members: Sequence[Member]) -> list[str]:
    """What the happenings are remembered by: their ids, and hashes of the page, the kind and the words of each.

    A page that is captured again is a new report with new happenings; what stands in it as before is known by its words.
    """
    ids = [one.id for one, _ in members]
    return [*ids, *(page_key(row.url or row.ref, one.kind, str(one.trigger[0] - one.sentence[0]), *one.words) for one, row in members)]


def _known(connection: Connection, watch: Watch, members: Sequence[Member]) -> set[str]:
    """For which reasons the watch told of any of these happenings, in this capture of their page or in an earlier one."""
    keys = _keys(members)
    reasons: set[str] = set()
    for start in range(0, len(keys), 500):
        query = select(told.c.reason).distinct().where(told.c.watch_id == watch.id, told.c.key.in_(keys[start : start + 500]))
        reasons.update(connection.scalars(query))
    return reasons


def _was_open(difference: Difference, old: set[str]) -> bool:
    """Whether two sides of a difference stood against each other before the watch was added."""
    return sum(not old.isdisjoint(ids) for _, ids in difference.sides) > 1


def _make_alert(
    connection: Connection,
    watch: Watch,
    incident: Row[Any],
    members: Sequence[Member],
    differences: tuple[Difference, ...],
    reason: str,
    at: str,
) -> Alert:
    killed = (incident.killed_low, incident.killed_high)
    return Alert(
        id="",
        watch=watch.name,
        reason=reason,
        incident=incident.id,
        made_at=at,
        kind=incident.kind,
        date_from=incident.date_from,
        date_to=incident.date_to,
        place=incident.place,
        geonames=incident.geonames,
        lat=incident.lat,
        lon=incident.lon,
        radius_km=incident.radius_km,
        country=incident.country,
        actors=tuple(json.loads(incident.actors)),
        killed=None if killed == (None, None) else killed,
        origins=incident.origins,
        reports=incident.reports,
        is_contested=incident.is_contested,
        differences=differences,
        said=tuple(_quotes(connection, _chosen(members))),
    )


def _chosen(members: Sequence[Member]) -> list[Member]:
    """The members that are quoted: the first of each origin before others, then all by time, as many as are quoted."""
    firsts: dict[str, Member] = {}
    for member in members:
        firsts.setdefault(member[1].origin, member)
    ids = {one.id for one, _ in firsts.values()}
    others = [member for member in members if member[0].id not in ids]
    chosen = [*firsts.values(), *others][:MOST_QUOTES]
    return sorted(chosen, key=lambda member: (member[0].published or "9999", member[0].id))


def _quotes(connection: Connection, members: Sequence[Member]) -> Iterator[Quote]:
    for one, row in members:
        start, end = one.sentence
        sentence = connection.scalar(select(func.substr(reports.c.text, start + 1, end - start)).where(reports.c.seq == row.report_seq))
        yield Quote(
            happening=one.id,
            report=one.report,
            ref=row.ref,
            url=row.url,
            publisher=one.publisher,
            published=one.published,
            who=one.who,
            source_kind=one.source_kind,
            via=one.via,
            is_own_voice=one.is_own_voice,
            claim=one.claim,
            status=one.status,
            sentence=sentence or "",
            start=start,
            end=end,
            trigger=one.trigger,
        )


def _keep(connection: Connection, watch: Watch, alert: Alert, channel: str) -> None:
    row = {
        "id": alert.id,
        "watch_id": watch.id,
        "incident": alert.incident,
        "reason": alert.reason,
        "channel": channel,
        "body": to_body(alert).decode("utf-8"),
        "made_at": alert.made_at,
        "state": "pending",
        "attempts": 0,
    }
    insert_rows(connection, alerts, [row])
