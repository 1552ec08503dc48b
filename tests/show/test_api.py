"""The API: the same account as JSON, described so that programs can rely on it, and refusing what is made up."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, openapi
from schemathesis.checks import CHECKS
from schemathesis.schemas import BaseSchema
from starlette.testclient import TestClient

from according.config import Config
from according.people import make_token
from according.show import make_app
from according.show.endpoints import ENDPOINTS
from according.show.parameters import fits, make_cursor, parse_page
from according.store import Account
from tests.show.asking import START, Clock, guard_with, register, sign_in
from tests.store.conftest import postgres_address, postgres_server  # noqa: F401

Make = Callable[..., TestClient]
RECORD = {
    "text": "Shells hit the Kettle Bridge in Berrask on Monday, killing 12 civilians, the mayor said.",
    "url": "https://outlet.example/bridge",
    "publisher": "Outlet",
    "published": "2019-05-02",
}


def _all(desk: TestClient, address: str) -> list[Any]:
    """The rows of all pages."""
    rows: list[Any] = []
    following: str | None = address
    while following:
        answer = desk.get(following)
        assert answer.status_code == 200, answer.text
        rows += answer.json()["items"]
        following = answer.json()["next"]
    return rows


@pytest.fixture(scope="module")
def description(desk: TestClient) -> Any:
    """The OpenAPI description of the desk without accounts."""
    return desk.get("/api/openapi.json").json()


@pytest.mark.parametrize("endpoint", [one for one in ENDPOINTS if one.is_list and "{" not in one.path], ids=lambda one: one.name)
def test_pages_of_a_list_are_the_list(desk: TestClient, endpoint: Any) -> None:
    """Two rows at a time, or two hundred: the same rows in the same order, each once, as a page's schema has them."""
    address = f"/api{endpoint.path}" + ("?q=Ghelda&" if endpoint.name == "search" else "?")
    rows = _all(desk, f"{address}limit=2")
    assert rows == _all(desk, f"{address}limit=200")
    assert rows or endpoint.name == "judgements"


def test_every_answer_is_as_its_description_says(desk: TestClient, description: Any) -> None:
    """One of each kind, by its schema."""
    report = desk.get("/api/reports").json()["items"][0]["id"]
    incident = desk.get("/api/incidents").json()["items"][0]["id"]
    claim = desk.get(f"/api/reports/{report}").json()["claims"][0]["id"]
    of = {"incidents": incident, "reports": report, "claims": claim}
    for endpoint in ENDPOINTS:
        path = endpoint.path.replace("{measure}", "killed").replace("{id}", of.get(endpoint.path.split("/")[1], ""))
        answer = desk.get(f"/api{path}" + ("?q=Ghelda" if endpoint.name == "search" else ""))
        assert answer.status_code == 200, (path, answer.text)
        operation = description["paths"][f"/api{endpoint.path}"]["get"]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema_rs.validate({**schema, "components": description["components"]}, answer.json())


def test_what_is_found_is_what_the_pages_and_commands_show(desk: TestClient) -> None:
    """An incident by the beginning of its id, a report by its id, with the words that its claims rest on."""
    one = next(row for row in _all(desk, "/api/incidents?contested=true&sort=origins"))
    assert one["is_contested"]
    assert desk.get(f"/api/incidents/{one['id'][7:15]}").json()["incident"] == one
    mention = one["mentions"][0]
    reading = desk.get(f"/api/reports/{mention['report']}").json()
    start, end = mention["trigger"]
    assert reading["report"]["text"][start:end]
    claim = reading["claims"][0]
    shown = desk.get(f"/api/claims/{claim['id']}").json()
    assert shown["content"] == [reading["report"]["text"][first:last] for first, last in claim["content"]]
    assert desk.get(f"/api/reports/{mention['report']}/evidence").json()["size"] > 0


