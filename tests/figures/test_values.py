"""What range an amount means."""

from __future__ import annotations

import pytest

from according.figures.amounts import find_amounts
from according.figures.tokens import Tokens

CASES = """
40 people => 40 40
4 dead => 4 4
1,200 people => 1200 1200
1200 people => 1200 1200
10,000 people => 10000 10000
10 000 people => 10000 10000
10000 people => 10000 10000
158 000 people => 158000 158000
1 250 000 people => 1250000 1250000
61, 000 people => 61000 61000
10.000 people => 10000 10000
10'000 people => 10000 10000
10’000 people => 10000 10000
1,234,567 people => 1234567 1234567
1.2m people => 1200000 1200000
1.5 million people => 1500000 1500000
1,5 million people => 1500000 1500000
2 million people => 2000000 2000000
3bn shells => 3000000000 3000000000
10k people => 10000 10000
2.14 lakh people => 214000 214000
3 lakh people => 300000 300000
2 crore people => 20000000 20000000
1.5-million people => 1500000 1500000
5 thousand men => 5000 5000
3 hundred men => 300 300
2 dozen men => 24 24
bringing the number of dead up to around 40 => 40 40
40 at least => 40 -
zero casualties => 0 0
no casualties => 0 0
none of them => 0 0
nobody died => 0 0
no one died => 0 0
without any casualties => 0 0
one man => 1 1
two men => 2 2
nine men => 9 9
ten men => 10 10
eleven men => 11 11
twelve men => 12 12
nineteen men => 19 19
twenty men => 20 20
twenty-three men => 23 23
twenty three men => 23 23
thirty-five men => 35 35
fourty men => 40 40
ninety-nine men => 99 99
both men => 2 2
a hundred men => 100 100
one hundred men => 100 100
two hundred men => 200 200
twelve hundred men => 1200 1200
two hundred and five men => 205 205
two hundred five men => 205 205
two hundred twenty-five men => 225 225
three hundreds of them => 300 300
a thousand men => 1000 1000
two thousand men => 2000 2000
three thousand two hundred men => 3200 3200
a hundred thousand men => 100000 100000
two hundred thousand men => 200000 200000
a million men => 1000000 1000000
one million men => 1000000 1000000
four million men => 4000000 4000000
three millions of them => 3000000 3000000
half a million men => 500000 500000
half-a-million men => 500000 500000
half million men => 500000 500000
a half million men => 500000 500000
half a dozen men => 6 6
half-a-dozen men => 6 6
a quarter of a million men => 250000 250000
quarter of a million men => 250000 250000
a quarter million men => 250000 250000
three quarters of a million men => 750000 750000
one and a half million men => 1500000 1500000
two and a half million men => 2500000 2500000
a million and a half men => 1500000 1500000
a dozen men => 12 12
two dozen men => 24 24
three score men => 60 60
a couple of men => 2 2
a pair of tanks => 2 2
two pairs of tanks => 4 4
several men => 3 9
a few men => 3 9
several hundred men => 300 999
a few hundred men => 300 999
several thousand men => 3000 9999
several dozen men => 24 99
a few dozen men => 24 99
several million men => 3000000 9999999
dozens of men => 24 99
dozens => 24 99
scores of men => 40 99
tens of men => 20 99
hundreds of men => 200 999
thousands of men => 2000 9999
millions of men => 2000000 9999999
tens of thousands of men => 20000 99999
hundreds of thousands of men => 200000 999999
tens of millions of men => 20000000 99999999
many hundreds of men => 200 999
at least 40 men => 40 -
at the very least 40 men => 40 -
up to more than 40 men => 40 -
surpassed 40 men => 40 -
at least one man => 1 -
at least a dozen men => 12 -
at least two dozen men => 24 -
at least hundreds of men => 200 999
more than 40 men => 40 -
more than a hundred men => 100 -
more than two million men => 2000000 -
well over 1000 men => 1000 -
over 40 men => 40 -
upwards of 40 men => 40 -
in excess of 40 men => 40 -
no fewer than 40 men => 40 -
no less than 40 men => 40 -
not less than 40 men => 40 -
a minimum of 40 men => 40 -
as few as 40 men => 40 -
40 or more men => 40 -
40+ men => 40 -
40-plus men => 40 -
a dozen or more men => 12 -
at least another 40 men => 40 -
a total of at least 40 men => 40 -
at least some 40 men => 40 -
up to 40 men => - 40
up to a dozen men => - 12
up to half a million men => - 500000
as many as 1300 men => - 1300
as high as 470000 => - 470000
no more than 40 men => - 40
not more than 40 men => - 40
at most 40 men => - 40
a maximum of 40 men => - 40
fewer than 40 men => - 40
less than 40 men => - 40
under 40 men => - 40
just under 40 men => - 40
40 or fewer men => - 40
up to several hundred men => - 999
about 40 men => 40 40
around 40 men => 40 40
approximately 40 men => 40 40
some 4,000 men => 4000 4000
roughly 40 men => 40 40
nearly 40 men => 40 40
nearly a thousand men => 1000 1000
almost a dozen men => 12 12
close to 40 men => 40 40
an estimated 5,000 men => 5000 5000
40 or so men => 40 40
40-odd men => 40 40
another 40 men => 40 40
a further 40 men => 40 40
a total of 40 men => 40 40
all five men => 5 5
the other four men => 4 4
an initial 300 men => 300 300
10 to 13 men => 10 13
10-13 men => 10 13
10–13 men => 10 13
10 - 13 men => 10 13
10,000 to 13,000 men => 10000 13000
10,000-13,000 men => 10000 13000
10-13,000 men => 10000 13000
10 to 13 thousand men => 10000 13000
approximately 10,000 to 13,000 men => 10000 13000
between 10,000 and 13,000 men => 10000 13000
between 229 and 425 men => 229 425
between two and three hundred men => 200 300
two or three men => 2 3
five or 10 of them => 5 10
two to three million men => 2000000 3000000
1.5 to 2 million men => 1500000 2000000
1.5-2 million men => 1500000 2000000
dozens or hundreds of men => 24 999
tens to hundreds of thousands of men => 20000 999999
up to 10 to 13 men => - 13
at least 10 to 13 men => 10 13
"""


