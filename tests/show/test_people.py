"""People: who is let in, as what, for how long, and what is kept of them."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from according.cli import main
from according.errors import NotInAccount, UsageError
from according.ids import text_sha256
from according.people import (
    RIGHTS,
    ROLES,
    Lifetimes,
    Passwords,
    add_person,
    change_password,
    change_role,
    check_name,
    check_password,
    find_session,
    list_people,
    list_sessions,
    make_token,
    may,
    remove_person,
    start_session,
)
from according.people import sign_in as let_in
from according.show.limits import Limit
from according.store import Account
from according.store.ledger import people, sessions
from tests.show.asking import CHEAP, PASSWORD, START, Clock, another, form_token, guard_with, register, sign_in
from tests.store.conftest import account, address, postgres_address, postgres_server, sqlite_address  # noqa: F401

Make = Callable[..., TestClient]
LIFETIMES = Lifetimes()


def test_a_person_signs_in_under_her_name_in_any_case_with_her_password_only(account: Account) -> None:  # noqa: F811
    """The register finds her by the folded name; nobody else's password, and no other name, lets her in."""
    add_person(account, "Mira Tolen", "coder", PASSWORD, START, CHEAP)
    found = let_in(account, "  mira TOLEN ", PASSWORD, CHEAP)
    assert found is not None
    assert found[1] == "Mira Tolen"
    for name, password in (("Mira Tolen", "four words of hers"), ("Mira", PASSWORD), ("Mira\0Tolen", PASSWORD), ("\ud800", PASSWORD)):
        assert let_in(account, name, password, CHEAP) is None


def test_neither_passwords_nor_tokens_stand_in_the_account(account: Account) -> None:  # noqa: F811
    """What is kept is an argon2id hash with its own salt, and the SHA-256 of each token."""
    add_person(account, "Mira Tolen", "coder", PASSWORD, START, CHEAP)
    add_person(account, "Joren Adel", "reader", PASSWORD, START, CHEAP)
    token = make_token(account, "Mira Tolen", "nightly script", START, 30)
    with account.reading_rows() as connection:
        kept = [*connection.execute(select(people)), *connection.execute(select(sessions))]
    assert PASSWORD not in repr(kept)
    assert token not in repr(kept)
    hashes = [row.password for row in kept[:2]]
    assert all(one.startswith("$argon2id$") for one in hashes)
    assert len(set(hashes)) == 2


def test_names_sign_judgements_so_that_no_two_people_share_one(account: Account) -> None:  # noqa: F811
    """A taken name is refused in any spelling of it; who was removed comes back under it, with a new password."""
    add_person(account, "Mira Tolen", "coder", PASSWORD, START, CHEAP)
    with pytest.raises(UsageError, match="already"):
        add_person(account, "MIRA  tolen", "reader", PASSWORD, START, CHEAP)
    found = let_in(account, "Mira Tolen", PASSWORD, CHEAP)
    assert found is not None
    token = start_session(account, found[0], START, LIFETIMES)
    assert remove_person(account, "mira tolen", START).removed_at is not None
    assert let_in(account, "Mira Tolen", PASSWORD, CHEAP) is None
    assert find_session(account, token, "browser", START, LIFETIMES) is None
    back = add_person(account, "Mira Tolen", "reviewer", "five other words of mine", START, CHEAP)
    assert (back.role, [one.name for one in list_people(account)]) == ("reviewer", ["Mira Tolen"])
    assert let_in(account, "Mira Tolen", PASSWORD, CHEAP) is None
    assert find_session(account, token, "browser", START, LIFETIMES) is None


def test_a_session_ends_when_idle_and_in_any_case_after_a_day_of_work(account: Account) -> None:  # noqa: F811
    """Each request keeps it for two more hours, and none beyond twelve; a program's token is good for its days."""
    add_person(account, "Mira Tolen", "coder", PASSWORD, START, CHEAP)
    found = let_in(account, "Mira Tolen", PASSWORD, CHEAP)
    assert found is not None
    token = start_session(account, found[0], START, LIFETIMES)
    for hours in (1, 2.5, 4, 5.5, 7, 8.5, 10, 11.9):
        assert find_session(account, token, "browser", START + timedelta(hours=hours), LIFETIMES) is not None, hours
    assert find_session(account, token, "browser", START + timedelta(hours=12), LIFETIMES) is None
    other = start_session(account, found[0], START, LIFETIMES)
    assert find_session(account, other, "browser", START + timedelta(hours=2, minutes=1), LIFETIMES) is None
    program = make_token(account, "Mira Tolen", None, START, 30)
    assert find_session(account, program, "program", START + timedelta(days=29), LIFETIMES) is not None
    assert find_session(account, program, "program", START + timedelta(days=30), LIFETIMES) is None
    assert find_session(account, program, "browser", START, LIFETIMES) is None


