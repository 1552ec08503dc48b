"""Tables as people save them: what each row says, and what is said of rows that cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.compare import BadRow, CodedEvent, open_coded
from according.compare.days import parse_coded_day, widen
from according.errors import UsageError
from tests.compare.material import ACLED, SHEET, UCDP, read


def test_a_row_of_acled(tmp_path: Path) -> None:
    """Kinds by the crosswalk, days as wide as the precision, one number for the dead."""
    row = (
        "SYR1,20 March 2016,2,Explosions/Remote violence,Air/drone strike,Orvesh army,,Syria,Orna,35.0,36.0,1,12,Orna Post; Orna Wire,Notes"
    )
    [event] = read(tmp_path, f"{ACLED}\n{row}\n")
    assert isinstance(event, CodedEvent)
    assert (event.row, event.id, event.date_from, event.date_to) == (2, "SYR1", "2016-03-17", "2016-03-23")
    assert (event.kinds, event.coded_as) == (("air_strike",), "Explosions/Remote violence / Air/drone strike")
    assert (event.lat, event.lon, event.radius_km, event.country) == (35.0, 36.0, 5.0, "SY")
    assert (event.figures, event.actors, event.source) == ((("killed", (12, 12)),), ("Orvesh army",), "Orna Post; Orna Wire")


def test_a_row_of_ucdp(tmp_path: Path) -> None:
    """A range for the dead, all kinds in which force is used, days as they are given."""
    row = "4711,1,2016-03-03 00:00:00.000,2016-03-04 00:00:00.000,Orvesh,Front,6,Kesh,35.1,36.05,Syria,12,10,15"
    [event] = read(tmp_path, f"{UCDP}\n{row}\n")
    assert isinstance(event, CodedEvent)
    assert (event.date_from, event.date_to, event.radius_km) == ("2016-03-03", "2016-03-04", 1000.0)
    assert event.figures == (("killed", (10, 15)),)
    assert {"battle", "air_strike", "killing"} <= set(event.kinds)
    assert "aid" not in event.kinds


def test_a_row_of_an_incident_sheet_under_semicolons(tmp_path: Path) -> None:
    """Kinds by the word for the strike; a number in one column or two; the grade is kept with the coding."""
    row = "AB1,3 March 2016,Café Orna,,,Airstrike and/or Artillery,12,15,30+,Orvesh,Fair"
    [event] = read(tmp_path, f"sep=;\r\n{SHEET}\r\n{row}\r\n".replace(",", ";").encode("cp1252"))
    assert isinstance(event, CodedEvent)
    assert (event.row, event.place, event.kinds) == (3, "Café Orna", ("air_strike", "shelling"))
    assert event.figures == (("killed", (12, 15)), ("injured", (30, None)))
    assert event.coded_as == "Airstrike and/or Artillery, graded Fair"


@pytest.mark.parametrize(
    ("codec", "end"),
    [("utf-8", "\n"), ("utf-8", "\r\n"), ("utf-8-sig", "\r\n"), ("utf-16", "\r\n"), ("cp1252", "\r\n"), ("cp1252", "\r")],
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_however_a_spreadsheet_saved_it(tmp_path: Path, codec: str, end: str, separator: str) -> None:
    """Encodings, ends of lines and separators are found out; a cell may hold a separator and a line break."""
    content = f'Date,Location{end}2016-03-03,"Café, Orna"{end}{end}2016-03-04,Kesh{end}'.replace(",", separator)
    events = read(tmp_path, content.encode(codec))
    assert [(one.place, one.date_from) for one in events if isinstance(one, CodedEvent)] == [
        (f"Café{separator} Orna", "2016-03-03"),
        ("Kesh", "2016-03-04"),
    ]


@pytest.mark.parametrize(
    ("row", "problem", "column"),
    [
        ("S1,32 March 2016,1,Battles,,,,,Orna,35,36,1,0,,", "'32 March 2016' is no day in the calendar", "event_date"),
        ("S1,,1,Battles,,,,,Orna,35,36,1,0,,", "has no date", "event_date"),
        ("S1,soon,1,Battles,,,,,Orna,35,36,1,0,,", "'soon' is no date", "event_date"),
        ("S1,03/04/2016,1,Battles,,,,,Orna,35,36,1,0,,", "may be two days", "event_date"),
        ("S1,2016-03-03,7,Battles,,,,,Orna,35,36,1,0,,", "is no precision of a date", "time_precision"),
        ("S1,2016-03-03,1,Battles,,,,,Orna,135,36,1,0,,", "135 is outside -90 to 90 degrees", "latitude"),
        ("S1,2016-03-03,1,Battles,,,,,Orna,35,,1,0,,", "only one of latitude and longitude", "longitude"),
        ("S1,2016-03-03,1,Battles,,,,,Orna,north,36,1,0,,", "'north' is no number of degrees", "latitude"),
        ("S1,2016-03-03,1,Battles,,,,,Orna,35,36,1,many,,", "'many' is no number", "fatalities"),
        ("S1,2016-03-03,1,Battles,,,,,,,,1,0,,", "says nowhere where it happened", "location"),
        ("S1,2016-03-03,1,Battles,,,,,Orna,35,36,1,0,,notes, more notes", "has 16 cells where the header has 15", None),
    ],
)
def test_a_row_that_cannot_be_read_says_why_and_the_rest_goes_on(tmp_path: Path, row: str, problem: str, column: str | None) -> None:
    good = "S2,2016-03-03,1,Battles,Armed clash,,,,Orna,35,36,1,0,,"
    bad, other = read(tmp_path, f"{ACLED}\n{row}\n{good}\n")
    assert isinstance(bad, BadRow)
    assert (bad.row, bad.column, problem in bad.problem) == (2, column, True), bad
    assert isinstance(other, CodedEvent)
    assert (other.row, other.id) == (3, "S2")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("just words\nmore words\n", "is no table: its first line has one column"),
        ("event_id_cnty,event_type,sub_event_type,location\nS1,Battles,,Orna\n", "a table of ACLED needs a column 'event date'"),
        ("date,killed\n2016-03-03,4\n", "says nowhere where anything happened"),
        ("name,age\nZeyna,34\n", "an incident sheet needs a column 'date'; this one has 'name', 'age'"),
    ],
)
def test_what_is_no_table_of_events_is_refused_with_the_reason(tmp_path: Path, content: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        read(tmp_path, content)


def test_a_layout_that_there_is_none_of_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'gdelt' is no layout of coded events: give one of acled, ucdp, airwars, or auto"):
        read(tmp_path, "date,place\n", "gdelt")
    with pytest.raises(UsageError, match="cannot read"), open_coded(tmp_path / "nothing.csv"):
        pass


def test_a_row_of_hashtags_is_no_event(tmp_path: Path) -> None:
    """As UCDP's tables on HDX have it below the header."""
    assert (
        read(tmp_path, "date_start,date_end,type_of_violence,where_prec,latitude,longitude\n#date+start,#date+end,,,#geo+lat,#geo+lon\n")
        == []
    )


