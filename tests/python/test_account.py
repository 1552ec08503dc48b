"""An account in a few lines of Python: the same answers as the commands, typed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import according
from according.codec import from_json, to_json
from according.config import Config
from according.errors import AccountError, NotInAccount, ReadError, UsageError
from according.export import Written
from according.python import Account
from according.views import IncidentDetail, IncidentView, Tally

STRUCK = "QAST, May 4 (AFP) -- Activists said that at least 40 civilians were killed when warplanes struck a market in Kesh on 3 May 2016."
DENIED = "ORNA, May 5 (Reuters) -- The army said that 12 people were killed when warplanes struck a market in Kesh on 3 May 2016."


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Account:
    opened = according.open(tmp_path_factory.mktemp("python") / "account.db", config=Config(read_all=True))
    added = opened.add(STRUCK, text=DENIED)
    assert (added.reports, added.new, added.failures) == (2, 2, ())
    return opened


def test_importing_costs_nothing() -> None:
    """No database, no network and no arithmetic comes with the name."""
    code = "import sys, according; print([name for name in ('numpy', 'onnxruntime', 'sqlalchemy', 'spacy') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.mark.parametrize("form", ["file", "path", "bytes", "text", "keyword"])
def test_one_report_is_read_however_it_is_given(form: str, tmp_path: Path) -> None:
    """A file, its path, bytes or words: the same text and claims."""
    file = tmp_path / "my report.txt"
    file.write_text(STRUCK)
    given = {"file": str(file), "path": file, "bytes": STRUCK.encode(), "text": STRUCK}
    reading = according.read(text=STRUCK) if form == "keyword" else according.read(given[form])
    assert reading.report.text == STRUCK
    assert [claim.who for claim in reading.claims] == ["Activists"]
    assert from_json(to_json(reading)) == reading
    assert reading == from_json(to_json(reading))


def test_bytes_may_say_their_form_and_address() -> None:
    """As whoever fetched them knows it."""
    page = f"<html><title>Market struck</title><body><p>{STRUCK}</p></body></html>".encode()
    reading = according.read(page, form="html", url="https://herald.example/1")
    assert (reading.report.url, reading.report.title) == ("https://herald.example/1", "Market struck")
    assert according.read(page).report.title == "Market struck"


@pytest.mark.parametrize(
    ("given", "error", "told"),
    [
        ("missing.html", ReadError, "there is no file 'missing.html'"),
        ("my missing report.html", ReadError, "there is no file"),
        ("word", ReadError, "there is no file 'word'"),
        (b"\x89PNG\r\n", ReadError, "of a kind that is not read"),
        (b"", ReadError, "is empty"),
        (None, UsageError, "nothing to read"),
    ],
)
def test_what_cannot_be_read_is_said(given: str | bytes | None, error: type[Exception], told: str) -> None:
    """In words, and no missing file is read as a text."""
    with pytest.raises(error, match=told):
        according.read(given)


def test_a_file_of_several_reports_is_read_one_by_one(tmp_path: Path) -> None:
    """And is not mistaken for one."""
    file = tmp_path / "two.jsonl"
    file.write_text('{"id": "1", "text": "Officials spoke in Orna."}\n{"id": "2", "text": "Officials left Orna."}\n')
    assert [reading.report.text for reading in according.read_each(file)] == ["Officials spoke in Orna.", "Officials left Orna."]
    with pytest.raises(UsageError, match="read_each"):
        according.read(file)


def test_incidents_are_those_of_the_view(account: Account) -> None:
    """With the filters of the command."""
    (incident,) = account.incidents(kind="air_strike", date_from="2016-05", date_to="2016")
    assert isinstance(incident, IncidentView)
    assert incident.reports == 2
    assert isinstance(account.incident(incident.id[:20]), IncidentDetail)
    assert account.incidents(date_to="2015") == []
    assert account.count_incidents(kind=["air_strike"], contested=True) == account.count_incidents() == 1
    with pytest.raises(NotInAccount):
        account.incident("sha256:00000000")
    with pytest.raises(UsageError, match="'colour' is nothing that can be asked for"):
        account.incidents(colour="red")
    with pytest.raises(UsageError, match="radius"):
        account.incidents(radius=5)


def test_every_view_is_a_method(account: Account) -> None:
    """Each answers, with its own type."""
    assert isinstance(account.tally("killed", by="year"), Tally)
    for name in ("copies", "timeline", "territory", "access", "warnings", "sources", "names", "words", "changes"):
        assert isinstance(getattr(account, name)(date_from="2016"), list), name
    assert account.sources()
    assert len(account.search("market")) == len(list(account.readings())) == 2
    reading = next(account.readings())
    assert account.reading(reading.report.id) == reading
    assert account.capture(reading.report.id).method == "python"
    assert len(account.history(reading.report.ref)) == 1
    assert account.warnings_before(account.incidents()[0].id) == []


def test_what_was_read_can_be_kept_with_its_bytes(tmp_path: Path) -> None:
    """A reading remembers them; one that does not is refused."""
    reading = according.read(DENIED)
    with according.open(tmp_path / "a.db") as account:
        assert account.add(reading).new == 1
        assert account.add(reading, STRUCK).new == 1
        assert account.store.raw(account.capture(reading.report.id).sha256) == DENIED.encode()
        with pytest.raises(UsageError, match=r"bytes of .* are not at hand"):
            account.add(from_json(to_json(reading)))


def test_failures_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    """As in a run of the command."""
    with according.open(tmp_path / "a.db") as account:
        added = account.add(b"   ", STRUCK)
        assert (added.new, len(added.failures)) == (1, 1)
        assert added.failures[0].reason == "is empty"


def test_an_export_is_written_as_by_the_command(account: Account, tmp_path: Path) -> None:
    """With the filters of the views; the account itself is never written over."""
    written = account.export("geojson", tmp_path / "out.geojson", kind="air_strike")
    assert isinstance(written, Written)
    assert (tmp_path / "out.geojson").stat().st_size > 0
    with pytest.raises(UsageError, match="is the account"):
        account.export("geojson", account.config.account, force=True)


def test_no_account_is_made_where_none_is_wanted(tmp_path: Path) -> None:
    """A slip in the name is told."""
    with pytest.raises(AccountError):
        according.open(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()


def test_the_room_that_has_the_functions_name_can_be_called() -> None:
    """Whichever was imported first, ``according.read`` reads."""
    import according.read.forms

    assert according.read(text=STRUCK) == according.read_one(text=STRUCK)
    assert according.read.forms.read_drafts
