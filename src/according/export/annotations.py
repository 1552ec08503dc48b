"""Web Annotations (W3C) with their provenance (PROV-O), as JSON-LD: one for each claim, each mention of an event, and each figure.

The target is the report at its address, selected by its words (``TextQuoteSelector``) and by their place (``TextPositionSelector``: code
points of the text as the account keeps it, whose SHA-256 is ``textSha256``). The body says what was read there and who says so: the words
as printed are quoted from the words as passed on, and so back to the primary source, each attributed to its agent. A difference between
accounts is an annotation on the two bodies; none of them is dropped for it.

The context of the Web Annotation model is named by its address and never fetched here; ``attached/context.json`` beside this module
maps the terms that are used to the same properties, for whoever reads a file offline. ``attached/terms.ttl`` says what the own terms
mean, ``attached/shapes.ttl`` (SHACL) what holds in every file.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from according.errors import UsageError
from according.export.formats import Choices, Format, Written
from according.export.rows import ClaimRow, FigureRow, IncidentRow, ReportRow, Rows, Telling, open_rows
from according.incidents import Range
from according.model import Span
from according.store import Account
from according.views.filters import Filter

ANNOTATION_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
"""The context that every Web Annotation names."""
TERMS = "urn:according:terms:"
"""What the IRIs of the own terms begin with."""
OPTIONS = {"form": "page (default): one JSON-LD document; or lines: an annotation on each line, each with its context"}
_encode = msgspec.json.Encoder().encode
_AROUND = 32
"""So many characters of the text stand in ``prefix`` and ``suffix``."""
_WEB = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_SAFE = "/:?#[]@!$&'()*+,;=%~-._"
_Node = dict[str, Any]


def own_context() -> _Node:
    """The context that stands in every file beside the Web Annotation's: PROV-O and the own terms."""
    return dict(_contexts()["own"])


def offline_context() -> _Node:
    """The terms of the Web Annotation context that are used here, for reading a file where ``ANNOTATION_CONTEXT`` cannot be fetched."""
    return {"@context": _contexts()["annotation"]}


@cache
def _contexts() -> dict[str, _Node]:
    found: dict[str, _Node] = json.loads(read_resource("context.json"))
    return found


def read_resource(name: str) -> str:
    """A file that belongs to this format: ``context.json``, ``terms.ttl`` or ``shapes.ttl``."""
    return (files("according.export") / "attached" / name).read_text(encoding="utf-8")


def claim_annotation(claim: ClaimRow, report: ReportRow) -> _Node:
    """A claim: the words that are said, with who says them and through whom."""
    name = _urn("claim", claim.id)
    body = {
        **_node(f"{name}:body", ["Claim"]),
        **_said(name, [claim.who, *claim.via, report.credit, report.publisher], report),
        **_given(who=claim.who, sourceKind=claim.source_kind, role=claim.role, affiliation=claim.affiliation, act=claim.act),
        **_given(form=claim.form, certainty=claim.certainty, distance=claim.distance, origin=claim.origin),
    }
    return _annotation(name, "describing", body, [_target(report, claim.span)])


def figure_annotation(figure: FigureRow, report: ReportRow, claim: ClaimRow | None) -> _Node:
    """A number, with what it counts and whose word it is; ``claim`` is the one that it stands in."""
    name = _urn("figure", figure.id)
    body = {
        **_node(f"{name}:body", ["Figure"]),
        **_said(name, [figure.who, *(claim.via if claim else ()), report.credit, report.publisher], report),
        **_given(measure=figure.measure, counted=figure.of, quantifier=figure.quantifier, figureScope=figure.scope, origin=figure.origin),
        **_bounds("", (figure.low, figure.high)),
        **_given(inIncident=_urn("incident", figure.incident), inTelling=_urn("happening", figure.happening)),
        **_given(inClaim=_urn("claim", figure.claim) + ":body" if figure.claim else None),
    }
    return _annotation(name, "classifying", body, [_target(report, figure.span)])


def telling_annotations(telling: Telling) -> Iterator[_Node]:
    """What a report tells of an incident: an annotation for each word that names it, all with one body."""
    one, report = telling.happening, telling.report
    name = _urn("happening", one.id)
    body = {
        **_node(name, ["Telling"]),
        **_said(name, telling.chain, report),
        **_given(kind=one.kind, status=one.status, dateFrom=one.date_from, dateTo=one.date_to, dateHow=one.date_how),
        **_given(place=one.place_name or one.place, geonames=one.geonames, lat=one.lat, long=one.lon, radiusKm=one.radius_km),
        **_given(country=one.country, actor=one.actor, counterpart=one.target, origin=telling.origin),
        **_bounds("killed", one.killed),
        **_bounds("injured", one.injured),
        **_given(inIncident=_urn("incident", telling.incident)),
        **(_given(certainty=telling.claim.certainty, distance=telling.claim.distance) if telling.claim else {}),
        **_given(inClaim=_urn("claim", one.claim) + ":body" if one.claim else None),
        "sentence": _target(report, telling.sentence_span),
    }
    seen: set[Span] = set()
    for mention in one.mentions:
        if mention.trigger in seen:
            continue
        own = body if not seen else {"id": name}
        seen.add(mention.trigger)
        start, end = mention.trigger
        yield _annotation(f"{name}:{start}-{end}", "identifying", own, [_target(report, mention.trigger)])


