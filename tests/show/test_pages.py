"""Every page of the desk over the demo's account: it opens, it says what it should, and each claim leads to its sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from according.errors import UsageError
from according.reconciling import judge
from according.show.headers import origin_of
from according.store import Account
from according.views import Filter
from according.views.tellings import find_incidents, read_tellings
from tests.show.conftest import fill, open_desk
from tests.show.reading_pages import Page, read_page

PAGES = (
    "/ => What this account holds; Latest contradictions; By independent origins",
    "/?kind=air_strike => air strike; Filter: air strike",
    "/incidents => Nuvesh; Killed",
    "/incidents?sort=latest => Published last first",
    "/incidents?sort=origins&contested=1 => accounts differ",
    "/timeline => What happened when; Nuvesh",
    "/territory => Who is said to hold what",
    "/access => Latest word",
    "/copies => Which reports repeat which; reprinted",
    "/tally => What may be added up; Incident by incident; In no sum",
    "/tally?measure=injured&by=place => Tally: injured",
    "/warnings => Build-ups, threats and orders to leave",
    "/words?of=actor&loaded=1 => (takes a side)",
    "/diff => Captures of a page",
    "/diff?from=2000 => By these reports",
    "/sources => On a side of a difference; Outlets",
    "/sources/Transmeer%20News => Incidents that it tells of",
    "/sources/Orvesh%20Casualty%20Watch => What it is quoted with",
    "/places => Nuvesh; Accounts differ on",
    "/places/Nuvesh => Where and when; Who tells of it",
    "/actors => Said to act",
    "/people/Orvesh%20Casualty%20Watch => As a source",
    "/search => All words must occur",
    "/search?q=market => Reports; market",
    "/search?q=market&in=title => market",
    "/search?q=imra&in=speaker => Speakers",
    "/search?q=market&outlet=Transmeer+News&outlet=Ellory+Gazette => Transmeer News; Ellory Gazette",
)
REFUSED = (
    "/incidents?kind=skirmish => 400 is no kind of happening",
    "/incidents?from=soon => 400 is no date",
    "/incidents?from=2019&to=2018 => 400 wrong way round",
    "/incidents?place=Nowhereatall => 400 in neither the gazetteer nor the account",
    "/incidents?radius=5 => 400 radius needs a place",
    "/incidents?min_origins=0 => 400 whole number",
    "/incidents?contested=maybe => 400 give 1 or 0",
    "/incidents?sort=size => 400 give one of date, latest, origins",
    "/incidents?page=99999999 => 400 whole number",
    "/incidents/12345678 => 404 holds no incident",
    "/incidents/nothing => 404 is no incident's id",
    "/tally?measure=cows => 400 give one of killed",
    "/warnings?before=12345678 => 404 holds no incident",
    "/words?of=place => 400 give one of",
    "/people/Nobody%20At%20All => 404 nobody called",
    "/sources/Nobody%20At%20All => 404 no outlet of it",
    "/places/Nowhereatall => 400 in neither the gazetteer",
    "/search?q=%22 => 400 nothing to search for",
    "/search?q=a&in=cellar => 400 nothing to search in",
    "/quote?ref=nothing => 404 holds nothing called",
    "/nothing => 404 Not Found",
    "/data/incidents.json?kind=x => 400 is no kind",
    "/data/ranges.json => 404 is no incident's id",
)


@pytest.fixture(scope="module")
def market(desk: TestClient) -> str:
    """The address of the incident that most origins tell of."""
    page = read_page(desk, "/incidents?sort=origins")
    return next(link for link in page.links if link.startswith("/incidents/"))


@pytest.mark.parametrize("case", PAGES)
def test_each_page_opens_and_says_what_it_is_for(desk: TestClient, case: str) -> None:
    """One heading, a title, labels on all fields, and the words that belong there."""
    address, words = case.split(" => ")
    page = read_page(desk, address)
    assert page.status == 200
    for each in words.split("; "):
        assert each in page.text
    check_form(page)


def check_form(page: Page) -> None:
    """What holds of every page: one main heading, unique ids, labelled fields, nothing that a policy without exceptions forbids."""
    assert page.count["h1"] == 1
    assert page.title.endswith("· According")
    assert len(page.ids) == len(set(page.ids))
    assert not page.unlabelled
    assert not page.forbidden


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_asked_is_refused_with_the_reason(desk: TestClient, case: str) -> None:
    """A page with the reason in words (or JSON), never a failure."""
    address, expected = case.split(" => ")
    code, words = expected.split(" ", 1)
    answer = desk.get(address)
    assert answer.status_code == int(code)
    assert words in answer.text.replace("&#39;", "'")


def test_an_incident_shows_each_origin_once_with_its_copies_folded_under_it(desk: TestClient, market: str) -> None:
    """As many parts as origins; further reports of an origin stand inside a fold."""
    page = read_page(desk, market)
    check_form(page)
    origins = int(re.search(r"(\d+) origins", page.text)[1])  # type: ignore[index]
    assert page.classes["account"] == origins
    assert page.classes["copies"] >= 1
    assert "with the same origin" in page.text
    assert "Where accounts differ" in page.text
    assert "Figures side by side" in page.text


def test_every_sentence_and_figure_leads_to_its_place_in_a_report(desk: TestClient, market: str) -> None:
    """Each link to a report opens the span that it quotes, in a report that the account holds."""
    page = read_page(desk, market)
    quoted = [(link, words) for link, words in page.linked if link.startswith("/reports/")]
    assert len(quoted) > 10
    for link, words in quoted:
        parts = urlsplit(link)
        start, end = map(int, parse_qs(parts.query)["at"][0].split("-"))
        report = desk.app.state.desk.account.reading(parts.path.removeprefix("/reports/")).report  # type: ignore[attr-defined]
        assert " ".join(report.text[start:end].split()) in " ".join(words.split())
        assert parts.fragment == f"o{start}"


def test_a_difference_opens_the_sentences_on_both_sides(desk: TestClient, market: str) -> None:
    """Two sides or more, each with a sentence that leads to its report."""
    page = read_page(desk, market)
    assert page.classes["difference"] >= 1
    assert page.classes["side"] >= 2 * page.classes["difference"]


def test_lists_are_paged_and_the_filter_goes_along(desk: TestClient) -> None:
    """A page beyond the last is empty, and says so; links keep what was asked for."""
    page = read_page(desk, "/incidents?kind=air_strike&page=2")
    assert "Nothing found" in page.text
    order = read_page(desk, "/incidents?kind=air_strike")
    assert "/incidents?kind=air_strike&sort=latest" in order.links


def test_map_and_timeline_count_the_same_under_one_filter(desk: TestClient) -> None:
    """What the pages list, the map and the timeline count; at most one is left out for want of a position or a day."""
    for query in ("", "?kind=air_strike", "?from=2019-04-01&to=2019-04-30", "?min_origins=2", "?contested=1"):
        points, days = desk.get(f"/data/incidents.json{query}").json(), desk.get(f"/data/timeline.json{query}").json()
        assert points["total"] == days["total"] == days["undated"] + sum(number for _, number, _ in days["days"])
        assert len(points["features"]) == points["placed"] == points["total"] - points["unplaced"]


def test_a_point_of_the_map_leads_to_its_incident(tmp_path: Path) -> None:
    """Of a town that has a position, as no town of the demo has by itself."""
    shells = "A shell killed two people in Aleppo on 4 May 2016, residents said."
    (tmp_path / "shells.jsonl").write_text(json.dumps({"ref": "a", "text": shells}) + "\n", encoding="utf-8")
    fill(tmp_path / "placed.db", [str(tmp_path / "shells.jsonl")])
    with open_desk(tmp_path / "placed.db") as desk:
        one = desk.get("/data/incidents.json").json()["features"][0]
        assert set(one["properties"]) == {"id", "kind", "day", "origins", "contested", "place", "n"}
        assert desk.get(f"/incidents/{one['properties']['id']}").status_code == 200


def test_charts_get_rows_with_the_fields_of_the_view(desk: TestClient, market: str) -> None:
    """Figures with their words and their place in a report; rows of views as the commands print them."""
    ranges = desk.get(f"/data/ranges.json?incident={market.removeprefix('/incidents/')}").json()
    figure = ranges["rows"][0]["figures"][0]
    assert {"origin", "who", "low", "high", "words", "published", "href"} <= figure.keys()
    for view, field in (("tally", "row"), ("territory", "takings"), ("access", "stages"), ("words", "label")):
        assert field in desk.get(f"/data/{view}.json").json()["rows"][0]


def test_data_is_sent_compressed_only_to_those_who_take_it(desk: TestClient) -> None:
    """The same JSON either way."""
    plain = desk.get("/data/incidents.json", headers={"accept-encoding": "identity"})
    packed = desk.get("/data/incidents.json", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.json() == packed.json()


def test_words_of_a_report_are_found_by_ref(desk: TestClient) -> None:
    """A view that knows a ref and words leads to them; words that are not there lead to the report."""
    answer = desk.get("/quote?ref=transmeer-20190411-0417&words=Dozens+more", follow_redirects=False)
    assert answer.status_code == 302
    assert re.fullmatch(r"/reports/[0-9a-f]{64}\?at=\d+-\d+#o\d+", answer.headers["location"])
    answer = desk.get("/quote?ref=transmeer-20190411-0417&words=Nothing+of+it", follow_redirects=False)
    assert "?" not in answer.headers["location"]


def test_every_answer_carries_the_policy(desk: TestClient) -> None:
    """Pages, data, files, redirects and refusals; no script or style that is not ours, and no frame."""
    for address in ("/", "/data/timeline.json", "/static/mark.svg", "/nothing", "/incidents?kind=x", "/quote?ref=transmeer-20190411-0417"):
        headers = desk.get(address, follow_redirects=False).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_a_failure_of_ours_is_one_page_with_the_policy_and_no_details(make_desk: Callable[..., TestClient]) -> None:
    """What broke stands in the log, not on the page; the next page opens."""
    desk = make_desk()
    desk.app.state.desk.memory.answer = None  # type: ignore[attr-defined]
    answer = desk.get("/incidents")
    assert answer.status_code == 500
    assert "Traceback" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert desk.get("/diff").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8000", "", "localhost.", "[::1].evil.example"])
def test_other_names_for_this_machine_are_refused(desk: TestClient, host: str) -> None:
    """A page elsewhere whose name leads here reads nothing."""
    assert desk.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_this_machine_is_called_by_its_own_names(desk: TestClient, host: str) -> None:
    """Whatever the port."""
    assert desk.get("/", headers={"host": host}).status_code == 200


def test_an_answer_is_found_again_where_the_account_has_changed(make_desk: Callable[..., TestClient]) -> None:
    """A judgement changes what pages say at once, though they remember what they found."""
    desk = make_desk()
    account = desk.app.state.desk.account  # type: ignore[attr-defined]
    before = desk.get("/data/timeline.json").json()["total"]
    with account.reading_rows() as connection:
        alone = next(
            told[0].happening
            for told in read_tellings(connection, find_incidents(connection, Filter())).values()
            if len({one.happening for one in told}) == 1
        )
    judge(account, "happening", "wrong", alone, None, by="Ana", at="2019-06-02T00:00:00Z")
    assert desk.get("/data/timeline.json").json()["total"] == before - 1


def test_an_empty_account_says_how_to_fill_it(tmp_path: Path) -> None:
    """Every page opens on nothing."""
    path = tmp_path / "empty.db"
    Account.open(str(path)).close()
    with open_desk(path) as desk:
        assert "holds no reports yet" in desk.get("/").text
        for case in PAGES:
            address = case.split(" => ")[0]
            if address.count("/") == 1:
                assert desk.get(address).status_code == 200


@pytest.mark.parametrize("address", ["javascript://x/y", "https://a b/", "https://x.example;script-src *://y/", "ftp://x/"])
def test_a_map_address_brings_nothing_else_into_the_policy(address: str) -> None:
    """Scheme, host and port, or nothing."""
    with pytest.raises(UsageError):
        origin_of(address)
