"""A static site: plain pages that lead to each other by relative links, run nothing, and hold nothing that is kept back."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import html

from according.export import Choices, find_format, run_export
from according.export.pages.paths import incident_path, report_path
from according.export.pages.rendering import POLICY, paged
from according.hiding import CoarsePlaces, HiddenName, Policy
from according.store import Account
from according.views import Filter
from tests.export.material import HOSTILE, Told, told
from tests.export.packs import AIR_STRIKES, demo_file, judged

__all__ = ["demo_file", "judged", "told"]
HIDDEN = Policy((HiddenName(("Mirel Tovas",), ("export",)),))


def write_site(account: Account, target: Path, asked: Filter | None = None, policy: Policy | None = None) -> dict[str, bytes]:
    """A site of the account; its files by their paths."""
    run_export(account, find_format("site"), asked or Filter(), target, Choices(policy or Policy()))
    return {file.relative_to(target).as_posix(): file.read_bytes() for file in sorted(target.rglob("*")) if file.is_file()}


@pytest.fixture(scope="module")
def site(judged: Account, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site of the demo's account."""
    return write_site(judged, tmp_path_factory.mktemp("site") / "site")


def pages_of(site: dict[str, bytes]) -> dict[str, Any]:
    """The pages, parsed."""
    return {path: html.document_fromstring(data.decode()) for path, data in site.items() if path.endswith(".html")}


def bare(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def test_every_link_leads_to_a_file_or_a_place_of_the_site(site: dict[str, bytes]) -> None:
    pages = pages_of(site)
    ids = {path: set(page.xpath("//@id")) for path, page in pages.items()}
    for path, page in pages.items():
        assert len(ids[path]) == len(page.xpath("//@id")), f"an id twice in {path}"
        for address in page.xpath("//@href"):
            if re.match("https?:", address):
                continue
            file, _, place = address.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(file))) if file else path
            assert target in site, (path, address)
            assert not place or place in ids[target], (path, address)


def test_every_sentence_leads_to_where_it_stands(judged: Account, site: dict[str, bytes]) -> None:
    texts = {report_path(one.report.id): one.report.text for one in judged.readings(superseded=True)}
    pages = pages_of(site)
    quoted = 0
    for path, page in pages.items():
        for link in page.xpath("//blockquote[@class='sentence']//a | //a[@class='figure-words']"):
            target, _, place = link.get("href").partition("#")
            start, end = map(int, place.removeprefix("s").split("-"))
            text = texts[posixpath.normpath(posixpath.join(posixpath.dirname(path), target))]
            assert bare(link.text_content()) == bare(text[start:end])
            quoted += 1
    assert quoted > 100
    for path, text in texts.items():
        (shown,) = pages[path].xpath("//div[contains(@class, 'report-text')]")
        assert shown.text_content() == text


def test_nothing_runs_and_nothing_comes_from_elsewhere(site: dict[str, bytes]) -> None:
    for page in pages_of(site).values():
        assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [POLICY]
        assert not page.xpath("//script | //iframe | //form | //@style | //@src")
        assert not [name for one in page.iter() for name in getattr(one, "attrib", {}) if name.startswith("on")]
    assert not [path for path in site if path.endswith(".js")]
    assert b"url(" not in site["style.css"] + site["pages.css"]


def test_a_text_that_means_harm_is_shown_and_does_nothing(told: Told) -> None:
    folder, _ = told.write("site")
    page = html.fromstring((folder / incident_path(told.named["hostile"])).read_bytes().decode())
    assert "\u202e" not in page.text_content()
    everything = b"".join(file.read_bytes() for file in folder.rglob("*.html"))
    assert HOSTILE[:10].replace("'", "&#39;").encode() in everything


def test_what_is_kept_back_stands_nowhere_in_the_site(judged: Account, site: dict[str, bytes], tmp_path: Path) -> None:
    hidden = write_site(judged, tmp_path / "hidden", policy=HIDDEN)
    before, after = _all(site), _all(hidden)
    assert b"Mirel Tovas" in before
    assert b"Mirel Tovas" not in after
    assert b"mirel-tovas" not in after


def test_positions_are_as_coarse_as_the_policy_says(told: Told) -> None:
    coarse = Policy((), (CoarsePlaces(25.0, audiences=("export",)),))
    for policy, exact, within in ((Policy(), True, b"within 10.1 km"), (coarse, False, b"within 25 km")):
        folder, _ = told.write("site", policy=policy)
        page = (folder / incident_path(told.named["shelling"])).read_bytes()
        assert (b"36.2012" in page) is exact
        assert within in page


def _all(files: dict[str, bytes]) -> bytes:
    return b"\n".join(part for path, data in files.items() for part in (path.encode(), data))


def test_a_site_of_some_incidents_holds_no_others(judged: Account, tmp_path: Path) -> None:
    part = write_site(judged, tmp_path / "part", AIR_STRIKES)
    lists = [path for path in part if path.startswith("incidents/kind/")]
    assert len(lists) == 1
    assert "air-strike" in lists[0]
    overview = html.document_fromstring(part["index.html"].decode()).text_content()
    assert "kinds (air_strike)" in overview
    assert "are left out" in overview


def test_the_same_account_gives_the_same_site(judged: Account, site: dict[str, bytes], tmp_path: Path) -> None:
    assert write_site(judged, tmp_path / "again") == site


@pytest.mark.parametrize(
    ("rows", "expected"), [([], [((), False)]), ([1, 2], [((1, 2), False)]), ([1, 2, 3], [((1, 2), True), ((3,), False)])]
)
def test_long_lists_go_over_several_pages(rows: list[int], expected: list[tuple[tuple[int, ...], bool]]) -> None:
    assert [(tuple(some), more) for some, more in paged(rows, 2)] == expected


def test_pages_of_a_list_lead_to_each_other(judged: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("according.export.pages.entries.PAGE", 10)
    pages = pages_of(write_site(judged, tmp_path / "paged"))
    seen, path = [], "incidents/index.html"
    while path:
        seen += pages[path].xpath("//table//th[@scope='row']/a/@href")
        following = pages[path].xpath("//a[@rel='next']/@href")
        path = posixpath.normpath(posixpath.join("incidents", following[0])) if following else ""
    assert len(seen) == len(set(seen)) == len([one for one in pages if re.fullmatch(r"incidents/../[0-9a-f]{64}\.html", one)])
