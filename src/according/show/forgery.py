"""Against forged requests: what changes anything must come from the desk's own pages, or from a program that is no browser.

A page's forms carry a token that follows from a secret cookie, which no other site can read. Browsers say where a
request comes from (``Origin``, ``Sec-Fetch-Site``), and what they say must be the desk itself: on one machine several
servers share their cookies, and only the port tells them apart.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

from starlette.datastructures import FormData, Headers

FIELD = "csrf"
HEADER = "X-CSRF-Token"
_PURPOSE = b"according: this form is the desk's own"


def make_token(secret: str) -> str:
    """The token of the pages for whoever holds this secret cookie."""
    return hmac.new(secret.encode("utf-8", "replace"), _PURPOSE, hashlib.sha256).hexdigest()


def find_fault(headers: Headers, form: FormData | None, secret: str | None, *, is_for_programs: bool) -> str | None:
    """Why a request that would change something is refused, in words; None if it is the desk's own, or a program's."""
    if not is_own_origin(headers):
        return "the request comes from another site's page"
    if is_for_programs and _is_programs(headers):
        return None
    given = headers.get(HEADER) or _field(form)
    if secret is None or not given or not hmac.compare_digest(make_token(secret).encode(), given.encode("utf-8", "replace")):
        return "the form is too old, or not one of the desk's: open the page again and send it once more"
    return None


def is_own_origin(headers: Headers) -> bool:
    """Whether a browser says that the request comes from the desk itself; what says nothing may be a program."""
    if headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("Origin")
    if origin is None or origin == "null":  # a browser that keeps the referrer to itself says null of our own forms too
        return True
    try:
        return urlsplit(origin).netloc.lower() == headers.get("Host", "").lower()
    except ValueError:
        return False


def _is_programs(headers: Headers) -> bool:
    """Whether no browser made this: it would say where it comes from, and the API takes no form that needs no leave to be sent."""
    return "Origin" not in headers and "Sec-Fetch-Site" not in headers and "Cookie" not in headers


def _field(form: FormData | None) -> str | None:
    value = form.get(FIELD) if form is not None else None
    return value if isinstance(value, str) else None
