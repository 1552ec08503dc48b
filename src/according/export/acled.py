"""A CSV file in the shape of ACLED's: its 31 columns, by the choices of ``vocab/acled.yml``, and ours behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from according.errors import UsageError
from according.export.choosing import actor_of, deaths_of, happened, lead_of, middle_day, notes_of, target_of
from according.export.comma_separated import CELLS, CsvFile, Value, is_guarding
from according.export.evidence import COLUMNS as EVIDENCE
from according.export.evidence import Tally, Unmapped, evidence_of
from according.export.formats import Choices, Format, Written
from according.export.geography import Location, locate
from according.export.parties import Party, parties_of
from according.export.records import IncidentRow, Telling
from according.export.rows import open_rows
from according.export.wording import choose_by_words, words_near
from according.store import Account
from according.views.filters import Filter
from according.vocab.crosswalks import load_crosswalk

COLUMNS = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1", "assoc_actor_1"),
    *("inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2"),
    *("admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp"),
)
_DIGITS = 16
_WEEK, _MONTH = 7, 31
_VIOLENCE = "Violence against civilians"
_REMOTE = "Explosions/Remote violence"
_ALONE = frozenset({"Protests", "Riots", "Strategic developments"})
_PRECISION = {"point": 1, "near": 2, "district": 2, "area": 3, "division": 3}
_INTER = {"inter": "labels writes the parties' kinds in words (the default), codes as numbers"}


def write(account: Account, asked: Filter, target: Path, choices: Choices) -> Written:
    """Write one row for each incident that ACLED has a word for, somewhere and on some day, and that somebody says happened."""
    guard, codes = is_guarding(choices), _asks_for_codes(choices)
    tally = Tally()
    with CsvFile(target, (*COLUMNS, *EVIDENCE), guard=guard) as file, open_rows(account, asked, choices) as rows:
        for incident in rows.incidents("counted"):
            if reason := why_left_out(incident, load_crosswalk("acled")["kinds"], "ACLED"):
                tally.left_out[reason] += 1
                continue
            file.write(_row(incident, tally, codes=codes))
    return Written(target, {"events": file.rows}, tally.left_out, tally.unmapped)


def _asks_for_codes(choices: Choices) -> bool:
    given = choices.options.get("inter", "labels")
    if given not in ("labels", "codes"):
        raise UsageError(f"inter={given}: give labels or codes")
    return given == "codes"


def why_left_out(incident: IncidentRow, kinds: Mapping[str, Any], format_name: str) -> str | None:
    """Why an incident is no event of such a format: its kind, nobody says that it happened, no day, no place; None where it is one."""
    kind = kinds.get(incident.kind)
    if kind is None or (isinstance(kind, Mapping) and not (kind.get("event") or kind.get("by"))):
        return f"{format_name} has no such kind of event: {incident.kind}"
    if not happened(incident):
        return "nobody says that it happened"
    if incident.date_from is None:
        return "no day is told"
    return None if incident.place else "no place is told"


@dataclass(frozen=True, slots=True)
class _Coded:
    """The event and sub-event type; None for what is not known."""

    event: str | None
    sub: str | None


def _row(incident: IncidentRow, tally: Tally, *, codes: bool) -> tuple[Value, ...]:
    lead = lead_of(incident)
    did, suffered = parties_of(incident, actor_of(incident), target_of(incident))
    coded = _code(incident, did, suffered)
    where, days = locate(incident), middle_day(incident)
    unmapped = [*_not_coded(incident, coded), *_not_placed(did, suffered, where, days)]
    day, number = days or (None, 0)
    precision = 1 if number == 1 else 2 if number <= _WEEK else 3 if number <= _MONTH else None
    day = day if precision else incident.date_from
    country = where.codes
    tally.count(unmapped)
    return (
        f"{country.three if country else ''}{incident.id.removeprefix('sha256:')[:_DIGITS]}", day, int(day[:4]) if day else None, precision,
        _disorder(coded), coded.event, coded.sub, _name(did, where), None, _inter(did, codes=codes), _name(suffered, where), None,
        _inter(suffered, codes=codes), _interaction(coded, did, suffered, codes=codes), _targets_civilians(coded, suffered),
        country.number if country else None, None, where.country, where.admin1, where.admin2, None, incident.place, incident.lat,
        incident.lon, _PRECISION.get(where.level or ""), _sources(incident.told), None, notes_of(incident), deaths_of(incident).best, None,
        _timestamp(incident.told), *evidence_of(incident, lead, unmapped),
    )  # fmt: skip


def _code(incident: IncidentRow, did: Party, suffered: Party) -> _Coded:
    """What ACLED calls it: by the word that names it, else by its kind, else by who did or suffered it."""
    choice = load_crosswalk("acled")["kinds"][incident.kind]
    near = (words_near(told, mention.trigger) for told in incident.told for mention in told.happening.mentions)
    if "words" in choice and (found := choose_by_words(choice["words"], near)):
        return _Coded(*found)
    if "by" not in choice:
        return _Coded(choice["event"], choice["sub"])
    kind = (did if choice["by"] == "actor" else suffered).kind
    for group, members in load_crosswalk("acled")["groups"].items():
        if group in choice and kind in members:
            return _Coded(*choice[group])
    return _Coded(choice.get("event"), choice.get("sub"))


def _not_coded(incident: IncidentRow, coded: _Coded) -> Iterator[Unmapped]:
    by = load_crosswalk("acled")["kinds"][incident.kind].get("by")
    if coded.event is None:
        yield Unmapped(f"event_type of {incident.kind}", f"the kind of {by} is not known")
    elif coded.sub is None:
        yield Unmapped(f"sub_event_type of {incident.kind}", f"the kind of {by} is not known")


def _not_placed(did: Party, suffered: Party, where: Location, days: tuple[str, int] | None) -> Iterator[Unmapped]:
    for column, party in (("inter1", did), ("inter2", suffered)):
        if party.name and party.kind not in load_crosswalk("acled")["inter"]:
            yield Unmapped(f"{column}: kind of party not known", party.name)
    if days and days[1] > _MONTH:
        yield Unmapped("time_precision: longer than a month", f"{days[1]} days")
    if where.level not in _PRECISION:
        yield Unmapped("geo_precision: place too wide or not in the gazetteer", where.level)


def _disorder(coded: _Coded) -> str | None:
    types: Mapping[str, str] = load_crosswalk("acled")["disorder"]
    return types.get(coded.sub or "") or types.get(coded.event or "")


def _name(party: Party, where: Location) -> str | None:
    """The party's name; ACLED writes people without arms whom nobody names as the civilians of their country."""
    if party.name or party.kind != "civilians":
        return party.name
    return f"Civilians ({where.country})" if where.country else "Civilians"


