"""The same on PostgreSQL, where rows are locked one by one and two processes may really meet."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from according.config import Config
from according.store import Account
from according.watch import Circle, Delivered, Terms, add_watch, deliver, make_alerts, read_log
from tests.store.conftest import postgres_address, postgres_server  # noqa: F401  (fixtures)
from tests.watch.material import KESH, MORNING, denial, join, strike, tell
from tests.watch.servers import Answer, Site


@pytest.fixture
def team(postgres_address: str) -> Iterator[Account]:  # noqa: F811
    with Account.open(postgres_address, busy_timeout_s=20) as opened:
        yield opened


def test_alerts_are_made_kept_and_sent(team: Account, site: Site) -> None:
    """By place, kind, actor and origins; contested once more; after a failure, once."""
    terms = Terms(Circle(*KESH, 30.0), ("air_strike",), (("Kesh Tigers",),), origins=2, webhook=site.url("/a"), mail="desk@herald.example")
    add_watch(team, "desk", terms, MORNING)
    yes = tell(team, "herald/1", "The Kesh Tigers bombed Kesh.", actor="the Kesh Tigers")
    no = tell(team, "wire/1", "The army denied it.", status="denied")
    join(team, yes)
    assert make_alerts(team, MORNING) == 0
    join(team, yes, no)
    assert make_alerts(team, MORNING) == 1
    join(team, no, yes, differences=[denial(yes, no)])
    assert make_alerts(team, MORNING) == 1
    assert make_alerts(team, MORNING) == 0
    site.say(Answer(503), Answer(200))
    assert deliver(team, Config(), MORNING) == Delivered(failed=3, pending=4)
    assert deliver(team, Config(), MORNING + timedelta(hours=1)) == Delivered(sent=2, failed=2, pending=2)
    assert {(entry.reason, entry.channel, entry.state) for entry in read_log(team)} == {
        *(("new", "webhook", "sent"), ("contested", "webhook", "sent"), ("new", "mail", "pending"), ("contested", "mail", "pending"))
    }


def test_several_at_once_make_and_send_each_alert_once(team: Account, site: Site) -> None:
    """As a team's processes may."""
    add_watch(team, "desk", Terms(webhook=site.url()), MORNING)
    for number in range(6):
        strike(team, f"herald/{number}", f"The air strike number {number} on Kesh.")
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: make_alerts(team, MORNING), range(4))) == 6
        done = list(pool.map(lambda _: deliver(team, Config(), MORNING), range(4)))
    done.append(deliver(team, Config(), MORNING))
    assert sum(one.sent for one in done) == 6
    assert len(site.asked) == 6
