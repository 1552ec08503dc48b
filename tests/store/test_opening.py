"""What happens when an account is opened: made, brought to the latest form, or refused untouched."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from according.errors import AccountError, AccountForeign, AccountNewer
from according.store import Account
from according.store.files import APPLICATION_ID, make_engine
from according.store.schema import REVISIONS, metadata
from according.store.servers import open_server
from according.store.upgrade import MIGRATIONS
from tests.store.conftest import run_behind
from tests.store.material import READER, make_outcome


def _files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_migrations_make_the_tables_that_the_queries_name(address: str) -> None:
    """Migrated databases and ``schema.py`` differ in nothing but the index of words and the version."""
    Account.open(address).close()
    is_file = not address.startswith("postgresql")
    engine = make_engine(Path(address), 1) if is_file else open_server(address, create=False, busy_timeout_s=1)[0]
    with engine.connect() as connection:
        options = {"include_name": lambda name, kind, _: kind != "table" or name in metadata.tables, "compare_type": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
    engine.dispose()


def test_every_migration_is_known_by_its_number() -> None:
    """Opening decides by this list whether an account is newer, without loading Alembic."""
    scripts = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    assert tuple(script.revision for script in scripts)[::-1] == REVISIONS


@pytest.mark.parametrize("content", [b"A plain text.\n" * 20, b"\x00" * 500, b"SQLite format 2", b"", b"%PDF-1.7"])
def test_what_is_no_database_is_refused_untouched(tmp_path: Path, content: bytes) -> None:
    """A text, a picture or an empty file is not written into."""
    (tmp_path / "account.db").write_bytes(content)
    with pytest.raises(AccountForeign, match=r"account\.db: .*not an account"):
        Account.open(str(tmp_path / "account.db"))
    assert _files(tmp_path) == {"account.db": content}


@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
@pytest.mark.parametrize("with_our_number", [False, True])
def test_another_programs_database_is_refused_untouched(tmp_path: Path, journal: str, with_our_number: bool) -> None:
    """Also if it carries our number in its header, but not our version."""
    path = tmp_path / "account.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA journal_mode = {journal}")
        other.execute("CREATE TABLE places (name TEXT)")
        other.execute(f"PRAGMA application_id = {APPLICATION_ID if with_our_number else 7}")
    before = _files(tmp_path)
    with pytest.raises(AccountForeign):
        Account.open(str(path))
    assert _files(tmp_path) == before


@pytest.mark.parametrize("is_open_elsewhere", [False, True])
def test_an_account_of_a_newer_version_is_refused_untouched(tmp_path: Path, is_open_elsewhere: bool) -> None:
    """Not a byte changes, and no file appears beside it, whether or not another program is writing to it."""
    path = tmp_path / "account.db"
    with Account.open(str(path)) as account:
        account.add(make_outcome("a"), reader=READER)
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("UPDATE according_version SET version_num = '9999'")
        newer.commit()
        if not is_open_elsewhere:
            newer.close()
        before = _files(tmp_path)
        with pytest.raises(AccountNewer, match=r"account\.db: .*newer.*9999"):
            Account.open(str(path))
        after = _files(tmp_path)
        assert after.pop("account.db-shm", b"") is not None
        before.pop("account.db-shm", None)
        assert after == before
        assert ("account.db-wal" in after) == is_open_elsewhere


def test_a_newer_account_in_a_server_is_refused(postgres_address: str) -> None:
    """As for files."""
    Account.open(postgres_address).close()
    run_behind(postgres_address, "UPDATE according_version SET version_num = '9999'")
    with pytest.raises(AccountNewer, match="9999"):
        Account.open(postgres_address)


def test_an_account_that_becomes_newer_while_it_is_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The form is read again within the transaction that would change it."""
    path = tmp_path / "account.db"
    Account.open(str(path)).close()

    def upgrade_behind(address: str, revision: str | None, real: Callable[[str, str | None], None]) -> None:
        real(address, revision)
        if revision == REVISIONS[-1]:
            run_behind(str(path), "UPDATE according_version SET version_num = '9999'")

    from according.store import files

    real = files.refuse_newer
    monkeypatch.setattr(files, "refuse_newer", lambda address, revision: upgrade_behind(address, revision, real))
    with pytest.raises(AccountNewer):
        Account.open(str(path))


def test_an_account_of_an_older_form_is_brought_to_the_latest(tmp_path: Path) -> None:
    """One that has our number, and no tables yet, is the oldest there is."""
    path = tmp_path / "account.db"
    with closing(sqlite3.connect(path)) as older:
        older.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        older.execute("CREATE TABLE according_version (version_num VARCHAR(32) NOT NULL)")
    with Account.open(str(path)) as account:
        assert account.add(make_outcome("a"), reader=READER).new


