"""People judge what the rules joined: their word comes first, whoever comes later, and all of it can be taken back."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from according.errors import NotInAccount, UsageError
from according.incidents import Judgement
from according.reconciling import judge, list_judgements, reconcile, retract
from according.store import Account
from according.store.judging import make_judgement, make_retraction, weigh
from according.store.ledger import facts, happenings
from according.store.schema import reports
from tests.reconciling.material import LATER, NOW, tell
from tests.store.material import READER

RULE = "rule:incidents/1"


@pytest.fixture
def two(account: Account) -> tuple[Account, str, str]:
    """An account in which two reports tell of one shelling, and the ids of what they tell."""
    account.add(tell("herald"), reader=READER)
    account.add(tell("post", who="a hospital in Kesh", publisher="Orna Post", form=1), reader=READER)
    reconcile(account, NOW)
    with account.reading_rows() as connection:
        left, right = connection.scalars(select(happenings.c.id).order_by(happenings.c.seq))
    return account, left, right


def _incidents(account: Account) -> set[frozenset[str]]:
    with account.reading_rows() as connection:
        rows = connection.execute(select(happenings.c.id, happenings.c.incident)).all()
    return {frozenset(row.id for row in rows if row.incident == incident) for incident in {row.incident for row in rows} - {None}}


def _states(account: Account) -> list[tuple[str, str, str]]:
    return [(one.judgement.relation, one.judgement.by, one.state) for one in list_judgements(account)]


def test_a_person_parts_what_the_rule_joined_and_retracting_joins_it_again(two: tuple[Account, str, str]) -> None:
    """Nothing of the rule's is deleted: it holds again as soon as nobody says otherwise."""
    account, left, right = two
    assert _incidents(account) == {frozenset((left, right))}
    held = judge(account, "happening", "different", left, right, by="Amira", at=NOW, reason="two markets")
    assert _incidents(account) == {frozenset((left,)), frozenset((right,))}
    retract(account, held.id, by="Amira", at=LATER)
    assert _incidents(account) == {frozenset((left, right))}
    assert _states(account) == [("different", "person:Amira", "retracted"), ("different", "person:Amira", "retraction")]


def test_a_person_joins_what_no_rule_would(account: Account) -> None:
    """Two towns, two days, two kinds of act: whoever knows better signs for it."""
    account.add(tell("herald"), reader=READER)
    account.add(tell("voice", town="Tammel", day="2031-01-20", kind="battle", word="stormed", who="the rebels", form=3), reader=READER)
    reconcile(account, NOW)
    with account.reading_rows() as connection:
        left, right = connection.scalars(select(happenings.c.id).order_by(happenings.c.seq))
    assert len(_incidents(account)) == 2
    held = judge(account, "happening", "same", left, right, by="Amira", at=NOW)
    assert _incidents(account) == {frozenset((left, right))}
    retract(account, held.id, by="Bruno", at=LATER, reason="a slip")
    assert len(_incidents(account)) == 2


def test_where_two_people_disagree_the_rule_stands_and_the_conflict_is_shown(two: tuple[Account, str, str]) -> None:
    """Neither of two people outranks the other."""
    account, left, right = two
    judge(account, "happening", "different", left, right, by="Amira", at=NOW)
    judge(account, "happening", "same", right, left, by="Bruno", at=LATER)
    assert _incidents(account) == {frozenset((left, right))}
    assert [state for *_, state in _states(account)] == ["contradicted", "contradicted"]


def test_of_one_person_the_latest_judgement_counts(two: tuple[Account, str, str]) -> None:
    """Whoever changes her mind need not retract first."""
    account, left, right = two
    judge(account, "happening", "different", left, right, by="Amira", at=NOW)
    judge(account, "happening", "same", left, right, by="Amira", at=LATER)
    assert _incidents(account) == {frozenset((left, right))}
    assert [state for *_, state in _states(account)] == ["replaced", "holds"]


def test_what_someone_holds_to_be_wrong_stands_in_no_incident(two: tuple[Account, str, str]) -> None:
    """It stays in the account and comes back with a retraction."""
    account, left, right = two
    held = judge(account, "happening", "wrong", right, None, by="Amira", at=NOW, reason="a figure of speech")
    assert _incidents(account) == {frozenset((left,))}
    retract(account, held.id, by="Amira", at=LATER)
    assert _incidents(account) == {frozenset((left, right))}


