"""What reading dates must hold: a date that is stated in full is found in many languages, and nothing is ever guessed."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from according.read.dates import find_dates, parse_stated, post_number_date
from according.read.draft import Stated

# value ⇒ the day
DAYS = """
12 December 2016 ⇒ 2016-12-12
December 12, 2016 ⇒ 2016-12-12
Dec. 12 2016 ⇒ 2016-12-12
December 12th 2016 ⇒ 2016-12-12
12th of December, 2016 ⇒ 2016-12-12
Sept. 1, 2016 ⇒ 2016-09-01
12-Dec-2016 ⇒ 2016-12-12
12/Dec/2016 ⇒ 2016-12-12
Dec. 12, 2016 at 2:30 p.m. ET ⇒ 2016-12-12
Apr 232017 ⇒ 2017-04-23
2016/12/12 ⇒ 2016-12-12
2016.12.12 ⇒ 2016-12-12
2016-1-2 ⇒ 2016-01-02
12.12.2016 14:20 ⇒ 2016-12-12
05.04.2017 ⇒ 2017-04-05
13/04/2017 ⇒ 2017-04-13
04/13/2017 ⇒ 2017-04-13
05/05/2017 ⇒ 2017-05-05
20161212 ⇒ 2016-12-12
20161212T143000Z ⇒ 2016-12-12
2016 ⇒ 2016
2016-12 ⇒ 2016-12
29 February 2016 ⇒ 2016-02-29
10:30 - 12 December 2016 ⇒ 2016-12-12
12 Dec 2016 - 14:20 ⇒ 2016-12-12
Published 12 December 2016 ⇒ 2016-12-12
12 décembre 2016 ⇒ 2016-12-12
1er janvier 2017 ⇒ 2017-01-01
lundi 12 décembre 2016 à 14h30 ⇒ 2016-12-12
12 de diciembre de 2016 ⇒ 2016-12-12
lunes, 12 de diciembre de 2016 ⇒ 2016-12-12
12 de dezembro de 2016 ⇒ 2016-12-12
12 dicembre 2016 ⇒ 2016-12-12
Montag, 12. Dezember 2016 ⇒ 2016-12-12
12 Jänner 2016 ⇒ 2016-01-12
12 december 2016 ⇒ 2016-12-12
12 Aralık 2016 ⇒ 2016-12-12
24 Şubat 2022 Perşembe ⇒ 2022-02-24
12 декабря 2016 г., 14:20 ⇒ 2016-12-12
понедельник, 12 декабря 2016 ⇒ 2016-12-12
24 лютого 2022 року ⇒ 2022-02-24
12 снежня 2016 ⇒ 2016-12-12
12 grudnia 2016 ⇒ 2016-12-12
12. prosince 2016 ⇒ 2016-12-12
2016. december 12. ⇒ 2016-12-12
12 decembrie 2016 ⇒ 2016-12-12
12 децембра 2016 ⇒ 2016-12-12
12 декември 2016 ⇒ 2016-12-12
12 dhjetor 2016 ⇒ 2016-12-12
12 Δεκεμβρίου 2016 ⇒ 2016-12-12
12. joulukuuta 2016 ⇒ 2016-12-12
12 ديسمبر 2016 ⇒ 2016-12-12
١٢ ديسمبر ٢٠١٦ ⇒ 2016-12-12
الخميس 24 فبراير 2022 ⇒ 2022-02-24
24 شباط 2022 ⇒ 2022-02-24
24 شباط، 2022 ⇒ 2022-02-24
12 كانون الأول 2016 ⇒ 2016-12-12
12 كانون الأول/ديسمبر 2016 ⇒ 2016-12-12
3 جويلية 2016 ⇒ 2016-07-03
12 דצמבר 2016 ⇒ 2016-12-12
۱۲ دسامبر ۲۰۱۶ ⇒ 2016-12-12
2016年12月12日 ⇒ 2016-12-12
2016년 12월 12일 ⇒ 2016-12-12
12 tháng 12 năm 2016 ⇒ 2016-12-12
12 ธันวาคม 2016 ⇒ 2016-12-12
12 दिसंबर 2016 ⇒ 2016-12-12
12 ডিসেম্বর ২০১৬ ⇒ 2016-12-12
12 ဒီဇင်ဘာ 2016 ⇒ 2016-12-12
12 Desember 2016 ⇒ 2016-12-12
12 Disemba 2016 ⇒ 2016-12-12
"""
NO_DATES = """
05/04/2017 | nobody can say which is the month
5-4-2017 | the same
Tue 05/04/2017 | the same, whatever the language of the weekday
Mittwoch 05/04/2017 | the same
12/12/16 | no full year
12 Dec 16 | no full year
28年12月12日 | a year of an era
12 December | no year
December 12 | no year
Monday | no date
December 2016 | no day
12:30 | a time
31/02/2017 | no such day
30 February 2017 | no such day
29 February 2017 | no such day
32 December 2016 | no such day
2016-02-30T10:00 | no such day
2016-13 | no such month
1395/09/22 | another calendar
13 ربيع الأول 1438 | another calendar
1899-12-31 | before all reports of here
2101-01-01 | after all reports
2500-01-01T00:00 | after all reports
Mon, 12 Dec 1822 10:00:00 GMT | before all reports
9999-12-31 | a database's "never"
0000-00-00 | a database's "none"
99999999 | a number
1481500000 | a number
112 December 2016 | no day
12 December 20166 | no year
12-13 December 2016 | two days
12–13 décembre 2016 | two days
12 und 13 Dezember 2016 | two days
12-13 декабря 2016 | two days
December 12 to 14, 2016 | several days
between 12 and 14 December 2016 | several days
del 3 al 5 de mayo de 2016 | several days
from 3 May 2016 to 5 June 2016 | several days
5 May - 12 May 2016 | several days
5 mai - 12 mai 2016 | several days
2016-12-12 – 2017-01-01 | several days
2016-2017 | two years
today | relative
yesterday | relative
вчера | relative
hoy | relative
il y a 2 jours 2016 | relative
2 hours ago | relative
yesterday 2016 | relative
today at 2016 hours | relative
"""
DAY_ROWS = [tuple(line.split(" ⇒ ")) for line in DAYS.strip().splitlines()]
NO_DATE_ROWS = [line.split(" | ")[0] for line in NO_DATES.strip().splitlines()]


@pytest.mark.parametrize(("value", "day"), DAY_ROWS)
def test_a_date_stated_in_full_is_read_in_any_language(value: str, day: str) -> None:
    """Written out in words or in digits whose order is plain."""
    stated = parse_stated(value)
    assert stated is not None
    assert stated.date == day


@pytest.mark.parametrize("value", [*NO_DATE_ROWS, "", "   ", "x" * 81, "\0", "2016 " * 15])
def test_what_states_no_full_date_is_no_date(value: str) -> None:
    """Ambiguous, impossible, partial, joined and relative dates give none: never a guess, never the present."""
    assert parse_stated(value) is None


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("2016-12-12T14:30", "2016-12-12T14:30"),
        ("2016-12-12 14:30:22 +0200", "2016-12-12T14:30:22+02:00"),
        ("2016-12-12T14:30:22.123Z", "2016-12-12T14:30:22.123Z"),
        ("2016-12-12t14:30:22z", "2016-12-12T14:30:22Z"),
        ("2016-12-12T14:30:22,5", "2016-12-12T14:30:22.5"),
        ("Mon, 12 Dec 2016 23:30:00 +0200", "2016-12-12T23:30:00+02:00"),
        ("Mon Dec 12 18:30:00 +0000 2016", "2016-12-12T18:30:00+00:00"),
        ("2016-12-12T25:61", None),
        ("2016-12-12T14:30+99:99", None),
        ("Mon, 12 Dec 2016 25:30:00 +0200", None),
        ("12 December 2016 14:30", "2016-12-12T14:30:00"),
        ("12 December 2016 2:30 PM", None),
    ],
)
def test_a_machine_readable_time_is_kept_in_its_own_zone(value: str, at: str | None) -> None:
    """The day is the source's own, whatever the zone; an impossible time leaves the day."""
    assert parse_stated(value) == Stated("2016-12-12", at)


