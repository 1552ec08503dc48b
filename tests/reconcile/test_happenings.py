"""What must hold of the happenings of one report: what is joined, what is kept apart, days, places and tolls."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.model import Claim, Event, Figure, Place, Reading, Report
from according.reconcile import passages
from according.reconcile.grounds import parse_days
from according.reconcile.happenings import make_happenings
from according.reconcile.tolls import toll_of
from tests.reconcile.told import read

_JOINED = [
    (
        "The army [shelled|shelling E1 on=2031-05-13 at=Orro] [Orro|place]. The [shelling|shelling E1] killed [9|killed E1] people.",
        ["shelling"],
    ),
    (
        "Rebels [shelled|shelling E1 on=2031-05-13 at=Orro] [Orro|place]. "
        "Jets [bombed|air_strike E1 on=2031-05-13 at=Tal_Venn] [Tal Venn|place].",
        ["shelling", "air_strike"],
    ),
    (
        "The army [shelled|shelling E1 on=2031-05-12 at=Orro] [Orro|place]. "
        "It [shelled|shelling E1 on=2031-05-13 at=Orro] [Orro|place] again.",
        ["shelling", "shelling"],
    ),
    (
        "A missile [hit|shelling E1 on=2031-05-13 at=Orro] [Orro|place]. The army [struck|air_strike E1] at noon, he said.",
        ["shelling"],
    ),
    (
        "The army [shelled|shelling E1 on=2031-05-13 at=Orro] [Orro|place]. It denied the [attack|shelling E1 status=denied].",
        ["shelling", "shelling"],
    ),
    (
        "A [blast|explosion E1 on=2031-05-13 at=Orro] in [Orro|place] killed [9|killed E1] people. "
        "The [bomb|explosion E2 on=2031-05-13 at=Orro] in [Orro|place] went off at noon.",
        ["explosion"],
    ),
    ("The army plans to [shell|shelling E1 status=future at=Orro] [Orro|place].", []),
    ("The army denied that it had [shelled|shelling E1 status=denied at=Orro] [Orro|place].", ["shelling"]),
    ("The [fighting|battle E1 on=2029/2031-05-14 at=Orro] in [Orro|place] has gone on for years.", []),
    (
        "[Shelling|shelling E1 on=2031-05-13 at=Orro] of [Orro|place] killed [9|killed E1] people. "
        "Elsewhere, [shelling|shelling E1 on=2031-05-13 at=Kesh] of [Kesh|place] killed [4|killed E1] people.",
        ["shelling", "shelling"],
    ),
]


@pytest.mark.parametrize(("marked", "kinds"), _JOINED)
def test_mentions_of_one_happening_are_joined_and_others_are_not(marked: str, kinds: list[str]) -> None:
    """Days, places, acts and tolls that do not go together part an event id; a repetition joins two; plans and years are none."""
    assert [one.kind for one in make_happenings(read(marked))] == kinds


_TOLLS = [
    ("The strike killed [30 soldiers|killed] and [9 rebels|killed].", (39, 39)),
    ("The strike killed [30 people|killed], including [9 children|killed].", (30, 30)),
    ("[2|killed] of the [30|killed] dead were medics.", (30, 30)),
    ("The strike killed [23 civilians|killed] - including [9 children|killed] - and [16 fighters|killed].", (39, 39)),
    ("The strike killed [11|killed] people in Orro and, in Kesh, [7|killed] others.", (11, 11)),
    ("[2 medics|killed] were among [31 people|killed] who died.", (31, 31)),
    ("[6 civilians|killed] including [1 child|killed] were among [22 people|killed] who died.", (22, 22)),
    ("Of the [15 of the wounded|killed] nobody died.", (15, None)),
    ("It led to the death of [1 woman|killed] and her child.", (2, 2)),
    ("It led to the death of [1 commander|killed] and his [3 guards|killed].", (4, 4)),
    ("It led to the death of [1 woman|killed] and her child's teacher is missing.", (1, 1)),
    ("[31 people|killed] died, among them [2 medics|killed].", (31, 31)),
    ("The toll rose to [48|killed], up from [31|killed].", (48, 48)),
    ("It killed [2 civilians|killed], [1 mother|killed] and her son.", (2, 2)),
    ("It killed [4 people|killed], [2 women|killed] and [2 men|killed].", (4, 4)),
    ("It killed [2 soldiers|killed], [1 woman|killed] and [3 children|killed].", (6, 6)),
    ("It killed [3 civilians|killed], [1 soldier|killed] and [2 guards|killed].", (6, 6)),
    ("At least [4 pupils|killed] were among [8 people|killed] who died.", (8, 8)),
    ("[2 women|killed] and [2 children|killed] were among [8 people|killed] who died.", (8, 8)),
    ("It killed [2 men|killed] from the Orla Column and [3 men|killed] from the militia.", (5, 5)),
    ("It killed [2 men|killed] from the Orla Column and [3 men|killed] in Kesh.", (2, 2)),
    ("[9 guards|killed] who stood at the gate were killed as well as [4 travellers|killed].", (13, 13)),
]


@pytest.mark.parametrize(
    ("marked", "scope"),
    [
        ("The toll of the [blast|explosion E1] has risen to [24|killed total E1].", "new"),
        ("The death toll from Monday's [strike|air_strike E1] on Orro rose to [24|killed total E1].", "new"),
        ("The toll of the [strikes|air_strike E1] has risen to [24|killed total E1].", "total"),
        ("The toll since the first [strike|air_strike E1] rose to [24|killed total E1].", "total"),
        ("The [strike|air_strike E1] killed two and brought the total to [24|killed total E1].", "total"),
        ("The toll of the [fighting|battle E1] has risen to [24|killed total E1].", "total"),
    ],
)
def test_the_risen_toll_of_one_strike_is_its_toll(marked: str, scope: str) -> None:
    """It is no running total over many, which strikes in the plural and "since" tell of."""
    (one,) = make_happenings(read(marked))
    assert (one.killed, one.scope) == ((24, 24), scope)


def test_a_headline_drops_the_least_of_its_toll() -> None:
    """In a sentence that it runs into, or one of its own: what "at least" says stands."""
    reading = read("[12 civilians|killed] dead in Orro. At least [12 civilians|killed] were killed there.")
    first, second = reading.figures
    least = replace(second, high=None)
    assert toll_of(reading.report.text, [first, least]) == (12, None)
    assert toll_of(reading.report.text, [first, second]) == (12, 12)


def test_a_headline_drops_the_least_that_a_sentence_below_gives_to_another_mention() -> None:
    """The number is the same, wherever the report puts what happened."""
    reading = read(
        "[Blast|explosion E1 at=Orro] kills [60|killed E1] in [Orro|place].\nAt least [60 people|killed E2] [died|killing E2] there."
    )
    below = replace(reading.figures[1], high=None)
    reading = replace(reading, figures=(reading.figures[0], below))
    assert make_happenings(reading)[0].killed == (60, None)


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("[Kesh|place] [began air strikes|air_strike E1] in support of the army.", None),
        ("[Air strikes|air_strike E1] in [Kesh|place] went on.", "Kesh"),
        ("Troops backed by [Kesh|place] [attacked|attack E1] the hill.", None),
    ],
)
def test_a_state_that_acts_is_not_where_it_happened(monkeypatch: pytest.MonkeyPatch, sentence: str, place: str | None) -> None:
    """A state or its capital is the scene only behind "in" and the like."""
    monkeypatch.setattr(passages, "_states", lambda: frozenset(("Kesh",)))
    reading = read(f"{sentence} Later [Orro|place] was quiet.")
    assert [one.place for one in make_happenings(reading)] == [place]


@pytest.mark.parametrize(("marked", "toll"), _TOLLS)
def test_a_toll_is_the_whole_and_not_its_parts(marked: str, toll: tuple[int, int]) -> None:
    """Figures that a list joins are added up; parts, earlier counts and another place's dead are not."""
    reading = read(marked)
    assert toll_of(reading.report.text, reading.figures) == toll


