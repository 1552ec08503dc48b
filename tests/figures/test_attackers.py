"""Which figures count those who attacked, and which the dead that a toll gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.figures import make_figures
from according.figures.amounts import find_amounts
from according.figures.attackers import are_attackers
from according.figures.reads import read_unmarked
from according.figures.tokens import Tokens
from according.model import Quantity

CASES = """
Two suicide bombers blew themselves up at the gate. => True
Police said that three attackers had detonated their vests. => True
At least five gunmen stormed the bank. => True
Four of its fighters, who carried out the raid, came from Orna. => True
On Monday two bombers killed at least nine people in Orna. => True
The post was attacked by six militants. => True
Two bombers were killed at the gate. => False
Two bombers killed in Orna were buried on Monday. => False
Guards killed two bombers at the gate. => False
Five soldiers attacked near the bridge died on the way. => False
Twelve soldiers ambushed by rebels are missing. => False
The number of the dead rose by 12 militants. => False
Twelve people attacked the post. => False
Forty fighters died when rebels attacked the post. => False
"""


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_attackers_are_told_by_what_they_do(case: str) -> None:
    """An armed subject of an act of attack, or one named by "by"; what befell armed people makes them no attackers."""
    text, expected = case.split(" => ")
    tokens = Tokens(text)
    assert are_attackers(tokens, read_unmarked(tokens, next(iter(find_amounts(tokens))))) is (expected == "True")


@pytest.mark.parametrize(
    ("text", "marked", "measured", "measure"),
    [
        ("Some 200 soldiers surrendered with their weapons.", "Some 200 soldiers", "fighters", "surrendered"),
        ("15 conscripts were among those who laid down their arms.", "15 conscripts", "other", "surrendered"),
        ("Nine soldiers refused to surrender.", "Nine soldiers", "fighters", "fighters"),
        ("Three attackers blew themselves up in Orna.", "Three attackers", "killed", "fighters"),
        ("Soldiers killed three attackers in Orna.", "three attackers", "killed", "killed"),
        ("The earlier death toll was 20 with 50 others injured.", "20", "injured", "killed"),
        ("The death toll in Orna reached 3 in addition to 8 injured people.", "8 injured people", "injured", "injured"),
        ("The army killed nine and stopped 30 gunmen from storming Orna.", "30 gunmen", "fighters", "fighters"),
        ("They fired on the road and prevented 30 families from leaving.", "30 families", "killed", "trapped"),
        ("Three deaths and 22 injuries were reported after the strike.", "Three deaths", "injured", "killed"),
        ("Three deaths and 22 injuries were reported after the strike.", "22 injuries", "killed", "injured"),
        ("He is charged with the bombings of two embassies that killed 224 people.", "two embassies", "killed", "buildings"),
        ("The death toll may rise further as 30 people were injured.", "30 people", "injured", "injured"),
    ],
)
def test_a_mark_of_harm_yields_to_what_the_words_say(text: str, marked: str, measured: str, measure: str) -> None:
    """Attackers are no dead of their attack, no building dies, and what is called a death toll, or deaths, counts the dead."""
    start = text.index(marked)
    quantity = Quantity((start, start + len(marked)), measured, "new", 0.9)
    assert [one.measure for one in make_figures(text, [quantity], []) if one.span[0] == start] == [measure]


@given(st.text(alphabet="abowns 12,.by", max_size=60))
def test_no_text_breaks_the_walk_over_it(text: str) -> None:
    """Whatever is counted, the answer is yes or no."""
    tokens = Tokens(text + " two gunmen")
    for amount in find_amounts(tokens):
        assert are_attackers(tokens, read_unmarked(tokens, amount)) in (True, False)
