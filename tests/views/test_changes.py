"""What changed between two dates, and from one capture of a page to another."""

from __future__ import annotations

import pytest

from according.errors import NotInAccount, UsageError
from according.model import Claim, Event, Figure, Outcome, Reading
from according.store import Account
from according.views import Filter, holds_reports, iter_changes, list_judgements, list_page_changes
from tests.store.material import READER, make_item, make_report
from tests.views.material import Tale


def test_between_two_dates_incidents_are_new_or_told_of_again(tale: Tale) -> None:
    """By when the account got the reports, or by when the public did."""
    old = tale.report("old", "Wire", "2016-03-04", retrieved_at="2026-01-01T08:00:00Z")
    new = tale.report("new", "Watch", "2016-03-04", retrieved_at="2026-01-05T08:00:00Z")
    market = tale.tell(old, killed=(12, 12)), tale.tell(new, killed=(15, None))
    tale.incident(*market)
    bridge = tale.alone(new, "battle", "Farholm", trigger=(7, 9))
    tale.judge(market[0], market[1], "2026-01-05T09:00:00+00:00")
    tale.judge(market[0], market[1], "2026-01-07T09:00:00+00:00", relation="different")
    tale.judge(market[0], market[1], "2026-01-05T09:00:00+00:00", by="rule:incidents/1")
    between = Filter(date_from="2026-01-05", date_to="2026-01-05")
    with tale.asking() as connection:
        changes = {change.incident: change for change in iter_changes(connection, between)}
        assert list(iter_changes(connection, Filter(date_from="2026-01-06"))) == []
        published = list(iter_changes(connection, Filter(date_from="2016-03-04"), "published"))
        (judged,) = list_judgements(connection, between)
    again, first = changes[market[0]], changes[bridge]
    assert again.before
    assert (again.before.origins, again.after.origins, again.refs) == (("Wire",), ("Watch", "Wire"), ("new",))
    assert (again.before.killed, again.after.killed) == ((12, 12), (12, 15))
    assert (first.before, first.after.reports) == (None, 1)
    assert [change.before for change in published] == [None, None]
    assert (judged.by, judged.relation, judged.reasons) == ("Anneli Roo", "same", ("the same market",))


BEFORE = "Shells killed 12 people in Orna, the mayor said.\nThe bridge held."
AFTER = "Shells killed 15 people in Orna, the mayor said.\nThe bridge held.\nHe denied a retreat."


def capture(account: Account, text: str, retrieved_at: str, dead: str, denies: bool = False) -> str:
    """A capture of one page, with its reading; returns the report's id."""
    url = "https://orna.example/market"
    report = make_report(text.encode(), url, text, url=url, title=f"{dead} killed in Orna")
    claims = [Claim("c1", ((0, 30),), (33, 42), (43, 47), "the mayor", None, "indirect", "state")]
    if denies:
        claims.append(Claim("c2", ((text.index("a retreat"), len(text) - 1),), None, None, "the mayor", None, "indirect", "deny"))
    at = text.index(dead)
    figures = (Figure((at, at + len(dead) + 7), int(dead), int(dead), None, "killed", "people", "new", "E1", "c1"),)
    events = (Event("e1", (0, 6), "shelling", "E1"),)
    reading = Reading(report, claims=tuple(claims), events=events, figures=figures)
    account.add(Outcome(make_item(text.encode(), url, url=url, retrieved_at=retrieved_at), (reading,)), reader=READER)
    return report.id


def test_two_captures_of_a_page_differ_in_what_is_said_and_counted(account: Account) -> None:
    """Figures are paired, claims come and go, lines too; the same happening is no change."""
    first = capture(account, BEFORE, "2026-01-01T08:00:00Z", "12")
    with account.reading_rows() as connection, pytest.raises(UsageError, match="captured once only"):
        list_page_changes(connection, "https://orna.example/market")
    second = capture(account, AFTER, "2026-01-02T08:00:00Z", "15", denies=True)
    with account.reading_rows() as connection:
        changes = list_page_changes(connection, "https://orna.example/market")
        assert list_page_changes(connection, first, second) == changes
        assert list_page_changes(connection, first, first) == []
        with pytest.raises(NotInAccount):
            list_page_changes(connection, "https://orna.example/nothing")
    assert [(one.what, one.before, one.after, one.who) for one in changes] == [
        ("title", "12 killed in Orna", "15 killed in Orna", None),
        ("figure", "killed: 12 people", "killed: 15 people", "the mayor"),
        ("claim", "Shells killed 12 people in Orn", None, "the mayor"),
        ("claim", None, "Shells killed 15 people in Orn", "the mayor"),
        ("claim", None, "a retreat", "the mayor"),
        ("line", BEFORE.splitlines()[0], None, None),
        ("line", None, AFTER.splitlines()[0], None),
        ("line", None, "He denied a retreat.", None),
    ]
    assert changes[0].retrieved_after == "2026-01-02T08:00:00Z"


def test_an_empty_account_holds_no_reports(tale: Tale) -> None:
    """So that a view that finds nothing can say why."""
    with tale.asking() as connection:
        assert not holds_reports(connection)
    tale.report("a")
    with tale.asking() as connection:
        assert holds_reports(connection)
