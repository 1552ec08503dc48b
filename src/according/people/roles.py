"""Who may do what: one table, which the documentation repeats and a test compares with it."""

from __future__ import annotations

from typing import Literal, get_args

from according.errors import UsageError

Role = Literal["reader", "coder", "reviewer", "admin"]
Right = Literal["read", "export", "read in", "judge", "take back own", "sign off", "take back others'", "see people"]
ROLES: tuple[Role, ...] = get_args(Role)
RIGHTS: dict[Right, frozenset[Role]] = {
    "read": frozenset(("reader", "coder", "reviewer", "admin")),
    "export": frozenset(("reader", "coder", "reviewer", "admin")),
    "read in": frozenset(("coder", "reviewer", "admin")),
    "judge": frozenset(("coder", "reviewer", "admin")),
    "take back own": frozenset(("coder", "reviewer", "admin")),
    "sign off": frozenset(("reviewer", "admin")),
    "take back others'": frozenset(("reviewer", "admin")),
    "see people": frozenset(("admin",)),
}


def may(role: str, right: Right) -> bool:
    """Whether someone of this role may do that; a role that nobody knows may do nothing.

    >>> may("coder", "judge"), may("reader", "judge"), may("owner", "read")
    (True, False, False)
    """
    return role in RIGHTS[right]


def parse_role(value: str) -> Role:
    """The role of that name; raises ``UsageError`` for another."""
    if value not in ROLES:
        raise UsageError(f"{value!r} is no role: give one of {', '.join(ROLES)}")
    return value
