"""What the desk remembers: found once, bounded in bytes, and never older than the account."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Barrier

import pytest
from starlette.testclient import TestClient

from according.hiding import HiddenName, Policy
from according.model import Item, Outcome
from according.reconciling import judge, reconcile, retract
from according.show.memory import Memory, stamp, weigh
from according.store import Account
from according.views import Filter
from according.views.tellings import find_incidents, read_tellings
from tests.show.asking import another, register, sign_in
from tests.show.conftest import fill

Make = Callable[..., TestClient]
AT = "2019-06-02T00:00:00Z"
STORY = "Kesh, 3 March 2019. At least 12 people were killed in shelling of the town of Orna on Sunday, the mayor said.\n"


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that is remembered."""

    name: str
    parts: tuple[bytes, ...]


def test_an_answer_is_found_once_however_many_ask_at_the_same_time() -> None:
    """The others wait for the one who asks the account."""
    memory, together, asked = Memory(), Barrier(4), []

    def ask(_: int) -> str:
        together.wait(5)
        return memory.answer(("a",), lambda: asked.append(1) or "found")  # type: ignore[func-returns-value]

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(ask, range(4))) == {"found"}
    assert asked == [1]


def test_what_fails_is_not_remembered() -> None:
    """Who asks next asks the account again."""
    memory = Memory()
    with pytest.raises(ZeroDivisionError):
        memory.answer(("a",), lambda: 1 // 0)
    assert memory.answer(("a",), lambda: 2) == 2


def test_memory_has_an_end() -> None:
    """What was asked for least recently goes first, and what alone would take a quarter is never kept."""
    memory = Memory(100_000)
    for number in range(50):
        memory.answer((number,), lambda: b"x" * 9_000)
        memory.answer((0,), lambda: b"again")
        assert memory.held_bytes <= 100_000
    assert 5 < len(memory) < 12
    assert memory.answer((0,), lambda: b"again") == b"x" * 9_000
    assert memory.answer((1,), lambda: b"again") == b"again"
    memory.answer(("large",), lambda: b"x" * 30_000)
    assert memory.answer(("large",), lambda: b"again") == b"again"


def test_a_weight_counts_all_that_a_value_holds() -> None:
    """However deep."""
    assert weigh({"a": [Kept("b", (b"x" * 10_000, b"y" * 5_000))]}) > 15_000
    assert weigh(None) == sys.getsizeof(None)


PAGES = (
    *("/", "/?kind=air_strike", "/incidents", "/incidents?sort=latest", "/timeline", "/territory", "/access", "/tally", "/warnings"),
    *("/words", "/copies", "/sources", "/places", "/actors", "/data/incidents.json", "/data/timeline.json"),
    *("/api/incidents", "/api/sources", "/api/territory", "/api/access", "/api/tally/killed", "/api/timeline", "/api/copies"),
)


def test_a_judgement_from_elsewhere_is_seen_at_once_and_gone_at_once(make_desk: Make, demo_copy: Path) -> None:
    """Another process writes; every page asked for before says what a desk says that was opened just now."""
    desk = make_desk()
    with Account.open(str(demo_copy)) as other:
        with other.reading_rows() as connection:
            told = next(iter(read_tellings(connection, find_incidents(connection, Filter(kinds=("air_strike",), limit=1))).values()))
        incident = f"/incidents/{told[0].incident.removeprefix('sha256:')}"
        pages = (*PAGES, incident)
        first = {page: desk.get(page).text for page in pages}
        assert {page: desk.get(page).text for page in pages} == first
        held = judge(other, "happening", "wrong", told[0].happening, None, by="Ana", at=AT)
        second, opened_now = {page: desk.get(page).text for page in pages}, make_desk()
        assert second == {page: opened_now.get(page).text for page in pages}
        assert {page for page in pages if second[page] != first[page]} >= {"/", "/api/incidents", incident}
        retract(other, held.id, by="Ana", at="2019-06-03T00:00:00Z")
    assert {page: desk.get(page).text for page in pages} == first


def test_a_new_report_is_seen_at_once(make_desk: Make, demo_copy: Path, tmp_path: Path) -> None:
    """Read by another process, joined by it, and there."""
    desk = make_desk()
    first = {page: desk.get(page).text for page in PAGES}
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    fill(demo_copy, [str(tmp_path / "story.txt")])
    second, opened_now = {page: desk.get(page).text for page in PAGES}, make_desk()
    assert second == {page: opened_now.get(page).text for page in PAGES}
    assert {page for page in PAGES if second[page] != first[page]} >= {"/", "/incidents?sort=latest", "/timeline", "/api/incidents"}


def test_each_step_of_reading_changes_the_stamp(demo_copy: Path) -> None:
    """The same bytes at another address, a reading that waits to be joined, what is joined, and what is judged."""
    with Account.open(str(demo_copy)) as account:

        def now() -> tuple[int, ...]:
            with account.reading_rows() as connection:
                return stamp(connection)

        stamps = [now()]
        reading = next(one for one in account.readings() if one.report.parent is None and one.claims)
        seen_elsewhere = Item("again", account.raw(account.capture(reading.report.id).sha256), "html", AT, url="https://mirror.example/1")
        for one in (reading, replace(reading, claims=())):  # the first brings nothing but the evidence that it stood there too
            account.add(Outcome(seen_elsewhere, (one,)), reader="test")
            stamps.append(now())
        reconcile(account, AT)
        stamps.append(now())
        with account.reading_rows() as connection:
            happening = find_incidents(connection, Filter(limit=1))[0]
        held = judge(account, "happening", "wrong", happening, None, by="Ana", at=AT)
        stamps.append(now())
        retract(account, held.id, by="Ana", at=AT)
        stamps.append(now())
    assert len(set(stamps)) == len(stamps)


def test_a_page_is_remembered_for_one_person_and_what_she_may_see(make_desk: Make) -> None:
    """An admin looks first; a reader who asks for the same address sees neither her name nor what is kept back from readers."""
    desk = make_desk(users=True, policy=Policy((HiddenName(("Nuvesh",), ("reader",)),)))
    register(desk, ("Mira Tolen", "admin"), ("Joren Adel", "reader"))
    sign_in(desk, "Mira Tolen")
    reader = another(desk)
    sign_in(reader, "Joren Adel")
    for page in ("/", "/incidents", "/places"):
        for _ in range(2):
            full, less = desk.get(page).text, reader.get(page).text
            assert "Nuvesh" in full
            assert "Nuvesh" not in less
            assert ("Mira Tolen" in full, "Mira Tolen" in less, "Joren Adel" in less) == (True, False, True)


def test_a_page_is_the_same_packed_and_not(desk: TestClient) -> None:
    """And says by which it varies."""
    plain, packed = (desk.get("/incidents", headers={"accept-encoding": coding}) for coding in ("identity", "gzip"))
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.headers["vary"] == packed.headers["vary"] == "Accept-Encoding"
    assert plain.text == packed.text


def test_the_stamp_is_asked_for_in_one_question(demo_file: Path) -> None:
    """Five numbers, none of them unknown."""
    with Account.open(str(demo_file)) as account, account.reading_rows() as connection:
        assert len(stamp(connection)) == 5
