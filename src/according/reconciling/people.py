"""What people hold: judgements signed with a name, which outrank the rules' and can be taken back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from according.errors import NotInAccount, UsageError
from according.incidents import Judgement, Relation, Subject
from according.reconciling.copying import regroup
from according.reconciling.joining import unite_judged
from according.reconciling.locking import lock
from according.reconciling.naming import settle_judged
from according.reconciling.run import refresh
from according.reconciling.settling import settle
from according.reviewing.weighing import review_states
from according.store import Account
from according.store.chunks import in_chunks
from according.store.judging import (
    PERSON,
    add_judgements,
    find_judgement,
    iter_judgements,
    judged,
    judged_in,
    make_judgement,
    make_retraction,
    states_of,
)
from according.store.ledger import entity_links, facts, happenings
from according.store.lookup import find_report
from according.store.schema import reports

_ID = re.compile(r"(?:sha256:)?([0-9a-f]{8,64})")

RELATIONS: dict[Subject, tuple[Relation, ...]] = {
    "happening": ("same", "different", "wrong"),
    "report": ("copy", "different"),
    "actor": ("same", "different"),
    "place": ("same", "different"),
}


def judge(
    account: Account, subject: Subject, relation: Relation, left: str, right: str | None, *, by: str, at: str, reason: str | None = None
) -> Judgement:
    """Keep what a person holds of two happenings, reports or names (or, for ``wrong``, of one happening), and follow it at once.

    ``left`` and ``right`` are ids, those of names as ``find_judged`` gives them; a happening's id stands for what a report tells
    now, and the judgement stays when a re-reading tells it no more. Raises ``UsageError`` for a relation that does not fit and
    for a thing judged against itself.
    """
    if relation not in RELATIONS.get(subject, ()):
        raise UsageError(f"of a {subject} nobody can hold {relation!r}: it is one of {', '.join(RELATIONS.get(subject, ()))}")
    if (right is None) != (relation == "wrong") or left == right:
        raise UsageError(f"{relation!r} is held of " + ("one thing" if relation == "wrong" else "two different things"))
    held = make_judgement(subject, relation, left, right, signed(by), at, reasons=(reason,) if reason else ())
    _keep(account, held)
    return held


def retract(account: Account, name: str, *, by: str, at: str, reason: str | None = None) -> Judgement:
    """Take a judgement back, a person's or a rule's, so that all is as if it had never been; raises ``NotInAccount``."""
    with account.reading_rows() as connection:
        found = find_judgement(connection, name)
    if len(found) != 1:
        raise NotInAccount(
            f"the account holds no judgement called {name!r}" if not found else f"{name} begins more than one judgement's id"
        )
    taken_back = make_retraction(found[0], signed(by), at, (reason,) if reason else ())
    _keep(account, taken_back)
    return taken_back


def signed(by: str) -> str:
    """Who signs, as judgements have it; raises ``UsageError`` where there is no name."""
    name = " ".join(by.split())
    if not name:
        raise UsageError("a judgement is signed: give a name")
    return PERSON + name


def _keep(account: Account, held: Judgement) -> None:
    with account.writing_rows() as connection:
        lock(connection)
        add_judgements(connection, [held])
        if held.report is not None:
            follow(connection, [held.report], held.at)
        elif held.subject == "report":
            settle(connection, refresh(connection, regroup(connection, filter(None, (held.left, held.right))), held.at), held.at)
        elif held.subject in ("actor", "place"):
            settle_judged(connection, held.subject, filter(None, (held.left, held.right)))
        else:
            sides = held.left, held.right or held.left
            settle(connection, unite_judged(connection, *sides), held.at, anew=sides)


def follow(connection: Connection, ids: Iterable[str], at: str) -> None:
    """Make anew what follows from what was read in these reports; one that is not reconciled yet will be, with its judgements."""
    known = select(facts.c.report_seq).join(reports, reports.c.seq == facts.c.report_seq).where(reports.c.id.in_(sorted(ids)))
    settle(connection, refresh(connection, connection.scalars(known).all(), at), at)


@dataclass(frozen=True, slots=True)
class Listed:
    """A judgement with what became of it.

    ``state`` is one of ``store.judging.states_of`` (of ``reviewing.weighing.review_states`` for what is held of a reading), or
    ``waiting`` where it is about something that no report tells now.
    """

    judgement: Judgement
    state: str


def find_judged(account: Account, subject: Subject, name: str) -> str:
    """The id of the happening, report or name that is called ``name``; raises ``NotInAccount``."""
    with account.reading_rows() as connection:
        if subject in ("actor", "place"):
            return _find_name(connection, subject, name)
        return find_report(connection, name) if subject == "report" else _find_happening(connection, name)


def _find_happening(connection: Connection, name: str) -> str:
    if not (given := _ID.fullmatch(name.strip())):
        raise NotInAccount(f"{name!r} is no happening's id: ids are sha256: and hexadecimal digits, of which eight or more are enough")
    start = f"sha256:{given[1]}"
    found = connection.scalars(select(happenings.c.id).where(happenings.c.id >= start, happenings.c.id < start + "g").limit(2)).all()
    if len(found) != 1:
        raise NotInAccount(
            f"{name} begins more than one happening's id; give more of it" if found else f"no report tells a happening called {name!r}"
        )
    return str(found[0])


def _find_name(connection: Connection, subject: str, name: str) -> str:
    """The key of a name that reports use; a place's may be given with its country before it (``SY:Kesh``)."""
    given, links = " ".join(name.split()), entity_links.c
    query = select(links.name_key).where(links.subject == subject)
    found = connection.scalars(query.where(links.name_key == given)).all() or connection.scalars(query.where(links.name == given)).all()
    if len(found) == 1:
        return str(found[0])
    what = "actor or speaker" if subject == "actor" else "place without a position"
    raise NotInAccount(
        f"there is more than one {given}: give {' or '.join(sorted(found))}"
        if found
        else f"no report names a{'n' if subject == 'actor' else ''} {what} {given!r}: a name is given letter for letter"
    )