def test_an_answer_that_did_not_change_is_not_sent_again(make_desk: Make) -> None:
    """The ETag stays as long as the account does, and differs by what is asked."""
    desk = make_desk()
    first = desk.get("/api/incidents?limit=1")
    tag = first.headers["ETag"]
    again = desk.get("/api/incidents?limit=1", headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert desk.get("/api/incidents?limit=2").headers["ETag"] != tag
    desk.cookies.clear()
    assert desk.post("/api/readings", json=[RECORD]).status_code == 201
    assert desk.get("/api/incidents?limit=1", headers={"If-None-Match": tag}).status_code == 200


def test_a_page_goes_on_where_the_last_one_ended_though_others_came_in_before_it(make_desk: Make) -> None:
    """No incident is told twice, none is missed."""
    desk = make_desk()
    before = [one["id"] for one in _all(desk, "/api/incidents")]
    page = desk.get("/api/incidents?limit=5").json()
    early = {**RECORD, "text": "On 3 May 1998 shells hit the Kettle Bridge in Berrask, killing 12 civilians, the mayor said."}
    desk.cookies.clear()
    assert desk.post("/api/readings", json=[early]).status_code == 201
    assert len(_all(desk, "/api/incidents")) > len(before)
    rest = [one["id"] for one in _all(desk, page["next"])]
    assert [one["id"] for one in page["items"]] + rest[: len(before) - 5] == before[:5] + rest[: len(before) - 5]
    assert not set(before[:5]) & set(rest)
    assert set(before) <= {*before[:5], *rest}


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("incidents?kinds=battle", 400, "nothing that can be asked here"),
        ("incidents?kind=skirmish", 400, "no value of kind"),
        ("incidents?limit=0", 400, "no value of limit"),
        ("incidents?limit=201", 400, "no value of limit"),
        ("incidents?limit=1e2", 400, "no value of limit"),
        ("incidents?limit=5&limit=6", 400, "given too often"),
        ("incidents?contested=1", 400, "no value of contested"),
        ("incidents?from=soon", 400, "no value of from"),
        ("incidents?from=2019-02-30", 400, "no date"),
        ("incidents?from=2019&to=2018", 400, "wrong way round"),
        ("incidents?place=Nowhereatall", 400, "neither the gazetteer nor the account"),
        ("incidents?radius=5", 400, "needs a place"),
        ("incidents?cursor=abcdefgh", 400, "cursor"),
        ("incidents?cursor=%22", 400, "no value of cursor"),
        ("incidents?place=a%00b", 400, "no value of place"),
        ("search", 400, "q is needed"),
        ("search?q=...", 400, "nothing to search for"),
        ("tally/cows", 404, "none of killed"),
        ("incidents/12345678", 404, "holds no incident"),
        ("incidents/xyz", 404, "names nothing"),
        ("reports/12345678", 404, "holds nothing called"),
        ("claims/12345678", 404, "holds no claim"),
        ("judgements?about=12345678", 404, "holds nothing called"),
        ("nothing", 404, "there is nothing at"),
        ("incidents/%0A", 404, ""),
    ],
)
def test_what_is_asked_wrongly_is_a_problem_that_says_so(desk: TestClient, address: str, status: int, words: str) -> None:
    """RFC 9457, whatever went wrong."""
    answer = desk.get(f"/api/{address}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert words in answer.json()["detail"]


def test_reports_go_in_and_are_joined_before_the_answer_comes(make_desk: Make) -> None:
    """As an array or a line each; the same again adds nothing, and what cannot be read is named beside what can."""
    desk = make_desk()
    answer = desk.post("/api/readings", json=[RECORD])
    assert answer.status_code == 201, answer.text
    (taken,) = answer.json()["reports"]
    assert (taken["ref"], taken["claims"], answer.json()["new"]) == (RECORD["url"], 1, 1)
    assert taken["incidents"]
    for name in taken["incidents"]:
        told = desk.get(f"/api/incidents/{name}").json()["incident"]["mentions"]
        assert taken["id"] in [mention["report"] for mention in told]
    assert desk.get(f"/api/reports/{taken['id']}/evidence").json()["method"] == "api"
    lines = json.dumps(RECORD) + "\n\n" + json.dumps({"html": "<p>Two people were hurt, residents said.</p>", "ref": "a page"}) + "\n"
    again = desk.post("/api/readings", content=lines, headers={"Content-Type": "application/x-ndjson"})
    assert (again.status_code, again.json()["new"], [one["ref"] for one in again.json()["reports"]]) == (201, 1, [RECORD["url"], "a page"])
    assert desk.post("/api/readings", json=[RECORD]).status_code == 200
    mixed = desk.post("/api/readings", json=[RECORD, {"text": " "}])
    assert (mixed.status_code, len(mixed.json()["failures"])) == (200, 1)


@pytest.mark.parametrize(
    ("body", "kind", "status", "words"),
    [
        ("[]", "application/json", 400, "one record at least"),
        (json.dumps([{"text": "x"}] * 201), "application/json", 400, "200 at most"),
        ("[{}]", "application/json", 400, "text or html"),
        ('[{"text": "x", "html": "y"}]', "application/json", 400, "text or html"),
        ('[{"text": "x", "title": 3}]', "application/json", 400, "$[0].title"),
        ('[{"text": "x", "tilte": "y"}]', "application/json", 400, "unknown field `tilte`"),
        ('[{"text": "\\ud800"}]', "application/json", 400, ""),
        ("[" * 100_000, "application/json", 400, ""),
        ('{"text": "x"}', "application/json", 400, "array"),
        ('{"text": "x"}\nnothing\n', "application/x-ndjson", 400, "line 2"),
        ("\xff", "application/x-ndjson", 400, "line 1"),
        ('[{"text": " "}]', "application/json", 422, "nothing could be read"),
        ("text=x", "application/x-www-form-urlencoded", 415, "send application/json"),
        ("x" * (8 * 1024 * 1024 + 1), "application/json", 413, "8,388,608"),
    ],
)
def test_what_is_sent_wrongly_is_a_problem_and_nothing_is_kept(desk: TestClient, body: str, kind: str, status: int, words: str) -> None:
    """The answer names the record and the field."""
    desk.cookies.clear()
    answer = desk.post("/api/readings", content=body.encode("latin-1"), headers={"Content-Type": kind})
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json"), answer.text
    assert words in answer.json()["detail"]


def test_judgements_go_in_signed_and_are_taken_back(make_desk: Make) -> None:
    """A happening that is judged wrong leaves its incident, and comes back; a finding is corrected, and the reading follows."""
    desk = make_desk()
    one = next(row for row in _all(desk, "/api/incidents") if row["reports"] > 1)
    mention = one["mentions"][0]
    assert desk.post("/api/judgements", json={"act": "wrong", "happening": mention["happening"]}).status_code == 400
    kept = desk.post("/api/judgements", json={"act": "wrong", "happening": mention["happening"], "by": "Mira Tolen", "reason": "a parade"})
    assert kept.status_code == 201, kept.text
    (judgement,) = kept.json()["judgements"]
    assert (judgement["by"], judgement["reasons"]) == ("person:Mira Tolen", ["a parade"])
    assert desk.get(f"/api/incidents/{mention['happening']}").status_code == 404
    back = desk.post(f"/api/judgements/{judgement['id']}/retraction", json={"by": "Mira Tolen"})
    assert back.status_code == 201
    assert desk.get(f"/api/incidents/{mention['happening']}").status_code == 200
    states = {row["judgement"]["id"]: row["state"] for row in _all(desk, "/api/judgements")}
    assert states[judgement["id"]] != "holds"
    event = next(
        found for found in desk.get(f"/api/reports/{mention['report']}").json()["events"] if found["trigger"] == mention["trigger"]
    )
    change = {
        "act": "correct",
        "report": mention["report"],
        "subject": "event",
        "thing": event["id"],
        "values": {"kind": "protest"},
        "by": "Mira Tolen",
    }
    assert desk.post("/api/judgements", json=change).status_code == 201
    after = desk.get(f"/api/reports/{mention['report']}").json()["events"]
    machine = desk.get(f"/api/reports/{mention['report']}?machine=true").json()["events"]
    assert {found["kind"] for found in after if found["trigger"] == event["trigger"]} == {"protest"}
    assert event in machine


def test_a_token_may_do_what_its_person_may(make_desk: Make) -> None:
    """Readers send nothing; coders take back their own judgements only, and sign with no name but their own."""
    desk = make_desk(users=True)
    guard_with(desk, Clock())
    account = register(desk, ("Rea", "reader"), ("Cole", "coder"), ("Cora", "coder"), ("Vera", "reviewer"))
    tokens = {name: {"Authorization": f"Bearer {make_token(account, name, None, START, 9)}"} for name in ("Rea", "Cole", "Cora", "Vera")}
    happening = desk.get("/api/incidents?limit=1", headers=tokens["Rea"]).json()["items"][0]["mentions"][0]["happening"]
    act = {"act": "wrong", "happening": happening}
    assert desk.post("/api/judgements", json=act, headers=tokens["Rea"]).status_code == 403
    assert desk.post("/api/readings", json=[RECORD], headers=tokens["Rea"]).status_code == 403
    assert desk.post("/api/judgements", json={**act, "by": "Vera"}, headers=tokens["Cole"]).status_code == 400
    kept = desk.post("/api/judgements", json=act, headers=tokens["Cole"])
    assert (kept.status_code, kept.json()["judgements"][0]["by"]) == (201, "person:Cole")
    address = f"/api/judgements/{kept.json()['judgements'][0]['id']}/retraction"
    for name, status in (("Rea", 403), ("Cora", 403), ("Vera", 201)):
        assert desk.post(address, json={}, headers=tokens[name]).status_code == status, name
    assert desk.get("/incidents", headers=tokens["Vera"], follow_redirects=False).status_code == 303
    for wrong in ("Bearer ", "Bearer x", "Basic eA==", "Bearer " + "a" * 43):
        assert desk.get("/api/incidents", headers={"Authorization": wrong}).status_code == 401
    description = desk.get("/api/openapi.json", headers=tokens["Rea"]).json()
    assert description["security"] == [{"token": []}]


def test_scripts_of_the_desk_need_the_token_of_its_pages(make_desk: Make) -> None:
    """Signed in by the cookie, a page of another site could send JSON too, were it not for the token and the origin."""
    desk = make_desk(users=True)
    guard_with(desk, Clock())
    register(desk, ("Cole", "coder"))
    assert sign_in(desk, "Cole").status_code == 303
    token = {"X-CSRF-Token": desk.get("/account").text.split('name="csrf" value="')[1][:64]}
    assert desk.post("/api/readings", json=[RECORD]).status_code == 403
    assert desk.post("/api/readings", json=[RECORD], headers={**token, "Origin": "https://evil.example"}).status_code == 403
    assert desk.post("/api/readings", json=[RECORD], headers={**token, "Origin": "http://127.0.0.1:8000"}).status_code == 201


def test_whoever_asks_too_often_has_to_wait(make_desk: Make) -> None:
    """By person, with accounts only; the answer says how long."""
    desk, clock = make_desk(users=True), Clock()
    guard_with(desk, clock, api_per_minute=3)
    account = register(desk, ("Rea", "reader"), ("Cole", "coder"))
    rea, cole = ({"Authorization": f"Bearer {make_token(account, name, None, START, 9)}"} for name in ("Rea", "Cole"))
    assert [desk.get("/api/", headers=rea).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert desk.get("/api/", headers=rea).headers["Retry-After"] == "20"
    assert desk.get("/api/", headers=cole).status_code == 200
    clock.move_on(seconds=21)
    assert desk.get("/api/", headers=rea).status_code == 200


def test_another_method_is_refused_with_those_that_there_are(desk: TestClient) -> None:
    """405 and ``Allow``."""
    desk.cookies.clear()
    answer = desk.delete("/api/judgements")
    assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/problem+json")
    assert {"GET", "POST"} <= {one.strip() for one in answer.headers["Allow"].split(",")}


@given(st.integers(1, 1_000_000), st.none() | st.text(max_size=80))
def test_a_cursor_says_where_to_go_on(start: int, after: str | None) -> None:
    """What goes in comes out, in characters that an address takes as they are."""
    from starlette.datastructures import QueryParams

    cursor = make_cursor(start, after)
    assert fits(cursor, {"type": "string", "pattern": "^[A-Za-z0-9_-]{4,400}$"}) or len(cursor) > 400
    page = parse_page(QueryParams({"cursor": cursor}))
    assert (page.start, page.after) == (start, after)


def test_on_a_server_reports_and_people_go_in_as_well(postgres_address: str) -> None:  # noqa: F811
    """PostgreSQL: read in by a token, found again, paged."""
    with Account.open(postgres_address):
        pass
    with TestClient(make_app(Config(account=postgres_address), users=True), base_url="http://127.0.0.1:8000") as desk:
        guard_with(desk, Clock())
        account = register(desk, ("Cole", "coder"))
        token = {"Authorization": f"Bearer {make_token(account, 'Cole', None, START, 9)}"}
        assert desk.post("/api/readings", json=[RECORD, {**RECORD, "url": "https://other.example/"}], headers=token).status_code == 201
        desk.headers.update(token)
        assert len(_all(desk, "/api/reports?limit=1")) == 2
        assert _all(desk, "/api/incidents?limit=1")
        assert sign_in(desk, "Cole").status_code == 303


UNFIT = ("positive_data_acceptance", "ensure_resource_availability", "use_after_free", "ignored_auth")
"""Whether a place exists, a cursor was given out or a judgement is signed is no matter of form; the others need accounts or states."""
EXAMPLES = 6


@pytest.fixture(scope="module")
def made_up(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseSchema]:
    """The desk over a copy of the demo's account, as its own description has it."""
    path = Path(shutil.copy(demo_file, tmp_path_factory.mktemp("api") / "copy.db"))
    app = make_app(Config(account=str(path)), hosts=("testserver",))
    yield openapi.from_asgi("/api/openapi.json", app)
    app.state.desk.account.close()


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["as described", "not as described"])
def test_what_is_made_up_is_refused_in_order(made_up: BaseSchema, mode: GenerationMode) -> None:
    """Never 5xx; statuses, media types and bodies as described; what is not as described is never taken."""
    checks = [check for check in CHECKS.get_all() if check.__name__ not in UNFIT]
    calm = settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for found in made_up.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not (operation.query or operation.path_parameters or operation.body):
            continue

        @calm
        @given(case=operation.as_strategy(generation_mode=mode))
        def sends(case: Any) -> None:
            if mode is GenerationMode.POSITIVE and case.query:
                for name in ("cursor", "place", "radius"):  # one in a million is a place, or was given out
                    case.query.pop(name, None)
            case.call_and_validate(checks=checks)

        sends()
