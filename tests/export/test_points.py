"""Incidents on maps: GeoJSON and GeoParquet as GIS programs read them."""

from __future__ import annotations

import json

import geopandas
import pyarrow.parquet as pq

from according.hiding import parse_policy
from according.views import Filter
from tests.export.material import Told, told

__all__ = ["told"]


def test_geopandas_reads_both_alike(told: Told) -> None:
    first, written = told.write("geojson")
    second, _ = told.write("geoparquet")
    features, rows = geopandas.read_file(first), geopandas.read_parquet(second)
    assert written.rows == {"features": 6}
    assert written.unmapped == {"features without a geometry: the place is not known": 1}
    assert list(features["incident"]) == list(rows["incident"]) == sorted(told.named.values())
    assert features.crs == rows.crs == "OGC:CRS84" or str(features.crs) == "EPSG:4326"
    for one, other in zip(features.geometry, rows.geometry, strict=True):
        assert one == other
    shelling = rows[rows["incident"] == told.named["shelling"]].iloc[0]
    assert (shelling.geometry.x, shelling.geometry.y) == (37.16117, 36.20124)
    assert shelling["differences"].tolist() == ["killed (number): 12; at least 40"]


def test_each_point_leads_to_its_sentence(told: Told) -> None:
    file, _ = told.write("geojson")
    for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
        row = feature["properties"]
        assert row["sentence"] == told.sentence(row["report"], row["sentence_start"], row["sentence_end"])
        assert feature["id"] == row["incident"]


def test_the_file_says_that_it_is_geoparquet(told: Told) -> None:
    file, _ = told.write("geoparquet")
    said = json.loads(pq.read_metadata(file).metadata[b"geo"])
    column = said["columns"][said["primary_column"]]
    assert (said["version"], column["encoding"], column["geometry_types"]) == ("1.1.0", "WKB", ["Point"])
    assert column["bbox"][0] <= column["bbox"][2]


def test_an_export_of_nothing_is_a_whole_file(told: Told) -> None:
    nothing = Filter(kinds=("protest",))
    first, _ = told.write("geojson", nothing)
    second, _ = told.write("geoparquet", nothing)
    assert json.loads(first.read_text(encoding="utf-8")) == {"type": "FeatureCollection", "features": []}
    assert len(geopandas.read_parquet(second)) == 0


def test_positions_are_coarsened(told: Told) -> None:
    policy = parse_policy({"places": [{"km": 100, "from": ["export"]}]})
    file, _ = told.write("geojson", policy=policy)
    shelling = next(one for one in json.loads(file.read_text())["features"] if one["id"] == told.named["shelling"])
    row = shelling["properties"]
    assert shelling["geometry"]["coordinates"] == [round(row["lon"], 5), round(row["lat"], 5)] != [37.16117, 36.20124]
    assert (row["geonames"], row["radius_km"]) == (None, 100)
