"""The tables of the account across reports: who holds what the same, and what follows from the readings.

``judgements`` and ``log`` are kept for ever and only added to. All other tables follow from readings and judgements, row by row of one
report, and can be made again from them at any time: they are there so that a question over a million reports is answered
without opening a million readings.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from according.store.schema import metadata

_Seq = BigInteger().with_variant(Integer(), "sqlite")


def _report(*, primary_key: bool = False) -> Column[int]:
    return Column("report_seq", BigInteger, ForeignKey("reports.seq"), nullable=False, primary_key=primary_key, index=not primary_key)


judgements = Table(
    "judgements",
    metadata,
    Column("seq", _Seq, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("subject", Text, nullable=False),
    Column("relation", Text, nullable=False),
    Column("left_id", Text, nullable=False, index=True),
    Column("right_id", Text, index=True),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("retracts", Text, index=True),
    Column("report_id", Text, index=True),
    Column("field", Text),
    Column("value", Text),
    Column("signers", Integer, nullable=False),
    comment="Who holds, by which rule or person, that two things are the same, different or copies, or one wrong, right or other.",
)

log = Table(
    "log",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("previous", Text, nullable=False, unique=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("about", Text),
    Column("body", Text, nullable=False),
    Column("sha256", Text, nullable=False, unique=True),
    comment="What people did, in order; sha256 is over the entry with the one before it, so that no entry changes or goes unseen.",
)

pending = Table(
    "pending",
    metadata,
    Column("report_seq", BigInteger, ForeignKey("reports.seq"), primary_key=True, autoincrement=False),
    comment="Reports with a reading that is not reconciled yet; written with the reading, removed with what follows from it.",
)

facts = Table(
    "facts",
    metadata,
    Column("report_seq", BigInteger, ForeignKey("reports.seq"), primary_key=True, autoincrement=False),
    Column("reading_id", Text, nullable=False),
    Column("publisher", Text, index=True),
    Column("credit", Text),
    Column("published", Text, index=True),
    Column("title", Text),
    Column("copy_group", Text, index=True),
    Column("copy_kind", Text),
    Column("own_origin", Text),
    Column("origin", Text),
    comment="The reconciled reports: with which reading, by whom, when, in which group of copies, of which origin.",
)

# The two tables of keys have many rows and one order; a foreign key would need a second one.
bands = Table(
    "bands",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("report_seq", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
    comment="What near-copies are looked up by: hashes of bands of the text's MinHash and of its sentences.",
)

happenings = Table(
    "happenings",
    metadata,
    Column("seq", _Seq, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _report(),
    Column("incident", Text, index=True),
    Column("component", BigInteger, index=True),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("date_from", Text, index=True),
    Column("date_to", Text),
    Column("date_how", Text),
    Column("place", Text),
    Column("place_name", Text),
    Column("geonames", BigInteger),
    Column("lat", Float),
    Column("lon", Float),
    Column("radius_km", Float),
    Column("country", Text),
    Column("actor", Text),
    Column("target", Text),
    Column("actor_key", Text, index=True),
    Column("target_key", Text, index=True),
    Column("killed_low", BigInteger),
    Column("killed_high", BigInteger),
    Column("injured_low", BigInteger),
    Column("injured_high", BigInteger),
    Column("scope", Text),
    Column("claim", Text),
    Column("who", Text),
    Column("source_kind", Text),
    Column("is_own_voice", Boolean, nullable=False),
    Column("publisher", Text),
    Column("published", Text),
    Column("origin", Text),
    Column("confidence", Float, index=True),
    Column("trigger_start", Integer, nullable=False),
    Column("trigger_end", Integer, nullable=False),
    Column("body", Text, nullable=False),
    comment="What one report tells of one happening; body is the whole Happening as JSON, incident the view it stands in.",
)

blocks = Table(
    "blocks",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("happening_seq", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
    comment="What happenings that may be the same are looked up by: hashes of kind family, day and place.",
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False, index=True),
    Column("date_from", Text),
    Column("date_to", Text),
    Column("place", Text),
    Column("geonames", BigInteger),
    Column("lat", Float),
    Column("lon", Float),
    Column("radius_km", Float),
    Column("country", Text),
    Column("actors", Text, nullable=False),
    Column("origins", Integer, nullable=False, index=True),
    Column("reports", Integer, nullable=False),
    Column("is_contested", Boolean, nullable=False),
    Column("differences", Text, nullable=False),
    Column("killed_low", BigInteger),
    Column("killed_high", BigInteger),
    Column("published_first", Text),
    Column("published_last", Text),
    comment="The same happening across reports, summed up: a view, made again whenever its members change.",
)

statements = Table(
    "statements",
    metadata,
    Column("seq", _Seq, primary_key=True),
    Column("id", Text, nullable=False, index=True),
    _report(),
    Column("who", Text, nullable=False),
    Column("source_kind", Text),
    Column("role", Text),
    Column("affiliation", Text),
    Column("act", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("certainty", Text, nullable=False),
    Column("distance", Text),
    Column("via", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words_key", BigInteger),
    Column("origin", Text),
    Column("published", Text),
    comment="The claims of the latest readings; words_key is a hash of the words alone, origin the first in the chain.",
)

counts = Table(
    "counts",
    metadata,
    Column("seq", _Seq, primary_key=True),
    _report(),
    Column("happening_seq", BigInteger, ForeignKey("happenings.seq"), index=True),
    Column("measure", Text, nullable=False, index=True),
    Column("of", Text),
    Column("low", BigInteger),
    Column("high", BigInteger),
    Column("quantifier", Text),
    Column("scope", Text),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("claim", Text),
    Column("who", Text),
    Column("origin", Text),
    Column("published", Text),
    comment="The figures of the latest readings, each with the happening it belongs to, if any.",
)

namings = Table(
    "namings",
    metadata,
    Column("seq", _Seq, primary_key=True),
    _report(),
    Column("actor", Text),
    Column("label", Text, nullable=False),
    Column("loaded", Boolean, nullable=False),
    Column("who", Text),
    Column("publisher", Text),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    comment="What actors are called: by a speaker (who), or in the report's own voice (who is null).",
)

acts = Table(
    "acts",
    metadata,
    Column("seq", _Seq, primary_key=True),
    _report(),
    Column("happening_seq", BigInteger, ForeignKey("happenings.seq"), index=True),
    Column("kind", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("who", Text),
    Column("publisher", Text),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    comment="The words in which acts are named (liberated, captured, martyred), by whom; one row for each event mention.",
)

watches = Table(
    "watches",
    metadata,
    Column("seq", _Seq, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("definition", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("removed_at", Text),
    comment="What someone wants to be told of, as JSON: place, kinds, actors, least origins, and where to send it.",
)

alerts = Table(
    "alerts",
    metadata,
    Column("seq", _Seq, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("watch_id", Text, nullable=False, index=True),
    Column("incident", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("batch", Text),
    Column("body", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Text),
    Column("last_error", Text),
    Column("sent_at", Text),
    UniqueConstraint("watch_id", "incident", "id"),
    comment="What a watch found, a row for each way it is sent: pending, failed, sent or dropped; batch is the mail it is in.",
)

told = Table(
    "told",
    metadata,
    Column("watch_id", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("reason", Text, primary_key=True),
    comment="What a watch has told already, for which reason: ids of happenings, and hashes of how a page words them.",
)

follows = Table(
    "follows",
    metadata,
    Column("url", Text, primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("polled_at", Text),
    Column("next_at", Text),
    Column("failures", Integer, nullable=False),
    comment="Feeds that are polled: what the server gave to ask for changes only, and when to ask again.",
)

entity_links = Table(
    "entity_links",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("name_key", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("entity", Text, nullable=False, index=True),
    Column("key", BigInteger, nullable=False, unique=True),
    Column("reports", Integer, nullable=False),
    Column("persons", Integer, nullable=False),
    Column("bodies", Text, nullable=False),
    comment="The names of actors and places, each under its entity; in how many reports, in how many with a role, for whom (JSON).",
)

name_uses = Table(
    "name_uses",
    metadata,
    Column("name", BigInteger, primary_key=True, autoincrement=False),
    Column("report_seq", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("is_person", Boolean, nullable=False),
    Column("bodies", Text, nullable=False),
    sqlite_with_rowid=False,
    comment="Which report uses which name (its key in entity_links), whether with a role, and for which bodies (JSON).",
)

name_blocks = Table(
    "name_blocks",
    metadata,
    Column("block", BigInteger, primary_key=True, autoincrement=False),
    Column("name", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
    comment="What names that may be one are looked up by: hashes of their sounds, their initials, and their first and last words.",
)

Index("happenings_kind_date", *(happenings.c[name] for name in ("kind", "date_from", "date_to", "published")))
Index("incidents_queue", incidents.c.is_contested, incidents.c.origins)
Index("happenings_place_date", happenings.c.place_name, happenings.c.date_from)
Index("happenings_ahead", *(happenings.c[name] for name in ("kind", "status", "published", "incident")))
Index("incidents_at", incidents.c.lat, incidents.c.lon, incidents.c.radius_km)
Index("incidents_days", incidents.c.date_from, incidents.c.is_contested)
# These hold all that the views on places, sources and words ask for, so that no row has to be opened.
Index(
    "incidents_places",
    *(incidents.c[name] for name in ("place", "geonames", "country", "lat", "lon", "is_contested", "date_from", "date_to")),
)
Index("happenings_said", *(happenings.c[name] for name in ("who", "is_own_voice", "incident", "published", "id")))
Index("statements_said", *(statements.c[name] for name in ("who", "words_key", "report_seq", "published")))
Index(
    "statements_told",
    *(statements.c[name] for name in ("who", "act", "source_kind", "role", "affiliation", "via", "published", "report_seq")),
)
Index("namings_used", *(namings.c[name] for name in ("actor", "label", "who", "publisher", "loaded", "report_seq")))
Index("acts_used", *(acts.c[name] for name in ("kind", "label", "who", "publisher", "report_seq")))

people = Table(
    "people",
    metadata,
    Column("seq", _Seq, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password", Text),
    Column("made_at", Text, nullable=False),
    Column("removed_at", Text),
    comment="Who may sign in at the desk, as what; key is the folded name, password an argon2 hash, none once removed.",
)

sessions = Table(
    "sessions",
    metadata,
    Column("key", Text, primary_key=True),
    Column("person_seq", BigInteger, ForeignKey("people.seq"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("label", Text),
    Column("made_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False, index=True),
    comment="Who is signed in: key is the SHA-256 of the token that a browser or a program holds, which is kept nowhere.",
)
