"""Makes an account of the demo in which the invented towns have positions: ``python -m tests.show.browser.towns ACCOUNT``.

No gazetteer knows them, so that the demo's map would be empty. They are laid on an island where nobody lives, by judgements, as a
reviewer would, before what was read is joined.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from according.demo import bundle_paths
from according.model import Place, Reading
from according.reconciling.reviews import Signing, correct
from according.reviewing.things import Position, id_of, to_value
from according.store import Account
from tests.show.conftest import fill

TOWNS: Mapping[str, tuple[float, float, float]] = {
    "Nuvesh": (-49.21, 69.25, 3.0),
    "Kettle Bridge": (-49.47, 69.62, 1.0),
    "Tannery road": (-49.44, 69.50, 1.0),
    "Coopers’ Square": (-49.43, 69.58, 1.0),
    "Ghelda": (-49.45, 69.55, 3.0),
    "Berrask": (-49.46, 69.53, 8.0),
    "Oshtevar": (-49.60, 69.86, 4.0),
}
"""Latitude, longitude and radius in km."""
_AT = "2019-06-02T08:00:00+00:00"


def make_placed(path: Path) -> None:
    """Read the demo into an account, give its towns their positions, and join what was read."""
    fill(path, [str(one) for one in bundle_paths()], before_joining=place_towns)


def place_towns(path: str) -> int:
    """Correct every mention of a town in an account of the demo; how many there were."""
    number = 0
    with Account.open(path) as account:
        for reading in list(account.readings()):
            for place, position in _positions(reading):
                thing = id_of(reading.report.id, "spot", place)
                correct(account, reading.report.id, "spot", thing, {"position": to_value(position)}, Signing("Mira Tolen", _AT))
                number += 1
    return number


def _positions(reading: Reading) -> Iterator[tuple[Place, Position]]:
    """The mentions of towns with where they lie."""
    for place in reading.places:
        name = place.name.removeprefix("the ").removesuffix(" of Berrask").removesuffix(" quarter")
        if name in TOWNS:
            lat, lon, radius_km = TOWNS[name]
            yield place, Position(place.name, None, lat, lon, radius_km, "named", None, None)


if __name__ == "__main__":
    make_placed(Path(sys.argv[1]))
