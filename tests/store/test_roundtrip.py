"""Whatever can be read can be kept: on either database a reading comes back exactly as it went in."""

from __future__ import annotations

from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from according.errors import QueryError
from according.model import Outcome
from according.store import Account
from tests.store.material import READER, make_outcome
from tests.strategies import LETTERS, outcomes, with_data

CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
FRESH = count()


@CALM
@given(drawn=outcomes())
def test_every_reading_comes_back_as_it_went_in(account: Account, drawn: Outcome) -> None:
    """All layers, any characters, and the raw bytes; adding it again changes nothing, and all of it verifies."""
    outcome = with_data(drawn, drawn.item.data + next(FRESH).to_bytes(8, "big"))
    account.add(outcome, reader=READER)
    before = account.counts()
    for reading in outcome.readings:
        assert account.reading(reading.report.id) == reading
        capture = account.capture(reading.report.id)
        assert account.raw(capture.sha256) == outcome.item.data
        assert capture.headers == outcome.item.headers
    assert account.add(outcome, reader=READER).new == ()
    assert account.counts() == before
    assert list(account.verify()) == []


@CALM
@given(text=st.text(LETTERS | st.sampled_from(" .-'\"*()é桥ก\u0301\u064e"), max_size=60), query=st.text(max_size=30))
def test_no_query_breaks_the_search_and_every_span_holds(account: Account, text: str, query: str) -> None:
    """A search by any words, or by the text itself, gives hits whose snippets stand in the text, or says why it cannot."""
    account.add(make_outcome(f"r{next(FRESH)}", text), reader=READER)
    for asked in (query, text):
        try:
            hits = account.search(asked)
        except QueryError:
            continue
        for hit in hits:
            found = account.reading(hit.id).report.text
            assert hit.snippet == found[hit.start : hit.end]
            assert all(0 <= start < end <= len(found) for start, end in hit.spans)
