"""What the spotter finds, what becomes of marks, and what a figure is tied to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.figures import find_quantities, make_figures, tie_figure
from according.model import Figure, Quantity, Span, Trigger

SPOTTED = """
At least 40 people were killed in Qast. => At least 40 people
The raid left 10 dead and 15 wounded. => 10 | 15
Shells hit Orna, killing 30 and wounding 15. => 30 | 15
A woman was killed in Orna. => A woman
Shelling in Qast killed a woman and two children. => a woman | two children
A family of five was killed. => five
40 people died, including 12 children. => 40 people | 12 children
The toll rose from 38 to 42. => 38 | 42
The death toll stands at 34. => 34
Dozens were wounded and scores killed. => Dozens | scores
About 1,200 families fled Orna. => About 1,200 families
10 000 people fled. => 10 000 people
Some 1.2m people are displaced. => Some 1.2m people
Between 10,000 and 13,000 civilians fled. => Between 10,000 and 13,000 civilians
Tens of thousands of people fled Qast. => Tens of thousands of people
Rebels took five villages. => five villages
They destroyed three tanks and two armoured vehicles. => three tanks | two armoured vehicles
The army fired 40-odd rockets. => 40-odd rockets
In 2015 300 people died. => 300 people
24 August 2014 Hundreds of people died. => Hundreds of people
Twenty-three fighters surrendered. => Twenty-three fighters
No casualties were reported. => No
12 people killed, 30 injured => 12 people | 30
More than a hundred were killed. => More than a hundred
At least 70 regime and rebel fighters died. => At least 70 regime and rebel fighters
More than 120 rockets and mortar rounds fell. => More than 120 rockets and mortar rounds
Two dozen soldiers were captured. => Two dozen soldiers
Half a million residents need aid. => Half a million residents
Up to 300 militants were detained. => Up to 300 militants
200 houses burned. => 200 houses
Colonel Vell, 42, said 3 soldiers died. => 3 soldiers
He is 42 years old. =>
It lies 30 km from Qast. =>
It was 12 May 2016. =>
They met at 10:30. =>
It cost $500. =>
Some 20 per cent agreed. =>
UN Resolution 2254 calls for talks. =>
Call 0912 345 678. =>
One of the men left. =>
A 122mm gun and AK-47 rifles. =>
The 4th Brigade came. =>
Three days later he left. =>
In 2015 Terrorists came. =>
Not a single person was killed. =>
They shot down 15 of 21 Orna drones. => 15 | 21 Orna drones
Two thirds of the men fled. =>
Nine members of one family were killed. => Nine members
Qast launched 63 Orna-136/131 UAVs and 40 Kez-101/Kez-555 missiles. => 63 Orna-136/131 UAVs | 40 Kez-101/Kez-555 missiles
Soldiers killed 3 Qasti hostages. => 3 Qasti hostages
Soldiers killed 3 Israeli hostages. => 3 Israeli hostages
Some 43 bodies were found. => Some 43 bodies
"""


def _rows() -> list[tuple[str, list[str]]]:
    parts = (line.partition(" =>") for line in SPOTTED.strip().splitlines())
    return [(text, [one.strip() for one in found.split("|") if one.strip()]) for text, _, found in parts]


@pytest.mark.parametrize(("text", "found"), _rows())
def test_what_is_spotted(text: str, found: list[str]) -> None:
    """Quantities of people and things of war, and nothing else."""
    assert [text[slice(*mark.span)] for mark in find_quantities(text)] == found


def _figures(text: str, *marked: str, measure: str = "killed") -> list[tuple[str, int | None, int | None, str | None]]:
    marks = [Quantity((text.index(words), text.index(words) + len(words)), measure, "new", 0.9) for words in marked]
    return [(text[slice(*one.span)], one.low, one.high, one.of) for one in make_figures(text, marks, ())]


@pytest.mark.parametrize(
    ("text", "marked", "figure"),
    [
        ("At least 70 people died.", "70", ("At least 70 people", 70, None, "people")),
        ("Some 30 Qasti soldiers of the army died.", "30 Qasti soldiers of the army", ("Some 30 Qasti soldiers", 30, 30, "soldiers")),
        ("A man, woman and child died.", "A man, woman and child", ("A man, woman and child", 3, 3, None)),
        ("A 5-year-old boy died.", "A 5-year-old boy", ("A 5-year-old boy", 1, 1, "boy")),
        ("Killed were 25 of the insurgents.", "25 of the insurgents", ("25 of the insurgents", 25, 25, "insurgents")),
        ("Five barrel bombs fell.", "Five barrel bombs", ("Five barrel bombs", 5, 5, "barrel bombs")),
        ("Two women wounded in Orna.", "Two women wounded", ("Two women", 2, 2, "women")),
        ("It had 12 zeppelins.", "12 zeppelins", ("12 zeppelins", 12, 12, "zeppelins")),
    ],
)
def test_marks_become_figures(text: str, marked: str, figure: tuple[str, int | None, int | None, str | None]) -> None:
    """A mark too long or too short is cut to modifier, number and noun."""
    assert _figures(text, marked)[0] == figure


@pytest.mark.parametrize("marked", ["many people", "One of the men", "people"])
def test_a_mark_without_a_number_gives_no_figure(marked: str) -> None:
    """Neither "many" nor "one of" counts."""
    assert _figures(f"{marked} left Qast.", marked) == []


@pytest.mark.parametrize("text", ["Our teams brought food and blankets to 250 families.", "Aid for 250 families arrived in Qast."])
def test_whom_aid_reaches_is_in_need(text: str) -> None:
    """Whatever the tagger holds, nobody is killed by blankets."""
    at = text.index("250")
    (figure,) = make_figures(text, (Quantity((at, at + len("250 families")), "killed", "new", 0.9),), ())
    assert figure.measure == "in_need"


def test_nobody_is_killed_where_nothing_tells_of_harm() -> None:
    """A number of people in a peaceful sentence counts something else."""
    text = "Some 250 people voted in Qast."
    (figure,) = make_figures(text, (Quantity((0, 15), "killed", "new", 0.9),), ())
    assert figure.measure not in ("killed", "injured", "casualties")


def test_a_marked_number_may_be_an_age_or_a_sum() -> None:
    """What the tagger marks counts nobody where it is an age or stands before a unit of money."""
    text = "The strike killed Godan, 37, who led them. It cost 100 laris."
    marks = tuple(Quantity((at, at + len(words)), "killed", "new", 0.9) for words in ("37", "100 laris") for at in [text.index(words)])
    assert make_figures(text, marks, ()) == ()


def test_a_mark_over_two_amounts_gives_two_figures() -> None:
    """Each amount is a figure of its own."""
    assert [one[:3] for one in _figures("Killed were 3 men and 2 boys.", "3 men and 2 boys")] == [("3 men", 3, 3), ("2 boys", 2, 2)]


@pytest.mark.parametrize("span", [(-5, -1), (90, 95), (4, 4), (9, 2), (-3, 500)])
def test_marks_that_fit_no_text_do_no_harm(span: Span) -> None:
    """A mark outside the text, empty or reversed is passed over or cut."""
    make_figures("40 men died.", [Quantity(span, "killed", None, 0.5)], ())


_TEXT = "Shells killed 30 people and wounded 15 others."


def _trigger(word: str, kind: str) -> Trigger:
    return Trigger((_TEXT.index(word), _TEXT.index(word) + len(word)), kind, "happened", None, None, None, 1.0)


@pytest.mark.parametrize(("words", "measure", "kind"), [("30 people", "killed", "killing"), ("15 others", "injured", "injury")])
def test_a_figure_is_tied_to_what_it_counts(words: str, measure: str, kind: str) -> None:
    """The trigger whose kind the measure fits, in its clause."""
    figure = Figure((_TEXT.index(words), _TEXT.index(words) + len(words)), 1, 1, None, measure, None, None)
    tied = tie_figure(figure, [_trigger("killed", "killing"), _trigger("wounded", "injury")], _TEXT)
    assert tied is not None
    assert tied.kind == kind
    assert tie_figure(figure, [], _TEXT) is None


_WORDS = st.sampled_from(
    "40 1,200 dozens of thousands at least between and to - – 10 half a million dead people killed no one , . twenty-three".split()
)
_TEXTS = st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=30).map(" ".join), st.text("0123456789,.-–  ", max_size=60))


@given(_TEXTS)
def test_figures_lie_in_the_text_and_apart(text: str) -> None:
    """Every figure covers some text, none overlaps another, no range is upside down, and a second reading finds the same."""
    marks = find_quantities(text)
    figures = make_figures(text, marks, ())
    assert figures == make_figures(text, find_quantities(text), ())
    past = 0
    for figure in figures:
        assert past <= figure.span[0] < figure.span[1] <= len(text)
        past = figure.span[1]
        assert figure.low is None or figure.high is None or 0 <= figure.low <= figure.high


@given(_TEXTS, st.lists(st.tuples(st.integers(-9, 220), st.integers(-9, 220)), max_size=5))
def test_any_marks_give_figures_or_none(text: str, spans: list[Span]) -> None:
    """No mark makes it fail."""
    for figure in make_figures(text, [Quantity(span, "killed", None, 0.5) for span in spans], ()):
        assert 0 <= figure.span[0] < figure.span[1] <= len(text)


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("Some 30 people died on Monday, bringing the death toll to 70 people.", ["new", "total"]),
        ("Some 30 people died. That brought the number of dead up to 70 people.", [None, "total"]),
    ],
)
def test_a_number_that_brings_a_total_is_new(text: str, scopes: list[str | None]) -> None:
    """The total is total, whatever the tagger holds of either."""
    quantities = find_quantities(text)
    assert [figure.scope for figure in make_figures(text, quantities, ())] == scopes


_SAID = [
    ("The army put the toll at 37.", [("37", "killed", None)]),
    ("The death toll from Friday's raid on Orna rose to 15.", [("15", "killed", None)]),
    ("The number of wounded in the raid climbed to more than 100.", [("more than 100", "injured", None)]),
    (
        "It raised the overall death toll to 43,665 and the number of wounded to 10,076.",
        [("43,665", "killed", "total"), ("10,076", "injured", "total")],
    ),
    ("Up to five people may still be trapped.", [("Up to five people", "trapped", None)]),
    ("As many as 250,000 people could be displaced.", [("As many as 250,000 people", "displaced", None)]),
    ("Twelve people are reported missing.", [("Twelve people", "missing", None)]),
    ("Killed in Qast: 4,365 killed since May.", [("4,365", "killed", "total")]),
    ("A raid on Qast took its toll. The army has 40 tanks.", []),
]


@pytest.mark.parametrize(("text", "found"), _SAID)
def test_what_the_words_say_is_measured(text: str, found: list[tuple[str, str, str | None]]) -> None:
    """A toll counts the dead, or those whom it names; who "may be trapped" is, though no tagger marks the number."""
    assert [(text[slice(*one.span)], one.measure, one.scope) for one in make_figures(text, [], ())] == found


@pytest.mark.parametrize(
    ("text", "marked", "measure"),
    [
        ("The raid left several others missing.", "several others", "missing"),
        ("The army put the toll at 37.", "37", "killed"),
        ("The deadly siege of Orna threatens 300,000 civilians.", "300,000 civilians", "present"),
        ("Shells hit the dam, endangering the lives of 40,000 residents.", "40,000 residents", "present"),
        ("At least 900 of them were registered at the camp by noon.", "At least 900 of them", "displaced"),
        ("They shot down 15 of 21 Orna drones.", "15 of 21 Orna drones", "vehicles"),
    ],
)
def test_a_mark_yields_to_the_words_right_beside_it(text: str, marked: str, measure: str) -> None:
    """Whatever the tagger takes it for."""
    marks = [
        Quantity((text.index(marked), text.index(marked) + len(marked)), "injured" if measure == "missing" else "vehicles", "new", 0.9)
    ]
    assert [one.measure for one in make_figures(text, marks, ())][:1] == [measure]


def test_a_share_is_no_figure() -> None:
    """A third of the held counts nobody."""
    assert _figures("A third of them are held.", "A third") == []


def test_a_mark_that_goes_over_a_joint_is_cut_before_it() -> None:
    """The two sides of a battle are two figures, and "and" belongs to neither."""
    text = "That 30 regime and 39 rebel fighters died near Orna."
    marks = [Quantity((5, 18), "killed", "new", 0.9), Quantity((19, 36), "killed", "new", 0.9)]
    assert [text[slice(*one.span)] for one in make_figures(text, marks, [])] == ["30 regime", "39 rebel fighters"]
