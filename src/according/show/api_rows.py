"""What each address of the API answers with: the views of the account, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection, select

from according.errors import NotInAccount
from according.model import Capture, Reading
from according.reconciling import Listed, list_judgements
from according.reviewing.stored import read_reviewed
from according.show.asking import Asked
from according.show.parameters import Page
from according.show.redaction import Hiding
from according.store import Account
from according.store.ledger import facts, statements
from according.store.lookup import find_report, iter_hits, read_capture, read_history, read_reading
from according.store.query import parse_query
from according.store.records import CaptureEntry, Hit
from according.store.schema import reports
from according.views import (
    CopiesView,
    Filter,
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
from according.views.tellings import find_incidents

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

    account: Account
    connection: Connection
    asked: Asked
    page: Page
    values: dict[str, str]
    hiding: Hiding

    @property
    def filter(self) -> Filter:
        """What is asked for, with as many rows as reach one beyond the page."""
        return replace(self.asked.filter, limit=self.page.start + self.page.limit + 1)


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


def incident_rows(ask: Ask, *, by_origins: bool = False) -> Rows:
    """The incidents; a page goes on after the last one of the page before, also where others came in before it meanwhile."""
    ids = find_incidents(ask.connection, ask.filter, by_origins=by_origins)
    start, page = ask.page.start, ask.page
    if page.after is not None and ids[start - 1 : start] != [page.after]:
        ids = find_incidents(ask.connection, replace(ask.filter, limit=None), by_origins=by_origins)
        start = ids.index(page.after) + 1 if page.after in ids else start
    here = ids[start : start + page.limit]
    return Rows(read_incidents(ask.connection, here), len(ids) > start + page.limit, here[-1] if here else None)


def incidents(ask: Ask) -> Rows:
    """The incidents that are asked for, by date or by origins."""
    return incident_rows(ask, by_origins=ask.values.get("sort") == "origins")


def incident(ask: Ask) -> IncidentDetail:
    """One incident in full."""
    return read_incident(ask.connection, ask.values["id"])


def timeline(ask: Ask) -> Rows:
    """What happened when, by whose account."""
    return _cut(iter_timeline(ask.connection, ask.filter), ask.page)


def tallied(ask: Ask) -> Tally:
    """The figures of one measure, with what may be added up."""
    by: Literal["day", "month", "year", "place", "country"] = ask.values.get("by", "month")  # type: ignore[assignment]
    return tally(ask.connection, ask.values["measure"], replace(ask.asked.filter, limit=ask.page.limit), by)


def territory(ask: Ask) -> Rows:
    """Who is said to hold what."""
    return _cut(list_territory(ask.connection, ask.filter), ask.page)


def access(ask: Ask) -> Rows:
    """How it stands with corridors, truces, convoys and sieges."""
    return _cut(list_access(ask.connection, ask.filter), ask.page)


def warnings(ask: Ask) -> Rows:
    """What was said ahead."""
    return _cut(list_warnings(ask.connection, ask.filter), ask.page)


def sources(ask: Ask) -> Rows:
    """Who says what through whom."""
    return _cut(list_sources(ask.connection, ask.filter), ask.page)


def words(ask: Ask) -> Rows:
    """Who calls whom what."""
    of: Any = ask.values.get("of")
    return _cut(list_words(ask.connection, ask.filter, of, loaded_only=ask.values.get("loaded") == "true"), ask.page)


def copies(ask: Ask) -> Rows:
    """Which reports repeat one origin."""
    return _cut(iter_copies(ask.connection, ask.filter), ask.page)


def changes(ask: Ask) -> Rows:
    """Of which incidents more was told between two dates."""
    clock: Any = ask.values.get("clock", "retrieved")
    return _cut(iter_changes(ask.connection, ask.filter, clock), ask.page)


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
    return _cut(list_judgements(ask.account, about, with_rules=rules), ask.page)


ANSWERS: tuple[type, ...] = (
    *(IncidentView, IncidentDetail, TimelineEntry, Tally, Ground, Thread, Warned, SourceView, WordUse, CopiesView, IncidentChange),
    *(ReportEntry, Reading, Capture, CaptureEntry, ClaimEntry, Hit, Listed),
)
