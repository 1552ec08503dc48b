"""Joins the happenings of one report to those of all others: what may be the same comes to stand in one component."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, select, update

from according.codec import from_happening, to_happening
from according.incidents import Happening
from according.reconcile.blocking import block_keys
from according.reconcile.columns import Ready
from according.reconcile.scoring import load_scorer, score_near
from according.reconcile.ties import find_ties
from according.reconciling.ready import ready_of
from according.reconciling.rows import happening_row
from according.store.chunks import in_chunks
from according.store.intake import insert_rows
from according.store.judging import PERSON, active, add_judgements, judged, make_judgement, make_retraction
from according.store.ledger import acts, blocks, counts, happenings, incidents

RULE = "rule:incidents/1"
"""Holds what shares a key."""
NEAR_RULE = "rule:neighbours/1"
"""Holds what shares none, and is compared since both are likely one with the same third."""
LEAST_SCORE = 0.1
"""A pair less likely to be one than this is as good as unlike, and no row is kept of it."""
_H = happenings.c
_MINE = select(_H.seq, _H.id, _H.body, _H.component, _H.origin).where(_H.report_seq == bindparam("report"))
_SEQS = select(_H.seq, _H.id).where(_H.id.in_(bindparam("ids", expanding=True)))
_COMPONENTS = select(_H.id, _H.component).where(_H.id.in_(bindparam("ids", expanding=True)), _H.component.is_not(None))
_SHARED = select(blocks.c.key, blocks.c.happening_seq).where(blocks.c.key.in_(bindparam("keys", expanding=True)))
_MET = select(_H.seq, _H.body, _H.component).where(
    _H.seq.in_(select(blocks.c.happening_seq).where(blocks.c.key.in_(bindparam("keys", expanding=True)))),
    _H.report_seq != bindparam("report"),
)
_PLACE = update(happenings).where(_H.seq == bindparam("which")).values(component=bindparam("new"))
_MOVE = update(happenings).where(_H.component == bindparam("old")).values(component=bindparam("new"))
_ORIGIN = update(happenings).where(_H.id == bindparam("kept")).values(origin=bindparam("new"))
_UNBLOCK = delete(blocks).where(blocks.c.key == bindparam("of_key"), blocks.c.happening_seq == bindparam("of_seq"))
_UNTIE = tuple(update(table).where(table.c.happening_seq == bindparam("of_seq")).values(happening_seq=None) for table in (counts, acts))
_FORGET = delete(happenings).where(_H.seq == bindparam("of_seq"))
_INCIDENTS = select(_H.incident).where(_H.id.in_(bindparam("ids", expanding=True)), _H.incident.is_not(None)).distinct()
_LEAVE = update(happenings).where(_H.incident == bindparam("left")).values(incident=None)
_DROP = delete(incidents).where(incidents.c.id == bindparam("left"))


def replace_happenings(
    connection: Connection,
    report_seq: int,
    told: Sequence[Happening],
    ahead: Sequence[Happening],
    origins: Mapping[str, str],
    at: str,
    *,
    is_known: bool = True,
) -> tuple[dict[str, int], set[int]]:
    """Keep what a report tells in place of what an earlier reading of it told; returns the ``seq`` of each, and the components touched.

    ``ahead`` is what is announced, feared or demanded: it is kept beside what is told, and stands in no incident. A report that is
    not ``is_known`` has no earlier reading.
    What both readings tell alike stays as it is. Of what is told no more, the rule takes its judgements back; people's stay, and
    count again if it is ever told again.
    """
    everything = (*told, *ahead)
    bodies = {one.id: from_happening(one) for one in everything}
    old = connection.execute(_MINE, {"report": report_seq}).all() if is_known else ()
    touched = {row.component for row in old if row.component is not None}
    _remove(connection, [(row.seq, to_happening(row.body)) for row in old if bodies.get(row.id) != row.body], at)
    seqs = {row.id: row.seq for row in old if bodies.get(row.id) == row.body}
    kept = {row.id: row.origin for row in old if row.id in seqs}
    moved = [{"kept": name, "new": origins[name]} for name, origin in kept.items() if origins[name] != origin]
    if moved:
        _forget_sums(connection, [one["kept"] for one in moved])
        connection.execute(_ORIGIN, moved)
    new = [one for one in everything if one.id not in kept]
    if not new:
        return seqs, touched
    insert_rows(connection, happenings, [happening_row(one, report_seq, origins[one.id], bodies[one.id]) for one in new])
    seqs |= find_seqs(connection, [one.id for one in new])
    joining = [(seqs[one.id], ready_of(bodies[one.id])) for one in told if one.id not in kept]
    return seqs, touched | _join(connection, joining, report_seq, at, find_ties(told))


def _join(connection: Connection, joining: Sequence[tuple[int, Ready]], report_seq: int, at: str, ties: Mapping[str, str]) -> set[int]:
    """Judge which happenings of other reports may be these, and return the components that they stand in together.

    ``ties`` are those of the report itself, which stand in one component whatever others tell.
    """
    keys = {seq: block_keys(one.happening) for seq, one in joining}
    tied = _tied_by_people(connection, [one.happening.id for _, one in joining])
    for left, right in ties.items():
        tied.get(left, set()).add(right)
        tied.get(right, set()).add(left)
    known = _components(connection, {name for names in tied.values() for name in names})
    met = _candidates(connection, keys, report_seq)
    near = score_near([(one, [other for other, _ in met[seq]]) for seq, one in joining], LEAST_SCORE)
    made = []
    united = _United()
    for (seq, one), found in zip(joining, near, strict=True):
        others = met[seq]
        name = one.happening.id
        for number, pair in found:
            other = others[number][0].happening.id
            made.append(make_judgement("happening", "same", name, other, RULE, at, score=pair.score, reasons=pair.reasons))
        likely = {others[number][1] for number, pair in found if pair.score >= least_joined()}
        known[name] = united.add(seq, likely | {known[other] for other in tied[name] if other in known})
    add_judgements(connection, made)
    insert_rows(connection, blocks, [{"key": key, "happening_seq": seq} for seq, _ in joining for key in keys[seq]])
    united.keep(connection)
    return united.all()


class _United:
    """Components made one as happening after happening ties them; each goes by its lowest number."""

    def __init__(self) -> None:
        self._lower: dict[int, int] = {}
        self._placed: dict[int, int] = {}

    def _find(self, component: int) -> int:
        while component in self._lower:
            component = self._lower[component]
        return component

    def add(self, seq: int, components: Collection[int]) -> int:
        """Put a happening that is in no component yet into what these are together, or into one of its own."""
        several = {self._find(one) for one in components}
        first = min(several, default=seq)
        self._lower.update(dict.fromkeys(several - {first}, first))
        self._placed[seq] = first
        return first

    def all(self) -> set[int]:
        """The components that the happenings stand in now."""
        return {self._find(one) for one in self._placed.values()}

    def keep(self, connection: Connection) -> None:
        """Write down which component each happening stands in."""
        if self._lower:
            connection.execute(_MOVE, [{"old": one, "new": self._find(one)} for one in sorted(self._lower)])
        if self._placed:
            connection.execute(_PLACE, [{"which": seq, "new": self._find(one)} for seq, one in self._placed.items()])


def _tied_by_people(connection: Connection, joining: Sequence[str]) -> dict[str, set[str]]:
    """For each of these happenings the ids of those that people judged to be the same or another one."""
    tied: dict[str, set[str]] = {name: set() for name in joining}
    for held in judged(connection, "happening", tied):
        if held.by.startswith(PERSON) and held.right is not None:
            for mine, other in ((held.left, held.right), (held.right, held.left)):
                if mine in tied:
                    tied[mine].add(other)
    return tied


def _components(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    """The components of happenings, by their ids; those that are told no more, and those that are only coming, have none."""
    return {row.id: row.component for some in in_chunks(sorted(ids)) for row in connection.execute(_COMPONENTS, {"ids": some}).all()}


def _remove(connection: Connection, gone: Sequence[tuple[int, Happening]], at: str) -> None:
    """Forget happenings that are told no more, and the sums of their incidents; the rule's judgements about them are taken back."""
    if not gone:
        return
    ids = [one.id for _, one in gone]
    _forget_sums(connection, ids)
    connection.execute(_UNBLOCK, [{"of_key": key, "of_seq": seq} for seq, one in gone for key in block_keys(one)])
    for query in _UNTIE:
        connection.execute(query, [{"of_seq": seq} for seq, _ in gone])
    connection.execute(_FORGET, [{"of_seq": seq} for seq, _ in gone])
    standing = active(judged(connection, "happening", ids))
    mine = [one for one in standing if one.by in (RULE, NEAR_RULE)]
    add_judgements(connection, [make_retraction(one, one.by, at, ("told no more",)) for one in mine])


