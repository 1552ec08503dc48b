"""The demo's reports, read and reconciled: every command prints for people, and JSON Lines for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from according.cli import main

Command = Callable[..., tuple[int, str, str]]
COMMANDS = (
    "incidents",
    "incidents --sort origins --limit 3",
    "copies",
    "timeline --from 2019-04",
    "tally killed --by day",
    "territory",
    "access --kind evacuation",
    "warnings",
    "sources",
    "words --loaded",
    "diff --from 2000",
)


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The account that the demo makes."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["according", "demo", "--account", str(path), "--json"])
        with pytest.raises(SystemExit):
            main()
    return path


@pytest.fixture
def according(account: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """A command on that account: its code and what it printed on both streams."""

    def command(line: str, *more: str) -> tuple[int, str, str]:
        capfd.readouterr()
        monkeypatch.setenv("COLUMNS", "100")
        monkeypatch.setattr(sys, "argv", ["according", *line.split(), *more, "--account", str(account)])
        with pytest.raises(SystemExit) as end:
            main()
        return (int(end.value.code or 0), *capfd.readouterr())

    return command


@pytest.mark.parametrize("line", COMMANDS)
def test_each_view_prints_for_people_and_for_programs(according: Command, line: str) -> None:
    """Something is found; JSON stands alone on standard output, a value on each line."""
    code, out, _ = according(line)
    assert code == 0
    assert out.strip()
    code, out, err = according(line, "--json")
    assert (code, err) == (0, "")
    assert all(isinstance(json.loads(row), dict) for row in out.splitlines())


def test_a_market_that_eight_outlets_tell_of_is_one_contested_incident(according: Command) -> None:
    """The public form of an incident, and the page of it by its first digits."""
    _, out, _ = according("incidents --min-origins 4 --contested --json")
    market: dict[str, Any] = json.loads(out.splitlines()[0])
    assert {"id", "kind", "date", "place", "mentions", "differences"} <= market.keys()
    assert {"ref", "event", "trigger", "kind", "killed", "injured", "who", "via", "origin"} <= market["mentions"][0].keys()
    assert {"field", "type", "mentions"} <= market["differences"][0].keys()
    assert (market["date"], len({mention["ref"] for mention in market["mentions"]}) > 4) == ("2019-04-11", True)
    code, page, _ = according("incident", market["id"].removeprefix("sha256:")[:8])
    assert code == 0
    assert "Figures side by side" in page
    assert "Differences" in page
    code, detail, _ = according("incident", market["mentions"][-1]["happening"], "--json")
    assert json.loads(detail)["incident"]["id"] == market["id"]


def test_copies_have_the_form_that_programs_rely_on(according: Command) -> None:
    """Refs, kind and credit."""
    _, out, _ = according("copies --json")
    groups = [json.loads(row) for row in out.splitlines()]
    assert groups
    assert all(len(group["refs"]) > 1 and group["kind"] in ("reprint", "part", "rewrite") for group in groups)


def test_warnings_look_back_from_an_incident(according: Command) -> None:
    """With how many days before."""
    _, out, _ = according("incidents --min-origins 4 --contested --json")
    market = json.loads(out.splitlines()[0])
    code, _, _ = according("warnings --days 60 --before", market["id"])
    assert code == 0


def test_two_reports_are_compared(according: Command) -> None:
    """Any two, by their names."""
    _, out, _ = according("copies --json")
    first, second = json.loads(out.splitlines()[0])["refs"][:2]
    code, out, _ = according("diff", first, second)
    assert code == 0
    assert out.startswith("- title")


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("incidents --kind skirmish", 2, "'skirmish' is no kind of happening: give one of battle"),
        ("incidents --place Nowhereatall", 2, "neither the gazetteer nor the account"),
        ("incidents --radius 5", 2, "--radius needs a --place"),
        ("incidents --from soon", 2, "'soon' is no date"),
        ("incidents --from 2019 --to 2018", 2, "wrong way round"),
        ("incidents --sort size", 2, "'size' is no order: give one of date, origins"),
        ("incident 12345678", 1, "holds no incident called '12345678'"),
        ("tally cows", 2, "'cows' is no measure"),
        ("tally killed --by week", 2, "'week' is no way to add up"),
        ("words --of place", 2, "'place' is no thing to be called"),
        ("diff", 2, "say what to compare"),
        ("diff somewhere --from 2019", 2, "a page is compared as a whole"),
        ("diff nothing-here", 1, "holds nothing called 'nothing-here'"),
        ("warnings --before 12345678 --place Orna", 2, "--before looks back from an incident"),
        ("timeline --from 1950 --to 1951", 0, "nothing found"),
        ("incidents --limit 1", 0, "1 shown, there are more: --limit 0 shows all"),
    ],
)
def test_what_is_asked_wrongly_or_in_vain_is_said_in_one_line(according: Command, line: str, code: int, words: str) -> None:
    """The message names the value and what would do; nothing found is no error."""
    ended, _, err = according(line)
    assert (ended, words in err) == (code, True), err
    assert len(err.splitlines()) == 1
