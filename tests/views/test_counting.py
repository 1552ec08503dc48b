"""Tallies, sources, words and copies: what is counted, what is added up, and what is not."""

from __future__ import annotations

import pytest

from according.errors import UsageError
from according.incidents import Difference
from according.views import Filter, iter_copies, list_sources, list_words, tally
from tests.views.material import Tale


def test_a_tally_counts_each_incident_once_and_adds_only_what_does_not_overlap(tale: Tale) -> None:
    """Two incidents in two towns are added; running totals, parts, wide ones, and figures without incident or day are not."""
    wire, watch = tale.report("wire", "Wire", "2016-03-04"), tale.report("watch", "Watch", "2016-03-06")
    market = tale.tell(wire), tale.tell(watch)
    tale.incident(*market)
    tale.figure(market[0], low=12, high=12, of="people")
    tale.figure(market[0], low=5, high=5, of="children")
    tale.figure(market[1], low=20, high=None)
    bridge = tale.alone(tale.report("bridge"), "air_strike", "Farholm", "2016-03-03")
    tale.figure(bridge, low=3, high=4)
    month = tale.alone(tale.report("month"), "killing", "Kesharia", "2016-03-01/2016-03-31", country="KE")
    tale.figure(month, low=300, high=300)
    undated, unplaced, planned = (
        tale.alone(tale.report("undated"), date=None),
        tale.alone(tale.report("unplaced"), place=None),
        tale.alone(tale.report("planned"), status="future"),
    )
    for name in (undated, unplaced, planned):
        tale.figure(name, low=7, high=7)
    tale.figure(bridge, low=400, high=500, scope="total", of="people")
    tale.figure(bridge, low=2, high=2, scope=None)
    tale.figure(None, low=9, high=9, report=wire)
    tale.figure(bridge, "injured", low=30, high=30)
    with tale.asking() as connection:
        found = tally(connection, "killed", Filter())
    assert (found.total.low, found.total.high, found.total.open_ended, found.total.incidents) == (15, 24, 1, 2)
    assert [(one.bucket, one.low, one.high) for one in found.sums] == [("2016-03", 15, 24)]
    assert {one.reason: one.figures for one in found.left_out} == {
        "stock": 1,
        "scope not said": 1,
        "no happening": 1,
        "not said to have happened": 1,
        "no date": 1,
        "no place": 1,
        "overlapping": 1,
    }
    flow = next(one for one in found.flows if one.incident == market[0])
    assert (flow.low, flow.high, flow.is_open, flow.left_out) == (12, 20, True, None)
    assert [(told.origin, told.low, told.high, told.of, told.ref) for told in flow.told] == [
        ("Wire", 12, 12, "people", "wire"),
        ("Watch", 20, None, None, "watch"),
    ]
    (stock,) = found.stocks
    assert (stock.low, stock.high, stock.of, stock.place) == (400, 500, "people", "Farholm")
    assert (found.incidents, found.running_totals) == (6, 1)


def test_a_toll_given_in_parts_counts_as_their_sum(tale: Tale) -> None:
    """As the incident itself has it: a woman and two children are three."""
    killed = tale.alone(tale.report("wire"), killed=(3, 3), scope="new")
    tale.figure(killed, low=1, high=1, of="woman")
    tale.figure(killed, low=2, high=2, of="children")
    with tale.asking() as connection:
        (flow,) = tally(connection, "killed", Filter()).flows
    assert (flow.low, flow.high, [(told.low, told.of) for told in flow.told]) == (3, 3, [(3, None)])


def test_a_toll_is_nobody_elses_figure(tale: Tale) -> None:
    """Whoever tells of two of the dead in one town has not said how many died in all."""
    killed = tale.alone(tale.report("wire"), killed=(4, None), scope="new")
    tale.figure(killed, low=4, high=None, of="people")
    tale.figure(killed, low=2, high=2, of="people", claim="c2", who="Tem Orlan", origin="source:Tem Orlan")
    with tale.asking() as connection:
        (flow,) = tally(connection, "killed", Filter()).flows
    assert sorted((told.who, told.low) for told in flow.told if told.who) == [("Tem Orlan", 2)]


