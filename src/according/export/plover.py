"""Events in PLOVER 0.8 as JSON Lines, one for each report that tells of one, with the root code of CAMEO, by ``vocab/plover.yml``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from according import __version__
from according.actors import actor_called
from according.export.choosing import differences_of
from according.export.evidence import Tally
from according.export.formats import Choices, Format, Written
from according.export.geography import locate_at
from according.export.parties import kind_of_party
from according.export.records import IncidentRow, Telling
from according.export.rows import open_rows
from according.export.wording import choose_by_words, words_near
from according.store import Account
from according.views.filters import Filter
from according.vocab.crosswalks import load_countries, load_crosswalk

_RESOLUTION = {"point": 4, "district": 3, "division": 2, "country": 1}


@dataclass(frozen=True, slots=True)
class _Coded:
    """An event type with its modes and contexts and the root code of CAMEO."""

    event: str
    mode: tuple[str, ...]
    context: tuple[str, ...]
    cameo: str


def write(account: Account, asked: Filter, target: Path, choices: Choices) -> Written:
    """Write one line for each telling that PLOVER has a type for and that has a day."""
    tally, lines = Tally(), 0
    with target.open("w", encoding="utf-8", newline="\n") as file, open_rows(account, asked, choices) as rows:
        for incident in rows.incidents():
            for told in incident.told:
                found = _code(told)
                if isinstance(found, str) or told.happening.date_from is None:
                    tally.left_out[found if isinstance(found, str) else "no day is told"] += 1
                    continue
                unmapped = [f"mode of {told.happening.kind}"] if not found.mode else []
                tally.unmapped.update(unmapped)
                file.write(json.dumps(_event(incident, told, found, unmapped), ensure_ascii=False, separators=(",", ":")) + "\n")
                lines += 1
    return Written(target, {"events": lines}, tally.left_out, tally.unmapped)


def _code(told: Telling) -> _Coded | str:
    """What PLOVER calls it; the reason where it has no word for it."""
    words = load_crosswalk("plover")
    happening = told.happening
    choice: dict[str, Any] = dict(words["kinds"][happening.kind])
    if not choice.get("event"):
        return f"PLOVER has no such type of event: {happening.kind}"
    choice.update(choose_by_words(choice.get("words", {}), [words_near(told, happening.trigger)]) or {})
    if happening.status == "future":
        is_threat = told.claim is not None and told.claim.act == "threaten" and choice["event"] in words["threat"]["of"]
        if not is_threat:
            return "told of as future"
        choice.update({key: words["threat"][key] for key in ("event", "mode", "cameo")})
    elif happening.status != "happened":
        return f"told of as {happening.status}"
    return _Coded(choice["event"], tuple(choice["mode"]), tuple(choice["context"]), choice["cameo"])


def _event(incident: IncidentRow, told: Telling, coded: _Coded, unmapped: list[str]) -> dict[str, Any]:
    one, report = told.happening, told.report
    said = {
        "id": one.id,
        "has_event": True,
        "date": one.date_from,
        "enddate": one.date_to if one.date_to != one.date_from else None,
        "actor": _entity(one.actor_key or one.actor, told),
        "recipient": _entity(one.target_key or one.target, told),
        "event": [coded.event],
        "event_loc": _location(told),
        "event_text": [report.text[slice(*one.trigger)]],
        "quad_code": load_crosswalk("plover")["quad"][coded.event],
        "event_scale": _given({"dead": one.killed[0] if one.killed else None, "injured": one.injured[0] if one.injured else None}),
        "mode": list(coded.mode),
        "context": list(coded.context),
        "link": incident.id,
        "text": [{"sequence": 1, "start": told.sentence_span[0], "end": told.sentence_span[1], "text_story": told.sentence}],
        "cite_info": _given({"url": report.address, "title": report.title, "publication": report.publisher, "codebook": "PLOVER 0.8"}),
        "coder": f"According {__version__}",
        "comment": " ".join(differences_of(incident)) or None,
        "according": _own(incident, told, coded, unmapped),
    }
    return {key: value for key, value in said.items() if value is not None and value != {}}


def _own(incident: IncidentRow, told: Telling, coded: _Coded, unmapped: list[str]) -> dict[str, Any]:
    """What PLOVER has no field for."""
    one, report = told.happening, told.report
    return {
        "cameo_root": coded.cameo,
        "incident": incident.id,
        "happening": one.id,
        "claim": one.claim,
        "report": report.id,
        "published": report.published,
        "kind": one.kind,
        "status": one.status,
        "chain": list(told.chain),
        "origin": told.origin,
        "certainty": told.claim.certainty if told.claim else None,
        "trigger": list(one.trigger),
        "killed": list(one.killed) if one.killed else None,
        "injured": list(one.injured) if one.injured else None,
        "unmapped": unmapped,
    }


def _entity(name: str | None, told: Telling) -> list[dict[str, str]]:
    """An actor with its country and sector, as far as its name tells them."""
    if name is None:
        return []
    words, one = load_crosswalk("plover"), told.happening
    actor = actor_called(name, one.date_from)
    country = load_countries().get(actor.country[0]) if actor and len(actor.country) == 1 else None
    kind = kind_of_party(name, one.country, one.date_from)
    sector = words["kinds_of_actor"].get(actor.kind if actor else "") or words["sectors"].get(kind or "")
    return [_given({"code": country.three if country else None, "sector": sector, "entity_text": one_line(name)})]


def one_line(text: str) -> str:
    """The text with its white space as single blanks."""
    return " ".join(text.split())


def _location(told: Telling) -> dict[str, Any] | None:
    one = told.happening
    if one.place is None:
        return None
    where = locate_at(one.place_name or one.place, one.geonames, one.country, one.lat, one.lon)
    return _given(
        {
            "extracted_place": one.place,
            "resolved_place": one.place_name,
            "geonameid": one.geonames,
            "lat": one.lat,
            "lon": one.lon,
            "district": where.admin2,
            "province": where.admin1,
            "country": where.country,
            "country_code": where.codes.three if where.codes else None,
            "resolution": _RESOLUTION.get(where.level or ""),
        }
    )


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are known."""
    return {key: value for key, value in values.items() if value is not None}


FORMAT = Format("plover", "events in PLOVER 0.8 as JSON Lines, with the root codes of CAMEO", ".jsonl", write)
