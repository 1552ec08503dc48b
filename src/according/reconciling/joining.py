"""Joins the happenings of one report to those of all others, and makes the incidents anew that this touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from sqlalchemy import Connection, bindparam, delete, select, update

from according.codec import from_happening, to_happening
from according.incidents import Happening
from according.reconcile.blocking import block_keys
from according.reconcile.clustering import cluster
from according.reconcile.columns import Ready, make_ready
from according.reconcile.scoring import load_scorer, score_many
from according.reconcile.walls import find_walls
from according.reconciling.rows import happening_row
from according.reconciling.summing import incident_row
from according.store.chunks import in_chunks
from according.store.intake import insert_rows
from according.store.judging import Held, active, add_judgements, judged, judged_among, make_judgement, make_retraction, weigh
from according.store.ledger import acts, blocks, counts, happenings, incidents

RULE = "rule:incidents/1"
_LEAST_SCORE = 0.1
"""A pair less likely to be one than this is as good as unlike, and no row is kept of it."""
_KEPT_READY = 4096
"""A happening that others were compared with may well be met again soon: so many stay ready."""
_H = happenings.c
_MINE = select(_H.seq, _H.id, _H.body, _H.component, _H.origin).where(_H.report_seq == bindparam("report"))
_SEQS = select(_H.seq, _H.id).where(_H.id.in_(bindparam("ids", expanding=True)))
_COMPONENTS = select(_H.component).where(_H.id.in_(bindparam("ids", expanding=True)))
_MET = select(_H.body, _H.component).where(
    _H.seq.in_(select(blocks.c.happening_seq).where(blocks.c.key.in_(bindparam("keys", expanding=True)))),
    _H.report_seq != bindparam("report"),
)
_MEMBERS = select(_H.body, _H.incident, _H.origin).where(_H.component == bindparam("of"))
_PLACE = update(happenings).where(_H.seq == bindparam("which")).values(component=bindparam("new"))
_MOVE = update(happenings).where(_H.component == bindparam("old")).values(component=bindparam("new"))


def replace_happenings(
    connection: Connection, report_seq: int, told: Sequence[Happening], ahead: Sequence[Happening], origins: Mapping[str, str], at: str
) -> set[int]:
    """Keep what a report tells in place of what an earlier reading of it told, and return the components touched.

    ``ahead`` is what is announced, feared or demanded: it is kept beside what is told, and stands in no incident.
    What both readings tell alike stays as it is. Of what is told no more, the rule takes its judgements back; people's stay, and
    count again if it is ever told again.
    """
    everything = (*told, *ahead)
    bodies = {one.id: from_happening(one) for one in everything}
    old = connection.execute(_MINE, {"report": report_seq}).all()
    touched = {row.component for row in old if row.component is not None}
    _remove(connection, [(row.seq, to_happening(row.body)) for row in old if bodies.get(row.id) != row.body], at)
    kept = {row.id: row.origin for row in old if bodies.get(row.id) == row.body}
    moved = [{"kept": name, "new": origins[name]} for name, origin in kept.items() if origins[name] != origin]
    if moved:
        _forget_sums(connection, [one["kept"] for one in moved])
        connection.execute(update(happenings).where(_H.id == bindparam("kept")).values(origin=bindparam("new")), moved)
    new = [one for one in everything if one.id not in kept]
    insert_rows(connection, happenings, [happening_row(one, report_seq, origins[one.id], bodies[one.id]) for one in new])
    seqs = find_seqs(connection, [one.id for one in new])
    joining = [one for one in told if one.id not in kept]
    tied = _tied_by_people(connection, joining)
    keys = []
    for one in joining:
        own = block_keys(one)
        touched.add(_join(connection, one, own, tied[one.id], seqs[one.id], report_seq, at))
        keys += [{"key": key, "happening_seq": seqs[one.id]} for key in own]
    insert_rows(connection, blocks, keys)
    return touched


def _join(connection: Connection, one: Happening, keys: Sequence[int], tied: Collection[str], seq: int, report_seq: int, at: str) -> int:
    """Judge which happenings of other reports may be this one, and return the component that they stand in together."""
    others = _candidates(connection, keys, report_seq)
    scored = score_many(make_ready(one), [other for other, _ in others], least=_LEAST_SCORE)
    near = [(other.happening.id, found) for (other, _), found in zip(others, scored, strict=True) if found.score >= _LEAST_SCORE]
    add_judgements(
        connection,
        (make_judgement("happening", "same", one.id, name, RULE, at, score=found.score, reasons=found.reasons) for name, found in near),
    )
    joined = {component for (_, component), found in zip(others, scored, strict=True) if found.score >= least_joined()}
    return _unite(connection, seq, None, joined | _components(connection, tied))


def _tied_by_people(connection: Connection, joining: Sequence[Happening]) -> dict[str, set[str]]:
    """For each of these happenings the ids of those that people judged to be the same or another one."""
    tied: dict[str, set[str]] = {one.id: set() for one in joining}
    for held in judged(connection, "happening", tied):
        if held.by != RULE and held.right is not None:
            for mine, other in ((held.left, held.right), (held.right, held.left)):
                if mine in tied:
                    tied[mine].add(other)
    return tied


def _components(connection: Connection, ids: Collection[str]) -> set[int]:
    """The components of happenings, by their ids; those that are told no more, and those that are only coming, have none."""
    found = connection.scalars(_COMPONENTS, {"ids": sorted(ids)}) if ids else ()
    return {one for one in found if one is not None}


def _remove(connection: Connection, gone: Sequence[tuple[int, Happening]], at: str) -> None:
    """Forget happenings that are told no more, and the sums of their incidents; the rule's judgements about them are taken back."""
    ids = [one.id for _, one in gone]
    _forget_sums(connection, ids)
    for seq, one in gone:
        connection.execute(delete(blocks).where(blocks.c.key.in_(block_keys(one)), blocks.c.happening_seq == seq))
        connection.execute(update(counts).where(counts.c.happening_seq == seq).values(happening_seq=None))
        connection.execute(update(acts).where(acts.c.happening_seq == seq).values(happening_seq=None))
        connection.execute(delete(happenings).where(_H.seq == seq))
    standing = active(judged(connection, "happening", ids))
    add_judgements(connection, (make_retraction(one, RULE, at, ("told no more",)) for one in standing if one.by == RULE))


