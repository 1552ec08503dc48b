"""What is kept back: names and positions, from whom, and that they come out nowhere else."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from starlette.testclient import TestClient

from according.errors import UsageError
from according.hiding import BLOCK, Policy, coarsen_area, hiding_from, parse_policy, read_policy, redact
from according.model import Claim, Place, Reading, Report
from according.people import make_token
from according.views import Area
from tests.show.asking import START, Clock, guard_with, register, sign_in

Make = Callable[..., TestClient]
POLICY = parse_policy(
    {
        "names": [
            {"name": "Zeyna Orlu", "also": ["Z. Orlu", "زينا أورلو", "Orlu*"]},
            {"name": "Strauß Werk", "from": ["reader"]},
        ],
        "places": [
            {"words": ["hospital"], "km": 25, "from": ["reader", "export"]},
            {"kinds": ["camp"], "km": 10},
            {"km": 2, "from": ["export"]},
        ],
    }
)
CASES = """
    A sister of Zeyna Orlu fled.                  => A sister of ########## fled.
    ZEYNA ORLU’S house                            => ##########’S house
    Zéyna   Órlu                                  => ############
    Zeyna\u200b O\u00adrlu                         => ############
    zeyna-orlu-arrested.html                      => ##########-arrested.html
    @zeynaorlu77                                  => @#########77
    Z. Orlu and z.orlu                            => ####### and ######
    the Orlubeks                                  => the ########
    Zorlu, Corluland                              => Zorlu, Corluland
    وزينا أورلو قالت                              => و########## قالت
    STRAUSS WERK, Strauß-Werk                     => ############, ###########
    nobody of that name                           => nobody of that name
    https://x.example/?q=zeyna%20orlu             => https://x.example/?q=############
