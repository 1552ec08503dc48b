"""A CSV file in the shape of UCDP's georeferenced events: its 49 columns, by the choices of ``vocab/ucdp.yml``, and ours behind them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from according.export.acled import why_left_out
from according.export.choosing import Deaths, actor_of, deaths_of, lead_of, one_for_each_origin, target_of
from according.export.comma_separated import CELLS, CsvFile, Value, is_guarding
from according.export.evidence import COLUMNS as EVIDENCE
from according.export.evidence import Tally, Unmapped, evidence_of
from according.export.formats import Choices, Format, Written
from according.export.geography import locate
from according.export.parties import Party, kind_of_party, parties_of
from according.export.records import IncidentRow, Telling
from according.export.rows import open_rows
from according.store import Account
from according.views.filters import Filter
from according.vocab.crosswalks import load_crosswalk

COLUMNS = (
    *("id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name"),
    *("dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b"),
    *("number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec"),
    *("where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country"),
    *("country_id", "region", "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians"),
    *("deaths_unknown", "best", "high", "low", "gwnoa", "gwnob"),
)
_ID_DIGITS = 13
"""So many hexadecimal digits fit into a number that all programs hold exactly (52 bits)."""
_PRECISION = {"point": 1, "near": 2, "district": 3, "division": 4, "area": 5, "country": 6, "waters": 7}


def write(account: Account, asked: Filter, target: Path, choices: Choices) -> Written:
    """Write one row for each incident in which armed force is said to have killed somebody, somewhere and on some day."""
    tally = Tally()
    with CsvFile(target, (*COLUMNS, *EVIDENCE), guard=is_guarding(choices)) as file, open_rows(account, asked, choices) as rows:
        for incident in rows.incidents("counted"):
            if reason := _why_left_out(incident):
                tally.left_out[reason] += 1
                continue
            file.write(_row(incident, tally))
    return Written(target, {"events": file.rows}, tally.left_out, tally.unmapped)


def _why_left_out(incident: IncidentRow) -> str | None:
    if reason := why_left_out(incident, load_crosswalk("ucdp")["violence"], "UCDP"):
        return reason
    deaths = deaths_of(incident)
    return None if max(deaths.low or 0, deaths.best or 0, deaths.high or 0) >= 1 else "nobody is said to have been killed"


def _row(incident: IncidentRow, tally: Tally) -> tuple[Value, ...]:
    lead = lead_of(incident)
    did, suffered = parties_of(incident, actor_of(incident), target_of(incident))
    where, deaths, cited = locate(incident), deaths_of(incident), one_for_each_origin(incident.told)
    violence, clarity, precision = _type(did, suffered), _clarity(incident.told), _PRECISION.get(where.level or "")
    unmapped = list(_unmapped(did, suffered, violence, clarity, precision))
    tally.count(unmapped)
    digits = incident.id.removeprefix("sha256:")
    first, last = incident.date_from or "", incident.date_to or incident.date_from or ""
    is_placed = incident.lat is not None and incident.lon is not None
    return (
        int(digits[:_ID_DIGITS], 16), digits, int(first[:4]), None, None, violence, None, None, None, None, None, None, None, None,
        did.name, None, None, _side_b(suffered), incident.reports,
        _joined(cited, _article), _joined(cited, lambda one: one.report.publisher), _joined(cited, lambda one: one.report.published),
        _joined(cited, lambda one: one.report.title), _joined(cited, _original), precision, incident.place, None, where.admin1,
        where.admin2, incident.lat, incident.lon, f"POINT ({incident.lon} {incident.lat})" if is_placed else None, _cell(incident),
        where.country, None, None, clarity, _date_precision(first, last), first, last, *_dead(incident, deaths, did, suffered),
        deaths.best, deaths.high, deaths.low, None, None, *evidence_of(incident, lead, unmapped),
    )  # fmt: skip


def _type(did: Party, suffered: Party) -> int | None:
    """1 state-based, 2 non-state, 3 one-sided; None where what the parties are is not known or not settled."""
    words = load_crosswalk("ucdp")
    sides = {did.kind, suffered.kind}
    if None in sides or sides & set(words["unclear"]) or did.kind in words["unarmed"]:
        return None
    if suffered.kind in words["unarmed"]:
        return 3
    return 1 if sides & set(words["state"]) else 2


def _side_b(suffered: Party) -> str | None:
    """UCDP writes people without arms as ``Civilians``."""
    return "Civilians" if suffered.kind in load_crosswalk("ucdp")["unarmed"] else suffered.name


def _clarity(told: Sequence[Telling]) -> int | None:
    """1 where somebody counts the dead of this event alone, 2 where all counts are running totals, None where no text tells."""
    scopes = {one.happening.scope for one in told if one.happening.killed}
    return 1 if "new" in scopes else 2 if scopes == {"total"} else None


def _date_precision(first: str, last: str) -> int:
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    return next((code for code, most in ((1, 1), (2, 6), (3, 7), (4, 31)) if days <= most), 5)


def _unmapped(did: Party, suffered: Party, violence: int | None, clarity: int | None, precision: int | None) -> Iterator[Unmapped]:
    if violence is None:
        yield Unmapped("type_of_violence: parties not known or not settled", f"{did.name or '?'} and {suffered.name or '?'}")
    if clarity is None:
        yield Unmapped("event_clarity: the text does not tell")
    if precision is None:
        yield Unmapped("where_prec: not in the gazetteer")


def _joined(told: Sequence[Telling], value: Callable[[Telling], str | None]) -> str | None:
    """One value for each origin's first telling, joined as UCDP joins them; the same number of values in all columns of sources."""
    return ";".join((value(one) or "").replace(";", ",") for one in told) or None


