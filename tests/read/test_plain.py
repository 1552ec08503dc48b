"""What reading plain text must hold: the text stays, and tells of itself what its layout says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from according.read.draft import Draft, Stated
from according.read.plain import read_plain

PASTED = (
    "date 2016-12-12 Bridge at Qast is closed\n\nBy Anna Darvel\n\nThe council closed it, Qast Radio reports.\n\n"
    "🚧 No way through tonight pic.twitter.com/a1B2 — Karo Tem (@karo) December 12, 2016\n\nNobody knows for how long."
)


def test_a_pasted_report_tells_its_facts() -> None:
    """Dateline, title, byline and posts, as people paste them; the text is untouched."""
    draft = read_plain(PASTED)
    assert draft.text == PASTED
    assert (draft.title, draft.byline) == (("Bridge at Qast is closed", "text"), ("Anna Darvel", "text"))
    assert (draft.published, draft.modified) == ((Stated("2016-12-12"), "text"), None)
    (post,) = draft.posts
    assert (post.author, post.handle, post.published) == ("Karo Tem", "karo", "2016-12-12")
    assert PASTED[slice(*post.text_span)] == "🚧 No way through tonight pic.twitter.com/a1B2"


def test_a_bare_text_tells_nothing() -> None:
    """Without a head there are no facts."""
    assert read_plain("Closed.") == Draft("Closed.")
    assert read_plain("Updated 25 Feb 2022\nClosed.").modified == (Stated("2022-02-25"), "text")


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_kept_to_the_letter(text: str) -> None:
    """White space, marks and line ends included."""
    draft = read_plain(text)
    assert draft.text == text
    assert all(0 <= a <= c < d <= b <= len(text) for post in draft.posts for (a, b), (c, d) in [(post.span, post.text_span)])
