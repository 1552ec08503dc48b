"""FollowTheMoney: incidents as events, reports as documents, and every sentence as the documentation that ties the two together.

=================  ==================================================================================================================
``Article``        a report (``Document`` where it is a post or a paper): address, publisher, dates; never its text
``Event``          an incident, with every day and place that anybody gives: no value wins, each has the ``origin`` that gives it
``LegalEntity``    who speaks (``Person`` with a role, ``Organization`` for outlets), and actors that the vocabulary knows
``Documentation``  one sentence of one report: ``document`` it stands in, ``entity`` that it is about, ``summary`` its words,
                   ``recordId`` the report with the place in its text (``sha256:…#char=120,180``, code points), ``status``
=================  ==================================================================================================================

Statements (one a line) are what FollowTheMoney's ``read_statements`` takes, entities (``form=entities``) what ``ftm`` and Aleph load.
An actor that thousands of reports name is written again now and then, always with the same ids, so that memory does not grow; readers
of the format take both as one.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from according.errors import UsageError
from according.export.formats import Choices, Format, Written
from according.export.rows import ClaimRow, FigureRow, IncidentRow, ReportRow, Rows, Telling, open_rows
from according.model import Span
from according.reconcile.ranges import in_words
from according.store import Account
from according.views.filters import Filter
from according.views.tellings import date_of

OPTIONS = {
    "form": "statements (default), or entities",
    "dataset": "what the data set is called: small letters, digits and underscores (default: according)",
}
_DATASET = re.compile(r"[a-z0-9]([a-z0-9_]*[a-z0-9])?")
_URL = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_MOST_REMEMBERED = 100_000
_REPEATED = frozenset(("LegalEntity", "Person", "Organization"))
_encode = msgspec.json.Encoder().encode
_NAMED = "source:"
_OUTLETS = ("agency:", "publisher:")
_LANGUAGE = "eng"
"""The language of what is worded here, as against what a report says."""
_WORDED = frozenset({("Event", "name"), ("Documentation", "role"), ("Documentation", "status"), ("Documentation", "description")})


class Value(NamedTuple):
    """A value of a property, and the origin of the account that gives it."""

    prop: str
    value: str
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity of FollowTheMoney; ``seen`` is when the report came in that it is taken from."""

    id: str
    schema: str
    values: tuple[Value, ...]
    seen: str | None = None


def document_of(report: ReportRow) -> Entity:
    """The report as a document, without its text."""
    url = _url(report.address)
    values = [
        *_values("name", report.title or report.ref),
        *_values("title", report.title),
        *_values("fileName", report.ref),
        *_values("sourceUrl", url),
        *_values("publisher", report.publisher),
        *_values("author", report.credit),
        *_values("publishedAt", report.published),
        *_values("retrievedAt", _seconds(report.retrieved_at)),
        *_values("description", f"SHA-256 of the bytes {report.sha256}; of the text {report.text_sha256}"),
    ]
    return Entity(_id("report", report.id), "Article" if report.kind == "article" else "Document", tuple(values), report.retrieved_at)


def speaker_of(claim: ClaimRow, report: ReportRow) -> Entity:
    """Who says it: one entity for a name wherever it stands; speakers without a name only within their report.

    "Activists" of two reports need not be the same people.
    """
    origin, who = claim.origin or "", claim.who
    if origin.startswith(_OUTLETS) and "/" not in origin:
        return Entity(_id("origin", _digest(origin)), "Organization", tuple(_values("name", origin.partition(":")[2])))
    if not origin.startswith(_NAMED):
        return Entity(_id("unnamed", _digest(report.id, who)), "LegalEntity", tuple(_values("name", who)), report.retrieved_at)
    if claim.role or claim.affiliation:
        position = ", ".join(part for part in (claim.role, claim.affiliation) if part)
        return Entity(_id("person", _digest(origin, who)), "Person", (*_values("name", who), *_values("position", position)))
    return actor_of(origin.removeprefix(_NAMED))


def actor_of(name: str) -> Entity:
    """An actor or speaker by the name under which the account has it, the same entity in both roles."""
    return Entity(_id("actor", _digest(name)), "LegalEntity", tuple(_values("name", name)))


