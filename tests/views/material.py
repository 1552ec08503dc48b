"""Accounts across reports in a few words: reports, what they tell, and the incidents that it makes up.

Rows are written straight into the tables, so that a test says what the account holds and nothing else: no sentence is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, insert, select

from according.codec import from_happening
from according.ids import event_id, happening_id
from according.incidents import Difference, Happening, Judgement, Mention, Range
from according.model import Item, Outcome, Reading
from according.reconcile.names import make_key
from according.store import Account
from according.store.judging import add_judgements, make_judgement
from according.store.ledger import acts, counts, entity_links, facts, happenings, incidents, namings, statements
from according.store.schema import reports
from tests.store.material import READER, make_item, make_report

PLACES = {"Orna": (35.0, 36.0, 8.0), "Kesh": (35.1, 36.05, 6.0), "Farholm": (48.0, 11.0, 10.0), "Kesharia": (35.0, 37.0, 300.0)}
"""Invented places by latitude, longitude and radius: Orna and Kesh lie 12 km apart, Kesharia is the country around them."""


class Tale:
    """An account that is filled by telling: ``report`` first, then what stands in it, then ``incident`` over several."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._told: dict[str, tuple[Happening, str]] = {}
        self._seqs: dict[str, int] = {}
        self._facts: dict[str, dict[str, Any]] = {}
        self._rows: list[tuple[Any, dict[str, Any]]] = []
        self._judged: list[Judgement] = []

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """A connection to ask a view in; all that was told before is kept first, in one transaction."""
        with self.account.writing_rows() as connection:
            for table, row in self._rows:
                connection.execute(insert(table), row)
            add_judgements(connection, self._judged)
        self._rows, self._judged = [], []
        with self.account.reading_rows() as connection:
            yield connection

    def report(
        self,
        ref: str,
        publisher: str = "Orna Post",
        published: str | None = "2016-03-04",
        text: str | None = None,
        *,
        retrieved_at: str = "2016-03-10T12:00:00Z",
        credit: str | None = None,
        copy_of: str | None = None,
        copy_kind: str | None = "reprint",
        **layers: Any,
    ) -> str:
        """A report that is kept and reconciled; returns its id. ``copy_of`` names the first report of its group of copies."""
        words = text or f"Shells fell on the market, said the mayor in {ref}."
        report = make_report(words.encode(), ref, words, publisher=publisher, published=published, title=f"Title of {ref}")
        outcome_item = make_item(words.encode(), ref, retrieved_at=retrieved_at)
        self.account.add(_outcome(outcome_item, Reading(report, **layers)), reader=READER)
        with self.account.reading_rows() as connection:
            self._seqs[report.id] = connection.scalars(select(reports.c.seq).where(reports.c.id == report.id)).one()
        self._facts[report.id] = {
            "report_seq": self._seqs[report.id],
            "reading_id": f"reading of {ref}",
            "publisher": publisher,
            "credit": credit,
            "published": published,
            "title": f"Title of {ref}",
            "copy_group": copy_of,
            "copy_kind": copy_kind if copy_of else None,
            "origin": credit or publisher,
        }
        self._rows.append((facts, self._facts[report.id]))
        if copy_of:
            self._facts[copy_of].update(copy_group=copy_of, copy_kind=copy_kind)
        return report.id

    def tell(
        self,
        report: str,
        kind: str = "shelling",
        place: str | None = "Orna",
        date: str | None = "2016-03-03",
        *,
        trigger: tuple[int, int] = (0, 6),
        who: str | None = None,
        origin: str | None = None,
        killed: Range | None = None,
        words: tuple[str, ...] = (),
        **more: Any,
    ) -> str:
        """A happening that a report tells; returns its id. ``date`` may be an interval; ``who`` None is the report's own voice."""
        first, _, last = (date or "").partition("/")
        lat, lon, radius = PLACES.get(place or "", (None, None, None))
        fact = self._facts[report]
        name = happening_id(report, trigger)
        one = Happening(
            id=name,
            report=report,
            mentions=(Mention(event_id(report, trigger, kind), trigger, kind),),
            trigger=trigger,
            sentence=(0, 20),
            kind=kind,
            status=more.pop("status", "happened"),
            date_from=first or None,
            date_to=last or first or None,
            published=fact["published"],
            place=place,
            place_name=place,
            lat=lat,
            lon=lon,
            radius_km=radius,
            killed=killed,
            who=who,
            publisher=fact["publisher"],
            is_own_voice=who is None,
            words=words,
        )
        self._told[name] = (replace(one, **more), origin or who or fact["publisher"])
        return name

    def incident(self, *names: str, differences: tuple[Difference, ...] = ()) -> str:
        """An incident made of happenings, the earliest published first, as reconciling would sum it up; returns its id."""
        told = [self._told[name] for name in names]
        first = told[0][0]
        origins = {origin for _, origin in told}
        dead = [one.killed for one, _ in told if one.killed]
        days = sorted(one.published for one, _ in told if one.published)
        actors = sorted({name for one, _ in told for name in (one.actor_key or one.actor, one.target_key or one.target) if name})
        row = {
            **{
                name: getattr(first, name)
                for name in ("id", "kind", "date_from", "date_to", "geonames", "lat", "lon", "radius_km", "country")
            },
            "place": first.place_name or first.place,
            "actors": json.dumps(actors),
            "origins": len(origins),
            "reports": len({one.report for one, _ in told}),
            "is_contested": bool(differences),
            "differences": json.dumps([asdict(one) for one in differences]),
            "killed_low": min((low for low, _ in dead if low is not None), default=None),
            "killed_high": max((high for _, high in dead if high is not None), default=None),
            "published_first": days[0] if days else None,
            "published_last": days[-1] if days else None,
        }
        self._rows.append((incidents, row))
        for one, origin in told:
            seq = self._seqs[one.id] = len(self._seqs) + 1
            self._rows.append((happenings, {"seq": seq, **_happening_row(one, self._seqs[one.report], origin, first.id)}))
        return first.id

    def alone(self, report: str, kind: str = "shelling", place: str | None = "Orna", date: str | None = "2016-03-03", **more: Any) -> str:
        """A happening that makes up an incident by itself; returns the incident's id."""
        return self.incident(self.tell(report, kind, place, date, **more))

    def ahead(self, report: str, kind: str, place: str | None = "Orna", date: str | None = "2016-03-03", **more: Any) -> str:
        """A happening that is still to come, and so stands in no incident; returns its id."""
        name = self.tell(report, kind, place, date, **{"status": "future", **more})
        one, origin = self._told[name]
        seq = self._seqs[name] = len(self._seqs) + 1
        self._rows.append((happenings, {"seq": seq, **_happening_row(one, self._seqs[one.report], origin, None)}))
        return name

    def figure(self, happening: str | None, measure: str = "killed", low: int | None = 1, high: int | None = 1, **more: Any) -> None:
        """A figure that belongs to a happening; by whom it is, follows from that."""
        one, origin = self._told[happening] if happening else (None, more.pop("origin", "nobody"))
        report = one.report if one else more.pop("report")
        row = {
            "report_seq": self._seqs[report],
            "happening_seq": self._seqs[happening] if happening else None,
            "measure": measure,
            "low": low,
            "high": high,
            "scope": "new",
            "start": 0,
            "end": 6,
            "who": one.who if one else None,
            "origin": origin,
            "published": one.published if one else None,
        }
        self._insert(counts, {"of": None, "quantifier": None, "claim": None, **row, **more})

    def say(self, report: str, who: str, words_key: int | None = None, **more: Any) -> str:
        """A claim of someone; returns its id."""
        name = f"sha256:{abs(hash((report, who, words_key))):064x}"
        row = {
            "id": more.pop("id", name),
            "report_seq": self._seqs[report],
            "who": who,
            "act": "state",
            "form": "indirect",
            "certainty": "certain",
            "via": json.dumps(more.pop("via", [])),
            "start": 0,
            "end": 6,
            "words_key": words_key,
            "origin": who,
            "published": more.pop("published", "2016-03-04"),
        }
        self._insert(statements, {"source_kind": None, "role": None, "affiliation": None, "distance": None, **row, **more})
        return str(row["id"])

    def call(self, report: str, label: str, actor: str | None = None, *, who: str | None = None, loaded: bool = False) -> None:
        """A word for an actor."""
        row = {"report_seq": self._seqs[report], "actor": actor, "label": label, "loaded": loaded, "who": who}
        self._insert(namings, {**row, "publisher": self._facts[report]["publisher"], "start": 0, "end": 6})

    def call_act(self, happening: str, label: str) -> None:
        """A word for an act."""
        one, _ = self._told[happening]
        row = {"report_seq": self._seqs[one.report], "happening_seq": self._seqs[happening], "kind": one.kind, "label": label}
        self._insert(acts, {**row, "who": one.who, "publisher": one.publisher, "start": 0, "end": 6})

    def name(self, *names: str) -> None:
        """Names that the account takes for those of one speaker, actor or outlet, the first of them the fullest."""
        for name in names:
            row = {"subject": "actor", "name_key": name, "name": name, "entity": names[0], "key": make_key("actor", name)}
            self._insert(entity_links, {**row, "reports": 1, "persons": 0, "bodies": "{}"})

    def judge(self, left: str, right: str, at: str, by: str = "person:Anneli Roo", relation: Any = "same") -> None:
        """A judgement."""
        self._judged.append(make_judgement("happening", relation, left, right, by, at, reasons=("the same market",)))

    def _insert(self, table: Any, row: dict[str, Any]) -> None:
        self._rows.append((table, row))


def _outcome(item: Item, reading: Reading) -> Outcome:
    return Outcome(item, (reading,))


def _happening_row(one: Happening, report_seq: int, origin: str, incident: str | None) -> dict[str, Any]:
    same = {column.name: getattr(one, column.name) for column in happenings.c if hasattr(one, column.name)}
    killed, injured = one.killed or (None, None), one.injured or (None, None)
    own = {"report_seq": report_seq, "incident": incident, "component": 0, "origin": origin, "body": from_happening(one)}
    tolls = {"killed_low": killed[0], "killed_high": killed[1], "injured_low": injured[0], "injured_high": injured[1]}
    return {**same, **own, **tolls, "trigger_start": one.trigger[0], "trigger_end": one.trigger[1]}
