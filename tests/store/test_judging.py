"""What counts of all that was ever judged, and what became of each judgement."""

from __future__ import annotations

from according.incidents import Judgement, Relation
from according.store import Account
from according.store.judging import add_judgements, held_among, iter_judgements, make_judgement, make_retraction, states_of, weigh

RULE = "rule:same place and day"


def said(relation: Relation, by: str, at: str = "2019-06-01", *, right: str | None = "b") -> Judgement:
    """What somebody, or a rule, holds of a and b."""
    return make_judgement("happening", relation, "a", right, by if by == RULE else f"person:{by}", at)


def test_what_became_of_a_judgement_is_one_of_six_things() -> None:
    """A table of who said what, and what became of each."""
    rule = said("same", RULE)
    amira, bruno = said("different", "Amira"), said("same", "Bruno")
    later = said("different", "Bruno", "2019-06-02")
    back = make_retraction(amira, "person:Amira", "2019-06-03")
    again = make_retraction(back, "person:Amira", "2019-06-04")
    for given, became in (
        ([rule], ["holds"]),
        ([rule, amira], ["outranked", "holds"]),
        ([rule, amira, bruno], ["holds", "contradicted", "contradicted"]),
        ([rule, amira, bruno, later], ["outranked", "holds", "replaced", "holds"]),
        ([rule, amira, back], ["holds", "retracted", "retraction"]),
        ([rule, amira, back, again], ["outranked", "holds", "retracted", "retraction"]),
    ):
        assert [states_of(given)[one.id] for one in given] == became


def test_what_people_agree_on_counts_and_what_they_differ_on_does_not() -> None:
    """Same, different, wrong, and in conflict; of rules only those that are asked for."""
    wrong = said("wrong", "Amira", right=None)
    held = weigh([said("same", RULE), wrong, said("different", "Bruno")], {RULE})
    assert held.wrong == {"a"}
    assert held.apart == {("a", "b")}
    assert held.scores == {RULE: {("a", "b"): 1.0}}
    assert weigh([said("same", RULE)], ()).scores == {}
    assert weigh([said("same", "Amira"), said("same", "Bruno")], ()).same == {("a", "b")}
    conflict = weigh([said("same", "Amira"), said("different", "Bruno")], ())
    assert (len(conflict.conflicts), conflict.same, conflict.apart) == (2, frozenset(), frozenset())


def test_judgements_come_in_the_order_in_which_they_were_kept(account: Account) -> None:
    """All of them, or people's only; keeping them again adds none."""
    given = [said("same", RULE), said("different", "Bruno"), said("same", "Amira")]
    with account.writing_rows() as connection:
        add_judgements(connection, given)
        add_judgements(connection, given[:2])
        assert list(iter_judgements(connection, people_only=False)) == given
        assert list(iter_judgements(connection, people_only=True)) == given[1:]


def test_what_counts_among_some_things_is_what_counts_of_all_said_of_them(account: Account) -> None:
    """Step by step: a rule alone, of others too, twice on one pair, taken back by a person, and taken back in turn."""
    rule, elsewhere, later = said("same", RULE), said("same", RULE, right="z"), said("same", RULE, "2019-06-02")
    back = make_retraction(later, "person:Amira", "2019-06-03")
    again = make_retraction(back, "person:Amira", "2019-06-04")
    refused = []
    for one in (rule, elsewhere, later, back, again):
        with account.writing_rows() as connection:
            add_judgements(connection, [one])
            held = held_among(connection, "happening", {"a", "b"}, {RULE})
            assert held == weigh([given for given in iter_judgements(connection, people_only=False) if given.right != "z"], {RULE})
            assert held.scores == {RULE: {("a", "b"): 1.0}}
            refused.append(held.refused)
    assert refused == [frozenset(), frozenset(), frozenset(), {("a", "b")}, frozenset()]
