"""What a coder has reviewed, as the rows of a coding sheet: one for each event that a person judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from sqlalchemy import Connection, Select, select

from according.incidents import Happening
from according.model import Event, Figure, Place, Reading, Span
from according.reconcile.happenings import make_happenings
from according.reviewing.stored import Reviewed, read_reviewed
from according.reviewing.things import find
from according.reviewing.weighing import THERE, Point, people_say
from according.store.judging import PERSON
from according.store.ledger import happenings, judgements


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One reviewed event; names are those of the codebooks where they have one (UCDP's ``source_*``, ``where_*``, ``best``).

    ``best``, ``low`` and ``high`` are the dead as this report gives them, None where it gives none or leaves the end open: they are
    read, not estimated. ``source_original`` is who says it, ``source_office`` who printed it. ``decision`` is ``accepted``,
    ``corrected``, ``rejected``, ``added``, ``contested`` or ``awaiting signature``.
    """

    coder: str
    coded_at: str
    decision: str
    comment: str | None
    event_id: str
    incident_id: str | None
    event_type: str
    status: str
    date_start: str | None
    date_end: str | None
    date_known: str | None
    side_a: str | None
    side_b: str | None
    where_coordinates: str | None
    where_description: str | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    country: str | None
    best: int | None
    low: int | None
    high: int | None
    injured_low: int | None
    injured_high: int | None
    source_original: str | None
    source_via: str | None
    certainty: str | None
    source_office: str | None
    source_date: str | None
    source_headline: str | None
    source_article: str
    report_id: str
    start: int
    end: int
    text: str


COLUMNS = tuple(field.name for field in fields(SheetRow))


def iter_sheet(
    connection: Connection, coder: str | None = None, shown: Callable[[Reviewed], Reviewed] = lambda reviewed: reviewed
) -> Iterator[SheetRow]:
    """The rows of one coder, or of all, report by report in the order in which they were first judged.

    An event that several people judged has a row for each of them, since agreement is measured on such a table. ``shown`` takes out
    of a report what whoever asks may not see.
    """
    query = select(judgements.c.report_id).where(judgements.c.subject == "event", judgements.c.report_id.is_not(None))
    if coder is not None:
        query = query.where(judgements.c.by == PERSON + coder)
    for report in dict.fromkeys(connection.scalars(query.order_by(judgements.c.seq)).all()):
        yield from _rows(connection, shown(read_reviewed(connection, report)), coder)


def _rows(connection: Connection, reviewed: Reviewed, coder: str | None) -> Iterator[SheetRow]:
    reading = reviewed.reading
    told = {mention.trigger: one for one in make_happenings(reading) for mention in one.mentions}
    homes = {row.id: row.incident for row in connection.execute(_homes([one.id for one in told.values()]))}
    for point, said in people_say(reviewed.judgements).items():
        if point.subject != "event" or point.field != THERE:
            continue
        one = find(reading, "event", point.thing) or find(reviewed.machine, "event", point.thing)
        if not isinstance(one, Event):
            continue
        for by, voice in sorted(said.items()):
            if coder is None or by == coder:
                happening = told.get(one.trigger)
                decision = _decision(reviewed, point)
                signed = (by, voice.judgement.at, decision, "; ".join(voice.judgement.reasons) or None)
                yield _row(reading, one, signed, happening, homes.get(happening.id) if happening else None)


def _homes(ids: Sequence[str]) -> Select[tuple[str, str | None]]:
    return select(happenings.c.id, happenings.c.incident).where(happenings.c.id.in_(ids))


def _decision(reviewed: Reviewed, point: Point) -> str:
    mine = [one for one in reviewed.held.conflicts if one.thing == point.thing]
    if mine:
        return "contested"
    if any(one.thing == point.thing for one in reviewed.held.waiting):
        return "awaiting signature"
    if reviewed.held.values.get(point) == "false":
        return "rejected"
    before, now = (find(reading, "event", point.thing) for reading in (reviewed.machine, reviewed.reading))
    return "added" if before is None else "accepted" if before == now else "corrected"


def _row(
    reading: Reading, one: Event, signed: tuple[str, str, str, str | None], happening: Happening | None, incident: str | None
) -> SheetRow:
    report, text = reading.report, reading.report.text
    claim = next((claim for claim in reading.claims if claim.id == one.claim), None)
    place = _place(reading.places, one.place)
    days = one.date.split("/") if one.date else []
    killed, injured = (_range(reading.figures, one, measure) for measure in ("killed", "injured"))
    return SheetRow(
        *signed,
        event_id=one.id,
        incident_id=incident,
        event_type=one.kind,
        status=one.status,
        date_start=days[0] if days else None,
        date_end=days[-1] if days else None,
        date_known=one.date_how,
        side_a=_words(text, one.actor),
        side_b=_words(text, one.target),
        where_coordinates=place.name if place else _words(text, one.place),
        where_description=_words(text, one.place),
        latitude=place.lat if place else None,
        longitude=place.lon if place else None,
        radius_km=place.radius_km if place else None,
        country=(place.country if place else None) or (happening.country if happening else None),
        best=killed[0] if killed[0] == killed[1] else None,
        low=killed[0],
        high=killed[1],
        injured_low=injured[0],
        injured_high=injured[1],
        source_original=claim.who if claim else None,
        source_via="; ".join(claim.via) or None if claim else None,
        certainty=claim.certainty if claim else None,
        source_office=report.publisher,
        source_date=report.published,
        source_headline=report.title,
        source_article=report.url or report.ref,
        report_id=report.id,
        start=one.trigger[0],
        end=one.trigger[1],
        text=" ".join(text[max(0, one.trigger[0] - 120) : one.trigger[1] + 120].split()),
    )


def _place(places: Iterable[Place], span: Span | None) -> Place | None:
    return next((place for place in places if span and span[0] <= place.span[0] and place.span[1] <= span[1]), None)


def _range(figures: Iterable[Figure], one: Event, measure: str) -> tuple[int | None, int | None]:
    found = next((figure for figure in figures if figure.measure == measure and figure.event and figure.event == one.event), None)
    return (found.low, found.high) if found else (None, None)


def _words(text: str, span: Span | None) -> str | None:
    return " ".join(text[slice(*span)].split()) if span else None
