"""Reviews in an account: signed, logged, followed by the views across reports, and undone without a trace in them."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from according.errors import NotInAccount, UsageError
from according.model import Claim, Figure
from according.reconciling import list_judgements, reconcile
from according.reconciling.parting import join, part, take_back
from according.reconciling.people import retract
from according.reconciling.reviews import Signing, accept, add, correct, endorse, read_through, reject, undo
from according.reviewing import read_reviewed
from according.reviewing.queue import list_open, list_waiting
from according.reviewing.sheet import iter_sheet
from according.reviewing.things import id_of, to_value
from according.store import Account
from according.store.ledger import counts, happenings, statements
from according.store.schema import readings
from tests.reconciling.material import LATER, NOW, tell
from tests.store.material import READER

AMIRA, BRUNO = Signing("Amira", NOW), Signing("Bruno", LATER)


@pytest.fixture
def told(account: Account) -> Account:
    """An account in which one report tells of one shelling with five dead."""
    account.add(tell("herald"), reader=READER)
    reconcile(account, NOW)
    return account


def _event(account: Account) -> str:
    return account.reading("herald").events[0].id


def _views(account: Account) -> tuple[set[str], list[tuple[int | None, int | None]], list[str]]:
    """What views say: the kinds of happenings, the figures, who speaks."""
    with account.reading_rows() as connection:
        return (
            set(connection.scalars(select(happenings.c.kind))),
            [tuple(row) for row in connection.execute(select(counts.c.low, counts.c.high))],
            list(connection.scalars(select(statements.c.who))),
        )


def test_a_correction_is_seen_by_the_views_and_undone_without_a_trace(told: Account) -> None:
    """The reading stays as the machine wrote it, whatever people hold."""
    before, machine = _views(told), told.reading("herald")
    figure = id_of(machine.report.id, "figure", machine.figures[0])
    made = correct(told, "herald", "figure", figure, {"low": to_value(7), "high": to_value(None)}, AMIRA)
    claim = correct(told, "herald", "claim", machine.claims[0].id, {"who": to_value("the mayor of Kesh")}, AMIRA)
    assert _views(told) == (before[0], [(7, None)], ["the mayor of Kesh"])
    assert told.reading("herald") == machine
    undo(told, [one.id for one in (*made, *claim)], BRUNO)
    assert _views(told) == before


def test_a_rejected_event_is_no_happening(told: Account) -> None:
    """A reason is asked for."""
    for event in told.reading("herald").events:
        with pytest.raises(UsageError, match="why"):
            reject(told, "herald", "event", event.id, AMIRA)
        reject(told, "herald", "event", event.id, replace(AMIRA, reason="a drill"))
    assert _views(told)[0] == set()


def test_a_figure_that_was_missed_is_counted(told: Account) -> None:
    """It rests on words of the report, and is added once."""
    text = told.reading("herald").report.text
    start = text.index("the old market")
    figure = Figure((start, start + 14), 1, 1, None, "buildings", "market", None)
    add(told, "herald", "figure", figure, AMIRA)
    assert sorted(_views(told)[1]) == [(1, 1), (5, 5)]
    with pytest.raises(UsageError, match="already"):
        add(told, "herald", "figure", figure, BRUNO)
    with pytest.raises(UsageError, match="words"):
        add(told, "herald", "figure", replace(figure, span=(3, 9_999)), AMIRA)


@pytest.mark.parametrize(
    ("field", "value", "wrong"),
    [
        ("kind", "7", "no value"),
        ("colour", '"red"', "no field"),
        ("actor", "[5, 90000]", "outside"),
        ("actor", "[9, 5]", "outside"),
        ("date", "{", "no value"),
    ],
)
def test_a_correction_that_is_none_is_refused(told: Account, field: str, value: str, wrong: str) -> None:
    """Nothing is kept of it."""
    with pytest.raises(UsageError, match=wrong):
        correct(told, "herald", "event", _event(told), {"status": to_value("denied"), field: value}, AMIRA)
    assert list(list_judgements(told)) == []


def test_what_no_reading_holds_cannot_be_judged(told: Account) -> None:
    """Nor can what is not there be endorsed or taken back."""
    with pytest.raises(NotInAccount):
        accept(told, "herald", "event", "sha256:" + "0" * 64, AMIRA)
    with pytest.raises(NotInAccount):
        undo(told, ["sha256:" + "0" * 64], AMIRA)
    with pytest.raises(UsageError, match="signed"):
        accept(told, "herald", "event", _event(told), Signing("  ", NOW))


def test_two_reviewers_at_once_both_keep_their_word(told: Account) -> None:
    """Both judgements are kept, the conflict is shown, and the machine's value stands until one is taken back."""
    event, gate = _event(told), threading.Barrier(2)
    made: dict[str, str] = {}

    def work(by: str, kind: str) -> None:
        gate.wait()
        made[by] = correct(told, "herald", "event", event, {"kind": to_value(kind)}, Signing(by, NOW))[0].id

    workers = [threading.Thread(target=work, args=pair) for pair in (("Amira", "air_strike"), ("Bruno", "attack"))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert _views(told)[0] == {"shelling"}
    assert [one.state for one in list_judgements(told)] == ["contradicted", "contradicted"]
    with told.reading_rows() as connection:
        (opened,) = list_open(connection)
    assert [point.field for point in opened.held.conflicts] == ["kind"]
    retract(told, made["Bruno"], by="Bruno", at=LATER)
    assert _views(told)[0] == {"air_strike"}


def test_a_second_signature_makes_it_count(told: Account) -> None:
    """Where two are asked for, one is a proposal."""
    (proposed,) = correct(told, "herald", "event", _event(told), {"kind": to_value("attack")}, replace(AMIRA, signers=2))
    assert _views(told)[0] == {"shelling"}
    with told.reading_rows() as connection:
        assert list_open(connection)[0].held.waiting
    endorse(told, proposed, replace(BRUNO, signers=2))
    assert _views(told)[0] == {"attack"}
    assert [one.state for one in list_judgements(told, "herald")] == ["holds", "holds"]


def test_a_correction_holds_when_the_report_is_read_again(told: Account) -> None:
    """A newer version's reading of the same word is corrected like the old one."""
    correct(told, "herald", "event", _event(told), {"kind": to_value("attack")}, AMIRA)
    again = tell("herald")
    reading = again.readings[0]
    newer = replace(again, readings=(replace(reading, events=tuple(replace(event, confidence=0.5) for event in reading.events)),))
    told.add(newer, reader="according 9.9.9")
    reconcile(told, LATER)
    assert _views(told)[0] == {"attack"}
    with told.reading_rows() as connection:
        assert connection.scalar(select(func.count()).select_from(readings)) == 2


def test_a_judgement_on_a_report_that_is_not_joined_yet_counts_when_it_is(account: Account) -> None:
    """Review need not wait for reconciling."""
    account.add(tell("herald"), reader=READER)
    correct(account, "herald", "event", _event(account), {"kind": to_value("attack")}, AMIRA)
    assert _views(account)[0] == set()
    reconcile(account, NOW)
    assert _views(account)[0] == {"attack"}


def test_what_was_judged_leaves_the_queue(told: Account) -> None:
    """So does a report that was read through."""
    told.add(tell("post", town="Orna", day="2031-02-01", form=1), reader=READER)
    reconcile(told, NOW)
    with told.reading_rows() as connection:
        first = {by: [one.ref for one in list_waiting(connection, by)] for by in ("value", "told", "unsure", "contested")}  # type: ignore[misc]
    assert first == {"value": first["value"], "told": first["told"], "unsure": ["herald", "post"], "contested": []}
    assert sorted(first["value"]) == ["herald", "post"]
    with told.reading_rows() as connection:
        (listed,) = (one.event for one in list_waiting(connection) if one.ref == "herald")
    accept(told, "herald", "event", listed, AMIRA)
    read_through(told, "post", AMIRA)
    with told.reading_rows() as connection:
        assert list_waiting(connection) == []


def test_the_coding_sheet_has_a_row_for_each_event_and_coder(told: Account) -> None:
    """With the chain of sources, the place, the range of the dead, and what became of the coding."""
    accept(told, "herald", "event", _event(told), AMIRA)
    correct(told, "herald", "event", _event(told), {"date": to_value("2031-05")}, replace(BRUNO, reason="the month only"))
    with told.reading_rows() as connection:
        rows = list(iter_sheet(connection))
        assert [row.coder for row in iter_sheet(connection, "Bruno")] == ["Bruno"]
    assert [(row.coder, row.decision, row.comment) for row in rows] == [
        ("Amira", "contested", None),
        ("Bruno", "contested", "the month only"),
    ]
    one = rows[0]
    assert (one.source_original, one.source_office, one.where_coordinates, one.best, one.low, one.high) == (
        *("Kesh Civil Defence", "The Kesh Herald", "Kesh"),
        *(5, 5, 5),
    )
    assert (one.date_start, one.side_a, one.incident_id is not None) == ("2031-05-03", None, True)


def test_a_claim_added_by_one_and_rejected_by_another_is_in_dispute(told: Account) -> None:
    """What the machine has not, and people do not agree on, is not there; but both words are."""
    text = told.reading("herald").report.text
    span = (text.index("killed"), len(text) - 1)
    held = add(told, "herald", "claim", Claim("", (span,), None, None, "a nurse", None, "indirect", "state"), AMIRA)
    assert len(_views(told)[2]) == 2
    reject(told, "herald", "claim", held.left, replace(BRUNO, reason="nobody says so"))
    assert len(_views(told)[2]) == 1
    with told.reading_rows() as connection:
        assert read_reviewed(connection, "herald").held.conflicts


def test_splitting_parts_one_from_all_others_and_can_be_undone(told: Account) -> None:
    """No third report brings them together again."""
    for number, name in enumerate(("post", "voice"), start=1):
        told.add(tell(name, publisher=name, who=f"source {name}", form=number), reader=READER)
    reconcile(told, NOW)
    ids = _incidents(told)
    assert len(set(ids.values())) == 1
    one, *rest = sorted(ids)
    made = part(told, [one], rest, by="Amira", at=NOW, reason="another market")
    assert len(set(_incidents(told).values())) == 2
    take_back(told, [held.id for held in made], by="Amira", at=LATER)
    assert _incidents(told) == ids
    with pytest.raises(UsageError):
        part(told, [one], [one, *rest], by="Amira", at=NOW)
    with pytest.raises(UsageError):
        join(told, one, one, by="Amira", at=NOW)


def test_joining_what_the_rule_keeps_apart(told: Account) -> None:
    """A person joins two incidents, and takes it back."""
    told.add(tell("post", town="Orna", day="2031-02-01", form=1), reader=READER)
    reconcile(told, NOW)
    one, other = sorted(_incidents(told))
    held = join(told, one, other, by="Amira", at=NOW)
    assert len(set(_incidents(told).values())) == 1
    take_back(told, [held[0].id], by="Amira", at=LATER)
    assert len(set(_incidents(told).values())) == 2


def _incidents(account: Account) -> dict[str, str | None]:
    with account.reading_rows() as connection:
        return {row.id: row.incident for row in connection.execute(select(happenings.c.id, happenings.c.incident))}