def test_databases_of_other_programs_are_refused(postgres_address: str) -> None:
    """A schema with tables of others is left alone."""
    run_behind(postgres_address, "CREATE TABLE places (name TEXT)")
    with pytest.raises(AccountForeign, match="tables of another program"):
        Account.open(postgres_address)


def test_a_schema_of_its_own_holds_an_account_beside_other_tables(postgres_address: str) -> None:
    """As the message about other tables advises."""
    run_behind(postgres_address, "CREATE TABLE places (name TEXT)")
    run_behind(postgres_address, "CREATE SCHEMA field")
    with Account.open(postgres_address + "?options=-csearch_path%3Dfield") as account:
        assert account.add(make_outcome("a"), reader=READER).new


def test_a_database_that_does_not_keep_unicode_is_refused(postgres_server: str) -> None:
    """Text must come back as it went in."""
    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute("CREATE DATABASE narrow ENCODING 'LATIN1' TEMPLATE template0")
        try:
            with pytest.raises(AccountError, match="UTF-8"):
                Account.open(postgres_server + "narrow")
        finally:
            server.execute("DROP DATABASE narrow WITH (FORCE)")


def test_nothing_is_made_where_nothing_may_be_made(address: str, tmp_path: Path) -> None:
    """``create=False`` says that there is no account, and leaves it so."""
    for _ in range(2):
        with pytest.raises(AccountError, match=r"no (such )?account"):
            Account.open(address, create=False)
    assert _files(tmp_path) == {}


@pytest.mark.parametrize(
    ("path", "reason"),
    [("missing/account.db", "No such file"), ("file.txt/account.db", "Not a directory"), (".", "Is a directory"), ("n" * 300, "too long")],
)
def test_a_place_where_no_file_can_be_is_named_with_the_reason(tmp_path: Path, path: str, reason: str) -> None:
    """The path comes first, the operating system's reason after it."""
    (tmp_path / "file.txt").touch()
    with pytest.raises(AccountError, match=reason) as raised:
        Account.open(str(tmp_path / path))
    assert str(raised.value).startswith(str(tmp_path / path))


@pytest.mark.skipif(os.geteuid() == 0, reason="no directory is closed to root")
def test_a_directory_without_permission_is_named(tmp_path: Path) -> None:
    """As above."""
    tmp_path.chmod(0o500)
    with pytest.raises(AccountError, match="Permission denied"):
        Account.open(str(tmp_path / "account.db"))
    tmp_path.chmod(0o700)


def test_the_log_of_a_lost_account_is_not_mistaken_for_ones_own(tmp_path: Path) -> None:
    """A left-over log would be played into the new file; it may hold what another account acknowledged."""
    (tmp_path / "account.db-wal").write_bytes(b"frames")
    with pytest.raises(AccountError, match=r"account\.db-wal"):
        Account.open(str(tmp_path / "account.db"))
    assert _files(tmp_path) == {"account.db-wal": b"frames"}


@pytest.mark.parametrize("name", ["a b?c#d%20.db", "счёт.db", ":memory:", "a'b\"c.db"])
def test_file_names_mean_only_themselves(tmp_path: Path, name: str) -> None:
    """No character of a path is taken for part of a URL or a command."""
    Account.open(str(tmp_path / name)).close()
    Account.open(str(tmp_path / name), create=False).close()
    assert list(_files(tmp_path)) == [name]


def test_file_systems_without_hard_links_hold_accounts_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is reserved first, then given to the finished file."""

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    Account.open(str(tmp_path / "account.db")).close()
    assert list(_files(tmp_path)) == ["account.db"]


def test_many_may_make_the_same_account_at_once(address: str) -> None:
    """All of them open one and the same."""

    def work(number: int) -> None:
        with Account.open(address) as account:
            account.add(make_outcome(f"r{number}", f"Shell {number} fell."), reader=READER)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(8)))
    with Account.open(address) as account:
        assert account.counts().reports == 8


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql://nobody:secret@127.0.0.1:9/none?connect_timeout=2", "127.0.0.1"),
        ("postgresql://127.0.0.1:port/none", "not an address"),
        ("postgres://127.0.0.1:0x/", "not an address"),
    ],
)
def test_servers_that_cannot_be_reached_are_named_without_the_password(url: str, reason: str) -> None:
    """The reason is the server's or ours, and never holds the secret."""
    with pytest.raises(AccountError, match=reason) as raised:
        Account.open(url)
    assert "secret" not in str(raised.value)


def test_without_its_driver_a_server_is_not_reached_but_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(AccountError, match="pip install"):
        Account.open("postgresql://127.0.0.1/none")
