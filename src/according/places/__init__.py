"""Names of places, and where they are."""

from according.places.gazetteer import Entry, Gazetteer, open_gazetteer
from according.places.resolve import resolve_places
from according.places.spotting import fill_place_names, find_place_names, whole_name

__all__ = [
    "Entry",
    "Gazetteer",
    "fill_place_names",
    "find_place_names",
    "open_gazetteer",
    "resolve_places",
    "whole_name",
]
