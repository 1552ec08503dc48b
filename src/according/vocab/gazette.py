"""Our own list of places: what reports of war name and a gazetteer of towns does not hold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from according.vocab.added import merged
from according.vocab.checks import NamesTaken
from according.vocab.lists import parse_list


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """A place of ``places.yml``, for example a quarter of Aleppo; without ``lat`` and ``lon`` it is where ``within`` is."""

    name: str
    kind: str
    also: tuple[str, ...] = ()
    within: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the one that we use first."""
        return (self.name, *self.also)


def read_list() -> bytes:
    """The bytes of ``places.yml``, by whose hash a gazetteer knows whether it was built with this list."""
    return files(__package__).joinpath("places.yml").read_bytes()


@cache
def load_listed_places() -> tuple[ListedPlace, ...]:
    """All places of ``places.yml``, in its order, then those that other packages add."""
    ours = parse_list(read_list())
    taken = NamesTaken(free=True)
    for entry in ours:
        taken.hold(entry["name"], [str((entry["name"], entry.get("within"), entry.get("country")))])
    entries = merged("places.yml", ours, taken)
    return tuple(ListedPlace(**{**entry, "also": tuple(entry.get("also", ()))}) for entry in entries)
