"""The account: one object that keeps readings with their evidence, whichever database holds them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, func, select, text

from according.errors import AccountError, NotInAccount
from according.model import Capture, Outcome, Reading
from according.store.audit import audit, unpack
from according.store.faults import database_faults
from according.store.files import open_file
from according.store.intake import prepare, store
from according.store.lookup import iter_hits, read_capture, read_claim, read_history, read_page, read_reading
from according.store.records import Added, CaptureEntry, Counts, Finding, Hit
from according.store.schema import blobs, captures, reports
from according.store.servers import SCHEMES, open_server

_PAGE = 16


class Account:
    """All reports that were read, what they say, and the bytes they came in; nothing in it is ever overwritten.

    Open one with ``Account.open("account.db")`` or a ``postgresql://`` URL, as a context manager. It may be used from
    several threads, but not on both sides of a fork. After any error it is usable as before.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name

    @classmethod
    def open(cls, address: str, *, create: bool = True, busy_timeout_s: float = 30.0) -> Self:
        """The account in a file or a PostgreSQL database, made if there is none and ``create`` allows it.

        Raises ``AccountForeign`` or ``AccountNewer``, with nothing touched, for what is not ours or not yet known, and
        ``AccountError`` where it cannot be opened or made.
        """
        if address.startswith(SCHEMES):
            return cls(*open_server(address, create=create, busy_timeout_s=busy_timeout_s))
        return cls(open_file(address, create=create, busy_timeout_s=busy_timeout_s), address)

    def close(self) -> None:
        """Let go of the database."""
        with database_faults(self._name):
            self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def _transaction(self, *, writes: bool = False, maps: bool = False) -> Iterator[Connection]:
        """One transaction; its ``seq`` numbers and its rows stand together or not at all."""
        with (
            database_faults(self._name),
            self._engine.connect().execution_options(writes=writes, maps=maps) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def _named(self, name: str) -> Iterator[Connection]:
        """A transaction to look a name up in; what no database can hold, none needs to be asked for."""
        if "\0" in name or any("\ud800" <= char <= "\udfff" for char in name):
            raise NotInAccount(f"the account holds nothing called {name!r}")
        with self._transaction() as connection:
            yield connection

    @contextmanager
    def reading_rows(self, *, maps: bool = False) -> Iterator[Connection]:
        """A transaction to ask in: views select from the tables of ``store.schema`` and ``store.ledger``, at one moment.

        With ``maps`` up to a gigabyte of an account in a file is mapped into memory, by which a question that looks at rows all over it
        takes a fifth less; who goes through all of it, as exports do, had better not.
        """
        with self._transaction(maps=maps) as connection:
            yield connection

    @contextmanager
    def writing_rows(self) -> Iterator[Connection]:
        """A transaction to write in: what is done in it stands together or not at all."""
        with self._transaction(writes=True) as connection:
            yield connection

    def look_over(self) -> None:
        """Let the database gather anew what its tables hold and how often, which it plans its queries by."""
        with self._transaction(writes=True) as connection:
            connection.execute(text("ANALYZE"))

    def add(self, outcome: Outcome, *, reader: str) -> Added:
        """Keep what was read in one item, in one transaction; the same bytes again add nothing but a new name.

        When this returns, the item is on disk. Raises ``ItemRefused``, ``AccountBusy``, ``AccountFull`` or another
        ``AccountError``, and then nothing of the item is kept. An item in which nothing was read is not kept.
        """
        if not outcome.readings:
            return Added()
        intake = prepare(outcome, reader)
        with self._transaction(writes=True) as connection:
            return store(connection, intake)

    def reading(self, name: str) -> Reading:
        """The latest reading of the report called ``name``: an id, its beginning (8 digits or more), a ref or a URL.

        Where a ref or URL had several captures, the latest counts. Raises ``NotInAccount``.
        """
        with self._named(name) as connection:
            return read_reading(connection, name)

    def claim(self, name: str) -> tuple[Reading, int]:
        """The latest reading that holds the claim called ``name`` (an id, or 8 digits or more of its beginning), and its place there.

        Every body is looked through: fine for thousands of reports. Raises ``NotInAccount``.
        """
        with self._named(name) as connection:
            return read_claim(connection, name)

    def readings(self, *, superseded: bool = False) -> Iterator[Reading]:
        """The latest reading of every report in the order they came, a few at a time in memory.

        Reports whose address was captured again with other bytes are left out unless ``superseded``.
        """
        seq = 0
        while page := self._page(seq, superseded):
            for seq, reading in page:  # noqa: B007
                yield reading

    def _page(self, after: int, superseded: bool) -> list[tuple[int, Reading]]:
        with self._transaction() as connection:
            return read_page(connection, after, _PAGE, superseded)

    def capture(self, name: str) -> Capture:
        """The evidence for the report called ``name``."""
        with self._named(name) as connection:
            return read_capture(connection, name)

    def raw(self, sha256: str) -> bytes:
        """The raw bytes with this SHA-256, as they came; raises ``NotInAccount``."""
        with self._named(sha256) as connection:
            row = connection.execute(select(blobs.c.data, blobs.c.size).where(blobs.c.sha256 == sha256)).one_or_none()
        if row is None:
            raise NotInAccount(f"the account holds no bytes with the SHA-256 {sha256!r}")
        try:
            return unpack(row.data, row.size)
        except ValueError as error:
            raise AccountError(f"{self._name}: {sha256}: {error}") from error

    def search(self, query: str, *, limit: int = 20, superseded: bool = False) -> list[Hit]:
        """The reports in whose title and text all words of the query occur, best first.

        ``"words in quotes"`` must stand together, ``begin*`` may go on; case and accents do not count. Of more than 1,000
        matches only the 1,000 that were added last are ranked. Earlier captures of an address are found only if
        ``superseded``. Raises ``QueryError`` where there is no word to search for.
        """
        with self._transaction() as connection:
            return list(iter_hits(connection, query, limit, superseded))

    def history(self, name: str) -> list[CaptureEntry]:
        """What each capture of an address (URL, path or ref) gave, oldest first; raises ``NotInAccount``.

        A feed's own address has an entry for each report in each of its captures.
        """
        with self._named(name) as connection:
            return read_history(connection, name)

    def verify(self) -> Iterator[Finding]:
        """What in the account is no longer as it was kept: everything is hashed again, a few rows at a time."""
        return audit(self._engine, self._name)

    def counts(self) -> Counts:
        """How much the account holds."""
        with self._transaction() as connection:
            by_kind = select(reports.c.kind, func.count()).group_by(reports.c.kind)
            kinds = {row[0]: int(row[1]) for row in connection.execute(by_kind)}
            held = connection.scalar(select(func.count()).select_from(captures)) or 0
            size = connection.scalar(select(func.sum(blobs.c.size))) or 0
        posts = kinds.pop("post", 0)
        return Counts(reports=sum(kinds.values()), posts=posts, captures=held, bytes=int(size))