def test_what_one_origin_said_last_counts(tale: Tale) -> None:
    """A toll that an agency raises the next day takes the place of the first."""
    told = [tale.tell(tale.report(f"r{n}", "Wire", f"2016-03-0{n}")) for n in (4, 5)]
    tale.incident(*told)
    tale.figure(told[0], low=12, high=12)
    tale.figure(told[1], low=15, high=15)
    with tale.asking() as connection:
        (flow,) = tally(connection, "killed", Filter()).flows
    assert (flow.low, flow.high, [one.ref for one in flow.told]) == (15, 15, ["r5"])


@pytest.mark.parametrize(("of", "low"), [("civilians", 6), ("people", 0), (None, 0)])
def test_none_of_one_group_is_not_nobody(tale: Tale, of: str | None, low: int) -> None:
    """That no civilians were killed is no least of all who were; that nobody was is."""
    told = [tale.tell(tale.report(f"r{n}", f"Outlet {n}")) for n in range(2)]
    tale.incident(*told)
    tale.figure(told[0], low=0, high=0, of=of)
    tale.figure(told[1], low=6, high=6, of="gunmen")
    with tale.asking() as connection:
        (flow,) = tally(connection, "killed", Filter()).flows
    assert (flow.low, flow.high) == (low, 6)


def test_two_incidents_of_one_day_and_place_may_be_one(tale: Tale) -> None:
    """The least takes the larger of them, the most takes both."""
    for number, dead in enumerate((4, 10)):
        tale.figure(tale.alone(tale.report(f"r{number}"), "shelling" if number else "attack"), low=dead, high=dead)
    with tale.asking() as connection:
        total = tally(connection, "killed", Filter()).total
        by_place = tally(connection, "killed", Filter(), "place").sums
        none = tally(connection, "displaced", Filter())
    assert (total.low, total.high) == (10, 14)
    assert [(one.bucket, one.low) for one in by_place] == [("Orna", 10)]
    assert (none.total.incidents, none.flows, none.left_out) == (0, (), ())


def test_a_tally_of_a_filter_leaves_out_what_belongs_to_no_incident(tale: Tale) -> None:
    """Figures without an incident are of no kind and place, so a filter never finds them."""
    tale.figure(tale.alone(tale.report("a"), "battle"), low=4, high=4)
    tale.figure(None, low=9, high=9, report=tale.report("b"))
    with tale.asking() as connection:
        found = tally(connection, "killed", Filter(kinds=("battle",)))
    assert (found.total.low, found.left_out) == (4, ())


def test_an_unknown_measure_is_named_with_those_that_are_known(tale: Tale) -> None:
    """The message says what can be counted."""
    with tale.asking() as connection, pytest.raises(UsageError, match=r"'cows' is no measure.*killed"):
        tally(connection, "cows", Filter())