def test_another_password_signs_out_everywhere_and_another_role_counts_at_once(account: Account) -> None:  # noqa: F811
    """Nothing that was handed out under the old password is good any more."""
    add_person(account, "Mira Tolen", "coder", PASSWORD, START, CHEAP)
    found = let_in(account, "Mira Tolen", PASSWORD, CHEAP)
    assert found is not None
    token = start_session(account, found[0], START, LIFETIMES, "a browser")
    change_role(account, "Mira Tolen", "reviewer", START)
    held = find_session(account, token, "browser", START, LIFETIMES)
    assert held is not None
    assert (held.role, held.label) == ("reviewer", "a browser")
    change_password(account, "Mira Tolen", "five other words of mine", START, CHEAP)
    assert find_session(account, token, "browser", START, LIFETIMES) is None
    assert list_sessions(account, "Mira Tolen") == []
    with pytest.raises(NotInAccount):
        change_role(account, "Nobody", "admin", START)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "too short"),
        ("x" * 257, "too long"),
        ("aaaaaaaaaaaaaaaa", "too easy"),
        ("Mira Tolen's password", "too easy"),
        ("twelve\x07letters", "control"),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(password: str, words: str) -> None:
    """Length counts, odd characters do not."""
    with pytest.raises(UsageError, match=words):
        check_password(password, "Mira Tolen")


@pytest.mark.parametrize("name", ["", " ", "<b>", "person:x", "../x", "x" * 81, "\u202emira", "-mira"])
def test_what_could_pass_for_something_else_is_no_name(name: str) -> None:
    """Names stand in the log and on pages."""
    with pytest.raises(UsageError, match="no name"):
        check_name(name)


def test_a_password_is_the_same_however_its_letters_are_composed() -> None:
    """A keyboard may send é as one character or as two."""
    kept = CHEAP.hash("caf\u00e9 on the river bank")
    assert CHEAP.is_right(kept, "cafe\u0301 on the river bank")
    assert not CHEAP.is_right(kept, "cafe on the river bank")
    assert not CHEAP.is_right("no hash at all", PASSWORD)
    assert "m=65536,t=3" in Passwords().hash(PASSWORD)


