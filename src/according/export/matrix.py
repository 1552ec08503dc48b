"""Which origin tells of which incident, or of which named victim: the membership matrix that multiple-systems estimation starts from.

A folder: ``matrix.csv`` (a row for each incident or victim, its strata, and a column of 0 and 1 for each list), ``evidence.csv`` (for each
1, and each origin without a column, the sentence that it rests on), ``lists.csv`` (every list: how many rows it has, and how many that no
other has), and ``README.md``, which says what a list is here and what an estimate made of them would rest on.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from according.actors import actor_called, kind_of_source
from according.errors import UsageError
from according.export.choosing import actor_of
from according.export.comma_separated import CELLS, CsvFile, Value, is_guarding
from according.export.formats import Choices, Format, Written
from according.export.geography import locate
from according.export.rows import IncidentRow, Telling, open_rows
from according.hiding import BLOCK
from according.ids import text_sha256
from according.reconcile.entities import NameContext, match_names, name_key
from according.store import Account
from according.views.filters import Filter

OPTIONS = {
    **CELLS,
    "unit": "incident (default), or victim: a row for each name of someone to whom it was done",
    "list": "origin (default): the first in the chain; or publisher: who printed it",
    "columns": "how many lists, those with most rows first, have a column of their own (default: 20)",
}
STRATA = ("kind", "month", "country", "admin1", "place", "actor")
"""What rows may be parted by before an estimate is made."""
_EVIDENCE = ("row", "list", "report", "address", "published", "start", "end", "text_sha256", "quote", "chain")
_MOST_COLUMNS = 1_000
_OF_ONE_REPORT = "report:"
"""What the origin of a report that nobody is known to have put out begins with: a list of that report alone."""
_NOBODY = ""
_HAPPENED = "happened"
_PARTS = re.compile(r"\s*(?:,|;|\(|\)|\band\b)\s*")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){1,3}")
_PARTICLES = frozenset("al el bin ibn bint abu abd abdul ul de la del di da van von of".split())


@dataclass(frozen=True, slots=True)
class Member:
    """A row of the matrix: an incident, or a victim named in one, with the tellings in which it stands."""

    row: str
    incident: IncidentRow
    told: tuple[Telling, ...]
    names: tuple[str, ...] = ()


def incident_members(incident: IncidentRow) -> Iterator[Member]:
    """The incident itself, if anybody says that it happened."""
    if told := tuple(one for one in incident.told if one.happening.status == _HAPPENED):
        yield Member(incident.id, incident, told)


def victim_members(incident: IncidentRow) -> Iterator[Member]:
    """The people named as those to whom it was done, each once under all spellings of the name."""
    groups: list[tuple[list[str], list[Telling]]] = []
    for telling in incident.told:
        if telling.happening.status != _HAPPENED:
            continue
        for name in victims_in(telling.happening.target):
            names, told = next((one for one in groups if any(_is_one(name, known) for known in one[0])), ([], []))
            if not names:
                groups.append((names, told))
            names.append(name)
            told.append(telling)
    for names, told in groups:
        spellings = tuple(dict.fromkeys(names))
        yield Member(f"sha256:{text_sha256(f'{incident.id} {name_key(names[0])}')}", incident, tuple(told), spellings)


def victims_in(target: str | None) -> tuple[str, ...]:
    """The names of people in what the report calls those to whom it was done.

    >>> victims_in("Zeyna Orlu, a teacher, and Tem Karsk"), victims_in("eleven civilians"), victims_in("the Kesh Elders Forum")
    (('Zeyna Orlu', 'Tem Karsk'), (), ())
    """
    parts = _PARTS.split(target or "")
    return tuple(part for part in parts if _NAME.fullmatch(part) and _is_persons(part))


def _is_persons(name: str) -> bool:
    """Whether words may be a person's name: two to four with capitals, which the vocabulary knows for no body and no kind of people."""
    words = [word for word in re.split(r"[\s-]+", name) if word.lower() not in _PARTICLES]
    return (
        len(words) > 1
        and all(not word[:1].islower() for word in words)
        and kind_of_source(name) is None
        and actor_called(name) is None
        and not name.startswith(("The ", "A ", "An "))
    )


def _is_one(name: str, other: str) -> bool:
    return name_key(name) == name_key(other) or match_names(name, other, NameContext("person")) is not None


_UNITS: Mapping[str, Callable[[IncidentRow], Iterator[Member]]] = {"incident": incident_members, "victim": victim_members}
_LISTS: Mapping[str, Callable[[Telling], str | None]] = {"origin": lambda one: one.origin, "publisher": lambda one: one.report.publisher}