def test_a_source_has_its_claims_its_channels_and_what_became_of_them(tale: Tale) -> None:
    """First, repeated, contradicted and corrected are counts of incidents and words; there is no score."""
    wire, watch = tale.report("wire", "Wire", "2016-03-04"), tale.report("watch", "Watch", "2016-03-05")
    mayor = {"source_kind": "official", "affiliation": "Orna"}
    first = tale.say(wire, "the mayor", 1, via=["Wire"], **mayor)
    tale.say(watch, "the mayor", 1, act="deny", published="2016-03-05", **mayor)
    tale.say(watch, "residents", 2, source_kind="witness")
    told = tale.tell(wire, who="the mayor", claim=first), tale.tell(watch, who="residents")
    sides = (("4", told[:1]), ("9", told[1:]))
    tale.incident(*told, differences=(Difference("killed", "correction", sides, "the first was taken back"),))
    with tale.asking() as connection:
        mayor_view, residents = list_sources(connection, Filter())
        shelled = list_sources(connection, Filter(kinds=("shelling",)))
        assert [one.who for one in list_sources(connection, Filter(sources=("residents",)))] == ["residents"]
        assert [one.claims for one in list_sources(connection, Filter(date_from="2016-03-05"))] == [1]
    assert (mayor_view.who, mayor_view.kind, mayor_view.affiliation, mayor_view.claims, mayor_view.reports) == (
        "the mayor",
        "official",
        "Orna",
        2,
        2,
    )
    assert [(one.name, one.count) for one in mayor_view.acts] == [("deny", 1), ("state", 1)]
    assert [(one.name, one.count) for one in mayor_view.via] == [("Wire", 1)]
    assert (mayor_view.direct, mayor_view.first, mayor_view.repeated) == (1, 1, 1)
    assert (mayor_view.incidents, mayor_view.contradicted, mayor_view.corrected) == (1, 1, 1)
    assert (residents.first, residents.repeated, residents.contradicted) == (0, 0, 1)
    assert (mayor_view.published_first, mayor_view.published_last) == ("2016-03-04", "2016-03-05")
    assert [(one.who, one.claims) for one in shelled] == [("the mayor", 1)]


def test_words_in_an_outlets_own_voice_stand_apart_from_quoted_ones(tale: Tale) -> None:
    """For actors and acts; only words that take a side where asked."""
    post = tale.report("post", "Orna Post")
    for who in (None, None, "the minister"):
        tale.call(post, "terrorists", "Orna Front", who=who, loaded=True)
    tale.call(post, "fighters", "Orna Front")
    taken = tale.tell(post, "territory", actor="Orna Front")
    tale.incident(taken)
    tale.call_act(taken, "liberated")
    tale.call(post, "liberated", loaded=True)
    with tale.asking() as connection:
        found = list_words(connection, Filter())
        loaded = list_words(connection, Filter(actors=("Orna Front",)), loaded_only=True)
        acts = list_words(connection, Filter(kinds=("territory",)), "act")
        assert list_words(connection, Filter(kinds=("battle",))) == []
        assert list_words(connection, Filter(sources=("the minister",)))[0].label == "terrorists"
    assert [(one.of, one.what, one.label, one.voice, one.speaker, one.count) for one in found] == [
        ("actor", "Orna Front", "terrorists", "own", "Orna Post", 2),
        ("act", "territory", "liberated", "own", "Orna Post", 1),
        ("actor", "Orna Front", "fighters", "own", "Orna Post", 1),
        ("actor", "Orna Front", "terrorists", "quoted", "the minister", 1),
    ]
    assert [(one.label, one.loaded) for one in loaded] == [("terrorists", True), ("liberated", True), ("terrorists", True)]
    assert [one.what for one in acts] == ["territory"]


def test_copies_stand_in_one_group_by_publication(tale: Tale) -> None:
    """With the agency that they credit; a report that repeats nothing is in none."""
    first = tale.report("wire", "Farholm Wire", "2016-03-03")
    tale.report("post", "Orna Post", "2016-03-05", credit="Farholm Wire", copy_of=first)
    tale.report("watch", "Kesh Watch", "2016-03-04", credit="Farholm Wire", copy_of=first)
    tale.report("alone", published="2016-03-01")
    with tale.asking() as connection:
        (group,) = iter_copies(connection, Filter())
        assert [one.refs for one in iter_copies(connection, Filter(sources=("Kesh Watch",)))] == [group.refs]
        assert list(iter_copies(connection, Filter(date_from="2016-04"))) == []
    assert (group.refs, group.kind, group.credit) == (("wire", "watch", "post"), "reprint", "Farholm Wire")
    assert group.id == group.reports[0] == first
