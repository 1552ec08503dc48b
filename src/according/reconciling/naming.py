"""Joins the names of one report to those of all others, and keeps under which entity each name is taken.

What is held of two names follows from all uses of them, whatever came first: a name that is used anew in another way is
compared anew with all that it meets, and the rule takes back what no longer follows.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from according.incidents import Happening, Judgement
from according.model import Reading
from according.reconcile.entities import NameMatch
from according.reconcile.names import Meeting, Named, NamedSubject, make_key, match_named, meetings, names_used
from according.reconcile.namesakes import entity_names, group_names
from according.store.chunks import in_chunks
from according.store.intake import insert_rows
from according.store.judging import PERSON, active, add_judgements, judged, make_judgement, make_retraction, taken_back, weigh
from according.store.ledger import entity_links, name_blocks, name_uses

RULE = "rule:names/1"
MOST_IN_BLOCK = 200
"""What more names than this have in common tells nothing of any of them."""
SUBJECTS: tuple[NamedSubject, ...] = ("actor", "place")
Use = tuple[bool, tuple[str, ...]]
_COUNTED: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ("reports", "persons", "bodies")}
_USES = select(name_uses).where(name_uses.c.report_seq == bindparam("seq"))
_UNUSE = delete(name_uses).where(name_uses.c.report_seq == bindparam("seq"))
_LINKS = select(entity_links).where(entity_links.c.key.in_(bindparam("keys", expanding=True)))
_RECOUNT = update(entity_links).where(entity_links.c.key == bindparam("of")).values(_COUNTED)
_TAKE_UNDER = update(entity_links).where(entity_links.c.key == bindparam("of")).values(entity=bindparam("new"))
_NAMES_IN = select(name_blocks.c.name).where(name_blocks.c.block.in_(bindparam("blocks", expanding=True)))
_IN_BLOCKS = (
    select(name_blocks.c.block, name_blocks.c.name)
    .where(name_blocks.c.block.in_(bindparam("blocks", expanding=True)))
    .limit(bindparam("most"))
)


def put_names(connection: Connection, seq: int, reading: Reading, told: Sequence[Happening], at: str) -> None:
    """Keep which names a report uses, in place of those that an earlier reading of it used, and join them to all others."""
    new = {make_key(one.subject, one.key): one for one in names_used(reading, told)}
    uses: dict[int, Use] = {key: (one.is_person, tuple(sorted(one.bodies))) for key, one in new.items()}
    old = _uses(connection, seq)
    if old == uses:
        return
    changes = _count(connection, new, old, uses)
    _write(connection, seq, changes, old, uses)
    touched = changes.names() | _crossed(connection, changes)
    for subject in SUBJECTS:
        anew, counted = ({key for of, key in names if of == subject} for names in (touched, changes.recounted))
        if anew | counted:
            held = judged(connection, subject, anew | counted)
            _settle(connection, subject, _sides(held) | _rejudge(connection, subject, sorted(anew), held, at))


def settle_judged(connection: Connection, subject: NamedSubject, names: Iterable[str]) -> None:
    """Take these names, and all that judgements tie to them, under the entities that follow from what is held now."""
    _settle(connection, subject, set(names))


Key = tuple[str, str]
"""A name by its subject and ``name_key``."""


@dataclass(slots=True)
class _Changes:
    """What a report changes: rows to be made, changed and removed; ``touched`` may mean others than before, ``recounted`` not."""

    made: list[dict[str, object]] = field(default_factory=list)
    changed: list[dict[str, object]] = field(default_factory=list)
    gone: list[Named] = field(default_factory=list)
    added: list[Named] = field(default_factory=list)
    touched: set[Key] = field(default_factory=set)
    recounted: set[Key] = field(default_factory=set)

    def names(self) -> set[Key]:
        """The names that must be compared anew."""
        return self.touched | {(one.subject, one.key) for one in (*self.gone, *self.added)}


def _uses(connection: Connection, seq: int) -> dict[int, Use]:
    rows = connection.execute(_USES, {"seq": seq}).all()
    return {row.name: (row.is_person, tuple(json.loads(row.bodies))) for row in rows}


def _count(connection: Connection, new: Mapping[int, Named], old: Mapping[int, Use], uses: Mapping[int, Use]) -> _Changes:
    """What the rows of the names become whose use in this report is another than it was."""
    keys = sorted(key for key in old.keys() | uses.keys() if old.get(key) != uses.get(key))
    rows = {row.key: row for row in _rows(connection, keys)}
    changes = _Changes()
    for key in keys:
        row = rows.get(key)
        persons, bodies = (row.persons, Counter(json.loads(row.bodies))) if row is not None else (0, Counter[str]())
        before = bool(persons), frozenset(bodies)
        for use, step in ((old.get(key), -1), (uses.get(key), 1)):
            if use is not None:
                persons += step * use[0]
                bodies.update(dict.fromkeys(use[1], step))
        bodies = Counter({body: number for body, number in bodies.items() if number > 0})
        reports = (row.reports if row is not None else 0) + (key in uses) - (key in old)
        counted: dict[str, object] = {
            "reports": reports,
            "persons": persons,
            "bodies": json.dumps(dict(sorted(bodies.items())), ensure_ascii=False),
        }
        if row is None:
            one = new[key]
            alone = entity_names({one.key: one.name}, [(one.key,)], {one.key: 1}, by_vocabulary=one.subject == "actor")[one.key]
            changes.made.append({"subject": one.subject, "name_key": one.key, "name": one.name, "entity": alone, "key": key, **counted})
            changes.added.append(one)
        elif reports <= 0:
            changes.gone.append(_named(row))
        else:
            changes.changed.append({"of": key, **{f"new_{name}": value for name, value in counted.items()}})
            changes.recounted.add((row.subject, row.name_key))
            if (bool(persons), frozenset(bodies)) != before:
                changes.touched.add((row.subject, row.name_key))
    return changes


def _write(connection: Connection, seq: int, changes: _Changes, old: Mapping[int, Use], uses: Mapping[int, Use]) -> None:
    """Keep the uses of a report in place of its old ones, and the rows and keys of the names that this changes."""
    if old:
        connection.execute(_UNUSE, {"seq": seq})
    rows = [
        {"name": key, "report_seq": seq, "is_person": is_person, "bodies": json.dumps(bodies, ensure_ascii=False)}
        for key, (is_person, bodies) in sorted(uses.items())
    ]
    insert_rows(connection, name_uses, rows)
    insert_rows(connection, entity_links, changes.made)
    if changes.changed:
        connection.execute(_RECOUNT, changes.changed)
    blocks = [{"block": meeting.own, "name": make_key(one.subject, one.key)} for one in changes.added for meeting in meetings(one)]
    insert_rows(connection, name_blocks, blocks)
    for one in changes.gone:
        key = make_key(one.subject, one.key)
        owns = [meeting.own for meeting in meetings(one)]
        connection.execute(delete(name_blocks).where(name_blocks.c.block.in_(owns), name_blocks.c.name == key))
        connection.execute(delete(entity_links).where(entity_links.c.key == key))


def _crossed(connection: Connection, changes: _Changes) -> set[Key]:
    """The names that meet under a key of which there were few enough and now are too many, or the other way round."""
    counted: list[tuple[Meeting, int, int]] = [
        (meeting, number, step)
        for ones, step in ((changes.added, 1), (changes.gone, -1))
        for meeting, number in Counter(meeting for one in ones for meeting in meetings(one)).items()
    ]
    sizes = {block: len(names) for block, names in _read_blocks(connection, {meeting.own for meeting, _, _ in counted}).items()}
    found: set[int] = set()
    for meeting, number, step in counted:
        after = sizes.get(meeting.own, 0)
        if (after > MOST_IN_BLOCK) != (after - step * number > MOST_IN_BLOCK):
            found.update(connection.scalars(_NAMES_IN, {"blocks": [meeting.own, meeting.other]}))
    return {(row.subject, row.name_key) for row in _rows(connection, sorted(found))}


def _read_blocks(connection: Connection, blocks: Collection[int]) -> dict[int, list[int]]:
    """The names under each of these keys, of each key at most as many more than may be as one report can bring."""
    most = 2 * MOST_IN_BLOCK
    found: dict[int, list[int]] = {}
    for some in in_chunks(sorted(blocks)):
        rows = connection.execute(_IN_BLOCKS, {"blocks": some, "most": most}).all()
        if len(rows) == most:
            rows = [row for block in some for row in connection.execute(_IN_BLOCKS, {"blocks": [block], "most": most}).all()]
        for block, name in rows:
            found.setdefault(block, []).append(name)
    return found


def _rejudge(connection: Connection, subject: NamedSubject, keys: Sequence[str], held: Sequence[Judgement], at: str) -> set[str]:
    """Hold of these names and all that they meet what follows now; returns those of which something else was held."""
    if not keys:
        return set()
    wanted = _wanted(connection, subject, keys)
    blocked = _taken_back_by_people(held)
    anew = set(keys)
    standing = {(one.left, one.right or ""): one for one in active(held) if one.by == RULE and not anew.isdisjoint((one.left, one.right))}
    seen = {one.id for one in held}
    made: list[Judgement] = []
    for pair, one in sorted(standing.items()):
        found = wanted.get(pair)
        if found is None or (found.score, found.reasons) != (one.score, one.reasons):
            made.append(_unseen(seen, at, _retract(one)))
    for pair, found in sorted(wanted.items()):
        kept = standing.get(pair)
        if pair not in blocked and (kept is None or (found.score, found.reasons) != (kept.score, kept.reasons)):
            made.append(_unseen(seen, at, _hold(subject, pair, found)))
    add_judgements(connection, made)
    return _sides(made)


def _sides(held: Iterable[Judgement]) -> set[str]:
    return {side for one in held for side in (one.left, one.right) if side is not None}


def _retract(one: Judgement) -> Callable[[str], Judgement]:
    return lambda at: make_retraction(one, RULE, at, ("follows no more",))


def _hold(subject: NamedSubject, pair: tuple[str, str], found: NameMatch) -> Callable[[str], Judgement]:
    return lambda at: make_judgement(subject, "same", *pair, RULE, at, score=found.score, reasons=found.reasons)


def _unseen(seen: set[str], at: str, make: Callable[[str], Judgement]) -> Judgement:
    """A judgement that was not made before: what was held, taken back and is held again in one run is so a moment later."""
    one = make(at)
    while one.id in seen:
        at = (datetime.fromisoformat(at) + timedelta(microseconds=1)).isoformat(timespec="microseconds")
        one = make(at)
    seen.add(one.id)
    return one


def _taken_back_by_people(held: Sequence[Judgement]) -> set[tuple[str, str]]:
    """The pairs of which a person took back what the rule holds: the rule holds it no more, however often they meet."""
    gone = taken_back(held)
    back = {one.retracts for one in held if one.retracts and one.by.startswith(PERSON) and one.id not in gone}
    return {(one.left, one.right or "") for one in held if one.by == RULE and one.id in back}


def _wanted(connection: Connection, subject: NamedSubject, keys: Sequence[str]) -> dict[tuple[str, str], NameMatch]:
    """What the rule holds of these names and of all that they meet."""
    mine = [_named(row) for row in _rows_called(connection, subject, keys)]
    all_met = {meeting for one in mine for meeting in meetings(one)}
    blocks = _read_blocks(connection, {block for meeting in all_met for block in (meeting.own, meeting.other)})
    sizes = {block: len(names) for block, names in blocks.items()}
    met = {
        meeting: blocks.get(meeting.other, []) if max(sizes.get(meeting.own, 0), sizes.get(meeting.other, 0)) <= MOST_IN_BLOCK else []
        for meeting in all_met
    }
    rows = _rows(connection, sorted({name for names in met.values() for name in names}))
    known = {row.key: _named(row) for row in rows if row.subject == subject}
    found: dict[tuple[str, str], NameMatch] = {}
    for one in mine:
        for name in sorted({name for meeting in meetings(one) for name in met[meeting]}):
            other = known.get(name)
            if other is not None and other.key != one.key and (match := match_named(one, other)) is not None:
                found[min(one.key, other.key), max(one.key, other.key)] = match
    return found


def _named(row: Row[Any]) -> Named:
    return Named(row.subject, row.name_key, row.name, bool(row.persons), frozenset(json.loads(row.bodies)))


def _rows(connection: Connection, keys: Sequence[int]) -> list[Row[Any]]:
    return [row for some in in_chunks(keys) for row in connection.execute(_LINKS, {"keys": some}).all()]


def _rows_called(connection: Connection, subject: str, names: Iterable[str]) -> list[Row[Any]]:
    return _rows(connection, sorted(make_key(subject, name) for name in names))


def _settle(connection: Connection, subject: NamedSubject, names: Collection[str]) -> None:
    """Take these names, and all that judgements tie to them, under their entities."""
    if not names:
        return
    tied, about = _tied(connection, subject, names)
    rows = {row.name_key: row for row in _rows_called(connection, subject, tied)}
    called = {name: row.name for name, row in rows.items()}
    held = weigh(about, {RULE})
    scores = {(left, right): score for (left, right), score in held.scores[RULE].items() if right is not None}
    groups = group_names(called, scores, _pairs(held.same), _pairs(held.apart))
    entities = entity_names(called, groups, {name: row.reports for name, row in rows.items()}, by_vocabulary=subject == "actor")
    moved = [{"of": row.key, "new": entities[name]} for name, row in rows.items() if row.entity != entities[name]]
    if moved:
        connection.execute(_TAKE_UNDER, moved)


def _pairs(given: Iterable[tuple[str, str | None]]) -> Iterator[tuple[str, str]]:
    return ((left, right) for left, right in given if right is not None)


def _tied(connection: Connection, subject: NamedSubject, names: Collection[str]) -> tuple[set[str], list[Judgement]]:
    """All names that standing judgements tie to these, at any number of steps, and all that is held of them."""
    found, new = set(names), set(names)
    about: dict[str, Judgement] = {}
    while new:
        given = judged(connection, subject, new)
        about.update((one.id, one) for one in given)
        new = {side for one in active(given) for side in (one.left, one.right) if side is not None} - found
        found |= new
    return found, [about[key] for key in sorted(about)]
