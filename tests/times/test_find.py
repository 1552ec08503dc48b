"""Which time expressions are found in a text, and what they mean."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.times import find_times, interval_of

# One case a line: the text, `=>`, what is found in it as `words = value`, joined by `;`. "-" is no value, and nothing behind
# `=>` that no time is found.
EXPLICIT = """
The town of Qast fell on 12 December 2016. => 12 December 2016 = 2016-12-12
The town fell on December 12, 2016, officials said. => December 12, 2016 = 2016-12-12
on december 12 2016 the rebels left qast => december 12 2016 = 2016-12-12
THE REBELS LEFT QAST ON DECEMBER 12 2016 => DECEMBER 12 2016 = 2016-12-12
It began on Dec. 12, 2016. => Dec. 12, 2016 = 2016-12-12
It began on Monday, 12th of December 2016. => Monday, 12th of December 2016 = 2016-12-12
Published 2016-12-12 by the Orra Herald => 2016-12-12 = 2016-12-12
Logged at 2016-12-12T10:30:00Z there. => 2016-12-12T10:30:00 = 2016-12-12T10:30:00
dated 25/12/2016 => 25/12/2016 = 2016-12-25
dated 12/25/2016 => 12/25/2016 = 2016-12-25
dated 05/04/2016 => 05/04/2016 = -
dated 04/04/2016 => 04/04/2016 = 2016-04-04
dated 05.04.2016 => 05.04.2016 = 2016-04-05
dated 2016/04/05 => 2016/04/05 = 2016-04-05
dated 45.13.2016 =>
dated 24.02.22 there => 24.02.22 = 2022-02-24
dated 15/04/23 => 15/04/23 = 2023-04-15
dated 05/04/23 => 05/04/23 = -
version 10.10.10.1 or 45.13.22 =>
on the night of 3 to 4 May 2016 => the night of 3 = 2016-05-03TNI; 4 May 2016 = 2016-05-04TNI
on the night of May 3-4, 2016 => the night of May 3 = 2016-05-03TNI; 4, 2016 = 2016-05-04TNI
It was founded in July 2012. => July 2012 = 2012-07
Since the summer of 2014 no one came. => the summer of 2014 = 2014-SU
In winter 2014 they froze. => winter 2014 = 2014-WI
Prices rose in the 1990s. => the 1990s = 199
Prices rose in the late 1990s. => the late 1990s = 199
a fort of the 19th century => the 19th century = 18
In Q2 2016 exports fell. => Q2 2016 = 2016-Q2
In the second quarter of 2016 exports fell. => the second quarter of 2016 = 2016-Q2
In the second half of 2016 exports fell. => the second half of 2016 = 2016-H2
By the end of April 2016 it was over. => the end of April 2016 = 2016-04
in mid-July 2016 => mid-July 2016 = 2016-07
Late in 2015 they met. => Late in 2015 = 2015
The war of 1914-18 => 1914 = 1914; 18 = 1918
from 1955 to 1963 => 1955 = 1955; 1963 = 1963
Qast fell in 264 BC. => 264 BC = BC0264
the years 264 to 241 BC => the years 264 = BC0264; 241 BC = BC0241
Eastern front 1861-1863 => 1861 = 1861; 1863 = 1863
The siege, 2012-2016, was long. => 2012 = 2012; 2016 = 2016
between 3 and 5 May 2016 => 3 = 2016-05-03; 5 May 2016 = 2016-05-05
on May 3 and 5, 2016 => May 3 = 2016-05-03; 5, 2016 = 2016-05-05
on 3, 4 and 5 May 2016 => 3 = 2016-05-03; 4 = 2016-05-04; 5 May 2016 = 2016-05-05
from 30 April to 2 May 2016 => 30 April = 2016-04-30; 2 May 2016 = 2016-05-02
from 19 July 2012 to 12 December 2016 => 19 July 2012 = 2012-07-19; 12 December 2016 = 2016-12-12
In April and June 1955 they met. => April = 1955-04; June 1955 = 1955-06
On the morning of 29 April 2015 they left. => the morning of 29 April 2015 = 2015-04-29TMO
on Christmas Day 2014 => Christmas Day 2014 = 2014-12-25
On 30 February 2016 nothing happened. => 30 February 2016 = -
"""
NUMBERS = """
About 2000 fighters stayed. =>
A force of 1500 men left. =>
They fired 1990 rounds. =>
Some 1,950 people fled. =>
Resolution 1973 was passed. =>
It cost $2016 then. =>
They may leave, and may march on. =>
In July 12 people were killed in 2016. => July = -; 2016 = 2016
The second attack came. =>
He sat in the sun. =>
The fall of Qast was quick. =>
An M1918 rifle was found. =>
It fell at 1930 and was retaken at 2015 GMT. =>
World 1924 16.05.2017 (updated 1925 17.05.2017) => 16.05.2017 = 2017-05-16; 17.05.2017 = 2017-05-17
Page 1984 is missing. =>
"""
LENGTHS = """
The truce held for three days. => three days = P3D
It lasted 24 hours. => 24 hours = PT24H
In the 24 hours leading up to the truce shells fell. => 24 hours = PT24H
after a two-day siege => a two-day = P2D
a ten-year war => a ten-year = P10Y
for two and a half years => two and a half years = P2.5Y
for half an hour => half an hour = PT30M
for twenty-five years => twenty-five years = P25Y
for two hundred days => two hundred days = P200D
For several weeks no aid came. => several weeks = PXW
For weeks no aid came. => weeks = PXW
for a couple of days => a couple of days = PXD
the past three days => the past three days = P3D
over the past year => the past year = P1Y
for more than five years => more than five years = P5Y
two bloody weeks => two bloody weeks = P2W
a 12-year-old girl => a 12-year-old = P12Y
within 10-12 hours => 10-12 hours = PTXH
for a fortnight => a fortnight = P2W
for a decade => a decade = P1DE
for a century => a century = P1CE
They meet every Monday. => every Monday = XXXX-WXX-1
They meet every two weeks. => every two weeks = P2W
There is shelling daily. => daily = P1D
It falls every night. => every night = XXXX-XX-XXTNI
40 shells per day => per day = P1D
"""
VAGUE = """
He recently left. => recently = PAST_REF
In recent weeks shells fell. => recent weeks = PAST_REF
The road is now closed. => now = PRESENT_REF
It is currently closed. => currently = PRESENT_REF
More will come in the coming days. => the coming days = FUTURE_REF
They have no plans for the future. => the future = FUTURE_REF
the former governor => the former = PAST_REF
Of the two, the former is older. =>
In the past they fought. => the past = PAST_REF
"""
# The report was published on Wednesday, 14 December 2016.
PUBLISHED = """
Tuesdays raid killed six. => Tuesdays = 2016-12-13
The market opens on Tuesdays only. =>
Mondays are quiet. =>
Since the beginning of last week they have fled. => the beginning of last week = 2016-W49
The attack on April 25 killed seven. => April 25 = 2016-04-25
Shells fell today. => today = 2016-12-14
Shells fell yesterday. => yesterday = 2016-12-13
They leave tomorrow. => tomorrow = 2016-12-15
the day before yesterday => the day before yesterday = 2016-12-12
The town fell on Monday. => Monday = 2016-12-12
The town fell on Wednesday. => Wednesday = 2016-12-14
The town fell on Thursday. => Thursday = 2016-12-08
Talks will resume on Friday. => Friday = 2016-12-16
The truce is due to begin on Friday. => Friday = 2016-12-16
He said on Friday that talks will resume. => Friday = 2016-12-09
Buses will leave next Monday. => next Monday = 2016-12-19
They left last Wednesday. => last Wednesday = 2016-12-07
They meet this Friday. => this Friday = 2016-12-16
It fell on Monday night. => Monday night = 2016-12-12TNI
In the early hours of Monday it fell. => the early hours of Monday = 2016-12-12
Earlier on Monday a shell fell. => Earlier on Monday = 2016-12-12
Shells fell last night. => last night = 2016-12-13TNI
Shells fell this morning. => this morning = 2016-12-14TMO
They leave tonight. => tonight = 2016-12-14TNI
It fell last week. => last week = 2016-W49
It fell this week. => this week = 2016-W50
Next week they meet. => Next week = 2016-W51
It fell last month. => last month = 2016-11
This month it rained. => This month = 2016-12
It fell last year. => last year = 2015
Later this year they vote. => Later this year = 2016
It fell three days ago. => three days ago = 2016-12-11
It fell two weeks ago. => two weeks ago = 2016-W48
It fell two months ago. => two months ago = 2016-10
It fell five years ago. => five years ago = 2011
It fell a year ago. => a year ago = 2015
It fell a few days ago. => a few days ago = PAST_REF
It fell two hours ago. => two hours ago = -
It began in March. => March = 2016-03
It began in May. => May = 2016-05
in march they came => march = 2016-03
It began on 3 March. => 3 March = 2016-03-03
It began on 20 December. => 20 December = 2016-12-20
Since January he was away. => January = 2016-01
It began last March. => last March = 2016-03
It began last December. => last December = 2015-12
It began in June last year. => June last year = 2015-06
They vote in March next year. => March next year = 2017-03
In the summer it began. => the summer = 2016-SU
Last summer it began. => Last summer = 2016-SU
Elections are planned for January. => January = 2017-01
At 10 a.m. on Monday it fell. => 10 a.m. = 2016-12-12T10:00; Monday = 2016-12-12
On Monday it fell; at 17:30 it was over. => Monday = 2016-12-12; 17:30 = 2016-12-12T17:30
It fell at 5.30pm. => 5.30pm = -
On Monday it fell. The next day it was retaken. => Monday = 2016-12-12; The next day = 2016-12-13
On Monday it fell. Two days later it was retaken. => Monday = 2016-12-12; Two days later = 2016-12-14
On Monday it fell, a day after the vote. => Monday = 2016-12-12; a day after = -
On Monday it fell. A day earlier they voted. => Monday = 2016-12-12; A day earlier = 2016-12-11
On Monday it fell. That evening they left. => Monday = 2016-12-12; That evening = 2016-12-12TEV
In 2012 it began. In July it fell. => 2012 = 2012; July = 2012-07
In November 2015 it began. On April 14 it fell. => November 2015 = 2015-11; April 14 = 2016-04-14
In March 2015 it began. On April 14 it fell. => March 2015 = 2015-03; April 14 = 2015-04-14
In November 2015 it began. On December 20 it fell. => November 2015 = 2015-11; December 20 = 2015-12-20
The war that began in 2012 goes on. In July it fell. => 2012 = 2012; July = 2016-07
By the end of the year it was over. => the end of the year = 2016
They met over the weekend. => the weekend = 2016-W49-WE
They will meet at the weekend. => the weekend = 2016-W50-WE
Overnight into Monday, drones hit Orro. => Overnight = 2016-12-12TNI; Monday = 2016-12-12
Drones hit Orro overnight. On Sunday they left. => overnight = 2016-12-14TNI; Sunday = 2016-12-11
Nine died on Friday, he said on Sunday. They came at 8 pm. => Friday = 2016-12-09; Sunday = 2016-12-11; 8 pm = 2016-12-09T20:00
They set a deadline of 5 a.m. Thursday for it. => 5 a.m. = 2016-12-15T05:00; Thursday = 2016-12-15
they meet this weekend => this weekend = 2016-W50-WE
"""
# No publication date: only what the text itself has told gives an undated expression its value.
UNDATED = """
The town fell on Monday. => Monday = -
Shells fell yesterday. => yesterday = -
It fell last week. => last week = -
It fell on 3 May. => 3 May = -
In March it fell. => March = -
The next day it fell. => The next day = -
It fell three days ago. => three days ago = -
Today it fell. => Today = -
In 1916 it began. In July it fell. => 1916 = 1916; July = 1916-07
On 3 May 1916 it began. By June it fell. => 3 May 1916 = 1916-05-03; June = 1916-06
On 3 May 1916 it began. The next day it fell. => 3 May 1916 = 1916-05-03; The next day = 1916-05-04
On 3 May 1916 it began. Two weeks later it fell. => 3 May 1916 = 1916-05-03; Two weeks later = 1916-W20
On 3 May 1916 it began. Fifteen months later it fell. => 3 May 1916 = 1916-05-03; Fifteen months later = 1917-08
On 3 May 1916 it began. The same month it fell. => 3 May 1916 = 1916-05-03; The same month = 1916-05
On 3 May 1916 it began. Later that year it fell. => 3 May 1916 = 1916-05-03; Later that year = 1916
On 3 May 1916 it began. On 5 June of the same year it fell. => 3 May 1916 = 1916-05-03; 5 June of the same year = 1916-06-05
On 3 May 1916 it began. That evening it fell. => 3 May 1916 = 1916-05-03; That evening = 1916-05-03TEV
In December 1941 it began. In January it fell. => December 1941 = 1941-12; January = 1942-01
In 1916 it began. The previous year they met. => 1916 = 1916; The previous year = 1915
In 1916 a film of 1943 was not yet made. In May it fell. => 1916 = 1916; 1943 = 1943; May = 1916-05
It came up in 2009, from nothing. In August it fell. => 2009 = 2009; August = -
In 1899 it began. In '04 it fell. => 1899 = 1899; '04 = 1904
In 221 BC it began. Two years later it fell. => 221 BC = BC0221; Two years later = BC0219
"""


def _cases(table: str) -> list[tuple[str, str]]:
    return [(text.strip(), found.strip()) for line in table.strip().splitlines() for text, found in [line.split("=>")]]


def _shown(text: str, published: str | None) -> str:
    return "; ".join(f"{text[one.span[0] : one.span[1]]} = {one.value or '-'}" for one in find_times(text, published))


@pytest.mark.parametrize(("text", "found"), _cases(EXPLICIT) + _cases(LENGTHS) + _cases(VAGUE) + _cases(NUMBERS))
def test_what_is_written_out_needs_no_date(text: str, found: str) -> None:
    """Dates in full, durations, sets and vague times have their values from their own words."""
    assert _shown(text, None) == found


@pytest.mark.parametrize(("text", "found"), _cases(PUBLISHED))
def test_relative_times_count_from_the_publication(text: str, found: str) -> None:
    """What points to the day of writing counts from it; what points to the story counts from where the story is."""
    assert _shown(text, "2016-12-14") == found


@pytest.mark.parametrize(("text", "found"), _cases(UNDATED))
def test_nothing_is_guessed_without_a_date(text: str, found: str) -> None:
    """Without a publication date only the dates of the text itself count."""
    assert _shown(text, None) == found


@pytest.mark.parametrize(("text", "found"), [case for case in _cases(EXPLICIT) if "=" in case[1]])
def test_a_date_in_full_does_not_depend_on_the_publication(text: str, found: str) -> None:
    """The text's own date beats the publication date."""
    assert _shown(text, "2019-03-05") == found


