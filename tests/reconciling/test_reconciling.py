"""Reports come in any order and number, are read again, and go wrong; the incidents of an account follow all the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from according.model import SCREENED, Outcome, Reading
from according.reconcile.happenings import make_happenings
from according.reconcile.origins import Carrier
from according.reconciling import judge, reconcile, retract
from according.reconciling import run as reconciling_run
from according.reconciling.joining import NEAR_RULE, RULE
from according.store import Account
from according.store.ledger import bands, facts, happenings, incidents, judgements, pending
from according.store.schema import readings
from tests.reconciling.material import LATER, NOW, tell
from tests.store.material import READER, make_article_with_posts, make_outcome

REPORTS = (
    tell("herald", killed=5),
    tell("post", killed=7, who="a hospital in Kesh", publisher="Orna Post", form=1),
    tell("times", killed=5, who="Kesh Civil Defence", publisher="Tammel Times", form=2),
    tell("orna", town="Orna", killed=5, who="a hospital", publisher="Orna Post", form=3),
    tell("later", day="2031-05-19", published="2031-05-20", killed=3, form=1),
    tell(
        "taken",
        kind="territory",
        word="captured",
        killed=2,
        who="the Kesh Brigade",
        publisher="Brigade Voice",
        text="Its fighters had captured Kesh by dawn on 2031-05-03, and 2 guards were killed in the advance, the Kesh Brigade announced.",
    ),
    tell("undated", day=None, published=None, killed=5, publisher=None, form=2),
)


def _fill(address: str, groups: Iterable[Sequence[Outcome]]) -> Account:
    """An account in which each group is read and then reconciled."""
    account = Account.open(address)
    for group in groups:
        for outcome in group:
            account.add(outcome, reader=READER)
        assert reconcile(account, NOW).failures == []
    return account


def _incidents(account: Account) -> set[frozenset[tuple[str, int, str | None]]]:
    """What stands together, by ref and trigger, each with its origin."""
    groups: dict[str | None, set[tuple[str, int, str | None]]] = {}
    with account.reading_rows() as connection:
        rows = connection.execute(select(happenings.c.id, happenings.c.trigger_start, happenings.c.incident, happenings.c.origin)).all()
    for row in rows:
        groups.setdefault(row.incident, set()).add((row.id, row.trigger_start, row.origin))
    return {frozenset(group) for group in groups.values()}


def _sums(account: Account) -> list[tuple[object, ...]]:
    with account.reading_rows() as connection:
        return sorted(tuple(map(str, row)) for row in connection.execute(select(incidents)))


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[frozenset[tuple[str, int, str | None]]], list[tuple[object, ...]]]:
    """The incidents of all reports, read one after the other and reconciled at the end."""
    with _fill(str(tmp_path_factory.mktemp("order") / "account.db"), [REPORTS]) as account:
        return _incidents(account), _sums(account)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(REPORTS))), cuts=st.sets(st.integers(1, len(REPORTS) - 1)))
def test_any_order_one_by_one_or_in_bulk_gives_the_same_incidents(
    tmp_path_factory: pytest.TempPathFactory,
    in_order: tuple[set[frozenset[tuple[str, int, str | None]]], list[tuple[object, ...]]],
    order: list[int],
    cuts: set[int],
) -> None:
    """Incidents, their ids, origins, sums and differences do not depend on what came first."""
    edges = [0, *sorted(cuts), len(REPORTS)]
    groups = [[REPORTS[at] for at in order[start:end]] for start, end in pairwise(edges)]
    with _fill(str(tmp_path_factory.mktemp("any") / "account.db"), groups) as account:
        assert (_incidents(account), _sums(account)) == in_order


def test_three_reports_of_one_shelling_are_one_incident_and_others_are_not_in_it(account: Account) -> None:
    """Another town, another day and another kind of act stay apart; different tolls do not."""
    dated = REPORTS[:-1]
    for outcome in dated:
        account.add(outcome, reader=READER)
    reconcile(account, NOW)
    told = {outcome.item.ref: outcome.readings[0].report.id for outcome in dated}
    with account.reading_rows() as connection:
        rows = connection.execute(select(happenings.c.incident, happenings.c.body)).all()
        summed = {row.id: row for row in connection.execute(select(incidents))}
    by_ref = {ref: {row.incident for row in rows if told[ref] in row.body} for ref in told}
    together = by_ref["herald"] & by_ref["post"] & by_ref["times"]
    assert len(together) == 1
    incident = summed[together.pop()]
    assert (incident.killed_low, incident.killed_high, incident.origins, incident.reports) == (5, 7, 2, 3)
    assert incident.is_contested
    for ref in ("orna", "later", "taken"):
        assert incident.id not in by_ref[ref], ref


def _placed(outcome: Outcome, lat: float, radius_km: float) -> Outcome:
    """The same report with its place somewhere else."""
    reading = outcome.readings[0]
    place = replace(reading.places[0], lat=lat, lon=40.25, radius_km=radius_km)
    return replace(outcome, readings=(replace(reading, places=(place,)),))


IN_A_ROW = (
    _placed(tell("north", form=0), 30.52, 1.0),
    _placed(tell("middle", town="Tammel", who="a hospital", publisher="Orna Post", form=1), 30.50, 5.0),
    _placed(
        tell(
            "south",
            town="Orna",
            word="struck",
            who="the Orna Brigade",
            publisher="Tammel Times",
            text="Rockets struck Orna on 2031-05-03; 5 pensioners queueing underneath tarpaulins outside bakeries throughout a terrible "
            "rainstorm were killed, the Orna Brigade announced, photographs circulating afterwards.",
        ),
        30.48,
        1.0,
    ),
)
"""The first and the last share no key, and each shares one with the second."""


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_two_that_share_no_key_are_compared_through_a_third(account: Account, order: tuple[int, ...]) -> None:
    """Whatever comes first, the pair is judged once, by a rule of its own; told anew without the third, the judgement is no more."""
    for at in order:
        account.add(IN_A_ROW[at], reader=READER)
        assert reconcile(account, NOW).failures == []
    ids = [make_happenings(outcome.readings[0])[0].id for outcome in IN_A_ROW]
    through = select(judgements.c.left_id, judgements.c.right_id).where(judgements.c.by == NEAR_RULE)
    with account.reading_rows() as connection:
        assert [set(row) for row in connection.execute(through).all()] == [{ids[0], ids[2]}]
        assert connection.scalars(select(incidents.c.reports)).all() == [3]
    middle = IN_A_ROW[1].readings[0]
    account.add(replace(IN_A_ROW[1], readings=(replace(middle, events=(), figures=()),)), reader="according 0.2.0")
    reconcile(account, LATER)
    with account.reading_rows() as connection:
        assert sorted(connection.scalars(select(incidents.c.reports)).all()) == [1, 1]


def test_what_someone_holds_to_be_wrong_is_no_third(account: Account) -> None:
    """Two that are one by a third alone part where a person holds the third to be wrong, and are one again when that is taken back."""
    for outcome in IN_A_ROW:
        account.add(outcome, reader=READER)
    reconcile(account, NOW)
    middle = make_happenings(IN_A_ROW[1].readings[0])[0].id
    held = judge(account, "happening", "wrong", middle, None, by="Amira", at=LATER, reason="another town")
    assert sorted(map(len, _incidents(account))) == [1, 1, 1]
    retract(account, held.id, by="Amira", at="2031-06-03T08:00:00.000000+00:00")
    assert sorted(map(len, _incidents(account))) == [3]


@pytest.mark.parametrize("rule", [RULE, NEAR_RULE])
def test_what_a_person_takes_back_comes_back_through_no_third(account: Account, rule: str) -> None:
    """Neither a score of the pair's own nor one through a third is given anew; taken back in turn, it counts as before."""
    for outcome in IN_A_ROW:
        account.add(outcome, reader=READER)
    reconcile(account, NOW)
    about = select(judgements.c.id).where(judgements.c.by == rule, judgements.c.retracts.is_(None)).order_by(judgements.c.id)
    count = select(func.count()).select_from(judgements).where(judgements.c.by.in_((RULE, NEAR_RULE)))
    with account.reading_rows() as connection:
        first, number = connection.scalars(about).first(), connection.scalar(count)
    assert first is not None
    before = _incidents(account)
    back = retract(account, first, by="Amira", at=LATER)
    parted = _incidents(account)
    with account.reading_rows() as connection:
        assert connection.scalar(count) == number
    retract(account, back.id, by="Amira", at="2031-06-03T08:00:00.000000+00:00")
    with account.reading_rows() as connection:
        assert connection.scalar(count) == number
    assert _incidents(account) == before
    assert (parted == before) is (len(parted) == 1)


