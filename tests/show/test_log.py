"""The page of the log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from starlette.testclient import TestClient

from according.reconciling.reviews import Signing, accept
from according.store import Account
from according.store.logbook import latest_entries
from tests.reconciling.material import NOW


def test_the_page_shows_the_log_and_checks_it(make_desk: Callable[..., TestClient], demo_copy: Path) -> None:
    """What someone did is a line of it at once."""
    client = make_desk()
    with Account.open(str(demo_copy)) as opened:
        event = next(reading for reading in opened.readings() if reading.events)
        accept(opened, event.report.id, "event", event.events[0].id, Signing("Amira <i>", NOW, "as <b>told</b>"))
        with opened.reading_rows() as connection:
            head = latest_entries(connection)[0].sha256
    page = client.get("/log").text
    assert head in page
    assert "Amira &lt;i&gt;" in page
    assert "as it was written" in client.get("/log?verify=1").text
    assert "that was noted" in client.get("/log?verify=1&noted=ffff").text