@pytest.mark.parametrize(
    ("text", "kind", "how"),
    [
        ("on 12 December 2016", "DATE", "explicit"),
        ("on Monday", "DATE", "relative"),
        ("on Monday night", "TIME", "relative"),
        ("for three days", "DURATION", "explicit"),
        ("for days", "DURATION", "vague"),
        ("every Monday", "SET", "explicit"),
        ("recently", "DATE", "vague"),
        ("a few days ago", "DATE", "vague"),
        ("two days after the vote", "DATE", "relative"),
        ("at 10:30", "TIME", "relative"),
    ],
)
def test_type_and_how(text: str, kind: str, how: str) -> None:
    """Each expression says what kind of time it is and how its value was known."""
    (one,) = find_times(text, "2016-12-14")
    assert (one.type, one.how) == (kind, how)


@pytest.mark.parametrize("published", [None, "", "2016", "2016-12", "soon", "2016-02-30", "0001-01-01", "9999-12-31", "-1"])
def test_no_publication_date_is_too_bad(published: str | None) -> None:
    """A date that is none gives relative expressions no value, and nothing crashes at the ends of the calendar."""
    text = "Last week, next Monday, three years ago, tomorrow, in March, last night, next month, two thousand years ago"
    values = [one.value for one in find_times(text, published)]
    assert len(values) == 8
    if published is None or len(published) < 10 or published == "2016-02-30":
        assert set(values) == {None}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "-",
        "'",
        "\x00",
        "\ud800",
        "³ May ², 2016",
        "٣ May ٢٠١٦",
        "9" * 5000,
        "0000-00-00",
        "99:99",
        "31 31 31 31 May",
        "May " * 300,
    ]
    + [
        "".join(pair)
        for pair in product(("the end of ", "early ", "1 and ", "the ", "two "), ("the end of", "May 99", "BC", "AD 0", "0 BC"))
    ],
)
def test_odd_texts_do_no_harm(text: str) -> None:
    """Whatever the text, offsets stay inside it and values are TimeML or none."""
    _check(text, "2016-12-14")


