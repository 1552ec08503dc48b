"""The page of the log: what people did, and whether it is still as it was written.

Who signs in when, and who may, is for those who may see who there is; everybody else sees that such an entry stands there,
and her own.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from according.errors import UsageError
from according.show.desk import Desk
from according.show.guard import Person
from according.store.log_check import check_log
from according.store.logbook import Entry, count_entries, latest_entries
from according.store.people_entries import OF_PEOPLE
from according.terminal.log import told

_PAGE = 100
_KEPT_BACK = "something about who may sign in, or did"


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
        entries=[_line(entry, request.state.person) for entry in entries[:_PAGE]],
        earlier=entries[_PAGE - 1].number if len(entries) > _PAGE else None,
        head=head[0] if head else None,
        count=count,
        faults=faults,
    )


def _line(entry: Entry, person: Person) -> tuple[Entry, str | None, str]:
    """An entry with who did what in words, as far as this person may see it."""
    is_open = entry.action not in OF_PEOPLE or person.may("see people") or person.name in (entry.by, entry.about)
    return (entry, entry.by, told(entry)) if is_open else (entry, None, _KEPT_BACK)


routes: list[BaseRoute] = [Route("/log", show_log, methods=["GET"])]
