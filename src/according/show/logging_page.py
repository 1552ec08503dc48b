"""The page of the log: what people did, and whether it is still as it was written."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from according.errors import UsageError
from according.show.desk import Desk
from according.store.log_check import check_log
from according.store.logbook import count_entries, latest_entries
from according.terminal.log import told

_PAGE = 100


def show_log(request: Request) -> Response:
    """The last entries of the log; with ``verify=1`` all of it is checked, which takes a while."""
    desk: Desk = request.app.state.desk
    before = request.query_params.get("before", "")
    if before and not (before.isdecimal() and len(before) < 16):
        raise UsageError(f"before={before[:40]} is no number of an entry")
    with desk.account.reading_rows() as connection:
        entries = latest_entries(connection, before=int(before) if before else None, limit=_PAGE + 1)
        head = latest_entries(connection, limit=1)
        count = count_entries(connection)
        faults = (
            list(check_log(connection, request.query_params.get("noted") or None)) if request.query_params.get("verify") == "1" else None
        )
    return desk.page(
        request,
        "log.html",
        entries=[(entry, told(entry)) for entry in entries[:_PAGE]],
        earlier=entries[_PAGE - 1].number if len(entries) > _PAGE else None,
        head=head[0] if head else None,
        count=count,
        faults=faults,
    )


routes: list[BaseRoute] = [Route("/log", show_log, methods=["GET"])]