_WORDS = re.findall(r"[\w'-]+|[.,]", f"{EXPLICIT} {PUBLISHED} {UNDATED} {LENGTHS} {VAGUE}")


@given(st.lists(st.sampled_from(_WORDS), max_size=25), st.sampled_from([None, "2016-12-14", "2016-02-29"]))
def test_words_of_time_in_any_order(words: list[str], published: str | None) -> None:
    """Any row of the words that expressions are built of is read without harm."""
    _check(" ".join(words), published)


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    """Any text is read without harm, the same way each time."""
    _check(text, "2016-12-14")
    assert find_times(text, None) == find_times(text, None)


@given(st.dates())
def test_a_written_day_means_that_day(day: object) -> None:
    """ISO dates are read as they are."""
    assert [one.value for one in find_times(f"on {day} it fell", None)] == [str(day)]
    assert interval_of(str(day)) == (str(day), str(day))


def test_long_texts_take_time_in_proportion() -> None:
    """Rows of words that lead to expressions, and of numbers, are passed in one go."""
    for row in ("the end of ", "1 ", "and the ", "May ", "12 , ", "early ", "a few "):
        assert len(find_times(row * 20_000, None)) >= 0


_VALUE = re.compile(
    r"(?:BC\d{2,4}(?:-(?:SP|SU|FA|WI))?|\d{2,3}|\d{4}(?:-\d\d(?:-\d\d)?|-W\d\d(?:-WE)?|-(?:SP|SU|FA|WI)|-[QH]\d)?(?:T\w{2}|T\d\d:\d\d(?::\d\d)?)?"
    r"|P[TX\d.]+(?:[A-Z]{1,2})|PT[X\d.]+[HMS]|XXXX-(?:WXX-\w+|XX-XX)\w*|(?:PAST|PRESENT|FUTURE)_REF)"
)


def _check(text: str, published: str | None) -> None:
    end = 0
    for one in find_times(text, published):
        assert end <= one.span[0] < one.span[1] <= len(text)
        assert one.type in ("DATE", "TIME", "DURATION", "SET")
        assert one.how in ("explicit", "relative", "vague")
        assert one.value is None or _VALUE.fullmatch(one.value), one
        assert one.value is None or interval_of(one.value) is None or interval_of(one.value)[0] <= interval_of(one.value)[1]
        end = one.span[1]