def test_a_happening_takes_day_place_and_toll_from_its_fullest_sentence() -> None:
    """The sentence that tells most speaks for the happening, not the headline."""
    (one,) = make_happenings(
        read(
            "[Attack|shelling E1] in the north\n\n"
            "The army [shelled|shelling E1 on=2031-05-13 at=Orro] [Orro|place], "
            "killing [9|killed E1] people and injuring [20|injured E1]."
        )
    )
    assert (one.date_from, one.date_how, one.place_name, one.killed, one.injured) == ("2031-05-13", "relative", "Orro", (9, 9), (20, 20))
    assert one.who == "The Orro Post"
    assert one.is_own_voice
    assert {"shelled", "orro", "9"} <= set(one.words)
    assert list(one.words) == sorted(set(one.words))


@pytest.mark.parametrize(
    ("headline", "scope"),
    [("[3|killed E1] dead in [attacks|shelling E1]", "total"), ("[4|killed E1] dead in [attacks|shelling E1]", "new")],
)
def test_a_headline_that_adds_up_what_stands_below_gives_a_total(headline: str, scope: str) -> None:
    """It is no toll of either, and no other count of one of them."""
    told = make_happenings(
        read(
            f"{headline}\n\n[Shelling|shelling E2 on=2031-05-13 at=Orro] of [Orro|place] killed [2|killed E2] people. "
            "Elsewhere, [shelling|shelling E3 on=2031-05-13 at=Kesh] of [Kesh|place] killed [1|killed E3] woman."
        )
    )
    assert [one.scope for one in told] == [scope, "new", "new"]