def test_asking_for_nobody_costs_the_same_hash(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """Otherwise the time would tell who is registered."""
    add_person(account, "Mira Tolen", "coder", PASSWORD, START, CHEAP)
    asked: list[str] = []
    verify = type(CHEAP.hasher).verify

    def count(self: object, kept: str, given: str) -> bool:
        asked.append(kept.rsplit("$", 2)[0])
        return verify(self, kept, given)  # type: ignore[arg-type]

    monkeypatch.setattr(type(CHEAP.hasher), "verify", count)
    for name in ("Mira Tolen", "Nobody"):
        assert let_in(account, name, "not the password", CHEAP) is None
    assert len(asked) == 2
    assert asked[0] == asked[1]


def test_the_table_of_rights_is_the_one_in_the_documentation() -> None:
    """Row by row."""
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    for right, holders in RIGHTS.items():
        cells = " | ".join("yes" if role in holders else "no" for role in ROLES)
        assert f"| {right} | {cells} |" in page, right
    assert not may("owner", "read")


def test_a_bucket_fills_up_again_with_time_and_forgets_nobody_too_early() -> None:
    """Ten at once, then one every thirty seconds; each asker has a bucket of its own."""
    clock = Clock()
    limit = Limit(10, 300.0, clock.seconds)
    assert [limit.wait_s("a") for _ in range(10)] == [None] * 10
    assert limit.wait_s("a") == pytest.approx(30.0)
    assert limit.wait_s("b") is None
    clock.move_on(seconds=31)
    assert limit.wait_s("a") is None
    assert limit.wait_s("a") is not None
    for asker in range(25_000):
        limit.wait_s(asker)
    assert len(limit._spent) <= 20_000


def test_with_accounts_nothing_is_seen_without_signing_in(make_desk: Make) -> None:
    """Pages lead to the sign-in form and back, the API and the data of pages say 401, and files of the desk are open."""
    desk = make_desk(users=True)
    guard_with(desk, Clock())
    register(desk, ("Mira Tolen", "reader"))
    page = desk.get("/incidents?kind=battle", follow_redirects=False)
    assert (page.status_code, page.headers["Location"]) == (303, "/sign-in?next=%2Fincidents%3Fkind%3Dbattle")
    for path in ("/api/incidents", "/api/", "/api/openapi.json", "/data/incidents.json"):
        assert desk.get(path).status_code == 401, path
    assert desk.get("/api/incidents").headers["WWW-Authenticate"] == "Bearer"
    assert desk.post("/review", data={"x": "y"}).status_code == 401
    answer = sign_in(desk, "mira tolen", onward="/incidents?kind=battle")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/incidents?kind=battle")
    assert desk.get("/incidents?kind=battle", follow_redirects=False).status_code == 200


@pytest.mark.parametrize(
    "onward", ["//evil.example/", "https://evil.example/", "/\\evil.example", "evil", "/a\r\nSet-Cookie: x=y", "/\u202e"]
)
def test_signing_in_leads_to_no_other_site(make_desk: Make, onward: str) -> None:
    """Whatever stands in the link that led to the form."""
    desk = make_desk(users=True)
    guard_with(desk, Clock())
    register(desk, ("Mira Tolen", "reader"))
    assert sign_in(desk, "Mira Tolen", onward=onward).headers["Location"] == "/"


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(make_desk: Make) -> None:
    """HttpOnly, SameSite=Strict, and Secure where the desk is asked for over TLS; signing out takes it away, here and in the account."""
    desk = make_desk(users=True)
    guard_with(desk, Clock())
    held = register(desk, ("Mira Tolen", "reader"))
    given = sign_in(desk, "Mira Tolen").headers["Set-Cookie"]
    assert given.startswith("according_session=")
    assert given.endswith("; Path=/; HttpOnly; SameSite=Strict")
    token = desk.cookies["according_session"]
    assert len(list_sessions(held, "Mira Tolen")) == 1
    gone = desk.post("/sign-out", data={"csrf": form_token(desk, "/account")}, follow_redirects=False)
    assert "Max-Age=0" in gone.headers["Set-Cookie"]
    assert list_sessions(held, "Mira Tolen") == []
    desk.cookies.set("according_session", token)
    assert desk.get("/account", follow_redirects=False).status_code == 303
    over_tls = TestClient(desk.app, base_url="https://127.0.0.1:8000")
    assert "; Secure" in sign_in(over_tls, "Mira Tolen").headers["Set-Cookie"]


def test_a_wrong_name_and_a_wrong_password_look_the_same(make_desk: Make) -> None:
    """Save for the name that was typed, which stands in its field again."""
    desk = make_desk(users=True)
    guard_with(desk, Clock())
    register(desk, ("Mira Tolen", "reader"))
    wrong, unknown = (sign_in(desk, name, "not the password") for name in ("Mira Tolen", "Mira Nobod"))
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.text.replace("Mira Tolen", "…") == unknown.text.replace("Mira Nobod", "…")


def test_whoever_guesses_passwords_has_to_wait(make_desk: Make) -> None:
    """Ten attempts on one name, then one every half minute, also with the right password; the answer says how long."""
    desk, clock = make_desk(users=True), Clock()
    guard_with(desk, clock)
    register(desk, ("Mira Tolen", "reader"), ("Joren Adel", "reader"))
    assert [sign_in(desk, "Mira Tolen", f"guess number {n}").status_code for n in range(10)] == [401] * 10
    refused = sign_in(desk, "Mira Tolen")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "30")
    assert sign_in(another(desk), "Joren Adel").status_code == 303
    clock.move_on(minutes=5)
    assert sign_in(desk, "Mira Tolen").status_code == 303


