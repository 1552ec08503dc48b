"""Brings all reports that are not reconciled yet into the account across reports, a few in each transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, delete, select, update

from according.model import SCREENED, Failure, Reading
from according.read.story_days import as_written
from according.reconcile.happenings import make_happenings
from according.reconcile.origins import make_carrier, own_origin
from according.reconciling.copying import find_copies, is_compared, regroup
from according.reconciling.joining import replace_happenings
from according.reconciling.locking import lock
from according.reconciling.naming import put_names
from according.reconciling.origins import Origins
from according.reconciling.plans import make_plans
from according.reconciling.rows import Row, make_rows
from according.reconciling.settling import settle
from according.reviewing.stored import corrected
from according.store import Account
from according.store.intake import insert_rows
from according.store.ledger import acts, counts, facts, namings, pending, statements
from according.store.lookup import Waiting, read_pending, read_readings

_PAGE = 32
_MANY = 500
"""After so many reports the database is asked to look at its tables anew, so that it finds its way in them."""
_MOST_REASON = 300
_DONE = delete(pending).where(pending.c.report_seq == bindparam("seq"))
_COPIED = select(facts.c.origin).where(facts.c.report_seq == bindparam("seq"), facts.c.copy_group.is_not(None))
_CLEARED = {table.name: delete(table).where(table.c.report_seq == bindparam("seq")) for table in (statements, counts, namings, acts)}


@dataclass(slots=True)
class Reconciled:
    """What became of a run: how many reports were reconciled, which incidents that made or changed, and what failed."""

    reports: int = 0
    incidents: set[str] = field(default_factory=set)
    failures: list[Failure] = field(default_factory=list)


def reconcile(account: Account, at: str, advance: Callable[[int], None] | None = None) -> Reconciled:
    """Join all that was read since the last time to all that was there; ``at`` is now, UTC, ISO 8601.

    A run that is cut short goes on where it stopped. One of the four places that catch broadly: a report that breaks here
    is named, stays as it was read, and is tried again with the next run. ``advance`` is told how many reports are done.
    """
    done = Reconciled()
    after = 0
    while page := _reconcile_page(account, after, at, done):
        after = page
        if advance:
            advance(done.reports)
    if done.reports >= _MANY:
        account.look_over()
    return done


def _reconcile_page(account: Account, after: int, at: str, done: Reconciled) -> int | None:
    """Reconcile the next few reports in one transaction; returns the last one's ``seq``, None if no more are waiting behind it."""
    with account.writing_rows() as connection:
        lock(connection)
        page = read_pending(connection, after, _PAGE)
        left_out = [one for one in page if _says_nothing(one.reading) and not one.is_known]
        _leave_out(connection, left_out, done)
        passed = {one.seq for one in left_out}
        for waiting in page:
            if waiting.seq not in passed:
                with _counted(done, waiting), connection.begin_nested():
                    done.incidents |= reconcile_report(connection, waiting, at)
    return page[-1].seq if len(page) == _PAGE else None


@contextmanager
def _counted(done: Reconciled, waiting: Waiting) -> Iterator[None]:
    """Count a report as reconciled, or name it and why it could not be."""
    try:
        yield
    except Exception as error:  # noqa: BLE001
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:_MOST_REASON]
        done.failures.append(Failure(waiting.reading.report.ref, f"could not be reconciled ({reason})"))
    else:
        done.reports += 1


def _leave_out(connection: Connection, left_out: Sequence[Waiting], done: Reconciled) -> None:
    """Keep that there are these reports; each is compared with no other until a later reading looks into it."""
    rows: list[Row] = []
    for waiting in left_out:
        with _counted(done, waiting):
            rows.append({"report_seq": waiting.seq, **_facts_of(waiting)})
    insert_rows(connection, facts, rows)
    if rows:
        connection.execute(_DONE, [{"seq": row["report_seq"]} for row in rows])


def reconcile_report(connection: Connection, waiting: Waiting, at: str) -> set[str]:
    """Join one report to all that is there; returns the ids of the incidents that were made, changed or dissolved."""
    seq, reading, report = waiting.seq, waiting.reading, waiting.reading.report
    if waiting.is_known:
        connection.execute(update(facts).where(facts.c.report_seq == seq).values(_facts_of(waiting)))
    else:
        insert_rows(connection, facts, [{"report_seq": seq, **_facts_of(waiting)}])
    if not _says_nothing(reading) and not (waiting.is_known and is_compared(connection, report, seq)):
        find_copies(connection, report, seq, at)
    moved = regroup(connection, [report.id]) - {seq}
    touched = _put_findings(connection, seq, reading, at, is_known=waiting.is_known)
    touched |= refresh(connection, moved, at)
    connection.execute(_DONE, {"seq": seq})
    return settle(connection, touched, at)


def _says_nothing(reading: Reading) -> bool:
    """Whether a report was left out by the screen and holds no post of anyone's."""
    return SCREENED in reading.problems and not reading.claims


def _facts_of(waiting: Waiting) -> Row:
    """Who published a report and when, as this reading has it."""
    report = waiting.reading.report
    return {
        "reading_id": waiting.reading_id,
        "publisher": report.publisher,
        "credit": report.credit,
        "published": report.published,
        "title": report.title,
        "own_origin": own_origin(make_carrier(report)),
    }


def refresh(connection: Connection, seqs: Iterable[int], at: str) -> set[int]:
    """Give what these reports say the origin that their group of copies has now; returns the components touched."""
    touched: set[int] = set()
    for seq, reading in read_readings(connection, sorted(seqs)):
        touched |= _put_findings(connection, seq, reading, at)
    return touched


def _put_findings(connection: Connection, seq: int, reading: Reading, at: str, *, is_known: bool = True) -> set[int]:
    """Keep what a reading says, as people hold it, in place of what an earlier one said; returns the components of happenings touched."""
    reading = corrected(connection, reading)
    written = as_written(reading)
    told, ahead = make_happenings(written), make_plans(written)
    copied = connection.scalar(_COPIED, {"seq": seq})
    origins = Origins(reading, copied)
    by_id = {one.id: origins.of_happening(one) for one in (*told, *ahead)}
    seqs, touched = replace_happenings(connection, seq, told, ahead, by_id, at, is_known=is_known)
    rows = make_rows(reading, (*told, *ahead), origins)
    for table, made in ((statements, rows.statements), (counts, rows.counts), (namings, rows.namings), (acts, rows.acts)):
        if is_known:
            connection.execute(_CLEARED[table.name], {"seq": seq})
        insert_rows(connection, table, [_placed(row, seq, seqs) for row in made])
    put_names(connection, seq, reading, (*told, *ahead), at)
    return touched


def _placed(row: Row, seq: int, seqs: dict[str, int]) -> Row:
    """The row with its report, and the happening that it names by id by its ``seq``."""
    rest = {name: value for name, value in row.items() if name != "happening"}
    tied = {"happening_seq": seqs.get(str(row["happening"]))} if "happening" in row else {}
    return {"report_seq": seq, **tied, **rest}
