"""The shapes of ACLED, UCDP and PLOVER: their columns and allowed values, our choices, and what has no word in them."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from according.export import acled, ucdp
from according.export.evidence import COLUMNS as EVIDENCE
from according.export.parties import kind_of_party
from according.views.filters import KINDS
from according.vocab.crosswalks import load_countries, load_crosswalk, load_party_words
from tests.export.material import Told, told

__all__ = ["told"]
EXACT = {"cells": "exact"}
SUB_EVENTS = {
    "Battles": {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"},
    "Explosions/Remote violence": {
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    },
    "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
    "Protests": {"Peaceful protest", "Protest with intervention", "Excessive force against protesters"},
    "Riots": {"Violent demonstration", "Mob violence"},
    "Strategic developments": {
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    },
}
DISORDER = {"Political violence", "Demonstrations", "Strategic developments", "Political violence; Demonstrations"}
INTER = (
    *("State forces", "Rebel group", "Political militia", "Identity militia", "Rioters", "Protesters", "Civilians"),
    "External/Other forces",
)
PLOVER_EVENTS = set(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN SANCTION PROTEST MOBILIZE COERCE ASSAULT".split()
)
PLOVER_MODES = {
    "CONSULT": {"visit", "third-party", "multilateral", "phone"},
    "RETREAT": {"withdraw", "release", "disarm", "ceasefire", "access", "resign"},
    "ACCUSE": {"disapprove", "investigate", "allege"},
    "THREATEN": {"restrict", "arrest", "relations", "expel", "territory", "violence"},
    "PROTEST": {"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"},
    "SANCTION": {"convict", "expel", "withdraw", "discontinue"},
    "MOBILIZE": {"troops", "weapons", "police", "militia"},
    "COERCE": set("seize restrict censor curfew martial-law arrest deport withhold misinformation cyber".split()),
    "ASSAULT": set(
        "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone heavy-weapons"
        " crowd-control unconventional".split()
    ),
}
PLOVER_CONTEXTS = set(
    "military intelligence executive legislative election political_institutions pro-democracy pro-autocracy economic legal reparations"
    " human_rights rights_freedoms repression human_security gender lgbt religion_ethnicity inequality diplomatic territory peacekeeping"
    " health asylum migration disasters natural_resources environment technology terrorism cbrn cyber misinformation crime corruption"
    " illegal_drugs trafficking".split()
)
PLOVER_SECTORS = set("COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split())


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def optional(check: Callable[[str], Any]) -> Callable[[str], bool]:
    return lambda value: value == "" or bool(check(value))


def one_of(*allowed: object) -> Callable[[str], bool]:
    return lambda value: value in {str(one) for one in allowed}


def is_day(value: str) -> bool:
    return date.fromisoformat(value).isoformat() == value


ACLED_VALUES: dict[str, Callable[[str], Any]] = {
    "event_id_cnty": re.compile(r"([A-Z]{3})?[0-9a-f]{16}").fullmatch,
    "event_date": is_day,
    "year": str.isdigit,
    "time_precision": optional(one_of(1, 2, 3)),
    "disorder_type": optional(DISORDER.__contains__),
    "event_type": optional(SUB_EVENTS.__contains__),
    "inter1": optional(INTER.__contains__),
    "inter2": optional(INTER.__contains__),
    "civilian_targeting": one_of("", "Civilian targeting"),
    "iso": optional(str.isdigit),
    "geo_precision": optional(one_of(1, 2, 3)),
    "fatalities": optional(str.isdigit),
    "latitude": optional(lambda value: -90 <= float(value) <= 90),
    "longitude": optional(lambda value: -180 <= float(value) <= 180),
    "timestamp": str.isdigit,
}
UCDP_VALUES: dict[str, Callable[[str], Any]] = {
    "id": lambda value: 0 <= int(value) < 2**53,
    "type_of_violence": optional(one_of(1, 2, 3)),
    "where_prec": optional(one_of(*range(1, 8))),
    "date_prec": one_of(*range(1, 6)),
    "event_clarity": optional(one_of(1, 2)),
    "date_start": is_day,
    "date_end": is_day,
    "priogrid_gid": optional(lambda value: 1 <= int(value) <= 259_200),
    **{name: optional(str.isdigit) for name in ("best", "low", "high", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")},
}


def test_acled_has_its_31_columns_with_values_that_it_allows(told: Told) -> None:
    file, written = told.write("acled", options=EXACT)
    rows = rows_of(file)
    assert len(acled.COLUMNS) == 31
    assert list(rows[0]) == [*acled.COLUMNS, *EVIDENCE]
    assert written.rows == {"events": len(rows)} == {"events": 3}
    for row in rows:
        assert [name for name, check in ACLED_VALUES.items() if not check(row[name])] == []
        assert row["sub_event_type"] in SUB_EVENTS.get(row["event_type"], set()) | {""}


def test_acled_holds_the_choice_and_the_notes_hold_who_says_otherwise(told: Told) -> None:
    file, _ = told.write("acled")
    row = next(row for row in rows_of(file) if row["according_incident"] == told.named["shelling"])
    expected = {
        "event_date": "2016-03-03",
        "time_precision": "1",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Shelling/artillery/missile attack",
        "actor1": "Syrian army",
        "inter1": "State forces",
        "actor2": "the market",
        "inter2": "Civilians",
        "interaction": "State forces-Civilians",
        "civilian_targeting": "Civilian targeting",
        "iso": "760",
        "country": "Syria",
        "admin1": "Ḩalab",
        "location": "Aleppo",
        "geo_precision": "1",
        "source": "Kesh Wire; Orna Post",
        "fatalities": "12",
        "according_low": "12",
        "according_high": "40",
        "region": "",
        "tags": "",
    }
    assert {name: row[name] for name in expected} == expected
    assert row["notes"].startswith("Accounts differ on killed (number): 12; at least 40. They give other numbers. activists, through SOHR")
    assert "the mayor, in Orna Post: “At least 40 people died" in row["notes"]


def test_what_acled_has_no_word_for_is_left_out_or_said(told: Told) -> None:
    file, written = told.write("acled", options=EXACT)
    assert written.left_out == {
        "ACLED has no such kind of event: diplomacy": 1,
        "no day is told": 1,
        "nobody says that it happened": 1,
    }
    rows = {row["according_incident"]: row for row in rows_of(file)}
    taking = rows[told.named["territory"]]
    assert (taking["sub_event_type"], taking["inter1"], taking["inter2"]) == (
        "Non-state actor overtakes territory",
        "Rebel group",
        "Political militia",
    )
    assert (taking["interaction"], taking["time_precision"], taking["event_date"]) == ("Rebel group-Political militia", "", "2016-01-01")
    assert "time_precision: longer than a month: 91 days" in json.loads(taking["according_unmapped"])
    assert written.unmapped["time_precision: longer than a month"] == 1
    spanning = rows[told.named["hostile"]]
    assert (spanning["event_date"], spanning["time_precision"]) == ("2016-03-07", "3")


def test_acled_writes_older_codes_where_asked(told: Told) -> None:
    file, _ = told.write("acled", options={"inter": "codes"})
    row = next(row for row in rows_of(file) if row["according_incident"] == told.named["territory"])
    assert (row["inter1"], row["inter2"], row["interaction"]) == ("2", "3", "23")


def test_ucdp_has_its_49_columns_with_values_that_it_allows(told: Told) -> None:
    file, written = told.write("ucdp")
    rows = rows_of(file)
    assert len(ucdp.COLUMNS) == 49
    assert list(rows[0]) == [*ucdp.COLUMNS, *EVIDENCE]
    assert written.rows == {"events": 1}
    assert written.left_out["nobody is said to have been killed"] == 2
    for row in rows:
        assert [name for name, check in UCDP_VALUES.items() if not check(row[name])] == []
        assert int(row["low"]) <= int(row["best"]) <= int(row["high"])


def test_ucdp_keeps_the_chain_and_the_range(told: Told) -> None:
    file, _ = told.write("ucdp")
    row = rows_of(file)[0]
    expected = {
        "source_office": "Kesh Wire;Orna Post",
        "source_original": "activists;the mayor",
        "source_date": "2016-03-04;2016-03-05",
        "low": "12",
        "best": "12",
        "high": "40",
        "deaths_civilians": "12",
        "deaths_unknown": "0",
        "where_prec": "1",
        "date_prec": "1",
        "event_clarity": "1",
        "type_of_violence": "3",
        "side_a": "Syrian army",
        "side_b": "Civilians",
        "geom_wkt": "POINT (37.16117 36.20124)",
        "priogrid_gid": "181875",
        "conflict_name": "",
        "gwnoa": "",
    }
    assert {name: row[name] for name in expected} == expected
    assert json.loads(row["according_chain"]) == ["activists", "SOHR", "Orna Agency", "Kesh Wire"]


def test_plover_writes_each_telling_with_its_sentence(told: Told) -> None:
    file, written = told.write("plover")
    events = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n")[:-1]]
    assert written.rows == {"events": len(events)} == {"events": 5}
    assert written.left_out == {"told of as possible": 1, "no day is told": 1}
    for one in events:
        assert set(one["event"]) <= PLOVER_EVENTS
        assert set(one["mode"]) <= PLOVER_MODES.get(one["event"][0], set())
        assert set(one["context"]) <= PLOVER_CONTEXTS
        assert {entity.get("sector", "UNK") for entity in one["actor"] + one["recipient"]} <= PLOVER_SECTORS
        assert re.fullmatch(r"0[1-9]|1\d|20", one["according"]["cameo_root"])
        text = one["text"][0]
        assert text["text_story"] == told.sentence(one["according"]["report"], text["start"], text["end"])
    shelled = next(one for one in events if one.get("event_scale") == {"dead": 12})
    assert shelled["actor"] == [{"code": "SYR", "sector": "MIL", "entity_text": "Syrian army"}]
    assert (shelled["event"], shelled["mode"], shelled["quad_code"]) == (["ASSAULT"], ["heavy-weapons"], 4)
    assert shelled["event_loc"]["province"] == "Ḩalab"


@pytest.mark.parametrize("form", ["acled", "ucdp"])
def test_each_row_leads_to_its_sentence(told: Told, form: str) -> None:
    file, _ = told.write(form, options=EXACT)
    for row in rows_of(file):
        span = int(row["according_sentence_start"]), int(row["according_sentence_end"])
        assert row["according_sentence"] == told.sentence(row["according_report"], *span)
        assert row["according_address"] in json.loads(row["according_addresses"])


def test_every_kind_has_a_line_with_a_note_in_every_crosswalk() -> None:
    for name in ("acled", "plover"):
        kinds = load_crosswalk(name)["kinds"]
        assert set(kinds) == set(KINDS)
        assert all(one["note"] for one in kinds.values())
    assert set(load_crosswalk("ucdp")["violence"]) <= set(KINDS)


def test_the_crosswalks_use_only_words_of_the_codebooks() -> None:
    book = load_crosswalk("acled")
    pairs = [(one.get("event"), one.get("sub")) for one in book["kinds"].values()]
    pairs += [tuple(pair) for one in book["kinds"].values() for pair in one.get("words", {}).values()]
    pairs += [tuple(one[group]) for one in book["kinds"].values() for group in book["groups"] if group in one]
    assert all(sub is None or sub in SUB_EVENTS[event] for event, sub in pairs if event)
    assert set(book["disorder"].values()) <= DISORDER
    assert [name for _, name in sorted({tuple(one) for one in book["inter"].values()})] == list(INTER)
    plover = load_crosswalk("plover")
    for one in plover["kinds"].values():
        for coded in (one, *({**one, **other} for other in one.get("words", {}).values())):
            if "event" in coded:
                assert set(coded["mode"]) <= PLOVER_MODES.get(coded["event"], set()), coded
                assert set(coded["context"]) <= PLOVER_CONTEXTS
    assert set(plover["sectors"].values()) | set(plover["kinds_of_actor"].values()) <= PLOVER_SECTORS
    assert set(plover["quad"]) == PLOVER_EVENTS


def test_every_kind_of_party_has_a_place_in_every_crosswalk() -> None:
    words = load_party_words()
    kinds = (set(words.nouns.values()) | set(words.kinds.values()) | set(words.sides.values())) - {"by side", "by country"}
    ucdp_book = load_crosswalk("ucdp")
    assert kinds == {one for name in ("state", "groups", "unarmed", "unclear") for one in ucdp_book[name]}
    assert kinds == set(load_crosswalk("plover")["sectors"])
    assert kinds - {"soldiers"} == set(load_crosswalk("acled")["inter"])
    assert len(load_countries()) == 250


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("Syrian army", "SY", "state"),
        ("the Russian air force", "SY", "foreign state"),
        ("al-Nusra Front", "SY", "rebels"),
        ("rebel fighters", "SY", "rebels"),
        ("five gunmen", "SY", "armed"),
        ("policemen", "SY", "state"),
        ("a teacher and two women", "SY", "civilians"),
        ("villagers from Kesh", "SY", "civilians"),
        ("UN peacekeepers", "ML", "peacekeepers"),
        ("the Red Crescent's aid workers", "SY", "bodies"),
        ("protesters", "SY", "protesters"),
        ("a warplane", "SY", "soldiers"),
        ("regime warplanes", "SY", "state"),
        ("rebel troops", "SY", "rebels"),
        ("Turkish", "SY", "foreign state"),
        ("Syria", "SY", "state"),
        ("people", "SY", None),
        ("the Kesh Tigers", "SY", None),
        ("the market", "SY", None),
        (None, "SY", None),
    ],
)
def test_kinds_of_party(name: str | None, country: str, kind: str | None) -> None:
    assert kind_of_party(name, country, None) == kind
