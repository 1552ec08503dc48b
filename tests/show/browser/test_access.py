"""No page has a serious or critical finding of axe-core, wide and narrow, light and dark; none scrolls sideways or complains."""

from __future__ import annotations

import re

import pytest

from tests.show.browser.conftest import arriving

pytestmark = pytest.mark.usefixtures("is_built")

PAGES = (
    *("/", "/incidents", "/timeline", "/sources", "/places", "/actors", "/territory", "/access", "/tally", "/warnings", "/words"),
    *("/copies", "/reports", "/search?q=market", "/review", "/log"),
)
LED_TO = (
    ("/incidents?contested=1", r"/incidents/[0-9a-f]{64}"),
    ("/incidents?contested=1", r"/reports/[0-9a-f]{64}"),
    ("/sources", r"/sources/[^\"?]+"),
    ("/places", r"/places/[^\"?]+"),
    ("/actors", r"/actors/[^\"?]+"),
    ("/review", r"/review/[^\"]+"),
)
LOOKS = tuple((width, scheme) for width in (1280, 390) for scheme in ("light", "dark"))


def find_findings(page, axe: str) -> list[str]:  # type: ignore[no-untyped-def]
    """What axe finds serious or critical, each with where it is."""
    page.evaluate(axe)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]


def look_at(page, axe: str) -> dict[str, list[str]]:  # type: ignore[no-untyped-def]
    """The findings in each look, and whether the page is wider than the window."""
    found: dict[str, list[str]] = {}
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(100)
        findings = find_findings(page, axe)
        if (wide := page.evaluate("() => document.documentElement.scrollWidth")) > width:
            findings.append(f"the page is {wide} px wide")
        if findings:
            found[f"{width} px, {scheme}"] = findings
    return found


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_used_by_everyone(open_page, axe: str, path: str) -> None:  # type: ignore[no-untyped-def]
    assert look_at(open_page(path), axe) == {}


@pytest.mark.parametrize(("start", "pattern"), LED_TO)
def test_a_page_that_others_lead_to_can_be_used_by_everyone(open_page, axe: str, start: str, pattern: str) -> None:  # type: ignore[no-untyped-def]
    page = open_page(start)
    links = page.evaluate("() => [...document.querySelectorAll('main a[href]')].map((link) => link.getAttribute('href'))")
    address = next((link for link in links if re.match(pattern, link)), None)
    if address is None and "reports" in pattern:
        with arriving(page):
            page.locator("main a[href^='/incidents/']").first.click()
        address = page.locator("main a[href^='/reports/']").first.get_attribute("href")
    assert address is not None, f"{start} leads to no {pattern}"
    assert look_at(open_page(address), axe) == {}


def test_the_tip_and_the_list_of_keys_can_be_used_by_everyone(open_page, axe: str) -> None:  # type: ignore[no-untyped-def]
    page = open_page("/reports")
    with arriving(page):
        page.locator("main a[href^='/reports/']").first.click()
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    assert look_at(page, axe) == {}


@pytest.mark.parametrize("path", ["/", "/incidents", "/search", "/review", "/log"])
def test_all_that_can_be_used_is_reached_by_the_tab_key(open_page, path: str) -> None:  # type: ignore[no-untyped-def]
    page = open_page(path)
    wanted = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
            .filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0 && one.type !== 'hidden')
            .map((one, number) => (one.dataset.stop = String(number)))"""
    )
    page.evaluate("() => document.body.focus()")
    reached = set()
    for _ in range(len(wanted) + 5):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("() => document.activeElement.dataset.stop ?? null"))
    assert set(wanted) <= reached
