"""What the databases complain of, in the words of our own errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from according.errors import AccountBusy, AccountError, AccountFull

_SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_POSTGRES_BUSY = {"55P03", "40P01", "40001"}
_POSTGRES_FULL = "53100"


@contextmanager
def database_faults(name: str) -> Iterator[None]:
    """Whatever the database of the account ``name`` refuses within is raised as an ``AccountError`` with the reason."""
    try:
        yield
    except DBAPIError as error:
        raise to_account_error(name, error.orig or error) from error
    except sqlite3.Error as error:
        raise to_account_error(name, error) from error
    except PoolTimeout as error:
        raise AccountBusy(f"{name}: too many connections of this process are in use; try again") from error


def to_account_error(name: str, fault: BaseException) -> AccountError:
    """The error of ours that says what a driver's error means."""
    reason = " ".join(str(fault).split()) or type(fault).__name__
    if _is_busy(fault):
        return AccountBusy(f"{name}: another process is writing to the account and did not finish in time; try again, or wait longer")
    if _is_full(fault):
        return AccountFull(f"{name}: no room left to write ({reason})")
    return AccountError(f"{name}: {reason}")


def _is_busy(fault: BaseException) -> bool:
    if isinstance(fault, sqlite3.Error):
        return getattr(fault, "sqlite_errorcode", 0) & 0xFF in _SQLITE_BUSY
    return getattr(fault, "sqlstate", None) in _POSTGRES_BUSY


def _is_full(fault: BaseException) -> bool:
    if isinstance(fault, sqlite3.Error):
        return getattr(fault, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
    return getattr(fault, "sqlstate", None) == _POSTGRES_FULL
