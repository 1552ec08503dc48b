"""Every address of the desk, walked: what a role may see only coarsely, or not at all, leaves by none of them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, unquote

from sqlalchemy import select
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from according.hiding import parse_policy
from according.model import Reading
from according.people import make_token
from according.reconciling import reviews
from according.reconciling.reviews import Signing
from according.reviewing.things import Position, finding_from_values, id_of, to_value
from according.show.desk import hex_of
from according.store import Account
from according.store.ledger import happenings, incidents
from tests.show.asking import START, Clock, another, application, guard_with, register, sign_in

Make = Callable[..., TestClient]
Pairs = set[tuple[float, float]]
KEPT_BACK = parse_policy(
    {"names": [{"name": "Imra Kaldes", "also": ["Kaldes*"], "from": ["coder"]}], "places": [{"km": 50, "from": ["coder"]}]}
)
EXPORT_ONLY = parse_policy({"places": [{"km": 50, "from": ["export"]}]})
NAME = re.compile("kaldes", re.IGNORECASE)
NUMBER = re.compile(r"-?\d{1,3}\.\d{2,}")
ADDED = Position("Orna Ford", None, 33.71317, 44.30593, 0.3, "named", None, None)
MOVED = Position("Orna Mill", None, 33.91723, 44.10871, 0.2, "named", None, None)
NO_PAGES = {"/sign-out", "/account/password", "/account/sessions", "/static", "/review/incidents/split", "/review/incidents/join",
            "/review/incidents/undo", "/review/{report}/read", "/review/{report}/undo", "/api/readings"}  # fmt: skip
"""What takes a form and answers by sending on, or shows nothing of the account."""


def judged(account: Account) -> tuple[Reading, str]:
    """A report in which people moved one place and added another, to positions that no gazetteer has; with the moved one's id."""
    reading = next(one for one in account.readings() if one.places and one.events and one.figures and "Kaldes" in one.report.text)
    report, signing = reading.report.id, Signing("Mira", START.isoformat(), "as it says")
    spot = id_of(report, "spot", reading.places[0])
    reviews.correct(account, report, "spot", spot, {"position": to_value(MOVED)}, signing)
    reviews.accept(account, report, "spot", spot, signing)
    taken = {span for one in reading.places for span in (one.span,)}
    free = next(one.span for one in reading.names if one.span not in taken)
    values = {"span": to_value(free), "position": to_value(ADDED)}
    reviews.add(account, report, "spot", finding_from_values("spot", "", values), signing)
    for event in reading.events:
        reviews.accept(account, report, "event", event.id, signing)
    return account.reading(report), spot


def positions_of(account: Account) -> Pairs:
    """All positions that the account holds exactly, wherever it holds them."""
    found = {(place.lat, place.lon) for one in account.readings() for place in one.places}
    with account.reading_rows() as connection:
        for table in (incidents, happenings):
            found |= {(row.lat, row.lon) for row in connection.execute(select(table.c.lat, table.c.lon))}
    found |= {(one.lat, one.lon) for one in (ADDED, MOVED)}
    return {(lat, lon) for lat, lon in found if lat is not None and lon is not None}


def told(text: str, exact: Pairs) -> Pairs:
    """Those of the exact positions that a text tells, rounded or not."""
    numbers = set(NUMBER.findall(text))
    shown = {(len(number.rpartition(".")[2]), float(number)) for number in numbers}

    def stands(degrees: float) -> bool:
        return any((digits, round(degrees, digits)) in shown for digits in range(3, 8)) or (2, degrees) in shown or (1, degrees) in shown

    return {(lat, lon) for lat, lon in exact if stands(lat) and stands(lon)}


def paths_of(routes: Any, before: str = "") -> Iterator[tuple[str, set[str]]]:
    """All addresses of an application as patterns, with their methods."""
    for one in routes:
        if isinstance(one, Mount) and one.routes:
            yield from paths_of(one.routes, before + one.path)
        elif isinstance(one, Mount):
            yield before + one.path, {"GET"}
        elif isinstance(one, Route):
            yield before + one.path, one.methods or set()


