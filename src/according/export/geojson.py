"""Incidents as GeoJSON (RFC 7946), one feature on each line; what is in no known place has no geometry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from according.export.formats import Choices, Format, Written
from according.export.points import point_columns, point_values, position_of
from according.export.records import IncidentRow
from according.export.rows import open_rows
from according.store import Account
from according.views.filters import Filter


def write(account: Account, asked: Filter, target: Path, choices: Choices) -> Written:
    """Write one feature for each incident."""
    names = [column.name for column in point_columns()]
    features = unplaced = 0
    with target.open("w", encoding="utf-8", newline="\n") as file, open_rows(account, asked, choices) as rows:
        file.write('{"type":"FeatureCollection","features":[\n')
        for incident in rows.incidents("bare"):
            file.write(",\n" if features else "")
            file.write(json.dumps(_feature(incident, names), ensure_ascii=False, separators=(",", ":")))
            features += 1
            unplaced += incident.lat is None
        file.write("\n]}\n")
    return Written(
        target, {"features": features}, unmapped={"features without a geometry: the place is not known": unplaced} if unplaced else {}
    )


def _feature(incident: IncidentRow, names: list[str]) -> dict[str, Any]:
    position = position_of(incident)
    geometry = {"type": "Point", "coordinates": list(position)} if position else None
    return {"type": "Feature", "id": incident.id, "geometry": geometry, "properties": dict(zip(names, point_values(incident), strict=True))}


FORMAT = Format("geojson", "incidents as points for maps (RFC 7946)", ".geojson", write)
