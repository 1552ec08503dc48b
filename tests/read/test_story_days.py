"""The day to which a story's "on Monday" refers."""

from __future__ import annotations

import pytest

from according.model import Report
from according.read.story_days import find_story_day

_STORY = "\nShells fell on Orna on Monday, residents said."
_CASES = [
    ("only given", "", "2031-03-06", "input", "2031-03-06"),
    ("nothing known", "", None, None, None),
    ("stated beats given", "Published: 4 March 2031", "2031-03-06", "page", "2031-03-04"),
    ("changed before the given day", "Last updated: 4 March 2031", "2031-04-30", "page", "2031-03-04"),
    ("changed soon after the day given beside it", "Last updated: 9 March 2031", "2031-03-04", "input", "2031-03-09"),
    ("changed soon after the day that its page gives", "Last updated: 9 March 2031", "2031-03-04", "page", "2031-03-04"),
    ("changed long after", "Last updated: 9 May 2031", "2031-03-04", "input", "2031-03-04"),
    ("changed, and nothing given", "Last updated: 9 May 2031", None, None, "2031-05-09"),
    ("a month given", "Last updated: 9 March 2031", "2031-03", "input", "2031-03"),
]


@pytest.mark.parametrize(("name", "head", "given", "how", "day"), _CASES, ids=[case[0] for case in _CASES])
def test_the_day_of_a_story(name: str, head: str, given: str | None, how: str | None, day: str | None) -> None:
    """What the text states beats what was given; when it was last changed tells the latest day that it can have."""
    assert find_story_day(Report("r", "r", "article", head + _STORY, published=given, published_how=how)) == day, name
