"""Readings and happenings of invented reports, written short."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from according.incidents import Happening, Mention
from according.model import Event, Figure, Place, Reading, Report, Time

_MARK = re.compile(r"\[([^|\]]+)\|([^\]]*)\]")
_BESIDE = re.compile(r"^ (?:or more|other|more)\b")
"""What stands between a number and the noun of those counted."""
PLACES = {
    "Orro": Place((0, 0), "Orro", 1, 10.0, 20.0, 2.0, "named", None, "XA"),
    "Kesh": Place((0, 0), "Kesh", 2, 10.0, 20.4, 2.0, "named", None, "XA"),
    "Tal Venn": Place((0, 0), "Tal Venn", 3, 14.0, 25.0, 8.0, "named", None, "XA"),
}


def read(marked: str, published: str = "2031-05-14", ref: str = "one") -> Reading:
    """The reading of a text with marks: ``[shelled|shelling E1 on=2031-05-13 at=Orro]``, ``[Orro|place]``, ``[9 men|killed E1]``.

    A mark names a kind of event, ``place``, ``day=`` an ISO date, or a figure's measure, ``killed``, ``injured`` or ``killed total``.
    """
    text, marks = _take_out(marked)
    reading = Reading(Report(f"sha256:{ref}", ref, "document", text, publisher="The Orro Post", published=published))
    for span, words in marks:
        first, *rest = words.split()
        of = next((word for word in rest if re.fullmatch(r"E\d+", word)), None)
        if first == "place":
            place = replace(PLACES[text[slice(*span)]], span=span)
            reading = replace(reading, places=(*reading.places, place))
        elif first.startswith("day="):
            reading = replace(reading, times=(*reading.times, Time(span, first[4:], "DATE", "relative")))
        elif number := re.search(r"\d+", text[slice(*span)]):
            low, counted = int(number[0]), _BESIDE.sub("", text[span[0] + number.end() : span[1]]).strip()
            high = None if re.search(r"\b(?:more than|or more)\b", text[slice(*span)]) else low
            scope, quantifier = "total" if "total" in rest else "new", "approximately" if "about " in text[slice(*span)] else None
            reading = replace(reading, figures=(*reading.figures, Figure(span, low, high, quantifier, first, counted or None, scope, of)))
        else:
            reading = replace(reading, events=(*reading.events, _event(text, span, first, of, rest)))
    return reading


def _take_out(marked: str) -> tuple[str, list[tuple[tuple[int, int], str]]]:
    text, at, marks = "", 0, []
    for found in _MARK.finditer(marked):
        text += marked[at : found.start()]
        marks.append(((len(text), len(text) + len(found[1])), found[2]))
        text += found[1]
        at = found.end()
    return text + marked[at:], marks


def _event(text: str, span: tuple[int, int], kind: str, of: str | None, rest: list[str]) -> Event:
    given = dict(word.split("=", 1) for word in rest if "=" in word)
    where = given.get("at")
    start = text.find(where.replace("_", " "), span[1]) if where else -1
    start = text.find(where.replace("_", " ")) if where and start < 0 else start
    place = (start, start + len(where)) if where and start >= 0 else None
    on = given.get("on")
    how = ("inherited" if given.get("how") == "inherited" else "relative") if on else None
    return Event(f"{kind}{span}", span, kind, of, place=place, date=on, date_how=how, status=given.get("status", "happened"))


def happening(name: str = "a", report: str = "one", **given: Any) -> Happening:
    """A happening with what is given, else the shelling of Orro on 13 May 2031 with five dead."""
    kind = given.get("kind", "shelling")
    plain = Happening(
        id=name,
        report=report,
        mentions=(Mention(f"E{name}", (0, 7), kind),),
        trigger=(0, 7),
        sentence=(0, 60),
        kind=kind,
        status="happened",
        date_from="2031-05-13",
        date_to="2031-05-13",
        date_how="relative",
        published="2031-05-14",
        place="Orro",
        place_name="Orro",
        geonames=1,
        lat=10.0,
        lon=20.0,
        radius_km=2.0,
        country="XA",
        killed=(5, 5),
        scope="new",
        words=("army", "market", "orro", "rockets", "shelled", "stalls"),
    )
    return replace(plain, **given)
