"""Judgements: kept for ever, taken back only by further judgements, and weighed person before rule.

What counts of all that was ever judged: nothing that was retracted (unless the retraction was itself retracted), and of one
person's judgements on one pair the latest. Where people contradict each other on a pair, none of them outranks the other:
the rule's word stands, and the conflict is shown.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, or_, select

from according.ids import judgement_id
from according.incidents import Judgement, Relation, Subject
from according.store.chunks import in_chunks
from according.store.intake import insert_rows
from according.store.ledger import judgements
from according.store.logbook import append

PERSON = "person:"
JUDGED = "judged"
RETRACTED = "took back"
Pair = tuple[str, str | None]
_Scored = tuple[str, str, str, str | None, float, str]
"""A rule's judgement that takes none back: when it came, its id, both sides, the score, the rule."""
_J = judgements.c
_ABOUT = select(judgements).where(
    _J.subject == bindparam("subject"),
    or_(_J.left_id.in_(bindparam("ids", expanding=True)), _J.right_id.in_(bindparam("ids", expanding=True))),
)
_READ_IN = select(judgements).where(_J.report_id.in_(bindparam("ids", expanding=True)))
_HELD = select(_J.id).where(_J.id.in_(bindparam("ids", expanding=True)))
_SCORES = select(_J.left_id, _J.right_id, _J.score, _J.by, _J.retracts).where(
    _J.subject == bindparam("subject"), _J.left_id.in_(bindparam("ids", expanding=True))
)
_ABOUT_FIRST = select(_J.at, _J.id, _J.left_id, _J.right_id, _J.score, _J.by, _J.relation, _J.retracts).where(
    _J.subject == bindparam("subject"), _J.left_id.in_(bindparam("ids", expanding=True))
)


def make_judgement(
    subject: Subject,
    relation: Relation,
    left: str,
    right: str | None,
    by: str,
    at: str,
    *,
    score: float = 1.0,
    reasons: tuple[str, ...] = (),
    retracts: str | None = None,
    report: str | None = None,
    field: str | None = None,
    value: str | None = None,
    signers: int = 1,
) -> Judgement:
    """A judgement with its id; the two sides are put into alphabetical order, since all relations are symmetric."""
    if right is not None and right < left:
        left, right = right, left
    of_reading = (report, field, value, str(signers)) if report is not None else ()
    name = judgement_id(subject, relation, left, right, by, at, retracts, *of_reading, *reasons)
    return Judgement(name, subject, relation, left, right, by, at, score, reasons, retracts, report, field, value, signers)


def make_retraction(of: Judgement, by: str, at: str, reasons: tuple[str, ...] = ()) -> Judgement:
    """The judgement that takes another one back."""
    return make_judgement(
        of.subject, of.relation, of.left, of.right, by, at, reasons=reasons, retracts=of.id, report=of.report, field=of.field
    )


def add_judgements(connection: Connection, given: Iterable[Judgement]) -> None:
    """Keep judgements, and write people's into the log; those that are kept already change nothing."""
    given = list(given)
    people = [one for one in given if one.by.startswith(PERSON)]
    known = _known(connection, [one.id for one in people])
    rows = [
        {
            "id": one.id,
            "subject": one.subject,
            "relation": one.relation,
            "left_id": one.left,
            "right_id": one.right,
            "by": one.by,
            "at": one.at,
            "score": one.score,
            "reasons": json.dumps(one.reasons, ensure_ascii=False),
            "retracts": one.retracts,
            "report_id": one.report,
            "field": one.field,
            "value": one.value,
            "signers": one.signers,
        }
        for one in given
    ]
    insert_rows(connection, judgements, rows)
    for one in {one.id: one for one in people if one.id not in known}.values():
        action = JUDGED if one.retracts is None else RETRACTED
        append(connection, action, by=one.by.removeprefix(PERSON), at=one.at, about=one.id, body=asdict(one))


def _known(connection: Connection, ids: Sequence[str]) -> set[str]:
    return {name for some in in_chunks(ids) for name in connection.scalars(_HELD, {"ids": some})}


