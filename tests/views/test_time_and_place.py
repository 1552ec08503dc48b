"""Timelines, territory, access and warnings: who says what of when and where."""

from __future__ import annotations

import pytest

from according.errors import UsageError
from according.views import Area, Filter, iter_timeline, list_access, list_territory, list_warnings, list_warnings_before
from tests.views.material import Tale


def test_a_timeline_goes_from_the_first_day_to_the_last_by_whose_account(tale: Tale) -> None:
    """A long battle stands at its first day; what nobody dates is left out; each origin has one voice, copies included."""
    first = tale.report("wire", "Farholm Wire", "2016-12-12")
    copy = tale.report("post", "Orna Post", "2016-12-13", copy_of=first)
    battle = (tale.tell(first, "battle", date="2012-07-19/2016-12-12"), tale.tell(copy, "battle", date="2012-07-19", origin="Farholm Wire"))
    tale.incident(*battle)
    plan = tale.report("plan", published="2016-01-01")
    tale.alone(plan, "evacuation", date="2016-02-01", status="future", who="a spokesman")
    tale.alone(tale.report("undated"), date=None)
    with tale.asking() as connection:
        long, planned = iter_timeline(connection, Filter())
    assert (long.date_from, long.date_to, long.kind, long.origins, long.differs_on_date) == ("2012-07-19", "2016-12-12", "battle", 1, True)
    assert [(voice.origin, voice.reports, voice.ref) for voice in long.voices] == [("Farholm Wire", 2, "wire")]
    assert [(voice.who, voice.status) for voice in planned.voices] == [("a spokesman", "future")]


def test_a_place_changes_hands_by_whose_word(tale: Tale) -> None:
    """Orna is taken, taken again, and held by two at once where origins do not agree; a denial takes nothing."""
    reports = [tale.report(f"r{n}", f"Outlet {n}", f"2016-03-0{n}") for n in range(1, 6)]
    rebels = {"actor": "the Orna Front", "target": "the army"}
    tale.alone(reports[0], "territory", date="2016-03-01", **rebels)
    tale.alone(reports[1], "territory", date="2016-03-02", actor="Orna Front")
    army = {"actor": "Keshan soldiers", "actor_key": "Keshan army"}
    told = tale.tell(reports[2], "territory", date="2016-03-03", target="Orna", **army)
    tale.incident(told, tale.tell(reports[3], "territory", date="2016-03-03", **rebels))
    tale.alone(reports[4], "territory", date="2016-03-05", actor="the River Brigades", status="denied", who="a general")
    tale.alone(reports[4], "territory", None, trigger=(7, 9))
    with tale.asking() as connection:
        (orna,) = list_territory(connection, Filter())
    assert (orna.place, orna.holders, orna.since, orna.is_contested) == ("Orna", ("Keshan army", "the Orna Front"), "2016-03-03", True)
    assert [(one.date, one.changes_hands, one.is_contested) for one in orna.takings] == [
        ("2016-03-01", True, False),
        ("2016-03-02", False, False),
        ("2016-03-03", True, True),
        ("2016-03-05", False, True),
    ]
    assert [holder.loser for taking in orna.takings for holder in taking.holders] == ["the army", None, None, "the army", None]
    assert orna.takings[3].holders[0].words[0].who == "a general"


def test_words_for_nobody_of_their_own_go_under_the_name_that_they_may_mean(tale: Tale) -> None:
    """Words such as "its forces" and "rebels" beside a named army group are no other holders, and the place that was taken lost nothing."""
    reports = [tale.report(f"r{n}", f"Outlet {n}", f"2016-03-0{n}") for n in range(1, 5)]
    named = tale.tell(reports[0], "territory", date="2016-03-01", actor="the Orna Front", target="the town of Orna")
    loose = tale.tell(reports[1], "territory", date="2016-03-01", actor="rebels", target="it")
    own = tale.tell(reports[2], "territory", date="2016-03-01", actor="its fighters", target="nine villages", who="the Orna Front")
    tale.incident(named, loose, own)
    tale.alone(reports[3], "territory", date="2016-03-04", actor="rebels", target="government forces")
    with tale.asking() as connection:
        (orna,) = list_territory(connection, Filter())
    first, second = orna.takings
    assert [(holder.name, holder.loser, len(holder.words)) for holder in first.holders] == [("the Orna Front", None, 3)]
    assert (first.changes_hands, first.is_contested, second.changes_hands) == (True, False, False)
    assert [holder.loser for holder in second.holders] == ["government forces"]


