"""In whose words one incident is told: what each report calls what happened, and those involved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from according.codec import to_happening
from according.incidents import Happening
from according.store.ledger import acts, happenings, namings


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one report for an incident and for those involved in it.

    ``names`` are as it calls them, whom the vocabulary takes them for, and whether the word takes a side.
    """

    happening: str
    origin: str | None
    acts: tuple[str, ...]
    names: tuple[tuple[str, str | None, bool], ...]


def list_wordings(connection: Connection, incident: str) -> list[Wording]:
    """The words in the sentences that tell of an incident, report by report in the order of publication."""
    told_of, labelled, named_in = _queries()
    asked = {"incident": incident}
    told = [(to_happening(row.body), row) for row in connection.execute(told_of, asked)]
    labels: dict[int, list[str]] = {}
    for row in connection.execute(labelled, asked):
        labels.setdefault(row.happening_seq, []).append(row.label)
    named: dict[int, list[Any]] = {}
    for row in connection.execute(named_in, asked):
        named.setdefault(row.report_seq, []).append(row)
    told.sort(key=lambda pair: (pair[1].published is None, pair[1].published or "", pair[0].id))
    return [
        Wording(one.id, row.origin, tuple(dict.fromkeys(labels.get(row.seq, ()))), _names_in(one, named.get(row.report_seq, ())))
        for one, row in told
    ]


@cache
def _queries() -> tuple[Select[Any], Select[Any], Select[Any]]:
    """The questions, written once: what is told of an incident, the words for its acts, the names in its reports."""
    told, name = happenings.c, namings.c
    mine = told.incident == bindparam("incident")
    reports = select(told.report_seq).where(mine)
    return (
        select(told.seq, told.report_seq, told.origin, told.published, told.body).where(mine),
        select(acts.c.happening_seq, acts.c.label).join(happenings, told.seq == acts.c.happening_seq).where(mine).order_by(acts.c.start),
        select(name.report_seq, name.label, name.actor, name.loaded, name.start, name.end)
        .where(name.report_seq.in_(reports))
        .order_by(name.start),
    )


def _names_in(one: Happening, named: Sequence[Any]) -> tuple[tuple[str, str | None, bool], ...]:
    """The names in the sentence of a happening, each once."""
    start, end = one.sentence
    return tuple(dict.fromkeys((row.label, row.actor, row.loaded) for row in named if start <= row.start and row.end <= end))
