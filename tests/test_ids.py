"""What ids must hold: they are functions of content, and nothing that is kept apart runs together."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from according.ids import capture_id, reading_id, report_id, sha256_hex, text_sha256

PARTS = st.none() | st.text(max_size=6)


def test_ids_are_the_same_in_every_version() -> None:
    """Ids that stand in accounts must never change."""
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert text_sha256("🚧") == sha256_hex("🚧".encode())
    assert report_id("article", None, "ab", None, "x") == report_id("article", None, "ab", None, "x")
    assert report_id("article", None, "ab", None, "x") == "sha256:" + sha256_hex(
        f'["report","article",null,"ab",null,"{sha256_hex(b"x")}"]'.encode()
    )
    assert capture_id("ab", None) == "sha256:" + sha256_hex(b'["capture","ab",null]')
    assert reading_id("r", b"body") == "sha256:" + sha256_hex(f'["reading","r","{sha256_hex(b"body")}"]'.encode())


@settings(deadline=None)
@given(st.tuples(PARTS, PARTS, PARTS), st.tuples(PARTS, PARTS, PARTS))
def test_other_parts_make_other_ids(one: tuple[str | None, ...], other: tuple[str | None, ...]) -> None:
    """No two contents share an id by running into each other, and none is not the empty text."""
    same = report_id("article", one[0], "ab", one[1], one[2] or "") == report_id("article", other[0], "ab", other[1], other[2] or "")
    assert same == ((one[0], one[1], one[2] or "") == (other[0], other[1], other[2] or ""))
