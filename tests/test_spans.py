"""Which claim holds a stretch of the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from according.model import Attribution, Span
from according.spans import Holding, length

SPANS = st.tuples(st.integers(0, 40), st.integers(1, 15)).map(lambda pair: (pair[0], sum(pair)))
CLAIMS = st.lists(st.lists(SPANS, max_size=3).map(lambda spans: Attribution(tuple(spans), None, None, "state", 1.0)), max_size=12)


@given(CLAIMS, SPANS)
def test_all_claims_around_a_span_are_found_the_shortest_first(claims: list[Attribution], span: Span) -> None:
    """As one by one, whatever their order and however they lie."""
    found = Holding(claims).around(span)
    expected = [claim for claim in claims if any(start <= span[0] and span[1] <= end for start, end in claim.content)]
    assert sorted(map(id, found)) == sorted(map(id, expected))
    assert [length(claim) for claim in found] == sorted(length(claim) for claim in found)
    assert Holding(claims).innermost(span) is (found[0] if found else None)