def _forget_sums(connection: Connection, ids: Sequence[str]) -> None:
    """Take happenings, and all that stood in one incident with them, out of it, so that it is summed up anew."""
    for some in in_chunks(ids):
        if left := connection.scalars(_INCIDENTS, {"ids": some}).all():
            connection.execute(_LEAVE, [{"left": one} for one in left])
            connection.execute(_DROP, [{"left": one} for one in left])


def find_seqs(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """The ``seq`` of each happening that is told now."""
    return {row.id: row.seq for some in in_chunks(ids) for row in connection.execute(_SEQS, {"ids": some}).all()}


def _candidates(connection: Connection, keys: Mapping[int, Sequence[int]], report_seq: int) -> dict[int, list[tuple[Ready, int]]]:
    """The happenings of other reports that stand under the keys of each, with their components, in the order of their ids."""
    owners: dict[int, list[int]] = {}
    for mine, own in keys.items():
        for key in own:
            owners.setdefault(key, []).append(mine)
    shared: dict[int, set[int]] = {mine: set() for mine in keys}
    others: dict[int, tuple[Ready, int]] = {}
    for some in in_chunks(sorted(owners)):
        found = connection.execute(_SHARED, {"keys": some}).all()
        if not found:
            continue
        for key, other in found:
            for mine in owners[key]:
                shared[mine].add(other)
        for seq, body, component in connection.execute(_MET, {"keys": some, "report": report_seq}).all():
            others[seq] = (ready_of(body), component)
    order = sorted(others, key=lambda seq: others[seq][0].happening.id)
    return {mine: [others[seq] for seq in order if seq in met] for mine, met in shared.items()}


def least_joined() -> float:
    """The score from which on two happenings can come to stand in one incident: below it they are never asked about together."""
    return load_scorer().threshold


def unite_judged(connection: Connection, left: str, right: str) -> set[int]:
    """The components of two happenings that a person judged, made one; those of one alone if the other is not there."""
    known = _components(connection, [left, right])
    components = set(known.values())
    found = set()
    united = _United()
    for seq in sorted(find_seqs(connection, [left, right]).values()):
        found.add(united.add(seq, components))
    united.keep(connection)
    return found