@pytest.mark.parametrize(
    ("described", "place"),
    [("the town", "Orro"), ("the centre of the town", "Orro"), ("the divided city", "Orro"), ("the town hall", None), ("a town", None)],
)
def test_a_description_stands_for_the_town_that_was_named_before(described: str, place: str | None) -> None:
    """The town is the last one named, not a town, nor what belongs to it."""
    mark = described.replace(" ", "_")
    *_, last = make_happenings(
        read(
            "Rebels [left|surrender E1 on=2031-05-01 at=Orro] [Orro|place] and [Kesh|place] in spring. [Orro|place] was quiet since. "
            f"Then [shelling|shelling E2 on=2031-05-13 at={mark}] hit {described} and killed [9|killed E2] people."
        )
    )
    assert last.place_name == place


def test_the_injured_are_those_beside_the_dead_that_are_told() -> None:
    """Who counts other dead counts other injured; those of a sentence that gives no dead are taken before theirs."""
    reading = read(
        "The army [shelled|shelling E1 on=2031-05-13 at=Orro] [Orro|place], killing [4|killed E1]. "
        "The [attack|attack E1] hurt [7|injured E1]. "
        "The [shelling|shelling E1 on=2031-05-13 at=Orro] of [Orro|place] killed [3|killed E1] and hurt [9|injured E1]."
    )
    at = reading.report.text.index("The shelling")
    spans = {"the monitor": (0, at), "the mayor": (at, len(reading.report.text))}
    claims = tuple(Claim(who, (span,), None, None, who, None, "indirect", "state") for who, span in spans.items())
    events = tuple(replace(event, claim="the mayor" if event.trigger[0] > at else "the monitor") for event in reading.events)
    (one,) = make_happenings(replace(reading, claims=claims, events=events))
    assert (one.killed, one.injured) == ((4, 4), (7, 7))


@pytest.mark.parametrize(
    ("behind", "injured"),
    [("were being treated in Kesh.", (31, None)), ("lay in the square.", (31, 31)), ("received treatment abroad.", (31, None))],
)
def test_those_who_are_treated_need_not_be_all(behind: str, injured: tuple[int, int | None]) -> None:
    """Who treats some of the hurt knows of no others."""
    (one,) = make_happenings(
        read(f"[31 people|injured E1] [hurt|injury E1] in the [attack|attack E1 on=2031-05-13 at=Orro] on [Orro|place] {behind}")
    )
    assert one.injured == injured


@pytest.mark.parametrize("words", ["Last updated", "Updated toll"])
def test_a_sum_over_a_land_and_the_dead_of_one_town_are_two(words: str) -> None:
    """Whatever a page says of when it was written."""
    marked = (
        f"{words} at 14 May [Strikes|air_strike E1 on=2031-05-13] across Upland killed [44|killed E1] people. "
        "In [Orro|place] [16|killed E1] were killed in [strikes|air_strike E1 on=2031-05-13 at=Orro]."
    )
    assert len(make_happenings(read(marked))) == 2


