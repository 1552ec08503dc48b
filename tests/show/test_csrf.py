"""Forged requests: what another site's page, another server on this machine, or an old form sends changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from starlette.datastructures import FormData, Headers
from starlette.testclient import TestClient

from according.show.forgery import find_fault, is_own_origin, make_token
from tests.show.asking import Clock, another, form_token, guard_with, register, sign_in

Make = Callable[..., TestClient]
HOST = "127.0.0.1:8000"
OWN = {"host": HOST, "origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}


@pytest.mark.parametrize(
    ("headers", "is_own"),
    [
        ({}, True),
        ({"origin": f"http://{HOST}"}, True),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"origin": "http://127.0.0.1:9000", "sec-fetch-site": "same-site"}, False),
        ({"origin": "http://127.0.0.1:9000"}, False),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, False),
        ({"origin": "https://evil.example"}, False),
        ({"origin": f"http://{HOST}.evil.example"}, False),
        ({"origin": f"http://{HOST}", "sec-fetch-site": "cross-site"}, False),
        ({"origin": "http://[::1"}, False),
        ({"origin": ""}, False),
    ],
)
def test_what_a_browser_says_of_where_a_request_comes_from_counts(headers: Mapping[str, str], is_own: bool) -> None:
    """Servers on one machine share cookies, and are told apart by the port alone."""
    assert is_own_origin(Headers({"host": HOST, **headers})) is is_own


@pytest.mark.parametrize(
    ("headers", "form", "is_for_programs", "passes"),
    [
        (OWN, {"csrf": make_token("secret")}, False, True),
        ({**OWN, "x-csrf-token": make_token("secret")}, None, False, True),
        ({**OWN, "x-csrf-token": make_token("secret")}, None, True, True),
        (OWN, {"csrf": make_token("another")}, False, False),
        (OWN, {"csrf": "é" * 64}, False, False),
        (OWN, {"csrf": ""}, False, False),
        (OWN, {}, False, False),
        (OWN, None, True, False),
        ({"host": HOST, "content-type": "application/json"}, None, True, True),
        ({"host": HOST, "content-type": "application/json"}, None, False, False),
        ({"host": HOST, "cookie": "a=b"}, None, True, False),
        ({"host": HOST, "origin": f"http://{HOST}"}, None, True, False),
    ],
)
def test_a_change_takes_the_token_of_the_desk_or_no_browser(
    headers: Mapping[str, str], form: Mapping[str, str] | None, is_for_programs: bool, passes: bool
) -> None:
    """A browser that says where it comes from needs the token always; a program that sends no cookies does not, and only to the API."""
    given = FormData(list(form.items())) if form is not None else None
    assert (find_fault(Headers(dict(headers)), given, "secret", is_for_programs=is_for_programs) is None) is passes
    assert find_fault(Headers(OWN), FormData({"csrf": make_token("")}), None, is_for_programs=False) is not None


@pytest.mark.parametrize("path", ["/review", "/sign-out", "/account/password", "/reports/12345678", "/nothing-at-all"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_locally_too_nothing_is_changed_without_the_token(desk: TestClient, method: str, path: str) -> None:
    """Whatever pages there are, or will be."""
    answer = getattr(desk, method)(path)
    assert answer.status_code == 403
    assert "not one of the desk&#39;s" in answer.text


def test_a_form_passes_once_it_carries_the_token_whatever_its_encoding(desk: TestClient) -> None:
    """As a form or in parts, with a value or a file beside it; the handler reads it as if nobody had before."""
    desk.get("/account")
    token = make_token(desk.cookies["according_form"])
    assert desk.post("/sign-out", data={"csrf": token}, follow_redirects=False).status_code == 303
    assert desk.post("/sign-out", data={"csrf": token}, files={"f": b"x"}, follow_redirects=False).status_code == 303
    assert desk.post("/sign-out", headers={"X-CSRF-Token": token}, follow_redirects=False).status_code == 303
    assert desk.post("/sign-out", data={"csrf": token}, headers={"Origin": "https://evil.example"}).status_code == 403


def test_the_token_of_one_person_is_not_that_of_another(make_desk: Make) -> None:
    """It follows from the session, so that a form from before signing in is none after."""
    desk = make_desk(users=True)
    guard_with(desk, Clock())
    register(desk, ("Mira Tolen", "coder"), ("Joren Adel", "coder"))
    before = form_token(desk)
    other = another(desk)
    for browser, name in ((desk, "Mira Tolen"), (other, "Joren Adel")):
        assert sign_in(browser, name).status_code == 303
    tokens = [form_token(browser, "/account") for browser in (desk, other)]
    assert len({before, *tokens}) == 3
    for wrong in (before, tokens[1]):
        assert desk.post("/sign-out", data={"csrf": wrong}, follow_redirects=False).status_code == 403
    assert desk.post("/sign-out", data={"csrf": tokens[0]}, follow_redirects=False).status_code == 303


def test_signing_in_takes_the_token_too(make_desk: Make) -> None:
    """Otherwise another site could sign a browser in under its own name, and read what is judged there."""
    desk = make_desk(users=True)
    guard_with(desk, Clock())
    register(desk, ("Mira Tolen", "coder"))
    form: dict[str, Any] = {"name": "Mira Tolen", "password": "four words of mine"}
    assert desk.post("/sign-in", data=form).status_code == 403
    assert "according_session" not in desk.cookies


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"csrf=" + b"x" * 5_000_000, "application/x-www-form-urlencoded", 413),
        (b"--b\r\nnothing", "multipart/form-data", 400),
        (b"\xff\xfe%ff&&==&csrf", "application/x-www-form-urlencoded", 403),
        (b"--b\r\n\r\n", "multipart/form-data; boundary=b", 400),
    ],
)
def test_broken_forms_are_refused(desk: TestClient, body: bytes, kind: str, code: int) -> None:
    """With a page that says so."""
    answer = desk.post("/sign-out", content=body, headers={"Content-Type": kind})
    assert answer.status_code in (code, 403)
    assert "<main" in answer.text
