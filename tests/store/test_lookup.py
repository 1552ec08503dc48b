"""What is found by an id, or by its beginning, and what the database is told about itself."""

from __future__ import annotations

import pytest

from according.errors import NotInAccount
from according.ids import alert_id, batch_id, happening_id, page_key, watch_id
from according.model import Claim, Outcome, Reading
from according.store import Account
from tests.store.material import BRIDGE, READER, make_item, make_report

FIRST, SECOND, OTHER = (f"sha256:{start}{'0' * 56}" for start in ("aaaaaaaa", "aaaaaaab", "bbbbbbbb"))


def claim(name: str) -> Claim:
    """A claim of this id, over the whole report."""
    return Claim(name, ((0, 38),), None, None, "two ferrymen", None, "indirect", "state")


def keep(account: Account, ref: str, *names: str) -> None:
    """A report with claims of these ids."""
    report = make_report(ref.encode(), ref, BRIDGE)
    account.add(Outcome(make_item(ref.encode(), ref), (Reading(report, claims=tuple(map(claim, names))),)), reader=READER)


def test_a_claim_is_found_by_its_id_or_a_beginning_that_only_it_has(account: Account) -> None:
    """With its reading and its place there; the latest reading counts where two hold it."""
    keep(account, "one.txt", OTHER, FIRST)
    keep(account, "two.txt", SECOND, FIRST)
    for name in (FIRST, FIRST[:15], "aaaaaaaa"):
        reading, at = account.claim(name)
        assert (reading.report.ref, reading.claims[at].id) == ("two.txt", FIRST)
    assert account.claim("bbbbbbbb")[0].report.ref == "one.txt"


@pytest.mark.parametrize(
    ("name", "words"),
    [("cccccccc", "holds no claim"), ("aaaa", "is no claim's id"), ("nothing of the kind", "is no claim's id")],
)
def test_a_claim_that_is_none_is_not_found(account: Account, name: str, words: str) -> None:
    """With the reason, in words."""
    keep(account, "one.txt", FIRST)
    with pytest.raises(NotInAccount, match=words):
        account.claim(name)


def test_a_beginning_that_two_claims_have_names_neither(account: Account) -> None:
    """More of it is asked for."""
    keep(account, "one.txt", FIRST, FIRST[:-1] + "1")
    with pytest.raises(NotInAccount, match="more than one claim"):
        account.claim("aaaaaaaa")


def test_the_database_looks_itself_over(account: Account) -> None:
    """On either database; what it holds is as before."""
    keep(account, "one.txt", FIRST)
    account.look_over()
    assert account.reading("one.txt").claims[0].id == FIRST


def test_ids_of_what_watches_send_follow_from_what_they_say() -> None:
    """The same gives the same, and each sort of thing another, also where the words are the same."""
    made = [watch_id("a", "b", "c"), alert_id("a", "b", "c", "d"), batch_id(("a", "b")), page_key("a", "b"), happening_id("a", (1, 2))]
    assert made == [
        watch_id("a", "b", "c"),
        alert_id("a", "b", "c", "d"),
        batch_id(("a", "b")),
        page_key("a", "b"),
        happening_id("a", (1, 2)),
    ]
    assert len(set(made)) == len(made)
    assert all(one.startswith("sha256:") and len(one) == 71 for one in made)