def test_reconciling_again_changes_nothing(account: Account) -> None:
    """What is joined is joined once."""
    for outcome in REPORTS[:3]:
        account.add(outcome, reader=READER)
    assert reconcile(account, NOW).reports == 3
    before = _sums(account), _incidents(account)
    again = reconcile(account, NOW)
    assert (again.reports, again.incidents) == (0, set())
    assert (_sums(account), _incidents(account)) == before


def test_a_report_that_is_read_anew_is_joined_anew(account: Account) -> None:
    """A happening told otherwise leaves its incident; the rule's judgements about it are taken back and not deleted."""
    first, second = REPORTS[0], REPORTS[1]
    for outcome in (first, second):
        account.add(outcome, reader=READER)
    reconcile(account, NOW)
    with account.reading_rows() as connection:
        kept = connection.scalar(select(func.count()).select_from(judgements).where(judgements.c.retracts.is_(None)))
    reading = second.readings[0]
    corrected = replace(second, readings=(replace(reading, events=(), figures=()),))
    account.add(corrected, reader="according 0.2.0")
    assert reconcile(account, LATER).reports == 1
    with account.reading_rows() as connection:
        assert {row.report_seq for row in connection.execute(select(happenings.c.report_seq))} == {1}
        retracted = connection.scalar(select(func.count()).select_from(judgements).where(judgements.c.retracts.is_not(None)))
        standing = connection.scalar(select(func.count()).select_from(judgements).where(judgements.c.retracts.is_(None)))
        assert connection.scalars(select(incidents.c.reports)).all() == [1]
    assert (standing, bool(retracted)) == (kept, True)
    account.add(replace(second, readings=(replace(reading, problems=("read a third time",)),)), reader="according 0.3.0")
    reconcile(account, LATER)
    with account.reading_rows() as connection:
        assert 2 in connection.scalars(select(incidents.c.reports)).all()


