"""Review in the browser, by forms alone: accept, correct, reject, add, take back, split, join; each signed and kept."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from according.ids import finding_id
from according.model import Reading
from according.reviewing import read_reviewed
from according.store import Account

HOST = "http://127.0.0.1:8000"
_REF = "nuvesh-farshore"


class Coder:
    """Someone before a browser without scripts, who signs."""

    def __init__(self, client: TestClient, name: str = "Amira") -> None:
        self.client = client
        self.name = name

    def send(self, page: str, address: str, **fields: object) -> Response:
        """Open a page and send one of its forms."""
        html = self.client.get(page).text
        found = re.search(r'name="csrf" value="([^"]*)"', html)
        assert found, page
        data = {"csrf": found[1], "signature": self.name, **fields}
        return self.client.post(address, data=data, headers={"Origin": HOST}, follow_redirects=False)

    def judge(self, address: str, action: str, **fields: object) -> Response:
        """Send the form of one finding."""
        return self.send(address, address, action=action, **fields)


@pytest.fixture
def client(make_desk: Callable[..., TestClient]) -> TestClient:
    """The desk over an account of our own."""
    return make_desk()


@pytest.fixture
def coder(client: TestClient) -> Coder:
    """Amira."""
    return Coder(client)


@pytest.fixture
def reading(demo_copy: Path) -> Reading:
    """A report with events, figures and claims, as the machine read it."""
    with Account.open(str(demo_copy)) as account:
        return next(one for one in account.readings() if one.events and one.figures and one.claims and one.places)


@pytest.fixture
def held(demo_copy: Path, reading: Reading) -> Callable[[], Reading]:
    """The report as people hold it now."""

    def read() -> Reading:
        with Account.open(str(demo_copy)) as account, account.reading_rows() as connection:
            return read_reviewed(connection, reading.report.id).reading

    return read


def _hex(name: str) -> str:
    return name.removeprefix("sha256:")


def _address(reading: Reading, subject: str, name: str) -> str:
    return f"/review/{_hex(reading.report.id)}/{subject}/{_hex(name)}"


def _event(reading: Reading) -> str:
    return _address(reading, "event", reading.events[0].id)


def test_a_field_is_corrected_shown_and_undone(coder: Coder, reading: Reading, held: Callable[[], Reading]) -> None:
    """The page says who holds what, and what the machine wrote."""
    kind = "protest" if reading.events[0].kind != "protest" else "aid"
    answer = coder.judge(_event(reading), "correct", kind=kind, reason="see the second paragraph")
    assert (answer.status_code, answer.headers["Location"]) == (303, _event(reading))
    assert held().events[0].kind == kind
    page = coder.client.get(_event(reading)).text
    assert "see the second paragraph" in page
    assert "<del>" in page
    (name,) = re.findall(r'name="judgement" value="([^"]+)"', page)
    address = f"/review/{_hex(reading.report.id)}/undo"
    coder.send(_event(reading), address, judgement=name, subject="event", thing=_hex(reading.events[0].id))
    assert held() == reading
    assert "taken back" in coder.client.get(_event(reading)).text


def test_an_actor_is_corrected_by_its_words(coder: Coder, reading: Reading, held: Callable[[], Reading]) -> None:
    """By the offsets that a selection gives, or by the words alone where no script runs."""
    text = reading.report.text
    coder.judge(_event(reading), "words", field="actor", start="0", end="6", exact=text[:6])
    assert held().events[0].actor == (0, 6)
    word = max(re.findall(r"\w+", text), key=len)
    coder.judge(_event(reading), "words", field="actor", exact=word)
    span = held().events[0].actor
    assert span is not None
    assert text[slice(*span)] == word
    coder.judge(_event(reading), "clear", field="actor")
    assert held().events[0].actor is None
    assert coder.judge(_event(reading), "words", field="actor", exact="no such words anywhere").status_code == 400


def test_a_figure_a_place_and_a_claim_are_corrected(coder: Coder, reading: Reading, held: Callable[[], Reading]) -> None:
    """Every kind of finding has its form."""
    report, figure, place = reading.report.id, reading.figures[0], reading.places[0]
    coder.judge(_address(reading, "figure", finding_id("figure", report, figure.span)), "correct", low="1,234", high="")
    assert (held().figures[0].low, held().figures[0].high) == (1234, None)
    spot = _address(reading, "spot", finding_id("spot", report, place.span))
    coder.judge(spot, "position", name="Elsewhere", lat="10.5", lon="-20", radius_km="3")
    assert (held().places[0].name, held().places[0].lat, held().places[0].lon) == ("Elsewhere", 10.5, -20.0)
    claim = _address(reading, "claim", reading.claims[0].id)
    coder.judge(claim, "correct", who="the harbour master", via="Reuters; The Gazette")
    assert (held().claims[0].who, held().claims[0].via) == ("the harbour master", ("Reuters", "The Gazette"))
    coder.judge(claim, "words", field="content", start="10", end="20")
    assert held().claims[0].content == ((10, 20),)
    coder.judge(claim, "words", field="content+", start="30", end="35")
    assert held().claims[0].content == ((10, 20), (30, 35))
    lookup = coder.client.get(spot + "?lookup=Paris").text
    assert "This one" in lookup
    number = re.search(r'name="geonames" value="(\d+)"', lookup)
    assert number
    coder.judge(spot, "position", name="Paris", geonames=number[1])
    assert held().places[0].geonames == int(number[1])


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("correct", {"kind": "picnic"}),
        ("correct", {"date": "2016-13-01"}),
        ("correct", {"date": "2016-12-12/2016-11-01"}),
        ("correct", {}),
        ("reject", {}),
        ("explode", {}),
        ("words", {"field": "actor"}),
        ("words", {"field": "kind", "exact": "a"}),
        ("clear", {"field": "trigger"}),
        ("accept", {"signature": " "}),
        ("accept", {"reason": "x" * 3_000}),
    ],
)
def test_what_cannot_be_held_is_refused_with_the_reason(
    coder: Coder, reading: Reading, held: Callable[[], Reading], action: str, fields: dict[str, str]
) -> None:
    """A page with 400, and nothing kept."""
    assert coder.judge(_event(reading), action, **fields).status_code == 400
    assert held() == reading


def test_a_rejected_event_is_gone_from_the_page_and_listed_as_taken_out(
    coder: Coder, reading: Reading, held: Callable[[], Reading]
) -> None:
    """With its reason, and the way back."""
    coder.judge(_event(reading), "reject", reason="a figure of speech")
    assert reading.events[0].id not in {event.id for event in held().events}
    page = coder.client.get(f"/reports/{_hex(reading.report.id)}").text
    assert "Taken out by people (1)" in page
    assert "a figure of speech" in coder.client.get(f"/review/{_hex(reading.report.id)}").text


def test_what_the_machine_missed_is_added(coder: Coder, reading: Reading, held: Callable[[], Reading]) -> None:
    """A claim, an event, a figure, a place and a name, each with its words."""
    base = f"/review/{_hex(reading.report.id)}/add/"
    text = reading.report.text
    taken = {event.trigger for event in reading.events} | {one.span for one in (*reading.figures, *reading.places, *reading.names)}
    words = next(found for found in re.finditer(r"\w{5,}", text) if found.span() not in taken)
    span = {"start": str(words.start()), "end": str(words.end()), "exact": words[0]}
    whole = {
        "claim": {"form": "indirect", "act": "state", "certainty": "certain", "who": "a baker", "via": ""},
        "event": {"kind": "protest", "status": "happened", "date": "2019-04", "actor": words[0]},
        "figure": {"measure": "buildings", "low": "2", "high": "2", "scope": ""},
        "spot": {"name": "Nowhere"},
        "naming": {"actor": "", "loaded": "no"},
    }
    for subject, fields in whole.items():
        assert coder.client.get(base + subject, params=span).status_code == 200
        answer = coder.send(base + subject, base + subject, **span, **fields)
        assert answer.status_code == 303, (subject, answer.text)
        assert coder.client.get(answer.headers["Location"]).status_code == 200
    made = held()
    assert "a baker" in {claim.who for claim in made.claims}
    assert words.span() in {event.trigger for event in made.events}
    assert (words.span(), "2019-04", "explicit") in {(event.trigger, event.date, event.date_how) for event in made.events}
    assert coder.send(base + "event", base + "event", **span, **whole["event"]).status_code == 400
    assert coder.client.get(base + "unicorn").status_code == 404


def test_two_who_correct_the_same_claim_see_that_they_disagree(client: TestClient, reading: Reading, held: Callable[[], Reading]) -> None:
    """Both are kept; the machine's value stands; the queue shows it; one takes hers back, and the other's counts."""
    address = _address(reading, "claim", reading.claims[0].id)
    page = client.get(address).text
    for name, who in (("Amira", "a mason"), ("Bruno", "a miller")):
        Coder(client, name).judge(address, "correct", who=who)
    assert held().claims[0].who == reading.claims[0].who
    page = client.get(address).text
    assert "People disagree" in page
    assert "a mason" in page
    assert "a miller" in page
    assert "Contradictions and open signatures (1)" in client.get("/review?by=open").text
    name = re.findall(r'name="judgement" value="([^"]+)"', page)[1]
    Coder(client, "Bruno").send(address, f"/review/{_hex(reading.report.id)}/undo", judgement=name)
    assert held().claims[0].who == "a mason"


def test_accepting_and_reading_through_empties_the_queue(coder: Coder) -> None:
    """What was looked at is not asked for again."""
    before = re.findall(r'href="(/review/[0-9a-f]+/event/[0-9a-f]+)#', coder.client.get("/review").text)
    assert before
    coder.judge(before[0], "accept")
    after = re.findall(r'href="(/review/[0-9a-f]+/event/[0-9a-f]+)#', coder.client.get("/review").text)
    assert before[0] not in after
    report = before[-1].split("/")[2]
    coder.send(f"/reports/{report}", f"/review/{report}/read")
    assert f"/review/{report}/" not in coder.client.get("/review").text
    assert "Read from beginning to end by" in coder.client.get(f"/reports/{report}").text


def test_an_incident_is_split_and_joined_again(coder: Coder) -> None:
    """By ticking what is another happening, and by taking that back; of two, for of more the rest may part too."""
    pages = set(re.findall(r'href="/incidents/([0-9a-f]{64})"', coder.client.get("/incidents?min_origins=2").text))
    page = next(
        page for name in sorted(pages) if (page := coder.client.get(f"/review?incident={name}")).text.count('name="happening"') == 2
    )
    incident = str(page.request.url).split("=")[1]
    told = re.findall(r'name="happening" value="([^"]+)"', page.text)
    address = f"/review?incident={incident}"
    answer = coder.send(address, "/review/incidents/split", incident=incident, happening=told[0], reason="another day")
    assert answer.status_code == 303
    left = coder.client.get(answer.headers["Location"]).text
    assert told[0] not in re.findall(r'name="happening" value="([^"]+)"', left)
    names = re.findall(r'name="judgement" value="([^"]+)"', left)
    assert len(names) == len(told) - 1
    coder.send(answer.headers["Location"], "/review/incidents/undo", incident=_hex(told[1]), judgement=names)
    again = coder.client.get(f"/review?incident={_hex(told[1])}").text
    assert set(re.findall(r'name="happening" value="([^"]+)"', again)) == set(told)
    assert coder.send(address, "/review/incidents/split", incident=incident, happening=told).status_code == 400
    others = pages - {incident}
    if others:
        joined = coder.send(address, "/review/incidents/join", incident=incident, other=f"http://desk/incidents/{sorted(others)[0]}")
        assert joined.status_code == 303


def test_a_second_signature_is_asked_for_where_the_settings_say_so(
    make_desk: Callable[..., TestClient], reading: Reading, held: Callable[[], Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One proposes, the other signs off."""
    client = make_desk()
    desk = client.app.state.desk  # type: ignore[attr-defined]
    client.app.state.desk = replace(desk, config=replace(desk.config, review_signers=2))  # type: ignore[attr-defined]
    status = "future" if reading.events[0].status == "denied" else "denied"
    Coder(client).judge(_event(reading), "correct", status=status)
    assert held().events[0].status == reading.events[0].status
    page = client.get(_event(reading)).text
    assert "waits for another" in page
    (name,) = set(re.findall(r'name="judgement" value="([^"]+)"', page))
    Coder(client, "Bruno").judge(_event(reading), "agree", judgement=name)
    assert held().events[0].status == status