def test_a_taking_without_a_day_or_a_holder_changes_no_hands(tale: Tale) -> None:
    """It stands last, or between, and says so."""
    tale.alone(tale.report("a"), "territory", date="2016-03-01", actor="the army")
    tale.alone(tale.report("b"), "territory", date="2016-03-02")
    tale.alone(tale.report("c"), "territory", date=None, actor="the rebels")
    with tale.asking() as connection:
        (orna,) = list_territory(connection, Filter(area=Area("Orna", 35.0, 36.0, 5.0)))
        assert list_territory(connection, Filter(area=Area("Farholm", 48.0, 11.0, 5.0))) == []
    assert [(one.date, one.changes_hands) for one in orna.takings] == [("2016-03-01", True), ("2016-03-02", False), (None, False)]
    assert orna.holders == (None,)


def test_what_is_still_to_come_is_warned_of_and_announced(tale: Tale) -> None:
    """It stands in no incident, and is found by place, day, actor and source all the same."""
    order, plan, old = tale.report("order", "Outlet 1", "2016-03-02"), tale.report("plan", "Outlet 2", "2016-03-02"), tale.report("old")
    tale.ahead(order, "evacuation", actor="the army", who="a spokesman")
    tale.ahead(plan, "ceasefire", date=None)
    struck = tale.alone(old, "air_strike", date="2016-03-03")
    near, far = Area("Orna", 35.0, 36.0, 10.0), Area("Farholm", 48.0, 11.0, 10.0)
    with tale.asking() as connection:
        (warned,) = list_warnings(connection, Filter(area=near, actors=("the army",), sources=("Outlet 1",)))
        assert list_warnings(connection, Filter(area=far)) == []
        assert list_warnings(connection, Filter(min_origins=2)) == []
        (before,) = list_warnings_before(connection, struck, Filter())
        announced = list_access(connection, Filter(area=near))
        assert list_access(connection, Filter(area=far)) == []
    assert (warned.sort, warned.incident, warned.ref) == ("order to leave", None, "order")
    assert (before.ref, before.lead_days) == ("order", 1)
    assert {(thread.kind, thread.latest) for thread in announced} == {("ceasefire", ("announced",)), ("evacuation", ("announced",))}


def test_a_truce_is_one_thread_from_its_announcement_to_its_breach(tale: Tale) -> None:
    """Announced, open, violated by an act of war inside it that is told of as a breach; the latest word stands apart."""
    reports = [tale.report(f"r{n}", f"Outlet {n}", f"2016-03-0{n}") for n in range(1, 7)]
    tale.alone(reports[0], "ceasefire", date="2016-03-02", status="future", who="the envoy")
    tale.alone(reports[1], "ceasefire", date="2016-03-02")
    tale.alone(reports[2], "shelling", date="2016-03-03", who="the rebels", words=("shells", "truce", "violated"))
    tale.alone(reports[2], "shelling", date="2016-03-03", trigger=(7, 9), words=("shells",))
    tale.alone(reports[3], "shelling", "Farholm", "2016-03-03", words=("truce", "violated"))
    tale.alone(reports[4], "aid", date="2016-03-05", status="denied", who="the governor")
    tale.alone(reports[5], "evacuation", date="2016-03-05", words=("blocked", "convoy"))
    with tale.asking() as connection:
        threads = {thread.kind: thread for thread in list_access(connection, Filter())}
        only = list_access(connection, Filter(kinds=("ceasefire", "battle")))
        assert list_access(connection, Filter(kinds=("battle",))) == []
    truce = threads["ceasefire"]
    assert [(stage.state, stage.origin) for stage in truce.stages] == [
        ("announced", "the envoy"),
        ("open", "Outlet 2"),
        ("violated", "the rebels"),
    ]
    assert (truce.date_from, truce.latest, truce.latest_by, truce.is_contested) == ("2016-03-02", ("violated",), ("the rebels",), False)
    assert (threads["aid"].latest, threads["evacuation"].latest) == (("denied",), ("blocked",))
    assert [thread.kind for thread in only] == ["ceasefire"]


