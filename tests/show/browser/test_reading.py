"""From an incident's figure to its sentence in the report, and the report's text with its claims, by mouse and by keys."""

from __future__ import annotations

import re

import pytest

from tests.show.browser.conftest import arriving

pytestmark = pytest.mark.usefixtures("is_built")


def open_incident(open_page):  # type: ignore[no-untyped-def]
    """The page of the incident on which accounts differ."""
    page = open_page("/incidents?contested=1")
    with arriving(page):
        page.locator("main a[href^='/incidents/']").first.click()
    assert re.search(r"/incidents/[0-9a-f]{64}", page.url)
    return page


def open_report(open_page):  # type: ignore[no-untyped-def]
    """The page of a report with several speakers."""
    page = open_page("/reports")
    with arriving(page):
        page.get_by_role("link", name="Strike on market in Orvesh kills at least 11").first.click()
    page.wait_for_selector(".text .claim")
    return page


def test_a_figure_leads_to_its_sentence_in_the_report(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_incident(open_page)
    page.wait_for_selector("[data-view=ranges] svg a")
    link = page.locator("[data-view=ranges] svg a").first
    address = link.get_attribute("href") or link.get_attribute("xlink:href")
    start, end = map(int, re.search(r"at=(\d+)-(\d+)", address).groups())
    link.focus()
    with arriving(page):
        page.keyboard.press("Enter")
    assert re.search(r"/reports/[0-9a-f]{64}", page.url)
    marked = page.locator(".text mark.asked").first
    assert marked.is_visible()
    text = page.evaluate("() => document.querySelector('.text').textContent")
    assert len(marked.inner_text()) <= end - start <= len(text)


def test_a_figure_of_the_table_leads_there_too(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_incident(open_page)
    with arriving(page):
        page.locator("main table a[href^='/reports/']").first.click()
    assert page.locator(".text mark.asked").first.is_visible()


def test_pointing_at_a_claim_shows_who_says_it(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_report(open_page)
    claim = page.locator(".text .claim").nth(1)
    claim.hover()
    page.wait_for_selector(".tip:visible")
    number = claim.get_attribute("data-claims").split()[-1]
    assert page.inner_text(".tip").strip() == page.inner_text(f"[data-claim='{number}'] .chain").strip()
    assert page.locator(f"[data-claim='{number}'].is-lit").count() == 1
    page.keyboard.press("Escape")
    assert not page.locator(".tip").is_visible()


def test_keys_go_through_the_claims_and_light_them_in_the_text(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_report(open_page)
    for _ in range(2):
        page.keyboard.press("j")
    assert page.evaluate("() => document.activeElement.dataset.claim") == "c2"
    assert page.locator(".text .claim.is-lit").first.get_attribute("data-claims") == "c2"
    page.keyboard.press("k")
    assert page.evaluate("() => document.activeElement.dataset.claim") == "c1"


def test_the_keys_are_listed_and_the_list_closes(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_page("/incidents")
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    page.keyboard.press("/")
    page.keyboard.type("?")
    assert not page.get_by_role("dialog").is_visible()


def test_a_selection_fills_the_form_of_review_in_code_points(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_report(open_page)
    with arriving(page):
        page.get_by_role("link", name="Add a claim").click()
    text = page.evaluate("() => document.querySelector('[data-view=text]').textContent")
    page.evaluate(
        """() => {
            const walker = document.createTreeWalker(document.querySelector('[data-view=text]'), NodeFilter.SHOW_TEXT);
            let node = walker.nextNode();
            while (!node.data.includes('wounded')) node = walker.nextNode();
            const at = node.data.indexOf('wounded');
            getSelection().setBaseAndExtent(node, at, node, at + 'wounded'.length);
        }"""
    )
    page.wait_for_function("() => document.querySelector('form[data-selection] [name=start]').value !== ''")
    start, end = (int(page.input_value(f"form[data-selection] [name={name}]")) for name in ("start", "end"))
    assert text[start:end] == "wounded"


def test_code_points_are_counted_where_a_sign_takes_two_units(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_report(open_page)
    with arriving(page):
        page.get_by_role("link", name="Add a claim").click()
    page.evaluate(
        """() => {
            const text = document.querySelector('[data-view=text]');
            const bold = Object.assign(document.createElement('b'), {textContent: '\\u{1F4A5}hit'});
            text.replaceChildren('\\u{1F4A5}\\u{1F3E5} a ', bold, ' hospital');
            getSelection().setBaseAndExtent(text.children[0].firstChild, 2, text.lastChild, 9);
        }"""
    )
    page.wait_for_function("() => document.querySelector('form[data-selection] [name=start]').value === '6'")
    assert page.input_value("form[data-selection] [name=end]") == "18"


def test_search_answers_as_one_types(open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_page("/search")
    page.locator("main form [name=q]").press_sequentially("market")
    page.wait_for_url(re.compile("q=market"))
    page.wait_for_selector("#results a[href^='/reports/']")
