"""What the desk is for, over the demo's account and over one of 500 real reports: filter, follow to the words, judge, take back, verify."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from according.store import Account
from tests.show.browser.conftest import arriving
from tests.show.browser.test_access import find_findings

pytestmark = pytest.mark.usefixtures("is_built")

MAP_WORDS = ".map-side [role=status]"
BARS = "() => document.querySelector('.timeline svg[role=img] > path')?.getAttribute('d') ?? 'none'"
STILL = "[data-view=map][data-still]"


@pytest.fixture
def visit(open_page, each_address: str) -> Callable[..., object]:  # type: ignore[no-untyped-def]
    """Opens a page of each of the two desks."""
    return lambda path, **look: open_page(path, at=each_address, **look)


def all_incidents(page) -> int:  # type: ignore[no-untyped-def]
    """How many incidents the map has under the filter, wherever they lie."""
    return int(re.search(r"of ([\d,]+) incidents", page.inner_text(MAP_WORDS))[1].replace(",", ""))


def judged_finding(page) -> str:  # type: ignore[no-untyped-def]
    """The page of the first finding that waits for review."""
    return page.locator("main table a[href^='/review/']").first.get_attribute("href")


def field_now(page, field: str) -> str:  # type: ignore[no-untyped-def]
    """A field of a finding as it stands, "" where it is not said."""
    value = page.locator(f"section[aria-labelledby=as-it-stands] dt:text-is('{field}') + dd")
    return value.first.inner_text() if value.count() else ""


def press(page, name: str) -> None:  # type: ignore[no-untyped-def]
    """Press a button by the keyboard alone."""
    page.get_by_role("button", name=name).first.focus()
    page.keyboard.press("Enter")


def test_an_area_of_the_map_changes_the_timeline_and_back(visit) -> None:  # type: ignore[no-untyped-def]
    page = visit("/")
    page.wait_for_selector(STILL)
    before, number = page.evaluate(BARS), all_incidents(page)
    for _ in range(8):  # until some lie outside of what is shown
        page.get_by_role("button", name="Zoom in").click()
        page.wait_for_timeout(400)
        page.wait_for_selector(STILL)
        if not page.inner_text(MAP_WORDS).startswith(f"{number:,} of"):
            break
    press(page, "Only this area")
    page.wait_for_url(re.compile("place=.*radius="))
    page.wait_for_function(f"(before) => ({BARS})() !== before", arg=before)
    page.wait_for_function(
        "(words) => !document.querySelector('.map-side [role=status]').textContent.includes(words)", arg=f"of {number:,} incidents"
    )
    assert all_incidents(page) < number
    press(page, "All places")
    page.wait_for_function(f"(before) => ({BARS})() === before", arg=before)
    page.wait_for_function(
        "(words) => document.querySelector('.map-side [role=status]').textContent.includes(words)", arg=f"of {number:,} incidents"
    )


def test_a_window_over_the_timeline_changes_the_map_and_back(visit) -> None:  # type: ignore[no-untyped-def]
    page = visit("/")
    page.wait_for_selector(STILL)
    number = all_incidents(page)
    press(page, "← Earlier")
    page.wait_for_url(re.compile("from=.*to="))
    page.wait_for_function(
        "(words) => !document.querySelector('.map-side [role=status]').textContent.includes(words)", arg=f"of {number:,} incidents"
    )
    assert all_incidents(page) < number
    page.go_back()
    page.wait_for_function(
        "(words) => document.querySelector('.map-side [role=status]').textContent.includes(words)", arg=f"of {number:,} incidents"
    )


def test_a_figure_of_an_incident_leads_to_its_words_in_the_report(visit, each_file: Path) -> None:  # type: ignore[no-untyped-def]
    page = visit("/incidents?contested=1&sort=origins")
    with arriving(page):
        page.locator("main a[href^='/incidents/']").first.click()
    page.locator("[data-view=ranges][data-drawn=yes] svg a").first.focus()
    with arriving(page):
        page.keyboard.press("Enter")
    name, start, end = re.search(r"/reports/([0-9a-f]{64})\?at=(\d+)-(\d+)", page.url).groups()
    with Account.open(str(each_file)) as account:
        words = account.reading(name).report.text[int(start) : int(end)]
    marked = "".join(page.locator(".text mark.asked").all_text_contents())
    assert re.sub(r"\s", "", marked) == re.sub(r"\s", "", words) != ""


def test_an_actor_is_corrected_taken_back_and_the_log_holds_both(visit) -> None:  # type: ignore[no-untyped-def]
    page = visit("/review")
    page.goto(judged_finding(page))
    before = field_now(page, "actor")
    word = page.evaluate(
        """() => {
            const walker = document.createTreeWalker(document.querySelector('[data-view=text]'), NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const found = /\\p{L}{5,}/u.exec(node.data);
                if (!found) continue;
                getSelection().setBaseAndExtent(node, found.index, node, found.index + found[0].length);
                return found[0];
            }
        }"""
    )
    page.wait_for_function("() => document.querySelector('form[data-selection] [name=start]').value !== ''")
    form = page.locator("form[data-selection]")
    form.locator("[name=field]").select_option("actor")
    form.locator("[name=signature]").fill("Amira Venn")
    form.locator("[name=reason]").fill("the sentence names it")
    with arriving(page):
        press(page, "Take these words")
    page.wait_for_selector("ol.judgements >> text=Amira Venn")
    assert word in field_now(page, "actor") != before
    with arriving(page):
        press(page, "Take back")
    page.wait_for_selector("ol.judgements >> text=taken back")
    assert field_now(page, "actor") == before
    page.goto("/log")
    assert page.locator("tbody tr", has_text="Amira Venn").count() >= 2
    with arriving(page):
        press(page, "Check the whole log")
    page.wait_for_selector("[role=status] >> text=Every entry is as it was written")


def test_an_incident_is_split_and_joined_again(visit) -> None:  # type: ignore[no-untyped-def]
    page = visit("/incidents?sort=origins&min_origins=2")
    with arriving(page):
        page.locator("main a[href^='/incidents/']").last.click()  # of few origins: of many, the rest may part without one
    with arriving(page):
        page.get_by_role("link", name="Review, join or split").click()
    ticks = page.locator("[name=happening]")
    told, apart = {tick.get_attribute("value") for tick in ticks.all()}, ticks.last.get_attribute("value")
    ticks.last.focus()
    page.keyboard.press("Space")
    page.locator("form[action='/review/incidents/split'] [name=signature]").fill("Amira Venn")
    with arriving(page):
        press(page, "Split what is ticked from the rest")
    page.wait_for_selector("ol.judgements >> text=are not the same")
    left = {tick.get_attribute("value") for tick in ticks.all()}
    assert apart not in left
    assert told - {apart} <= left  # without it, another may be like enough to the rest
    boxes = page.locator("ol.judgements [name=judgement]")
    for box in boxes.all():
        box.check()
    page.locator("form[action='/review/incidents/undo'] [name=signature]").fill("Amira Venn")
    with arriving(page):
        press(page, "Take back what is ticked")
    page.wait_for_selector("ol.judgements >> text=takes back")
    assert {tick.get_attribute("value") for tick in ticks.all()} == told


def test_without_scripts_the_account_is_shown(visit) -> None:  # type: ignore[no-untyped-def]
    page = visit("/", scripts=False, width=390)
    assert page.locator("#days tbody tr").count() > 0
    assert page.locator("#places tbody tr").count() > 0
    with arriving(page, scripts=False):
        page.locator("a.incident").first.click()
    with arriving(page, scripts=False):
        page.locator("main blockquote.sentence a").first.click()
    assert page.locator(".text mark").first.is_visible()


@pytest.mark.parametrize(
    "path", ["/", "/incidents", "/territory", "/tally", "/warnings", "/sources", "incident", "report", "source", "person"]
)
def test_a_page_can_be_used_by_everyone(visit, axe: str, path: str) -> None:  # type: ignore[no-untyped-def]
    starts = {"incident": "/incidents?sort=origins", "report": "/incidents?sort=origins", "source": "/sources", "person": "/sources"}
    page = visit(starts.get(path, path))
    if path in starts:
        with arriving(page):
            page.locator("main #list a[href^='/incidents/'], main #list th a[href^='/sources/']").first.click()
    if path == "report":
        with arriving(page):
            page.locator("main blockquote.sentence a").first.click()
    if path == "person":
        with arriving(page):
            page.get_by_role("link", name="All of it, in time").click()
    for width, scheme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert find_findings(page, axe) == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
