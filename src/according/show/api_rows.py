"""What each address of the API answers with: the views of the account, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection, select

from according.errors import NotInAccount
from according.hiding import Hiding
from according.model import Capture, Reading
from according.reconciling import Listed, list_judgements
from according.reviewing.stored import read_reviewed
from according.show.asking import Asked
from according.show.blocks import View, rows_between
from according.show.desk import Desk
from according.show.listing import Order, find_order, find_place
from according.show.parameters import Page
from according.store.ledger import facts, statements
from according.store.lookup import find_report, iter_hits, read_capture, read_history, read_reading
from according.store.query import parse_query
from according.store.records import CaptureEntry, Hit
from according.store.schema import reports
from according.views import (
    CopiesView,
    Ground,
    IncidentChange,
    IncidentDetail,
    IncidentView,
    SourceView,
    Tally,
    Thread,
    TimelineEntry,
    Warned,
    WordUse,
    iter_changes,
    iter_copies,
    iter_timeline,
    list_access,
    list_sources,
    list_territory,
    list_warnings,
    list_words,
    read_incident,
    tally,
)
from according.views.incidents import read_incidents

_T = TypeVar("_T")
_MOST_HITS = 1_000


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """A report in a list: what it is called, who put it out and when; ``/api/reports/{id}`` has the rest."""

    id: str
    ref: str
    kind: str
    url: str | None
    publisher: str | None
    published: str | None
    title: str | None
    parent: str | None


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    """A claim by its id, with the report that it stands in and what is said, word for word."""

    report: str
    ref: str
    claim: Any
    content: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to the API: in which transaction, what it asks, which rows, and what is kept back from whoever asks."""

    desk: Desk
    connection: Connection
    asked: Asked
    page: Page
    values: dict[str, str]
    hiding: Hiding


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a page; ``is_more`` where others follow, ``last`` the last row's id where rows have one."""

    items: Sequence[Any]
    is_more: bool
    last: str | None = None


def _cut(rows: Iterable[Any], page: Page) -> Rows:
    """The rows of a page out of all from the first on."""
    found = list(islice(rows, page.start, page.start + page.limit + 1))
    return Rows(found[: page.limit], len(found) > page.limit)


def _rows(ask: Ask, view: View, *key: object) -> Rows:
    """The rows of a page of a view; ``key`` names the view with its own options, if it has any."""
    start, limit = ask.page.start, ask.page.limit
    found = rows_between(ask.desk, ask.connection, key or (view,), view, ask.asked.filter, start, limit + 1)
    return Rows(found[:limit], len(found) > limit)


def incident_rows(ask: Ask, *, by_origins: bool = False) -> Rows:
    """The incidents; a page goes on after the last one of the page before, also where others came in before it meanwhile."""
    order: Order = "origins" if by_origins else "date"
    start, limit, after = ask.page.start, ask.page.limit, ask.page.after

    def find(start: int, count: int) -> list[str]:
        return find_order(ask.desk, ask.connection, ask.asked.filter, order, start, count)

    if after is not None and find(start - 1, 1) != [after]:
        place = find_place(ask.desk, ask.connection, ask.asked.filter, order, after)
        start = place + 1 if place is not None else start
    ids = find(start, limit + 1)
    here = ids[:limit]
    return Rows(read_incidents(ask.connection, here), len(ids) > limit, here[-1] if here else None)


def incidents(ask: Ask) -> Rows:
    """The incidents that are asked for, by date or by origins."""
    return incident_rows(ask, by_origins=ask.values.get("sort") == "origins")


def incident(ask: Ask) -> IncidentDetail:
    """One incident in full."""
    return read_incident(ask.connection, ask.values["id"])


def timeline(ask: Ask) -> Rows:
    """What happened when, by whose account."""
    return _rows(ask, iter_timeline)


def tallied(ask: Ask) -> Tally:
    """The figures of one measure, with what may be added up."""
    by: Literal["day", "month", "year", "place", "country"] = ask.values.get("by", "month")  # type: ignore[assignment]
    measure, few = ask.values["measure"], replace(ask.asked.filter, limit=ask.page.limit)
    return ask.desk.remember(ask.connection, ("tally", measure, by, few), lambda: tally(ask.connection, measure, few, by))


def territory(ask: Ask) -> Rows:
    """Who is said to hold what."""
    return _rows(ask, list_territory)


def access(ask: Ask) -> Rows:
    """How it stands with corridors, truces, convoys and sieges."""
    return _rows(ask, list_access)


def warnings(ask: Ask) -> Rows:
    """What was said ahead."""
    return _rows(ask, list_warnings)


def sources(ask: Ask) -> Rows:
    """Who says what through whom."""
    return _rows(ask, list_sources)


