"""What of the account an evidence pack or a site holds: incidents that were asked for, reports that tell of them, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, exists, func, or_, select, true

from according.export.rows import chosen_incidents
from according.store.ledger import happenings, incidents, judgements
from according.store.schema import blobs, captures, reports
from according.views.filters import Filter


@dataclass(frozen=True, slots=True)
class Chosen:
    """The conditions under which a row is held; with an open filter all rows are."""

    asked: Filter

    @property
    def incidents(self) -> Select[tuple[str]] | None:
        """The ids of the incidents that were asked for; None where all are."""
        return chosen_incidents(self.asked)

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self.incidents is None

    def has_incident(self, column: Any) -> ColumnElement[bool]:
        """Whether a column holds the id of an incident that was asked for; one of which nothing is told any more is none."""
        chosen = self.incidents
        held: ColumnElement[bool] = column.is_not(None) if chosen is None else column.in_(chosen)
        if column.table is not incidents:
            return held
        return and_(held, exists(select(happenings.c.seq).where(happenings.c.incident == column)))

    def has_report(self) -> ColumnElement[bool]:
        """Whether a report tells of such an incident."""
        if self.is_all:
            return true()
        return reports.c.seq.in_(select(happenings.c.report_seq).where(self.has_incident(happenings.c.incident)))

    def has_capture(self) -> ColumnElement[bool]:
        """Whether a capture brought such a report."""
        if self.is_all:
            return true()
        return captures.c.seq.in_(select(reports.c.capture_seq).where(self.has_report()))

    def has_bytes(self) -> ColumnElement[bool]:
        """Whether such a capture has these bytes."""
        return true() if self.is_all else blobs.c.sha256.in_(select(captures.c.sha256).where(self.has_capture()))

    def has_judgement(self) -> ColumnElement[bool]:
        """Whether a judgement is about such an incident, a report that tells of one, or what was read in one."""
        if self.is_all:
            return true()
        told = select(happenings.c.id).where(self.has_incident(happenings.c.incident))
        telling, columns = select(reports.c.id).where(self.has_report()), judgements.c
        return or_(
            *(column.in_(told) for column in (columns.left_id, columns.right_id)),
            *(column.in_(telling) for column in (columns.left_id, columns.right_id, columns.report_id)),
        )


@dataclass(frozen=True, slots=True)
class Held:
    """How much is held, and how much of the account is left out, by what it is."""

    held: dict[str, int]
    left_out: dict[str, int]


def count_held(connection: Connection, chosen: Chosen) -> Held:
    """How much of the account is held and left out."""
    conditions: tuple[tuple[str, Table, ColumnElement[bool]], ...] = (
        ("raw", blobs, chosen.has_bytes()),
        ("captures", captures, chosen.has_capture()),
        ("reports", reports, chosen.has_report()),
        ("incidents", incidents, chosen.has_incident(incidents.c.id)),
        ("judgements", judgements, chosen.has_judgement()),
    )
    held, left_out = {}, {}
    for name, table, condition in conditions:
        held[name] = connection.scalar(select(func.count()).select_from(table).where(condition)) or 0
        left_out[name] = (connection.scalar(select(func.count()).select_from(table)) or 0) - held[name]
    return Held(held, left_out)
