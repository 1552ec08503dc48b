"""Triggers, times and claims written into a text, so that a test can be read as a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from according.events import make_events
from according.model import Claim, Event, Time, Trigger
from according.sentences import find_sentences

_MARK = re.compile(r"\[([^\[\]|]+)\|(\w+)(?:\|([^\]]*))?\]")


def read(
    marked: str,
    published: str | None = "2031-05-14",
    claims: Sequence[str] = (),
    act: str = "state",
    cue: str | None = None,
    source: str | None = None,
) -> tuple[str, tuple[Event, ...]]:
    """The text of a marked one, and its events.

    "[shelled|shelling|actor=Kesh]" is a trigger with what it has in its roles (the occurrence nearest to it),
    "[on Monday|time|2031-05-12]" a time expression with its value. ``claims`` are contents that occur
    in the text, ``cue`` the word there that tells of them, ``source`` who says it.
    """
    text, at = "", 0
    found: list[tuple[int, int, str, str]] = []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        found.append((len(text), len(text) + len(mark[1]), mark[2], mark[3] or ""))
        text += mark[1]
        at = mark.end()
    text += marked[at:]
    times = tuple(Time((a, b), value, "DATE", "relative") for a, b, name, value in found if name == "time")
    triggers = tuple(_trigger(text, a, b, kind, given) for a, b, kind, given in found if kind != "time")
    told_by = (text.index(cue), text.index(cue) + len(cue)) if cue else None
    teller = (text.index(source), text.index(source) + len(source)) if source else None
    said = tuple(
        Claim(f"c{number}", ((text.index(words), text.index(words) + len(words)),), teller, told_by, "unnamed", None, "indirect", act)
        for number, words in enumerate(claims)
    )
    return text, make_events("sha256:report", text, triggers, times, published, find_sentences(text), said)


def _trigger(text: str, start: int, end: int, kind: str, given: str) -> Trigger:
    parts = dict(part.split("=") for part in given.split(",") if part)
    roles = {}
    for role in ("actor", "target", "place"):
        places = [found.start() for found in re.finditer(re.escape(parts[role]), text)] if role in parts else []
        nearest = min(places, key=lambda at: abs(at - start), default=None)
        roles[role] = None if nearest is None else (nearest, nearest + len(parts[role]))
    return Trigger((start, end), kind, parts.get("status", "happened"), roles["actor"], roles["target"], roles["place"], 0.95)