def claim_entities(claim: ClaimRow, report: ReportRow) -> Iterator[Entity]:
    """A claim: its speaker, and the words as documentation of the speaker."""
    speaker = speaker_of(claim, report)
    yield speaker
    details = [
        *_values("description", f"through {', '.join(claim.via)}" if claim.via else None),
        *_values("description", f"the report's distance: {claim.distance}" if claim.distance else None),
    ]
    yield _documentation(
        _id("claim", claim.id), report, speaker.id, claim.span, claim.words, claim.origin,
        role=f"says ({claim.act}, {claim.form})", status=claim.certainty, details=details,
    )  # fmt: skip


def incident_entities(incident: IncidentRow) -> Iterator[Entity]:
    """An incident: the event, its actors, and for each report the sentence that tells of it and those with its figures."""
    event = _id("incident", incident.id)
    for name in _actor_keys(incident):
        yield actor_of(name)
    yield Entity(event, "Event", tuple(_event_values(incident)))
    for telling in incident.told:
        yield _telling(telling, event)
        for figure in telling.figures:
            yield _figure(figure, telling, event)


def _event_values(incident: IncidentRow) -> Iterator[Value]:
    day = date_of(incident.date_from, incident.date_to)
    name = ", ".join(part for part in (incident.kind.replace("_", " "), incident.place, day) if part)
    yield from _values("name", name)
    for telling in incident.told:
        one, origin = telling.happening, telling.origin
        yield from _values("startDate", one.date_from, origin)
        yield from _values("endDate", one.date_to, origin)
        yield from _values("location", one.place_name or one.place, origin)
        yield from _values("country", one.country.lower() if one.country else None, origin)
        yield from _values("keywords", one.kind.replace("_", " "), origin)
        yield from _values("publisher", telling.report.publisher, origin)
        yield from _values("sourceUrl", _url(telling.report.address), origin)
        yield from _values("proof", _id("report", telling.report.id), origin)
        for key in (one.actor_key, one.target_key):
            yield from _values("involved", actor_of(key).id if key else None, origin)
    for difference in incident.differences:
        sides = " / ".join(str(value) for value, _ in difference.sides)
        yield from _values("notes", f"accounts differ ({difference.type}, {difference.field}): {sides}")


def _telling(telling: Telling, event: str) -> Entity:
    one = telling.happening
    tolls = [("killed", one.killed), ("injured", one.injured)]
    details = [
        *_values("description", f"said by {', through '.join(telling.chain)}" if telling.chain else None, telling.origin),
        *_values("description", f"by {one.actor}" if one.actor else None, telling.origin),
        *_values("description", f"against {one.target}" if one.target else None, telling.origin),
        *(value for name, toll in tolls if toll for value in _values("description", f"{name}: {in_words(toll)}", telling.origin)),
        *_values("startDate", one.date_from, telling.origin),
        *_values("endDate", one.date_to, telling.origin),
    ]
    return _documentation(
        _id("happening", one.id), telling.report, event, telling.sentence_span, telling.sentence, telling.origin,
        role=f"tells of it ({one.kind.replace('_', ' ')})", status=one.status, details=details,
    )  # fmt: skip


def _figure(figure: FigureRow, telling: Telling, event: str) -> Entity:
    counted = " ".join(part for part in (figure.measure.replace("_", " "), figure.of) if part)
    details = _values("description", f"{figure.words} ({figure.scope})" if figure.scope else figure.words, figure.origin)
    return _documentation(
        _id("figure", figure.id), telling.report, event, figure.sentence_span, figure.sentence, figure.origin,
        role=f"figure: {counted} {in_words((figure.low, figure.high))}", status=None, details=details,
    )  # fmt: skip


def _documentation(
    name: str,
    report: ReportRow,
    entity: str,
    span: Span,
    words: str,
    origin: str | None,
    *,
    role: str,
    status: str | None,
    details: Iterable[Value],
) -> Entity:
    values = (
        *_values("document", _id("report", report.id), origin),
        *_values("proof", _id("report", report.id), origin),
        *_values("entity", entity, origin),
        *_values("role", role, origin),
        *_values("status", status, origin),
        *_values("summary", words, origin),
        *_values("recordId", f"{report.id}#char={span[0]},{span[1]}", origin),
        *_values("sourceUrl", _url(report.address), origin),
        *_values("publisher", report.publisher, origin),
        *_values("date", report.published, origin),
        *details,
    )
    return Entity(name, "Documentation", values, report.retrieved_at)