def test_publication_is_never_the_day_of_a_happening() -> None:
    """Where no day is told, none is given; publication stands beside it as the latest it can be."""
    (one,) = make_happenings(read("The army [shelled|shelling E1 at=Orro] [Orro|place]."))
    assert (one.date_from, one.date_to, one.date_how, one.published) == (None, None, None, "2031-05-14")


def test_a_day_named_in_the_sentence_dates_what_has_no_day_of_its_own() -> None:
    """The only day that a sentence names is that of its happening."""
    (one,) = make_happenings(read("On [Monday|day=2031-05-12] the army [shelled|shelling E1 at=Orro] [Orro|place]."))
    assert (one.date_from, one.date_how) == ("2031-05-12", "relative")


def test_an_old_day_dates_nothing_but_what_it_is_said_of() -> None:
    """A report of today that tells when the war began does not date today's flight by it, nor does one without a day of print."""
    marked = (
        "The [battle|battle E1 on=2027-07-19 at=Orro] of [Orro|place] began in July 2027. "
        "A [blast|explosion E2 at=Orro] shook [Orro|place]."
    )
    assert [one.date_from for one in make_happenings(read(marked))] == ["2027-07-19", None]
    far = marked.replace("A [blast", "Rain fell. It fell again. It fell on and on. A [blast")
    assert [one.date_from for one in make_happenings(read(far, published="no day"))] == ["2027-07-19", None]


def test_a_lent_day_is_marked_as_inherited() -> None:
    """A sentence without a day takes that of the one before it, and says so."""
    one, other = make_happenings(
        read("Jets [bombed|air_strike E1 on=2031-05-12 at=Orro] [Orro|place]. Rebels [freed|release E2 at=Kesh] six men in [Kesh|place].")
    )
    assert (one.date_how, other.date_from, other.date_how) == ("relative", "2031-05-12", "inherited")


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("The monitor said on [Tuesday|day=2031-05-13] that jets [bombed|air_strike E1] farms.", "2031-05-13"),
        ("The monitor said in a statement on [Tuesday|day=2031-05-13] that jets [bombed|air_strike E1] farms.", "2031-05-13"),
        ("The monitor said on [4 April|day=2031-04-04] that jets [bombed|air_strike E1] farms.", None),
        ("The monitor said that on [4 April|day=2031-04-04] jets [bombed|air_strike E1] farms.", "2031-04-04"),
        ("The monitor on [Tuesday|day=2031-05-13] said jets [bombed|air_strike E1] farms.", "2031-05-13"),
    ],
)
def test_what_tells_no_day_takes_the_one_on_which_it_was_said(sentence: str, day: str | None) -> None:
    """The day of saying is lent to what was said then, if that is news, and never given as told; "said that on" is no day of saying."""
    reading = read(sentence)
    cue = reading.report.text.index("said")
    reading = replace(reading, claims=(Claim("c", ((0, 1),), None, (cue, cue + 4), "the monitor", None, "indirect", "state"),))
    (one,) = make_happenings(reading)
    assert (one.date_from, one.date_how) == (day, ("relative" if "that on" in sentence else "inherited") if day else None)


def test_what_is_denied_was_told_of_on_that_day_or_the_one_before() -> None:
    """The day of a denial is not that of what is denied."""
    reading = read("The army on [Tuesday|day=2031-05-13] denied that jets [bombed|air_strike E1 status=denied] farms.")
    cue = reading.report.text.index("denied")
    reading = replace(reading, claims=(Claim("c", ((0, 1),), None, (cue, cue + 6), "the army", None, "indirect", "deny"),))
    (one,) = make_happenings(reading)
    assert (one.status, one.date_from, one.date_to, one.date_how) == ("denied", "2031-05-12", "2031-05-13", "inherited")


def test_the_day_of_a_dateline_dates_nothing() -> None:
    """The sentence behind "ORRO, May 14 (KNA) -" has the day that it gives itself."""
    (one,) = make_happenings(
        read("ORRO, [May 14|day=2031-05-14] (KNA) - Jets [bombed|air_strike E1] farms after a raid on [Monday|day=2031-05-12].")
    )
    assert one.date_from == "2031-05-12"


