"""Readings on invented happenings, as the pipeline would make them, in one line each."""

from __future__ import annotations

from according.ids import claim_id, event_id
from according.model import Claim, Event, Figure, Outcome, Place, Reading, Source
from tests.store.material import make_item, make_report

NOW = "2031-06-01T08:00:00.000000+00:00"
LATER = "2031-06-02T08:00:00.000000+00:00"
TOWNS = {"Kesh": (30.5, 40.25), "Orna": (31.5, 41.75), "Tammel": (28.0, 44.0)}
_FORMS = (
    "{town} was {word} on {day}, {who} said. At least {killed} people were killed near the old market.",
    "According to {who}, somebody {word} {town} on {day} and {killed} civilians were killed as they slept.",
    "{who} told reporters that {town} had been {word} on {day}; {killed} residents were killed in it, mostly traders.",
    "On {day} forces {word} {town}. In all {killed} villagers were killed, {who} said by telephone.",
)


def tell(
    ref: str,
    *,
    town: str = "Kesh",
    day: str | None = "2031-05-03",
    published: str | None = "2031-05-04",
    kind: str = "shelling",
    word: str = "shelled",
    killed: int = 5,
    who: str = "Kesh Civil Defence",
    publisher: str | None = "The Kesh Herald",
    form: int = 0,
    status: str = "happened",
    lead: str = "",
    text: str | None = None,
) -> Outcome:
    """One report of one happening with its dead, told by a named source."""
    text = lead + (text or _FORMS[form % len(_FORMS)].format(town=town, word=word, day=day or "a day", killed=killed, who=who))
    data = f"{ref}\n{text}".encode()
    report = make_report(data, ref, text, publisher=publisher, published=published)

    def span(words: str) -> tuple[int, int]:
        start = text.index(words)
        return start, start + len(words)

    content = ((0, len(text)),)
    claim = Claim(claim_id(report.id, content, None), content, span(who), None, who, "s1", "indirect", "state")
    lat, lon = TOWNS[town]
    act, death = span(word), span("were killed")
    events = tuple(
        Event(
            event_id(report.id, at, what), at, what, "E1", None, None, span(town), day, "explicit" if day else None, status, claim.id, 0.9
        )
        for at, what in ((act, kind), (death, "killing"))
    )
    figure = Figure(span(str(killed)), killed, killed, None, "killed", "people", "new", "E1", claim.id, 0.9)
    place = Place(span(town), town, None, lat, lon, 5.0, "named", None, "XX")
    source = Source("s1", who, "rescue", None, None, (span(who),))
    return Outcome(make_item(data, ref), (Reading(report, (source,), (claim,), events, (figure,), (place,)),))
