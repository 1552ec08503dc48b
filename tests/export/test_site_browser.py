"""A site opened from the disk in Debian's Chromium: it looks as the desk does, axe finds nothing serious, and nothing complains."""

from __future__ import annotations

from pathlib import Path

import pytest

from according.export import Choices, find_format, run_export
from according.store import Account
from according.views import Filter
from tests.export.packs import demo_file, judged
from tests.show.browser.conftest import arriving, axe, browser, is_built
from tests.show.browser.test_access import LOOKS, look_at

__all__ = ["axe", "browser", "demo_file", "is_built", "judged"]
pytestmark = pytest.mark.usefixtures("is_built")
LISTS = ("index.html", "sources/index.html")


@pytest.fixture(scope="module")
def site(judged: Account, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the demo's account, below a folder whose name has to be escaped in addresses."""
    target = tmp_path_factory.mktemp("an account") / "my site"
    run_export(judged, find_format("site"), Filter(), target, Choices())
    return target


def test_pages_from_the_disk_are_styled_and_accessible(browser, axe: str, site: Path) -> None:  # type: ignore[no-untyped-def]
    largest = [max(site.glob(f"{kind}/??/*.html"), key=lambda file: file.stat().st_size) for kind in ("incidents", "reports")]
    context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    for file in (*(site / name for name in LISTS), *largest):
        page.goto(file.as_uri())
        found = look_at(page, axe)
        assert not any(found.values()), (file.name, found)
    context.close()
    assert len(LOOKS) == 4


def test_its_own_policy_lets_the_look_in_and_a_click_leads_to_the_words(browser, site: Path) -> None:  # type: ignore[no-untyped-def]
    complaints: list[str] = []
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.goto((site / "index.html").as_uri())
    with arriving(page, scripts=False):
        page.click("nav >> text=Timeline")
    words = page.locator("blockquote.sentence a").first.inner_text()
    with arriving(page, scripts=False):
        page.locator("blockquote.sentence a").first.click()
    assert page.url.startswith(site.as_uri() + "/reports/")
    asked = page.locator(".cited:target")
    assert asked.inner_text().split()[:3] == words.split()[:3]
    assert page.locator(".report-text").evaluate("one => getComputedStyle(one).whiteSpace") == "pre-wrap"
    assert complaints == []
    context.close()
