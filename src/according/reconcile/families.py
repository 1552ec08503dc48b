"""Kinds of acts in families: kinds of one family may be two words for one happening, as where one report's battle is another's shelling."""

from __future__ import annotations

_FAMILIES = {
    "violence": (
        "battle",
        "air_strike",
        "shelling",
        "explosion",
        "chemical",
        "attack",
        "killing",
        "injury",
        "destruction",
        "sexual_violence",
    ),
    "ground": ("territory", "siege", "surrender", "buildup", "battle", "seizure"),
    "captivity": ("abduction", "detention", "release"),
    "people": ("displacement", "evacuation", "aid", "siege"),
    "peace": ("ceasefire", "diplomacy", "evacuation", "surrender", "release"),
    "street": ("protest",),
}
_RESULTS = frozenset(("killing", "injury", "destruction"))
_OF = {kind: tuple(name for name, kinds in _FAMILIES.items() if kind in kinds) for kinds in _FAMILIES.values() for kind in kinds}
FAMILIES = tuple(_FAMILIES)


def families_of(kind: str) -> tuple[str, ...]:
    """The families of a kind, its first one first; a kind of no family is its own.

    >>> families_of("siege"), families_of("parley")
    (('ground', 'people'), ('parley',))
    """
    return _OF.get(kind, (kind,))


def is_result(kind: str) -> bool:
    """Whether a kind tells what came of an act, and not which act it was: killing, injury, destruction."""
    return kind in _RESULTS
