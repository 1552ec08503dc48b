"""Whoever goes by several names is found under each of them: quotes, sources, incidents, words and copies."""

from __future__ import annotations

import pytest

from according.views import Filter, iter_copies, iter_incidents, iter_timeline, list_sources, list_words, tally
from according.views.quotes import list_quotes
from tests.views.material import Tale

SPELLINGS = ("Council of the Orna Valley", "Orna Valley Council", "OVC")


@pytest.fixture
def council(tale: Tale) -> Tale:
    """A council that three reports write in three ways, and that prints a bulletin under its own name; and somebody else."""
    tale.name(*SPELLINGS)
    tale.name("Kesh Rescue")
    for number, name in enumerate(SPELLINGS):
        report = tale.report(f"r{number}", "Farholm Wire", f"2016-03-0{number + 1}")
        claim = tale.say(report, name, published=f"2016-03-0{number + 1}")
        told = tale.tell(report, "shelling", "Orna", f"2016-03-0{number + 1}", who=name, claim=claim, actor=name)
        tale.incident(told)
        tale.figure(told, low=number + 1, high=number + 1)
        tale.call(report, "gunmen", who=name, actor="Southern Shield")
        tale.call_act(told, "raid")
    bulletin = tale.report("bulletin", SPELLINGS[1], "2016-03-05")
    tale.alone(bulletin, "aid", "Kesh", "2016-03-05")
    tale.report("reprint", "Orna Post", "2016-03-06", credit=SPELLINGS[1], copy_of=bulletin)
    other = tale.report("other", "Orna Post", "2016-03-07")
    tale.say(other, "Kesh Rescue", published="2016-03-07")
    tale.alone(other, "battle", "Kesh", "2016-03-07", who="Kesh Rescue", actor="Kesh Rescue")
    return tale


def test_each_name_finds_what_stands_under_all_of_them(council: Tale) -> None:
    """Whatever name is asked for; what is printed under one of the names counts as by its source."""
    with council.asking() as connection:
        for spelling in SPELLINGS:
            by = Filter(sources=(spelling,))
            assert [one.who for one in list_quotes(connection, spelling, Filter())] == list(SPELLINGS)
            (source,) = list_sources(connection, by)
            assert (source.who, source.claims, source.incidents, source.names) == (SPELLINGS[0], 3, 3, tuple(sorted(SPELLINGS)))
            assert [one.date for one in iter_incidents(connection, by)] == ["2016-03-01", "2016-03-02", "2016-03-03", "2016-03-05"]
            assert [one.kind for one in iter_timeline(connection, by)] == ["shelling", "shelling", "shelling", "aid"]
            assert tally(connection, "killed", by).incidents == 3
            assert {(one.label, one.speaker) for one in list_words(connection, by)} == {
                (word, name) for word in ("gunmen", "raid") for name in SPELLINGS
            }
            assert [group.refs for group in iter_copies(connection, by)] == [("bulletin", "reprint")]


def test_quotes_of_all_names_stand_in_one_order_and_go_on_where_a_page_ends(council: Tale) -> None:
    """Dates and pages count over all names together."""
    with council.asking() as connection:
        for spelling in SPELLINGS:
            since = list_quotes(connection, spelling, Filter(date_from="2016-03-02", limit=1))
            rest = list_quotes(connection, spelling, Filter(date_from="2016-03-02"), skip=1)
            assert [one.published for one in (*since, *rest)] == ["2016-03-02", "2016-03-03"]


def test_a_name_of_its_own_finds_nobody_else(council: Tale) -> None:
    """Names that the account does not hold find nothing, whatever stands in them."""
    with council.asking() as connection:
        for name in ("Kesh Rescue", "Nobody At All", "", "100% of%", "O'Hara"):
            quoted = {one.who for one in list_quotes(connection, name, Filter())}
            found = {one.who for one in list_sources(connection, Filter(sources=(name,)))}
            assert quoted == found == ({"Kesh Rescue"} if name == "Kesh Rescue" else set())