def _article(one: Telling) -> str:
    return f'"{",".join(part for part in (one.report.publisher, one.report.published, one.report.title) if part)}"'


def _original(one: Telling) -> str | None:
    """Whom the report names as the one who says so; for its own words the agency that it credits."""
    return one.report.credit if one.happening.is_own_voice else one.happening.who


def _cell(incident: IncidentRow) -> int | None:
    """The cell of PRIO-GRID, half a degree wide, counted from the south-west."""
    if incident.lat is None or incident.lon is None:
        return None
    row, column = min(359, math.floor((incident.lat + 90) * 2)), min(719, math.floor((incident.lon + 180) * 2))
    return row * 720 + column + 1


def _dead(incident: IncidentRow, deaths: Deaths, did: Party, suffered: Party) -> tuple[int | None, ...]:
    """The dead of either side, of civilians, and of whom it is not told: the chosen number stands in one of the four."""
    if deaths.best is None:
        return (None, None, None, None)
    counted = [
        figure.of
        for one in incident.told
        if one.happening.killed and one.happening.killed[0] == deaths.best
        for figure in one.counted
        if figure.measure == "killed" and figure.low == deaths.best
    ]
    kinds: set[str | None] = {kind_of_party(of, incident.country, incident.date_from) for of in counted}
    kind = kinds.pop() if len(kinds) == 1 else None
    return _placed(deaths.best, kind, did, suffered)


def _placed(number: int, kind: str | None, did: Party, suffered: Party) -> tuple[int, int, int, int]:
    civilian: Any = load_crosswalk("ucdp")["civilian_dead"]
    if kind in civilian:
        return (0, 0, number, 0)
    if kind is not None and kind == did.kind != suffered.kind:
        return (number, 0, 0, 0)
    if kind is not None and kind == suffered.kind != did.kind:
        return (0, number, 0, 0)
    return (0, 0, 0, number)


FORMAT = Format("ucdp", "one CSV file in the shape of UCDP's georeferenced events (49 columns)", ".csv", write, CELLS)