def words(ask: Ask) -> Rows:
    """Who calls whom what."""
    of: Any = ask.values.get("of")
    loaded_only = ask.values.get("loaded") == "true"
    return _rows(ask, partial(list_words, of=of, loaded_only=loaded_only), "words", of, loaded_only)


def copies(ask: Ask) -> Rows:
    """Which reports repeat one origin."""
    return _rows(ask, iter_copies)


def changes(ask: Ask) -> Rows:
    """Of which incidents more was told between two dates."""
    clock: Any = ask.values.get("clock", "retrieved")
    return _rows(ask, partial(iter_changes, clock=clock), "changes", clock)


def report_rows(ask: Ask) -> Rows:
    """The reports in the order in which they came; a page goes on after a row's place, whatever was added since."""
    columns = (reports.c.seq, reports.c.id, reports.c.ref, reports.c.kind, reports.c.url, reports.c.parent_id)
    told = (facts.c.publisher, facts.c.published, facts.c.title)
    query = select(*columns, *told).outerjoin(facts, facts.c.report_seq == reports.c.seq).order_by(reports.c.seq)
    if ask.page.after is not None:
        last = select(reports.c.seq).where(reports.c.id == ask.page.after).scalar_subquery()
        query = query.where(reports.c.seq > last)
    rows = ask.connection.execute(query.limit(ask.page.limit + 1)).all()
    here = rows[: ask.page.limit]
    found = [ReportEntry(row.id, row.ref, row.kind, row.url, row.publisher, row.published, row.title, row.parent_id) for row in here]
    return Rows(found, len(rows) > ask.page.limit, found[-1].id if found else None)


def report(ask: Ask) -> Reading:
    """What one report says, with what people corrected in it, or as the machine read it."""
    if ask.values.get("machine") == "true":
        return read_reading(ask.connection, ask.values["id"])
    return read_reviewed(ask.connection, find_report(ask.connection, ask.values["id"])).reading


def evidence(ask: Ask) -> Capture:
    """Which bytes a report was read from."""
    return read_capture(ask.connection, ask.values["id"])


def history(ask: Ask) -> Rows:
    """What each capture of a report's address gave."""
    return _cut(read_history(ask.connection, ask.values["id"]), ask.page)


def claim(ask: Ask) -> ClaimEntry:
    """One claim by its id; raises ``NotInAccount``."""
    start = "sha256:" + ask.values["id"].removeprefix("sha256:")
    query = select(statements.c.id, statements.c.report_seq, reports.c.id.label("report"))
    query = query.join(reports, reports.c.seq == statements.c.report_seq).where(statements.c.id >= start, statements.c.id < start + "g")
    rows = ask.connection.execute(query.order_by(statements.c.id, statements.c.seq).limit(2)).all()
    if not rows or len({row.id for row in rows}) > 1:
        raise NotInAccount(f"the account holds no claim called {ask.values['id']!r}, or more than one that begins so")
    reading = read_reviewed(ask.connection, rows[0].report).reading
    found = next((one for one in reading.claims if one.id == rows[0].id), None)
    if found is None:
        raise NotInAccount(f"the claim {ask.values['id']!r} was rejected, or is read no more")
    shown = tuple(reading.report.text[slice(*span)] for span in found.content)
    return ClaimEntry(reading.report.id, reading.report.ref, found, shown)


def search(ask: Ask) -> Rows:
    """The reports in which all words occur, as far as whoever asks may see them."""
    query = ask.values["q"]
    parse_query(query)
    wanted = min(ask.page.start + ask.page.limit + 1, _MOST_HITS)
    return _cut(
        _visible(ask, iter_hits(ask.connection, query, wanted if ask.hiding.pattern is None else _MOST_HITS, False), query), ask.page
    )


def _visible(ask: Ask, hits: Iterable[Hit], query: str) -> Iterator[Hit]:
    for hit in hits:
        if ask.hiding.pattern is None:
            yield hit
            continue
        found = read_reading(ask.connection, hit.id).report
        if ask.hiding.finds(query, found.title, found.text):
            yield hit


def judgement_rows(ask: Ask) -> Rows:
    """What people judged, or all that is judged about one thing."""
    about = ask.values.get("about")
    rules = about is not None and ask.values.get("rules") == "true"
    return _cut(list_judgements(ask.desk.account, about, with_rules=rules), ask.page)


ANSWERS: tuple[type, ...] = (
    *(IncidentView, IncidentDetail, TimelineEntry, Tally, Ground, Thread, Warned, SourceView, WordUse, CopiesView, IncidentChange),
    *(ReportEntry, Reading, Capture, CaptureEntry, ClaimEntry, Hit, Listed),
)
