"""Map, timeline, form and address of the overview hold one filter."""

from __future__ import annotations

import re

import pytest

from tests.show.browser.conftest import arriving

pytestmark = pytest.mark.usefixtures("is_built")

MAP_WORDS = ".map-side [role=status]"
TIMELINE_WORDS = ".timeline [role=status]"
BARS = ".timeline svg[role=img]"


def drag_over(page, start: float, end: float) -> None:  # type: ignore[no-untyped-def]
    """Draw a window over a part of the timeline, from 0 (its left end) to 1."""
    page.locator(".timeline").scroll_into_view_if_needed()
    box = page.locator(".timeline .brush .overlay").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * start, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * end, middle, steps=4)
    page.mouse.up()


def all_of(page) -> int:  # type: ignore[no-untyped-def]
    """How many incidents the map shows, which are all that have a place."""
    shown = re.match(r"(\d+) of (\d+) incidents", page.inner_text(MAP_WORDS))
    assert shown
    assert shown[1] == shown[2]
    return int(shown[1])


def test_a_window_over_the_timeline_filters_the_map_the_lists_and_the_address(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_page("/")
    total = all_of(page)
    drag_over(page, 0.02, 0.4)
    page.wait_for_url(re.compile(r"[?&]from=2019-03-\d\d&to=2019-03-\d\d"))
    page.wait_for_function(f"() => parseInt(document.querySelector('{MAP_WORDS}').textContent.split(' of ')[1]) < {total}")
    page.wait_for_function("() => !document.querySelector('#places').textContent.includes('Nuvesh')")
    assert page.inner_text(TIMELINE_WORDS).startswith("From 2019-03-")
    assert page.input_value("form [name=from]").startswith("2019-03-")


def test_the_way_back_leads_to_the_filter_before(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_page("/")
    drag_over(page, 0.02, 0.4)
    page.wait_for_url(re.compile("from="))
    page.go_back()
    page.wait_for_function(f"() => document.querySelector('{TIMELINE_WORDS}').textContent.startsWith('All dates.')")
    page.wait_for_function(f"() => /^(\\d+) of \\1 incidents/.test(document.querySelector('{MAP_WORDS}').textContent)")
    assert page.inner_text(TIMELINE_WORDS).startswith("All dates.")
    assert page.input_value("form [name=from]") == ""


def test_the_form_filters_both_without_a_new_page(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_page("/")
    page.evaluate("() => { document.body.dataset.kept = 'yes'; }")
    before = page.get_attribute(BARS, "aria-label")
    page.click(".filter summary")
    page.check("form [name=contested]")
    page.wait_for_url(re.compile("contested=1"))
    days = page.request.get(page.url.replace("/?", "/data/timeline.json?")).json()["days"]
    words = f"from {days[0][0]} to {days[-1][0]}"
    assert words not in before
    page.wait_for_function(f"() => document.querySelector('{BARS}')?.getAttribute('aria-label')?.includes('{words}')")
    assert page.get_attribute("body", "data-kept") == "yes"


def test_an_address_that_is_sent_on_shows_the_same(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_page("/?from=2019-04&to=2019-04-11")
    assert page.inner_text(TIMELINE_WORDS).startswith("From 2019-04-01 to 2019-04-11.")
    assert page.locator(".timeline .brush .selection").is_visible()


def test_a_place_typed_into_the_form_filters_by_the_enter_key(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_page("/")
    page.click(".filter summary")
    page.fill("form [name=place]", "Kettle Bridge")
    page.press("form [name=place]", "Enter")
    page.wait_for_url(re.compile(r"place=Kettle(\+|%20)Bridge"))
    page.wait_for_function("() => document.querySelectorAll('#places tbody tr').length === 1")


def test_the_map_moves_by_keys_and_its_list_follows(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_page("/")
    total = all_of(page)
    page.focus(".map-canvas canvas")
    for _ in range(8):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(350)
    page.wait_for_function(f"() => document.querySelector('{MAP_WORDS}').textContent.startsWith('0 of {total} ')")


def test_an_incident_of_the_map_opens_from_the_list_beside_it(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_page("/")
    first = page.locator(".map-side li a").first
    words = first.inner_text()
    first.focus()
    with arriving(page):
        page.keyboard.press("Enter")
    assert re.search(r"/incidents/[0-9a-f]{64}$", page.url)
    assert words.split(",")[0].capitalize() in page.inner_text("h1")


def test_a_click_on_the_map_shows_what_lies_there(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_page("/?place=Nuvesh")
    page.wait_for_selector("[data-view=map][data-still]")
    number = int(page.inner_text(MAP_WORDS).split(" ", 1)[0])
    box = page.locator(".map-canvas canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector(".maplibregl-popup a")
    assert page.locator(".maplibregl-popup a").count() == number