def find_judgement(connection: Connection, name: str) -> list[Judgement]:
    """The judgements whose id is, or begins with, a name."""
    start = name if name.startswith("sha256:") else f"sha256:{name}"
    rows = connection.execute(select(judgements).where(judgements.c.id >= start, judgements.c.id < start + "g").limit(2))
    return [to_judgement(row) for row in rows]


def judged(connection: Connection, subject: Subject, ids: Collection[str]) -> list[Judgement]:
    """All judgements about any of these things, the retracted and the retractions included, in the order of their ids."""
    found: dict[str, Judgement] = {}
    for some in in_chunks(sorted(ids)):
        found.update((row.id, to_judgement(row)) for row in connection.execute(_ABOUT, {"subject": subject, "ids": some}).all())
    return [found[key] for key in sorted(found)]


def held_among(connection: Connection, subject: Subject, ids: Collection[str], rules: Collection[str]) -> Held:
    """What counts of the judgements on what stands among these things alone; of rules, only those named.

    A rule has judged most pairs of a large incident, each once, and seldom has anybody else judged one: then their scores are all
    that is read.
    """
    scores: dict[str, dict[Pair, float]] = {rule: {} for rule in rules}
    number = 0
    for some in in_chunks(sorted(ids)):
        for left, right, score, by, retracts in connection.execute(_SCORES, {"subject": subject, "ids": some}).all():
            if right is not None and right not in ids:
                continue
            if retracts is not None or by not in scores:
                return _weigh(*_told_among(connection, subject, ids, rules), rules)
            scores[by][left, right] = score
            number += 1
    if sum(map(len, scores.values())) != number:
        return _weigh(*_told_among(connection, subject, ids, rules), rules)
    return Held(scores, frozenset(), frozenset(), frozenset(), ())


def _told_among(
    connection: Connection, subject: Subject, ids: Collection[str], rules: Collection[str]
) -> tuple[list[_Scored], list[Judgement]]:
    """The judgements on what stands among these things alone: those of the rules that take none back, and all others."""
    plain: list[_Scored] = []
    others: list[Judgement] = []
    for some in in_chunks(sorted(ids)):
        for row in connection.execute(_ABOUT_FIRST, {"subject": subject, "ids": some}).all():
            at, name, left, right, score, by, relation, retracts = row
            if right is not None and right not in ids:
                continue
            if retracts is None and by in rules:
                plain.append((at, name, left, right, score, by))
            else:
                others.append(Judgement(name, subject, relation, left, right, by, at, score, (), retracts))
    return plain, others


def judged_in(connection: Connection, reports: Collection[str]) -> list[Judgement]:
    """All judgements about what was read in these reports, in the order of their ids."""
    found: dict[str, Judgement] = {}
    for some in in_chunks(sorted(reports)):
        found.update((row.id, to_judgement(row)) for row in connection.execute(_READ_IN, {"ids": some}).all())
    return [found[key] for key in sorted(found)]


def iter_judgements(connection: Connection, *, people_only: bool) -> Iterator[Judgement]:
    """All judgements in the order they came."""
    query = select(judgements).order_by(judgements.c.seq)
    if people_only:
        query = query.where(judgements.c.by.startswith(PERSON, autoescape=True))
    for row in connection.execute(query):
        yield to_judgement(row)


@dataclass(frozen=True, slots=True)
class Held:
    """What counts of the judgements about some things.

    ``scores`` are those of each rule by pair, ``refused`` the pairs of which a person took a rule's judgement back, ``same`` and
    ``apart`` the pairs on which all people who judged agree, ``wrong`` the things that people reject, ``conflicts`` the judgements
    of people that contradict each other.
    """

    scores: dict[str, dict[Pair, float]]
    same: frozenset[Pair]
    apart: frozenset[Pair]
    wrong: frozenset[str]
    conflicts: tuple[Judgement, ...]
    refused: frozenset[Pair] = frozenset()


