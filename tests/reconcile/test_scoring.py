"""What must hold of scores: the likelier the more is shared, the same both ways, and no score against the rules."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from according.incidents import Happening
from according.reconcile.columns import make_ready
from according.reconcile.reasons import range_in_words
from according.reconcile.scoring import load_scorer, score_near, score_pair
from according.reconcile.wording import content_words
from according.vocab.lists import read_list
from tests.reconcile.told import happening

_OTHER_DAY = {"date_from": "2031-05-15", "date_to": "2031-05-15"}
_FAR = {"place": "Tal Venn", "place_name": "Tal Venn", "lat": 14.0, "lon": 25.0, "words": ("bridge", "troops")}
_OTHER_WORDS = {"words": ("bakery", "gunmen", "queue", "volley")}
_SCENE = {"killed": None}
_LIKELIER = [
    ("the same toll", {**_OTHER_WORDS}, {**_OTHER_WORDS, "killed": (40, 40)}),
    ("the same day", {**_OTHER_WORDS}, {**_OTHER_WORDS, **_OTHER_DAY}),
    ("the same words", {"killed": (40, 40)}, {"killed": (40, 40), **_OTHER_WORDS}),
    ("the same act", {**_OTHER_WORDS}, {**_OTHER_WORDS, "kind": "air_strike"}),
    ("scenes of one sort", {**_SCENE, "words": ("bakery", "doctor")}, {**_SCENE, "words": ("clinic", "doctor")}),
    ("one means", {**_SCENE, "words": ("katyusha", "doctor")}, {**_SCENE, "words": ("drone", "doctor")}),
    ("a place beside it", {**_OTHER_WORDS}, {**_OTHER_WORDS, "place": "Kesh", "place_name": "Kesh", "lat": 10.0, "lon": 20.3}),
]
_NEVER = [
    ("two happenings of one report", {"report": "one"}),
    ("in different countries", {"country": "XB", "place": "Dell", "place_name": "Dell", "lat": 40.0, "lon": 50.0, **_OTHER_WORDS}),
    ("too far apart", _FAR),
    ("on different days", {"date_from": "2031-06-20", "date_to": "2031-06-20", **_OTHER_WORDS}),
    ("a sum and a part of it", {"date_from": "2031-05-01", "date_to": "2031-05-13", "killed": (135, 135), "scope": "total"}),
    ("acts of different families", {"kind": "diplomacy", **_OTHER_WORDS}),
]
_TAKEN = {"kind": "abduction", "killed": None, "words": ("journalist", "missing")}


@pytest.mark.parametrize(("name", "more", "less"), _LIKELIER)
def test_what_is_shared_makes_it_likelier(name: str, more: dict[str, object], less: dict[str, object]) -> None:
    """Day, place, act, toll and words each count for themselves."""
    assert score_pair(happening(), happening("b", "two", **more)).score > score_pair(happening(), happening("b", "two", **less)).score, name


@pytest.mark.parametrize(("reason", "given_"), _NEVER)
def test_no_score_overrides_the_rules(reason: str, given_: dict[str, object]) -> None:
    """What a rule keeps apart scores 0 and says why."""
    other = happening("b", **{"report": "two", **given_})
    assert score_pair(happening(), other).reasons == (reason,)
    assert score_pair(happening(), other).score == 0.0


@pytest.mark.parametrize(
    ("mine", "theirs", "is_apart"),
    [
        ("Ana Terrel", "Tomas Brond", True),
        ("Ana Terrel", "Terrel", False),
        ("Terrel", "Brond", True),
        ("Ana Terrel", "her", False),
        ("Ana Terrel", "two journalists", False),
    ],
)
def test_what_happened_to_two_persons_by_name_is_not_one(mine: str, theirs: str, is_apart: bool) -> None:
    """Unless the words of one name both."""
    other = happening("b", "two", target=theirs, **_TAKEN)
    assert (score_pair(happening(target=mine, **_TAKEN), other).reasons == ("to two persons, each by name",)) is is_apart
    both = happening("b", "two", target=theirs, **{**_TAKEN, "words": ("brond", "journalist", "missing", "terrel")})
    assert score_pair(happening(target=mine, **_TAKEN), both).score > 0.0


def test_what_happened_to_one_person_by_name_is_likely_one_where_the_days_go_together() -> None:
    """Far places and other words do not part it; other days do."""
    elsewhere = {**_TAKEN, **_FAR, "country": "XA", "lat": 10.5, "lon": 20.5}
    month = {"date_from": "2031-05-01", "date_to": "2031-05-31"}
    mine = happening(target="Ana Terrel", **_TAKEN)
    one = score_pair(mine, happening("b", "two", target="the journalist Ana Terrel", **elsewhere, **month))
    assert one.score >= 0.9
    assert "to one person by name (Ana Terrel, the journalist Ana Terrel)" in one.reasons
    assert score_pair(mine, happening("b", "two", target="a journalist", **elsewhere, **month)).score < one.score
    later = {"date_from": "2031-05-20", "date_to": "2031-05-20"}
    assert score_pair(mine, happening("b", "two", target="Ana Terrel", **elsewhere, **later)).score < one.score


def test_words_that_are_alike_outweigh_another_country_but_not_another_toll() -> None:
    """A place abroad is often where a speaker sits."""
    around = {"around": ("market", "minister", "shells"), "words": ("market", "rockets", "stalls"), "killed": (40, 40)}
    abroad = {"country": "XB", "place": "Dell", "place_name": "Dell", "lat": 40.0, "lon": 50.0, **around}
    assert score_pair(happening(**around), happening("b", "two", **abroad)).score > 0.0
    assert score_pair(happening(**around), happening("b", "two", **{**abroad, "killed": (4, 4)})).score == 0.0


def test_sides_that_name_things_differently_are_not_kept_apart() -> None:
    """Who is called what does not change a score, for the words of actors alone are not what joins two happenings."""
    mine = happening(
        actor="the liberators", target="terrorists", kind="territory", words=("kesh", "liberated", "mill", "orro"), killed=None
    )
    yours = happening(
        "b", "two", actor="the occupiers", target="rebels", kind="territory", words=("captured", "kesh", "mill", "orro"), killed=None
    )
    assert score_pair(mine, yours).score > load_scorer().threshold


def test_reasons_name_day_place_act_and_toll() -> None:
    """An analyst can check each reason against the two sentences."""
    reasons = score_pair(happening(), happening("b", "two", killed=(4, None))).reasons
    assert reasons[:4] == ("same day", "same place (Orro)", "both shelling", "killed 5 and at least 4")


def test_a_range_reads_like_in_a_report() -> None:
    """Open ends are put in words."""
    assert [range_in_words(one) for one in ((5, 5), (4, None), (None, 9), (24, 99))] == ["5", "at least 4", "at most 9", "24 to 99"]


@st.composite
def _happenings(draw: st.DrawFn, name: str) -> Happening:
    day = draw(st.sampled_from([None, "2031-05-12", "2031-05-13", "2031-05-20", "nonsense"]))
    return happening(
        name,
        draw(st.sampled_from(["one", "two", "three"])),
        date_from=day,
        date_to=day,
        lat=draw(st.sampled_from([None, 10.0, 10.1, 30.0])),
        lon=draw(st.sampled_from([None, 20.0, -170.0])),
        radius_km=draw(st.sampled_from([None, 0.0, 300.0])),
        kind=draw(st.sampled_from(["shelling", "killing", "parley", "diplomacy"])),
        killed=draw(st.sampled_from([None, (5, 5), (None, 9), (4, None)])),
        published=draw(st.sampled_from([None, "2031-05-14", "2031"])),
        place=draw(st.sampled_from([None, "Orro", "the town", "al-Orro"])),
        words=tuple(draw(st.lists(st.sampled_from(["orro", "army", "1", "mill", ""]), max_size=5))),
    )


@settings(deadline=None)
@given(_happenings("a"), _happenings("b"))
def test_a_score_is_the_same_both_ways_and_in_bulk(left: Happening, right: Happening) -> None:
    """Order does not matter, many at once give what one alone gives, and every score is a likelihood."""
    scored = score_pair(left, right)
    assert scored == score_pair(right, left)
    assert 0.0 <= scored.score < 1.0
    assert scored.reasons or scored.score < 0.5
    one, other = (make_ready(happening, load_scorer().telling) for happening in (left, right))
    found = score_near([(one, (other, one)), (other, ()), (other, (one,))], 0.0)
    assert [[(at, near.score) for at, near in of_one] for of_one in found] == [[(0, scored.score), (1, 0.0)], [], [(0, scored.score)]]
    assert [[at for at, _ in of_one] for of_one in score_near([(one, (one, other))], 0.01)] == [[1] if scored.score >= 0.01 else []]


@pytest.mark.parametrize("of", ["sites", "means"])
def test_no_word_is_of_two_sorts(of: str) -> None:
    """Each word has one bit."""
    words = [word for sort in read_list("according.reconcile", "sorts.yml")[of] for word in sort]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("file", ["sorts.yml", "differing.yml"])
def test_every_word_of_a_list_is_one_that_happenings_are_compared_by(file: str) -> None:
    """A word that no comparison sees is a mistake."""
    lists = read_list("according.reconcile", file).values()
    words = [word for entries in lists for entry in entries for word in ([entry] if isinstance(entry, str) else entry)]
    assert [word for word in words if content_words([word]) not in ((word,), ())] == []