def test_the_ends_of_a_period_are_the_whole_of_it() -> None:
    """Not one happening on its first day."""
    (one,) = make_happenings(
        read(
            "Between [4 May|day=2031-05-04] and [9 May|day=2031-05-09], [9 people|killed E1] "
            "were [killed|killing E1 at=Orro] in [Orro|place]."
        )
    )
    assert (one.date_from, one.date_to) == ("2031-05-04", "2031-05-09")


def test_where_a_report_was_written_abroad_nothing_happened() -> None:
    """The place of a dateline counts only where the report tells of its country; else the only other one is the place."""
    marked = "[Tal Venn|place] (KNA) - [Jets|air_strike E1 at=Tal_Venn] hit a market. Shells fell near [Orro|place], he said."
    reading = read(marked)
    abroad = tuple(replace(place, country="XB") if place.name == "Tal Venn" else place for place in reading.places)
    assert [one.place_name for one in make_happenings(replace(reading, places=abroad))] == ["Orro"]
    assert [one.place_name for one in make_happenings(reading)] == ["Tal Venn"]


def test_what_is_taken_is_the_place() -> None:
    """Not the district around it, which the mention names as its place; and where one fires from is not where it hits."""
    reading = read("Rebels [took|territory E1 at=Kesh] [Orro|place] in [Kesh|place] district.")
    at = reading.report.text.index("Orro")
    taking = tuple(replace(event, target=(at, at + 4)) for event in reading.events)
    assert [one.place_name for one in make_happenings(replace(reading, events=taking))] == ["Orro"]
    (fired,) = make_happenings(read("Rockets [fired|shelling E1 at=Kesh] from [Kesh|place] hit [Orro|place]."))
    assert fired.place_name == "Orro"


def test_a_part_of_a_country_and_a_village_nobody_knows_may_be_one_place() -> None:
    """Reports say first roughly where, and then the name."""
    text = "Jets [hit|air_strike E1] a village in eastern Upland. The [strike|air_strike E1] on Zubrat killed [9 men|killed E1]."
    reading = read(text)
    wide, village = (reading.report.text.index(name) for name in ("eastern Upland", "Zubrat"))
    spans = (wide, wide + 14), (village, village + 6)
    events = tuple(replace(event, place=span) for event, span in zip(reading.events, spans, strict=True))
    places = (
        Place(spans[0], "eastern Upland", None, 10.0, 20.0, 300.0, "inside", "Upland", "XA"),
        Place(spans[1], "Zubrat", None, None, None, None, "unresolved"),
    )
    assert len(make_happenings(replace(reading, events=events, places=places))) == 1


def test_what_began_long_ago_is_not_what_the_news_tells() -> None:
    """A campaign since last year and a strike without a day are two happenings, though the words for both are one event's."""
    marked = (
        "Five died in the [strikes|air_strike E1 at=Orro] in [Orro|place]. "
        "It first carried out [strikes|air_strike E1 on=2030-09] in September 2030."
    )
    assert [one.date_from for one in make_happenings(read(marked))] == [None, "2030-09-01"]


def test_what_a_report_tells_of_this_month_was_before_its_own_day() -> None:
    """A month, a week or a year in which the report was written ends, for what it tells, with the report."""
    (one,) = make_happenings(read("In May jets [bombed|air_strike E1 on=2031-05 at=Orro] [Orro|place]."))
    assert (one.date_from, one.date_to) == ("2031-05-01", "2031-05-14")


def test_news_takes_the_latest_day_of_its_report_and_background_takes_none() -> None:
    """Far from any dated sentence, what names its own place is of the latest day told; what names none stays undated."""
    marked = (
        "On Monday jets [bombed|air_strike E1 on=2031-05-12 at=Orro] [Orro|place]. "
        "On Tuesday rebels [shelled|shelling E2 on=2031-05-13 at=Kesh] [Kesh|place]. "
        "Rain fell. It fell again. It fell on and on. "
        "A [blast|explosion E3 at=Tal_Venn] shook [Tal Venn|place]. There have been [talks|diplomacy E4]."
    )
    told = {one.kind: (one.date_from, one.date_how) for one in make_happenings(read(marked))}
    assert told["explosion"] == ("2031-05-13", "inherited")
    assert told["diplomacy"] == (None, None)


