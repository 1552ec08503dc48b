"""HXL: a table with a row of hashtags below its header, as humanitarian data are exchanged.

Each row is what one report tells of one incident, or with ``rows=figures`` one number of one report: nothing is summed, and reports that
differ stand below each other under one ``#event+id``. ``#meta+quote`` is the sentence, ``#meta+report``, ``#meta+start`` and ``#meta+end``
where it stands (code points of the report's text, whose hash is ``#meta+text+sha256``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from according.errors import UsageError
from according.export.comma_separated import CELLS, CsvFile, is_guarding
from according.export.formats import Choices, Format, Written
from according.export.geography import locate
from according.export.rows import FigureRow, IncidentRow, ReportRow, Telling, open_rows
from according.incidents import Range
from according.model import Span
from according.store import Account
from according.views.filters import Filter

OPTIONS = {**CELLS, "rows": "tellings (default): one row for each report of an incident; or figures: one for each number"}
_Cell = str | int | float | None
_Row = dict[str, _Cell]

_EVENT: Mapping[str, str] = {
    "#event+id": "Incident",
    "#event+type": "Kind",
    "#status": "Status",
    "#date+occurred+start": "First day",
    "#date+occurred+end": "Last day",
    "#country+code+v_iso2": "Country",
    "#adm1+name": "First division",
    "#adm2+name": "Second division",
    "#loc+name": "Place",
    "#loc+code+v_geonames": "GeoNames",
    "#geo+lat": "Latitude",
    "#geo+lon": "Longitude",
    "#geo+radius+km": "Radius in km",
    "#group+name+actor": "By",
    "#group+name+target": "Against",
}
_SOURCE: Mapping[str, str] = {
    "#meta+source": "Said by",
    "#meta+source+chain": "Chain, from who says it to who prints it",
    "#meta+source+origin": "Origin",
    "#org+name+publisher": "Publisher",
    "#date+reported": "Published",
    "#meta+url": "Address",
    "#meta+report": "Report",
    "#meta+start": "Start",
    "#meta+end": "End",
    "#meta+text+sha256": "SHA-256 of the text",
    "#meta+quote": "Sentence",
    "#meta+id": "Row",
}
_TOLLS: Mapping[str, str] = {
    "#affected+killed+min": "Killed, at least",
    "#affected+killed+max": "Killed, at most",
    "#affected+injured+min": "Injured, at least",
    "#affected+injured+max": "Injured, at most",
}
_FIGURE: Mapping[str, str] = {
    "#indicator+name": "Measure",
    "#group+name+counted": "Of whom",
    "#affected+min": "At least",
    "#affected+max": "At most",
    "#indicator+scope": "Scope",
    "#meta+words": "Words",
}
TELLINGS: Mapping[str, str] = {**_EVENT, **_TOLLS, **_SOURCE}
"""The columns of a table of tellings: hashtag and header."""
FIGURES: Mapping[str, str] = {**_EVENT, **_FIGURE, **_SOURCE}
"""The columns of a table of figures: hashtag and header."""


def telling_rows(incident: IncidentRow) -> Iterator[_Row]:
    """One row for each report that tells of the incident."""
    for telling in incident.told:
        one = telling.happening
        tolls = {**_bounds("killed", one.killed), **_bounds("injured", one.injured)}
        source = _source(telling.report, telling.sentence_span, telling.sentence, telling.origin, None if one.is_own_voice else one.who)
        yield {**_event(incident, telling), **tolls, **source, "#meta+source+chain": " > ".join(telling.chain) or None, "#meta+id": one.id}


def figure_rows(incident: IncidentRow) -> Iterator[_Row]:
    """One row for each number that a report gives for the incident."""
    for telling in incident.told:
        for figure in telling.figures:
            yield {**_event(incident, telling), **_figure(figure), **_source_of(figure, telling)}


def _event(incident: IncidentRow, telling: Telling) -> _Row:
    one = telling.happening
    place = one.place_name or one.place
    within = locate(replace(incident, place=place, geonames=one.geonames, country=one.country, lat=one.lat, lon=one.lon))
    return {
        "#event+id": incident.id,
        "#event+type": one.kind,
        "#status": one.status,
        "#date+occurred+start": one.date_from,
        "#date+occurred+end": one.date_to,
        "#country+code+v_iso2": one.country,
        "#adm1+name": within.admin1,
        "#adm2+name": within.admin2,
        "#loc+name": place,
        "#loc+code+v_geonames": one.geonames,
        "#geo+lat": one.lat,
        "#geo+lon": one.lon,
        "#geo+radius+km": one.radius_km,
        "#group+name+actor": one.actor,
        "#group+name+target": one.target,
    }


def _figure(figure: FigureRow) -> _Row:
    return {
        "#indicator+name": figure.measure,
        "#group+name+counted": figure.of,
        "#affected+min": figure.low,
        "#affected+max": figure.high,
        "#indicator+scope": figure.scope,
        "#meta+words": figure.words,
    }


def _source_of(figure: FigureRow, telling: Telling) -> _Row:
    found = _source(telling.report, figure.sentence_span, figure.sentence, figure.origin, figure.who)
    is_of_telling = figure.claim == telling.happening.claim
    return {**found, "#meta+source+chain": " > ".join(telling.chain) or None if is_of_telling else None, "#meta+id": figure.id}


def _source(report: ReportRow, span: Span, sentence: str, origin: str | None, who: str | None) -> _Row:
    return {
        "#meta+source": who or report.publisher,
        "#meta+source+origin": origin,
        "#org+name+publisher": report.publisher,
        "#date+reported": report.published,
        "#meta+url": report.address,
        "#meta+report": report.id,
        "#meta+start": span[0],
        "#meta+end": span[1],
        "#meta+text+sha256": report.text_sha256,
        "#meta+quote": sentence,
    }


def _bounds(name: str, toll: Range | None) -> _Row:
    low, high = toll or (None, None)
    return {f"#affected+{name}+min": low, f"#affected+{name}+max": high}


_TABLES: Mapping[str, tuple[Mapping[str, str], Callable[[IncidentRow], Iterator[_Row]]]] = {
    "tellings": (TELLINGS, telling_rows),
    "figures": (FIGURES, figure_rows),
}


def write(account: Account, asked: Filter, target: Path, choices: Choices) -> Written:
    """Writes the table as CSV in UTF-8; raises ``UsageError`` for rows that there are none of."""
    name = choices.options.get("rows", "tellings")
    if name not in _TABLES:
        raise UsageError(f"{name!r} is no kind of rows: give one of {', '.join(_TABLES)}")
    columns, make = _TABLES[name]
    with open_rows(account, asked, choices) as rows, CsvFile(target, tuple(columns.values()), guard=is_guarding(choices)) as table:
        table.write(columns)
        for incident in rows.incidents():
            for row in make(incident):
                table.write(_shown(row.get(tag)) for tag in columns)
    return Written(target, {name: table.rows - 1})


def _shown(value: _Cell) -> _Cell:
    """A cell without line breaks and surplus spaces, which programs that read HXL complain of; the offsets lead to the exact words."""
    return " ".join(value.split()) if isinstance(value, str) else value


FORMAT = Format("hxl", "a table with HXL hashtags, a row for each report of an incident or for each figure", ".csv", write, OPTIONS)