"""


class _Pair(NamedTuple):
    who: str
    number: int


@dataclass(frozen=True)
class _Mixed:
    who: str
    inner: tuple[_Pair, ...]
    words: tuple[str, ...] = ()


@pytest.mark.parametrize("case", [line.strip() for line in CASES.strip().splitlines()])
def test_a_hidden_name_becomes_blocks_wherever_it_stands(case: str) -> None:
    """In any case, with any accents, in an address or a handle, with invisible characters in it."""
    text, _, shown = (part.strip() for part in case.partition("=>"))
    assert redact(text, POLICY, "reader").replace(BLOCK, "#") == shown
    assert redact(text, POLICY, "admin") == text


def test_an_address_that_spells_it_in_percent_signs_goes_altogether() -> None:
    """There is no telling which part of it is the name."""
    address = "https://x.example/" + quote("زينا أورلو")
    assert redact(address, POLICY, "reader") == BLOCK * len(address)


def test_offsets_stay_right() -> None:
    """A reading whose text was redacted still tells which words are whose."""
    text = "Zeyna Orlu said that the bridge was hit."
    reading = Reading(
        Report("sha256:1", "a", "article", text),
        claims=(Claim("c", ((11, 40),), (0, 10), (11, 15), "Zeyna Orlu", None, "indirect", "say"),),
    )
    shown = redact(reading, POLICY, "coder")
    assert len(shown.report.text) == len(text)
    assert shown.report.text[slice(*shown.claims[0].content[0])] == "said that the bridge was hit."
    assert (shown.claims[0].who, shown.claims[0].content) == (BLOCK * 10, reading.claims[0].content)
    assert redact(reading, POLICY, "admin") is reading


def test_all_shapes_of_values_are_gone_through() -> None:
    """Lists, mappings and their keys, named tuples, dataclasses, iterators, markup; what holds nothing hidden is the same object."""
    value = {"Zeyna Orlu": [_Mixed("Zeyna Orlu", (_Pair("by Zeyna Orlu", 3),), ("bridge", "orlu", "zeyna"))], "n": (1, None, 2.5, b"Orlu")}
    shown: Any = redact(value, POLICY, "export")
    assert "orlu" not in repr({key: one for key, one in shown.items() if key != "n"}).lower()
    (mixed,) = shown[BLOCK * 10]
    assert (type(mixed), type(mixed.inner[0]), mixed.inner[0].number, mixed.words) == (_Mixed, _Pair, 3, ("bridge",))
    assert list(redact(iter(["Zeyna Orlu", "x"]), POLICY, "reader")) == [BLOCK * 10, "x"]
    marked = redact(Markup("<b>Zeyna Orlu</b>"), POLICY, "reader")
    assert isinstance(marked, Markup)
    assert marked == f"<b>{BLOCK * 10}</b>"
    plain = {"a": ("b", _Mixed("c", ()))}
    assert redact(plain, POLICY, "reader")["a"] is plain["a"]


@given(st.text(), st.text(alphabet="\u200b -.zeynaorlu ZEYNAORLU%20É", max_size=40))
def test_redacting_keeps_lengths_and_is_done_once(before: str, after: str) -> None:
    """Every text comes out as long as it went in; a second pass finds nothing more; the name is never in it."""
    for text in (before, after, f"{before} Zeyna Orlu {after}"):
        shown = redact(text, POLICY, "reader")
        assert len(shown) == len(text)
        assert redact(shown, POLICY, "reader") == shown
        assert "zeyna orlu" not in shown.lower()


@pytest.mark.parametrize(
    ("name", "audience", "km"),
    [
        ("Al Quds hospital", "reader", 25),
        ("Al Quds Hospital", "coder", None),
        ("Aleppo", "reader", None),
        ("Aleppo", "export", 2),
        ("Handarat", "coder", 10),
        ("Al Quds hospital", "nobody known", 25),
    ],
)
def test_a_position_moves_to_the_middle_of_its_cell(name: str, audience: str, km: float | None) -> None:
    """Its radius grows, its number goes; the coarsest rule that fits counts, and from whoever is not known all is kept back."""
    place = Place((0, 4), name, 170063, 36.20124, 37.16117, 0.5, "gazetteer")
    shown = redact(place, POLICY, audience)
    if km is None:
        assert shown is place
        return
    assert (shown.geonames, shown.radius_km) == (None, max(km, 0.5))
    assert shown.lat is not None
    assert shown.lon is not None
    assert (shown.lat, shown.lon) != (place.lat, place.lon)
    assert abs(shown.lat - 36.20124) * 111.2 <= km / 2 + 0.1
    near = replace(place, lat=shown.lat + 0.001, lon=shown.lon - 0.001)
    assert (redact(near, POLICY, audience).lat, redact(near, POLICY, audience).lon) == (shown.lat, shown.lon)


def test_what_goes_out_by_two_doors_is_as_coarse_as_the_coarser_has_it() -> None:
    """At once: once a place has lost its number, nobody can tell any more that it is a camp."""
    policy = parse_policy({"places": [{"km": 2, "from": ["coder"]}, {"kinds": ["camp"], "km": 40, "from": ["export"]}]})
    camp = Place((0, 8), "Handarat", None, 36.2712, 37.1712, 0.5, "gazetteer")
    assert redact(camp, policy, "coder", "export").radius_km == 40
    assert redact(camp, policy, "export", "coder") == redact(camp, policy, "coder", "export")
    assert redact(camp, policy, "coder").radius_km == 2


def test_a_position_in_the_json_of_a_judgement_moves_too() -> None:
    """A value that somebody gave is a text that says a position; what holds none stays letter by letter, sound or not."""
    held = {"value": '{"name": "a hospital", "lat": 36.20124, "lon": 37.16117, "geonames": 7, "radius_km": 0.1}', "n": 1}
    shown = json.loads(redact(held, POLICY, "reader")["value"])
    assert (shown["name"], shown["geonames"], shown["radius_km"]) == ("a hospital", None, 25)
    assert (shown["lat"], shown["lon"]) != (36.20124, 37.16117)
    added = {"value": json.dumps({"span": [1, 4], "position": json.loads(held["value"])})}
    assert json.loads(redact(added, POLICY, "reader")["value"])["position"] == shown
    for value in ('{ "low": 3 }', "no JSON", "[1, 2]", '{"lat": 36.2', '"x"'):
        assert redact({"value": value}, POLICY, "reader")["value"] == value


def test_points_of_a_map_move_too_and_no_circle_finds_them_out() -> None:
    """GeoJSON, and the circle that a filter looks in: all that differ by less than a cell are the same circle."""
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [37.16, 36.2]}, "properties": {"place": "a hospital"}}
    lon, lat = redact(feature, POLICY, "reader")["geometry"]["coordinates"]
    assert (lon, lat) != (37.16, 36.2)
    assert redact(feature, POLICY, "coder") == feature
    circles = {coarsen_area(Area("x", 36.2 + step / 1000, 37.16, 1.0), hiding_from(POLICY, "reader")) for step in range(20)}
    assert len(circles) <= 2
    assert all(one is not None and one.radius_km == 25 for one in circles)


@pytest.mark.parametrize("km", [1, 25, 1000])
@pytest.mark.parametrize(("lat", "lon"), [(90, 180), (-90, -180), (0, 0), (89.99, 179.99), (-0.1, -179.99)])
def test_the_grid_covers_the_earth(lat: float, lon: float, km: float) -> None:
    """Poles and the date line included."""
    policy = parse_policy({"places": [{"km": km}]})
    shown = redact({"lat": lat, "lon": lon}, policy, "reader")
    assert -90 <= shown["lat"] <= 90
    assert -180 <= shown["lon"] <= 180


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": []}, "knows no 'name'"),
        ({"names": [{"also": ["x"]}]}, "needs a name"),
        ({"names": [{"name": "Al"}]}, "too short"),
        ({"names": [{"name": "Zeyna", "from": ["boss"]}]}, "kept back from 'boss'"),
        ({"names": [{"name": "Zeyna", "form": ["reader"]}]}, "knows no 'form'"),
        ({"names": {"name": "Zeyna"}}, r"write \[\[names\]\]"),
        ({"places": [{"words": ["x"]}]}, "needs km"),
        ({"places": [{"km": True}]}, "needs km"),
        ({"places": [{"km": 5, "words": "hospital"}]}, "list of texts"),
    ],
)
def test_a_slip_in_the_policy_is_an_error(given: dict[str, Any], words: str) -> None:
    """A rule that is passed over would show what must not be shown."""
    with pytest.raises(UsageError, match=words):
        parse_policy(given)


def test_a_policy_is_read_from_a_file(tmp_path: Path) -> None:
    """TOML; a file that is missing or broken is named."""
    file = tmp_path / "policy.toml"
    file.write_text('[[names]]\nname = "Zeyna Orlu"\n', encoding="utf-8")
    assert read_policy(file) == parse_policy({"names": [{"name": "Zeyna Orlu"}]})
    file.write_text("[[names]\n", encoding="utf-8")
    for broken in (file, tmp_path / "none.toml"):
        with pytest.raises(UsageError, match=str(broken)):
            read_policy(broken)
    assert redact("Zeyna Orlu", Policy(), "reader") == "Zeyna Orlu"


def test_asking_for_a_part_of_a_hidden_name_is_asking_for_it() -> None:
    """A filter that takes parts of names would spell it out letter by letter."""
    hiding = hiding_from(POLICY, "reader")
    assert all(hiding.is_probe(value) for value in ("Zeyna Orlu", "orl", "ZEYNA", "by zeyna orlu", "zeyn*"))
    assert not any(hiding.is_probe(value) for value in ("Aleppo", "", "***", "nurse"))
    assert hiding.finds("bridge hit", None, "The bridge was hit, Zeyna Orlu said.")
    assert not any(hiding.finds(words, None, "The bridge was hit, Zeyna Orlu said.") for words in ("orlu", "bridge orl*", '"zeyna orlu"'))


HIDDEN = parse_policy(
    {"names": [{"name": "Imra Kaldes", "also": ["Kaldes*"], "from": ["reader"]}], "places": [{"km": 50, "from": ["reader"]}]}
)
FIND = re.compile("kaldes", re.IGNORECASE)
API = (
    *("incidents", "timeline", "tally/killed", "territory", "access", "warnings", "sources", "words", "copies", "changes", "reports"),
    *("judgements", "search?q=Ghelda", "search?q=Kaldes", "search?q=kald*", "sources?source=Imra%20Kaldes", "incidents?actor=kald"),
)


def _pages(desk: TestClient, most: int) -> dict[str, str]:
    """The pages that links lead to from the overview on, breadth first, some of each kind."""
    waiting, seen, kinds = deque(["/", "/search?q=Kaldes", "/sources/Imra%20Kaldes", "/people/Imra%20Kaldes", "/log", "/review"]), {}, {}
    while waiting and len(seen) < most:
        address = waiting.popleft()
        kind = re.sub(r"[0-9a-f]{8,}|[?].*|%.*", "", address.split("/", 3)[1] if "/" in address else address)
        if address in seen or kinds.get(kind, 0) >= 8:
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = desk.get(address)
        seen[address] = answer.text if "octet-stream" not in answer.headers.get("content-type", "") else answer.content.decode("latin-1")
        if answer.headers.get("content-type", "").startswith("text/html"):
            found = re.findall(r'(?:href|data-source|src)="(/[^"#]*)', answer.text)
            waiting += [html.unescape(one) for one in found if not one.startswith("/static/")]
    return seen


def test_a_hidden_name_comes_out_nowhere(make_desk: Make) -> None:
    """Not on any page, in no attribute, in no JSON, by no search; with the same pages an admin sees it."""
    desk = make_desk(users=True, policy=HIDDEN)
    guard_with(desk, Clock())
    register(desk, ("Rea", "reader"), ("Ada", "admin"))
    assert sign_in(desk, "Rea").status_code == 303
    leaks = {}
    for address, text in _pages(desk, 90).items():
        shown = unquote(html.unescape(text)).replace(unquote(address), "")
        typed = re.sub(r'value="[^"]*"', "", shown) if "Kaldes" in address else shown
        if FIND.search(typed) and "Kaldes" not in address:
            leaks[address] = [typed[max(0, one.start() - 60) : one.end() + 20] for one in FIND.finditer(typed)][:3]
    assert leaks == {}


def test_a_hidden_name_comes_out_of_no_answer_of_the_api(make_placed_desk: Make) -> None:
    """For the reader's token; the admin's shows it, and exact positions."""
    desk = make_placed_desk(users=True, policy=HIDDEN)
    guard_with(desk, Clock())
    account = register(desk, ("Rea", "reader"), ("Ada", "admin"))
    reader, admin = ({"Authorization": f"Bearer {make_token(account, name, None, START, 9)}"} for name in ("Rea", "Ada"))
    ids = [f"reports/{one['id'][7:]}" for one in desk.get("/api/reports?limit=200", headers=admin).json()["items"]]
    seen = {address: desk.get(f"/api/{address}", headers=reader) for address in (*API, *ids)}
    assert {answer.status_code for answer in seen.values()} == {200}
    assert [
        address
        for address, answer in seen.items()
        if FIND.search(unquote(json.dumps(answer.json()["items"] if "items" in answer.json() else answer.json(), ensure_ascii=False)))
    ] == []
    for address in ("search?q=Kaldes", "search?q=kald*", "sources?source=Imra%20Kaldes", "incidents?actor=kald"):
        assert seen[address].json()["items"] == [], address
        if not address.startswith("incidents"):
            assert desk.get(f"/api/{address}", headers=admin).json()["items"] != [], address
    assert any(FIND.search(desk.get(f"/api/{one}", headers=admin).text) for one in ids)
    assert sign_in(desk, "Rea").status_code == 303
    assert desk.get(f"/{ids[0]}/raw").status_code == 403
    exact, coarse = (
        {(one["lat"], one["lon"]) for one in desk.get("/api/incidents?limit=200", headers=who).json()["items"] if one["lat"]}
        for who in (admin, reader)
    )
    assert exact
    assert not exact & coarse