def _inter(party: Party, *, codes: bool) -> int | str | None:
    found: list[Any] | None = load_crosswalk("acled")["inter"].get(party.kind or "")
    return found[0 if codes else 1] if found else None


def _interaction(coded: _Coded, did: Party, suffered: Party, *, codes: bool) -> int | str | None:
    """Both kinds of party, the smaller number first; one alone only where there need be no other."""
    inter = load_crosswalk("acled")["inter"]
    found = sorted(inter[party.kind] for party in (did, suffered) if party.kind in inter)
    if len(found) == 2:
        (first, name), (second, other) = found
        return int(f"{first}{second}") if codes else f"{name}-{other}"
    is_alone = coded.event in _ALONE and not (did.name and suffered.name)
    if found and is_alone:
        return found[0][0] * 10 if codes else f"{found[0][1]} only"
    return None


def _targets_civilians(coded: _Coded, suffered: Party) -> str | None:
    is_civilian = suffered.kind in load_crosswalk("acled")["groups"]["civilian"]
    is_targeting = coded.event == _VIOLENCE or (coded.event == _REMOTE and is_civilian)
    return "Civilian targeting" if is_targeting or coded.sub == "Excessive force against protesters" else None


def _sources(told: tuple[Telling, ...]) -> str | None:
    """Who printed it, joined as ACLED joins them."""
    names = dict.fromkeys(re.sub(r"\s*;\s*", ", ", one.report.publisher) for one in told if one.report.publisher)
    return "; ".join(names) or None


def _timestamp(told: tuple[Telling, ...]) -> int:
    """When the last of the reports was fetched or read, in seconds since 1970."""
    return max(int(datetime.fromisoformat(one.report.retrieved_at).timestamp()) for one in told)


FORMAT = Format("acled", "one CSV file in the shape of ACLED's (31 columns)", ".csv", write, {**CELLS, **_INTER})
