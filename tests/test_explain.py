"""What gave each field of a claim, from the account and for a claim of another version."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from according.config import Config
from according.errors import NotInAccount, WeightsError
from according.explain import KEPT, NETWORK, RULE, explain_claim
from according.model import Item, Outcome, Reading
from according.pipeline import READER, read_item
from according.store import Account

TEXT = (
    "Fighting near Qast\n\n"
    "Foreign Minister Tem Orlan told Reuters on Monday that rebels had shelled the town of Qast and killed 12 civilians. "
    "He said the army would answer.\n"
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    (found,) = read_item(Item("a", TEXT.encode(), "text", "2024-01-01T00:00:00Z"), Config()).readings
    assert found.claims, "the tagger finds no claim in a plain report"
    return found


def test_a_claim_is_found_by_the_beginning_of_its_id(reading: Reading, tmp_path: Path) -> None:
    """And nothing else is."""
    with Account.open(str(tmp_path / "account.db")) as account:
        account.add(read_item(Item("a", TEXT.encode(), "text", "2024-01-01T00:00:00Z"), Config()), reader=READER)
        for at, claim in enumerate(reading.claims):
            assert account.claim(claim.id) == (reading, at)
            assert account.claim(claim.id[7:27]) == (reading, at)
        for name, reason in (("sha256:" + "0" * 64, "no claim called"), ("Orlan", "no claim's id"), ("%", "no claim's id")):
            with pytest.raises(NotInAccount, match=reason):
                account.claim(name)


def test_a_beginning_that_two_claims_share_names_neither(reading: Reading, tmp_path: Path) -> None:
    """More of the id is asked for."""
    item = Item("a", TEXT.encode(), "text", "2024-01-01T00:00:00Z")
    twins = tuple(replace(reading.claims[0], id=f"sha256:{'a' * 63}{last}") for last in "ab")
    with Account.open(str(tmp_path / "account.db")) as account:
        account.add(Outcome(item, (replace(reading, claims=twins),)), reader=READER)
        with pytest.raises(NotInAccount, match="more than one claim's id"):
            account.claim("aaaaaaaa")
        assert account.claim(twins[1].id)[1] == 1


def test_every_field_says_what_gave_it(reading: Reading) -> None:
    """The words and the act come from the network with its confidence, all else from rules that are named."""
    explained = explain_claim(reading, 0)
    fields = {field.name: field for field in explained.fields}
    assert (fields["content"].given_by, fields["content"].confidence) == (NETWORK, reading.claims[0].confidence)
    assert (fields["who"].value, fields["who"].given_by, fields["who"].confidence) == ("Tem Orlan", RULE, None)
    assert fields["via"].value is not None
    assert fields["via"].value.startswith("Reuters")
    assert all(field.how for field in explained.fields)
    start, end = explained.span
    assert explained.sentence == reading.report.text[start:end]
    assert all(start <= a < b <= end for a, b in explained.content)


def test_a_claim_of_another_version_is_shown_as_it_was_kept(reading: Reading) -> None:
    """It is not made up anew."""
    other = replace(reading.claims[0], who="someone else")
    explained = explain_claim(replace(reading, claims=(other, *reading.claims[1:])), 0)
    assert {field.given_by for field in explained.fields} == {KEPT}
    assert {field.name: field.value for field in explained.fields}["who"] == "someone else"


def test_altered_weights_end_the_run_and_are_no_failure_of_an_item(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be read before the files are whole again, so that is said once."""

    def broken() -> None:
        raise WeightsError("the tagger's file links.npz is altered")

    monkeypatch.setattr("according.tag.weights.load_tagger", broken)
    with pytest.raises(WeightsError, match=r"links\.npz is altered"):
        read_item(Item("a", TEXT.encode(), "text", "2024-01-01T00:00:00Z"), Config())