def difference_annotations(incident: IncidentRow) -> Iterator[_Node]:
    """Where accounts of an incident differ: an annotation on their bodies, each with the side that it is on."""
    for number, one in enumerate(incident.differences):
        name = f"{_urn('incident', incident.id)}:difference:{number}"
        sides = [{"type": "Side", "sideValue": value, "sideTelling": [_urn("happening", held) for held in ids]} for value, ids in one.sides]
        body = {
            **_node(f"{name}:body", ["Difference"]),
            **_given(field=one.field, differenceType=one.type, reason=one.reason, inIncident=_urn("incident", incident.id)),
            "side": sides,
        }
        told = list(dict.fromkeys(_urn("happening", held) for _, ids in one.sides for held in ids))
        yield _annotation(name, "assessing", body, told)


def iter_annotations(rows: Rows) -> Iterator[_Node]:
    """All annotations: of reports their claims and figures, then of incidents what is told of them and what they differ on."""
    for report, claims, figures in rows.reports():
        held: dict[str | None, ClaimRow] = {claim.id: claim for claim in claims}
        for claim in claims:
            yield claim_annotation(claim, report)
        for figure in figures:
            yield figure_annotation(figure, report, held.get(figure.claim))
    for incident in rows.incidents():
        for telling in incident.told:
            yield from telling_annotations(telling)
        yield from difference_annotations(incident)


def write(account: Account, asked: Filter, target: Path, choices: Choices) -> Written:
    """Writes a page of annotations, or one on each line; raises ``UsageError`` for a form that there is none of."""
    form = choices.options.get("form", "page")
    if form not in ("page", "lines"):
        raise UsageError(f"{form!r} is no form of annotations: give page or lines")
    context = [ANNOTATION_CONTEXT, own_context()]
    counted: Counter[str] = Counter()
    with open_rows(account, asked, choices) as rows, target.open("w", encoding="utf-8", newline="\n") as file:
        if form == "page":
            file.write(f'{{"@context":{_json(context)},\n"id":"urn:according:annotations","type":"AnnotationPage","items":[\n')
        for number, one in enumerate(iter_annotations(rows)):
            counted[one["motivation"]] += 1
            if form == "page":
                file.write((",\n" if number else "") + _json(one))
            else:
                file.write(_json({"@context": context, **one}) + "\n")
        if form == "page":
            file.write("\n]}\n")
    names = {"describing": "claims", "classifying": "figures", "identifying": "mentions", "assessing": "differences"}
    return Written(target, {names[motivation]: count for motivation, count in sorted(counted.items())})


def _annotation(name: str, motivation: str, body: _Node, target: Sequence[Any]) -> _Node:
    return {"id": name, "type": "Annotation", "motivation": motivation, "body": body, "target": target[0] if len(target) == 1 else target}


def _target(report: ReportRow, span: Span) -> _Node:
    """Words of a report as they are selected: by what they are, between what stands around them, and by where they stand."""
    start, end = span
    text = report.text
    words = {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[max(0, start - _AROUND) : start]}
    return {
        "type": "SpecificResource",
        "source": _source(report),
        "selector": [
            {**words, "suffix": text[end : end + _AROUND]},
            {"type": "TextPositionSelector", "start": start, "end": end},
        ],
        "state": {"type": "TimeState", "sourceDate": _moment(report.retrieved_at)},
        "report": _urn("report", report.id),
        "textSha256": report.text_sha256,
        "captureSha256": report.sha256,
    }


def _said(name: str, chain: Sequence[str | None], report: ReportRow) -> _Node:
    """The provenance of a body: attributed to who printed it, quoted from who passed it on, and so on to the primary source."""
    speakers = list(dict.fromkeys(one for one in chain if one))
    node: _Node = {"wasDerivedFrom": _report_entity(report)}
    if not speakers:
        return node
    passed: _Node | None = None
    primary = f"{name}:said:0" if len(speakers) > 1 else None
    for number, speaker in enumerate(speakers):
        words: _Node = {"wasAttributedTo": {"type": ["ProvAgent"], "name": speaker}}
        if passed is not None:
            words["wasQuotedFrom"] = passed
        passed = {"id": f"{name}:said:{number}", "type": ["ProvEntity"], **words}
    assert passed is not None
    own = {key: value for key, value in passed.items() if key not in ("id", "type")}
    return {**node, **own, **({"hadPrimarySource": primary} if primary else {})}


def _report_entity(report: ReportRow) -> _Node:
    return {
        "id": _urn("report", report.id),
        "type": ["ProvEntity"],
        "address": report.address,
        **_given(title=report.title, publisher=report.publisher, credit=report.credit, published=report.published),
    }


def _node(name: str, types: list[str]) -> _Node:
    return {"id": name, "type": ["ProvEntity", *types]}


def _given(**values: Any) -> _Node:
    return {key: value for key, value in values.items() if value is not None}


def _bounds(name: str, toll: Range | None) -> _Node:
    low, high = toll or (None, None)
    return _given(**({f"{name}Low": low, f"{name}High": high} if name else {"low": low, "high": high}))


def _source(report: ReportRow) -> str:
    """The address as an IRI, and the report's own name where it came under no web address."""
    return quote(report.address, safe=_SAFE) if _WEB.fullmatch(report.address) else str(_urn("report", report.id))


def _urn(kind: str, content_id: str | None) -> Any:
    return f"urn:according:{kind}:{content_id.rpartition(':')[2]}" if content_id else None


def _moment(given: str) -> str:
    """The moment as xsd:dateTime has it, in UTC."""
    return given if given.endswith("Z") or "+" in given else f"{given}Z"


def _json(value: Any) -> str:
    return _encode(value).decode("utf-8")


FORMAT = Format(
    "annotations", "W3C Web Annotations with PROV-O, as JSON-LD: the words, where they stand, and the chain", ".jsonld", write, OPTIONS
)
