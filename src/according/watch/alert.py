"""What an alert says: one incident, who tells what of it in which sentence, and where each sentence stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from according.incidents import Difference, Range
from according.model import Span

SCHEMA = "according.alert/1"
NEW, CONTESTED = "new", "contested"
"""Why an alert is made: an incident meets the watch for the first time, or reports of it now contradict each other."""
_DROPPED = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF))
_SPACES = dict.fromkeys((0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), " ")


@dataclass(frozen=True, slots=True)
class Quote:
    """One report's sentence on the incident, and who says so: ``start`` and ``end`` are its offsets in the report's text.

    ``who`` says it, through ``via``; it is the report's own voice if ``is_own_voice``. ``trigger`` is the word that names
    the happening, ``status`` whether it is said to have happened, to be denied, possible, to come, or not real.
    """

    happening: str
    report: str
    ref: str
    url: str | None
    publisher: str | None
    published: str | None
    who: str | None
    source_kind: str | None
    via: tuple[str, ...]
    is_own_voice: bool
    claim: str | None
    status: str
    sentence: str
    start: int
    end: int
    trigger: Span


@dataclass(frozen=True, slots=True)
class Alert:
    """Word of one incident that a watch asked for: the public JSON of a webhook, and what feeds and mails are made of.

    ``origins`` counts independent origins, ``reports`` reports; ``said`` are the sentences, earliest published first, at
    most 40 of them. Dates are ISO days, both included.
    """

    id: str
    watch: str
    reason: str
    incident: str
    made_at: str
    kind: str
    date_from: str | None
    date_to: str | None
    place: str | None
    geonames: int | None
    lat: float | None
    lon: float | None
    radius_km: float | None
    country: str | None
    actors: tuple[str, ...]
    killed: Range | None
    origins: int
    reports: int
    is_contested: bool
    differences: tuple[Difference, ...]
    said: tuple[Quote, ...]
    schema: str = SCHEMA


def to_body(alert: Alert) -> bytes:
    """The alert as JSON in UTF-8; equal alerts give equal bytes."""
    return msgspec.json.encode(alert)


def from_body(body: str | bytes) -> Alert:
    """The alert that ``to_body`` wrote."""
    return msgspec.json.decode(body, type=Alert)


def title_of(alert: Alert) -> str:
    """One line: what, where, when, and how many tell of it.

    Example: ``Contested: air strike, Kesh, 2031-05-01 (3 origins)``.
    """
    kind = alert.kind.replace("_", " ")
    days = alert.date_from if alert.date_from == alert.date_to else f"{alert.date_from or '…'} to {alert.date_to or '…'}"
    facts = [shown(fact) for fact in (kind, alert.place or "place not known", days or "date not known")]
    line = f"{', '.join(facts)} ({alert.origins} {'origin' if alert.origins == 1 else 'origins'})"
    return f"Contested: {line}" if alert.reason == CONTESTED else line[:1].upper() + line[1:]


def lines_of(alert: Alert) -> Iterator[str]:
    """The alert as text: what is known, each sentence with who says so and where it stands, and what they disagree on."""
    if alert.actors:
        yield f"Named: {shown(', '.join(alert.actors))}"
    yield f"Told by {alert.origins} independent of {alert.reports} in all."
    for quote in alert.said:
        yield ""
        yield f"“{shown(quote.sentence)}”"
        yield f"  {shown(_speaker(quote))}"
        yield f"  {shown(quote.url or quote.ref)} [{quote.start}:{quote.end}]"
    for difference in alert.differences:
        sides = " / ".join(value for value, _ in difference.sides)
        yield ""
        yield f"They do not agree on {shown(difference.field)}: {shown(sides)}"
    yield ""
    yield f"Incident {alert.incident}"


def links_of(alert: Alert) -> tuple[str, ...]:
    """The web addresses of the reports, each once; anything else that a report calls its address is no link."""
    urls = (shown(quote.url) for quote in alert.said if quote.url and quote.url.lower().startswith(("http://", "https://")))
    return tuple(dict.fromkeys(urls))


def shown(text: str) -> str:
    """A text in one line, without control characters and without what turns the direction of the lines around it."""
    return " ".join(text.translate(_SPACES).translate(_DROPPED).split())


def _speaker(quote: Quote) -> str:
    """Who says so, in which report: ``a medic, via the Kesh Herald, 2031-05-01 (denied)``."""
    voice = quote.who or quote.publisher or "not said by whom"
    through = [name for name in dict.fromkeys((*quote.via, quote.publisher)) if name and name != voice]
    status = f" ({quote.status})" if quote.status != "happened" else ""
    return ", ".join([voice, *(f"via {name}" for name in through), *([quote.published] if quote.published else [])]) + status
