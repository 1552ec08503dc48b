"""Makes the incidents of components anew: which of the happenings that may be the same are one, and what they come to together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, select, update

from according.incidents import Happening
from according.reconcile.clustering import cluster
from according.reconcile.columns import Ready
from according.reconcile.neighbours import Neighbours
from according.reconcile.scoring import score_near
from according.reconcile.ties import find_ties
from according.reconcile.walls import find_walls
from according.reconciling.joining import LEAST_SCORE, NEAR_RULE, RULE, least_joined
from according.reconciling.ready import ready_of
from according.reconciling.rows import Row
from according.reconciling.summing import incident_row
from according.store.chunks import in_chunks
from according.store.intake import insert_rows
from according.store.judging import Held, Pair, add_judgements, held_among, make_judgement
from according.store.ledger import happenings, incidents

_H = happenings.c
_MEMBERS = select(_H.component, _H.body, _H.incident, _H.origin).where(_H.component.in_(bindparam("of", expanding=True)))
_STANDS = update(happenings).where(_H.id == bindparam("happening")).values(incident=bindparam("new"))
_DROP = delete(incidents).where(incidents.c.id.in_(bindparam("ids", expanding=True)))


@dataclass(slots=True)
class _Component:
    """Happenings that may be the same, by their ids, with the origin of each and the incident that it stood in.

    Two ways ``ready``: as such, and to be compared.
    """

    members: dict[str, Happening]
    ready: dict[str, Ready]
    origins: dict[str, str]
    before: dict[str, str | None]


@dataclass(slots=True)
class _Settled:
    """What comes of a component: the incidents that change, the happenings that go to another one, and the rows of the new ones."""

    changed: set[str]
    moved: list[dict[str, str | None]]
    rows: list[Row]


def settle(connection: Connection, components: Iterable[int], at: str, anew: Collection[str] = ()) -> set[str]:
    """Make the incidents of these components anew; returns the ids of those that were or are in them.

    What stands in no incident yet, and what is to be taken ``anew``, is compared with what has a neighbour in common with it.
    What people hold to be wrong is nobody's neighbour.
    """
    read = _read(connection, sorted(set(components)))
    held = held_among(connection, "happening", {name for one in read for name in one.members}, {RULE, NEAR_RULE})
    direct, through = (_by_component(read, held.scores[rule]) for rule in (RULE, NEAR_RULE))
    settled = []
    for number, one in enumerate(read):
        standing = one.members.keys() - held.wrong
        near = Neighbours(standing, _without(direct[number], held.wrong), least_joined())
        fresh = {name for name, incident in one.before.items() if incident is None}.union(anew)
        met = _without(through[number], held.wrong)
        unmet = near.unmet(fresh, met.keys() | _within(held.refused, standing), {name: one.members[name].report for name in standing})
        settled.append(_settle(one, held, direct[number], near.through(met | _meet(connection, one, unmet, at))))
    if moved := [one for each in settled for one in each.moved]:
        connection.execute(_STANDS, moved)
    changed = {name for one in settled for name in one.changed}
    for some in in_chunks(sorted(changed)):
        connection.execute(_DROP, {"ids": some})
    insert_rows(connection, incidents, [row for one in settled for row in one.rows])
    return changed


def _meet(connection: Connection, component: _Component, unmet: Mapping[str, Sequence[str]], at: str) -> dict[tuple[str, str], float]:
    """Judge which of these pairs may be one; returns their scores."""
    near = score_near(
        [(component.ready[name], [component.ready[other] for other in others]) for name, others in unmet.items()], LEAST_SCORE
    )
    made = [
        make_judgement("happening", "same", name, others[number], NEAR_RULE, at, score=pair.score, reasons=pair.reasons)
        for (name, others), found in zip(unmet.items(), near, strict=True)
        for number, pair in found
    ]
    add_judgements(connection, made)
    return {(one.left, one.right): one.score for one in made if one.right is not None}


def _read(connection: Connection, numbers: Sequence[int]) -> list[_Component]:
    """The components with these numbers, in their order."""
    found = {number: _Component({}, {}, {}, {}) for number in numbers}
    for some in in_chunks(numbers):
        for number, body, incident, origin in connection.execute(_MEMBERS, {"of": some}).all():
            ready, one = ready_of(body), found[number]
            told = ready.happening
            one.members[told.id], one.ready[told.id], one.origins[told.id], one.before[told.id] = told, ready, origin, incident
    return list(found.values())


def _by_component(read: Sequence[_Component], scores: Mapping[Pair, float]) -> dict[int, dict[tuple[str, str], float]]:
    """The scores of pairs within one component, by its place."""
    if len(read) == 1:
        return {0: {(left, right): score for (left, right), score in scores.items() if right is not None}}
    home = {name: at for at, one in enumerate(read) for name in one.members}
    found: dict[int, dict[tuple[str, str], float]] = defaultdict(dict)
    for (left, right), score in scores.items():
        if right is not None and left in home and home[left] == home.get(right):
            found[home[left]][left, right] = score
    return found


def _settle(
    component: _Component, held: Held, direct: Mapping[tuple[str, str], float], through: Mapping[tuple[str, str], float]
) -> _Settled:
    """What comes of one component; an incident whose members and their origins are what they were stays as it is.

    So what an incident comes to must follow from those: differences are told by ``direct`` scores alone, which two happenings have
    from the first, and not by those they have ``through`` a third.
    """
    members, before = component.members, component.before
    together = _within(held.same, members)
    ties = find_ties(members.values())
    found = _groups(members, {**direct, **through}, held, together, ties)
    groups = {min(group, key=lambda name: _seniority(members[name])): group for group in found}
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
    made = (sorted((members[name] for name in groups[incident]), key=_seniority) for incident in sorted(changed & groups.keys()))
    tied = {(one, other) if one < other else (other, one) for one, other in ties.items()}
    likely = _likely(direct, together | tied)
    return _Settled(changed, moved, [incident_row(told, component.origins, likely) for told in made])


def _groups(
    members: Mapping[str, Happening],
    scores: Mapping[tuple[str, str], float],
    held: Held,
    together: Collection[tuple[str, str]],
    ties: Mapping[str, str],
) -> tuple[tuple[str, ...], ...]:
    """Which happenings of a component are one, by what people and the rule hold of them and by the ties of their reports.

    Those held to be wrong are in none.
    """
    standing = members.keys() - held.wrong
    if len(standing) < 2:
        return tuple((name,) for name in standing)
    return cluster(standing, scores, together, _within(held.apart, members), walls=find_walls(members.values()), ties=ties)


def _likely(scores: Mapping[tuple[str, str], float], together: Collection[tuple[str, str]]) -> Callable[[str, str], float]:
    """How likely two happenings are one: by people's word or a report's own for sure, else by the rule's."""

    def likely(left: str, right: str) -> float:
        pair = (left, right) if left < right else (right, left)
        return 1.0 if pair in together else scores.get(pair, 0.0)

    return likely


def _without(scores: Mapping[tuple[str, str], float], wrong: frozenset[str]) -> dict[tuple[str, str], float]:
    """The scores of pairs of which neither is held to be wrong."""
    return {pair: score for pair, score in scores.items() if wrong.isdisjoint(pair)} if wrong else dict(scores)


def _within(pairs: Iterable[tuple[str, str | None]], members: Collection[str]) -> frozenset[tuple[str, str]]:
    return frozenset((left, right) for left, right in pairs if left in members and right is not None and right in members)


def _seniority(one: Happening) -> tuple[str, str]:
    """Who told it first: by the day of publication (unknown last), then by id."""
    return (one.published or "9999", one.id)
