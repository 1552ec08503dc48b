"""Ways that are quicker give what the long ways give: the latest threads, sums over claims, and what overlaps."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from according.views import Filter, list_access, list_sources
from according.views.overlaps import Extent, find_overlaps, meet
from tests.views.material import Tale

_DAYS = [(date(2016, 1, 1) + timedelta(days=4 * n)).isoformat() for n in range(60)]


def test_the_first_threads_are_those_of_all_threads(tale: Tale) -> None:
    """However few are asked for: one that goes on since long ago comes whole, one of no place stands alone."""
    rng = random.Random("threads")
    for number, day in enumerate(_DAYS):
        report = tale.report(f"r{number}", f"Outlet {number % 3}", rng.choice([day, day, None, day[:7]]))
        place = rng.choice(["Orna", "Orna", "Kesh", "Farholm", None])
        kind = rng.choice(["siege", "siege", "ceasefire", "aid"])
        when = rng.choice([day, day, f"{day}/2016-07-30", None]) if number % 7 else day
        tale.alone(report, kind, place, when)
    with tale.asking() as connection:
        everything = list_access(connection, Filter())
        assert any(len(one.stages) > 8 for one in everything)
        for asked in (Filter(), Filter(kinds=("siege",)), Filter(date_from="2016-03-01")):
            every = list_access(connection, asked)
            for limit in (1, 2, 3, 5, len(every), len(every) + 1):
                few = Filter(None, asked.date_from, None, asked.kinds, limit=limit)
                assert list_access(connection, few) == every[:limit]


def test_claims_are_counted_one_by_one_as_the_database_adds_them_up(tale: Tale) -> None:
    """A filter that takes all incidents gives for each source what no filter gives."""
    rng = random.Random("claims")
    tale.name("Council of Orna", "Orna Council")
    for number in range(12):
        report = tale.report(f"r{number}", published=rng.choice(["2016-03-04", "2016-03-05", None]))
        for words in range(3):
            who = rng.choice(["Council of Orna", "Orna Council", "residents", "the mayor"])
            more = {"source_kind": rng.choice(["official", None]), "role": rng.choice(["mayor", None])}
            via = rng.choice([[], ["Wire"], ["Wire", "Post", "Wire"]])
            act = rng.choice(["state", "deny"])
            day = rng.choice(["2016-03-04", None])
            claim = tale.say(
                report, who, rng.choice([1, 2, None]), id=f"sha256:{number:032x}{words:032x}", via=via, act=act, published=day, **more
            )
            told = tale.tell(report, "shelling", trigger=(words * 7, words * 7 + 6), who=who, claim=claim)
            tale.incident(told)
    with tale.asking() as connection:
        added = list_sources(connection, Filter())
        counted = list_sources(connection, Filter(kinds=("shelling",)))
        assert list_sources(connection, Filter(kinds=("shelling",), limit=2)) == counted[:2] == list_sources(connection, Filter(limit=2))
    assert added == counted
    assert [one.names for one in added if one.who == "Council of Orna"] == [("Council of Orna", "Orna Council")]


_extents = st.builds(
    lambda first, days, place, where, country: Extent(
        _DAYS[first], (date.fromisoformat(_DAYS[first]) + timedelta(days=days)).isoformat(), place, *where, country
    ),
    st.integers(0, 59),
    st.sampled_from([0, 0, 1, 3, 20, 200]),
    st.sampled_from(["Orna", "Kesh", None]),
    st.sampled_from(
        [(35.0, 36.0, 8.0), (35.24, 36.0, 6.0), (-0.1, 179.9, None), (0.1, -179.9, 40.0), (35.0, 37.0, 300.0), (None, None, None)]
    ),
    st.sampled_from(["KE", "OR", None]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_extents, max_size=14))
def test_what_overlaps_is_what_meets_any_other(given_extents: list[Extent]) -> None:
    """Looked up by band and day as if each were compared with each."""
    extents = {str(number): one for number, one in enumerate(given_extents)}
    each = {
        name
        for name, one in extents.items()
        if not one.is_narrow and any(meet(one, other) for other in extents.values() if other is not one)
    }
    assert set(find_overlaps(extents)) == each
