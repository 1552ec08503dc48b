"""The tables of the account across reports: judgements, and what follows from readings and judgements."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_Seq = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make all tables."""
    _make_alerts()
    _make_bands()
    _make_blocks()
    _make_entity_links()
    _make_follows()
    _make_incidents()
    _make_judgements()
    _make_log()
    _make_name_blocks()
    _make_name_uses()
    _make_people()
    _make_told()
    _make_watches()
    _make_sessions()
    _make_facts()
    _make_happenings()
    _make_namings()
    _make_pending()
    _make_statements()
    _make_acts()
    _make_counts()
    op.execute("INSERT INTO pending (report_seq) SELECT seq FROM reports")


def _make_alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("seq", _Seq, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("watch_id", sa.Text, nullable=False),
        sa.Column("incident", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("batch", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", sa.Text),
        sa.Column("last_error", sa.Text),
        sa.Column("sent_at", sa.Text),
        sa.UniqueConstraint("watch_id", "incident", "id"),
        comment="What a watch found, a row for each way it is sent: pending, failed, sent or dropped; batch is the mail it is in.",
    )
    op.create_index("ix_alerts_state", "alerts", ["state"])
    op.create_index("ix_alerts_watch_id", "alerts", ["watch_id"])


def _make_bands() -> None:
    op.create_table(
        "bands",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("report_seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
        comment="What near-copies are looked up by: hashes of bands of the text's MinHash and of its sentences.",
    )


def _make_blocks() -> None:
    op.create_table(
        "blocks",
        sa.Column("key", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("happening_seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
        comment="What happenings that may be the same are looked up by: hashes of kind family, day and place.",
    )


def _make_entity_links() -> None:
    op.create_table(
        "entity_links",
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("name_key", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("entity", sa.Text, nullable=False),
        sa.Column("key", sa.BigInteger, nullable=False, unique=True),
        sa.Column("reports", sa.Integer, nullable=False),
        sa.Column("persons", sa.Integer, nullable=False),
        sa.Column("bodies", sa.Text, nullable=False),
        comment="The names of actors and places, each under its entity; in how many reports, in how many with a role, for whom (JSON).",
    )
    op.create_index("ix_entity_links_entity", "entity_links", ["entity"])


def _make_follows() -> None:
    op.create_table(
        "follows",
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("polled_at", sa.Text),
        sa.Column("next_at", sa.Text),
        sa.Column("failures", sa.Integer, nullable=False),
        comment="Feeds that are polled: what the server gave to ask for changes only, and when to ask again.",
    )


def _make_incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("date_from", sa.Text),
        sa.Column("date_to", sa.Text),
        sa.Column("place", sa.Text),
        sa.Column("geonames", sa.BigInteger),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("radius_km", sa.Float),
        sa.Column("country", sa.Text),
        sa.Column("actors", sa.Text, nullable=False),
        sa.Column("origins", sa.Integer, nullable=False),
        sa.Column("reports", sa.Integer, nullable=False),
        sa.Column("is_contested", sa.Boolean, nullable=False),
        sa.Column("differences", sa.Text, nullable=False),
        sa.Column("killed_low", sa.BigInteger),
        sa.Column("killed_high", sa.BigInteger),
        sa.Column("published_first", sa.Text),
        sa.Column("published_last", sa.Text),
        comment="The same happening across reports, summed up: a view, made again whenever its members change.",
    )
    op.create_index("incidents_at", "incidents", ["lat", "lon", "radius_km"])
    op.create_index("incidents_days", "incidents", ["date_from", "is_contested"])
    op.create_index("incidents_places", "incidents", ["place", "geonames", "country", "lat", "lon", "is_contested", "date_from", "date_to"])
    op.create_index("incidents_queue", "incidents", ["is_contested", "origins"])
    op.create_index("ix_incidents_kind", "incidents", ["kind"])
    op.create_index("ix_incidents_origins", "incidents", ["origins"])


def _make_judgements() -> None:
    op.create_table(
        "judgements",
        sa.Column("seq", _Seq, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("relation", sa.Text, nullable=False),
        sa.Column("left_id", sa.Text, nullable=False),
        sa.Column("right_id", sa.Text),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("reasons", sa.Text, nullable=False),
        sa.Column("retracts", sa.Text),
        sa.Column("report_id", sa.Text),
        sa.Column("field", sa.Text),
        sa.Column("value", sa.Text),
        sa.Column("signers", sa.Integer, nullable=False),
        comment="Who holds, by which rule or person, that two things are the same, different or copies, or one wrong, right or other.",
    )
    op.create_index("ix_judgements_left_id", "judgements", ["left_id"])
    op.create_index("ix_judgements_report_id", "judgements", ["report_id"])
    op.create_index("ix_judgements_retracts", "judgements", ["retracts"])
    op.create_index("ix_judgements_right_id", "judgements", ["right_id"])


def _make_log() -> None:
    op.create_table(
        "log",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("previous", sa.Text, nullable=False, unique=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("about", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False, unique=True),
        comment="What people did, in order; sha256 is over the entry with the one before it, so that no entry changes or goes unseen.",
    )


def _make_name_blocks() -> None:
    op.create_table(
        "name_blocks",
        sa.Column("block", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.BigInteger, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
        comment="What names that may be one are looked up by: hashes of their sounds, their initials, and their first and last words.",
    )


def _make_name_uses() -> None:
    op.create_table(
        "name_uses",
        sa.Column("name", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("report_seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("is_person", sa.Boolean, nullable=False),
        sa.Column("bodies", sa.Text, nullable=False),
        sqlite_with_rowid=False,
        comment="Which report uses which name (its key in entity_links), whether with a role, and for which bodies (JSON).",
    )
    op.create_index("ix_name_uses_report_seq", "name_uses", ["report_seq"])


def _make_people() -> None:
    op.create_table(
        "people",
        sa.Column("seq", _Seq, primary_key=True),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password", sa.Text),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("removed_at", sa.Text),
        comment="Who may sign in at the desk, as what; key is the folded name, password an argon2 hash, none once removed.",
    )


def _make_told() -> None:
    op.create_table(
        "told",
        sa.Column("watch_id", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("reason", sa.Text, primary_key=True),
        comment="What a watch has told already, for which reason: ids of happenings, and hashes of how a page words them.",
    )


def _make_watches() -> None:
    op.create_table(
        "watches",
        sa.Column("seq", _Seq, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("definition", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("removed_at", sa.Text),
        comment="What someone wants to be told of, as JSON: place, kinds, actors, least origins, and where to send it.",
    )


def _make_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("person_seq", sa.BigInteger, sa.ForeignKey("people.seq"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("label", sa.Text),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("seen_at", sa.Text, nullable=False),
        sa.Column("expires_at", sa.Text, nullable=False),
        comment="Who is signed in: key is the SHA-256 of the token that a browser or a program holds, which is kept nowhere.",
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_index("ix_sessions_person_seq", "sessions", ["person_seq"])


def _make_facts() -> None:
    op.create_table(
        "facts",
        sa.Column("report_seq", sa.BigInteger, sa.ForeignKey("reports.seq"), primary_key=True, autoincrement=False),
        sa.Column("reading_id", sa.Text, nullable=False),
        sa.Column("publisher", sa.Text),
        sa.Column("credit", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("copy_group", sa.Text),
        sa.Column("copy_kind", sa.Text),
        sa.Column("own_origin", sa.Text),
        sa.Column("origin", sa.Text),
        comment="The reconciled reports: with which reading, by whom, when, in which group of copies, of which origin.",
    )
    op.create_index("ix_facts_copy_group", "facts", ["copy_group"])
    op.create_index("ix_facts_published", "facts", ["published"])
    op.create_index("ix_facts_publisher", "facts", ["publisher"])


def _make_happenings() -> None:
    op.create_table(
        "happenings",
        sa.Column("seq", _Seq, primary_key=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("report_seq", sa.BigInteger, sa.ForeignKey("reports.seq"), nullable=False),
        sa.Column("incident", sa.Text),
        sa.Column("component", sa.BigInteger),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("date_from", sa.Text),
        sa.Column("date_to", sa.Text),
        sa.Column("date_how", sa.Text),
        sa.Column("place", sa.Text),
        sa.Column("place_name", sa.Text),
        sa.Column("geonames", sa.BigInteger),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("radius_km", sa.Float),
        sa.Column("country", sa.Text),
        sa.Column("actor", sa.Text),
        sa.Column("target", sa.Text),
        sa.Column("actor_key", sa.Text),
        sa.Column("target_key", sa.Text),
        sa.Column("killed_low", sa.BigInteger),
        sa.Column("killed_high", sa.BigInteger),
        sa.Column("injured_low", sa.BigInteger),
        sa.Column("injured_high", sa.BigInteger),
        sa.Column("scope", sa.Text),
        sa.Column("claim", sa.Text),
        sa.Column("who", sa.Text),
        sa.Column("source_kind", sa.Text),
        sa.Column("is_own_voice", sa.Boolean, nullable=False),
        sa.Column("publisher", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("origin", sa.Text),
        sa.Column("confidence", sa.Float),
        sa.Column("trigger_start", sa.Integer, nullable=False),
        sa.Column("trigger_end", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        comment="What one report tells of one happening; body is the whole Happening as JSON, incident the view it stands in.",
    )
    op.create_index("happenings_ahead", "happenings", ["kind", "status", "published", "incident"])
    op.create_index("happenings_kind_date", "happenings", ["kind", "date_from", "date_to", "published"])
    op.create_index("happenings_place_date", "happenings", ["place_name", "date_from"])
    op.create_index("happenings_said", "happenings", ["who", "is_own_voice", "incident", "published", "id"])
    op.create_index("ix_happenings_actor_key", "happenings", ["actor_key"])
    op.create_index("ix_happenings_component", "happenings", ["component"])
    op.create_index("ix_happenings_confidence", "happenings", ["confidence"])
    op.create_index("ix_happenings_date_from", "happenings", ["date_from"])
    op.create_index("ix_happenings_incident", "happenings", ["incident"])
    op.create_index("ix_happenings_report_seq", "happenings", ["report_seq"])
    op.create_index("ix_happenings_target_key", "happenings", ["target_key"])


def _make_namings() -> None:
    op.create_table(
        "namings",
        sa.Column("seq", _Seq, primary_key=True),
        sa.Column("report_seq", sa.BigInteger, sa.ForeignKey("reports.seq"), nullable=False),
        sa.Column("actor", sa.Text),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("loaded", sa.Boolean, nullable=False),
        sa.Column("who", sa.Text),
        sa.Column("publisher", sa.Text),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        comment="What actors are called: by a speaker (who), or in the report's own voice (who is null).",
    )
    op.create_index("ix_namings_report_seq", "namings", ["report_seq"])
    op.create_index("namings_used", "namings", ["actor", "label", "who", "publisher", "loaded", "report_seq"])


def _make_pending() -> None:
    op.create_table(
        "pending",
        sa.Column("report_seq", sa.BigInteger, sa.ForeignKey("reports.seq"), primary_key=True, autoincrement=False),
        comment="Reports with a reading that is not reconciled yet; written with the reading, removed with what follows from it.",
    )


def _make_statements() -> None:
    op.create_table(
        "statements",
        sa.Column("seq", _Seq, primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("report_seq", sa.BigInteger, sa.ForeignKey("reports.seq"), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("source_kind", sa.Text),
        sa.Column("role", sa.Text),
        sa.Column("affiliation", sa.Text),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("certainty", sa.Text, nullable=False),
        sa.Column("distance", sa.Text),
        sa.Column("via", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("words_key", sa.BigInteger),
        sa.Column("origin", sa.Text),
        sa.Column("published", sa.Text),
        comment="The claims of the latest readings; words_key is a hash of the words alone, origin the first in the chain.",
    )
    op.create_index("ix_statements_id", "statements", ["id"])
    op.create_index("ix_statements_report_seq", "statements", ["report_seq"])
    op.create_index("statements_said", "statements", ["who", "words_key", "report_seq", "published"])
    op.create_index("statements_told", "statements", ["who", "act", "source_kind", "role", "affiliation", "via", "published", "report_seq"])


def _make_acts() -> None:
    op.create_table(
        "acts",
        sa.Column("seq", _Seq, primary_key=True),
        sa.Column("report_seq", sa.BigInteger, sa.ForeignKey("reports.seq"), nullable=False),
        sa.Column("happening_seq", sa.BigInteger, sa.ForeignKey("happenings.seq")),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("who", sa.Text),
        sa.Column("publisher", sa.Text),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        comment="The words in which acts are named (liberated, captured, martyred), by whom; one row for each event mention.",
    )
    op.create_index("acts_used", "acts", ["kind", "label", "who", "publisher", "report_seq"])
    op.create_index("ix_acts_happening_seq", "acts", ["happening_seq"])
    op.create_index("ix_acts_report_seq", "acts", ["report_seq"])


def _make_counts() -> None:
    op.create_table(
        "counts",
        sa.Column("seq", _Seq, primary_key=True),
        sa.Column("report_seq", sa.BigInteger, sa.ForeignKey("reports.seq"), nullable=False),
        sa.Column("happening_seq", sa.BigInteger, sa.ForeignKey("happenings.seq")),
        sa.Column("measure", sa.Text, nullable=False),
        sa.Column("of", sa.Text),
        sa.Column("low", sa.BigInteger),
        sa.Column("high", sa.BigInteger),
        sa.Column("quantifier", sa.Text),
        sa.Column("scope", sa.Text),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("claim", sa.Text),
        sa.Column("who", sa.Text),
        sa.Column("origin", sa.Text),
        sa.Column("published", sa.Text),
        comment="The figures of the latest readings, each with the happening it belongs to, if any.",
    )
    op.create_index("ix_counts_happening_seq", "counts", ["happening_seq"])
    op.create_index("ix_counts_measure", "counts", ["measure"])
    op.create_index("ix_counts_report_seq", "counts", ["report_seq"])
