"""The rows of the tables that CSV and Parquet write, in the order of the columns of ``dictionary.yml``."""

from __future__ import annotations

from collections.abc import Iterator

from according.export.choosing import lead_of
from according.export.comma_separated import Value
from according.export.records import ClaimRow, FigureRow, IncidentRow, ReportRow, Telling
from according.export.rows import Rows
from according.ids import event_id
from according.incidents import Judgement, Mention

Row = tuple[Value, ...]


def iter_rows(rows: Rows) -> Iterator[tuple[str, Row]]:
    """All rows of all tables, each behind the name of its table; the tables come one after the other or two at a time."""
    for incident in rows.incidents("bare"):
        yield "incidents", incident_values(incident)
        for told in incident.told:
            for mention in told.happening.mentions:
                yield "events", _event(told, mention)
    for report, claims, figures in rows.reports():
        yield "reports", _report(report)
        for claim in claims:
            yield "claims", _claim(claim, report)
        for figure in figures:
            yield "figures", _figure(figure, report)
    for judgement in rows.judgements():
        yield "judgements", _judgement(judgement)


def incident_values(one: IncidentRow) -> Row:
    """The row of an incident in the table of incidents."""
    lead, killed = lead_of(one), one.killed or (None, None)
    differs = tuple(f"{each.field} ({each.type}): {'; '.join(value for value, _ in each.sides)}" for each in one.differences)
    return (
        one.id, one.kind, one.date_from, one.date_to, one.place, one.geonames, one.lat, one.lon, one.radius_km, one.country, one.actors,
        one.origins, one.reports, one.is_contested, differs, *killed, one.published_first, one.published_last,
        lead.happening.id, lead.report.id, lead.report.address, *lead.sentence_span, lead.sentence,
    )  # fmt: skip


def _event(told: Telling, mention: Mention) -> Row:
    one, report = told.happening, told.report
    killed, injured = one.killed or (None, None), one.injured or (None, None)
    return (
        event_id(report.id, mention.trigger, mention.kind),
        one.id, told.incident, report.id, report.address, one.claim, mention.kind, one.status, one.date_from, one.date_to,
        one.date_how, one.place_name or one.place, one.geonames, one.lat, one.lon, one.radius_km, one.country, one.actor, one.actor_key,
        one.target, one.target_key, *killed, *injured, None if one.is_own_voice else one.who, one.source_kind, one.via, told.chain,
        told.origin, report.publisher, report.published, one.confidence, *mention.trigger, report.text[slice(*mention.trigger)],
        *told.sentence_span, told.sentence,
    )  # fmt: skip


def _report(one: ReportRow) -> Row:
    return (
        one.id, one.address, one.ref, one.kind, one.publisher, one.credit, one.title, one.published, one.retrieved_at, one.sha256,
        one.text_sha256, len(one.text), one.parent, one.locator, one.copy_group, one.copy_kind, one.origin,
    )  # fmt: skip


def _claim(one: ClaimRow, report: ReportRow) -> Row:
    return (
        one.id, one.report, report.address, one.who, one.source_kind, one.role, one.affiliation, one.act, one.form, one.certainty,
        one.distance, one.via, one.origin, *one.span, one.words, *one.sentence_span, one.sentence,
    )  # fmt: skip


def _figure(one: FigureRow, report: ReportRow) -> Row:
    return (
        one.id, one.report, report.address, one.happening, one.incident, one.claim, one.measure, one.of, one.low, one.high, one.quantifier,
        one.scope, one.who, one.origin, *one.span, one.words, *one.sentence_span, one.sentence,
    )  # fmt: skip


def _judgement(one: Judgement) -> Row:
    return (
        one.id, one.subject, one.relation, one.left, one.right, one.by, one.at, one.score, one.reasons, one.retracts, one.report, one.field,
        one.value, one.signers,
    )  # fmt: skip
