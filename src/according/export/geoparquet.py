"""Incidents as GeoParquet 1.1: a Parquet file with the points as WKB; what is in no known place has no geometry."""

from __future__ import annotations

import json
import struct
from pathlib import Path

from according.export.arrow import ParquetFile
from according.export.dictionary import Column
from according.export.formats import Choices, Format, Written
from according.export.points import point_columns, point_values, position_of
from according.export.rows import open_rows
from according.store import Account
from according.views.filters import Filter

_GEOMETRY = Column("geometry", "binary", "the position as WKB: longitude and latitude, WGS 84")
_LITTLE_ENDIAN, _POINT = 1, 1


def write(account: Account, asked: Filter, target: Path, choices: Choices) -> Written:
    """Write one row for each incident; raises ``UsageError`` where pyarrow is not installed."""
    unplaced = 0
    box = [180.0, 90.0, -180.0, -90.0]
    with ParquetFile(target, (*point_columns(), _GEOMETRY)) as file, open_rows(account, asked, choices) as rows:
        for incident in rows.incidents("bare"):
            position = position_of(incident)
            unplaced += position is None
            if position:
                box = [min(box[0], position[0]), min(box[1], position[1]), max(box[2], position[0]), max(box[3], position[1])]
            file.write((*point_values(incident), to_wkb(*position) if position else None))
        file.note({"geo": json.dumps(_about(box if unplaced < file.rows else None))})
    return Written(
        target, {"features": file.rows}, unmapped={"features without a geometry: the place is not known": unplaced} if unplaced else {}
    )


def to_wkb(lon: float, lat: float) -> bytes:
    """A point as well-known binary.

    >>> to_wkb(37.16, 36.2).hex()[:10]
    '0101000000'
    """
    return struct.pack("<BIdd", _LITTLE_ENDIAN, _POINT, lon, lat)


def _about(box: list[float] | None) -> dict[str, object]:
    """What the format asks a file to say of its geometries; without a reference system they are longitude and latitude."""
    column: dict[str, object] = {"encoding": "WKB", "geometry_types": ["Point"] if box else []}
    if box:
        column["bbox"] = box
    return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}


FORMAT = Format("geoparquet", "incidents as points in a GeoParquet file (needs according[parquet])", ".parquet", write)
