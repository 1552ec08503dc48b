"""Incidents: how they are listed, filtered, called by name, and shown in full."""

from __future__ import annotations

import pytest

from according.errors import NotInAccount, UsageError
from according.incidents import Difference
from according.views import Area, Filter, check_kinds, find_area, iter_incidents, parse_dates, read_incident
from tests.views.material import Tale


@pytest.fixture
def shelling(tale: Tale) -> str:
    """A market that three reports tell of, two of them from one agency, with two death tolls."""
    first = tale.report("wire", "Farholm Wire", "2016-03-03")
    copy = tale.report("post", "Orna Post", "2016-03-04", credit="Farholm Wire", copy_of=first)
    other = tale.report("watch", "Kesh Watch", "2016-03-05")
    told = (
        tale.tell(first, who="the mayor of Orna", killed=(12, 12), actor="Keshan army", actor_key="Keshan army"),
        tale.tell(copy, who="the mayor of Orna", killed=(12, 12)),
        tale.tell(other, killed=(40, None), actor="the Orna Front"),
    )
    sides = (("12", told[:2]), ("at least 40", told[2:]))
    incident = tale.incident(*told, differences=(Difference("killed", "number", sides, "they give other numbers"),))
    tale.figure(told[0], "killed", 12, 12, of="people")
    tale.figure(told[2], "killed", 40, None, of="people")
    tale.alone(tale.report("later", published="2016-06-01"), "battle", "Farholm", "2016-05-30", actor="the Orna Front")
    tale.alone(tale.report("undated", published="2016-07-01"), "siege", None, None)
    return incident


def ids(tale: Tale, **asked: object) -> list[str]:
    """The refs of the first mention of each incident that a filter finds."""
    with tale.asking() as connection:
        return [one.mentions[0].ref for one in iter_incidents(connection, Filter(**asked))]  # type: ignore[arg-type]


def test_an_incident_has_a_mention_for_each_report_and_counts_each_origin_once(tale: Tale, shelling: str) -> None:
    """Three reports, two origins: a reprint is shown and not counted."""
    with tale.asking() as connection:
        one = next(iter(iter_incidents(connection, Filter())))
    assert (one.id, one.kind, one.date, one.place) == (shelling, "shelling", "2016-03-03", "Orna")
    assert [(each.ref, each.killed, each.who, each.origin) for each in one.mentions] == [
        ("wire", (12, 12), "the mayor of Orna", "the mayor of Orna"),
        ("post", (12, 12), "the mayor of Orna", "the mayor of Orna"),
        ("watch", (40, None), None, "Kesh Watch"),
    ]
    assert (one.origins, one.reports, one.is_contested) == (2, 3, True)
    assert one.mentions[0].trigger == (0, 6)


def test_a_difference_names_the_mentions_of_each_side(tale: Tale, shelling: str) -> None:
    """Sides stand side by side with their values; nobody is said to be right."""
    with tale.asking() as connection:
        one = next(iter(iter_incidents(connection, Filter())))
    (difference,) = one.differences
    events = [mention.event for mention in one.mentions]
    assert (difference.field, difference.type, difference.values) == ("killed", "number", ("12", "at least 40"))
    assert difference.mentions == (tuple(events[:2]), (events[2],))


def test_one_incident_is_shown_by_origin_with_its_figures(tale: Tale, shelling: str) -> None:
    """Reprints stand under their origin; figures of one measure and group stand in one row."""
    with tale.asking() as connection:
        detail = read_incident(connection, shelling)
    assert [(one.origin, len(one.tellings)) for one in detail.accounts] == [("the mayor of Orna", 2), ("Kesh Watch", 1)]
    assert detail.accounts[0].tellings[0].sentence == "Shells fell on the m"
    (row,) = detail.figures
    assert (row.measure, row.of) == ("killed", "people")
    assert [(one.origin, one.low, one.high) for one in row.figures] == [("the mayor of Orna", 12, 12), ("Kesh Watch", 40, None)]


def test_an_incident_is_called_by_the_beginning_of_any_id_in_it(tale: Tale, shelling: str) -> None:
    """Its own id, or that of a happening that another report tells."""
    with tale.asking() as connection:
        others = {one.happening for one in read_incident(connection, shelling).accounts[1].tellings}
        for name in (shelling, *others):
            for digits in (8, 20, 64):
                assert read_incident(connection, name.removeprefix("sha256:")[:digits]).incident.id == shelling


def test_what_is_no_incident_is_said_so(tale: Tale, shelling: str) -> None:
    """The message names what was asked for, and what would do."""
    for name, words in (("0" * 64, "holds no incident"), ("12", "eight or more"), ("the market", "eight or more")):
        with tale.asking() as connection, pytest.raises(NotInAccount, match=words):
            read_incident(connection, name)


