"""What is installed, and what is wrong with it, on one page."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from according.cli import app
from according.errors import ExtensionError
from according.export import find_format
from according.extending import look_over
from tests.extending.fakes import install


def test_all_groups_are_looked_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with its package; a broken one says why, and the others are ready."""
    assert look_over() == ()
    entries = {
        "according.readers:herald": "herald.code:read",
        "according.readers:gone": "herald.code:gone",
        "according.taggers:seven": "herald.code:seven",
        "according.exporters:seven": "herald.code:seven",
        "according.vocabularies:words": "herald",
    }
    files = {
        "code.py": "seven = 7\ndef read(item, config):\n    return None\n",
        "naming.yml": "- {word: rebels, also: [], of: actor, family: f, loaded: true}",
    }
    install(tmp_path / "site", monkeypatch, "herald", entries, files)
    found = {(one.group.removeprefix("according."), one.name): one.faults for one in look_over()}
    assert found["readers", "herald"] == ()
    assert "'gone' of the package herald 1.2 cannot be loaded" in found["readers", "gone"][0]
    assert found["taggers", "seven"] == ("it is no function",)
    assert found["exporters", "seven"] == ("it is no according.export.Format",)
    assert found["vocabularies", "words"] == ("naming.yml, 'rebels': 'rebels' is a name of 'rebels' already: the line is left out",)


def test_the_commands_go_on_without_what_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken exporter is named with its package; all other formats are listed."""
    install(tmp_path / "site", monkeypatch, "globes", {"according.exporters:kml": "globes.kml:FORMAT"}, {})
    with pytest.raises(ExtensionError, match=r"'kml' of the package globes 1.2 cannot be loaded \(ModuleNotFoundError"):
        find_format("kml")
    listed = CliRunner().invoke(app, ["export", "--list"])
    assert listed.exit_code == 0
    assert "geojson" in listed.output
    looked = CliRunner().invoke(app, ["extensions"])
    assert looked.exit_code == 1
    assert "globes 1.2" in looked.output
