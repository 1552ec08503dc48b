"""The log of who was let in and who signed in, and the page of the log."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from according.cli import main
from according.errors import NotInAccount, UsageError
from according.ids import text_sha256
from according.people import add_person, change_password, change_role, make_token, note_failure, remove_person
from according.reconciling.reviews import Signing, accept
from according.store import Account
from according.store.log_check import check_log
from according.store.logbook import Entry, append, iter_log, latest_entries
from according.store.people_entries import NOBODY_KNOWN, SIGNED_IN
from according.terminal.log import told
from tests.reconciling.material import NOW
from tests.show.asking import CHEAP, PASSWORD, START, Clock, another, form_token, guard_with, register, sign_in
from tests.store.conftest import account, address, postgres_address, postgres_server, sqlite_address, tamper  # noqa: F401

Make = Callable[..., TestClient]
GUESS = "correct horse guess"
NEW = "five other words of mine"


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


def entries_of(held: Account) -> list[Entry]:
    """The log, oldest first; it must be sound."""
    with held.reading_rows() as connection:
        assert list(check_log(connection)) == []
        return list(iter_log(connection))


def lines_of(held: Account) -> list[tuple[str, str]]:
    """Who did what, in words."""
    return [(one.by, told(one)) for one in entries_of(held)]


def test_every_change_of_who_may_sign_in_is_an_entry(account: Account) -> None:  # noqa: F811
    """Under the name of whoever made it, with what it was before; passwords, their hashes and tokens are nowhere in it."""
    add_person(account, "Mira  Tolen", "coder", PASSWORD, START, CHEAP)
    change_role(account, "mira tolen", "reviewer", START, by="Ada")
    change_password(account, "Mira Tolen", NEW, START, CHEAP, by="Mira Tolen")
    token = make_token(account, "Mira Tolen", "nightly script", START, 30)
    remove_person(account, "Mira Tolen", START, by="Ada")
    add_person(account, "Mira Tolen", "reader", PASSWORD, START, CHEAP)
    assert lines_of(account) == [
        ("(command line)", "let in Mira Tolen, coder"),
        ("Ada", "gave another role to Mira Tolen, reviewer instead of coder"),
        ("Mira Tolen", "gave another password to Mira Tolen"),
        ("(command line)", "made a token for Mira Tolen, for nightly script, good for 30 days"),
        ("Ada", "removed Mira Tolen"),
        ("(command line)", "let in Mira Tolen, reader"),
    ]
    kept = repr(entries_of(account))
    assert not any(secret in kept for secret in (PASSWORD, NEW, token, "argon2"))


def test_a_change_that_is_refused_leaves_no_entry(account: Account) -> None:  # noqa: F811
    """The entry and the change are one transaction."""
    add_person(account, "Mira Tolen", "coder", PASSWORD, START, CHEAP)
    for change in (
        lambda: add_person(account, "MIRA TOLEN", "admin", PASSWORD, START, CHEAP),
        lambda: change_role(account, "Nobody", "admin", START),
        lambda: remove_person(account, "Nobody", START),
        lambda: change_password(account, "Mira Tolen", "short", START, CHEAP),
    ):
        with pytest.raises((UsageError, NotInAccount)):
            change()
    assert len(entries_of(account)) == 1


TAMPERED = {
    "someone is put in": (
        "INSERT INTO people (key, name, role, password, made_at) VALUES ('mal', 'Mal', 'admin', 'x', 'y')",
        "Mal was let in beside the log",
    ),
    "someone is made more": ("UPDATE people SET role = 'admin'", "Mira Tolen is registered as admin, which is not what entry 2 says"),
    "someone is taken out": ("DELETE FROM people", "Mira Tolen, of whom entry 2 tells, is not in the register"),
    "someone is removed": ("UPDATE people SET removed_at = 'now'", "Mira Tolen is removed, which is not what entry 2 says"),
    "an entry says nothing any more": ("UPDATE log SET body = 'no JSON' WHERE number = 2", "which is not what entry 2 says"),
    "an entry is another thing": ("UPDATE log SET body = '[1]' WHERE number = 2", "which is not what entry 2 says"),
}


@pytest.mark.parametrize("case", TAMPERED)
def test_a_register_that_was_changed_beside_the_log_is_found(account: Account, tamper: Callable[[str], None], case: str) -> None:  # noqa: F811
    """Whoever can write into the database can make herself an admin, but not unseen."""
    add_person(account, "Mira Tolen", "reader", PASSWORD, START, CHEAP)
    change_role(account, "Mira Tolen", "coder", START)
    statement, words = TAMPERED[case]
    tamper(statement)
    with account.reading_rows() as connection:
        assert any(words in fault.reason for fault in check_log(connection))


def test_signing_in_and_out_are_entries_and_what_was_typed_is_in_none(make_desk: Make) -> None:
    """A wrong password stands under the name that has it; a name that nobody has, which may be a password, under none."""
    desk = make_desk(users=True)
    guard_with(desk, Clock())
    held = register(desk, ("Mira Tolen", "reader"))
    sign_in(desk, "mira tolen", GUESS)
    sign_in(desk, GUESS, GUESS)
    sign_in(desk, "MIRA TOLEN")
    form = {"csrf": form_token(desk, "/account"), "old": GUESS, "new": NEW, "again": NEW}
    desk.post("/account/password", data=form)
    desk.post("/account/sessions", data={"csrf": form["csrf"], "session": "no session of hers"})
    desk.post("/sign-out", data={"csrf": form["csrf"]})
    sign_in(desk, "Mira Tolen")
    again = {**form, "csrf": form_token(desk, "/account"), "old": PASSWORD}
    assert desk.post("/account/password", data=again, follow_redirects=False).status_code == 303
    assert lines_of(held)[1:] == [
        ("Mira Tolen", "failed to sign in"),
        (NOBODY_KNOWN, "failed to sign in"),
        ("Mira Tolen", "signed in"),
        ("Mira Tolen", "failed to sign in"),
        ("Mira Tolen", "signed out"),
        ("Mira Tolen", "signed in"),
        ("Mira Tolen", "gave another password to Mira Tolen"),
    ]
    kept = repr(entries_of(held))
    assert not any(typed in kept for typed in (GUESS, PASSWORD, NEW))


def test_a_program_that_is_signed_out_is_named_so(make_desk: Make) -> None:
    """Its token is withdrawn from the account page."""
    desk = make_desk(users=True)
    guard_with(desk, Clock())
    held = register(desk, ("Mira Tolen", "reader"))
    token = make_token(held, "Mira Tolen", None, START, 9)
    sign_in(desk, "Mira Tolen")
    desk.post("/account/sessions", data={"csrf": form_token(desk, "/account"), "session": text_sha256(token)})
    assert lines_of(held)[1:] == [
        ("(command line)", "made a token for Mira Tolen, good for 9 days"),
        ("Mira Tolen", "signed in"),
        ("Mira Tolen", "signed out, a program"),
    ]


def test_whoever_guesses_all_night_does_not_fill_the_log(make_desk: Make) -> None:
    """So many entries an hour; what failed beyond them is counted in the next entry."""
    desk, clock = make_desk(users=True), Clock()
    guard_with(desk, clock, failures=(3, 60.0), tries=((2, 300.0), (1000, 1.0), (1000, 1.0)))
    held = register(desk, ("Mira Tolen", "reader"))
    assert [sign_in(desk, "Mira Tolen", GUESS).status_code for _ in range(8)] == [401, 401, *[429] * 6]
    assert [words for _, words in lines_of(held)[1:]] == ["failed to sign in"] * 2 + ["failed to sign in, too many attempts"]
    clock.move_on(seconds=61)
    sign_in(desk, "Mira Tolen", GUESS)
    assert lines_of(held)[-1][1] == "failed to sign in, too many attempts, 5 before it without an entry"


def test_sign_ins_are_seen_by_admins_and_by_whoever_they_tell_of(make_desk: Make) -> None:
    """Others see that an entry stands there, with its hash, so that they can check the chain."""
    desk = make_desk(users=True)
    guard_with(desk, Clock())
    held = register(desk, ("Rea", "reader"), ("Cole", "coder"), ("Ada", "admin"))
    browsers = {name: another(desk) for name in ("Rea", "Cole", "Ada")}
    for name, browser in browsers.items():
        assert sign_in(browser, name).status_code == 303
    rows = {name: re.findall(r"<tr data-row.*?</tr>", browser.get("/log").text, re.S) for name, browser in browsers.items()}
    assert all(len(found) == 6 for found in rows.values())
    assert [sum("kept back" in row for row in rows[name]) for name in ("Rea", "Cole", "Ada")] == [4, 4, 0]
    assert not any("Cole" in row or "Ada" in row for row in rows["Rea"])
    assert all(entry.sha256[:16] in row for entry, row in zip(reversed(entries_of(held)), rows["Rea"], strict=True))


def test_the_page_pages_and_refuses_what_is_no_number(make_desk: Make, demo_copy: Path) -> None:
    """A hundred entries to a page, newest first."""
    with Account.open(str(demo_copy)) as opened, opened.writing_rows() as connection:
        for _ in range(101):
            append(connection, SIGNED_IN, by="Amira", at=NOW)
    desk = make_desk()
    assert 'href="/log?before=2"' in desk.get("/log").text
    assert desk.get("/log?before=2").text.count("<tr data-row") == 1
    assert desk.get("/log?before=x").status_code == 400


def test_the_command_shows_sign_ins_too(make_desk: Make, demo_copy: Path, monkeypatch: Any, capfd: Any) -> None:
    """In the words of the page, each on its line."""
    note_failure(register(make_desk(), ("Mira Tolen", "coder")), "Mira Tolen", START, unlisted=1234)
    monkeypatch.setattr(sys, "argv", ["according", "log", "--account", str(demo_copy)])
    with pytest.raises(SystemExit):
        main()
    out = " ".join(capfd.readouterr().out.split())
    assert "(command line) let in Mira Tolen, coder" in out
    assert "Mira Tolen failed to sign in, 1234 before it without an entry" in out
