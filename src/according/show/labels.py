"""Names of places for the map, out of the gazetteer that comes with the package: vector tiles, the largest places of each first.

They are what the gazetteer calls places, public and the same for everybody; nothing of the account is in them.
"""

from __future__ import annotations

import gzip
import math
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from according.places import open_gazetteer
from according.show.packing import send_packed
from according.show.vector_tiles import EXTENT, Feature, encode_tile

LAYER = "places"
FINEST = 11
"""The last zoom that has tiles of its own; a map that is closer takes these, which are some twenty kilometres wide."""
_MOST_IN_TILE = 40
_COUNTRIES_TO = 5
_LAST_LATITUDE = 85.05
_LEAST_PEOPLE = (3_000_000, 2_000_000, 1_000_000, 500_000, 300_000, 100_000, 30_000, 10_000, 3_000)
"""By zoom, how many people a town must have; closer than that, all are named."""


@dataclass(frozen=True, slots=True)
class _Places:
    """All places by population, with their positions on a square world from 0 to 1."""

    names: tuple[str, ...]
    people: Any
    across: Any
    down: Any
    is_country: Any


def give_labels(request: Request) -> Response:
    """One tile; it may be kept by the browser, since its address changes with the gazetteer."""
    z, x, y = (request.path_params[name] for name in ("z", "x", "y"))
    if z > FINEST or x >= 1 << z or y >= 1 << z:
        raise HTTPException(404, "there is no such tile")
    answer = send_packed(request, _tile(z, x, y), "application/vnd.mapbox-vector-tile")
    answer.headers["Cache-Control"] = "private, max-age=604800"
    return answer


@lru_cache(2_000)
def _tile(z: int, x: int, y: int) -> bytes:
    """The places of a tile, packed: countries while the map is far away, towns by population, so many that they fit."""
    held, size = _places(), 1 << z
    across, down = held.across * size - x, held.down * size - y
    least = _LEAST_PEOPLE[z] if z < len(_LEAST_PEOPLE) else 0
    fits = (held.people >= least) & ~held.is_country
    if 1 <= z <= _COUNTRIES_TO:
        fits |= held.is_country
    inside = np.flatnonzero(fits & (across >= 0) & (across < 1) & (down >= 0) & (down < 1))[:_MOST_IN_TILE]
    features = [
        Feature(
            "point",
            ((int(across[at] * EXTENT), int(down[at] * EXTENT)),),
            {"name": held.names[at], "people": int(held.people[at]), "country": int(held.is_country[at])},
        )
        for at in inside
    ]
    return gzip.compress(encode_tile({LAYER: features}), 6, mtime=0)


@cache
def _places() -> _Places:
    found = [one for one in open_gazetteer().list_towns() if abs(one.lat) <= _LAST_LATITUDE]
    names, kinds, lats, lons, people = zip(*found, strict=True)
    down = 0.5 - np.log(np.tan(math.pi / 4 + np.radians(lats) / 2)) / (2 * math.pi)
    return _Places(names, np.array(people), (np.array(lons) + 180) / 360, down, np.array(kinds) == "country")


routes: list[BaseRoute] = [Route("/data/labels/{z:int}/{x:int}/{y:int}.mvt", give_labels)]