def addresses(reading: Reading, spot: str, incident: str, place: str, claim: str) -> dict[str, list[str]]:
    """For each address of the desk what it is asked with here; a new one must be put into this table."""
    report, event = hex_of(reading.report.id), hex_of(reading.events[0].id)
    things = {"spot": hex_of(spot), "event": event, "figure": hex_of(id_of(reading.report.id, "figure", reading.figures[0]))}
    things |= {"claim": hex_of(claim), "naming": hex_of(id_of(reading.report.id, "naming", reading.names[0]))}
    where, word = quote(place), "Imra%20Kaldes"
    asked = ("", f"?place={where}&radius=0.1", "?from=2019&to=2019-12")
    views = ("timeline", "territory", "access", "copies", "words", "actors", "places", "sources", "incidents")
    data = ("incidents", "timeline", "tally", "territory", "access", "words")
    lists = ("incidents", "timeline", "tally/{measure}", "territory", "access", "warnings", "sources", "words", "changes")
    return {
        "/": ["/", f"/?place={where}"],
        **{f"/{view}": [f"/{view}{one}" for one in asked] for view in views},
        "/tally": [f"/tally?by={by}" for by in ("place", "country", "month")],
        "/warnings": ["/warnings", f"/warnings?before={incident}"],
        "/diff": ["/diff?from=2019&to=2020", f"/diff?name={report}"],
        "/incidents/{name}": [f"/incidents/{incident}"],
        "/places/{name:path}": [f"/places/{where}", "/places/33.7,44.3?radius=1"],
        "/actors/{name:path}": ["/actors/nobody"],
        "/sources/{name:path}": [f"/sources/{quote(reading.report.publisher or '')}"],
        "/people/{name:path}": [f"/people/{quote(reading.claims[0].who)}"],
        "/search": ["/search?q=bridge", "/search?q=Kaldes", f"/search?q={where}"],
        "/quote": [f"/quote?ref={quote(reading.report.ref)}&words={word}"],
        "/reports": ["/reports"],
        "/reports/{name}": [f"/reports/{report}?show=events,figures,places,times,names"],
        "/reports/{name}/raw": [f"/reports/{report}/raw"],
        "/review": ["/review", "/review?by=open", f"/review?incident={incident}"],
        "/review/agreement": ["/review/agreement"],
        "/review/table.csv": ["/review/table.csv", "/review/table.csv?coder=Mira"],
        "/review/{report}": [f"/review/{report}"],
        "/review/{report}/add/{subject}": [f"/review/{report}/add/spot"],
        "/review/{report}/{subject}/{thing}": [
            *(f"/review/{report}/{subject}/{thing}" for subject, thing in things.items()),
            f"/review/{report}/spot/{things['spot']}?lookup={where}",
        ],
        "/log": ["/log", "/log?verify=1"],
        "/sign-in": ["/sign-in"],
        "/account": ["/account"],
        "/basemap.pmtiles": ["/basemap.pmtiles"],
        **{f"/data/{one}.json": [f"/data/{one}.json{more}" for more in asked] for one in data},
        "/data/ranges.json": [f"/data/ranges.json?incident={incident}"],
        "/data/incidents.json": [*(f"/data/incidents.json{more}" for more in asked), f"/data/incidents.json?incident={incident}"],
        "/data/labels/{z:int}/{x:int}/{y:int}.mvt": ["/data/labels/5/19/12.mvt"],
        "/api/": ["/api/"],
        "/api/openapi.json": ["/api/openapi.json"],
        **{f"/api/{one}": [f"/api/{one}{more}".format(measure="killed") for more in (*asked, "?limit=200")] for one in lists},
        "/api/copies": ["/api/copies"],
        "/api/incidents/{id}": [f"/api/incidents/{incident}"],
        "/api/reports": ["/api/reports?limit=200"],
        "/api/reports/{id}": [f"/api/reports/{report}", f"/api/reports/{report}?machine=true"],
        "/api/reports/{id}/evidence": [f"/api/reports/{report}/evidence"],
        "/api/reports/{id}/history": [f"/api/reports/{report}/history"],
        "/api/claims/{id}": [f"/api/claims/{hex_of(claim)}"],
        "/api/search": ["/api/search?q=Kaldes", "/api/search?q=bridge"],
        "/api/judgements": ["/api/judgements?limit=200", f"/api/judgements?about={report}"],
    }  # fmt: skip