def test_one_report_a_thousand_times_is_one_origin(account: Account) -> None:
    """A story that forty outlets reprint is corroborated by nobody."""
    for number in range(40):
        account.add(tell(f"copy {number}", publisher=f"Outlet {number}"), reader=READER)
    assert reconcile(account, NOW).failures == []
    with account.reading_rows() as connection:
        rows = connection.execute(select(incidents.c.reports, incidents.c.origins)).all()
        groups = set(connection.scalars(select(facts.c.copy_group)))
    assert [tuple(row) for row in rows] == [(40, 1)]
    assert len(groups) == 1


def _left_out(outcome: Outcome) -> Outcome:
    """The same report as the screen leaves it: nothing was looked for in it."""
    (reading,) = outcome.readings
    return replace(outcome, readings=(Reading(reading.report, problems=(SCREENED,)),))


def test_a_report_that_the_screen_left_out_is_compared_once_it_is_read(account: Account) -> None:
    """It stands in the account and in no group of copies; read after all, all is as if it had been read at once."""
    account.add(tell("first"), reader=READER)
    second = tell("second", publisher="Orna Post")
    account.add(_left_out(second), reader=READER)
    done = reconcile(account, NOW)
    with account.reading_rows() as connection:
        groups = connection.scalars(select(facts.c.copy_group).order_by(facts.c.report_seq)).all()
        compared = set(connection.scalars(select(bands.c.report_seq)))
        waiting = connection.scalar(select(func.count()).select_from(pending))
    assert (done.reports, done.failures, groups, compared, waiting) == (2, [], [None, None], {1}, 0)
    (again,) = _left_out(second).readings
    account.add(replace(second, readings=(replace(again, problems=(*again.problems, "read anew")),)), reader="according 0.1.1")
    assert reconcile(account, LATER).reports == 1
    with account.reading_rows() as connection:
        assert set(connection.scalars(select(bands.c.report_seq))) == {1}
    account.add(second, reader="according 0.2.0")
    assert reconcile(account, LATER).reports == 1
    with account.reading_rows() as connection:
        assert [tuple(row) for row in connection.execute(select(incidents.c.reports, incidents.c.origins))] == [(2, 1)]
        assert None not in set(connection.scalars(select(facts.c.copy_group)))


