"""What notebooks show: small, without script, and harmless whatever a text holds."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from according.incidents import Mention
from according.model import Claim, Reading, Report
from according.python.drawing import draw_detail, draw_incident, draw_reading, draw_rows
from according.python.listed import Listed
from according.views import IncidentDetail, IncidentView, WordUse
from according.views.incidents import Account, IncidentDifference, IncidentMention
from according.views.tellings import Telling

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(1)">\u202e{{7*7}}\ud800&amp;"\' style="x'
TAGS = {"div", "span", "table", "thead", "tbody", "tr", "th", "td", "bdi", "abbr"}
ATTRIBUTES = {"class", "style", "title", "dir"}


class Checker(HTMLParser):
    """Lists what a piece of HTML holds, and checks that it is whole."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        assert {name for name, _ in attrs} <= ATTRIBUTES
        assert not any(name == "style" and re.search(r"url|expression|@import", value or "") for name, value in attrs)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def check(drawn: str) -> str:
    checker = Checker()
    checker.feed(drawn)
    assert checker.open == []
    assert len(drawn) < 200_000
    return checker.text


def reading(text: str, who: str, spans: tuple[tuple[int, int], ...] = ((0, 4),)) -> Reading:
    claims = (Claim("c1", spans, (5, 9), (10, 14), who, None, "direct", "deny", (who, "Reuters"), distance=who),)
    return Reading(Report("r", who, "article", text, title=who, publisher=who, published=who, url=who), (), claims, problems=(who,))


def incident(word: str, mentions: int = 1) -> IncidentView:
    told = IncidentMention(
        word, "E1", (0, 1), "battle", (1, None), (2, 2), word, (word,), word, "r", "h", word, word, word, word, word, word, word
    )
    difference = IncidentDifference("killed", "number", (word, "2"), (("E1",),), word, (("h",),))
    return IncidentView(
        word, word, word, word, (told,) * mentions, (difference,), None, 1.5, None, None, word, (word, word), 1, 2, True, (1, 1), word, word
    )


def test_claims_are_coloured_by_speaker_with_their_chain() -> None:
    """The text as it is, each claim in a colour, and who says what through whom."""
    drawn = draw_reading(reading("They denied it, said the army.", "the army"))
    text = check(drawn)
    assert "They denied it, said the army." in text
    assert "the army, through the army, then Reuters; denies; certain" in text
    assert 'class="claim"' in drawn
    assert "background:hsl(" in drawn


def test_an_incident_is_a_row_for_each_origin() -> None:
    """Who says it, and the numbers in words."""
    text = check(draw_incident(incident("Qast")))
    assert "1 origin, 2 reports, contested" in text
    assert "1 or more" in text


def test_readings_and_incidents_draw_themselves() -> None:
    """And lists of them; the types themselves know nothing of it."""
    assert reading("abc", "x")._repr_html_() == draw_reading(reading("abc", "x"))
    assert incident("x")._repr_html_() == draw_incident(incident("x"))
    assert Listed([incident("x")])._repr_html_() == draw_rows([incident("x")])
    assert "nothing found" in Listed()._repr_html_()


def test_hostile_words_do_nothing() -> None:
    """Not in a text, a name, a number's neighbour or a difference."""
    told = Telling(
        "h", "i", "r", HOSTILE, (Mention("E1", (0, 1), "battle"),), (0, 1),
        HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE,
        (1, 2), None, HOSTILE, HOSTILE, (HOSTILE,), HOSTILE, HOSTILE, HOSTILE, False, None, (),
    )  # fmt: skip
    use = WordUse("actor", HOSTILE, HOSTILE, True, "own", HOSTILE, HOSTILE, 3, HOSTILE)
    detail = IncidentDetail(incident(HOSTILE), (Account(HOSTILE, (told,)),), ())
    for drawn in (
        draw_reading(reading(HOSTILE, HOSTILE)),
        draw_incident(incident(HOSTILE)),
        draw_detail(detail),
        draw_rows([use]),
        draw_rows([7]),
    ):
        check(drawn)
        assert "<script" not in drawn
        assert "<img" not in drawn
        assert "\u202e" not in re.sub(r"<bdi class=\"control\"[^>]*>.</bdi>", "", drawn)
        assert drawn.encode("utf-8")


def test_long_things_stay_small() -> None:
    """A long text, many claims, origins and rows are cut, and that is said."""
    text = "word " * 100_000
    claims = tuple(Claim(f"c{at}", ((at, at + 4),), None, None, f"who {at}", None, "direct", "state") for at in range(0, 20_000, 5))
    drawn = draw_reading(Reading(Report("r", "r", "article", text), (), claims))
    assert len(drawn) < 2_000_000
    assert "the first 20,000 of 500,000 characters" in drawn
    assert "200 of 4,000 claims" in drawn
    assert "50 of 900 rows" in draw_rows([incident("x")] * 900)


@given(st.text(max_size=40), st.text(max_size=20), st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), min_size=1, max_size=4))
def test_anything_can_be_drawn(text: str, who: str, spans: list[tuple[int, int]]) -> None:
    """Whatever is in it, and wherever its spans lie."""
    check(draw_reading(reading(text, who, tuple(spans))))