def _forget_sums(connection: Connection, ids: Sequence[str]) -> None:
    """Take happenings, and all that stood in one incident with them, out of it, so that it is summed up anew."""
    for some in in_chunks(ids):
        left = connection.scalars(select(_H.incident).where(_H.id.in_(some), _H.incident.is_not(None)).distinct()).all()
        connection.execute(update(happenings).where(_H.incident.in_(left)).values(incident=None))
        _delete(connection, left)


def find_seqs(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """The ``seq`` of each happening that is told now."""
    return {row.id: row.seq for row in connection.execute(_SEQS, {"ids": ids})}


def _candidates(connection: Connection, keys: Sequence[int], report_seq: int) -> list[tuple[Ready, int]]:
    """The happenings of other reports that stand under one of these keys, with their components, in the order of their ids."""
    found = [(_ready(row.body), row.component) for row in connection.execute(_MET, {"keys": keys, "report": report_seq})]
    return sorted(found, key=lambda pair: pair[0].happening.id)


@lru_cache(_KEPT_READY)
def _ready(body: str) -> Ready:
    return make_ready(to_happening(body))


def least_joined() -> float:
    """The score from which on two happenings can come to stand in one incident: below it they are never asked about together."""
    return load_scorer().threshold


def _unite(connection: Connection, seq: int, mine: int | None, components: set[int]) -> int:
    """The component of a happening, which is in that of its own (None: in none yet), made one with those of what may be the same."""
    several = components | ({mine} if mine is not None else set())
    first = min(several, default=seq)
    if later := sorted(several - {first}):
        connection.execute(_MOVE, [{"old": one, "new": first} for one in later])
    if mine is None:
        connection.execute(_PLACE, {"which": seq, "new": first})
    return first


def unite_judged(connection: Connection, left: str, right: str) -> set[int]:
    """The components of two happenings that a person judged, made one; those of one alone if the other is not there."""
    components = _components(connection, [left, right])
    found = set()
    for seq in sorted(find_seqs(connection, [left, right]).values()):
        mine = connection.scalar(select(_H.component).where(_H.seq == seq))
        found.add(_unite(connection, seq, mine, components))
    return found


def settle(connection: Connection, components: Iterable[int]) -> set[str]:
    """Make the incidents of these components anew; returns the ids of those that were or are in them."""
    changed: set[str] = set()
    for component in sorted(set(components)):
        changed |= _settle(connection, component)
    return changed


def _settle(connection: Connection, component: int) -> set[str]:
    """Make the incidents of one component anew; one whose members and their origins are what they were stays as it is."""
    rows = [(_ready(row.body).happening, row.incident, row.origin) for row in connection.execute(_MEMBERS, {"of": component})]
    members = {one.id: one for one, _, _ in rows}
    origins = {one.id: origin for one, _, origin in rows}
    before: dict[str, str | None] = {one.id: incident for one, incident, _ in rows}
    held = weigh(judged_among(connection, "happening", members), {RULE})
    together = _within(held.same, members)
    groups = {min(group, key=lambda name: _seniority(members[name])): group for group in _groups(held, together, members)}
    after: dict[str, str | None] = dict.fromkeys(members)
    for incident, group in groups.items():
        after.update(dict.fromkeys(group, incident))
    sizes = Counter(before.values())
    same = {
        incident
        for incident, group in groups.items()
        if sizes[incident] == len(group)
        and all(before[name] == incident for name in group)
        and not any(left in group and right in group for left, right in together)
    }
    changed = ({incident for incident in before.values() if incident} | groups.keys()) - same
    moved = [{"happening": name, "new": incident} for name, incident in after.items() if before[name] != incident]
    if moved:
        connection.execute(update(happenings).where(_H.id == bindparam("happening")).values(incident=bindparam("new")), moved)
    _delete(connection, changed)
    made = (sorted((members[name] for name in groups[incident]), key=_seniority) for incident in sorted(changed & groups.keys()))
    insert_rows(connection, incidents, [incident_row(told, origins, _likely(held, together)) for told in made])
    return changed


def _groups(held: Held, together: Collection[tuple[str, str]], members: Mapping[str, Happening]) -> tuple[tuple[str, ...], ...]:
    """Which happenings of a component are one, by what people and the rule hold of them; those held to be wrong are in none."""
    scores = {(left, right): score for (left, right), score in held.scores.items() if left in members and right in members and right}
    walls = find_walls(members.values())
    return cluster(members.keys() - held.wrong, scores, together, _within(held.apart, members), walls=walls)


def _likely(held: Held, together: Collection[tuple[str, str]]) -> Callable[[str, str], float]:
    """How likely two happenings are one: by people's word for sure, else by the rule's."""

    def likely(left: str, right: str) -> float:
        pair = (left, right) if left < right else (right, left)
        return 1.0 if pair in together else held.scores.get(pair, 0.0)

    return likely


def _within(pairs: Iterable[tuple[str, str | None]], members: Collection[str]) -> frozenset[tuple[str, str]]:
    return frozenset((left, right) for left, right in pairs if left in members and right is not None and right in members)


def _seniority(one: Happening) -> tuple[str, str]:
    """Who told it first: by the day of publication (unknown last), then by id."""
    return (one.published or "9999", one.id)


def _delete(connection: Connection, ids: Collection[str]) -> None:
    for some in in_chunks(sorted(ids)):
        connection.execute(delete(incidents).where(incidents.c.id.in_(some)))