def test_no_date_depends_on_what_was_read_before() -> None:
    """The same values in any order give the same dates."""
    values = [value for value, _ in DAY_ROWS] + NO_DATE_ROWS
    first = {value: parse_stated(value) for value in values}
    random.Random(7).shuffle(values)
    assert {value: parse_stated(value) for value in values} == first


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On 3 May 2016 and on June 4, 2016.", [("3 May 2016", "2016-05-03"), ("June 4, 2016", "2016-06-04")]),
        ("3-5 May 2016", []),
        ("May 3-5, 2016", []),
        ("31 February 2016, 2016-05-03", [("2016-05-03", "2016-05-03")]),
        ("05/04/2017 or 13/04/2017", [("13/04/2017", "2017-04-13")]),
        ("at 18:30 on 3 May 2016", [("3 May 2016", "2016-05-03")]),
    ],
)
def test_dates_in_running_text_are_found_with_their_spans(text: str, found: list[tuple[str, str]]) -> None:
    """Each full date, with exactly the characters that state it; a stretch of days is none."""
    assert [(text[start:end], day) for start, end, day in find_dates(text, 0, len(text))] == found


def test_dates_are_looked_for_within_the_bounds_only() -> None:
    """What stands outside is not seen."""
    text = "3 May 2016, 4 May 2016, 5 May 2016"
    assert [day for _, _, day in find_dates(text, 11, 23)] == ["2016-05-04"]


@pytest.mark.parametrize(
    ("number", "date"),
    [
        ("1044502590266978309", "2018-09-25"),
        ("808375193436491776", "2016-12-12"),
        ("29999999999999999", None),
        ("12", None),
        ("99999999999999999999", None),
    ],
)
def test_a_post_number_gives_its_day(number: str, date: str | None) -> None:
    """Numbers from November 2010 on hold their time; others none."""
    stated = post_number_date(number)
    assert (stated.date if stated else None) == date


@settings(deadline=None)
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_from_each_plain_form(day: date) -> None:
    """ISO, points, English in both orders: the day comes back."""
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y 10:00:00 GMT", "%Y%m%d"):
        stated = parse_stated(format(day, form))
        assert stated is not None
        assert stated.date == str(day)


@settings(deadline=None)
@given(st.text(max_size=90))
def test_any_value_is_read_or_passed_over(value: str) -> None:
    """Nothing crashes; what is found is a day between 1900 and 2100, the same each time."""
    stated = parse_stated(value)
    assert stated is None or "1900" <= stated.date[:4] <= "2100"
    assert parse_stated(value) == stated
