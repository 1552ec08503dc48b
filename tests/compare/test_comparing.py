"""Coded events beside the account: found, missing for a reason, differing; and what was exported comes back as the same events."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from according.compare import BadRow, CodedEvent, Compared, Found
from according.export import Choices, find_format
from according.store import Account
from according.views.filters import Filter
from tests.compare.material import ACLED, SHEET, UCDP, compared, fill, read

World = tuple[Account, dict[str, str]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with Account.open(str(tmp_path_factory.mktemp("world") / "account.db")) as opened:
        yield opened, fill(opened)


def compare_one(world: World, folder: Path, content: str) -> Compared:
    [one] = compared(world[0], folder, content)
    assert isinstance(one, Compared), one
    return one


def found_for(world: World, folder: Path, content: str) -> Found:
    found = compare_one(world, folder, content).found
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        (ACLED, "S1,2016-03-03,1,Explosions/Remote violence,Air/drone strike,,,,Orna,35.0,36.0,1,12,,", "strike"),
        (ACLED, "S1,2016-03-03,1,Battles,Armed clash,,,,Orna,35.1,36.05,1,3,,", "battle"),
        (ACLED, "S1,2016-03-05,1,Explosions/Remote violence,Air/drone strike,,,,,35.02,36.02,1,13,,", "strike"),
        (ACLED, "S1,2016-03-06,2,Explosions/Remote violence,,,,,Orna,,,,0,,", "strike"),
        (UCDP, "1,3,2016-03-01,2016-03-10,,,1,Orna,35.0,36.0,,13,12,18", "strike"),
        (UCDP, "1,1,2016-03-03,2016-03-03,,,2,the town of Kesh,35.1,36.05,,3,3,3", "battle"),
        (SHEET, "A1,3 March 2016,Orna,,,Airstrike,,,,,", "strike"),
        (SHEET, "A1,3 March 2016,,35.0,36.0,,10,12,,,", "strike"),
    ],
)
def test_an_event_is_found_by_day_place_and_kind(world: World, tmp_path: Path, header: str, row: str, name: str) -> None:
    """By coordinates or by name; within two days, and as exactly as the table itself knows."""
    assert found_for(world, tmp_path, f"{header}\n{row}\n").incident == world[1][name]


@pytest.mark.parametrize(
    ("row", "missing", "reason"),
    [
        ("2016-03-03,1,Protests,Peaceful protest,,,,Orna,35.0,36.0,1,,,", "another kind", "in Orna: another kind (air strike)"),
        ("2016-03-09,1,Explosions/Remote violence,Air/drone strike,,,,Orna,35.0,36.0,1,,,", "another day", "in Orna: 6 days off"),
        ("2016-03-03,1,Explosions/Remote violence,Air/drone strike,,,,Belm,35.4,36.0,1,,,", "another place", "in Orna: 44 km away"),
        ("2016-06-01,1,Violence against civilians,Attack,,,,Kesh,35.1,36.05,1,,,", "no day told", "in Kesh: no day told"),
        ("2016-03-03,1,Battles,Armed clash,,,,Thule,76.5,-68.8,1,,,", "nothing near there", "tell of nothing within 50 km and 7 days"),
        ("2011-03-03,1,Battles,Armed clash,,,,Kesh,35.1,36.05,1,,,", "no report of that time", "no report published in the two weeks"),
    ],
)
def test_what_is_not_found_has_a_reason(world: World, tmp_path: Path, row: str, missing: str, reason: str) -> None:
    """The nearest thing to it that the account holds, or that there is nothing."""
    one = compare_one(world, tmp_path, f"{ACLED}\nS1,{row}\n")
    assert (one.found, one.missing) == (None, missing), one
    assert reason in (one.reason or "")


def test_a_region_is_near_and_nothing_is_found_in_it(world: World, tmp_path: Path) -> None:
    """What happened "in Kesharia" may have happened in Kesh, and nobody says so."""
    one = compare_one(world, tmp_path, f"{ACLED}\nS1,2016-06-01,1,Battles,Armed clash,,,,Kesh,35.1,36.05,1,,,\n")
    assert one.found is None
    assert world[1]["wide"] in {near.incident for near in one.near}


def test_figures_are_compared_as_ranges_each_origin_by_itself(world: World, tmp_path: Path) -> None:
    """12 to 15 agrees with 14 and 18 does not; no side is dropped, and each has its sentence."""
    found = found_for(world, tmp_path, f"{SHEET}\nA1,3 March 2016,Orna,35,36,Airstrike,14,14,40,,\n")
    killed, injured = found.figures
    assert (killed.measure, killed.agrees, injured.agrees) == ("killed", "some", "all")
    assert {(side.figure, side.agrees) for side in killed.sides} == {((12, 15), True), ((18, 18), False)}
    assert found.differs == ("killed: coded 14 against 18 (Orna Wire/medical)",)
    sentences = {one.happening: one.sentence for one in found.told}
    assert all(sentences[side.happening] for side in killed.sides)


def test_a_zero_of_acled_may_mean_that_nobody_knows(world: World, tmp_path: Path) -> None:
    found = found_for(world, tmp_path, f"{ACLED}\nS1,2016-03-03,1,Battles,Armed clash,,,,Kesh,35.1,36.05,1,0,,\n")
    assert found.differs == ("killed: coded none, which may mean not known, against 3 (Orna Post)",)


def test_an_account_that_only_denies_it_is_said_to(world: World, tmp_path: Path) -> None:
    row = "S1,2016-06-01,1,Explosions/Remote violence,Shelling/artillery/missile attack,,,,Farholm,48.0,11.0,1,,,"
    assert found_for(world, tmp_path, f"{ACLED}\n{row}\n").differs == ("nobody says that it happened: denied",)


def test_day_kind_and_number_together_speak_against_it(world: World, tmp_path: Path) -> None:
    """Each alone is a difference; all three are another event."""
    row = "S1,2016-03-05,1,Explosions/Remote violence,Shelling/artillery/missile attack,,,,Orna,35.0,36.0,1,{},,"
    assert compare_one(world, tmp_path, f"{ACLED}\n{row.format(13)}\n").found
    one = compare_one(world, tmp_path, f"{ACLED}\n{row.format(90)}\n")
    assert (one.found, one.missing) == (None, "another day")
    assert one.reason == "the nearest incident, in Orna: told as air strike, 2 days off"


def test_rows_that_cannot_be_read_are_passed_on_in_their_order(world: World, tmp_path: Path) -> None:
    rows = compared(world[0], tmp_path, f"{SHEET}\nA1,soon,Orna,,,,,,,,\nA2,3 March 2016,Orna,,,Airstrike,,,,,\n")
    assert [type(one) for one in rows] == [BadRow, Compared]


@pytest.mark.parametrize("name", ["acled", "ucdp"])
def test_what_was_exported_comes_back_as_the_same_events(world: World, tmp_path: Path, name: str) -> None:
    """Same day, place, kind and dead, row by row; and each is found as the incident that it was."""
    account, incidents = world
    target = tmp_path / f"{name}.csv"
    written = find_format(name).write(account, Filter(), target, Choices())
    with target.open(encoding="utf-8", newline="") as file:
        exported = list(csv.DictReader(file))
    assert len(exported) == written.rows["events"] >= 2
    events = read(tmp_path, target.read_bytes())
    for row, event in zip(exported, events, strict=True):
        assert isinstance(event, CodedEvent), event
        days = (row["event_date"],) * 2 if name == "acled" else (row["date_start"], row["date_end"])
        assert (event.date_from, event.date_to) == days
        assert (event.kinds, event.place) == ((row["according_kind"],), row["location" if name == "acled" else "where_coordinates"])
        assert (event.lat, event.lon) == (float(row["latitude"]), float(row["longitude"]))
        dead = row["fatalities"] if name == "acled" else row["low"]
        assert dict(event.figures).get("killed", (None, None))[0] == (int(dead) if dead else None)
    back = compared(account, tmp_path, target.read_text(encoding="utf-8"))
    found = [one.found.incident for one in back if isinstance(one, Compared) and one.found]
    assert found == [row["according_incident"] for row in exported]
    assert set(found) <= set(incidents.values())
