"""Signing in, by keys, and what a role forbids."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from according.people import add_person
from according.store import Account
from tests.show.asking import CHEAP, PASSWORD, START
from tests.show.browser.conftest import arriving, serving

NAMES = {"reader": "Joren Adel", "coder": "Mira Tolen"}


@pytest.fixture(scope="module")
def closed(placed_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a desk listens that asks who one is."""
    path = shutil.copy(placed_file, tmp_path_factory.mktemp("closed") / "demo.db")
    with Account.open(str(path)) as account:
        for role, name in NAMES.items():
            add_person(account, name, role, PASSWORD, START, CHEAP)
    with serving(Path(path), users=True) as address:
        yield address


def sign_in(page, name: str, password: str) -> None:  # type: ignore[no-untyped-def]
    """Sign in by the keyboard alone."""
    page.focus("#name")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    with arriving(page, scripts=False):
        page.keyboard.press("Enter")


def finding_of(page) -> str:  # type: ignore[no-untyped-def]
    """The address of the first finding that waits for review."""
    page.goto("/review")
    return page.locator("main table a[href^='/review/']").first.get_attribute("href").split("#")[0]


def test_nobody_sees_the_account_before_signing_in(open_page, closed: str) -> None:  # type: ignore[no-untyped-def]
    page = open_page("/incidents", at=closed, scripts=False)
    assert page.url.startswith(f"{closed}/sign-in")
    assert "Nuvesh" not in page.inner_text("main")


def test_a_reader_looks_and_may_judge_nothing(open_page, closed: str) -> None:  # type: ignore[no-untyped-def]
    page = open_page("/sign-in", at=closed, scripts=False)
    sign_in(page, NAMES["reader"], PASSWORD)
    page.wait_for_selector(".person >> text=Joren Adel")
    finding = finding_of(page)
    page.goto(finding)
    assert page.locator("section[aria-labelledby=as-it-stands]").is_visible()
    assert page.locator("main form[method=post]").count() == 0
    page.goto("/account")
    token = page.get_attribute("form[action='/sign-out'] [name=csrf]", "value")
    answer = page.request.post(finding, form={"csrf": token, "action": "accept"}, headers={"Origin": closed})
    assert answer.status == 403
    page.goto(finding)
    assert "Nobody has judged it yet" in page.inner_text("main")


def test_a_coder_judges_under_her_name(open_page, closed: str) -> None:  # type: ignore[no-untyped-def]
    page = open_page("/sign-in", at=closed, scripts=False)
    sign_in(page, NAMES["coder"], PASSWORD)
    page.wait_for_selector(".person >> text=Mira Tolen")
    page.goto(finding_of(page))
    assert page.locator("[name=signature]").count() == 0
    page.get_by_role("button", name="Right as it stands").focus()
    with arriving(page, scripts=False):
        page.keyboard.press("Enter")
    page.wait_for_selector("ol.judgements >> text=it is right")
    assert "Mira Tolen" in page.inner_text("ol.judgements")
    page.goto("/account")
    with arriving(page, scripts=False):
        page.get_by_role("button", name="Sign out").first.click()
    page.goto("/review")
    assert re.search("/sign-in", page.url)