def list_judgements(account: Account, about: str | None = None, *, with_rules: bool = False) -> Iterator[Listed]:
    """The judgements about an incident, happening, report or name, or all of them, each with its state, in the order they came."""
    with account.reading_rows() as connection:
        if about is None:
            given = list(iter_judgements(connection, people_only=not with_rules))
        else:
            given = [one for one in _about(connection, about) if with_rules or one.by.startswith(PERSON)]
        for subject in RELATIONS:
            yield from _with_states(connection, subject, [one for one in given if one.subject == subject and one.report is None])
        of_readings = [one for one in given if one.report is not None]
        states = review_states(judged_in(connection, {one.report for one in of_readings if one.report}))
        yield from (Listed(one, states[one.id]) for one in of_readings)


def _about(connection: Connection, name: str) -> list[Judgement]:
    """All that is judged about an incident or happening (and those in one incident with it), or about a report."""
    try:
        happening = _find_happening(connection, name)
    except NotInAccount:
        names = _named(connection, name)
        if any(names.values()):
            return [one for subject, keys in names.items() for one in judged(connection, subject, keys)]
        report = find_report(connection, name)
        return [*judged(connection, "report", [report]), *judged_in(connection, [report])]
    incident = select(happenings.c.incident).where(happenings.c.id == happening).scalar_subquery()
    members = connection.scalars(select(happenings.c.id).where(or_(happenings.c.incident == incident, happenings.c.id == happening)))
    return judged(connection, "happening", set(members))


def _named(connection: Connection, name: str) -> dict[Subject, list[str]]:
    """The keys of the actors and places that are called so, letter for letter."""
    links = entity_links.c
    query = select(links.subject, links.name_key).where(links.subject.in_(("actor", "place")), links.name_key == " ".join(name.split()))
    rows = connection.execute(query).all()
    return {subject: [row.name_key for row in rows if row.subject == subject] for subject in ("actor", "place")}


def _with_states(connection: Connection, subject: Subject, given: Sequence[Judgement]) -> Iterator[Listed]:
    sides = {side for one in given for side in (one.left, one.right) if side is not None}
    column = {"happening": happenings.c.id, "report": reports.c.id}.get(subject, entity_links.c.name_key)
    there = {name for some in in_chunks(sorted(sides)) for name in connection.scalars(select(column).where(column.in_(some)))}
    states = states_of(judged(connection, subject, sides))
    for one in given:
        is_waiting = states[one.id] == "holds" and not {one.left, one.right} - {None} <= there
        yield Listed(one, "waiting" if is_waiting else states[one.id])
