"""Incidents as points on a map: what GeoJSON and GeoParquet hold of each."""

from __future__ import annotations

from according.export.choosing import notes_of
from according.export.comma_separated import Value
from according.export.dictionary import Column, load_tables
from according.export.records import IncidentRow
from according.export.table_rows import incident_values

_MOST_ADDRESSES = 50
_MORE = (
    Column("addresses", "list", f"the addresses of all its reports, {_MOST_ADDRESSES} at most"),
    Column("notes", "string", "what accounts differ on, then what each origin says in its own sentence"),
)


def point_columns() -> tuple[Column, ...]:
    """The columns beside the position: those of the table of incidents, the addresses of its reports and what they say."""
    return (*load_tables()["incidents"].columns, *_MORE)


def point_values(incident: IncidentRow) -> tuple[Value, ...]:
    """The values of ``point_columns``."""
    addresses = tuple(dict.fromkeys(one.report.address for one in incident.told))
    return (*incident_values(incident), addresses[:_MOST_ADDRESSES], notes_of(incident))


def position_of(incident: IncidentRow) -> tuple[float, float] | None:
    """Longitude and latitude in degrees (WGS 84), to a metre; None where the place is not known."""
    if incident.lat is None or incident.lon is None:
        return None
    return round(incident.lon, 5), round(incident.lat, 5)