def text_of(answer: Any) -> str:
    """What an answer says, in its body and in where it leads."""
    return unquote(html.unescape(f"{answer.text}\n{answer.headers.get('location', '')}"))


def test_no_exact_position_and_no_hidden_name_leaves_by_any_address(make_placed_desk: Make) -> None:
    """All routes are asked by someone from whom positions and a name are kept back; an admin is told them by the same addresses."""
    desk = make_placed_desk(users=True, policy=KEPT_BACK)
    guard_with(desk, Clock())
    account = register(desk, ("Cole", "coder"), ("Ada", "admin"))
    reading, spot = judged(account)
    exact = positions_of(account)
    browsers = {name: another(desk) for name in ("Cole", "Ada")}
    for name, browser in browsers.items():
        browser.headers["Authorization"] = f"Bearer {make_token(account, name, None, START, 9)}"
        assert sign_in(browser, name).status_code == 303
    found = browsers["Ada"].get("/api/incidents?limit=200").json()["items"]
    placed = next(one for one in found if one["lat"] is not None and one["place"])
    claim = next(one.id for one in reading.claims if one.content)
    table = addresses(reading, spot, hex_of(placed["id"]), placed["place"], claim)
    walked = set(table) | NO_PAGES | {"/api/judgements/{id}/retraction"}
    assert {path for path, _ in paths_of(application(desk).routes)} - walked == set()
    leaks, ways_out = {}, set()
    for path, asked in table.items():
        if told(text_of(browsers["Ada"].get(asked[0], follow_redirects=False)), exact):
            ways_out.add(path)
        for address in asked:
            answer = browsers["Cole"].get(address, follow_redirects=False)
            assert answer.status_code < 500, address
            assert answer.status_code != 401, address
            text = text_of(answer)
            positions = told(text, exact)
            if positions or (NAME.search(text) and "Kaldes" not in address):
                leaks[address] = sorted(positions)[:3] or "a name"
    assert leaks == {}
    assert ways_out >= {
        *("/incidents/{name}", "/places", "/places/{name:path}", "/reports/{name}", "/review/table.csv"),
        *("/review/{report}/{subject}/{thing}", "/data/incidents.json"),
        *("/api/incidents", "/api/incidents/{id}", "/api/reports/{id}", "/api/judgements"),
    }
    act = {
        "act": "correct",
        "report": reading.report.id,
        "subject": "spot",
        "thing": spot,
        "values": {"position": json.loads(to_value(ADDED))},
    }
    for name, browser in browsers.items():
        kept = browser.post("/api/judgements", json=act)
        assert kept.status_code == 201, kept.text
        back = browser.post(f"/api/judgements/{hex_of(kept.json()['judgements'][0]['id'])}/retraction", json={})
        assert bool(told(kept.text + back.text, exact)) is (name == "Ada")


def test_the_table_for_a_spreadsheet_is_an_export(make_placed_desk: Make) -> None:
    """Who sees positions exactly takes them away as coarsely as the policy has it for exports, also where a person gave them."""
    desk = make_placed_desk(policy=EXPORT_ONLY)
    account = application(desk).state.desk.account
    judged(account)
    exact = positions_of(account)
    assert told(desk.get("/data/incidents.json").text, exact)
    sheet = desk.get("/review/table.csv").text
    assert NUMBER.search(sheet)
    assert told(sheet, exact) == set()
