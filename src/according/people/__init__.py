"""Who may use an account from several machines: names, passwords, roles, and who is signed in. Local use needs none of it."""

from according.people.passwords import Passwords, check_password
from according.people.register import (
    Registered,
    add_person,
    change_password,
    change_role,
    check_name,
    list_people,
    make_token,
    note_failure,
    remove_person,
    sign_in,
)
from according.people.roles import RIGHTS, ROLES, Right, Role, may, parse_role
from according.people.sessions import Lifetimes, Session, Sort, end_session, end_sessions, find_session, list_sessions, start_session

__all__ = [
    "RIGHTS",
    "ROLES",
    "Lifetimes",
    "Passwords",
    "Registered",
    "Right",
    "Role",
    "Session",
    "Sort",
    "add_person",
    "change_password",
    "change_role",
    "check_name",
    "check_password",
    "end_session",
    "end_sessions",
    "find_session",
    "list_people",
    "list_sessions",
    "make_token",
    "may",
    "note_failure",
    "parse_role",
    "remove_person",
    "sign_in",
    "start_session",
]