def statements_of(entity: Entity, dataset: str) -> Iterator[dict[str, Any]]:
    """The statements of an entity, each once, as ``Statement.from_dict`` of FollowTheMoney takes them.

    A value that several origins give is one statement, of the first of them; who gives it too stands in the documentation.
    """
    yield _statement(entity, Value("id", entity.id), dataset)
    seen: set[tuple[str, str]] = set()
    for value in entity.values:
        if (value.prop, value.value) not in seen:
            seen.add((value.prop, value.value))
            yield _statement(entity, value, dataset)


def _statement(entity: Entity, value: Value, dataset: str) -> dict[str, Any]:
    lang = _LANGUAGE if (entity.schema, value.prop) in _WORDED else None
    key = f"{dataset}.{entity.id}.{value.prop}.{value.value}" + (f"@{lang}" if lang else "")
    seen = _seconds(entity.seen)
    return {
        "id": hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest(),
        "entity_id": entity.id,
        "canonical_id": entity.id,
        "schema": entity.schema,
        "prop": value.prop,
        "value": value.value,
        "dataset": dataset,
        "lang": lang,
        "original_value": None,
        "external": False,
        "first_seen": seen,
        "last_seen": seen,
        "origin": value.origin,
    }


def entity_of(entity: Entity, dataset: str) -> dict[str, Any]:
    """The entity with its properties, as FollowTheMoney's command line and Aleph load it."""
    properties: dict[str, list[str]] = {}
    for value in entity.values:
        held = properties.setdefault(value.prop, [])
        if value.value not in held:
            held.append(value.value)
    return {"id": entity.id, "schema": entity.schema, "properties": properties, "datasets": [dataset]}


def iter_entities(rows: Rows) -> Iterator[Entity]:
    """All entities of what is written: reports with their claims, then incidents; little at a time in memory.

    What is documented comes once; speakers and actors come again where it is long since they came last.
    """
    written: set[int] = set()
    for entity in _all_entities(rows):
        if entity.schema not in _REPEATED:
            yield entity
            continue
        key = hash((entity.id, tuple(one.value for one in entity.values)))
        if key in written:
            continue
        if len(written) >= _MOST_REMEMBERED:
            written.clear()
        written.add(key)
        yield entity


def _all_entities(rows: Rows) -> Iterator[Entity]:
    for report, claims, _ in rows.reports():
        yield document_of(report)
        for claim in claims:
            yield from claim_entities(claim, report)
    for incident in rows.incidents():
        yield from incident_entities(incident)


def write(account: Account, asked: Filter, target: Path, choices: Choices) -> Written:
    """Writes statements or entities, one a line; raises ``UsageError`` for an option that it does not know."""
    form, dataset = choices.options.get("form", "statements"), choices.options.get("dataset", "according")
    if form not in ("statements", "entities"):
        raise UsageError(f"{form!r} is no form of FollowTheMoney: give statements or entities")
    if not _DATASET.fullmatch(dataset):
        raise UsageError(f"{dataset!r} cannot name a data set: small letters, digits and underscores only")
    counted: Counter[str] = Counter()
    with open_rows(account, asked, choices) as rows, target.open("wb") as file:
        for entity in iter_entities(rows):
            lines: Iterable[Mapping[str, Any]] = statements_of(entity, dataset) if form == "statements" else [entity_of(entity, dataset)]
            for line in lines:
                file.write(_encode(line) + b"\n")
                counted["statements"] += form == "statements"
            counted[entity.schema] += 1
    return Written(target, {name: count for name, count in sorted(counted.items()) if count})


def _actor_keys(incident: IncidentRow) -> list[str]:
    return sorted({key for one in incident.told for key in (one.happening.actor_key, one.happening.target_key) if key})


def _values(prop: str, value: str | None, origin: str | None = None) -> list[Value]:
    """The value on one line without surplus spaces, if there is any."""
    shown = " ".join(value.split()) if value else ""
    return [Value(prop, shown, origin)] if shown else []


def _id(kind: str, content_id: str) -> str:
    return f"according-{kind}-{content_id.rpartition(':')[2]}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _url(address: str) -> str | None:
    return address if _URL.fullmatch(address) else None


def _seconds(moment: str | None) -> str | None:
    return moment[:19] if moment else None


FORMAT = Format("ftm", "FollowTheMoney statements or entities, for Aleph and the like", ".json", write, OPTIONS)
