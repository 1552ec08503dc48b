"""Which incidents a watch tells of, and that it tells of none twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from according.errors import NotInAccount, UsageError
from according.store import Account
from according.store.ledger import acts, alerts, happenings
from according.watch import Circle, Terms, add_watch, list_watches, make_alerts, matching, read_log, remove_watch
from according.watch.alert import from_body
from tests.watch.material import KESH, MORNING, denial, join, strike, tell

HOOK = Terms(webhook="http://127.0.0.1:9/alerts")
NEAR_KESH = Circle(*KESH, 30.0)


def watch(account: Account, *, past: bool = False, **terms: Any) -> None:
    add_watch(account, "desk", replace(HOOK, **terms), MORNING, past=past)


def reasons(account: Account) -> list[str]:
    return [entry.reason for entry in read_log(account)]


@pytest.mark.parametrize(
    ("terms", "facts", "is_told"),
    [
        ({}, {}, True),
        ({"kinds": ("air_strike", "shelling")}, {}, True),
        ({"kinds": ("shelling",)}, {}, False),
        ({"circle": NEAR_KESH}, {}, True),
        ({"circle": NEAR_KESH}, {"lat": KESH[0] + 0.2, "lon": KESH[1] + 0.2}, True),  # 28 km
        ({"circle": NEAR_KESH}, {"lat": KESH[0] + 0.25, "lon": KESH[1] + 0.25}, False),  # 36 km, in the square around the circle
        ({"circle": NEAR_KESH}, {"lat": KESH[0], "lon": KESH[1] - 1}, False),
        ({"circle": NEAR_KESH}, {"lat": None, "lon": None}, False),  # not known is not near
        ({"circle": Circle(10.0, 179.9, 50.0)}, {"lat": 10.0, "lon": -179.9}, True),  # across the date line
        ({"circle": Circle(89.9, 0.0, 50.0)}, {"lat": 89.9, "lon": 180.0}, True),  # across the pole
        ({"actors": (("Kesh Tigers", "KT"),)}, {"actor": "the Kesh Tigers"}, True),
        ({"actors": (("Kesh Tigers", "KT"),)}, {"target": "KESH TIGERS"}, True),
        ({"actors": (("Kesh Tigers", "KT"),)}, {"actor": "fighters", "actor_key": "KT"}, True),
        ({"actors": (("Kesh Tigers", "KT"),)}, {"actor": "Kesh Lions"}, False),
        ({"actors": (("Kesh Lions",), ("KT",))}, {"target_key": "KT"}, True),
        ({"actors": (("Kesh Tigers",),)}, {"who": "Kesh Tigers"}, False),  # to say so is not to act
        ({"origins": 2}, {}, False),
    ],
)  # fmt: skip
def test_an_incident_is_told_of_if_it_meets_all_terms(account: Account, terms: Any, facts: Any, is_told: bool) -> None:
    """Place, kind, actor and number of origins."""
    watch(account, **terms)
    strike(account, "herald/1", **facts)
    assert make_alerts(account, MORNING) == is_told
    assert make_alerts(account, MORNING) == 0


def test_an_incident_is_of_the_kind_of_any_act_that_is_part_of_it(account: Account) -> None:
    """Summed up as a killing, it was an air strike all the same."""
    watch(account, kinds=("air_strike",))
    one = tell(account, "herald/1", "The raid on Kesh killed two.", kind="killing")
    join(account, one)
    assert make_alerts(account, MORNING) == 0
    with account.writing_rows() as connection:
        mine = connection.execute(select(happenings.c.seq, happenings.c.report_seq)).one()
        row = {"report_seq": mine.report_seq, "happening_seq": mine.seq, "kind": "air_strike", "label": "raid", "start": 4, "end": 8}
        connection.execute(insert(acts).values(row))
    assert make_alerts(account, MORNING) == 1


def test_what_the_account_held_before_is_not_told(account: Account) -> None:
    """A new report of it changes nothing."""
    old = tell(account, "herald/1", "The air strike on Kesh killed two.")
    join(account, old)
    watch(account)
    assert make_alerts(account, MORNING) == 0
    join(account, old, tell(account, "wire/1", "Two died in Kesh."))
    assert make_alerts(account, MORNING) == 0
    strike(account, "wire/2", "An air raid on Upper Kesh was reported.")
    assert make_alerts(account, MORNING) == 1


def test_what_the_account_held_before_is_told_if_asked_for(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """In pages, each incident once."""
    monkeypatch.setattr(matching, "_PAGE", 5)
    for number in range(23):
        strike(account, f"herald/{number}", f"The air strike number {number} on Kesh killed two.")
    watch(account, past=True, circle=NEAR_KESH)
    assert make_alerts(account, MORNING) == 23
    assert make_alerts(account, MORNING) == 0


def test_an_incident_of_before_is_told_when_it_comes_to_have_enough_origins(account: Account) -> None:
    """Told by one when the watch was added, by two now: what was asked for happened since."""
    old = tell(account, "herald/1", "The air strike on Kesh killed two.")
    join(account, old)
    watch(account, origins=2)
    again = tell(account, "gazette/1", "The air strike on Kesh killed two, the Herald says.", origin="herald/1")
    join(account, old, again)
    assert make_alerts(account, MORNING) == 0
    join(account, old, again, tell(account, "wire/1", "Two died in Kesh."))
    assert make_alerts(account, MORNING) == 1
    assert reasons(account) == ["new"]


def test_a_report_of_earlier_date_that_gives_an_incident_another_name_makes_no_second_alert(account: Account) -> None:
    """Nor do merging and parting: a happening that was told is not told again."""
    watch(account)
    first, second = tell(account, "herald/1", "The air strike on Kesh killed two."), tell(account, "wire/1", "Two died in Kesh.")
    join(account, first)
    assert make_alerts(account, MORNING) == 1
    join(account, second, first)
    third = tell(account, "gazette/1", "Kesh was bombed.")
    join(account, third, second, first)
    assert make_alerts(account, MORNING) == 0
    join(account, first)
    join(account, third, second)
    assert make_alerts(account, MORNING) == 1  # these two were never told
    join(account, third)
    join(account, second)
    join(account, second, first)
    assert make_alerts(account, MORNING) == 0


def test_an_incident_that_becomes_contested_is_told_once_more(account: Account) -> None:
    """Once, however the contradictions come and go."""
    watch(account)
    yes = tell(account, "herald/1", "The air strike on Kesh killed two.")
    join(account, yes)
    assert make_alerts(account, MORNING) == 1
    no = tell(account, "wire/1", "The army denied that any strike took place.", status="denied")
    join(account, yes, no, differences=[denial(yes, no)])
    assert make_alerts(account, MORNING) == 1
    join(account, yes, no)
    assert make_alerts(account, MORNING) == 0
    join(account, yes, no, differences=[denial(yes, no)])
    assert make_alerts(account, MORNING) == 0
    assert reasons(account) == ["new", "contested"]


def test_an_incident_that_is_contested_when_it_is_told_is_told_once(account: Account) -> None:
    """The alert says so already."""
    watch(account)
    yes, no = tell(account, "herald/1", "The strike on Kesh killed two."), tell(account, "wire/1", "The army denied it.", status="denied")
    join(account, yes, no, differences=[denial(yes, no)])
    assert make_alerts(account, MORNING) == 1
    assert make_alerts(account, MORNING) == 0


@pytest.mark.parametrize(("is_old", "is_told"), [(True, False), (False, True)])
def test_an_incident_of_before_is_told_only_if_its_contradiction_is_new(account: Account, is_old: bool, is_told: bool) -> None:
    """Whether the denial was there before the watch or came after."""
    yes = tell(account, "herald/1", "The strike on Kesh killed two.")
    join(account, yes)
    if not is_old:
        watch(account)
    no = tell(account, "wire/1", "The army denied it.", status="denied")
    if is_old:
        watch(account)
    join(account, yes, no, tell(account, "gazette/1", "Kesh again."), differences=[denial(yes, no)])
    assert make_alerts(account, MORNING) == is_told
    assert make_alerts(account, MORNING) == 0


def test_a_page_that_is_captured_again_is_not_told_again(account: Account) -> None:
    """The new capture is a new report; its sentence is the one that was told."""
    watch(account)
    join(account, tell(account, "https://herald.example/1", "The air strike on Kesh killed two.", url="https://herald.example/1"))
    assert make_alerts(account, MORNING) == 1
    text = "The air strike on Kesh killed two.  "
    words = tuple(sorted(set(text.lower().split())))
    join(account, tell(account, "https://herald.example/1", text, url="https://herald.example/1", words=words))
    assert make_alerts(account, MORNING) == 0
    join(account, tell(account, "https://herald.example/1", "The market of Kesh was hit today.", url="https://herald.example/1"))
    assert make_alerts(account, MORNING) == 1


def test_an_alert_quotes_each_report_with_its_offsets(account: Account) -> None:
    """And never more than forty, the first of each origin before any other."""
    watch(account)
    copies = [tell(account, f"copy/{n}", f"Copy {n}: two died.", origin="herald", published="2031-05-01") for n in range(50)]
    late = tell(account, "wire/1", "Three died, a nurse said. 🌉", who="a nurse", published="2031-05-09", via=("Radio Kesh",))
    join(account, *copies, late)
    make_alerts(account, MORNING)
    with account.reading_rows() as connection:
        alert = from_body(connection.scalar(alerts.select().with_only_columns(alerts.c.body)) or "")
    assert (alert.watch, alert.reason, alert.kind, alert.origins, alert.reports, len(alert.said)) == (
        "desk",
        "new",
        "air_strike",
        2,
        51,
        40,
    )
    last = alert.said[-1]
    assert (last.sentence, last.start, last.end, last.ref) == ("Three died, a nurse said. 🌉", 0, 27, "wire/1")
    assert (last.who, last.via, last.status) == ("a nurse", ("Radio Kesh",), "happened")


def test_each_way_has_an_alert_of_its_own_under_one_incident(account: Account, tmp_path: Path) -> None:
    """Their ids differ, so that one way may fail and another not."""
    watch(account, atom=str(tmp_path / "a.atom"), mail="desk@herald.example")
    strike(account, "herald/1")
    assert make_alerts(account, MORNING) == 1
    entries = read_log(account)
    assert [entry.channel for entry in entries] == ["atom", "webhook", "mail"]
    assert len({entry.alert for entry in entries}) == 3
    assert len({entry.incident for entry in entries}) == 1


@pytest.mark.parametrize(
    ("name", "terms", "reason"),
    [
        ("desk\nBcc: x", {}, "one line"),
        (" ", {}, "one line"),
        ("desk", {"webhook": None}, "say where alerts go"),
        ("desk", {"webhook": "ftp://herald.example"}, "webhook: ftp: addresses are not fetched"),
        ("desk", {"webhook": "https://user:secret@herald.example"}, "user name or password"),
        ("desk", {"mail": "desk@herald.example\nBcc: all@herald.example"}, "is not a mail address"),
        ("desk", {"mail": "a@b.example, c@d.example"}, "is not a mail address"),
        ("desk", {"circle": Circle(91.0, 0.0, 1.0)}, "a place is"),
        ("desk", {"circle": Circle(float("nan"), 0.0, 1.0)}, "a place is"),
        ("desk", {"origins": 0}, "number of origins"),
    ],
)
def test_a_watch_that_could_never_be_sent_is_refused(account: Account, name: str, terms: Any, reason: str) -> None:
    """While the one who asks for it is there to hear of it."""
    with pytest.raises(UsageError, match=reason):
        add_watch(account, name, replace(HOOK, **terms), MORNING)
    assert list_watches(account) == ()


def test_a_name_and_a_feed_are_given_once(account: Account, tmp_path: Path) -> None:
    """Until the watch is removed; what it had not sent is dropped, and stays in the log."""
    add_watch(account, "desk", Terms(atom=str(tmp_path / "a.atom")), MORNING)
    with pytest.raises(UsageError, match="called 'desk' already"):
        add_watch(account, "desk", HOOK, MORNING)
    with pytest.raises(UsageError, match="writes to"):
        add_watch(account, "other", Terms(atom=str(tmp_path / "." / "a.atom")), MORNING)
    strike(account, "herald/1")
    make_alerts(account, MORNING)
    assert remove_watch(account, "desk", MORNING) == 1
    assert [entry.state for entry in read_log(account, "desk")] == ["dropped"]
    with pytest.raises(NotInAccount):
        remove_watch(account, "desk", MORNING)
    with pytest.raises(NotInAccount):
        read_log(account, "nobody")
    add_watch(account, "desk", HOOK, MORNING)
    assert make_alerts(account, MORNING) == 0


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_distances_are_the_same_both_ways_and_within_half_the_globe(lat: float, lon: float, other_lat: float, other_lon: float) -> None:
    """Whatever the two points."""
    there = Circle(lat, lon, 1.0).distance_km(other_lat, other_lon)
    assert 0 <= there <= 20_016
    assert there == pytest.approx(Circle(other_lat, other_lon, 1.0).distance_km(lat, lon), abs=1e-6)