def test_roles_allow_what_their_table_says(make_desk: Make) -> None:
    """A reader changes nothing but her own account; only admins see who else there is."""
    desk = make_desk(users=True)
    guard_with(desk, Clock())
    register(desk, ("Rea", "reader"), ("Cole", "coder"), ("Ada", "admin"))
    for name, code, sees in (("Rea", 403, False), ("Cole", 404, False), ("Ada", 404, True)):
        browser = another(desk)
        assert sign_in(browser, name).status_code == 303
        token = form_token(browser, "/account")
        assert browser.post("/nothing-here", data={"csrf": token}).status_code == code, name
        assert ('<h2 id="people">' in browser.get("/account").text) is sees, name
    admin = another(desk)
    sign_in(admin, "Ada")
    assert all(name in admin.get("/account").text for name in ("Rea", "Cole", "Ada"))


def test_a_person_changes_her_password_and_ends_her_other_sessions(make_desk: Make) -> None:
    """By the old password, twice the same new one; nobody ends another's session."""
    desk = make_desk(users=True)
    guard_with(desk, Clock())
    held = register(desk, ("Mira Tolen", "reader"), ("Joren Adel", "reader"))
    other, second = another(desk), another(desk)
    for browser, name in ((desk, "Mira Tolen"), (other, "Joren Adel"), (second, "Mira Tolen")):
        assert sign_in(browser, name).status_code == 303
    joren = list_sessions(held, "Joren Adel")[0].key
    token = form_token(desk, "/account")
    desk.post("/account/sessions", data={"csrf": token, "session": joren})
    assert len(list_sessions(held, "Joren Adel")) == 1
    desk.post("/account/sessions", data={"csrf": token, "session": text_sha256(second.cookies["according_session"])})
    assert second.get("/account", follow_redirects=False).status_code == 303
    assert len(list_sessions(held, "Mira Tolen")) == 1
    form = {"csrf": form_token(desk, "/account"), "old": PASSWORD, "new": "five other words of mine", "again": "five other words of mine"}
    for change, code in (
        ({"old": "not the old one"}, 400),
        ({"again": "something else again"}, 400),
        ({"new": "x", "again": "x"}, 400),
        ({}, 303),
    ):
        assert desk.post("/account/password", data={**form, **change}, follow_redirects=False).status_code == code, change
    assert sign_in(another(desk), "Mira Tolen").status_code == 401
    assert sign_in(another(desk), "Mira Tolen", "five other words of mine").status_code == 303


def test_local_use_needs_no_login(make_desk: Make) -> None:
    """Whoever opens the desk on her own machine may do everything, and the account page says so."""
    desk = make_desk()
    assert "Nobody has to sign in here" in desk.get("/account").text
    assert "Nobody has to sign in here" in desk.get("/sign-in").text or desk.get("/sign-in", follow_redirects=False).status_code == 303


def test_people_are_let_in_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """The password comes from standard input; there is none by default, and a token is printed once."""
    path = tmp_path / "account.db"

    def according(line: str, given: str = "") -> tuple[int, str, str]:
        capfd.readouterr()
        monkeypatch.setattr(sys, "argv", ["according", "users", *line.split("|"), "--account", str(path)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        with pytest.raises(SystemExit) as end:
            main()
        return (int(end.value.code or 0), *capfd.readouterr())

    assert according("add|Mira Tolen|--role|admin")[0] == 2
    assert "too short" in according("add|Mira Tolen|--role|admin", "short\n")[2]
    assert "no role" in according("add|Mira Tolen|--role|boss", PASSWORD + "\n")[2]
    assert according("add|Mira Tolen|--role|admin", PASSWORD + "\n")[0] == 0
    assert according("role|Mira Tolen|coder")[0] == 0
    assert "Mira Tolen  coder" in according("list")[1]
    code, token, _ = according("token|Mira Tolen|--for|a script|--days|2")
    assert (code, len(token.strip())) == (0, 43)
    assert according("password|Mira Tolen", "five other words of mine\n")[0] == 0
    assert according("remove|Mira Tolen")[0] == 0
    assert "removed" in according("list|--json")[1]
    assert according("remove|Mira Tolen")[0] == 1