def weigh(given: Sequence[Judgement], rules: Collection[str]) -> Held:
    """What counts of these judgements; of rules, only those named."""
    is_plain = [one.retracts is None and one.by in rules for one in given]
    plain = [(one.at, one.id, one.left, one.right, one.score, one.by) for one, so in zip(given, is_plain, strict=True) if so]
    return _weigh(plain, [one for one, so in zip(given, is_plain, strict=True) if not so], rules)


def _weigh(plain: Sequence[_Scored], others: Sequence[Judgement], rules: Collection[str]) -> Held:
    """What counts of the rules' plain judgements, of which the latest on a pair has its score, and of all others."""
    gone = taken_back(others)
    scores: dict[str, dict[Pair, float]] = {rule: {} for rule in rules}
    by_people = {one.retracts for one in others if one.retracts and one.id not in gone and one.by.startswith(PERSON)}
    refused: set[Pair] = set()
    for _, name, left, right, score, rule in sorted(plain):
        if name not in gone:
            scores[rule][left, right] = score
        elif name in by_people:
            refused.add((left, right))
    standing = active(others)
    by_pair: dict[Pair, list[Judgement]] = {}
    for one in standing:
        if one.by.startswith(PERSON):
            by_pair.setdefault((one.left, one.right), []).append(one)
    same: set[Pair] = set()
    apart: set[Pair] = set()
    wrong: set[str] = set()
    conflicts: list[Judgement] = []
    for pair, said in by_pair.items():
        held = {one.relation for one in said}
        if len(held) > 1:
            conflicts += said
        elif held == {"wrong"}:
            wrong.add(pair[0])
        else:
            (apart if held == {"different"} else same).add(pair)
    return Held(scores, frozenset(same), frozenset(apart), frozenset(wrong), tuple(conflicts), frozenset(refused))


def active(given: Sequence[Judgement]) -> list[Judgement]:
    """The judgements that nobody has taken back, and of one person's on one pair the latest, in the order of their ids."""
    gone = taken_back(given)
    latest: dict[tuple[str, Pair], Judgement] = {}
    for one in sorted(given, key=lambda one: (one.at, one.id)):
        if one.retracts is None and one.id not in gone:
            latest[one.by, (one.left, one.right)] = one
    return sorted(latest.values(), key=lambda one: one.id)


def taken_back(given: Sequence[Judgement]) -> set[str]:
    """The ids of all that these take back, a retraction that was itself taken back not counting."""
    back: dict[str, list[str]] = {}
    for one in given:
        if one.retracts:
            back.setdefault(one.retracts, []).append(one.id)
    stands: dict[str, bool] = {}

    def still(name: str) -> bool:
        if name not in stands:  # an id is a hash of what it takes back, so this comes to an end
            stands[name] = not any(still(other) for other in back.get(name, ()))
        return stands[name]

    return {name for name in back if not still(name)}


def states_of(given: Sequence[Judgement]) -> dict[str, str]:
    """What became of each judgement, by its id.

    ``holds``; ``retracted``; ``retraction`` (one that takes another back); ``replaced`` (the same person said otherwise
    later); ``contradicted`` (people disagree, so the rule's word stands); ``outranked`` (a rule's, where people said otherwise).
    """
    gone, standing = taken_back(given), {one.id for one in active(given)}
    held = weigh(given, {one.by for one in given if not one.by.startswith(PERSON)})
    disputed, settled = {one.id for one in held.conflicts}, held.same | held.apart

    def state(one: Judgement) -> str:
        if one.id in gone:
            return "retracted"
        if one.retracts:
            return "retraction"
        if one.id not in standing:
            return "replaced"
        if one.id in disputed:
            return "contradicted"
        return "outranked" if not one.by.startswith(PERSON) and (one.left, one.right) in settled else "holds"

    return {one.id: state(one) for one in given}


def to_judgement(row: Row[Any]) -> Judgement:
    """The judgement that a row of the table holds."""
    told = (row.id, row.subject, row.relation, row.left_id, row.right_id, row.by, row.at, row.score)
    return Judgement(*told, tuple(json.loads(row.reasons)), row.retracts, row.report_id, row.field, row.value, row.signers)
