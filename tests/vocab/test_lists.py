"""What must hold of every list that comes with the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

LISTS = sorted(Path(str(files("according"))).rglob("*.yml"))


def in_lists(given: Any) -> list[Any]:
    """Everything that stands in a list, however deep."""
    if isinstance(given, dict):
        return [one for value in given.values() for one in in_lists(value)]
    return [one for value in given for one in (value, *in_lists(value))] if isinstance(given, list) else []


@pytest.mark.parametrize("path", LISTS, ids=[path.name for path in LISTS])
def test_no_word_of_a_list_is_read_as_a_truth_value(path: Path) -> None:
    """YAML takes an unquoted "false" or "NO" for a truth value, and Norway is lost."""
    assert [one for one in in_lists(yaml.safe_load(path.read_text(encoding="utf-8"))) if isinstance(one, bool)] == []