def test_a_day_given_where_the_text_turns_to_something_else_dates_nothing_before_it() -> None:
    """What is told first has no day by another development's, though the reading lends it that day."""
    marked = (
        "Troops [shelled|shelling E1 on=2031-05-13 how=inherited at=Orro] [Orro|place]. Rain fell. "
        "In another development on Tuesday jets [bombed|air_strike E2 on=2031-05-13 at=Kesh] [Kesh|place]."
    )
    told = make_happenings(read(marked))
    assert [(one.kind, one.date_from) for one in told] == [("shelling", None), ("air_strike", "2031-05-13")]
    together = make_happenings(read(marked.replace("In another development on", "On")))
    assert [one.date_from for one in together] == ["2031-05-13", "2031-05-13"]


def test_a_village_stands_before_the_region_around_it() -> None:
    """A narrow place of another sentence is taken before a region of the fullest one."""
    wide = Place((0, 0), "Upland", 9, 10.2, 20.1, 200.0, "named", None, "XA")
    reading = read(
        "Jets [bombed|explosion E1 on=2031-05-13] a village in Upland, killing [9|killed E1] people. "
        "The [blast|explosion E1 at=Orro] shook [Orro|place]."
    )
    at = reading.report.text.index("Upland")
    events = (replace(reading.events[0], place=(at, at + 6)), *reading.events[1:])
    reading = replace(reading, events=events, places=(replace(wide, span=(at, at + 6)), *reading.places))
    assert [one.place_name for one in make_happenings(reading)] == ["Orro"]


@pytest.mark.parametrize(
    ("iso", "days"),
    [
        ("2031-02", "2031-02-01 2031-02-28"),
        ("2031", "2031-01-01 2031-12-31"),
        ("2031-W20", "2031-05-12 2031-05-18"),
        ("2031-W20-WE", "2031-05-17 2031-05-18"),
        ("2031-W60", ""),
        ("2031-05-03/2031-05-01", ""),
        ("2031-13-01", ""),
        ("soon", ""),
        (None, ""),
    ],
)
def test_dates_of_any_length_are_days_and_nonsense_is_none(iso: str | None, days: str) -> None:
    """A week, a month and a year are all their days."""
    assert " ".join(day.isoformat() for day in parse_days(iso) or ()) == days


def test_the_same_report_gives_the_same_ids_whatever_order_its_events_come_in() -> None:
    """Ids follow from report and trigger alone."""
    reading = read("The army [shelled|shelling E1 at=Orro] [Orro|place]. Rebels [took|territory E2 at=Kesh] [Kesh|place].")
    turned = replace(reading, events=reading.events[::-1], places=reading.places[::-1])
    assert make_happenings(turned) == make_happenings(reading)


_SPANS = st.tuples(st.integers(0, 80), st.integers(0, 80))


@given(
    text=st.text(max_size=60),
    spans=st.lists(_SPANS, max_size=6),
    days=st.lists(st.one_of(st.none(), st.text(max_size=10), st.dates().map(str)), min_size=6, max_size=6),
)
def test_spans_and_dates_of_any_kind_break_nothing(text: str, spans: list[tuple[int, int]], days: list[str | None]) -> None:
    """Whatever a reading holds, there is an answer, each mention stands in one happening, and no id comes twice."""
    events = tuple(
        Event(str(n), span, "attack", f"E{n % 2}", place=spans[0], date=day) for n, (span, day) in enumerate(zip(spans, days, strict=False))
    )
    figures = tuple(Figure(span, None, 3, None, "killed", None, None, "E1") for span in spans)
    made = make_happenings(Reading(Report("r", "r", "document", text, published="no day"), events=events, figures=figures))
    assert sum(len(one.mentions) for one in made) <= len(events)
    assert len({one.id for one in made}) == len(made) or len({e.trigger for e in events}) < len(events)


def test_who_did_one_deed_did_not_do_all_that_a_total_counts() -> None:
    """The actor of the total's own sentence stays; one whom another sentence names is not carried over."""
    for scope, kept in (("total", False), ("new", True)):
        reading = read(
            "[Jets|air_strike E1 on=2031-05-13 at=Orro] hit [Orro|place]. The [dead|killing E1 on=2031-05-13] were [9|killed E1]."
        )
        events = tuple(replace(event, actor=(0, 4)) for event in reading.events)
        figures = tuple(replace(figure, scope=scope) for figure in reading.figures)
        told = make_happenings(replace(reading, events=events, figures=figures))
        assert [one.actor == "Jets" for one in told if one.killed] == [kept], scope


