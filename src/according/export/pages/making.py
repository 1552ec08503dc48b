"""All pages of an account, or of what was asked of it, one list after the other."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from according.export.chosen import Chosen, Held, count_held
from according.export.evidence_lines import log_lines
from according.export.pages.entries import latest_contested, write_lists
from according.export.pages.incidents import write_incidents
from according.export.pages.judgements import write_judgements, write_log
from according.export.pages.rendering import Pages, Sink
from according.export.pages.reports import write_report_list, write_reports
from according.export.pages.sources import write_sources
from according.export.pages.timeline import write_timeline
from according.export.rows import Rows

_SECTIONS = (
    ("index.html", "Overview"),
    ("incidents/index.html", "Incidents"),
    ("timeline/index.html", "Timeline"),
    ("sources/index.html", "Sources"),
    ("reports/index.html", "Reports"),
)
_OF_A_PACK = (("judgements/index.html", "Judgements"), ("log/index.html", "Log"))
_MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class Kind:
    """What the pages are part of: ``raw`` leads from their folder to the captures of an evidence pack, None for pages on their own."""

    title: str
    raw: str | None = None

    @property
    def is_pack(self) -> bool:
        """Whether captures, judgements and the log stand beside the pages."""
        return self.raw is not None


def write_pages(rows: Rows, sink: Sink, kind: Kind) -> Held:
    """Write all pages; how much they hold of the account, and how much is left out."""
    connection, chosen = rows.connection, Chosen(rows.asked)
    pages = Pages(sink, rows.policy, (*_SECTIONS, *(_OF_A_PACK if kind.is_pack else ())), kind.raw)
    held = count_held(connection, chosen)
    pages.write_styles()
    write_reports(pages, connection, chosen)
    write_report_list(pages, connection, chosen)
    write_incidents(pages, rows)
    write_timeline(pages, connection, chosen)
    held.held["sources"] = write_sources(pages, connection, chosen)
    if kind.is_pack:
        write_judgements(pages, rows)
        write_log(pages, log_lines(connection, chosen))
    _write_overview(pages, connection, chosen, held, kind)
    return held


def _write_overview(pages: Pages, connection: Connection, chosen: Chosen, held: Held, kind: Kind) -> None:
    groups = write_lists(pages, connection, chosen)
    groups["place"] = groups["place"][:_MOST_PLACES]
    pages.write(
        "index.html",
        "overview.html",
        kind=kind,
        held=held,
        groups=groups,
        asked=describe(chosen),
        contested=latest_contested(connection, chosen),
    )


def describe(chosen: Chosen) -> list[tuple[str, str]]:
    """What was asked for, in words: nothing where all of the account is there."""
    asked = chosen.asked
    area = asked.area
    where = None
    if area is not None:
        where = area.name if area.lat is None else f"{area.name}, within {area.radius_km:g} km"
    parts = {
        "place": where,
        "days": f"{asked.date_from or '…'} to {asked.date_to or '…'}" if asked.date_from or asked.date_to else None,
        "kinds": ", ".join(asked.kinds),
        "actors": ", ".join(asked.actors),
        "sources": ", ".join(asked.sources),
        "least origins": str(asked.min_origins) if asked.min_origins > 1 else None,
        "only where": "accounts differ" if asked.is_contested else None,
        "at most": f"{asked.limit} incidents, the earliest first" if asked.limit is not None else None,
    }
    return [(name, value) for name, value in parts.items() if value]