def write(account: Account, asked: Filter, target: Path, choices: Choices) -> Written:
    """Writes the folder; raises ``UsageError`` for an option with a value that it does not know."""
    unit, by = choices.options.get("unit", "incident"), choices.options.get("list", "origin")
    if unit not in _UNITS or by not in _LISTS:
        raise UsageError(f"a matrix has rows of {' or '.join(_UNITS)} and lists by {' or '.join(_LISTS)}, not {unit!r} and {by!r}")
    most, guard = _columns(choices.options.get("columns", "20")), is_guarding(choices)
    target.mkdir()
    spool = target / "members.jsonl"
    tally = _Tally(by)
    with (
        open_rows(account, asked, choices) as rows,
        spool.open("w", encoding="utf-8") as members,
        CsvFile(target / "evidence.csv", _EVIDENCE, guard=guard) as evidence,
    ):
        for incident in rows.incidents("bare"):
            tally.count_left_out(incident, unit)
            for member in _UNITS[unit](incident):
                members.write(json.dumps(tally.add(member, evidence), ensure_ascii=False) + "\n")
    columns = [name for name, _ in sorted(tally.rows_of.items(), key=lambda pair: (-pair[1], pair[0]))[:most]]
    header = ("row", "incident", *(("names",) if unit == "victim" else ()), *STRATA, *columns, "other")
    with CsvFile(target / "matrix.csv", header, guard=guard) as matrix, spool.open(encoding="utf-8") as members:
        for line in members:
            matrix.write(_matrix_row(json.loads(line), columns, unit))
    spool.unlink()
    with CsvFile(target / "lists.csv", ("list", "rows", "rows_of_no_other_list", "has_column"), guard=guard) as lists:
        for name, count in sorted(tally.rows_of.items(), key=lambda pair: (-pair[1], pair[0])):
            lists.write((name, count, tally.alone[name], int(name in columns)))
    about = (files("according.export") / "attached" / "matrix.md").read_text(encoding="utf-8")
    (target / "README.md").write_text(about, encoding="utf-8")
    written = {"matrix": matrix.rows, "evidence": evidence.rows, "lists": len(tally.rows_of)}
    return Written(target, written, {reason: number for reason, number in sorted(tally.left_out.items()) if number})


class _Tally:
    """What is counted over all rows: how many each list has, and how many it alone has."""

    def __init__(self, by: str) -> None:
        self.list_of = _LISTS[by]
        self.rows_of: Counter[str] = Counter()
        self.alone: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()

    def count_left_out(self, incident: IncidentRow, unit: str) -> None:
        self.left_out["tellings that do not say that it happened"] += sum(one.happening.status != _HAPPENED for one in incident.told)
        if unit == "victim":
            self.left_out["tellings of victims whose name is kept back"] += sum(
                BLOCK in (one.happening.target or "") for one in incident.told
            )

    def add(self, member: Member, evidence: CsvFile) -> dict[str, object]:
        """Count a row and write what it rests on; returns it as the matrix needs it."""
        lists: dict[str, None] = {}
        for telling in member.told:
            name = self.list_of(telling)
            self._write_evidence(member.row, name, telling, evidence)
            lists[name or _NOBODY] = None
        known = [name for name in lists if name != _NOBODY and not name.startswith(_OF_ONE_REPORT)]
        self.rows_of.update(known)
        if len(lists) == 1:
            self.alone.update(known)
        return {"row": member.row, "incident": member.incident.id, "names": member.names, "strata": strata_of(member), "lists": [*lists]}

    def _write_evidence(self, row: str, name: str | None, telling: Telling, evidence: CsvFile) -> None:
        report, (start, end) = telling.report, telling.sentence_span
        cited = (report.id, report.address, report.published, start, end, report.text_sha256)
        evidence.write((row, name, *cited, telling.sentence, " > ".join(telling.chain)))


def strata_of(member: Member) -> list[str | None]:
    """The values of ``STRATA`` for a row; None where it is not known."""
    one = member.incident
    within = locate(one)
    month = one.date_from[:7] if one.date_from and (one.date_to or one.date_from)[:7] == one.date_from[:7] else None
    return [one.kind, month, one.country, within.admin1, one.place, actor_of(replace(one, told=member.told))]


def _matrix_row(held: dict[str, Any], columns: Sequence[str], unit: str) -> Iterator[Value]:
    lists = set(held["lists"])
    yield from (held["row"], held["incident"])
    if unit == "victim":
        yield "; ".join(held["names"])
    yield from held["strata"]
    yield from (int(name in lists) for name in columns)
    yield int(not lists <= set(columns))


def _columns(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= _MOST_COLUMNS:
        raise UsageError(f"{given!r} is no number of columns: give one from 1 to {_MOST_COLUMNS:,}")
    return int(given)


FORMAT = Format("matrix", "which origin tells of which incident or named victim, for multiple-systems estimation", "", write, OPTIONS)