FILTERS: list[tuple[dict[str, object], list[str]]] = [
    ({}, ["wire", "later", "undated"]),
    ({"kinds": ("battle", "siege")}, ["later", "undated"]),
    ({"date_from": "2016-03-03", "date_to": "2016-03-03"}, ["wire"]),
    ({"date_from": "2016-04-01"}, ["later"]),
    ({"date_to": "2016-04-01"}, ["wire"]),
    ({"actors": ("orna front",)}, ["wire", "later"]),
    ({"actors": ("Keshan army",)}, ["wire"]),
    ({"sources": ("Kesh Watch",)}, ["wire"]),
    ({"sources": ("the mayor of Orna",)}, ["wire"]),
    ({"sources": ("nobody",)}, []),
    ({"min_origins": 2}, ["wire"]),
    ({"is_contested": True}, ["wire"]),
    ({"limit": 1}, ["wire"]),
    ({"area": Area("here", 35.05, 36.0, 10.0)}, ["wire"]),
    ({"area": Area("here", 35.05, 36.0, 2.0)}, []),
    ({"area": Area("Farholm", 48.0, 11.0, 0.0)}, ["later"]),
    ({"kinds": ("battle",), "min_origins": 2}, []),
]


def test_filters_choose_incidents(tale: Tale, shelling: str) -> None:
    """Each field of the filter leaves out what does not fulfil it; what is not known fulfils nothing."""
    for asked, found in FILTERS:
        assert ids(tale, **asked) == found, asked


def test_a_wide_place_is_not_near_what_lies_in_its_middle(tale: Tale) -> None:
    """What happened somewhere in Kesharia did not happen at Orna, as far as anyone says."""
    tale.alone(tale.report("country"), place="Kesharia")
    assert ids(tale, area=Area("near", 35.0, 37.0, 50.0)) == []
    assert ids(tale, area=Area("near", 35.0, 37.0, 300.0)) == ["country"]


def test_a_circle_reaches_over_the_date_line(tale: Tale) -> None:
    """Longitudes of 179.9 and -179.9 degrees are neighbours."""
    tale.alone(tale.report("island"), place="Far Atoll", lat=-17.0, lon=-179.95)
    assert ids(tale, area=Area("here", -17.0, 179.95, 20.0)) == ["island"]


def test_those_of_most_origins_come_first_where_asked(tale: Tale, shelling: str) -> None:
    """By date otherwise, the undated last."""
    tale.alone(tale.report("early", published="2016-01-02"), date="2016-01-01")
    with tale.asking() as connection:
        assert [one.id == shelling for one in iter_incidents(connection, Filter(), by_origins=True)] == [True, False, False, False]


def test_a_place_is_found_by_name_or_position(tale: Tale, shelling: str) -> None:
    """Names that the account tells of, in any case; positions with or without radius; the gazetteer's names."""
    with tale.asking() as connection:
        assert find_area(connection, "orna") == Area("Orna", 35.0, 36.0, 8.0)
        assert find_area(connection, "Orna", 30.0) == Area("Orna", 35.0, 36.0, 30.0)
        assert find_area(connection, "35.5, -36") == Area("35.5, -36", 35.5, -36.0, 25.0)
        assert find_area(connection, "35.5,36,7") == Area("35.5,36,7", 35.5, 36.0, 7.0)
        assert find_area(connection, "Norway").country == "NO"
        aleppo = find_area(connection, "Aleppo")
    assert aleppo.lat == pytest.approx(36.2, abs=0.1)


def test_an_unknown_place_is_said_so(tale: Tale) -> None:
    """The message names the place and what else would do."""
    for place, words in (("Nowhere at All Xyz", "neither the gazetteer nor the account"), ("95,10", "no position")):
        with tale.asking() as connection, pytest.raises(UsageError, match=words):
            find_area(connection, place)


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("2016", "2016", ("2016-01-01", "2016-12-31")),
        ("2016-02", "2016-02", ("2016-02-01", "2016-02-29")),
        ("2016-02-03", None, ("2016-02-03", None)),
        (None, None, (None, None)),
    ],
)
def test_dates_may_be_years_months_or_days(first: str | None, last: str | None, found: tuple[str | None, str | None]) -> None:
    """The first day of the first, the last day of the last."""
    assert parse_dates(first, last) == found


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [("yesterday", None, "no date"), ("2016-13", None, "calendar"), ("2016-02-30", None, "calendar"), ("2017", "2016", "wrong way round")],
)
def test_wrong_dates_are_said_so(first: str | None, last: str | None, words: str) -> None:
    """The message names the value."""
    with pytest.raises(UsageError, match=words):
        parse_dates(first, last)


def test_an_unknown_kind_is_named_with_those_that_are_known() -> None:
    """Hyphens and spaces are as good as underscores."""
    assert check_kinds(["Air strike", "air-strike"]) == ("air_strike", "air_strike")
    with pytest.raises(UsageError, match=r"'skirmish' is no kind.*battle"):
        check_kinds(["skirmish"])