def test_the_signature_is_remembered(coder: Coder, reading: Reading) -> None:
    """In the browser, so that one types it once; and shown as text, whatever it holds."""
    Coder(coder.client, 'Ämira "<b>').judge(_event(reading), "accept")
    page = coder.client.get(_event(reading)).text
    found = re.search(r'name="signature"[^>]*value="([^"]*)"', page)
    assert found
    assert unescape(found[1]) == 'Ämira "<b>'
    assert "<b>" not in page


def test_agreement_and_the_coding_sheet_say_what_two_coders_did(client: TestClient, reading: Reading) -> None:
    """A table for spreadsheets, in which no cell is a formula."""
    Coder(client, "=Amira").judge(_event(reading), "accept")
    Coder(client, "Bruno").judge(_event(reading), "accept")
    page = client.get("/review/agreement").text
    assert "event: kind" in page
    assert "1.00" in page
    rows = list(csv.DictReader(io.StringIO(client.get("/review/table.csv").text)))
    assert [row["coder"] for row in rows] == ["Bruno", "'=Amira"] or [row["coder"] for row in rows] == ["'=Amira", "Bruno"]
    assert {row["decision"] for row in rows} == {"accepted"}
    assert len(list(csv.reader(io.StringIO(client.get("/review/table.csv?coder=Bruno").text)))) == 2


def test_without_the_token_of_the_form_nothing_is_kept(client: TestClient, reading: Reading, held: Callable[[], Reading]) -> None:
    """A form of another site changes nothing."""
    answer = client.post(_event(reading), data={"action": "accept", "signature": "Mallory"}, headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403
    assert held() == reading


@pytest.mark.parametrize(
    "page",
    [
        "/review?by=luck",
        "/review?incident=zz",
        "/review/00000000",
        "/review/x/event/y",
        "/log?before=x",
        "/review/" + "0" * 64 + "/claim/" + "0" * 64,
    ],
)
def test_what_is_not_there_is_said_so(client: TestClient, page: str) -> None:
    """Never an error of the server's own."""
    assert client.get(page).status_code in (400, 404)
