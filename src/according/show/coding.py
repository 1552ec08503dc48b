"""What coders take with them: how far they agree, and a coding sheet of what they reviewed."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from according.hiding import EXPORT, redact
from according.reviewing import measure_agreement
from according.reviewing.sheet import COLUMNS, iter_sheet
from according.show.desk import Desk
from according.show.redaction import policy_of
from according.show.signing import role_of
from according.store.judging import iter_judgements

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def show_agreement(request: Request) -> Response:
    """How far people who judged the same things agree, field by field."""
    desk: Desk = request.app.state.desk
    with desk.account.reading_rows() as connection:
        given = [one for one in iter_judgements(connection, people_only=True) if one.report is not None]
    return desk.page(request, "agreement.html", measured=measure_agreement(given))


def give_sheet(request: Request) -> Response:
    """The reviewed events as a table for a spreadsheet: UTF-8, a row for each event and coder; ``coder=`` asks for one coder's."""
    desk: Desk = request.app.state.desk
    coder = request.query_params.get("coder") or None
    policy, role = policy_of(request.app), role_of(request)
    made = io.StringIO()
    table = csv.writer(made)
    table.writerow(COLUMNS)
    with desk.account.reading_rows() as connection:
        for row in iter_sheet(connection, coder, lambda reviewed: redact(reviewed, policy, role, EXPORT)):
            table.writerow([_cell(value) for value in astuple(row)])
    headers = {"Content-Disposition": 'attachment; filename="reviewed-events.csv"'}
    return Response(made.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula: words of strangers are text, whatever they begin with."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


routes: list[BaseRoute] = [
    Route("/review/agreement", show_agreement, methods=["GET"]),
    Route("/review/table.csv", give_sheet, methods=["GET"]),
]
