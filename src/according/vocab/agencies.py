"""News agencies by the names that reports credit them with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency, for example Reuters; ``kind`` is a source kind of the reading, ``also`` its other names."""

    name: str
    kind: str
    also: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the one that we use first."""
        return (self.name, *self.also)


@cache
def load_agencies() -> tuple[Agency, ...]:
    """All agencies of ``agencies.yml``, in its order."""
    entries = yaml.safe_load(files(__package__).joinpath("agencies.yml").read_text(encoding="utf-8"))
    return tuple(Agency(entry["name"], entry["kind"], tuple(entry["also"])) for entry in entries)
