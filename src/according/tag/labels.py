"""The labels that the network's heads give, in the order of their columns.

A head marks spans by one label for the first token of a span (``B-…``), one for its other tokens (``I``) and one for all
else (``O``). ``gold/GUIDELINES.md`` of the annotations says what each label means.
"""

from __future__ import annotations

KINDS = (
    *("battle", "territory", "air_strike", "shelling", "explosion", "chemical", "attack", "killing", "injury", "abduction", "detention"),
    *("destruction", "siege", "displacement", "evacuation", "aid", "ceasefire", "surrender", "release", "buildup", "seizure", "protest"),
    *("sexual_violence", "diplomacy"),
)
STATUSES = ("happened", "denied", "possible", "future", "unreal")
ACTS = ("state", "deny", "accuse", "demand", "threaten", "commit", "ask", "believe")
MEASURES = (
    *("killed", "injured", "casualties", "missing", "abducted", "detained", "released", "displaced", "evacuated", "trapped", "surrendered"),
    *("fighters", "present", "in_need", "strikes", "vehicles", "weapons", "buildings", "places", "other"),
)
SCOPES = ("new", "total", "unsaid")
NAME_TYPES = ("person", "organisation", "armed_group", "place", "facility", "weapon", "vehicle")
TIME_TYPES = ("DATE", "TIME", "DURATION", "SET")
RE3D_TYPES = (
    *("Organisation", "Location", "Person", "Temporal", "Quantity", "Nationality", "Weapon", "MilitaryPlatform", "Vehicle", "Money"),
    *("DocumentReference", "CommsIdentifier"),
)
ROLES = ("actor", "target", "place")
PARTS = ("source", "content")
STYLES = ("house", "polnear")


def span_labels(*types: str) -> tuple[str, ...]:
    """The labels of a head that marks spans of these types.

    >>> span_labels("cue")
    ('O', 'I', 'B-cue')
    """
    return ("O", "I", *(f"B-{name}" for name in types))


ANCHOR_TYPES = ("cue", "uncued")
"""What a claim hangs on: its cue, or the first word of a quotation that has none."""

SAID = ("O", "content", "source")
"""What a piece is, whatever it hangs on: in the content of some claim, in the source of one, or in neither."""

TOKEN_HEADS: dict[str, tuple[str, ...]] = {
    "anchor.house": span_labels(*ANCHOR_TYPES),
    "anchor.polnear": span_labels(*ANCHOR_TYPES),
    "act": ACTS,
    "trigger": span_labels(*KINDS),
    "status": STATUSES,
    "quantity": span_labels(*MEASURES),
    "scope": SCOPES,
    "name": span_labels(*NAME_TYPES),
    "re3d": span_labels(*RE3D_TYPES),
    "time": span_labels(*TIME_TYPES),
    "factuality": ("value",),
    "said.house": SAID,
    "said.polnear": SAID,
}
"""Heads that look at one token: name of the head, then its columns."""

LINK_HEADS: dict[str, tuple[str, ...]] = {
    "part.house": ("O", "B-source", "I-source", "B-content", "I-content"),
    "part.polnear": ("O", "B-source", "I-source", "B-content", "I-content"),
    "role": ("O", "B-actor", "I-actor", "B-target", "I-target", "B-place", "I-place"),
}
"""Heads that look at one token as seen from another, the anchor of a claim or the trigger of an event."""


def columns(head: str) -> slice:
    """Where a token head's scores stand in a row of the network's output."""
    start = 0
    for name, labels in TOKEN_HEADS.items():
        if name == head:
            return slice(start, start + len(labels))
        start += len(labels)
    raise KeyError(head)


WIDTH = sum(len(labels) for labels in TOKEN_HEADS.values())
SAID_WIDTH = len(STYLES) * len(SAID)
"""So many columns, the last ones, say of each piece alone what it is."""