@pytest.mark.parametrize(
    ("toll", "counted"),
    [
        ("[9|killed E1] people", None),
        ("[9 Children|killed E1]", "children"),
        ("[9 men|killed E1] and [4 women|killed E1]", "men women"),
    ],
)
def test_a_toll_tells_whom_it_counts(toll: str, counted: str | None) -> None:
    """Children alone are another toll than people."""
    (told,) = make_happenings(read(f"The [raid|air_strike E1 on=2031-05-13 at=Orro] on [Orro|place] killed {toll}."))
    assert told.counted == counted


@pytest.mark.parametrize(
    ("toll", "is_rest"),
    [
        ("[9 other children|killed E1]", True),
        ("[another 9|killed E1]", True),
        ("[9 more children|killed E1]", True),
        ("[more than 9 children|killed E1]", False),
        ("[9 or more children|killed E1]", False),
        ("[3 soldiers|killed E1] and [2 others|killed E1]", False),
    ],
)
def test_a_toll_of_others_is_the_rest_of_what_was_told(toll: str, is_rest: bool) -> None:
    """And not one of more than so many, nor a list that ends in others."""
    (told,) = make_happenings(read(f"The [raid|air_strike E1 on=2031-05-13 at=Orro] on [Orro|place] killed {toll}."))
    assert told.is_rest is is_rest


def test_the_dead_are_not_those_whom_the_injured_are_called() -> None:
    """One by name, and "24 others" who were wounded."""
    reading = read("Its commander was [killed|killing E1 on=2031-05-13 at=Orro] in [Orro|place] and [24 others|injured E1] were hurt.")
    events = tuple(replace(event, target=(0, len("Its commander"))) for event in reading.events)
    (told,) = make_happenings(replace(reading, events=events))
    assert (told.killed, told.injured, told.counted, told.is_rest) == ((1, 1), (24, 24), None, False)


def test_a_toll_that_is_not_meant_to_the_last_unit_is_approximate() -> None:
    """Each of the two for itself: "about 20 were injured" says nothing about the dead."""
    (told,) = make_happenings(
        read("The [raid|air_strike E1 on=2031-05-13 at=Orro] on [Orro|place] killed [9|killed E1] and injured [about 20|injured E1].")
    )
    assert (told.killed, told.injured, told.approximate) == ((9, 9), (20, 20), ("injured",))
    (told,) = make_happenings(
        read("It is estimated that [90 people|killed E1] were [killed|killing E1 on=2031-05-13 at=Orro] in [Orro|place].")
    )
    assert (told.killed, told.approximate) == ((90, 90), ("killed",))


def test_a_toll_of_more_than_so_many_is_no_turn_to_something_else() -> None:
    """As "more than 40 people were killed" goes on with what was told, and "40 more people were killed" does not."""
    for toll, count in (("more than 40 people", 1), ("40 more people", 2)):
        told = make_happenings(
            read(f"[Shells|shelling E1 on=2031-05-13 at=Orro] hit [Orro|place]. [{toll}|killed E1] [died|killing E1 on=2031-05-13].")
        )
        assert len(told) == count, toll


def test_who_denies_an_accusation_tells_of_the_denial() -> None:
    """Of "Karo denied accusations that it shelled Orro" Karo says that it did not, and not the accusations."""
    marked = "Karo denied accusations that it [shelled|shelling E1 on=2031-05-13 at=Orro status=denied] [Orro|place]."
    reading = read(marked)
    text = reading.report.text
    inner = (text.index("it shelled"), len(text) - 1)
    outer = (text.index("accusations"), len(text) - 1)
    claims = tuple(
        Claim(name, (span,), None, None, who, None, "indirect", act)
        for name, span, who, act in (("c1", outer, "Karo", "deny"), ("c2", inner, "accusations", "accuse"))
    )
    (told,) = make_happenings(replace(reading, claims=claims, events=tuple(replace(one, claim="c2") for one in reading.events)))
    assert (told.who, told.claim) == ("Karo", "c1")