@pytest.mark.parametrize(
    ("written", "order", "day"),
    [
        ("2016-03-04", None, "2016-03-04"),
        ("2016-03-04T10:00:00Z", None, "2016-03-04"),
        ("2016/3/4", None, "2016-03-04"),
        ("20160304", None, "2016-03-04"),
        ("4th March 2016", None, "2016-03-04"),
        ("04-Mar-16", None, "2016-03-04"),
        ("Sept. 4, 2016", None, "2016-09-04"),
        ("13/04/2016", None, "2016-04-13"),
        ("04/13/2016", None, "2016-04-13"),
        ("04.04.2016", None, "2016-04-04"),
        ("03/04/2016", "day", "2016-04-03"),
        ("03/04/2016 12:30", "month", "2016-03-04"),
        ("04-Mar-99", None, "1999-03-04"),
    ],
)
def test_dates_as_people_write_them(written: str, order: str | None, day: str) -> None:
    assert parse_coded_day(written, order) == day  # type: ignore[arg-type]


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_a_reason(text: str) -> None:
    """Nothing but ``ValueError`` comes of it."""
    try:
        day = parse_coded_day(text)
    except ValueError:
        return
    assert date.fromisoformat(day)


@given(st.dates(), st.integers(0, 400))
def test_days_are_widened_within_the_calendar(day: date, days: int) -> None:
    first, last = widen(day.isoformat(), days)
    assert first <= day.isoformat() <= last


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Every row is an event or has a reason, or the whole is refused."""
    try:
        rows = read(tmp_path_factory.getbasetemp(), b"date,place,killed\n" + content)
    except UsageError:
        return
    assert all(isinstance(one, CodedEvent | BadRow) for one in rows)
