"""How long each view takes in an account of N reports: ``python bench/views.py --n 100000``.

The account is made by ``make_account.py``, into a file or into a PostgreSQL database (``--account``), and looked over as
reconciling does it, so that the database plans its queries by what is in it. Each view is asked as a
person would ask it, for the first fifty rows: over all of the account, and by place, month, kind, actor or source. The first
answer, on a file that was just opened, stands beside the median and the 95th percentile.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median

from sqlalchemy import Connection, select

from according.store import Account
from according.store.ledger import incidents
from according.views import (
    Filter,
    find_area,
    iter_changes,
    iter_copies,
    iter_incidents,
    iter_timeline,
    list_access,
    list_entities,
    list_page_changes,
    list_sources,
    list_territory,
    list_warnings,
    list_warnings_before,
    list_words,
    read_incident,
    tally,
)
from according.views.quotes import list_quotes
from make_account import fill_account
from material import add_work_option
from measure import format_table

_SHOWN = 50
_ALL = Filter(limit=_SHOWN)
Question = Callable[[Connection], object]


@dataclass(frozen=True, slots=True)
class Timed:
    """A question with its milliseconds: the first answer, and all answers sorted."""

    name: str
    first_ms: float
    times_ms: tuple[float, ...]

    def row(self) -> tuple[str, ...]:
        """The question as cells: name, first answer, median, 95th percentile."""
        late = self.times_ms[min(len(self.times_ms) - 1, int(len(self.times_ms) * 0.95))]
        return self.name, *(f"{ms:,.0f}" for ms in (self.first_ms, median(self.times_ms), late))


def make_questions(connection: Connection) -> Iterator[tuple[str, Question]]:
    """All views, each over the whole account and by some of its filters."""
    area = find_area(connection, "Place 3")
    here = Filter(area=area, limit=_SHOWN)
    month = Filter(date_from="2015-03-01", date_to="2015-03-31", limit=_SHOWN)
    told = select(incidents.c.id).where(incidents.c.date_from.is_not(None), incidents.c.place.is_not(None))
    incident = connection.scalars(told.order_by(incidents.c.reports.desc(), incidents.c.id).limit(1)).one()
    yield "incidents", lambda c: list(iter_incidents(c, _ALL))
    yield "incidents --sort origins", lambda c: list(iter_incidents(c, _ALL, by_origins=True))
    yield "incidents --place --radius 30", lambda c: list(iter_incidents(c, Filter(find_area(c, "Place 3", 30.0), limit=_SHOWN)))
    yield "incidents --from --to", lambda c: list(iter_incidents(c, month))
    yield (
        "incidents --kind --contested --min-origins 3",
        lambda c: list(iter_incidents(c, Filter(kinds=("shelling",), is_contested=True, min_origins=3, limit=_SHOWN))),
    )
    yield "incidents --actor", lambda c: list(iter_incidents(c, Filter(actors=("Orna Front",), limit=_SHOWN)))
    yield "incidents --source", lambda c: list(iter_incidents(c, Filter(sources=("activists",), limit=_SHOWN)))
    yield "incident ID (most reports)", lambda c: read_incident(c, incident)
    yield "copies", lambda c: list(iter_copies(c, _ALL))
    yield "timeline", lambda c: list(iter_timeline(c, _ALL))
    yield "timeline --place", lambda c: list(iter_timeline(c, here))
    yield "tally killed", lambda c: tally(c, "killed", _ALL)
    yield "tally killed --place --by year", lambda c: tally(c, "killed", here, "year")
    yield "tally injured --by place", lambda c: tally(c, "injured", _ALL, "place")
    yield "territory", lambda c: list_territory(c, _ALL)
    yield "territory --place", lambda c: list_territory(c, here)
    yield "access", lambda c: list_access(c, _ALL)
    yield "access --place", lambda c: list_access(c, here)
    yield "warnings", lambda c: list_warnings(c, _ALL)
    yield "warnings --place --from --to", lambda c: list_warnings(c, Filter(area, "2015-03-01", "2015-03-31", limit=_SHOWN))
    yield "warnings --before INCIDENT", lambda c: list_warnings_before(c, incident, _ALL)
    yield "sources", lambda c: list_sources(c, _ALL)
    yield "sources --place", lambda c: list_sources(c, here)
    yield "sources --source", lambda c: list_sources(c, Filter(sources=("activists",), limit=_SHOWN))
    yield "sources --kind", lambda c: list_sources(c, Filter(kinds=("evacuation",), limit=_SHOWN))
    yield "sources --min-origins 2", lambda c: list_sources(c, Filter(min_origins=2, limit=_SHOWN))
    yield "quotes of one speaker", lambda c: list_quotes(c, "activists", _ALL)
    yield "names", lambda c: list_entities(c, _ALL)
    yield "words", lambda c: list_words(c, _ALL)
    yield "words --actor", lambda c: list_words(c, Filter(actors=("Orna Front",), limit=_SHOWN))
    yield "words --loaded --from --to", lambda c: list_words(c, month, loaded_only=True)
    yield "diff --from --to (a month)", lambda c: list(islice(iter_changes(c, month), _SHOWN))
    yield "diff --clock published", lambda c: list(islice(iter_changes(c, month, "published"), _SHOWN))
    yield "diff of two reports", lambda c: list_page_changes(c, "https://outlet.example/1", "https://outlet.example/2")


def time_questions(account: Account, rounds: int) -> list[Timed]:
    """Each question asked as often as that, in a transaction of its own."""
    with account.reading_rows() as connection:
        questions = list(make_questions(connection))
    timed = []
    gc.disable()  # as the commands do
    for name, ask in questions:
        times_ms = []
        for _ in range(rounds):
            start = time.perf_counter()
            with account.reading_rows(maps=True) as connection:
                ask(connection)
            times_ms.append((time.perf_counter() - start) * 1_000)
        timed.append(Timed(name, times_ms[0], tuple(sorted(times_ms))))
    return timed


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_work_option(parser)
    parser.add_argument("--n", type=int, default=100_000, help="reports in the account (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=7, help="how often each view is asked (default: %(default)s)")
    parser.add_argument(
        "--account", help="a PostgreSQL URL to fill, or an account in a file that stands, to ask instead of one in the work folder"
    )
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    address = options.account or str(options.work / f"views-{options.n}.db")
    is_there = Path(address).exists()
    with Account.open(address) as account:
        if not is_there:
            fill_account(account, options.n)
            account.look_over()
        start = time.perf_counter()
        timed = time_questions(account, options.rounds)
        seconds = time.perf_counter() - start
    print(f"{options.n:,} reports; fifty rows asked for; {len(timed)} questions, {options.rounds} times each, in {seconds:.0f} s.\n")
    print(format_table(("question", "first, ms", "median, ms", "95th percentile, ms"), [one.row() for one in timed]))


if __name__ == "__main__":
    main()
