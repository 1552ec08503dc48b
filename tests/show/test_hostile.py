"""Hostile reports: whatever stands in any field of a report, a post or a source name, it never runs and never breaks a page."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from according.incidents import Difference
from according.markup import marks
from according.model import Claim, Name, Place, Post, Source
from according.store import Account
from tests.show.conftest import open_desk
from tests.show.reading_pages import Page, read_page
from tests.store.material import make_outcome
from tests.views.material import Tale

HOSTILE = {
    "script": "<script>document.title='owned'</script>",
    "event handler": "\"><img src=x onerror=document.title='owned'>",
    "attribute": "' onmouseover='document.title=1' x='",
    "unquoted attribute": "x onfocus=document.title=1 autofocus",
    "javascript address": "javascript:document.title='owned'//https://outlet.example/",
    "data address": "data:text/html,<script>document.title='owned'</script>",
    "svg": "<svg onload=document.title='owned'><animate onbegin=document.title='owned' attributeName=x></svg>",
    "style": "</style><style>*{display:none}</style><link rel=stylesheet href=//evil.example/x.css>",
    "end tags": "</title></textarea></bdi></a></q></main></body></html><h1>owned</h1>",
    "comment": "<!-- --><!--[if IE]><base href=//evil.example/>",
    "form": "</form><form action=https://evil.example/><button>Sign in</button>",
    "template": "{{ 7*7 }}{% for x in desk.account %}{{ x }}{% endfor %}${7*7}",
    "entities": "&lt;script&gt;&#x3c;script&#x3e;&amp;quot;",
    "path": "../../../etc/passwd/%2e%2e/?a=b&kind=battle#fragment",
    "other host": "//evil.example/\\evil.example",
    "line ends": "one\r\nSet-Cookie: a=b\r\n\r\n<b>two\u2028three\u0085four",
    "controls": "bell\x07 escape\x1b[2J delete\x7f csi\x9b31m",
    "right to left": "Orna \u202etsop\u202c \u2067unclosed",
    "hidden letters": "Or\u200bna\u2060 Po\u00adst\ufeff",
    "homograph": "Orn\u0430 P\u043est",
    "combining": "O" + "\u0301" * 300 + "rna",
    "long": "x" * 20_000,
    "null and numbers": "NULL; DROP TABLE reports; -- 9e999",
}
VIEWS = (
    "/", "/incidents", "/timeline", "/territory", "/access", "/copies", "/tally", "/warnings", "/words", "/diff?from=2000", "/sources",
    "/places", "/actors", "/search?q=shells", "/reports",
)  # fmt: skip


def tell(account: Account, evil: str) -> None:
    """Two reports with the same thing in every field that takes text, and an incident on which they differ."""
    tale = Tale(account)
    text = f"Shells fell on {evil} and the market, said the mayor. {evil} struck {evil}."
    whole = (0, len(text))
    layers = {
        "sources": (Source("s1", evil, evil, evil, evil, (whole,)),),
        "claims": (Claim(f"sha256:{1:064x}", ((0, 6),), (7, 11), (12, 14), evil, "s1", evil, evil, (evil,), evil, evil),),
        "names": (Name((0, 6), evil, evil, True),),
        "places": (Place((0, 6), evil, None, 35.0, 36.0, 5.0, "named", evil, evil),),
        "problems": (evil,),
    }
    told = []
    for number in (1, 2):
        report = tale.report(f"{evil}{number}", evil, "2016-03-04", f"{text} {number}", **layers)
        happening = tale.tell(
            report, "territory", "Orna", who=evil, origin=f"source:{evil}", killed=(3, 5), via=(evil, evil), actor=evil, target=evil
        )
        tale.say(report, evil, role=evil, affiliation=evil, source_kind=evil, via=[evil, evil], distance=evil)
        tale.call(report, evil, evil, who=evil, loaded=True)
        tale.call(report, evil, evil)
        told.append(happening)
    post = Post(whole, whole, evil, evil, evil, evil, "2016-03-04", "text", (evil,), evil)
    account.add(make_outcome(f"{evil} post", text + " A post.", kind="post", posts=(post,), byline=evil, url=evil, title=evil), reader=evil)
    sides = ((evil, (told[0],)), (evil + "!", (told[1],)))
    tale.incident(*told, differences=(Difference("perpetrator", "perpetrator", sides, evil),))
    for happening in told:
        tale.figure(happening, of=evil, quantifier=evil)
        tale.figure(happening, scope="total", of=evil)
        tale.call_act(happening, evil)
    first = tale.report(evil + "3", evil, "2016-03-05", text + " Once more.", credit=evil)
    tale.report(evil + "4", evil, "2016-03-05", text + " Again.", credit=evil, copy_of=first)
    for kind, status in (("siege", "happened"), ("buildup", "happened"), ("evacuation", "future"), ("shelling", "future")):
        tale.alone(first, kind, evil, status=status, who=evil, trigger=(len(kind), len(kind) + 3))
    with tale.asking():
        pass


def crawl(desk: TestClient) -> Iterator[tuple[str, Page]]:
    """The pages that the views lead to: of each kind, by room and names in the query, the first few."""
    waiting, seen = deque(VIEWS), set(VIEWS)
    kinds: Counter[tuple[str, ...]] = Counter()
    while waiting:
        address = waiting.popleft()
        page = read_page(desk, address)
        yield address, page
        for link in page.links:
            plain = link.split("#")[0]
            parts = urlsplit(plain)
            kind = (parts.path.split("/", 2)[1], *sorted(parse_qs(parts.query))) if plain.startswith("/") else ()
            if kind and plain not in seen and len(plain) < 4_000 and kinds[kind] < 2:
                kinds[kind] += 1
                seen.add(plain)
                waiting.append(plain)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_field_runs_or_breaks_a_page(tmp_path: Path, name: str) -> None:
    """Nothing that the policy would have to stop is on any page, every tag is closed where it was opened, and no page fails."""
    path = tmp_path / "hostile.db"
    with Account.open(str(path)) as account:
        tell(account, HOSTILE[name])
    with open_desk(path) as desk:
        for address, page in crawl(desk):
            assert page.status < 500, address
            assert not page.forbidden, address
            assert not page.unclosed, address
            assert len(page.ids) == len(set(page.ids)), address
            assert page.count["h1"] <= 1, address
            assert page.title == "" or page.title.endswith("· According"), address
        for view in ("incidents", "timeline", "tally", "territory", "access", "words"):
            answer = desk.get(f"/data/{view}.json")
            assert (answer.status_code, answer.headers["x-content-type-options"]) == (200, "nosniff")
            assert "json" in answer.headers["content-type"]
            json.loads(answer.text)


FIELDS = ("q", "place", "actor", "source", "kind", "from", "sort", "before", "name", "outlet", "measure", "incident")


@pytest.mark.parametrize("field", FIELDS)
def test_no_address_runs_or_breaks_a_page(desk: TestClient, field: str) -> None:
    """What is asked for comes back escaped, or is refused."""
    for value in HOSTILE.values():
        for view in ("/", "/search", "/diff"):
            page = read_page(desk, f"{view}?{field}={quote(value[:390])}")
            assert page.status in (200, 400, 404)
            assert not page.forbidden
            assert not page.unclosed
        data = desk.get(f"/data/incidents.json?{field}={quote(value[:390])}")
        assert data.status_code in (200, 400, 404)
        assert "json" in data.headers["content-type"]


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_no_path_fails(desk: TestClient, name: str) -> None:
    """Any name in a path is found, or is not in the account."""
    for room in ("places", "sources", "actors", "people", "incidents"):
        assert desk.get(f"/{room}/{quote(name.encode('utf-8', 'replace'), safe='')}").status_code in (200, 400, 404)


TRICKS = (
    # written => what a reader is shown
    ("plain name", "plain name"),
    ("  two \n lines ", "two lines"),
    ("Orna \u202etsop", "Orna ◆tsop"),
    ("\u2067Kesh", "◆Kesh"),
    ("Or\u200bna", "Or◆na"),
    ("So\u00adft", "So◆ft"),
    ("bell\x07", "bell◆"),
    ("Orn\u0430", "Orn\u0430≈"),
    ("\u041a\u0435\u0448", "\u041a\u0435\u0448"),
    ("Orna Пост", "Orna Пост"),
    ("ديلي تلغراف", "ديلي تلغراف"),
    ("می‌خواهم", "می‌خواهم"),
)


@pytest.mark.parametrize(("written", "shown"), TRICKS)
def test_tricks_of_writing_become_visible(written: str, shown: str) -> None:
    """A name in one script stays as it is, right-to-left scripts and joiners too; what turns, hides or borrows letters is marked."""
    assert marks.name(written).striptags() == shown
    assert str(marks.name(written)).startswith('<bdi class="name">')


ADDRESSES = (
    ("https://outlet.example/a?b=c#d", True),
    ("http://outlet.example", True),
    ("javascript:alert(1)", False),
    ("JaVaScRiPt:alert(1)", False),
    (" https://outlet.example", False),
    ("java\nscript:alert(1)", False),
    ("https:alert(1)", False),
    ("//outlet.example", False),
    ("/incidents", False),
    ("data:text/html,x", False),
    ("ftp://outlet.example/", False),
    ("https://outlet.example/\u202egpj", False),
    ("https://[bad", False),
    (None, False),
)


@pytest.mark.parametrize(("address", "is_linked"), ADDRESSES)
def test_only_web_addresses_are_linked(address: str | None, is_linked: bool) -> None:
    """Those of http and https that name a host."""
    assert (marks.href(address) is not None) is is_linked


@given(st.text())
def test_whatever_is_shown_is_escaped_and_turns_nothing(value: str) -> None:
    """No tag comes out of a text but the isolate and the marks, and no control that turns the line."""
    for shown in (str(marks.shown(value)), str(marks.name(value))):
        inside = shown.replace('<bdi class="name">', "").replace("<bdi>", "").replace("</bdi>", "").replace("</abbr>", "")
        assert inside.count("<") == inside.count('<abbr class="mark" title="')
        assert not any(unicodedata.bidirectional(char) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI") for char in shown)
