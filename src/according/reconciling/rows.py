"""The rows that follow from one reading by itself: what is said, counted and named in it, by whom."""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from according.incidents import Happening
from according.model import Claim, Event, Figure, Reading, Source, Span
from according.reconcile.passages import DENIED
from according.reconcile.tolls import scope_of
from according.reconciling.origins import Origins
from according.sentences import find_sentences

Row = dict[str, object]
_LETTERS = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class Rows:
    """Rows for the tables of the account across reports, by table; ``counts`` and ``acts`` name their happening by its id."""

    statements: list[Row] = field(default_factory=list)
    counts: list[Row] = field(default_factory=list)
    namings: list[Row] = field(default_factory=list)
    acts: list[Row] = field(default_factory=list)


def make_rows(reading: Reading, happenings: tuple[Happening, ...], origins_of: Origins) -> Rows:
    """All rows of a reading; ``happenings`` are those that its event mentions belong to."""
    report, text = reading.report, reading.report.text
    claims = {claim.id: claim for claim in reading.claims}
    origins = {claim.id: origins_of.of_claim(claim) for claim in reading.claims}
    homes = {mention.trigger: happening.id for happening in happenings for mention in happening.mentions}
    beside = _Beside(reading, homes)

    def speaker(claim: str | None) -> str | None:
        return claims[claim].who if claim in claims else None

    rows = Rows()
    for claim in reading.claims:
        rows.statements.append(_statement(reading, claim, origins_of.source_of(claim), origins[claim.id]))
    for figure in reading.figures:
        rows.counts.append(
            {
                "happening": beside.home(figure),
                "measure": figure.measure,
                "of": figure.of,
                "low": figure.low,
                "high": figure.high,
                "quantifier": figure.quantifier,
                "scope": scope_of(text, figure, beside.events_of(figure.span)),
                "start": figure.span[0],
                "end": figure.span[1],
                "claim": figure.claim,
                "who": speaker(figure.claim),
                "origin": origins.get(figure.claim or "", origins_of.own),
                "published": report.published,
            }
        )
    rows.namings += [
        {
            "actor": name.actor,
            "label": _folded(name.label),
            "loaded": name.loaded,
            "who": speaker(name.claim),
            "publisher": report.publisher,
            "start": name.span[0],
            "end": name.span[1],
        }
        for name in reading.names
    ]
    rows.acts += [
        {
            "happening": homes.get(event.trigger),
            "kind": event.kind,
            "label": _folded(text[slice(*event.trigger)]),
            "who": speaker(event.claim),
            "publisher": report.publisher,
            "start": event.trigger[0],
            "end": event.trigger[1],
        }
        for event in reading.events
    ]
    return rows


class _Beside:
    """The mentions of happenings beside each figure: an event told in several sentences may be several happenings."""

    def __init__(self, reading: Reading, homes: Mapping[Span, str]) -> None:
        self._starts = [start for start, _ in find_sentences(reading.report.text)]
        self._homes = homes
        self._events: dict[int, list[Event]] = defaultdict(list)
        self._first: dict[str, str] = {}
        for event in reading.events:
            self._events[self._number(event.trigger)].append(event)
            if event.event and event.trigger in homes:
                self._first.setdefault(event.event, homes[event.trigger])

    def _number(self, span: Span) -> int:
        return bisect_right(self._starts, span[0])

    def events_of(self, span: Span) -> list[Event]:
        """The mentions in the sentence of a span."""
        return self._events[self._number(span)]

    def home(self, figure: Figure) -> str | None:
        """The happening that a figure belongs to: of its event, that of the nearest mention in its sentence, else the first told."""
        own = [event for event in self.events_of(figure.span) if event.event == figure.event and event.trigger in self._homes]
        if figure.event and own:
            return self._homes[min(own, key=lambda event: (event.status == DENIED, _apart(event.trigger, figure.span))).trigger]
        return self._first.get(figure.event or "")


def _apart(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1])


def _statement(reading: Reading, claim: Claim, source: Source | None, origin: str) -> Row:
    text = reading.report.text
    said = " ".join(text[start:end] for start, end in claim.content)
    return {
        "id": claim.id,
        "who": claim.who,
        "source_kind": source.kind if source else None,
        "role": source.role if source else None,
        "affiliation": source.affiliation if source else None,
        "act": claim.act,
        "form": claim.form,
        "certainty": claim.certainty,
        "distance": claim.distance,
        "via": json.dumps(claim.via, ensure_ascii=False),
        "start": claim.content[0][0],
        "end": claim.content[-1][1],
        "words_key": words_key(said),
        "origin": origin,
        "published": reading.report.published,
    }


def words_key(said: str) -> int:
    """A signed 64-bit hash of words, whatever their case and punctuation, by which the same words in two reports are found."""
    letters = " ".join(_LETTERS.findall(said.casefold()))
    return int.from_bytes(hashlib.blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


def happening_row(happening: Happening, report_seq: int, origin: str, body: str) -> Row:
    """The row of a happening, before it stands in any incident."""
    killed, injured = happening.killed or (None, None), happening.injured or (None, None)
    return {
        "id": happening.id,
        "report_seq": report_seq,
        "kind": happening.kind,
        "status": happening.status,
        "date_from": happening.date_from,
        "date_to": happening.date_to,
        "date_how": happening.date_how,
        "place": happening.place,
        "place_name": happening.place_name,
        "geonames": happening.geonames,
        "lat": happening.lat,
        "lon": happening.lon,
        "radius_km": happening.radius_km,
        "country": happening.country,
        "actor": happening.actor,
        "target": happening.target,
        "actor_key": happening.actor_key,
        "target_key": happening.target_key,
        "killed_low": killed[0],
        "killed_high": killed[1],
        "injured_low": injured[0],
        "injured_high": injured[1],
        "scope": happening.scope,
        "claim": happening.claim,
        "who": happening.who,
        "source_kind": happening.source_kind,
        "is_own_voice": happening.is_own_voice,
        "publisher": happening.publisher,
        "published": happening.published,
        "origin": origin,
        "confidence": happening.confidence,
        "trigger_start": happening.trigger[0],
        "trigger_end": happening.trigger[1],
        "body": body,
    }