def _rows() -> list[tuple[str, int | None, int | None]]:
    rows = []
    for line in CASES.strip().splitlines():
        phrase, _, ends = line.partition(" => ")
        low, high = (None if end == "-" else int(end) for end in ends.split())
        rows.append((phrase, low, high))
    return rows


@pytest.mark.parametrize(("phrase", "low", "high"), _rows())
def test_an_amount_means_a_range(phrase: str, low: int | None, high: int | None) -> None:
    """The first amount of a phrase has these ends."""
    amount = next(find_amounts(Tokens(phrase)))
    assert (amount.low, amount.high) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AK-47",
        "M16",
        "a T-72",
        "10:30",
        "$40",
        "the 4th and 21st",
        "1990s",
        "50%",
        "29-08-2014",
        "2014/08/29",
        "a 10-year-old girl",
        "four-wheel",
        "0914",
        "2,5 men",
        "a man",
        "99999999999999999999",
    ],
)
def test_what_is_no_amount(text: str) -> None:
    """Names, times, dates in digits, sums, ranks, ages, parts of words, lone articles and numbers beyond all sense."""
    assert list(find_amounts(Tokens(text))) == []


@pytest.mark.parametrize(
    ("text", "quantifier"),
    [
        ("40 men", None),
        ("another 40 men", None),
        ("at least 40", "at least"),
        ("no fewer than 40", "at least"),
        ("over 40", "more than"),
        ("as many as 40", "up to"),
        ("no more than 40", "at most"),
        ("less than 40", "fewer than"),
        ("some 40", "approximately"),
        ("at least some 40", "at least"),
    ],
)
def test_the_words_beside_a_number_qualify_it(text: str, quantifier: str | None) -> None:
    """Each way of saying it leads to one quantifier."""
    assert next(find_amounts(Tokens(text))).quantifier == quantifier


def test_a_change_holds_two_amounts() -> None:
    """After a word of change "from … to" is no range."""
    assert [amount.low for amount in find_amounts(Tokens("The toll rose from 38 to 42."))] == [38, 42]
