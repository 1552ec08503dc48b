"""The tables of the first account, and the index of words beside them.

The index holds words that the store has already cut and folded, so FTS5 only splits at spaces and both databases find
the same; it keeps no text of its own.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_Seq = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make all tables."""
    _make_evidence()
    _make_reports()
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE report_words USING fts5(title, text, content='', tokenize='ascii', prefix='2 3')")
    else:
        op.execute("CREATE TABLE report_words (seq bigint PRIMARY KEY REFERENCES reports (seq), words tsvector NOT NULL)")
        op.execute("CREATE INDEX report_words_words ON report_words USING gin (words)")


def _make_evidence() -> None:
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        comment="Raw bytes as they came, compressed with Zstandard; size is before compression.",
    )
    op.create_index("blobs_size", "blobs", ["size"])
    op.create_table(
        "captures",
        sa.Column("seq", _Seq, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("sha256", sa.Text, sa.ForeignKey("blobs.sha256"), nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("retrieved_at", sa.Text, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text),
        sa.Column("headers", sa.Text, nullable=False),
        sa.Column("reader", sa.Text, nullable=False),
        comment="The evidence: which bytes, from where, when, how, and read by which version.",
    )
    op.create_table(
        "sightings",
        sa.Column("seq", _Seq, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("capture_seq", sa.BigInteger, sa.ForeignKey("captures.seq"), nullable=False, index=True),
        sa.UniqueConstraint("key", "capture_seq"),
        comment="Every address at which a capture stood: its URL, or each path or id under which the same bytes came.",
    )


def _make_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("seq", _Seq, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("capture_seq", sa.BigInteger, sa.ForeignKey("captures.seq"), nullable=False, index=True),
        sa.Column("parent_id", sa.Text, sa.ForeignKey("reports.id")),
        sa.Column("locator", sa.Text),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False, index=True),
        sa.Column("url", sa.Text),
        sa.Column("text_sha256", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        comment="What was put out, as text; the rest of what was read is in the readings.",
    )
    op.create_table(
        "refs",
        sa.Column("seq", _Seq, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("report_seq", sa.BigInteger, sa.ForeignKey("reports.seq"), nullable=False),
        sa.UniqueConstraint("key", "report_seq"),
        comment="Every name (path, id, URL) under which a report came in.",
    )
    op.create_table(
        "readings",
        sa.Column("seq", _Seq, primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("report_seq", sa.BigInteger, sa.ForeignKey("reports.seq"), nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.UniqueConstraint("report_seq", "id"),
        comment="What each version read in a report, as JSON without the text; the last row is the one shown.",
    )