def test_a_judgement_about_what_is_told_no_more_waits(two: tuple[Account, str, str]) -> None:
    """A re-reading that finds the happening no more loses nobody's work: it counts again when it is found again."""
    account, left, right = two
    outcome = tell("post", who="a hospital in Kesh", publisher="Orna Post", form=1)
    judge(account, "happening", "different", left, right, by="Amira", at=NOW)
    empty = replace(outcome, readings=(replace(outcome.readings[0], events=(), figures=()),))
    account.add(empty, reader="according 0.2.0")
    reconcile(account, LATER)
    assert [state for *_, state in _states(account)] == ["waiting"]
    again = replace(outcome, readings=(replace(outcome.readings[0], problems=("read again",)),))
    account.add(again, reader="according 0.3.0")
    reconcile(account, LATER)
    assert [state for *_, state in _states(account)] == ["holds"]
    assert _incidents(account) == {frozenset((left,)), frozenset((right,))}


def test_a_person_holds_two_reprints_to_be_independent(account: Account) -> None:
    """The origins of what they say follow, and so does how often the incident is corroborated."""
    for name in ("Herald", "Post"):
        account.add(tell(name, publisher=name, who="residents"), reader=READER)
    reconcile(account, NOW)
    with account.reading_rows() as connection:
        assert len(set(connection.scalars(select(happenings.c.origin)))) == 1
        left, right = connection.scalars(select(reports.c.id).order_by(reports.c.seq))
    held = judge(account, "report", "different", left, right, by="Amira", at=NOW)
    with account.reading_rows() as connection:
        assert len(set(connection.scalars(select(happenings.c.origin)))) == 2
        assert set(connection.scalars(select(facts.c.copy_group))) == {None}
    retract(account, held.id, by="Amira", at=LATER)
    with account.reading_rows() as connection:
        assert len(set(connection.scalars(select(happenings.c.origin)))) == 1


@pytest.mark.parametrize(
    ("subject", "relation", "right", "reason"),
    [
        ("happening", "copy", "b", "nobody can hold 'copy'"),
        ("happening", "same", None, "two different things"),
        ("happening", "same", "a", "two different things"),
        ("happening", "wrong", "b", "one thing"),
        ("report", "same", "b", "nobody can hold 'same'"),
    ],
)
def test_what_cannot_be_held_is_refused(account: Account, subject: str, relation: str, right: str | None, reason: str) -> None:
    """With the reason, and nothing kept."""
    with pytest.raises(UsageError, match=reason):
        judge(account, subject, relation, "a", right, by="Amira", at=NOW)  # type: ignore[arg-type]
    assert list(list_judgements(account)) == []


def test_a_judgement_is_signed_and_one_that_is_not_there_cannot_be_taken_back(account: Account) -> None:
    """A name of spaces is none."""
    with pytest.raises(UsageError, match="signed"):
        judge(account, "happening", "same", "a", "b", by="  ", at=NOW)
    with pytest.raises(NotInAccount, match="no judgement"):
        retract(account, "0123456789ab", by="Amira", at=NOW)


def _judgement(relation: str, by: str, at: int) -> Judgement:
    return make_judgement("happening", relation, "a", "b", by, f"2031-01-{at:02}", score=0.9)  # type: ignore[arg-type]


@given(
    st.lists(
        st.tuples(st.sampled_from(("same", "different")), st.sampled_from(("person:x", "person:y", RULE)), st.integers(1, 28)), max_size=8
    ),
    st.lists(st.integers(0, 30), max_size=6),
    st.randoms(use_true_random=False),
)
def test_the_order_of_judgements_does_not_matter(said: list[tuple[str, str, int]], back: list[int], random: object) -> None:
    """Judgements and retractions commute, and a retracted retraction restores what was."""
    given_ = [_judgement(*one) for one in said]
    for at, which in enumerate(back):
        if given_:
            given_.append(make_retraction(given_[which % len(given_)], "person:z", f"2031-02-{at + 1:02}"))
    shuffled = list(given_)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert weigh(shuffled, {RULE}) == weigh(sorted(given_, key=lambda one: one.id), {RULE})


def test_retracting_in_any_order_ends_alike() -> None:
    """A judgement, its retraction, and the retraction of that: three rows in six orders."""
    first = _judgement("different", "person:x", 1)
    second = make_retraction(first, "person:x", "2031-01-02")
    third = make_retraction(second, "person:x", "2031-01-03")
    assert {weigh(order, {RULE}).apart for order in permutations((first, second, third))} == {frozenset({("a", "b")})}
    assert {weigh(order, {RULE}).apart for order in permutations((first, second))} == {frozenset()}
