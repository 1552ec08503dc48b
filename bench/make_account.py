"""Fills the tables of an account across reports with rows of N reports that nobody wrote: ``fill_account(account, 100_000)``.

Nothing is read: the rows are made by a seeded generator, the same for the same number. They are spread as reports of a war
spread them: a few places, outlets and sources make up most of it, a third of the reports on a story are copies, an incident
has one to forty reports, and a third of those told by several origins differ.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, Table, insert

from according.codec import from_happening, to_body
from according.ids import text_sha256
from according.incidents import Happening, Mention
from according.model import Reading, Report
from according.store import Account
from according.store.ledger import acts, counts, facts, happenings, incidents, namings, statements
from according.store.schema import blobs, captures, name_key, readings, refs, reports, sightings

_BATCH = 20_000
_FIRST = date(2012, 7, 19)
_DAYS = 1_607
_KINDS = (
    *(["battle"] * 14 + ["shelling"] * 12 + ["air_strike"] * 12 + ["killing"] * 12 + ["attack"] * 8 + ["explosion"] * 5),
    *(["territory"] * 7 + ["evacuation"] * 5 + ["siege"] * 4 + ["ceasefire"] * 4 + ["aid"] * 3 + ["buildup"] * 4 + ["diplomacy"] * 5),
    *(["displacement"] * 2 + ["detention"] * 1 + ["abduction"] * 1 + ["injury"] * 1),
)
_STATUSES = ("happened",) * 84 + ("future",) * 8 + ("possible",) * 5 + ("denied",) * 2 + ("unreal",)
_ACTORS = ("Keshan army", "Orna Front", "Southern Shield", "Dorvan coalition", "River Brigades", "Hill Union")
_LABELS = ("rebels", "terrorists", "army", "regime forces", "militants", "fighters", "heroes", "gunmen", "troops", "mercenaries")
_WORDS = ("said", "struck", "quarter", "morning", "ceasefire", "violated", "convoy", "blocked", "corridor", "shells", "civilians")
_TEXT = "The shelling of the eastern quarter began before dawn, a military source said; residents spoke of many dead and wounded. " * 18


@dataclass(frozen=True, slots=True)
class Told:
    """A happening with its origin and the numbers of its row and its report's."""

    one: Happening
    origin: str
    seq: int
    report_seq: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the invented country."""

    name: str
    number: int
    lat: float
    lon: float


class _Filler:
    """Makes rows of as many reports as asked for, the same for the same number."""

    def __init__(self, connection: Connection, count: int) -> None:
        self.connection, self.count, self.rng = connection, count, Random("views")
        self.rows: dict[Table, list[dict[str, Any]]] = {}
        self.places = [Place(f"Place {n}", 9_000_000 + n, 33 + self.rng.random() * 4, 36 + self.rng.random() * 6) for n in range(400)]
        self.weights = [1.0 / (n + 2) for n in range(400)]
        self.outlets = [f"Outlet {n}" for n in range(120)]
        self.speakers = ["unnamed", "activists", "residents", "a military source", *(f"Speaker {n}" for n in range(3_000))]
        self.spread = [1.0 / (n + 4) for n in range(len(self.speakers))]
        self.seqs = {"report": 0, "happening": 0}

    def fill(self) -> None:
        """Writes all rows."""
        while self.seqs["report"] < self.count:
            self._write_story()
        self._flush(0)

    def _write_story(self) -> None:
        """An incident with all reports of it, and what else those reports tell: three further happenings each, on average."""
        rng = self.rng
        size = min(self.count - self.seqs["report"], 1 + int(rng.paretovariate(1.1)) if rng.random() < 0.5 else 1, 40)
        day = _FIRST + timedelta(days=rng.randrange(_DAYS))
        shared = self._scene(day)
        told: list[Told] = []
        first_report: str | None = None
        for number in range(size):
            published = (day + timedelta(days=rng.choice((0, 0, 0, 1, 1, 2)))).isoformat()
            report_id = self._write_report(published, first_report if number and rng.random() < 0.35 else None)
            first_report = first_report or report_id
            told.append(self._write_happening(report_id, published, shared))
            for _ in range(rng.choice((1, 2, 3, 4))):
                scene = self._scene(day - timedelta(days=rng.randrange(9)))
                self._write_incident([self._write_happening(report_id, published, scene)])
        self._write_incident(told)
        self._flush(_BATCH)

    def _scene(self, day: date) -> dict[str, Any]:
        rng = self.rng
        place = rng.choices(self.places, self.weights)[0] if rng.random() < 0.8 else None
        last = day + timedelta(days=rng.choice((0, 0, 0, 0, 0, 0, 0, 0, 0, 12)))
        is_dated = rng.random() < 0.6
        actor, target = rng.sample(_ACTORS, 2)
        return {
            "kind": rng.choice(_KINDS),
            "status": rng.choice(_STATUSES),
            "date_from": day.isoformat() if is_dated else None,
            "date_to": last.isoformat() if is_dated else None,
            "date_how": "relative" if is_dated else None,
            "place": place.name if place else None,
            "place_name": place.name if place else None,
            "geonames": place.number if place else None,
            "lat": place.lat if place else None,
            "lon": place.lon if place else None,
            "radius_km": 6.0 if place else None,
            "country": "SY" if place else None,
            "actor": actor if rng.random() < 0.7 else None,
            "target": target if rng.random() < 0.6 else None,
            "actor_key": actor if rng.random() < 0.5 else None,
        }

    def _write_report(self, published: str, copied: str | None) -> str:
        rng, seq = self.rng, self.seqs["report"] + 1
        self.seqs["report"] = seq
        report_id = f"sha256:{hashlib.sha256(f'report {seq}'.encode()).hexdigest()}"
        sha256 = hashlib.sha256(f"bytes {seq}".encode()).hexdigest()
        outlet = rng.choices(self.outlets, self.weights[:120])[0]
        url = f"https://outlet.example/{seq}"
        report = Report(report_id, url, "article", _TEXT, url=url, publisher=outlet, title=f"Report {seq}", published=published)
        self._add(blobs, sha256=sha256, size=10, data=b"0123456789")
        moment = f"{published}T12:00:00Z"
        self._add(
            captures,
            seq=seq,
            id=f"sha256:{sha256}",
            sha256=sha256,
            url=url,
            address=url,
            retrieved_at=moment,
            method="fetch",
            media_type="text/html",
            headers="[]",
            reader="bench",
        )
        self._add(sightings, key=name_key(url), address=url, capture_seq=seq)
        self._add(
            reports,
            seq=seq,
            id=report_id,
            capture_seq=seq,
            parent_id=None,
            locator=None,
            ref=url,
            kind="article",
            url=url,
            text_sha256=text_sha256(_TEXT),
            text=_TEXT,
        )
        self._add(refs, key=name_key(url), ref=url, report_seq=seq)
        self._add(readings, id=f"r{seq}", report_seq=seq, version="bench", body=to_body(Reading(report)).decode())
        self._add(
            facts,
            report_seq=seq,
            reading_id=f"r{seq}",
            publisher=outlet,
            credit="Wire" if copied else None,
            published=published,
            title=f"Report {seq}",
            copy_group=copied,
            copy_kind="reprint" if copied else None,
            origin="Wire" if copied else outlet,
        )
        for _ in range(rng.choice((3, 4, 5, 6, 7))):
            self._write_statement(seq, published, outlet)
        for _ in range(rng.choice((3, 5, 7))):
            actor = rng.choice(_ACTORS) if rng.random() < 0.6 else None
            label = rng.choice(_LABELS)
            who = rng.choices(self.speakers, self.spread)[0] if rng.random() < 0.5 else None
            loaded = label in ("terrorists", "heroes", "mercenaries", "regime forces")
            self._add(namings, report_seq=seq, actor=actor, label=label, loaded=loaded, who=who, publisher=outlet, start=0, end=8)
        return report_id

    def _write_statement(self, seq: int, published: str, outlet: str) -> None:
        rng = self.rng
        who = rng.choices(self.speakers, self.spread)[0]
        via = rng.choice(([], [], ["Wire"], [outlet]))
        self._add(
            statements,
            id=self._claim(seq, rng.randrange(9)),
            report_seq=seq,
            who=who,
            source_kind=rng.choice(("official", "witness", None)),
            role=None,
            affiliation=None,
            act=rng.choice(("state", "state", "state", "deny", "accuse", "threaten", "demand")),
            form="indirect",
            certainty="certain",
            distance=None,
            via=json.dumps(via),
            start=0,
            end=9,
            words_key=rng.randrange(200_000),
            origin=who,
            published=published,
        )

    @staticmethod
    def _claim(seq: int, number: int) -> str:
        return f"sha256:{hashlib.sha256(f'claim {seq} {number}'.encode()).hexdigest()}"

    def _write_happening(self, report_id: str, published: str, scene: dict[str, Any]) -> Told:
        rng, seq, report_seq = self.rng, self.seqs["happening"] + 1, self.seqs["report"]
        self.seqs["happening"] = seq
        event = f"sha256:{hashlib.sha256(f'event {seq}'.encode()).hexdigest()}"
        dead = rng.choice((None, None, rng.randrange(1, 60)))
        who = rng.choices(self.speakers, self.spread)[0]
        own = rng.random() < 0.4
        one = Happening(
            id=f"sha256:{hashlib.sha256(f'happening {seq}'.encode()).hexdigest()}",
            report=report_id,
            mentions=(Mention(event, (4, 12), scene["kind"]),),
            trigger=(4, 12),
            sentence=(0, 110),
            published=published,
            killed=(dead, dead) if dead else None,
            scope="new" if dead else None,
            claim=None if own else self._claim(report_seq, rng.randrange(9)),
            who=None if own else who,
            via=() if own else ("Wire",),
            publisher="Outlet",
            is_own_voice=own,
            words=tuple(sorted(rng.sample(_WORDS, 5))),
            **scene,
        )
        origin = who if not own else "Outlet"
        if dead:
            for measure in ("killed", *(["injured"] if rng.random() < 0.4 else [])):
                self._add(
                    counts,
                    report_seq=report_seq,
                    happening_seq=seq,
                    measure=measure,
                    of=rng.choice(("people", "civilians", None)),
                    low=dead,
                    high=rng.choice((dead, dead, None)),
                    quantifier=None,
                    scope=rng.choice(("new", "new", "new", "total", None)),
                    start=0,
                    end=9,
                    claim=one.claim,
                    who=one.who,
                    origin=origin,
                    published=published,
                )
        self._add(
            acts,
            report_seq=report_seq,
            happening_seq=seq,
            kind=one.kind,
            label=rng.choice(("shelling", "captured", "liberated", "attack", "raid")),
            who=one.who,
            publisher=one.publisher,
            start=4,
            end=12,
        )
        return Told(one, origin, seq, report_seq)

    def _write_incident(self, told: Sequence[Told]) -> None:
        rng, first = self.rng, told[0].one
        origins = {each.origin for each in told}
        contested = len(origins) > 1 and rng.random() < 0.3
        sides = [[str(n), [each.one.id for each in told[n::2]]] for n in range(2)]
        differences = [
            {"field": "killed", "type": rng.choice(("number", "superseded")), "sides": sides, "reason": "they give other numbers"}
        ]
        days = sorted(each.one.published for each in told if each.one.published)
        dead = [each.one.killed[0] for each in told if each.one.killed and each.one.killed[0] is not None]
        named = sorted({name for name in (first.actor, first.target) if name})
        self._add(
            incidents,
            id=first.id,
            kind=first.kind,
            date_from=first.date_from,
            date_to=first.date_to,
            place=first.place_name,
            geonames=first.geonames,
            lat=first.lat,
            lon=first.lon,
            radius_km=first.radius_km,
            country=first.country,
            actors=json.dumps(named),
            origins=len(origins),
            reports=len({each.report_seq for each in told}),
            is_contested=contested,
            differences=json.dumps(differences if contested else []),
            killed_low=min(dead, default=None),
            killed_high=max(dead, default=None),
            published_first=days[0],
            published_last=days[-1],
        )
        for each in told:
            self._add_happening(each, first.id)

    def _add_happening(self, told: Told, incident: str) -> None:
        one, dead = told.one, told.one.killed or (None, None)
        same = {column.name: getattr(one, column.name) for column in happenings.c if hasattr(one, column.name)}
        self._add(
            happenings,
            **{
                **same,
                "seq": told.seq,
                "report_seq": told.report_seq,
                "incident": incident,
                "component": 0,
                "killed_low": dead[0],
                "killed_high": dead[1],
                "injured_low": None,
                "injured_high": None,
                "origin": told.origin,
                "trigger_start": one.trigger[0],
                "trigger_end": one.trigger[1],
                "body": from_happening(one),
            },
        )

    def _add(self, table: Table, **row: Any) -> None:
        self.rows.setdefault(table, []).append(row)

    def _flush(self, least: int) -> None:
        if sum(map(len, self.rows.values())) >= least:
            for table in (
                blobs,
                captures,
                sightings,
                reports,
                refs,
                readings,
                facts,
                incidents,
                happenings,
                statements,
                counts,
                namings,
                acts,
            ):
                if rows := self.rows.pop(table, []):
                    self.connection.execute(insert(table), rows)


def fill_account(account: Account, count: int) -> None:
    """Writes the rows of so many reports into an empty account."""
    with account.writing_rows() as connection:
        _Filler(connection, count).fill()
