"""The log of what people did: one entry for each judgement, each tied to the one before, and every change of it found."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.cli import main
from according.reconciling import judge, reconcile, retract
from according.reconciling.reviews import Signing, accept
from according.store import Account
from according.store.log_check import check_log
from according.store.logbook import FIRST, Entry, append, entry_sha256, iter_log, verify_chain
from tests.reconciling.material import NOW, tell
from tests.store.material import READER

Tamper = Callable[[str], None]


@pytest.fixture
def kept(account: Account) -> Account:
    """An account in which four things were done."""
    account.add(tell("herald"), reader=READER)
    account.add(tell("post", form=1), reader=READER)
    reconcile(account, NOW)
    first = account.reading("herald").events
    for event in first:
        accept(account, "herald", "event", event.id, Signing("Amira", NOW))
    reports = sorted(account.reading(name).report.id for name in ("herald", "post"))
    held = judge(account, "report", "different", *reports, by="Bruno", at=NOW, reason="two reporters")
    retract(account, held.id, by="Bruno", at=NOW)
    return account


def _faults(account: Account, noted: str | None = None) -> list[str]:
    with account.reading_rows() as connection:
        return [fault.reason for fault in check_log(connection, noted)]


def _entries(account: Account) -> list[Entry]:
    with account.reading_rows() as connection:
        return list(iter_log(connection))


def test_every_judgement_of_a_person_has_an_entry_and_rules_have_none(kept: Account) -> None:
    """In order, each with the hash of the one before; the body is the judgement."""
    entries = _entries(kept)
    assert [(one.number, one.by, one.action) for one in entries] == [
        (1, "Amira", "judged"),
        (2, "Amira", "judged"),
        (3, "Bruno", "judged"),
        (4, "Bruno", "took back"),
    ]
    assert [one.previous for one in entries] == [FIRST, *(one.sha256 for one in entries[:-1])]
    assert json.loads(entries[2].body)["reasons"] == ["two reporters"]
    assert _faults(kept) == []
    assert _faults(kept, entries[1].sha256) == []


TAMPERED = {
    "who did it is changed": (
        "UPDATE log SET by = 'Bruno' WHERE number = 2".replace(" by ", ' "by" '),
        ["entry 2 is not as it was written"],
    ),
    "an entry is removed": ("DELETE FROM log WHERE number = 2", ["entry 2 is missing"]),
    "the last is removed": ("DELETE FROM log WHERE number = 4", ["has no entry"]),
    "an entry is moved": (
        "UPDATE log SET number = 9 WHERE number = 2",
        ["entry 2 is missing", "entries 5 to 8 are missing", "entry 9 is not as it was written"],
    ),
    "a judgement is changed behind the log": (
        "UPDATE judgements SET relation = 'same' WHERE relation = 'different' AND retracts IS NULL",
        ["is not what entry 3 says"],
    ),
    "a judgement is removed": (
        "DELETE FROM judgements WHERE relation = 'different' AND retracts IS NULL",
        ["which entry 3 tells of, is missing"],
    ),
    "an entry's words are no JSON any more": (
        "UPDATE log SET body = 'no JSON' WHERE number = 3",
        ["entry 3 is not as it was written", "is not what entry 3 says"],
    ),
    "a judgement is put in": (
        'INSERT INTO judgements (id, subject, relation, left_id, "by", at, score, reasons, signers)'
        " VALUES ('x', 'event', 'wrong', 'y', 'person:Mallory', 'z', 1, '[]', 1)",
        ["judgement x of person:Mallory has no entry"],
    ),
}


@pytest.mark.parametrize("case", TAMPERED)
def test_whatever_is_changed_is_named(kept: Account, tamper: Tamper, case: str) -> None:
    """By the number of the entry, in words."""
    statement, expected = TAMPERED[case]
    tamper(statement)
    found = _faults(kept)
    for words in expected:
        assert any(words in reason for reason in found), (words, found)


def test_two_entries_that_change_places_are_found(kept: Account, tamper: Tamper) -> None:
    """Each is named with the place that it had."""
    for old, new in ((1, 99), (2, 1), (99, 2)):
        tamper(f"UPDATE log SET number = {new} WHERE number = {old}")
    found = _faults(kept)
    assert "entry 1 was entry 2: it was moved" in found
    assert "entry 2 was entry 1: it was moved" in found


def test_a_log_that_was_written_anew_is_found_by_a_hash_that_was_noted(kept: Account, tamper: Tamper) -> None:
    """Nothing else can show it, which is why the last hash is to be noted elsewhere."""
    noted = _entries(kept)[-1].sha256
    tamper("DELETE FROM log")
    with kept.writing_rows() as connection:
        for name in ("first", "second"):
            append(connection, "signed in", by=name, at=NOW)
    assert any("that was noted" in reason for reason in _faults(kept, noted))


def test_people_who_act_at_the_same_time_leave_one_chain(account: Account) -> None:
    """On either database, no entry is lost, and none has two that follow."""
    gate = threading.Barrier(6)
    failed: list[Exception] = []

    def work(name: str) -> None:
        gate.wait()
        try:
            for _ in range(4):
                with account.writing_rows() as connection:
                    append(connection, "signed in", by=name, at=NOW)
        except Exception as error:  # noqa: BLE001
            failed.append(error)

    workers = [threading.Thread(target=work, args=(f"person {number}",)) for number in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failed == []
    assert [one.number for one in _entries(account)] == list(range(1, 25))
    assert _faults(account) == []


def test_an_entry_stands_or_falls_with_what_it_tells_of(account: Account) -> None:
    """They are one transaction."""

    def fail() -> None:
        with account.writing_rows() as connection:
            append(connection, "signed in", by="Amira", at=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert _entries(account) == []


def _chain(bodies: list[str]) -> list[Entry]:
    made: list[Entry] = []
    for number, body in enumerate(bodies, start=1):
        previous = made[-1].sha256 if made else FIRST
        told = (number, previous, NOW, "Amira", "judged", None, body)
        made.append(Entry(*told, entry_sha256(*told)))
    return made


@given(st.lists(st.text(max_size=4), min_size=2, max_size=8), st.data())
def test_no_entry_but_the_last_can_go_unseen_and_none_can_change_places(bodies: list[str], data: st.DataObject) -> None:
    """Whatever the entries say."""
    chain = _chain(bodies)
    assert list(verify_chain(chain)) == []
    gone = data.draw(st.integers(0, len(chain) - 2))
    assert list(verify_chain([*chain[:gone], *chain[gone + 1 :]]))
    assert list(verify_chain(chain[:-1], chain[-1].sha256))
    assert list(verify_chain([chain[1], chain[0], *chain[2:]]))


def test_the_command_shows_and_verifies(
    kept: Account, address: str, tamper: Tamper, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """JSON Lines for programs; exit code 1 and the entry's number where something was changed."""

    def run(*options: str) -> tuple[int, str, str]:
        capfd.readouterr()
        monkeypatch.setattr(sys, "argv", ["according", "log", "--account", address, *options])
        with pytest.raises(SystemExit) as end:
            main()
        return (int(end.value.code or 0), *capfd.readouterr())

    code, out, _ = run("--json")
    assert (code, [json.loads(line)["number"] for line in out.splitlines()]) == (0, [1, 2, 3, 4])
    code, out, _ = run()
    assert (code, "two reporters" in out) == (0, True)
    code, _, told = run("--verify")
    assert (code, "4 entries, 0 faults" in told) == (0, True)
    assert run("--noted", "00")[0] == 2
    assert run("--verify", "--noted", _entries(kept)[0].sha256[:12])[0] == 0
    assert run("--verify", "--noted", "feed")[0] == 1
    tamper("UPDATE log SET at = 'never' WHERE number = 3")
    code, out, told = run("--verify", "--json")
    assert (code, json.loads(out)["number"]) == (1, 3)
    assert "entry 3 is not as it was written" in told
