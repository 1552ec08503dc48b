"""Accounts in a PostgreSQL database, reached by ``postgresql://`` with psycopg 3."""

from __future__ import annotations

import math

import sqlalchemy
from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from according.errors import AccountError, AccountForeign
from according.store.faults import database_faults
from according.store.schema import HEAD
from according.store.upgrade import read_revision, refuse_newer, upgrade

_OPENING_LOCK = 0x4163636F
SCHEMES = ("postgresql://", "postgres://")


def open_server(address: str, *, create: bool, busy_timeout_s: float) -> tuple[Engine, str]:
    """The engine of the account in a database, its tables made if there are none, and its name without the password."""
    try:
        url = make_url(address).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        raise AccountError(f"not an address of a PostgreSQL database ({error})") from error
    name = url.set(drivername="postgresql").render_as_string(hide_password=True)
    try:
        engine = _make_engine(url, busy_timeout_s)
    except ImportError as error:
        raise AccountError(f"{name}: PostgreSQL needs psycopg; install it with: pip install 'according[postgres]'") from error
    try:
        with database_faults(name):
            _prepare(engine, name, create)
    except AccountError:
        engine.dispose()
        raise
    return engine, name


def _make_engine(url: sqlalchemy.URL, busy_timeout_s: float) -> Engine:
    """An engine that finds out by itself when the server has gone and come back, and waits no longer for locks than told."""
    wait = {"connect_timeout": max(2, math.ceil(busy_timeout_s))} if "connect_timeout" not in url.query else {}
    engine = create_engine(url, pool_pre_ping=True, connect_args=wait)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlalchemy.engine.interfaces.DBAPIConnection, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET lock_timeout = {max(1, round(busy_timeout_s * 1000))}")
        cursor.close()
        connection.commit()

    return engine


def _prepare(engine: Engine, name: str, create: bool) -> None:
    """See whether the database holds an account of a known form, and bring it to the latest; one opener at a time."""
    with engine.begin() as connection:
        revision = read_revision(connection)
        refuse_newer(name, revision)
        if revision == HEAD:
            return
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _OPENING_LOCK})
        revision = read_revision(connection)
        if revision is None and inspect(connection).get_table_names():
            raise AccountForeign(f"{name}: holds tables of another program; give the account a database or schema of its own")
        if revision is None and not create:
            raise AccountError(f"{name}: there is no account in this database")
        if connection.scalar(text("SHOW server_encoding")) != "UTF8":
            raise AccountError(f"{name}: the database does not keep text as UTF-8; make it with ENCODING 'UTF8'")
        upgrade(connection)
