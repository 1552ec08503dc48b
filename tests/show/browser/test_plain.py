"""Without scripts the pages still show the account."""

from __future__ import annotations

import pytest

from tests.show.browser.conftest import arriving


@pytest.mark.parametrize("width", [1280, 390])
def test_the_overview_shows_the_account_and_leads_to_an_incident_and_a_report(open_page, width: int) -> None:  # type: ignore[no-untyped-def]
    page = open_page("/", width=width, scripts=False)
    assert "incidents" in page.inner_text("main dl")
    assert page.locator("#days tbody tr").count() > 0
    with arriving(page, scripts=False):
        page.locator("a.incident").first.click()
    assert page.locator("main blockquote.sentence a").count() > 0
    with arriving(page, scripts=False):
        page.locator("main blockquote.sentence a").first.click()
    assert page.locator(".text .claim").count() > 0
    assert page.locator(".text mark").first.is_visible()


def test_the_filter_works_by_its_button(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_page("/incidents", scripts=False)
    incidents = page.locator("main a[href^='/incidents/']")
    before = incidents.count()
    page.click(".filter summary")
    page.check("form [name=contested]")
    with arriving(page, scripts=False):
        page.locator(".filter button").click()
    assert 0 < incidents.count() < before
