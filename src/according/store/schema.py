"""The tables of the account, as every query names them; ``migrations`` makes them, and a test holds the two together.

``seq`` columns give the order in which rows came, and tie tables together: rows of one report lie side by side, where
hashes would scatter them over a dozen indexes. To the outside everything is named by a hash of its content. Names (refs,
addresses) are indexed by ``key``, half of their SHA-256, because PostgreSQL indexes no value above 2,704 bytes.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    exists,
    func,
    select,
)

from according.ids import text_sha256

VERSION_TABLE = "according_version"
REVISIONS = ("0001", "0002")
HEAD = REVISIONS[-1]

metadata = MetaData()

_Seq = BigInteger().with_variant(Integer(), "sqlite")

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index("blobs_size", "size"),
    comment="Raw bytes as they came, compressed with Zstandard; size is before compression.",
)

captures = Table(
    "captures",
    metadata,
    Column("seq", _Seq, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("sha256", Text, ForeignKey("blobs.sha256"), nullable=False),
    Column("url", Text),
    Column("address", Text, nullable=False),
    Column("retrieved_at", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("media_type", Text),
    Column("headers", Text, nullable=False),
    Column("reader", Text, nullable=False),
    comment="The evidence: which bytes, from where, when, how, and read by which version.",
)

sightings = Table(
    "sightings",
    metadata,
    Column("seq", _Seq, primary_key=True),
    Column("key", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("capture_seq", BigInteger, ForeignKey("captures.seq"), nullable=False, index=True),
    UniqueConstraint("key", "capture_seq"),
    comment="Every address at which a capture stood: its URL, or each path or id under which the same bytes came.",
)

reports = Table(
    "reports",
    metadata,
    Column("seq", _Seq, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("capture_seq", BigInteger, ForeignKey("captures.seq"), nullable=False, index=True),
    Column("parent_id", Text, ForeignKey("reports.id")),
    Column("locator", Text),
    Column("ref", Text, nullable=False),
    Column("kind", Text, nullable=False, index=True),
    Column("url", Text),
    Column("text_sha256", Text, nullable=False),
    Column("text", Text, nullable=False),
    comment="What was put out, as text; the rest of what was read is in the readings.",
)

refs = Table(
    "refs",
    metadata,
    Column("seq", _Seq, primary_key=True),
    Column("key", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("report_seq", BigInteger, ForeignKey("reports.seq"), nullable=False),
    UniqueConstraint("key", "report_seq"),
    comment="Every name (path, id, URL) under which a report came in.",
)

readings = Table(
    "readings",
    metadata,
    Column("seq", _Seq, primary_key=True),
    Column("id", Text, nullable=False),
    Column("report_seq", BigInteger, ForeignKey("reports.seq"), nullable=False),
    Column("version", Text, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("report_seq", "id"),
    comment="What each version read in a report, as JSON without the text; the last row is the one shown.",
)


def name_key(name: str) -> str:
    """The key under which a name is indexed: half of its SHA-256."""
    return text_sha256(name)[:32]


def is_current() -> ColumnElement[bool]:
    """Whether a report's capture is still the latest at one of the addresses at which it stood."""
    seen, later = sightings.alias("seen"), sightings.alias("later")
    overtaken = exists(select(later.c.seq).where(later.c.key == seen.c.key, later.c.seq > seen.c.seq))
    return exists(select(seen.c.seq).where(seen.c.capture_seq == reports.c.capture_seq, ~overtaken))


def is_latest_reading() -> ColumnElement[bool]:
    """Whether a row of ``readings`` is the last of its report."""
    other = readings.alias("other")
    last = select(func.max(other.c.seq)).where(other.c.report_seq == reports.c.seq).scalar_subquery()
    return readings.c.seq == last