def test_a_report_left_out_that_breaks_is_named_and_waits(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are left out are kept together; one failure costs one of them all the same."""
    for ref in ("first", "second"):
        account.add(_left_out(tell(ref)), reader=READER)
    whole = reconciling_run.own_origin

    def breaking(carrier: Carrier) -> str:
        if carrier.report == tell("second").readings[0].report.id:
            raise ZeroDivisionError("of all things")
        return whole(carrier)

    with monkeypatch.context() as patched:
        patched.setattr(reconciling_run, "own_origin", breaking)
        done = reconcile(account, NOW)
    assert (done.reports, [failure.ref for failure in done.failures]) == (1, ["second"])
    assert (reconcile(account, NOW).reports, reconcile(account, NOW).reports) == (1, 0)


def test_facts_name_the_reading_as_it_is_kept(account: Account) -> None:
    """Also one that says 5 where it is read back as 5.0."""
    outcome = tell("first")
    (reading,) = outcome.readings
    places = tuple(replace(place, radius_km=5) for place in reading.places)
    account.add(replace(outcome, readings=(replace(reading, places=places),)), reader=READER)
    reconcile(account, NOW)
    with account.reading_rows() as connection:
        assert connection.scalar(select(facts.c.reading_id)) == connection.scalar(select(readings.c.id))


def test_a_report_that_a_later_reading_leaves_out_tells_nothing_more(account: Account) -> None:
    """What the earlier reading found in it goes."""
    account.add(tell("first"), reader=READER)
    reconcile(account, NOW)
    account.add(_left_out(tell("first")), reader="according 0.2.0")
    assert reconcile(account, LATER).failures == []
    assert _sums(account) == []


def _in_its_own_voice(outcome: Outcome) -> Outcome:
    """The same report without anyone whom it quotes."""
    (reading,) = outcome.readings
    events = tuple(replace(event, claim=None) for event in reading.events)
    figures = tuple(replace(figure, claim=None) for figure in reading.figures)
    return replace(outcome, readings=(replace(reading, sources=(), claims=(), events=events, figures=figures),))


def test_an_earlier_original_leaves_no_empty_incident_behind(account: Account) -> None:
    """Its copy gets another origin and stands in the original's incident; the sum that it had by itself goes."""
    for ref, published, publisher in (("copy", "2031-05-06", "Orna Post"), ("original", "2031-05-04", "The Kesh Herald")):
        account.add(_in_its_own_voice(tell(ref, published=published, publisher=publisher)), reader=READER)
        assert reconcile(account, NOW).failures == []
    with account.reading_rows() as connection:
        rows = connection.execute(select(incidents.c.reports, incidents.c.origins)).all()
    assert [tuple(row) for row in rows] == [(2, 1)]


def test_a_report_that_breaks_is_named_and_the_others_are_joined(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """One failure costs one report, which is tried again the next time."""
    for outcome in REPORTS[:3]:
        account.add(outcome, reader=READER)
    whole = reconciling_run.make_happenings

    def breaking(reading: object) -> object:
        if reading.report.ref == "post":  # type: ignore[attr-defined]
            raise ZeroDivisionError("of all things")
        return whole(reading)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(reconciling_run, "make_happenings", breaking)
        done = reconcile(account, NOW)
    assert [(failure.ref, "of all things" in failure.reason) for failure in done.failures] == [("post", True)]
    assert done.reports == 2
    with account.reading_rows() as connection:
        assert connection.scalar(select(func.count()).select_from(pending)) == 1
    assert reconcile(account, NOW).reports == 1


def test_posts_stand_with_their_article_and_are_no_copies_of_it(account: Account) -> None:
    """An article and a post in it share words; neither repeats the other."""
    post = "The bridge at Kesh was shelled on Friday and nobody at all was there to see it happen, said the ferrymen."
    account.add(make_article_with_posts("article", f"A ferryman wrote: {post}", [post]), reader=READER)
    reconcile(account, NOW)
    with account.reading_rows() as connection:
        assert set(connection.scalars(select(facts.c.copy_group))) == {None}


def test_two_captures_of_one_page_are_versions_and_no_copies(account: Account) -> None:
    """A page that was corrected is not corroborated by what it said before."""
    text = "Rebels shelled the market of Kesh at dawn on Monday, residents said, and left before the first ambulance had come."
    for number, ending in enumerate(("Two people died.", "Three people died.")):
        account.add(make_outcome(f"page {number}", f"{text} {ending}", fetched="https://herald.example/kesh"), reader=READER)
    reconcile(account, NOW)
    with account.reading_rows() as connection:
        assert set(connection.scalars(select(facts.c.copy_group))) == {None}


def test_a_report_without_anything_in_it_is_reconciled(account: Account) -> None:
    """No events, no date, no publisher: nothing follows, and nothing breaks."""
    account.add(make_outcome("empty", "Nothing."), reader=READER)
    assert reconcile(account, NOW).reports == 1
    assert _incidents(account) == set()


def test_an_account_of_the_form_before_is_reconciled_when_it_is_opened(sqlite_address: str) -> None:
    """Reports that an earlier version kept are joined by this one."""
    with Account.open(sqlite_address) as account:
        account.add(REPORTS[0], reader=READER)
    import sqlite3

    with sqlite3.connect(sqlite_address) as database:
        names = [
            row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'report_words%'")
        ]
        kept = {"blobs", "captures", "sightings", "reports", "refs", "readings", "according_version"}
        for name in names:
            if name not in kept and not name.startswith("sqlite_"):
                database.execute(f"DROP TABLE {name}")
        database.execute("UPDATE according_version SET version_num = '0001'")
    with Account.open(sqlite_address) as account:
        assert reconcile(account, NOW).reports == 1
        assert _sums(account)


def test_an_account_that_was_left_half_reconciled_goes_on(tmp_path: Path) -> None:
    """What a killed run left undone is done by the next one."""
    address = str(tmp_path / "account.db")
    with _fill(address, [REPORTS[:2]]) as account:
        account.add(REPORTS[2], reader=READER)
    with Account.open(address) as account:
        assert reconcile(account, NOW).reports == 1


def test_after_many_reports_the_database_looks_at_its_tables_anew(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which changes no answer."""
    monkeypatch.setattr(reconciling_run, "_MANY", 2)
    for outcome in REPORTS[:2]:
        account.add(outcome, reader=READER)
    assert reconcile(account, NOW).reports == 2
    assert len(_sums(account)) == 1
