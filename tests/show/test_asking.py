"""What an address asks for, as a table: the names of the command's options, parsed once, and written back as they were."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection
from starlette.datastructures import QueryParams

from according.errors import UsageError
from according.show.asking import Asked, parse_asked
from according.store import Account
from according.views.filters import KINDS

CASES = (
    # address => what is asked for, in words
    ("", ""),
    ("from=2016&to=2016-02", "2016-01-01 to 2016-02-29"),
    ("from=2016-12-12", "2016-12-12 to the last day"),
    ("kind=air_strike&kind=battle", "air strike or battle"),
    ("kind=Air+Strike", "air strike"),
    ("kind=siege;aid", "siege or aid"),
    ("actor=Orna+Front;+Hill+Union", "actor Orna Front or Hill Union"),
    ("source=Orna+Post", "told by Orna Post"),
    ("min_origins=3&contested=1", "3 origins or more; accounts differ"),
    ("contested=on", "accounts differ"),
    ("contested=0&min_origins=1", ""),
    ("place=35.5,36.5&radius=20", "in 35.5,36.5 and 20 km around"),
    ("place=&from=&kind=&actor=&radius=", ""),
    ("utm_source=mail&fbclid=1", ""),
)
REFUSED = (
    ("kind=skirmish", "is no kind of happening"),
    ("from=2016-13", "is no date"),
    ("from=2017&to=2016", "wrong way round"),
    ("radius=20", "needs a place"),
    ("place=35,36&radius=-1", "is no radius"),
    ("place=35,36&radius=nan", "is no radius"),
    ("place=99,36", "is no position"),
    ("min_origins=0", "whole number"),
    ("min_origins=1e3", "whole number"),
    ("min_origins=²", "whole number"),
    ("page=0", "whole number"),
    ("contested=perhaps", "give 1 or 0"),
    ("actor=" + "a" * 500, "too long"),
    ("q=%00", "characters that no name has"),
    ("&".join(f"actor=a{n}" for n in range(50)), "at most 40"),
)


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A connection to an empty account."""
    with Account.open(str(tmp_path_factory.mktemp("asking") / "empty.db")) as account, account.reading_rows() as opened:
        yield opened


@pytest.mark.parametrize(("address", "words"), CASES)
def test_an_address_asks_for_what_it_says(connection: Connection, address: str, words: str) -> None:
    """In words, and again from the address that the page writes."""
    asked = parse_asked(connection, QueryParams(address))
    assert "; ".join(asked.words) == words
    assert asked.is_open is (words == "")
    assert parse_asked(connection, QueryParams(asked.query().removeprefix("?"))) == asked


@pytest.mark.parametrize(("address", "reason"), REFUSED)
def test_what_cannot_be_asked_is_refused(connection: Connection, address: str, reason: str) -> None:
    """With the reason in words."""
    with pytest.raises(UsageError, match=reason):
        parse_asked(connection, QueryParams(address))


def test_names_of_the_page_itself_go_along() -> None:
    """A link to the next page keeps them; one that sets a name replaces it."""
    asked = Asked(kinds=("aid",), others=(("sort", "origins"),), page=3)
    assert asked.query() == "?kind=aid&page=3&sort=origins"
    assert asked.query(page=1, sort="date") == "?kind=aid&sort=date"
    assert asked.query(kind=None, sort=None, page=1) == ""


def test_a_page_asks_for_one_row_more_than_it_shows() -> None:
    """To tell whether there are more."""
    assert Asked(page=2).limited.limit == 101


_NAME = st.text(st.characters(codec="utf-8", exclude_characters="\0;"), min_size=1, max_size=40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_NAME, max_size=3), st.lists(st.sampled_from(KINDS), max_size=3), st.integers(1, 9), st.booleans())
def test_an_address_is_written_as_it_is_read(
    connection: Connection, actors: list[str], kinds: list[str], min_origins: int, contested: bool
) -> None:
    """Whatever the names are."""
    pairs = [*(("actor", one) for one in actors), *(("kind", one) for one in kinds), ("min_origins", str(min_origins))]
    asked = parse_asked(connection, QueryParams(urlencode([*pairs, ("contested", str(int(contested)))])))
    assert parse_asked(connection, QueryParams(asked.query().removeprefix("?"))) == asked


_FIELDS = ("place", "radius", "from", "to", "kind", "actor", "min_origins", "contested", "page")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(_FIELDS), st.text(max_size=30)))
def test_no_address_fails_but_with_a_reason(connection: Connection, values: dict[str, str]) -> None:
    """Either it is understood, or refused in words."""
    with contextlib.suppress(UsageError):
        parse_asked(connection, QueryParams(urlencode(values, errors="replace")))
