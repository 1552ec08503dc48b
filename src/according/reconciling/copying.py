"""Finds the reports that a report repeats or is repeated by, and keeps the groups of copies with their origins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from according.incidents import Judgement
from according.model import Report
from according.reconcile.copies import compare_prepared, group_copies, prepare
from according.reconcile.origins import AGENCY
from according.reconcile.overlaps import Prepared
from according.reconcile.signatures import band_keys
from according.store.chunks import in_chunks
from according.store.intake import insert_rows
from according.store.judging import add_judgements, judged, make_judgement, weigh
from according.store.ledger import bands, facts
from according.store.lookup import read_reports
from according.store.schema import reports

RULE = "rule:copies/1"
_MOST_TEXTS = 200
_MOST_HOLDERS = 2_000
_KINDS = ("reprint", "rewrite", "part")
_COMPARED = select(bands.c.key).where(bands.c.key.in_(bindparam("keys", expanding=True)), bands.c.report_seq == bindparam("seq")).limit(1)
_FACTS = (
    select(reports.c.id, facts).join(facts, facts.c.report_seq == reports.c.seq).where(reports.c.id.in_(bindparam("ids", expanding=True)))
)
_GROUPED: dict[str, Any] = {"copy_group": bindparam("group"), "copy_kind": bindparam("kind"), "origin": bindparam("copied")}
_REGROUP = update(facts).where(facts.c.report_seq == bindparam("seq")).values(_GROUPED)
_RARE = (
    select(bands.c.key)
    .where(bands.c.key.in_(bindparam("keys", expanding=True)))
    .group_by(bands.c.key)
    .having(func.count() <= _MOST_HOLDERS)
)
"""The keys that tell copies from others: a passage that very many reports hold is an outlet's standing background."""
_SHARED = (
    select(bands.c.report_seq, func.count().label("common"))
    .where(bands.c.key.in_(bindparam("keys", expanding=True)))
    .group_by(bands.c.report_seq)
    .subquery()
)
_SHARING = (
    select(func.min(reports.c.seq).label("seq"))
    .join(_SHARED, _SHARED.c.report_seq == reports.c.seq)
    .where(reports.c.id != bindparam("id"))
    .group_by(reports.c.text_sha256)
    .order_by(func.max(_SHARED.c.common).desc(), reports.c.text_sha256)
    .limit(_MOST_TEXTS)
)


def is_compared(connection: Connection, report: Report, seq: int) -> bool:
    """Whether a report was compared with the others before; a text too short to be compared never is."""
    return connection.scalar(_COMPARED, {"keys": band_keys(report.text), "seq": seq}) is not None


def find_copies(connection: Connection, report: Report, seq: int, at: str) -> None:
    """Judge which reports are copies of this one.

    Of reports with the very same text one stands for all. Captures of one address are versions of each other, and a post is
    part of its article: neither are copies.
    """
    keys = band_keys(report.text)
    mine = prepare(report)
    found = []
    for other in _candidates(connection, keys, report):
        if (copy := compare_prepared(mine, _prepared(other))) is not None:
            reasons = (copy.kind, f"{copy.share:.0%} of the shorter one stands in the other")
            found.append(make_judgement("report", "copy", report.id, other.id, RULE, at, score=copy.share, reasons=reasons))
    add_judgements(connection, found)
    insert_rows(connection, bands, [{"key": key, "report_seq": seq} for key in keys])


@lru_cache(256)
def _prepared(report: Report) -> Prepared:
    """A report that others were compared with may well be met again soon."""
    return prepare(report)


def _candidates(connection: Connection, keys: Sequence[int], report: Report) -> list[Report]:
    """The reports that share most keys with this one, one for each text."""
    rare = connection.scalars(_RARE, {"keys": keys}).all()
    seqs = [row.seq for row in connection.execute(_SHARING, {"keys": rare, "id": report.id})]
    return [other for other in read_reports(connection, seqs) if not _is_version(report, other)]


def _is_version(report: Report, other: Report) -> bool:
    is_same_page = report.url is not None and report.url == other.url and report.parent is None and other.parent is None
    return is_same_page or report.id == other.parent or other.id == report.parent


def regroup(connection: Connection, report_ids: Iterable[str]) -> set[int]:
    """Group anew the reports that judgements tie to these; returns the ``seq`` of those that have another origin by it."""
    changed: set[int] = set()
    seen: set[str] = set()
    for name in sorted(set(report_ids)):
        if name not in seen:
            tied, about = _tied(connection, name)
            seen |= tied
            changed |= _regroup(connection, tied, about)
    return changed


def _tied(connection: Connection, name: str) -> tuple[set[str], list[Judgement]]:
    """All reports that judgements tie to this one, at any number of steps, and those judgements."""
    found: set[str] = {name}
    new: set[str] = set(found)
    about: dict[str, Judgement] = {}
    while new:
        given = judged(connection, "report", new)
        about.update((one.id, one) for one in given)
        new = {side for one in given for side in (one.left, one.right) if side is not None} - found
        found |= new
    return found, [about[key] for key in sorted(about)]


def _regroup(connection: Connection, tied: Collection[str], about: Sequence[Judgement]) -> set[int]:
    held = weigh(about, {RULE})
    known = _known(connection, tied)
    pairs = sorted(
        (left, right)
        for left, right in (held.scores[RULE].keys() | held.same) - held.apart
        if left in known and right in known and right is not None
    )
    kinds = _kinds(about, pairs)
    changed = []
    for group in group_copies(pairs, sorted(known)):
        first = min(group, key=lambda name: (known[name].published or "9999", name))
        place = (first, kinds[first]) if len(group) > 1 else (None, None)
        origin = _origin([known[name].own_origin for name in sorted(group)], known[first].own_origin)
        changed += [
            {"seq": known[name].report_seq, "group": place[0], "kind": place[1], "copied": origin, "was": _copied(known[name])}
            for name in group
            if (known[name].copy_group, known[name].copy_kind, known[name].origin) != (*place, origin)
        ]
    if changed:
        connection.execute(_REGROUP, [{name: row[name] for name in ("seq", "group", "kind", "copied")} for row in changed])
    return {row["seq"] for row in changed if row["was"] != (row["copied"] if row["group"] else None)}


def _copied(row: Row[Any]) -> str | None:
    """The origin that a report has from its copies, None if it stands alone."""
    return str(row.origin) if row.copy_group else None


def _origin(own: Sequence[str], first: str) -> str:
    """The origin of all copies of a group: the agency that most of them credit, else what the first has by itself."""
    agencies = Counter(origin for origin in own if origin.startswith(AGENCY))
    return min(agencies, key=lambda origin: (-agencies[origin], origin), default=first)


def _known(connection: Connection, names: Iterable[str]) -> dict[str, Row[Any]]:
    """The facts of those reports that are reconciled, by id."""
    return {row.id: row for some in in_chunks(sorted(names)) for row in connection.execute(_FACTS, {"ids": some}).all()}


def _kinds(about: Sequence[Judgement], pairs: Collection[tuple[str, str]]) -> Mapping[str, str]:
    """How the reports of each group are copies of each other, by any of its members: the way that most pairs are."""
    said = {(one.left, one.right): one.reasons[0] for one in about if one.by == RULE and one.retracts is None and one.reasons}
    kinds: dict[str, str] = {}
    for group in group_copies(pairs, sorted({name for pair in pairs for name in pair})):
        votes = Counter(said.get(pair, "rewrite") for pair in pairs if pair[0] in group)
        most = max(_KINDS, key=lambda kind: (votes[kind], -_KINDS.index(kind)))
        kinds.update(dict.fromkeys(group, most))
    return kinds
