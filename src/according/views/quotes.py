"""What one person or body is quoted with, in the order of time, each in the words of the report."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Connection, select

from according.model import Span
from according.store.ledger import facts, statements
from according.store.schema import reports
from according.views.filters import Filter, is_called, names_of_source, published_conditions


@dataclass(frozen=True, slots=True)
class Quote:
    """A claim as the report has it: ``words`` are its content, from the first to the last of its spans.

    ``form`` tells whether it is quoted or told, ``certainty`` is the speaker's own, ``distance`` the reporter's.
    """

    claim: str
    who: str
    role: str | None
    affiliation: str | None
    act: str
    form: str
    certainty: str
    distance: str | None
    via: tuple[str, ...]
    words: str
    report: str
    span: Span
    ref: str
    publisher: str | None
    published: str | None


def list_quotes(connection: Connection, who: str, asked: Filter, *, skip: int = 0) -> list[Quote]:
    """What ``who`` is quoted with, under whichever of the names that the vocabulary or the account knows for it; ``skip`` so many.

    Dates are those of publication, unknown ones last.
    """
    said = statements.c
    columns = (said.id, said.who, said.role, said.affiliation, said.act, said.form, said.certainty, said.distance, said.via)
    query = (
        select(
            *columns, said.start, said.end, said.published, reports.c.id.label("report"), reports.c.ref, reports.c.text, facts.c.publisher
        )
        .join(reports, reports.c.seq == said.report_seq)
        .outerjoin(facts, facts.c.report_seq == said.report_seq)
        .where(is_called(said.who, names_of_source(who)), *published_conditions(asked, said.published))
        .order_by(said.published.is_(None), said.published, said.report_seq, said.start)
        .offset(skip)
    )
    return [
        Quote(
            row.id, row.who, row.role, row.affiliation, row.act, row.form, row.certainty, row.distance, tuple(json.loads(row.via)),
            row.text[row.start : row.end], row.report, (row.start, row.end), row.ref, row.publisher, row.published,
        )
        for row in connection.execute(query if asked.limit is None else query.limit(asked.limit))
    ]  # fmt: skip
