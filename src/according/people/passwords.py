"""Passwords: hashed with argon2id, never kept, and checked in the same time whether or not anybody has that name."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from according.errors import UsageError

SHORTEST = 12
LONGEST = 256
_AT_ONCE = 2
_NOBODY = "nobody's password, so that asking for nobody takes as long"


@dataclass(frozen=True, slots=True)
class Passwords:
    """How passwords are hashed: argon2id with 64 MiB, three passes, unless others are given.

    Few are hashed at once, so that a crowd at the sign-in page does not take all memory.
    """

    hasher: PasswordHasher = field(default_factory=lambda: PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1))
    turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_AT_ONCE))

    def hash(self, password: str) -> str:
        """The hash under which a password is kept, with its salt and costs in it."""
        with self.turns:
            return self.hasher.hash(_normal(password))

    def is_right(self, kept: str | None, password: str) -> bool:
        """Whether a password is the one of this hash; where there is none it takes as long to say no."""
        given = _normal(password[: LONGEST + 1])
        with self.turns:
            try:
                return self.hasher.verify(kept or _nobodys_hash(self.hasher), given) and kept is not None
            except (VerificationError, InvalidHashError):
                return False

    def is_outdated(self, kept: str) -> bool:
        """Whether a hash was made at other costs than passwords are hashed at now."""
        return self.hasher.check_needs_rehash(kept)


@cache
def _nobodys_hash(hasher: PasswordHasher) -> str:
    return hasher.hash(_NOBODY)


def check_password(password: str, name: str) -> str:
    """The password, if it is fit to be one; raises ``UsageError``.

    Long rather than odd: no letter, digit or sign is asked for, but twelve characters, of which not all are the person's name.
    """
    given = _normal(password)
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in given):
        raise UsageError("a password holds no control characters")
    if len(given) < SHORTEST:
        raise UsageError(f"that password is too short: give at least {SHORTEST} characters, for example four words")
    if len(given) > LONGEST:
        raise UsageError(f"that password is too long: give at most {LONGEST} characters")
    if len(set(given.casefold())) < 5 or name.casefold() in given.casefold():
        raise UsageError("that password is too easy to guess: it holds the name, or the same few characters again and again")
    return given


def _normal(password: str) -> str:
    """One form for a password, however a keyboard composes its letters."""
    return unicodedata.normalize("NFC", password.encode("utf-8", "replace").decode("utf-8"))