def test_what_is_long_apart_or_placed_nowhere_is_no_one_thread(tale: Tale) -> None:
    """Two sieges a year apart are two; of two without a place nobody knows whether they are one."""
    for number, (place, date) in enumerate([("Orna", "2015-03-01"), ("Orna", "2016-03-01"), (None, "2016-03-01"), (None, "2016-03-01")]):
        tale.alone(tale.report(f"r{number}"), "siege", place, date)
    with tale.asking() as connection:
        threads = list_access(connection, Filter())
        assert len(list_access(connection, Filter(limit=2))) == 2
    assert sorted((thread.place or "", thread.date_from) for thread in threads) == [
        ("", "2016-03-01"),
        ("", "2016-03-01"),
        ("Orna", "2015-03-01"),
        ("Orna", "2016-03-01"),
    ]


@pytest.fixture
def offensive(tale: Tale) -> str:
    """An offensive at Orna on 20 March, with what was said ahead of it."""
    built = tale.report("built", published="2016-03-10")
    tale.alone(built, "buildup", "Kesh", "2016-03-09", actor="the army")
    threat = tale.report("threat", published="2016-03-15")
    tale.alone(threat, "air_strike", date=None, status="future", who="the minister", claim=tale.say(threat, "the minister", act="threaten"))
    order = tale.report("order", published="2016-03-18")
    tale.alone(order, "evacuation", status="unreal", who="the army", claim=tale.say(order, "the army", act="demand"))
    asked = tale.report("asked", published="2016-03-18")
    tale.alone(asked, "battle", status="future", who="a deputy", claim=tale.say(asked, "a deputy", act="demand"))
    tale.alone(tale.report("far", published="2016-03-18"), "buildup", "Farholm")
    tale.alone(tale.report("after", published="2016-03-25"), "buildup", "Orna")
    expected = tale.report("expected", published="2016-03-19")
    fought = tale.report("fought", published="2016-03-21")
    return tale.incident(
        tale.tell(expected, "battle", date="2016-03-20", status="future", who="residents"), tale.tell(fought, "battle", date="2016-03-20")
    )


def test_warnings_are_build_ups_threats_orders_to_leave_and_what_is_expected(tale: Tale, offensive: str) -> None:
    """The latest first, by publication; that someone wants others to fight is none."""
    with tale.asking() as connection:
        found = list_warnings(connection, Filter())
        near = list_warnings(connection, Filter(area=Area("Orna", 35.0, 36.0, 30.0), date_from="2016-03-11", date_to="2016-03-18"))
        assert [one.ref for one in list_warnings(connection, Filter(kinds=("air_strike",)))] == ["threat"]
    assert [(one.ref, one.sort) for one in found] == [
        ("after", "build-up"),
        ("expected", "expected"),
        ("order", "order to leave"),
        ("far", "build-up"),
        ("threat", "threat"),
        ("built", "build-up"),
    ]
    assert [one.ref for one in near] == ["order", "threat"]
    assert {one.lead_days for one in found} == {None}


def test_looking_back_tells_how_long_before_each_was_published(tale: Tale, offensive: str) -> None:
    """From near the place, in the days before; the incident's own announcement counts."""
    with tale.asking() as connection:
        found = list_warnings_before(connection, offensive, Filter())
        close = list_warnings_before(connection, offensive, Filter(), days=3, radius_km=1.0)
    assert [(one.ref, one.lead_days) for one in found] == [("built", 10), ("threat", 5), ("order", 2), ("expected", 1)]
    assert [(one.ref, one.lead_days) for one in close] == [("order", 2), ("expected", 1)]


def test_looking_back_needs_a_day_and_a_place(tale: Tale) -> None:
    """Otherwise there is nothing to look back from, or around."""
    undated, unplaced = tale.alone(tale.report("a"), date=None), tale.alone(tale.report("b"), place=None)
    for incident, words in ((undated, "gives a day"), (unplaced, "gives a place")):
        with tale.asking() as connection, pytest.raises(UsageError, match=words):
            list_warnings_before(connection, incident, Filter())
